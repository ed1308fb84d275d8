"""Occurrences: each time a job is due is one row, and whoever inserts it runs the job (THREATS F18, F19).

However many schedulers tick, one fires. A run that was due while nothing ran is caught up once where that is still
useful, otherwise recorded as missed.
"""

from sqlalchemy import bindparam, func, select, update

from ledger.database import Db
from ledger.statement import Statement, insert_if_absent
from ledger.tables import occurrence

_CLAIM = insert_if_absent(occurrence, ["job", "due_at"], ["claimed_by", "claimed_at", "status"])
_FINISH = Statement(
    update(occurrence)
    .where(occurrence.c.job == bindparam("name"), occurrence.c.due_at == bindparam("due"))
    .values(status=bindparam("new_status"), finished_at=bindparam("at"), count=bindparam("done"))
)
_LAST = Statement(select(func.max(occurrence.c.due_at)).where(occurrence.c.job == bindparam("name")))


def claim(db: Db, job: str, due_at: int, who: str, now: int, status: str = "running") -> bool:
    """Claim one occurrence (due at `due_at`, ms UTC); True for exactly one caller, ever."""
    return db.run(_CLAIM, job=job, due_at=due_at, claimed_by=who, claimed_at=now, status=status) > 0


def finish(db: Db, job: str, due_at: int, status: str, count: int | None, now: int) -> None:
    """Note how a claimed occurrence ended (done, failed) and how many it dealt with."""
    db.run(_FINISH, name=job, due=due_at, new_status=status, at=now, done=count)


def last_due(db: Db, job: str) -> int | None:
    """When the newest claimed occurrence of a job was due (ms UTC)."""
    moment: int | None = db.value(_LAST, name=job)
    return moment
