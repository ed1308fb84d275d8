"""Supply requests whose next step is overdue, or that came and nobody said so; and how far up each has climbed."""

from sqlalchemy import BigInteger, bindparam, func, not_

from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.statement import Statement
from ledger.supplies.reading import IS_OPEN, SELECT, Request, requests
from ledger.tables import supply_request

_row = supply_request.c
_OVERDUE = Statement(
    SELECT.where(IS_OPEN, _row.due_at <= bindparam("now"), _row.climbed < bindparam("steps")).limit(bindparam("limit"))
)
_UNCONFIRMED = Statement(
    SELECT.where(
        _row.status == "delivered",
        not_(IS_OPEN),
        _row.due_at <= bindparam("now"),
        _row.climbed < bindparam("steps"),
    ).limit(bindparam("limit"))
)
_CLIMB = climbing(
    supply_request,
    _row.status == bindparam("from_status"),
    reminded_at=func.coalesce(bindparam("reminded", type_=BigInteger()), _row.reminded_at),
)


def overdue(db: Db, now: int, steps: int, limit: int) -> list[Request]:
    """Open requests whose next step is overdue and that have not climbed all the `steps` yet."""
    return requests(db.all(_OVERDUE, now=now, steps=steps, limit=limit))


def unconfirmed(db: Db, now: int, steps: int, limit: int) -> list[Request]:
    """What was said to have come, and nobody has said so in time, that has not climbed all the `steps` yet."""
    return requests(db.all(_UNCONFIRMED, now=now, steps=steps, limit=limit))


def climb(db: Db, late: Request, next_step: int, next_due: int | None, *, reminded_at: int | None = None) -> bool:
    """Note up to which step it was put to somebody, and when the resident was; False where another scheduler did it."""
    also = {"from_status": late.status, "reminded": reminded_at}
    return put_up(db, _CLIMB, late.id, late, next_step, next_due, **also)
