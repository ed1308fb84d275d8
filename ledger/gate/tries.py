"""Numbers that a guard typed and that are none of this gate: so many lock the check for some minutes (THREATS A20)."""

from sqlalchemy import bindparam, select

from ledger.database import Db
from ledger.statement import Statement, upsert
from ledger.tables import gate_try

_OF = Statement(
    select(gate_try.c.wrong, gate_try.c.since_at, gate_try.c.locked_until).where(
        gate_try.c.person_id == bindparam("who")
    )
)
_SET = upsert(gate_try, ["person_id"], ["wrong", "since_at", "locked_until"])


def locked_until(db: Db, person_id: int, now: int) -> int | None:
    """Until when (ms UTC) no number of this guard is looked up; None where they are."""
    row = db.one(_OF, who=person_id)
    return row[2] if row is not None and row[2] is not None and row[2] > now else None


def note_wrong(db: Db, person_id: int, now: int, at_most: int, lock_ms: int) -> int:
    """Count a wrong number; returns how many more may be tried, 0 where that was the last for the time being.

    The count begins anew when its time is over.
    """
    row = db.one(_OF, who=person_id)
    goes_on = row is not None and row[2] is None and now - row[1] < lock_ms
    wrong, since = (row[0] + 1, row[1]) if row is not None and goes_on else (1, now)
    left: int = max(0, at_most - wrong)
    db.run(_SET, person_id=person_id, wrong=wrong, since_at=since, locked_until=None if left else now + lock_ms)
    return left
