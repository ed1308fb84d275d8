"""Taking back what was noted wrongly at the gate: the line stays in the log, says who took it back, and counts no more.

What it had moved is moved back by ledger/exits/moves.py; whether that may still be is for the caller, in one transaction.
"""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, or_, select, update

from ledger.database import Db
from ledger.gate import HOLDS
from ledger.places import path_end
from ledger.statement import Statement
from ledger.tables import gate_log, place

_COLUMNS = (
    *("id", "place_id", "exit_request_id", "direction", "kind", "name", "plate", "purpose", "at", "noted_at"),
    *("noted_by", "late_entry", "remark"),
)
_LINES = (
    select(*(gate_log.c[name] for name in _COLUMNS))
    .select_from(gate_log.join(place, place.c.id == gate_log.c.place_id))
    .where(place.c.path >= bindparam("low"), place.c.path < bindparam("high"), HOLDS)
    .order_by(gate_log.c.id.desc())
    .limit(1)
)
_LAST_BY = Statement(
    _LINES.where(gate_log.c.noted_by_id == bindparam("who"), gate_log.c.noted_at >= bindparam("since"))
)
_LAST_EMERGENCY_BY = Statement(
    _LINES.where(
        gate_log.c.noted_by_id == bindparam("who"),
        gate_log.c.kind == "emergency",
        gate_log.c.direction == "out",
        gate_log.c.noted_at >= bindparam("since"),
    )
)
_LAST_OF_REQUEST = Statement(_LINES.where(gate_log.c.exit_request_id == bindparam("record")))
_TURNED_AWAY = Statement(
    _LINES.where(
        gate_log.c.exit_request_id == bindparam("record"),
        gate_log.c.direction == "turned_away",
        gate_log.c.noted_at >= bindparam("since"),
    )
)
_LAST_OF_PLATE = Statement(
    _LINES.where(and_(gate_log.c.plate == bindparam("with_plate"), gate_log.c.noted_at >= bindparam("since")))
)
_UNDO = Statement(
    update(gate_log)
    .where(gate_log.c.id == bindparam("row"), HOLDS)
    .values(undone_at=bindparam("at"), undone_by=bindparam("who"))
)
_OUT_BEFORE = Statement(
    select(func.max(gate_log.c.at)).where(
        gate_log.c.exit_request_id == bindparam("record"),
        gate_log.c.direction == "out",
        gate_log.c.at <= bindparam("moment"),
        HOLDS,
    )
)
_TAKEN_BACK = Statement(
    select(func.count())
    .select_from(gate_log)
    .where(gate_log.c.exit_request_id == bindparam("record"), gate_log.c.undone_at >= bindparam("since"))
)
_TOUCHED = Statement(
    select(func.count())
    .select_from(gate_log)
    .where(
        gate_log.c.exit_request_id == bindparam("record"),
        or_(gate_log.c.noted_at >= bindparam("since"), gate_log.c.undone_at >= bindparam("since")),
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log that holds; times in ms UTC."""

    id: int
    place_id: int
    exit_request_id: int | None
    direction: str
    kind: str
    name: str | None
    plate: str | None
    purpose: str | None
    at: int
    noted_at: int
    noted_by: str
    late_entry: bool
    remark: str | None


def last_by(db: Db, who_id: int, scope: str, since_at: int) -> Line | None:
    """What somebody noted last at a gate, not before a moment."""
    return _line(db.one(_LAST_BY, who=who_id, since=since_at, low=scope, high=path_end(scope)))


def last_emergency_by(db: Db, who_id: int, scope: str, since_at: int) -> Line | None:
    """Whom somebody let out last in an emergency, not before a moment (ms UTC)."""
    return _line(db.one(_LAST_EMERGENCY_BY, who=who_id, since=since_at, low=scope, high=path_end(scope)))


def last_of_request(db: Db, record_id: int, scope: str) -> Line | None:
    """What was noted last about a request at a gate, by whomever and whenever."""
    return _line(db.one(_LAST_OF_REQUEST, record=record_id, low=scope, high=path_end(scope)))


def turned_away(db: Db, record_id: int, scope: str, since_at: int) -> Line | None:
    """The line by which somebody with a request was turned away last at a gate, not before a moment."""
    return _line(db.one(_TURNED_AWAY, record=record_id, since=since_at, low=scope, high=path_end(scope)))


def last_of_plate(db: Db, plate: str, scope: str, since_at: int) -> Line | None:
    """What was noted last about a vehicle at a gate, not before a moment."""
    return _line(db.one(_LAST_OF_PLATE, with_plate=plate, since=since_at, low=scope, high=path_end(scope)))


def undo(db: Db, line: Line, who: str, now: int) -> bool:
    """Take a line back; False where somebody did before."""
    return db.run(_UNDO, row=line.id, who=who, at=now) > 0


def out_before(db: Db, record_id: int, moment: int) -> int | None:
    """When somebody went out last with a request, not after a moment."""
    found: int | None = db.value(_OUT_BEFORE, record=record_id, moment=moment)
    return found


def was_taken_back(db: Db, record_id: int, since_at: int) -> bool:
    """Whether a line about a request was taken back since a moment."""
    count: int = db.value(_TAKEN_BACK, record=record_id, since=since_at)
    return count > 0


def is_touched(db: Db, record_id: int, since_at: int) -> bool:
    """Whether anything was noted about a request, or taken back, since a moment."""
    count: int = db.value(_TOUCHED, record=record_id, since=since_at)
    return count > 0


def _line(row: tuple[object, ...] | None) -> Line | None:
    return None if row is None else Line(*row)  # type: ignore[arg-type]
