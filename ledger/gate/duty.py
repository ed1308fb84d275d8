"""The guards' shifts in the duty log 值班记录 (clause 3.4.1): who is at which gate, and what they wrote down.

Whoever has begun a shift there and not ended it is at the gate, and nobody else: what is written down afterwards, and what
others write of their duty, stands in the same log (ledger/duty/logs.py, docs/decisions/0024) and never says who is there.
"""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, or_, select, update

from knowledge.plan import the_plan
from knowledge.times import DAY
from ledger.database import Db
from ledger.duty.logs import ENDED, ON_DUTY, Entry
from ledger.records import RECORD_COLUMNS, Filing, Stored
from ledger.statement import Statement, insert_if_new
from ledger.tables import duty_log

# As nobody stands at a gate for longer, a shift that began before is over, ended or not.
LONGEST_SHIFT = DAY
GATE, LEADER = "gate_guard", "task_force_leader"
_BEGIN = insert_if_new(
    duty_log, *RECORD_COLUMNS, "kind", "post", "person", "start_at", "end_at", "text", "taken_over_from"
)
_SEEN = (duty_log.c.id, duty_log.c.place_id, duty_log.c.start_at, duty_log.c.text, duty_log.c.person, duty_log.c.post)
_ON_SHIFT = and_(duty_log.c.kind == "shift", duty_log.c.status == ON_DUTY)
# What counts as somebody at a gate: their shift there, going on or over.
AT_GATE = and_(
    duty_log.c.kind == "shift",
    duty_log.c.post == GATE,
    or_(duty_log.c.status == ON_DUTY, duty_log.c.status == ENDED),
)
# Whoever leads a shift (带班), which is no shift at the gate.
LEADS = and_(
    duty_log.c.kind == "shift",
    duty_log.c.post == LEADER,
    or_(duty_log.c.status == ON_DUTY, duty_log.c.status == ENDED),
)
_OPEN_OF = Statement(select(*_SEEN).where(duty_log.c.filed_by_id == bindparam("who"), _ON_SHIFT))
_OPEN_AT = Statement(
    select(*_SEEN)
    .where(
        duty_log.c.place_id == bindparam("at_place"),
        _ON_SHIFT,
        duty_log.c.post == GATE,
        duty_log.c.filed_by_id != bindparam("but"),
    )
    .order_by(duty_log.c.start_at.desc())
)
OVER_AT = func.coalesce(duty_log.c.end_at, duty_log.c.start_at + LONGEST_SHIFT)
_ENDED_LAST = Statement(
    select(OVER_AT, duty_log.c.person)
    .where(duty_log.c.place_id == bindparam("at_place"), duty_log.c.start_at >= bindparam("since"), AT_GATE)
    .order_by(OVER_AT.desc())
    .limit(1)
)
_IS_ATTENDED = Statement(
    select(duty_log.c.id)
    .where(
        duty_log.c.place_id == bindparam("at_place"),
        _ON_SHIFT,
        duty_log.c.post == GATE,
        duty_log.c.start_at > bindparam("earliest"),
    )
    .limit(1)
)
_WRITE = Statement(update(duty_log).where(duty_log.c.id == bindparam("row")).values(text=bindparam("words")))
_END = Statement(
    update(duty_log)
    .where(duty_log.c.id == bindparam("row"), _ON_SHIFT)
    .values(status=ENDED, end_at=bindparam("at"), text=bindparam("words"))
)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that goes on; `text` is what was written down so far, a line each, `post` whose hours it covers."""

    id: int
    place_id: int
    start_at: int
    text: str
    name: str
    post: str


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


def begin(db: Db, entry: Entry, filing: Filing) -> bool:
    """Begin a shift; False where somebody is on duty already."""
    return (
        db.run(
            _BEGIN,
            **filing.columns(),
            **Stored(clause=the_plan().rests_on("shift")).columns(),
            original_id=None,
            version=1,
            status=ON_DUTY,
            kind=entry.kind,
            post=entry.post,
            person=entry.person,
            start_at=entry.start_at,
            end_at=None,
            text=entry.text,
            taken_over_from=entry.taken_over_from,
        )
        > 0
    )


def write(db: Db, shift: Shift, line: str) -> None:
    """Add a line to what is written down of a shift."""
    db.run(_WRITE, row=shift.id, words=_with(shift.text, line))


def end(db: Db, shift: Shift, at: int, line: str = "") -> bool:
    """End a shift, with a last line; False where it has ended already."""
    return db.run(_END, row=shift.id, at=at, words=_with(shift.text, line)) > 0


def _with(text: str, line: str) -> str:
    return "\n".join(part for part in (text, line) if part)
