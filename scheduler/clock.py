"""The clock: ticks each second, and runs what the application's clock says is due; who claims an occurrence runs it.

APScheduler only ticks. What is due comes from the application's clock and the occurrence table: however many schedulers
run on however many hosts, one fires. After a stop each job is caught up once where that is still useful, else recorded
as missed.
"""

import os
import socket
from collections.abc import Callable, Sequence

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from ledger import Db, occurrences
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.writer import Busy
from scheduler.job import Job, Surroundings

_TICK_SECONDS = 1

log = structlog.get_logger(__name__)


class Clock:
    """Runs jobs when they are due. `clock` is the application's (ms UTC)."""

    def __init__(self, jobs: Sequence[Job], surroundings: Surroundings, clock: Callable[[], int]) -> None:
        self._jobs = jobs
        self._surroundings = surroundings
        self._clock = clock
        self._who = f"{socket.gethostname()}:{os.getpid()}"
        self._seen: dict[str, int] = {}
        self._ticker = BackgroundScheduler(timezone="Asia/Shanghai")

    def start(self) -> None:
        """Begin to tick."""
        self._ticker.add_job(
            self.tick, "interval", seconds=_TICK_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._ticker.start()

    def stop(self) -> None:
        """Tick no more; what runs is finished."""
        self._ticker.shutdown(wait=True)

    def tick(self) -> None:
        """Run every job whose newest occurrence nobody has claimed yet. One bad job does not stop the others."""
        now = self._clock()
        for job in self._jobs:
            due = job.last_due(self._surroundings.settings, now)
            if self._seen.get(job.name) == due:
                continue
            try:
                self._fire(job, due, now)
                self._seen[job.name] = due
            except Busy as busy:
                log.warning("job_waits", job=job.name, cause=str(busy))

    def _fire(self, job: Job, due: int, now: int) -> None:
        ledger = self._surroundings.ledger
        late = now - due > job.useful_for

        def claim(db: Db) -> bool:
            first_ever = occurrences.last_due(db, job.name) is None
            # A new installation did not miss what was due before it existed.
            status = "missed" if late and not first_ever else "before start" if late else "running"
            return occurrences.claim(db, job.name, due, self._who, now, status) and status == "running"

        if ledger.transact(claim, wait=MAINTENANCE_PATIENCE_SECONDS):
            run_claimed(job, self._surroundings, due, now)


def run_claimed(job: Job, surroundings: Surroundings, due: int, now: int) -> int | None:
    """Run an occurrence that was claimed and note how it ended; returns the count, None where it failed."""
    count: int | None = None
    try:
        count = job.run(surroundings, now)
    except Exception as error:  # one bad job must not stop the clock; the occurrence says that it failed
        log.error("job_failed", job=job.name, error=type(error).__name__)
    status = "failed" if count is None else "done"
    surroundings.ledger.transact(
        lambda db: occurrences.finish(db, job.name, due, status, count, now), wait=MAINTENANCE_PATIENCE_SECONDS
    )
    return count
