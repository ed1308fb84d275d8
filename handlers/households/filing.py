"""Filing the certain rows of a list of households: one check-in a person, at the door, alarms at once (clause 3.4.2).

The scope is asked for again when a row is filed: a role that has ended meanwhile files nothing (THREATS A19).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.turn import Answers, Turn
from handlers.checkins.alerts import complete_alarm
from handlers.checkins.days import day_of
from handlers.checkins.filing import WAS_UNKNOWN, Judged, filed, judged, kept_twice, store
from handlers.households.places import is_reached
from handlers.households.rows import Entry
from ledger import people, places
from ledger.checkins import rounds
from ledger.people import Role
from ledger.places import Place


@dataclass(slots=True)
class Round:
    """What one turn files: the rows as they stand now, and what the reply has to say of it."""

    answers: Answers
    entries: list[Entry] = field(default_factory=list)
    filed: list[Judged] = field(default_factory=list)
    alarmed: list[Judged] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    kept: list[dict[str, object]] = field(default_factory=list)
    unreached: list[Entry] = field(default_factory=list)
    outside: list[Entry] = field(default_factory=list)


def file_rows(
    turn: Turn, held: Sequence[Role], answers: Answers, entries: Sequence[Entry], *, only_alarming: bool
) -> Round:
    """File what is certain; with `only_alarming` only what must not wait, somebody without a name included."""
    done = Round(answers)
    for entry in entries:
        nameless = entry.is_open and entry.asks == "name" and not entry.early and entry.says_something
        if not entry.is_ready and not (nameless and _alarms(turn, done, entry)):
            done.entries.append(entry)
        elif entry.is_unreached:
            done.entries.append(entry if only_alarming else _note_unreached(turn, held, done, entry))
        elif only_alarming and not _alarms(turn, done, entry):
            done.entries.append(entry)
        else:
            done.entries += _file_one(turn, held, done, entry)
    return done


def _alarms(turn: Turn, done: Round, entry: Entry) -> bool:
    return judged(turn, entry.key, entry.checkin(None, day_of(turn, done.answers)), None).health.alarms


def _note_unreached(turn: Turn, held: Sequence[Role], done: Round, entry: Entry) -> Entry:
    door = _door(turn, held, entry)
    if door is None:
        done.outside.append(entry)
        return replace(entry, skipped=True)
    rounds.note_not_reached(turn.db, turn.filing(door.id), day_of(turn, done.answers), entry.note)
    done.unreached.append(entry)
    return replace(entry, filed=True)


def _file_one(turn: Turn, held: Sequence[Role], done: Round, entry: Entry) -> list[Entry]:
    door = _door(turn, held, entry)
    if door is None:
        done.outside.append(entry)
        return []
    person_id = None if entry.name is None else _person(turn, door, entry.name)
    one = judged(turn, entry.key, entry.checkin(person_id, day_of(turn, done.answers)), door)
    booked = store(turn, one, {**done.answers, WAS_UNKNOWN: False})
    done.answers = booked.answers
    done.filed.append(one)
    done.kept += kept_twice(turn, one, booked.earlier)
    if entry.early and one.health.alarms and not booked.told:
        complete_alarm(turn, one.checkin, _record(booked.answers, entry.key), door)
    if one.health.alarms and (booked.told or not entry.early):
        done.alarmed.append(one)
        done.told += [who for who in booked.told if who not in done.told]
    return [replace(entry, filed=True, early=entry.name is None)]


def _record(answers: Answers, key: str) -> int:
    return filed(answers)[key][0]


def _door(turn: Turn, held: Sequence[Role], entry: Entry) -> Place | None:
    """The door in the tree, added when it is first named; None where no scope reaches it."""
    assert entry.address is not None  # a row without a place is asked about and not filed
    door = places.ensure(turn.db, entry.address)
    return door if is_reached(held, door.path) else None


def _person(turn: Turn, door: Place, name: str) -> int:
    """Whoever is registered under this name at the door; else registered there now."""
    known = next((person_id for person_id, called in people.household(turn.db, door.id) if called == name), None)
    if known is not None:
        return known
    person_id = people.add(turn.db, name=name, phone=None, place_id=door.id, now=turn.now, filed_by=turn.contact.name)
    people.grant(turn.db, person_id, "resident", door.id, None, turn.now)
    return person_id
