"""Who answers a message: a command, the open form, the conversation of its intent, or an honest `I cannot do that`.

Order: binding codes and staff's commands (from staff only: for anybody else the same words are ordinary text, THREATS
A17), what always works (取消, 返回上一步, 重来, 人工, 帮助), the open form, the intent that was read.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot import conversation as engine
from bot.conversation import Conversation
from bot.turn import Turn
from ledger import conversations
from ledger.conversations import OpenForm

BACK = frozenset({"返回上一步", "上一步", "返回", "退回"})
RESTART = frozenset({"重来", "重新开始", "重新填", "从头来"})
CANCEL = frozenset({"取消", "算了", "不办了", "退出", "不填了"})


@dataclass(frozen=True, slots=True)
class Command:
    """Words that are a command to whom they are offered; `run` gives None where they were ordinary text after all."""

    name: str
    pattern: re.Pattern[str]
    run: Callable[[Turn, re.Match[str]], str | None]
    staff_only: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """All that is on offer, in the order in which it is tried: what the handlers' room hands to the router."""

    commands: Sequence[Command]
    conversations: Sequence[Conversation]
    answers: Mapping[str, Callable[[Turn], str]]
    events: Mapping[str, Callable[[Turn], str]]
    media: Callable[[Turn], str]
    unknown: Callable[[Turn], str]


class Router:
    """Finds who answers. Holds nothing of a person: all that lasts is in the ledger."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._by_name = {conversation.name: conversation for conversation in offer.conversations}
        self._by_intent = {intent: one for one in offer.conversations for intent in one.intents}

    def answer(self, turn: Turn, form: OpenForm | None) -> str:
        """The words that answer this turn; empty where nothing is to be said."""
        message = turn.message
        if message.kind == "event":
            event = self._offer.events.get(message.event)
            if event is None:
                return ""
            return event(turn) or (self._text(turn, form) if turn.text else "")
        if turn.text:
            return self._text(turn, form)
        return self._offer.media(turn)

    def _text(self, turn: Turn, form: OpenForm | None) -> str:
        for command in self._offer.commands:
            if turn.contact.is_staff or not command.staff_only:
                match = command.pattern.fullmatch(turn.text)
                said = command.run(turn, match) if match else None
                if said is not None:
                    return said
        if form is not None and form.name in self._by_name:
            return self._in_form(turn, self._by_name[form.name], form)
        return self._free(turn)

    def _in_form(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """An open form takes what answers it; another matter is dealt with beside it and the question repeated."""
        if turn.text in CANCEL:
            conversations.close(turn.db, turn.contact.openid)
            title = turn.house.words.form(conversation.name).title
            return turn.render("form_cancelled", title=title, filed="filed" in form.answers)
        if turn.text in BACK:
            return engine.back(turn, conversation, form)
        if turn.text in RESTART:
            return engine.restart(turn, conversation)
        intent = turn.reading.intent
        beside = self._offer.answers.get(intent)
        if beside is not None and intent in {"human_handover", "help"}:
            return f"{beside(turn)}\n{engine.repeat(turn, conversation, form)}"
        said = engine.resume(turn, conversation, form)
        if said is not None:
            return said
        other = self._by_intent.get(intent)
        if other is not None and other is not conversation:
            done = engine.complete_at_once(turn, other)
            if done is not None:
                return f"{done}\n{engine.repeat(turn, conversation, form)}"
            title = turn.house.words.form(conversation.name).title
            return turn.render(
                "one_form_at_a_time",
                open=title,
                other=turn.house.words.form(other.name).title,
                question=engine.repeat(turn, conversation, form),
            )
        return engine.wrong(turn, conversation, form)

    def _free(self, turn: Turn) -> str:
        if turn.text in engine.YES or turn.text in CANCEL | BACK | RESTART:
            return turn.render("nothing_is_open")
        conversation = self._by_intent.get(turn.reading.intent)
        if conversation is not None:
            return engine.start(turn, conversation)
        return self._offer.answers.get(turn.reading.intent, self._offer.unknown)(turn)
