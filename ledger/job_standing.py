"""How the jobs stand: when each was last due and run, and what failed or was missed (THREATS F19: recorded and shown)."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.times import MINUTE
from ledger import occurrences
from ledger.database import Db

# Some jobs are due every minute: when the newest of all is older than this, nothing runs them at all.
_SILENT_AFTER = 10 * MINUTE
_TROUBLES = frozenset({"failed", "missed"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A job: when it was due last and what became of that, and when it was run to its end last; times in ms UTC."""

    job: str
    due_at: int
    status: str
    done_at: int | None

    @property
    def is_trouble(self) -> bool:
        """Whether somebody has to look: it failed, or its time had passed."""
        return self.status in _TROUBLES


def standing(db: Db, jobs: Iterable[str]) -> list[Standing]:
    """How each of the jobs stands, in this order; those that were never due are left out."""
    found: list[Standing] = []
    for job in jobs:
        newest = occurrences.newest(db, job)
        if newest is not None:
            done = occurrences.newest_done(db, job)
            found.append(Standing(job, newest.due_at, newest.status, done.finished_at if done is not None else None))
    return found


def is_silent(found: Iterable[Standing], now: int) -> bool:
    """Whether no job has been due for so long (ms UTC) that nothing can be running them."""
    return max((one.due_at for one in found), default=now) < now - _SILENT_AFTER
