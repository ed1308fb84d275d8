"""A check-in of a whole household: everybody whom the ledger knows of it has what was said of all, by name.

Whoever is counted and not known is asked for by name, and nothing is filed for somebody who may be another.
"""

from dataclasses import dataclass

from bot.turn import Answers, Turn, Value
from handlers.checkins.people import called, candidates, with_what_else_hurts
from knowledge.language.everybody import EverybodyFound, find_everybody
from knowledge.language.health import HealthFound
from knowledge.language.persons import SPEAKER
from ledger.people import family, residents
from ledger.people.residents import Resident

# Beside the slots: that somebody of the household was spoken of whom the ledger does not know.
UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was found, a row for everybody; and whether somebody is still to be named."""

    found: Answers
    unnamed: bool


def with_everybody(turn: Turn, found: Answers, text: str | None = None) -> Spoken:
    """What was found, with the whole household by its people where the text speaks of it."""
    said = find_everybody(text or turn.text) if turn.contact.is_bound else None
    if said is None:
        return Spoken(with_what_else_hurts(turn, found, text), False)
    own: list[Value] = [_row(one.name, one.health) for one in said.named]
    taken = {each.id for one in said.named if called(_row(one.name, one.health)) for each in candidates(turn, one.name)}
    household = [one for one in _household(turn) if one.id not in taken]
    speaks_of_self = not said.without_speaker and all(one.name != SPEAKER for one in said.named)
    missing = _missing(said, len(household), len(said.named))
    if missing is not None and missing < 0:
        household, missing = [], 1  # which of them are meant is not said
    rows = [*([_row(SPEAKER, said.health)] if speaks_of_self else []), *own]
    rows += [{**_row(one.name, said.health), "person": one.id} for one in household]
    rest = {name: value for name, value in found.items() if name not in {"temperature", "symptoms", "confirm"}}
    return Spoken({**rest, "persons": rows}, bool(missing) if missing is not None else not household)


def _missing(said: EverybodyFound, known: int, named: int) -> int | None:
    """How many more are counted than are known or named; None where they are not counted."""
    if said.count is None:
        return None
    if said.without_speaker:
        return said.count - known
    is_named = any(one.name == SPEAKER for one in said.named)
    return said.count - known - named - (0 if is_named else 1)


def _household(turn: Turn) -> list[Resident]:
    """Those for whom the account speaks and those at the writer's door, without the writer."""
    own = [one.person for one in family.of(turn.db, turn.contact.openid)]
    door = residents.at_door(turn.db, turn.contact.place_id) if turn.contact.place_id is not None else []
    known = {one.id: one for one in [*own, *door]}
    return [one for one in known.values() if one.id != turn.contact.person_id]


def _row(name: str, health: HealthFound) -> dict[str, Value]:
    return {
        "name": name,
        "temperature": health.temperature,
        "symptoms": list(health.symptoms or ()),
        "complaints": list(health.troubles),
        "contact_history": health.contact_history,
        "positive_test": health.positive_test,
    }
