"""Who goes, where to and in which car, said after 急救放行 (DESIGN 6.1): written into the record, and those told are told.

From both sides: whoever was let out, and the guard who saw them go. What was signed already is only filled in, not changed.
"""

from bot.turn import Answers, Turn
from handlers import in_need
from handlers.exits.filing import note
from knowledge.exit_words import SPEAKER
from ledger import people, seals
from ledger.exits import Exit, passes
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.signers import signers
from ledger.records import compact


def complete(turn: Turn, one: Exit, found: Answers, *, by_guard: bool = False) -> Exit | None:
    """Write down what is new of the goers, the destination and the plate; the exit as it stands, None where nothing is new.

    `by_guard`: the gate saw it, and need not be told.
    """
    persons = _persons(one, _names(found.get("goers")))
    destination = _newer(one, one.destination, found.get("destination"))
    plate = _newer(one, one.plate, found.get("plate"))
    name = str(found["name"]) if in_need.is_unknown(one.name) and found.get("name") else one.name
    if (name, persons, destination, plate) == (one.name, one.persons, one.destination, one.plate):
        return None
    if not exit_moves.complete(turn.db, one, name, persons, destination, plate):
        return None
    detail: dict[str, object] = {"goers": persons != one.persons, "destination": destination, "plate": plate}
    after = note(turn, one.id, "emergency completed", detail)
    _tell(turn, after, by_guard)
    return after


def going_words(turn: Turn, one: Exit) -> str:
    """Who goes, in which car and where to, in one line."""
    facts = exit_notices.facts(turn.db, one)
    return "，".join(str(facts[name]) for name in ("who", "plate", "destination") if facts[name])


def _tell(turn: Turn, one: Exit, by_guard: bool) -> None:
    key, facts = f"more:{turn.message.key.hex()}", {"going": going_words(turn, one)}
    seal = seals.covering(turn.db, one.path) if one.path else None
    guards = people.reaching(turn.db, "gate_guard", seal.path) if seal is not None and not by_guard else []
    told = [*guards, *signers(turn.db, one, turn.now).everybody, *people.office(turn.db)]
    code = passes.code_of(turn.db, one.id) or ""
    exit_notices.tell(
        turn.db, turn.render, one, dict.fromkeys(told), "exit_emergency_more", key, turn.now, code=code, **facts
    )


def _names(said: object) -> list[str]:
    return [str(one["name"]) for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _persons(one: Exit, said: list[str]) -> str:
    """Those who go, as said: whoever is in need stays among them, the applicant too where nobody else is named yet."""
    known = list(one.people)
    if not said or not one.owes_a_signature:
        return one.persons
    first = known or ([SPEAKER] if SPEAKER not in said else [])
    names = [*first, *(name for name in said if name not in first)]
    return compact([{"name": name} for name in names]) if names not in (known, [SPEAKER]) else one.persons


def _newer(one: Exit, known: str | None, said: object) -> str | None:
    """What was said last, as long as nobody has signed for the other."""
    if not isinstance(said, str) or said == "none" or (known is not None and not one.owes_a_signature):
        return known
    return said
