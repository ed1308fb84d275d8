"""Return reports 返乡报备 (clause 3.2), from the first word to the release.

submitted → arrived → under_control → released, or cancelled. The measure is a proposal until a named grid worker has
confirmed it (DESIGN 6.2); whoever is confirmed comes under control on arrival. A report is found only by its owner and by
staff whose scope covers its place.
"""

from dataclasses import dataclass

from sqlalchemy import Column, bindparam, func, or_, select, update

from ledger.database import Db
from ledger.places import path_end
from ledger.records import RECORD_COLUMNS, Filing, Stored, moving
from ledger.statement import Statement, insert
from ledger.tables import place, return_report

PHONE_COLUMN = b"return_report.phone"
_OWN = (
    "number",
    "person_id",
    "name",
    "phone_sealed",
    "origin_code",
    "origin_name",
    "stays",
    "arrive_date",
    "arrive_time",
    "transport",
    "transport_no",
    "party_size",
    "community",
    "building",
    "unit",
    "room",
    "measure",
    "proposed_measure",
    "days",
    "announcement",
)
_ADD = insert(return_report, *RECORD_COLUMNS, *_OWN, returning="id")
_SEEN: tuple[Column[object], ...] = (
    return_report.c.id,
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
    return_report.c.filed_by_id,
    return_report.c.outcome,
)
_WITH_PLACE = return_report.outerjoin(place, place.c.id == return_report.c.place_id)
_SELECT = (
    select(*_SEEN, func.coalesce(place.c.path, "").label("path"), func.coalesce(place.c.address, "").label("address"))
    .select_from(_WITH_PLACE)
    .where(return_report.c.status != "superseded")
)
_IN_SCOPE = (place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
_BY_NUMBER_IN = Statement(
    _SELECT.where(return_report.c.number == bindparam("number"), *_IN_SCOPE).order_by(return_report.c.id.desc())
)
_OPEN = or_(
    return_report.c.status == "submitted",
    return_report.c.status == "arrived",
    return_report.c.status == "under_control",
)
_OPEN_OF = Statement(
    _SELECT.where(
        _OPEN, or_(return_report.c.person_id == bindparam("who"), return_report.c.filed_by_id == bindparam("who"))
    ).order_by(return_report.c.arrive_date, return_report.c.id)
)
_OPEN_IN = Statement(
    _SELECT.where(_OPEN, *_IN_SCOPE).order_by(return_report.c.arrive_date, return_report.c.id).limit(bindparam("limit"))
)
_DUE_ARRIVALS = Statement(
    _SELECT.where(return_report.c.status == "submitted", return_report.c.arrive_date <= bindparam("day"))
    .order_by(return_report.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_ENDING = Statement(
    _SELECT.where(return_report.c.status == "under_control", return_report.c.observation_until <= bindparam("day"))
    .order_by(return_report.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_CONFIRM = Statement(
    update(return_report)
    .where(
        return_report.c.id == bindparam("row"),
        return_report.c.status == bindparam("from_status"),
        return_report.c.confirmed_by.is_(None),
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
_CHANGE = Statement(
    update(return_report)
    .where(
        return_report.c.id == bindparam("row"),
        return_report.c.status == bindparam("from_status"),
        return_report.c.confirmed_by.is_not(None),
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
ARRIVE = moving(return_report, "observation_until", "arrive_date")
RELEASE = moving(return_report, "released_by", "released_at")
CANCEL = moving(return_report)


@dataclass(frozen=True, slots=True)
class NewReport:
    """A return report as it is filed; days in ISO, `stays` as JSON."""

    number: str
    person_id: int | None
    name: str
    phone: str | None
    origin_code: str | None
    origin_name: str
    stays: str
    arrive_date: str
    arrive_time: str | None
    transport: str | None
    transport_no: str | None
    party_size: int | None
    community: str | None
    building: str | None
    unit: str | None
    room: str | None
    proposed_measure: str | None
    days: int | None
    announcement: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as its owner and the staff in scope see it."""

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
    path: str
    address: str


def add(db: Db, report: NewReport, filing: Filing, decision: Stored) -> int:
    """File a report; its measure is a proposal until somebody confirms it. Returns the id."""
    columns = {name: getattr(report, name) for name in _OWN if name not in {"phone_sealed", "measure"}}
    row_id: int = db.value(
        _ADD,
        original_id=None,
        version=1,
        status="submitted",
        measure=report.proposed_measure,
        phone_sealed=db.keys.seal(report.phone, PHONE_COLUMN) if report.phone else None,
        **columns,
        **filing.columns(),
        **decision.columns(),
    )
    return row_id


def in_scope(db: Db, number: str, scope: str) -> Report | None:
    """The report with this number, if its place lies in the scope (a path; `1.` is the whole subdistrict)."""
    row = db.one(_BY_NUMBER_IN, number=number, low=scope, high=path_end(scope))
    return None if row is None else Report(*row)


def open_of(db: Db, person_id: int) -> list[Report]:
    """The open reports that a person filed or that are about them."""
    return [Report(*row) for row in db.all(_OPEN_OF, who=person_id)]


def open_in(db: Db, scope: str, limit: int = 30) -> list[Report]:
    """Open reports whose place lies in the scope, by day of arrival."""
    return [Report(*row) for row in db.all(_OPEN_IN, low=scope, high=path_end(scope), limit=limit)]


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
    return (
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
