"""Health check-ins 健康打卡 (clause 3.4.2): one record a person and message, the worse one of a day alarms.

Two check-ins of one person on a day are two records, both in force (DESIGN 6.8); a correction replaces the one that it
corrects. `newest_of` and `of_day` find the records that somebody may mean.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, column, func, or_, select, union_all, update

from ledger.database import Db
from ledger.records import RECORD_COLUMNS, Filing, NoLongerSo, Stored, compact
from ledger.statement import Statement, insert
from ledger.tables import health_checkin

# As the rule `health_alert` has them, the gravest last.
_LEVELS = ("none", "watch", "urgent", "emergency")
_ADD = insert(
    health_checkin,
    *RECORD_COLUMNS,
    "person_id",
    "person",
    "date",
    "temperature",
    "symptoms",
    "contact_history",
    "positive_test",
    "complaints",
    returning="id",
)
# By the record's id, which is that of its first row: alerts and audit speak of it, whatever version is in force.
_SUPERSEDE = Statement(
    update(health_checkin)
    .where(
        or_(health_checkin.c.id == bindparam("record"), health_checkin.c.original_id == bindparam("record")),
        health_checkin.c.status == "submitted",
    )
    .values(status="superseded")
    .returning(health_checkin.c.version, health_checkin.c.person_id, health_checkin.c.said_by, health_checkin.c.via)
)
_COUNT_DAY = Statement(
    select(func.count(func.distinct(health_checkin.c.person_id))).where(
        health_checkin.c.date == bindparam("day"), health_checkin.c.status == "submitted"
    )
)
_KEPT = (
    func.coalesce(health_checkin.c.original_id, health_checkin.c.id).label("record_id"),
    health_checkin.c.place_id,
    health_checkin.c.outcome,
    health_checkin.c.person_id,
    health_checkin.c.person,
    health_checkin.c.date,
    health_checkin.c.temperature,
    health_checkin.c.symptoms,
    health_checkin.c.contact_history,
    health_checkin.c.positive_test,
    health_checkin.c.complaints,
)
# Where a row of a day has them, behind the count.
_OUTCOME_AT, _TEMPERATURE_AT = 3, 7
_NEWEST_OF = Statement(
    select(*_KEPT)
    .where(health_checkin.c.person_id == bindparam("whose"), health_checkin.c.status == "submitted")
    .order_by(health_checkin.c.date.desc(), health_checkin.c.id.desc())
    .limit(bindparam("limit"))
)
_IN_FORCE = Statement(
    select(*_KEPT)
    .where(
        or_(health_checkin.c.id == bindparam("record"), health_checkin.c.original_id == bindparam("record")),
        health_checkin.c.status == "submitted",
    )
    .order_by(health_checkin.c.id.desc())
    .limit(1)
)
# What somebody may still look at and put right: about themselves, or filed by them for others.
# Two queries in one, each with an index of its own: a filer's check-ins for others are few, everybody's are many.
_ABOUT = select(health_checkin.c.filed_at, *_KEPT).where(
    health_checkin.c.person_id == bindparam("whose"), health_checkin.c.status == "submitted"
)
_FOR_OTHERS = select(health_checkin.c.filed_at, *_KEPT).where(
    health_checkin.c.filed_by_id == bindparam("whose"),
    health_checkin.c.person_id.is_distinct_from(health_checkin.c.filed_by_id),
    health_checkin.c.status == "submitted",
)
_EITHER = union_all(_ABOUT, _FOR_OTHERS).subquery("own")
_OWN = Statement(
    select(_EITHER).order_by(_EITHER.c.filed_at.desc(), column("record_id").desc()).limit(bindparam("limit"))
)
_WITHDRAW = Statement(
    update(health_checkin)
    .where(
        or_(health_checkin.c.id == bindparam("record"), health_checkin.c.original_id == bindparam("record")),
        health_checkin.c.status == "submitted",
    )
    .values(status="cancelled")
)
# Of a day the newest few and how many there are: the count comes from the index alone, and nothing is sorted.
_NEWEST_FEW = 3
_OTHER = health_checkin.alias("other")
_OF_DAY = Statement(
    select(
        select(func.count())
        .where(
            _OTHER.c.person_id == bindparam("whose"),
            _OTHER.c.date == bindparam("day"),
            _OTHER.c.status == "submitted",
        )
        .scalar_subquery(),
        *_KEPT,
    )
    .where(
        health_checkin.c.person_id == bindparam("whose"),
        health_checkin.c.date == bindparam("day"),
        health_checkin.c.status == "submitted",
    )
    .order_by(health_checkin.c.id.desc())
    .limit(_NEWEST_FEW)
)
# Somebody whom the ledger does not know is the same to whoever speaks of them (妈妈).
_OF_DAY_BY_NAME = Statement(
    select(func.count().over(), *_KEPT)
    .where(
        health_checkin.c.person_id.is_(None),
        health_checkin.c.date == bindparam("day"),
        health_checkin.c.person == bindparam("person"),
        health_checkin.c.filed_by_id == bindparam("filer"),
        health_checkin.c.status == "submitted",
    )
    .order_by(health_checkin.c.id.desc())
    .limit(_NEWEST_FEW)
)


@dataclass(frozen=True, slots=True)
class Checkin:
    """What somebody said of one person's health on a day; None is: not said."""

    person_id: int | None
    person: str
    date: str
    temperature: float | None
    symptoms: tuple[str, ...]
    contact_history: bool | None
    positive_test: bool | None
    complaints: tuple[str, ...] = ()

    @property
    def besides(self) -> tuple[str, ...]:
        """What else is so, beside how somebody feels, by its name."""
        named = {"positive_test": self.positive_test, "contact_history": self.contact_history}
        return tuple(name for name, so in named.items() if so)


@dataclass(frozen=True, slots=True)
class Kept:
    """A check-in in force: the record's id, which `correct` takes, its place and the level that the rule decided."""

    id: int
    place_id: int | None
    level: str
    checkin: Checkin


def add(db: Db, checkin: Checkin, filing: Filing, decision: Stored) -> int:
    """File a check-in; returns its id."""
    return _insert(db, checkin, filing, decision, None, 1)


def correct(db: Db, record_id: int, checkin: Checkin, filing: Filing, decision: Stored) -> int:
    """File the next version of a check-in in force, which becomes superseded; returns the record's id, as before.

    Raises NoLongerSo where the check-in is not in force any more.
    """
    before = db.one(_SUPERSEDE, record=record_id)
    if before is None:
        raise NoLongerSo("the check-in is not in force any more")
    version, *told = before
    _insert(db, checkin, filing.of(told), decision, record_id, version + 1)
    return record_id


def _insert(db: Db, checkin: Checkin, filing: Filing, decision: Stored, original_id: int | None, version: int) -> int:
    row_id: int = db.value(
        _ADD,
        original_id=original_id,
        version=version,
        status="submitted",
        person_id=checkin.person_id,
        person=checkin.person,
        date=checkin.date,
        temperature=checkin.temperature,
        symptoms=_codes_kept(checkin.symptoms),
        contact_history=checkin.contact_history,
        positive_test=checkin.positive_test,
        complaints=compact(checkin.complaints) if checkin.complaints else None,
        **filing.columns(),
        **decision.columns(),
    )
    return row_id


def in_force(db: Db, record_id: int) -> Kept | None:
    """A check-in as it stands now, without looking at rights: for whoever has its alert."""
    row = db.one(_IN_FORCE, record=record_id)
    return None if row is None else _kept(row)


def newest_of(db: Db, person_id: int, limit: int = 5) -> list[Kept]:
    """A person's own records in force, the last day first, of one day the last filed first."""
    return [_kept(row) for row in db.all(_NEWEST_OF, whose=person_id, limit=limit)]


def own(db: Db, person_id: int, limit: int = 10) -> list[tuple[int, Kept]]:
    """(filed at, record) of what is about a person or was filed by them, the last filed first."""
    return [(row[0], _kept(row[1:])) for row in db.all(_OWN, whose=person_id, limit=limit)]


def withdraw(db: Db, record_id: int) -> None:
    """Take a check-in back; it stays on record as cancelled. Raises NoLongerSo where it is not in force any more."""
    if not db.run(_WITHDRAW, record=record_id):
        raise NoLongerSo("the check-in is not in force any more")


def of_day(db: Db, checkin: Checkin, filer_id: int | None) -> tuple[int, Kept] | None:
    """What is in force of the same person for the same day: how many there are, and the gravest of the newest three.

    Somebody whom the ledger does not know is looked for by name, among what the same person filed. None where there is
    nothing.
    """
    rows: list[tuple[object, ...]] = []
    if checkin.person_id is not None:
        rows = db.all(_OF_DAY, whose=checkin.person_id, day=checkin.date)
    elif filer_id is not None:
        rows = db.all(_OF_DAY_BY_NAME, day=checkin.date, person=checkin.person, filer=filer_id)
    if not rows:
        return None
    times = rows[0][0]
    assert isinstance(times, int)  # it was counted
    return times, _kept(max(rows, key=_gravity)[1:])


def _gravity(row: tuple[object, ...]) -> tuple[int, object]:
    """How pressing a row of a day is, by the level that was decided and then by temperature, before it is unpacked."""
    return _LEVELS.index(_level(str(row[_OUTCOME_AT] or ""))), row[_TEMPERATURE_AT] or 0.0


# Symptoms by their codes and what the rule decides are few, and the same for many people.
@lru_cache(maxsize=256)
def _codes_kept(symptoms: tuple[str, ...]) -> str:
    return compact(symptoms)


@lru_cache(maxsize=256)
def _codes(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept))


@lru_cache(maxsize=256)
def _level(outcome: str) -> str:
    """The level in a kept outcome; the least where none was decided."""
    return str(json.loads(outcome).get("level", _LEVELS[0])) if outcome else _LEVELS[0]


def _kept(row: tuple[object, ...]) -> Kept:
    record_id, place_id, outcome, person_id, person, date, temperature, symptoms, contact, positive, complaints = row
    said = Checkin(
        person_id=person_id,  # type: ignore[arg-type]
        person=str(person),
        date=str(date),
        temperature=temperature,  # type: ignore[arg-type]
        symptoms=_codes(str(symptoms)),
        contact_history=None if contact is None else bool(contact),
        positive_test=None if positive is None else bool(positive),
        complaints=tuple(json.loads(str(complaints))) if complaints else (),
    )
    return Kept(record_id, place_id, _level(str(outcome or "")), said)  # type: ignore[arg-type]


def people_checked_in(db: Db, day: str) -> int:
    """How many known people have a check-in in force on a day."""
    count: int = db.value(_COUNT_DAY, day=day)
    return count
