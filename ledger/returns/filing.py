"""Filing return reports 返乡报备 (clause 3.2), and filing their corrections: a version more, the one before superseded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select

from ledger.database import Db
from ledger.records import RECORD_COLUMNS, Filing, NoLongerSo, Stored, superseding
from ledger.statement import Statement, insert
from ledger.tables import return_report

PHONE_COLUMN = b"return_report.phone"
# The journey as it was said: what its owner may look at and put right, too (ledger.returns.own).
SAID = (
    "origin_code",
    "origin_name",
    "origin_places",
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
)
_OWN = (
    "number",
    "person_id",
    "name",
    "phone_sealed",
    *SAID,
    "measure",
    "proposed_measure",
    "days",
    "announcement",
    "due_at",
)
# Kept with a decision: what they were told before, so that whoever confirms the new one can say that it changed.
TOLD_BEFORE = "told_before"
# What a version takes over from the one before, as far as it still holds.
_CONFIRMED = ("confirmed_by", "confirmed_by_id", "confirmed_at", "observation_until")
_ADD = insert(return_report, *RECORD_COLUMNS, *_OWN, *_CONFIRMED, "climbed", returning="id")
IS_OPEN = or_(
    return_report.c.status == "submitted",
    return_report.c.status == "arrived",
    return_report.c.status == "under_control",
)
# A record by its id: the one of its rows that is in the state which the change starts from.
OF_RECORD = or_(return_report.c.id == bindparam("row"), return_report.c.original_id == bindparam("row"))
_IN_FORCE = Statement(
    select(
        return_report.c.id,
        return_report.c.version,
        return_report.c.number,
        return_report.c.status,
        return_report.c.arrive_date,
        return_report.c.proposed_measure,
        return_report.c.announcement,
        return_report.c.outcome,
        return_report.c.measure,
        return_report.c.days,
        return_report.c.confirmed_by,
        return_report.c.confirmed_by_id,
        return_report.c.confirmed_at,
        return_report.c.observation_until,
        return_report.c.due_at,
        return_report.c.climbed,
    ).where(OF_RECORD, IS_OPEN)
)
_WHOLE_NAMES = ("id", "version", "status", "confirmed_at", "observation_until", *_OWN)
_WHOLE = Statement(select(*(return_report.c[name] for name in _WHOLE_NAMES)).where(OF_RECORD, IS_OPEN))
_SUPERSEDE = superseding(
    return_report,
    return_report.c.id == bindparam("seen"),
    return_report.c.status == bindparam("seen_status"),
    func.coalesce(return_report.c.confirmed_at, 0) == bindparam("seen_confirmed_at"),
)


@dataclass(frozen=True, slots=True)
class NewReport:
    """A return report as it is filed; days in ISO, `stays` and the `origin_places` below the county as JSON.

    `due_at` is by when somebody has to have confirmed a measure (ms UTC).
    """

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
    due_at: int | None = None
    origin_places: str | None = None


@dataclass(frozen=True, slots=True)
class _Version:
    """The version in force as a correction finds it."""

    row: int
    version: int
    number: str
    status: str
    arrive_date: str
    proposed_measure: str | None
    announcement: str | None
    outcome: str | None
    measure: str | None
    days: int | None
    confirmed_by: str | None
    confirmed_by_id: int | None
    confirmed_at: int | None
    observation_until: str | None
    due_at: int | None
    climbed: int

    def still_holds(self, report: NewReport, decision: Stored) -> bool:
        """Whether what was confirmed is confirmed for the corrected report too.

        A last day that is settled already was reckoned for the day of arrival as it stood.
        """
        same_decision = (
            _decided(self.outcome) == _decided(decision.outcome)
            and self.announcement == report.announcement
            and self.proposed_measure == report.proposed_measure
        )
        same_course = self.observation_until is None or self.arrive_date == report.arrive_date
        return self.confirmed_by is not None and same_decision and same_course


def _decided(outcome: str | None) -> object:
    """An outcome without what was told before it by another announcement."""
    kept = json.loads(outcome or "{}")
    kept.pop(TOLD_BEFORE, None)
    return kept


def add(db: Db, report: NewReport, filing: Filing, decision: Stored) -> int:
    """File a report; its measure is a proposal until somebody confirms it. Returns the id."""
    return _insert(db, report, filing, decision, original_id=None, version=1, status="submitted")


def correct(db: Db, record_id: int, report: NewReport, filing: Filing, decision: Stored) -> int:
    """File the next version of an open report, which becomes superseded; returns the record's id, as before.

    Number and state stay. A confirmed measure stays where the decision is the same; where it is another one, the measure
    is a proposal again, due by the new report's deadline, and whoever was under control has arrived, no more. Raises
    NoLongerSo where the report is not open, or moved on this moment.
    """
    row = db.one(_IN_FORCE, row=record_id)
    if row is None:
        raise NoLongerSo("the return report is not open any more")
    before = _Version(*row)
    told = db.one(_SUPERSEDE, seen=before.row, seen_status=before.status, seen_confirmed_at=before.confirmed_at or 0)
    if told is None:
        raise NoLongerSo("the return report is not open any more")
    kept: dict[str, object] = {"number": before.number, "status": before.status}
    if before.still_holds(report, decision):
        kept |= {name: getattr(before, name) for name in ("measure", "days", "due_at", "climbed", *_CONFIRMED)}
    elif before.confirmed_by is not None:
        kept["status"] = "arrived" if before.status == "under_control" else before.status
    else:  # nobody has confirmed anything: a correction wins no time
        due = [moment for moment in (before.due_at, report.due_at) if moment is not None]
        kept |= {"due_at": min(due, default=None), "climbed": before.climbed}
    _insert(db, report, filing.of(told), decision, original_id=record_id, version=before.version + 1, **kept)
    return record_id


def refile(
    db: Db, record_id: int, seen: int, filing: Filing, decision: Stored, proposed: Mapping[str, object]
) -> None:
    """File the next version of an open report, of which only the proposal is another one; `seen` is the row in force.

    State and last day stay; the measure has to be confirmed, whether it was or not. Raises NoLongerSo where it moved on.
    """
    row = db.one(_WHOLE, row=record_id)
    if row is None or row[0] != seen:
        raise NoLongerSo("the return report has another version")
    before = dict(zip(_WHOLE_NAMES, row, strict=True))
    told = db.one(
        _SUPERSEDE, seen=seen, seen_status=before["status"], seen_confirmed_at=before["confirmed_at"] or 0
    )
    if told is None:
        raise NoLongerSo("the return report is not open any more")
    kept = {name: before[name] for name in (*_OWN, "status", "observation_until")}
    columns = {**dict.fromkeys(_CONFIRMED), "climbed": 0, **kept, **proposed}
    head = {"original_id": record_id, "version": before["version"] + 1}
    db.run(_ADD, **{**columns, **filing.of(told).columns(), **decision.columns(), **head})


def _insert(db: Db, report: NewReport, filing: Filing, decision: Stored, **kept: object) -> int:
    """One row: what the report says, and over it what is `kept`."""
    columns: dict[str, object] = {
        name: getattr(report, name) for name in _OWN if name not in {"phone_sealed", "measure"}
    }
    columns |= {"measure": report.proposed_measure, "climbed": 0, **dict.fromkeys(_CONFIRMED)}
    columns["phone_sealed"] = db.keys.seal(report.phone, PHONE_COLUMN) if report.phone else None
    row_id: int = db.value(_ADD, **{**columns, **filing.columns(), **decision.columns(), **kept})
    return row_id
