"""What the rule exit_handling says of a wish to go out (clause 3.4.1): signed, looked at by a person, not by the rule."""

from dataclasses import dataclass

from bot.turn import Answers, Turn
from handlers.slots import address_of
from knowledge.rules import decide
from knowledge.times import business_day
from ledger import places, seals
from ledger.records import Stored
from ledger.seals import Seal

# Answers beside the slots: that a person is to look at it, and which record the form corrects (the engine's own).
ASKS_PERSON = "asks_person"


@dataclass(frozen=True, slots=True)
class Course:
    """What happens with a request, as the record keeps it."""

    course: str
    kind: str
    urgent: bool
    offers_delivery: bool
    stored: Stored


def course_of(turn: Turn, answers: Answers, *, sealed: bool) -> Course:
    """Decide for a reason that is known, or for any where nothing is sealed."""
    facts: dict[str, str | bool] = {
        "sealed_place": sealed,
        "reason": str(answers.get("reason", "other")),
        "asks_person": bool(answers.get(ASKS_PERSON)),
    }
    decision = decide(turn.house.rules, "exit_handling", business_day(turn.now), facts)
    outcome = decision.outcome
    return Course(
        str(outcome["course"]),
        str(outcome["kind"]),
        bool(outcome["urgent"]),
        bool(outcome["offers_delivery"]),
        Stored.of(decision),
    )


def seal_of(turn: Turn, answers: Answers) -> Seal | None:
    """The seal under which the address of the answers lies; nothing is added to the tree of places for that."""
    address = address_of(answers)
    parts = [part for part in (address.community, address.building, address.unit, address.room) if part]
    while parts:
        known = places.find(turn.db, "/".join(parts))
        if known is not None:
            return seals.covering(turn.db, known.path)
        parts.pop()
    return None


def knows_the_door(answers: Answers) -> bool:
    """Whether the address is known as far as a seal can be of: the community, and the building where there is one."""
    return bool(answers.get("community")) and "building" in answers
