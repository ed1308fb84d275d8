"""How far up an overdue record was put: one compare-and-set for every kind of record that climbs (docs/decisions/0019).

Of two schedulers one makes the step, and whoever acts on the record meanwhile wins over both (THREATS I4).
"""

from typing import Any, Protocol

from sqlalchemy import BigInteger, ColumnElement, Table, bindparam, func, update

from ledger.database import Db
from ledger.statement import Statement


class Climbing(Protocol):
    """A record as whoever puts it to somebody has seen it: steps climbed, and until when it waits (ms UTC)."""

    @property
    def climbed(self) -> int: ...

    @property
    def due_at(self) -> int | None: ...


def climbing(table: Table, *waits: ColumnElement[bool], **also: Any) -> Statement:
    """The step of a record that waits and stands where it was seen; `also` are further columns that the step sets."""
    row = table.c
    return Statement(
        update(table)
        .where(
            row.id == bindparam("row"),
            *waits,
            row.climbed == bindparam("seen"),
            row.due_at == bindparam("seen_due"),
        )
        .values(
            climbed=bindparam("next_step"),
            due_at=func.coalesce(bindparam("next_due", type_=BigInteger()), row.due_at),
            **also,
        )
    )


def put_up(
    db: Db, step: Statement, row: int, seen: Climbing, next_step: int, next_due: int | None, **also: object
) -> bool:
    """Note up to which step it was put to somebody; `next_due` (ms UTC) is when the next one is asked, None where nobody is
    left. False where another scheduler did it, or somebody acted on it or put it off."""
    stood = {"seen": seen.climbed, "seen_due": seen.due_at}
    return db.run(step, row=row, **stood, next_step=next_step, next_due=next_due, **also) > 0
