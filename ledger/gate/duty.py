"""The guards' duty log 值班记录 (clause 3.4.1): who was at which gate from when to when, and what they wrote down."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from knowledge.times import DAY
from ledger.database import Db
from ledger.statement import Statement, insert, insert_if_new
from ledger.tables import duty_log

# As nobody stands at a gate for longer, a shift that began before is over, ended or not.
LONGEST_SHIFT = DAY
_COLUMNS = ("place_id", "start_at", "end_at", "text", "taken_over_from", "filed_at", "filed_by", "filed_by_id")
_BEGIN = insert_if_new(duty_log, *_COLUMNS)
_ADD = insert(duty_log, *_COLUMNS, returning="id")
_SEEN = (duty_log.c.id, duty_log.c.place_id, duty_log.c.start_at, duty_log.c.text, duty_log.c.filed_by)
_OPEN_OF = Statement(select(*_SEEN).where(duty_log.c.filed_by_id == bindparam("who"), duty_log.c.end_at.is_(None)))
_OPEN_AT = Statement(
    select(*_SEEN)
    .where(
        duty_log.c.place_id == bindparam("at_place"),
        duty_log.c.end_at.is_(None),
        duty_log.c.filed_by_id != bindparam("but"),
    )
    .order_by(duty_log.c.start_at.desc())
)
_OVER_AT = func.coalesce(duty_log.c.end_at, duty_log.c.start_at + LONGEST_SHIFT)
_ENDED_LAST = Statement(
    select(_OVER_AT, duty_log.c.filed_by)
    .where(duty_log.c.place_id == bindparam("at_place"), duty_log.c.start_at >= bindparam("since"))
    .order_by(_OVER_AT.desc())
    .limit(1)
)
_IS_ATTENDED = Statement(
    select(duty_log.c.id)
    .where(
        duty_log.c.place_id == bindparam("at_place"),
        duty_log.c.end_at.is_(None),
        duty_log.c.start_at > bindparam("earliest"),
    )
    .limit(1)
)
_WRITE = Statement(update(duty_log).where(duty_log.c.id == bindparam("row")).values(text=bindparam("words")))
_END = Statement(
    update(duty_log)
    .where(duty_log.c.id == bindparam("row"), duty_log.c.end_at.is_(None))
    .values(end_at=bindparam("at"), text=bindparam("words"))
)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that goes on; `text` is what was written down so far, a line each."""

    id: int
    place_id: int
    start_at: int
    text: str
    name: str


def open_of(db: Db, person_id: int) -> Shift | None:
    """The shift that somebody is on."""
    row = db.one(_OPEN_OF, who=person_id)
    return None if row is None else Shift(*row)


def others_at(db: Db, place_id: int, person_id: int) -> list[Shift]:
    """The shifts of others that go on at a gate, the one that began last first."""
    return [Shift(*row) for row in db.all(_OPEN_AT, at_place=place_id, but=person_id)]


def is_attended(db: Db, place_id: int, now: int) -> bool:
    """Whether somebody is on duty at a gate; not by a shift that nobody ended and that is longer over than one lasts."""
    return db.one(_IS_ATTENDED, at_place=place_id, earliest=now - LONGEST_SHIFT) is not None


def left_last(db: Db, place_id: int, since: int) -> tuple[int, str] | None:
    """When the last shift at a gate ended that began after `since` (ms UTC), and whose it was; for a gate that nobody is
    at: one that was never ended was over when it had lasted as long as one may."""
    row = db.one(_ENDED_LAST, at_place=place_id, since=since)
    return None if row is None else (row[0], row[1])


def begin(db: Db, place_id: int, start_at: int, taken_over_from: str | None, who: str, who_id: int, now: int) -> bool:
    """Begin a shift; False where somebody is on duty already."""
    return (
        db.run(
            _BEGIN,
            place_id=place_id,
            start_at=start_at,
            end_at=None,
            text="",
            taken_over_from=taken_over_from,
            filed_at=now,
            filed_by=who,
            filed_by_id=who_id,
        )
        > 0
    )


def write(db: Db, shift: Shift, line: str) -> None:
    """Add a line to what is written down of a shift."""
    db.run(_WRITE, row=shift.id, words=_with(shift.text, line))


def end(db: Db, shift: Shift, at: int, line: str = "") -> bool:
    """End a shift, with a last line; False where it has ended already."""
    return db.run(_END, row=shift.id, at=at, words=_with(shift.text, line)) > 0


def add(db: Db, place_id: int, start_at: int, end_at: int, text: str, who: str, who_id: int, now: int) -> int:
    """Write down a shift, or a moment of one, that is over; returns the entry's id."""
    row_id: int = db.value(
        _ADD,
        place_id=place_id,
        start_at=start_at,
        end_at=end_at,
        text=text,
        taken_over_from=None,
        filed_at=now,
        filed_by=who,
        filed_by_id=who_id,
    )
    return row_id


def _with(text: str, line: str) -> str:
    return "\n".join(part for part in (text, line) if part)
