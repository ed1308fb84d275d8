"""A form's answers as people read them: one by one with numbers, so that 改第3项 names one."""

from dataclasses import dataclass

from bot.form import Conversation, Slot
from bot.turn import Answers, Turn, Value

# A slot that holds what the form is about, for the program alone.
DATA = "data"


@dataclass(frozen=True, slots=True)
class Item:
    """A named item of a form: its number as people say it, its slot, label and answer in words."""

    number: int
    slot: Slot
    label: str
    words: str


def items(turn: Turn, conversation: Conversation, answers: Answers) -> list[Item]:
    """What a form holds, item by item; what was left open is listed too, so that it can be given."""
    words = turn.house.words.form(conversation.name).slots
    shown = [
        slot
        for slot in conversation.slots
        if slot.kind != DATA and slot.only_if(answers) and _is_known(slot, answers)
    ]
    return [
        Item(number, slot, words[slot.name].label, spoken(turn, conversation, slot, answers[slot.name]))
        for number, slot in enumerate(shown, start=1)
    ]


def _is_known(slot: Slot, answers: Answers) -> bool:
    return slot.name in answers and (slot.asked or answers[slot.name] is not None)


@dataclass(frozen=True, slots=True)
class Change:
    """An answer before and after, in words."""

    label: str
    before: str
    after: str


def changes(turn: Turn, conversation: Conversation, before: Answers, after: Answers) -> list[Change]:
    """What differs between two sets of answers, slot by slot."""
    words = turn.house.words.form(conversation.name).slots

    def said(slot: Slot, answers: Answers) -> str:
        return spoken(turn, conversation, slot, answers[slot.name]) if slot.name in answers else ""

    return [
        Change(words[slot.name].label, said(slot, before), said(slot, after))
        for slot in conversation.slots
        if (slot.name in before or slot.name in after) and before.get(slot.name) != after.get(slot.name)
    ]


def listed(turn: Turn, conversation: Conversation, answers: Answers) -> str:
    """The items with the question which of them is to be changed."""
    title = turn.house.words.form(conversation.name).title
    return turn.render("form_items", title=title, items=items(turn, conversation, answers))


def spoken(turn: Turn, conversation: Conversation, slot: Slot, value: Value) -> str:
    """An answer as it is said back; of a phone number only its ends."""
    if slot.spoken is not None and value is not None:
        return slot.spoken(value, turn)
    words = turn.house.words
    if isinstance(value, str) and value in slot.choices:
        return words.form(conversation.name).slots[slot.name].choices[value]
    return words.render("answer", value=value, kind=slot.kind)
