"""Moving about in an open form: back a step, from the start, on, out of it, or leaving an answer as it was.

bot/steering.py has the words.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot import amending
from bot import conversation as engine
from bot.answers import AMENDS, LISTED, MISSED, MIXED_UP, NEWEST, PROPOSED, SAID_AT, SETTLED, with_answers
from bot.form import Conversation
from bot.steering import AS_IT_WAS, BACK, CANCEL, GO_ON, RESTART
from bot.turn import Turn
from ledger import conversations
from ledger.conversations import WAS, OpenForm


def steered(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """Words that move about in a form rather than answer it: give up, leave as it was, go on, back, from the start."""
    if AS_IT_WAS.fullmatch(turn.text) and (left := _leave_as_it_was(turn, conversation, form)):
        return left
    amends = engine.amends(form) or amending.is_choosing(form)
    if conversation.keeps(turn, form.answers):
        return None
    if CANCEL.fullmatch(turn.text) or (amends and AS_IT_WAS.fullmatch(turn.text)):
        return _give_up(turn, conversation, form)
    if turn.text in GO_ON:
        form = replace(form, updated_at=turn.now)
        conversations.save(turn.db, turn.contact.openid, form, conversation.private())
        return amending.question(turn, conversation, form)
    if amending.is_choosing(form):
        return amending.which_record(turn, conversation, form) or amending.question(turn, conversation, form)
    if turn.text in BACK:
        return _back(turn, conversation, form)
    if turn.text in RESTART:
        return _restart(turn, conversation, form)
    return None


def _give_up(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    engine.close(turn, form)
    return turn.render(
        "form_cancelled",
        title=turn.house.words.form(conversation.name).title,
        filed="filed" in form.answers,
        amends=engine.amends(form) or amending.is_choosing(form),
    )


def _back(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """返回上一步: take the last given answer away and ask for it again."""
    known = conversation.prefill(turn)
    given = [
        slot.name
        for slot in conversation.slots
        if slot.name in form.answers and slot.only_if(form.answers) and slot.name not in known
    ]
    if not given:
        return turn.render("nothing_to_go_back_to", question=engine.repeat(turn, conversation, form))
    return engine.ask_anew(turn, conversation, form, given[-1])


def _leave_as_it_was(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """不改了: the answer that was to be given anew stands as before; None where none was."""
    was = form.answers.get(WAS)
    if isinstance(was, Mapping):
        return engine.advance(turn, conversation, with_answers(turn, conversation, form, was))
    if LISTED in form.answers:
        return engine.advance(turn, conversation, form)
    return None


def _restart(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """重来: the same form from its first question, with what the ledger knows and what was filed already."""
    forgotten = {slot.name for slot in conversation.slots} | {PROPOSED, MISSED, SAID_AT, NEWEST, SETTLED, MIXED_UP, AMENDS}
    filed = {name: value for name, value in form.answers.items() if name not in forgotten}
    answers = {**filed, **conversation.prefill(turn)}
    begun = OpenForm(conversation.name, answers, turn.now, turn.now, form.parked, turn.said_at)
    return engine.advance(turn, conversation, begun)
