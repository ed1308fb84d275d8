"""How a form asks: the question for a slot, its choices by number, and what it holds to be a likely slip."""

from collections.abc import Sequence

from bot.answers import proposal
from bot.form import Conversation, Slot
from bot.items import spoken
from bot.turn import Answers, Turn


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
    facts = {"communities": "、".join(place.name for place in turn.house.plan.places), **slot.facts(turn, answers)}
    for name, value in facts.items():
        question = question.replace(f"{{{name}}}", value)
    return joined(question, _numbered([words.choices[name] for name in slot.choices] or [one.words for one in offers]))


def _numbered(words: Sequence[str]) -> str:
    return "　".join(f"{number} {one}" for number, one in enumerate(words, start=1))


def joined(first: str, second: str) -> str:
    """Two pieces of a reply, one under the other."""
    return f"{first}\n{second}" if first and second else first or second
