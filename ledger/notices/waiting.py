"""Notices that wait for an approval longer than they should (clauses 3.3, 4.3), and how far up each was put."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import notice

_C = notice.c
_LATE = Statement(
    select(func.coalesce(_C.original_id, _C.id), _C.id, _C.climbed, _C.due_at, _C.place_id, _C.title, _C.submitted_by)
    .where(_C.status == "submitted", _C.due_at <= bindparam("now"), _C.climbed < bindparam("steps"))
    .order_by(_C.due_at, _C.id)
    .limit(bindparam("limit"))
)
_CLIMB = climbing(notice, _C.status == "submitted")


@dataclass(frozen=True, slots=True)
class Unapproved:
    """A notice that waits since `due_at` (ms UTC): `id` is the record's, `row` the version's, `climbed` how far up."""

    id: int
    row: int
    climbed: int
    due_at: int
    place_id: int | None
    title: str
    submitted_by: str

    @property
    def number(self) -> str:
        """The notice as people name it: G-31."""
        return f"G-{self.id}"


def late(db: Db, now: int, steps: int, limit: int) -> list[Unapproved]:
    """What was to be approved or sent back by now, was not, and has not climbed all the `steps` yet."""
    return [Unapproved(*row) for row in db.all(_LATE, now=now, steps=steps, limit=limit)]


def climb(db: Db, one: Unapproved, next_step: int, next_due: int | None) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or somebody acted on it."""
    return put_up(db, _CLIMB, one.row, one, next_step, next_due)
