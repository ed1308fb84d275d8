"""How a form asks: the question for a slot, its choices by number, and what it holds to be a likely slip."""

import re
from collections.abc import Sequence

from bot.answers import UNKNOWN, proposal
from bot.form import Conversation, Doubt, Slot
from bot.items import DATA, items, listed, spoken
from bot.tapping import Asked
from bot.turn import Answers, Turn, Value
from ledger.conversations import OpenForm

# What a change of these is, their forms say.
_SAY_THEMSELVES = frozenset({DATA, "things", "rows", "symptoms"})
# The reply to a check-in says it; before, only another one than was said first is worth a line.
_MEASURED = "temperature"
_QUOTED = re.compile("「([^」]+)」")


def ask(turn: Turn, conversation: Conversation, slot: Slot, answers: Answers) -> str:
    """The question for a slot, with its choices by number; for a likely slip, whether it was meant."""
    words = turn.house.words.form(conversation.name).slots[slot.name]
    proposed = proposal(answers, slot)
    if proposed is not None:
        said = spoken(turn, conversation, slot, proposed)
        if words.confirm is not None:
            return words.confirm.replace("{value}", said)
        return turn.render("is_it_meant", label=words.label, value=said)
    return with_choices(words.ask, turn, conversation, slot, answers)


def with_choices(question: str, turn: Turn, conversation: Conversation, slot: Slot, answers: Answers) -> str:
    """A question with the answers that can be given by number."""
    words = turn.house.words.form(conversation.name).slots[slot.name]
    offers = slot.offers(turn, answers)
    if offers and words.offered is not None:
        question = words.offered
    plan = turn.house.plan
    communities = "、".join(place.name for place in plan.places)
    facts = {"street": plan.head.street, "communities": communities, **slot.facts(turn, answers)}
    for name, value in facts.items():
        question = question.replace(f"{{{name}}}", value)
    return joined(question, _numbered([words.choices[name] for name in slot.choices] or [one.words for one in offers]))


def put_question(turn: Turn, conversation: Conversation, form: OpenForm, slot: Slot) -> str:
    """The question for a slot of an open form, to be answered by words, number or tap."""
    words = ask(turn, conversation, slot, form.answers)
    proposed = proposal(form.answers, slot)
    about = slot.name if proposed is None else f"{slot.name} is {proposed}"
    turn.asked = Asked(form, about, _label(turn, conversation, slot.name), words, passes=_passes(slot, words))
    return words


def put_wrong(turn: Turn, conversation: Conversation, form: OpenForm, slot: Slot, times: int = 1) -> str:
    """What a right answer would be; the question, and with it what can be tapped, stays the same.

    `times` is how often the question was answered wrongly by now.
    """
    of_slot = turn.house.words.form(conversation.name).slots[slot.name]
    words = of_slot.wrong_again if times > 1 and of_slot.wrong_again is not None else of_slot.wrong
    words = words.replace("{said}", turn.render("said_place", text=turn.text))
    said = with_choices(words, turn, conversation, slot, form.answers)
    label, passes = _label(turn, conversation, slot.name), _passes(slot, said)
    is_slip = proposal(form.answers, slot) is not None
    turn.asked = None if is_slip else Asked(form, slot.name, label, said, passes=passes)
    return said


def put_doubt(turn: Turn, conversation: Conversation, form: OpenForm, doubt: Doubt) -> str:
    """The question about answers that do not go together."""
    words = turn.render("doubt", question=doubt.question)
    turn.asked = Asked(form, f"doubt {doubt.key}", _label(turn, conversation, doubt.slot), words)
    return words


def put_summary(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """All the answers, to be confirmed; nothing where the form is filed without."""
    if conversation.summary is None:
        return ""
    words = conversation.summary(turn, form.answers)
    turn.asked = Asked(form, "summary", turn.house.words.form(conversation.name).title, words)
    return words


def put_changes(
    turn: Turn, conversation: Conversation, before: Answers, form: OpenForm, *, is_told: bool = False
) -> str:
    """The answers that were given before and are others now, in words; nothing where a summary shows them all.

    A day that gets its hour was no other day, and a list says itself what it holds. Where the question stands as before,
    the answers to others are said back too, unless something `is_told` already: nobody is to think that they were not
    heard.
    """
    asked = conversation.missing(form.answers)
    if asked is None:
        return ""
    is_asked_again = conversation.missing(before) is asked and not is_told
    changed, noted = list[tuple[str, str]](), list[tuple[str, str]]()
    words = turn.house.words.form(conversation.name).slots
    for slot in conversation.slots:
        if slot.name not in form.answers or slot.kind in _SAY_THEMSELVES or not slot.only_if(form.answers):
            continue
        said = words[slot.name].label, spoken(turn, conversation, slot, form.answers[slot.name])
        if slot.name not in before:
            is_news = is_asked_again and form.answers[slot.name] is not None and slot.kind != _MEASURED
            noted += [said] if is_news else []
        elif _is_another(before[slot.name], form.answers[slot.name]):
            changed.append(said)
    return turn.render("form_changed", changed=changed, noted=noted) if changed or noted else ""


def _is_another(before: Value, after: Value) -> bool:
    if before is None or after is None or before == after:
        return False
    return not (isinstance(before, str) and isinstance(after, str) and after.startswith(before))


def put_list(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """The items by number, of which one is to be changed."""
    words = listed(turn, conversation, form.answers)
    labels = [item.label for item in items(turn, conversation, form.answers)]
    turn.asked = Asked(form, "items", turn.render("tap_item"), words, labels)
    return words


def _passes(slot: Slot, words: str) -> str:
    """The word by which a question says that it can be left open: 没有就回「没有」."""
    return next((word for word in _QUOTED.findall(words) if word in UNKNOWN), "") if slot.optional else ""


def _label(turn: Turn, conversation: Conversation, slot: str) -> str:
    return turn.house.words.form(conversation.name).slots[slot].label


def _numbered(words: Sequence[str]) -> str:
    return "　".join(f"{number} {one}" for number, one in enumerate(words, start=1))


def joined(first: str, second: str) -> str:
    """Two pieces of a reply, one under the other."""
    return f"{first}\n{second}" if first and second else first or second
