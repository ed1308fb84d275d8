"""A phone number that is said where nothing asked for it (DESIGN 6.15): kept, or answered, and said back with its middle
hidden; never taken for something that cannot be read.

In a form that needs a number it is the form's; otherwise it is the writer's own, shown and confirmed before it counts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.conversation import Conversation, answers_the_question, repeat, resume
from bot.conversation import amends as puts_right
from bot.turn import Turn
from handlers import danger, listening
from handlers.beginning import begin
from handlers.people.registration import change, on_record, registration
from handlers.said_back import masked
from knowledge.language.people import find_phone
from ledger import people

# What may stand beside the number where the message says nothing else.
_OF_OWN_NUMBER = re.compile(
    "(?:本人|手机号码?|电话号码?|手机|电话|联系方式|号码|没登记|没登|没记|没显示|没有了?|不见了?|没了|丢了|咋|怎么|登记|记一下|记下|一下"
    r"|[我俺的这是号给您你就打留为吧啊呢了吗:：,，。.!！?？ ])*"
)


class PhoneSaid:
    """Takes a number that is said in the middle of a form or without one."""

    def __init__(self, conversations: Sequence[Conversation]) -> None:
        self._by_name = {one.name: one for one in conversations}

    def after(self, follows: Callable[[Turn], str | None]) -> Callable[[Turn], str | None]:
        """What follows an emergency comes first; then a number in a form that did not ask for it."""
        return lambda turn: follows(turn) or self._in_form(turn)

    def before(self, unknown: Callable[[Turn], str]) -> Callable[[Turn], str]:
        """A number without a form, before it is said that nothing here can answer the message."""
        return lambda turn: self._free(turn) or unknown(turn)

    def _in_form(self, turn: Turn) -> str | None:
        form = turn.form
        conversation = self._by_name.get(form.name) if form is not None else None
        if form is None or conversation is None or puts_right(form) or (number := _own_number(turn)) is None:
            return None
        asked = conversation.missing(form.answers)
        answers = form.answers if turn.contact.is_bound else {**form.answers, "phone": number}
        if any(slot.name == "phone" and slot.only_if(answers) for slot in conversation.slots):
            if asked is None or asked.name == "phone" or answers_the_question(turn, conversation, form):
                return None  # the form takes it by itself, and shows it
            if form.answers.get("phone") != number:
                return resume(turn, conversation, form)  # which says it back
            said = turn.render("phone_noted", phone=masked(number))
        elif turn.contact.is_bound:
            said = _kept(turn, number)
        else:
            return None
        return f"{said}\n{repeat(turn, conversation, form)}"

    @staticmethod
    def _free(turn: Turn) -> str | None:
        number = _own_number(turn)
        if number is None or turn.form is not None or listening.newest(turn, *danger.KINDS) is not None:
            return None
        if _is_known(turn, number):
            return turn.render("phone_known", phone=masked(number), known=True, number=number)
        known = {**on_record(turn), "phone": number}
        turn.reading = replace(turn.reading, slots={})
        return begin(turn, replace(registration, prefill=lambda _turn: known))


def _own_number(turn: Turn) -> str | None:
    """The number of a message that says nothing but a number of the writer's."""
    found = find_phone(turn.text)
    if found is None or (turn.contact.is_staff and "我" not in turn.text):
        return None  # staff write down the numbers of others
    rest = turn.text[: found.span[0]] + turn.text[found.span[1] :]
    return found.number if _OF_OWN_NUMBER.fullmatch(rest) else None


def _kept(turn: Turn, number: str) -> str:
    """The number in the registration where it has none; how it is changed there where it has another."""
    known = on_record(turn)
    if "phone" not in known:
        return change(turn, {**known, "phone": number})
    return turn.render("phone_known", phone=masked(number), known=_is_known(turn, number), number=number)


def _is_known(turn: Turn, number: str) -> bool:
    return turn.contact.person_id is not None and people.phone_of(turn.db, turn.contact.person_id) == number
