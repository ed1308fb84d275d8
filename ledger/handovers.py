"""Handovers to a person 转人工: what the assistant cannot or must not answer, kept until somebody takes it."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from ledger.database import Db
from ledger.records import NO_DECISION, RECORD_COLUMNS, Filing, moving
from ledger.statement import Statement, insert
from ledger.tables import human_handover

TEXT_COLUMN = b"human_handover.text"
_STEPS = 3  # the office, the office and the leaders, and once more; then it stays in the office's list
_ADD = insert(human_handover, *RECORD_COLUMNS, "openid", "text_sealed", "due_at", returning="id")
_OPEN = Statement(
    select(
        human_handover.c.id,
        human_handover.c.filed_by,
        human_handover.c.text_sealed,
        human_handover.c.due_at,
        human_handover.c.openid,
        human_handover.c.filed_by_id,
    )
    .where(human_handover.c.status == "open")
    .order_by(human_handover.c.id)
    .limit(bindparam("limit"))
)
_ONE = Statement(
    select(
        human_handover.c.id,
        human_handover.c.filed_by,
        human_handover.c.text_sealed,
        human_handover.c.due_at,
        human_handover.c.openid,
        human_handover.c.filed_by_id,
        human_handover.c.status,
    ).where(human_handover.c.id == bindparam("number"))
)
_OVERDUE = Statement(
    select(human_handover.c.id, human_handover.c.filed_by, human_handover.c.climbed)
    .where(
        human_handover.c.status == "open",
        human_handover.c.due_at <= bindparam("now"),
        human_handover.c.climbed < _STEPS,
    )
    .order_by(human_handover.c.id)
    .limit(bindparam("limit"))
)
_CLIMB = Statement(
    update(human_handover)
    .where(
        human_handover.c.id == bindparam("row"),
        human_handover.c.status == "open",
        human_handover.c.climbed == bindparam("seen"),
    )
    .values(climbed=human_handover.c.climbed + 1, due_at=bindparam("next_due"))
)
TAKE = moving(human_handover, "taken_at", "taken_by", "taken_by_id")


@dataclass(frozen=True, slots=True)
class Overdue:
    """A handover that nobody has taken in time, and how often somebody was asked again."""

    id: int
    filed_by: str
    climbed: int


@dataclass(frozen=True, slots=True)
class Handover:
    """An open handover; `due_at` in ms UTC."""

    id: int
    filed_by: str
    text: str
    due_at: int
    openid: str | None
    filed_by_id: int | None
    status: str


def add(db: Db, openid: str, text: str, due_at: int, filing: Filing) -> int:
    """Record that somebody asked for a person, with their words (sealed); returns its id."""
    row_id: int = db.value(
        _ADD,
        original_id=None,
        version=1,
        status="open",
        openid=openid,
        text_sealed=db.keys.seal(text, TEXT_COLUMN),
        due_at=due_at,
        **filing.columns(),
        **NO_DECISION.columns(),
    )
    return row_id


def open_ones(db: Db, limit: int = 20) -> list[Handover]:
    """Open handovers, the oldest first; for the office."""
    return [
        Handover(row_id, filed_by, db.keys.unseal(bytes(text), TEXT_COLUMN), due_at, openid, filed_by_id, "open")
        for row_id, filed_by, text, due_at, openid, filed_by_id in db.all(_OPEN, limit=limit)
    ]


def get(db: Db, number: int) -> Handover | None:
    """The handover with this number; for the office."""
    row = db.one(_ONE, number=number)
    if row is None:
        return None
    row_id, filed_by, text, due_at, openid, filed_by_id, status = row
    return Handover(row_id, filed_by, db.keys.unseal(bytes(text), TEXT_COLUMN), due_at, openid, filed_by_id, status)


def overdue(db: Db, now: int, limit: int) -> list[Overdue]:
    """Open handovers whose deadline has passed."""
    return [Overdue(*row) for row in db.all(_OVERDUE, now=now, limit=limit)]


def climb(db: Db, late: Overdue, next_due: int) -> bool:
    """Note that it went one step up; False where another scheduler did it."""
    return db.run(_CLIMB, row=late.id, seen=late.climbed, next_due=next_due) > 0
