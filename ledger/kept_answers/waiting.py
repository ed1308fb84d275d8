"""Kept answers that wait for an approval longer than they should (clauses 3.3, 4.3), and how far up each was put."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from ledger import people
from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.kept_answers import moves
from ledger.people import Recipient
from ledger.statement import Statement
from ledger.tables import kept_answer

_C = kept_answer.c
_LATE = Statement(
    select(func.coalesce(_C.original_id, _C.id), _C.id, _C.climbed, _C.due_at, _C.place_id, _C.question, _C.filed_by)
    .where(_C.status == "submitted", _C.due_at <= bindparam("now"), _C.climbed < bindparam("steps"))
    .order_by(_C.due_at, _C.id)
    .limit(bindparam("limit"))
)
_CLIMB = climbing(kept_answer, _C.status == "submitted")


@dataclass(frozen=True, slots=True)
class Unapproved:
    """An answer that waits since `due_at` (ms UTC): `id` is the record's, `row` the version's, `climbed` how far up."""

    id: int
    row: int
    climbed: int
    due_at: int
    place_id: int | None
    question: str
    filed_by: str

    @property
    def number(self) -> str:
        """The answer as people name it: D-3."""
        return f"D-{self.id}"

    @property
    def key(self) -> str:
        """How other records name it."""
        return f"kept_answer:{self.id}"


def late(db: Db, now: int, steps: int, limit: int) -> list[Unapproved]:
    """What was to be approved or sent back by now, was not, and has not climbed all the `steps` yet."""
    return [Unapproved(*row) for row in db.all(_LATE, now=now, steps=steps, limit=limit)]


def climb(db: Db, one: Unapproved, next_step: int, next_due: int | None) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or somebody acted on it."""
    return put_up(db, _CLIMB, one.row, one, next_step, next_due)


def approvers(db: Db, one: Unapproved) -> list[Recipient]:
    """Who of the office may approve it: everybody but who has written a version of it."""
    writers = moves.writers(db, one.id)
    return [who for who in people.office(db) if not moves.is_among(writers, who)]
