"""Occurrences: each time a job is due is one row, and whoever inserts it runs the job (THREATS F18, F19).

However many schedulers tick, one fires. A run that was due while nothing ran is caught up once where that is still
useful, otherwise recorded as missed. A claim is a lease: when whoever holds it was killed another one takes it over, and
what failed is tried again; both by an update of exactly the row that was seen, so that one of many gets it. That a job
may so run twice is harmless by the keys of what it queues.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from knowledge.times import DAY, MINUTE, SECOND
from ledger.database import Db
from ledger.statement import Statement, insert_if_absent
from ledger.tables import occurrence

LEASE = 10 * MINUTE
_SHORTEST_PAUSE = 30 * SECOND
_LONGEST_PAUSE = 10 * MINUTE

_THIS = (occurrence.c.job == bindparam("name")) & (occurrence.c.due_at == bindparam("due"))
_CLAIM = insert_if_absent(occurrence, ["job", "due_at"], ["claimed_by", "claimed_at", "status"])
_FIND = Statement(select(occurrence.c.status, occurrence.c.claimed_at, occurrence.c.finished_at).where(_THIS))
_TAKE_OVER = Statement(
    update(occurrence)
    .where(
        _THIS, occurrence.c.status == bindparam("seen_status"), occurrence.c.claimed_at == bindparam("seen_claimed_at")
    )
    .values(claimed_by=bindparam("who"), claimed_at=bindparam("at"), status=bindparam("new_status"), finished_at=None)
)
_RENEW = Statement(
    update(occurrence)
    .where(_THIS, occurrence.c.status == "running", occurrence.c.claimed_by == bindparam("who"))
    .values(claimed_at=bindparam("at"))
)
_FINISH = Statement(
    update(occurrence)
    .where(_THIS, occurrence.c.status == "running")
    .values(status=bindparam("new_status"), finished_at=bindparam("at"), count=bindparam("done"))
)
_GIVE_UP_OLDER = Statement(
    update(occurrence)
    .where(
        occurrence.c.job == bindparam("name"),
        occurrence.c.due_at < bindparam("due"),
        occurrence.c.due_at >= bindparam("since"),
        occurrence.c.status == "running",
        occurrence.c.claimed_at <= bindparam("before"),
    )
    .values(status="failed", finished_at=bindparam("at"))
)
_OF_JOB = (
    select(occurrence.c.due_at, occurrence.c.status, occurrence.c.claimed_at, occurrence.c.finished_at)
    .where(occurrence.c.job == bindparam("name"))
    .order_by(occurrence.c.due_at.desc())
    .limit(1)
)
_NEWEST = Statement(_OF_JOB)
_NEWEST_DONE = Statement(_OF_JOB.where(occurrence.c.status == "done"))
_LAST = Statement(select(func.max(occurrence.c.due_at)).where(occurrence.c.job == bindparam("name")))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An occurrence as it was seen: its status, when it was claimed (or that renewed) and when it ended (ms UTC)."""

    due_at: int
    status: str
    claimed_at: int
    finished_at: int | None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done for it."""
        return self.status not in {"running", "failed"}

    @property
    def again_at(self) -> int:
        """From when (ms UTC) somebody may take it over: the end of the lease, or of a pause that grows with the tries."""
        if self.finished_at is None:
            return self.claimed_at + LEASE
        tried_for = self.finished_at - self.due_at
        return self.finished_at + min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, tried_for))


def claim(db: Db, job: str, due_at: int, who: str, now: int, status: str = "running") -> bool:
    """Claim one occurrence (due at `due_at`, ms UTC) that has no row yet; True for exactly one caller, ever."""
    return db.run(_CLAIM, job=job, due_at=due_at, claimed_by=who, claimed_at=now, status=status) > 0


def find(db: Db, job: str, due_at: int) -> Occurrence | None:
    """The occurrence as it stands, None where nobody has claimed it."""
    row = db.one(_FIND, name=job, due=due_at)
    return None if row is None else Occurrence(due_at, *row)


def newest(db: Db, job: str) -> Occurrence | None:
    """The newest occurrence of a job, None where it was never due."""
    row = db.one(_NEWEST, name=job)
    return None if row is None else Occurrence(*row)


def newest_done(db: Db, job: str) -> Occurrence | None:
    """The newest occurrence of a job that was run to its end."""
    row = db.one(_NEWEST_DONE, name=job)
    return None if row is None else Occurrence(*row)


def take_over(db: Db, job: str, seen: Occurrence, who: str, now: int, status: str = "running") -> bool:
    """Claim an occurrence again whose lease or pause is over; False where somebody else was first."""
    return (
        db.run(
            _TAKE_OVER,
            name=job,
            due=seen.due_at,
            seen_status=seen.status,
            seen_claimed_at=seen.claimed_at,
            who=who,
            at=now,
            new_status=status,
        )
        > 0
    )


def renew(db: Db, job: str, due_at: int, who: str, now: int) -> bool:
    """Begin the lease anew for a run that takes long; False where it is no longer the caller's."""
    return db.run(_RENEW, name=job, due=due_at, who=who, at=now) > 0


def finish(db: Db, job: str, due_at: int, status: str, count: int | None, now: int) -> None:
    """Note how a running occurrence ended (done, failed) and how many it dealt with."""
    db.run(_FINISH, name=job, due=due_at, new_status=status, at=now, done=count)


def give_up_older(db: Db, job: str, due_at: int, now: int) -> int:
    """Note as failed what was left running when a newer occurrence came; returns how many."""
    return db.run(_GIVE_UP_OLDER, name=job, due=due_at, since=due_at - 2 * DAY, before=now - LEASE, at=now)


def last_due(db: Db, job: str) -> int | None:
    """When the newest claimed occurrence of a job was due (ms UTC)."""
    moment: int | None = db.value(_LAST, name=job)
    return moment
