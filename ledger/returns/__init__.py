"""Return reports 返乡报备 (clause 3.2), from the first word to the release.

submitted → arrived → under_control → released, or cancelled. The measure is a proposal until a named grid worker has
confirmed it (DESIGN 6.2); whoever is confirmed comes under control on arrival. A report is found only by its owner and by
staff whose scope covers its place. Its id is that of its first row, and so is its owner, whoever filed the version in
force; every query and every move is about that version.
"""

import json
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, bindparam, func, select, update

from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.duty import escalations
from ledger.places import path_end
from ledger.records import theirs
from ledger.returns.filing import IS_OPEN, OF_RECORD, PHONE_COLUMN, NewReport, add, correct
from ledger.statement import Statement
from ledger.tables import place, return_report

__all__ = [
    "ARRIVE",
    "CANCEL",
    "PHONE_COLUMN",
    "RELEASE",
    "NewReport",
    "Report",
    "add",
    "climb",
    "confirm",
    "confirmed_in",
    "correct",
    "due_to_arrive",
    "hurry",
    "in_scope",
    "observation_ending",
    "open_of",
    "overdue",
    "unconfirmed_in",
]

_FIRST = return_report.alias("first_row")
_RECORD_ID = func.coalesce(return_report.c.original_id, return_report.c.id)
_SEEN: tuple[Column[object], ...] = (
    return_report.c.number,
    return_report.c.version,
    return_report.c.status,
    return_report.c.person_id,
    return_report.c.name,
    return_report.c.origin_name,
    return_report.c.arrive_date,
    return_report.c.transport_no,
    return_report.c.party_size,
    return_report.c.measure,
    return_report.c.days,
    return_report.c.announcement,
    return_report.c.confirmed_by,
    return_report.c.observation_until,
    _FIRST.c.filed_by_id,
    return_report.c.outcome,
    return_report.c.due_at,
    return_report.c.climbed,
    return_report.c.place_id,
)
_SELECT = (
    select(
        _RECORD_ID.label("record_id"),
        *_SEEN,
        func.coalesce(place.c.path, "").label("path"),
        func.coalesce(place.c.address, "").label("address"),
    )
    .select_from(
        return_report.join(_FIRST, _FIRST.c.id == _RECORD_ID).outerjoin(place, place.c.id == return_report.c.place_id)
    )
    .where(return_report.c.status != "superseded")
)
_IN_SCOPE = (place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
_BY_NUMBER_IN = Statement(
    _SELECT.where(return_report.c.number == bindparam("number"), *_IN_SCOPE).order_by(return_report.c.id.desc())
)
_OPEN_OF = Statement(
    _SELECT.where(IS_OPEN, theirs(return_report, "who")).order_by(
        return_report.c.arrive_date, return_report.c.id
    )
)


def _open_in(*conditions: ColumnElement[bool]) -> Statement:
    return Statement(
        _SELECT.where(IS_OPEN, *_IN_SCOPE, *conditions)
        .order_by(return_report.c.arrive_date, return_report.c.id)
        .limit(bindparam("limit"))
    )


_UNCONFIRMED_IN = _open_in(return_report.c.confirmed_by.is_(None))
_CONFIRMED_IN = _open_in(return_report.c.confirmed_by.is_not(None))
_DUE_ARRIVALS = Statement(
    _SELECT.where(return_report.c.status == "submitted", return_report.c.arrive_date <= bindparam("day"))
    .order_by(return_report.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_ENDING = Statement(
    _SELECT.where(
        return_report.c.status == "under_control",
        return_report.c.observation_until <= bindparam("day"),
        return_report.c.confirmed_by.is_not(None),  # else a new announcement waits for somebody to confirm it first
    )
    .order_by(return_report.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_OVERDUE = Statement(
    _SELECT.where(
        IS_OPEN,
        return_report.c.confirmed_by.is_(None),
        return_report.c.due_at <= bindparam("now"),
        return_report.c.climbed < bindparam("steps"),
    )
    .order_by(return_report.c.due_at, return_report.c.id)
    .limit(bindparam("limit"))
)


def _moving(*columns: str) -> Statement:
    """As `records.moving`, by the record's id: the version in force moves."""
    values: dict[str, object] = {name: bindparam(name) for name in columns}
    return Statement(
        update(return_report)
        .where(OF_RECORD, return_report.c.status == bindparam("from_status"))
        .values(status=bindparam("to_status"), **values)
    )


def _setting_the_measure(*, first: bool) -> Statement:
    """Confirm a measure for the first time, or change the one that is confirmed."""
    confirmed_by = return_report.c.confirmed_by
    return Statement(
        update(return_report)
        .where(
            OF_RECORD,
            return_report.c.status == bindparam("from_status"),
            confirmed_by.is_(None) if first else confirmed_by.is_not(None),
        )
        .values(
            status=bindparam("to_status"),
            measure=bindparam("new_measure"),
            days=bindparam("new_days"),
            confirmed_by=bindparam("who"),
            confirmed_by_id=bindparam("who_id"),
            confirmed_at=bindparam("at"),
            observation_until=bindparam("until"),
        )
    )


_CONFIRM = _setting_the_measure(first=True)
_CHANGE = _setting_the_measure(first=False)
ARRIVE = _moving("observation_until", "arrive_date")
RELEASE = _moving("released_by", "released_at")
CANCEL = _moving()
_WAITS = (OF_RECORD, IS_OPEN, return_report.c.confirmed_by.is_(None))
_CLIMB = climbing(return_report, IS_OPEN, return_report.c.confirmed_by.is_(None))
_HURRY = Statement(update(return_report).where(*_WAITS).values(climbed=0, due_at=bindparam("next_due")))


@dataclass(frozen=True, slots=True)
class Report:
    """A report as its owner and the staff in scope see it; `filed_by_id` filed its first version."""

    id: int
    number: str
    version: int
    status: str
    person_id: int | None
    name: str
    origin_name: str
    arrive_date: str
    transport_no: str | None
    party_size: int | None
    measure: str | None
    days: int | None
    announcement: str | None
    confirmed_by: str | None
    observation_until: str | None
    filed_by_id: int | None
    outcome: str | None
    due_at: int | None
    climbed: int
    place_id: int | None
    path: str
    address: str

    @property
    def is_for_the_office(self) -> bool:
        """Whether the rule left it to the office: a sealed place, no announcement, announcements that differ."""
        outcome = json.loads(self.outcome) if self.outcome else {}
        return bool(outcome.get("decided_by", "office") == "office")

    @property
    def has_arrived(self) -> bool:
        """Whether they are here."""
        return self.status != "submitted"


def in_scope(db: Db, number: str, scope: str) -> Report | None:
    """The report with this number, if its place lies in the scope (a path; `1.` is the whole subdistrict)."""
    row = db.one(_BY_NUMBER_IN, number=number, low=scope, high=path_end(scope))
    return None if row is None else Report(*row)


def open_of(db: Db, person_id: int) -> list[Report]:
    """The open reports that a person filed or that are about them."""
    return [Report(*row) for row in db.all(_OPEN_OF, who=person_id)]


def unconfirmed_in(db: Db, scope: str, limit: int = 30) -> list[Report]:
    """Open reports for homes in the scope (a path) whose measure nobody has confirmed yet, by the day of arrival."""
    return [Report(*row) for row in db.all(_UNCONFIRMED_IN, low=scope, high=path_end(scope), limit=limit)]


def confirmed_in(db: Db, scope: str, limit: int = 30) -> list[Report]:
    """Open reports for homes in the scope (a path) whose measure is confirmed and goes on, by the day of arrival."""
    return [Report(*row) for row in db.all(_CONFIRMED_IN, low=scope, high=path_end(scope), limit=limit)]


def due_to_arrive(db: Db, day: str, skip: int, limit: int) -> list[Report]:
    """Reports whose day of arrival has come and who have not said that they are here."""
    return [Report(*row) for row in db.all(_DUE_ARRIVALS, day=day, skip=skip, limit=limit)]


def observation_ending(db: Db, day: str, skip: int, limit: int) -> list[Report]:
    """Reports under control whose last day of observation has come."""
    return [Report(*row) for row in db.all(_ENDING, day=day, skip=skip, limit=limit)]


def confirm(
    db: Db,
    report: Report,
    after: str,
    measure: str,
    days: int | None,
    until: str | None,
    who_id: int,
    who: str,
    now: int,
) -> bool:
    """A named person confirms the measure, or changes the one that is confirmed, as the caller saw the report.

    False where somebody was first or the report has moved on.
    """
    confirmed = (
        db.run(
            _CONFIRM if report.confirmed_by is None else _CHANGE,
            row=report.id,
            from_status=report.status,
            to_status=after,
            new_measure=measure,
            new_days=days,
            until=until,
            who=who,
            who_id=who_id,
            at=now,
        )
        > 0
    )
    if confirmed:
        escalations.settle(db, f"return_report:{report.id}", who, now)
    return confirmed


def overdue(db: Db, now: int, steps: int, limit: int) -> list[Report]:
    """Open reports that nobody confirmed by their deadline and that have not climbed all the `steps` yet."""
    return [Report(*row) for row in db.all(_OVERDUE, now=now, steps=steps, limit=limit)]


def climb(db: Db, late: Report, next_step: int, next_due: int | None) -> bool:
    """Note up to which step an overdue report was put to somebody; False where another scheduler did it, or an answer put
    it off."""
    return put_up(db, _CLIMB, late.id, late, next_step, next_due)


def hurry(db: Db, report_id: int, due_at: int) -> None:
    """They have arrived: what nobody has confirmed yet is due anew, from the first step."""
    db.run(_HURRY, row=report_id, next_due=due_at)
