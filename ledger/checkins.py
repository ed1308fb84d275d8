"""Health check-ins 健康打卡 (clause 3.4.2): one record a person and message, the worse one of a day alarms."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select, update

from ledger.database import Db
from ledger.records import RECORD_COLUMNS, Filing, NoLongerSo, Stored, compact
from ledger.statement import Statement, insert
from ledger.tables import health_checkin

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
    .returning(health_checkin.c.version)
)
_COUNT_DAY = Statement(
    select(func.count(func.distinct(health_checkin.c.person_id))).where(
        health_checkin.c.date == bindparam("day"), health_checkin.c.status == "submitted"
    )
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
    _insert(db, checkin, filing, decision, record_id, before[0] + 1)
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
        symptoms=compact(checkin.symptoms),
        contact_history=checkin.contact_history,
        positive_test=checkin.positive_test,
        complaints=compact(checkin.complaints) if checkin.complaints else None,
        **filing.columns(),
        **decision.columns(),
    )
    return row_id


def people_checked_in(db: Db, day: str) -> int:
    """How many known people have a check-in in force on a day."""
    count: int = db.value(_COUNT_DAY, day=day)
    return count
