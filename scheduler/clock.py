"""The clock: ticks each second, and runs what the application's clock says is due; who claims an occurrence runs it.

APScheduler only ticks. What is due comes from the application's clock and the occurrence table: however many schedulers
run on however many hosts, one fires. After a stop each job is caught up once where that is still useful, else recorded
as missed; what the database was too busy for, what failed and what a killed scheduler left behind is tried again. What
was due before an installation existed is not run. Each job runs in a thread of its own, once at a time.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

import structlog
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from knowledge.defects import trace_of
from ledger import Db, occurrences
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.occurrences import LEASE
from ledger.writer import Busy
from scheduler.job import CannotRun, Job, Stopped, Surroundings

STOP_SECONDS = 5.0
_TICK_SECONDS = 1
_RENEWAL = "lease renewal"

log = structlog.get_logger(__name__)


class Clock:
    """Runs jobs when they are due. `clock` is the application's (ms UTC)."""

    def __init__(self, jobs: Sequence[Job], surroundings: Surroundings, clock: Callable[[], int]) -> None:
        self._jobs = jobs
        self._surroundings = surroundings
        self._clock = clock
        self._who = f"{socket.gethostname()}:{os.getpid()}"
        # For each job the occurrence that was looked at last, and from when to look at it again (None: settled).
        self._looked: dict[str, tuple[int, int | None]] = {}
        self._claimed: dict[str, int] = {}  # occurrences of this clock that have not come to their end yet
        self._renewed: dict[str, int] = {}
        self._threads: dict[str, threading.Thread] = {}
        # In its own thread: a tick takes no time, and a pool's threads would hold up the end of the process.
        self._ticker = BackgroundScheduler(timezone="Asia/Shanghai", executors={"default": DebugExecutor()})

    def start(self) -> None:
        """Begin to tick."""
        self._ticker.add_job(
            self._start_due, "interval", seconds=_TICK_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._ticker.start()

    def stop(self, patience: float = STOP_SECONDS) -> bool:
        """Tick no more, let what runs come to an end; False where that took longer than `patience` seconds.

        What is then still running ends with the process, and its lease with it.
        """
        until = time.monotonic() + patience
        self._surroundings.stopping.set()
        self._ticker.shutdown(wait=True)
        for thread in list(self._threads.values()):
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads.values())

    def tick(self) -> None:
        """Run, one after the other, every job whose newest occurrence is to be run now."""
        for job in self._jobs:
            self._look(job)

    def _start_due(self) -> None:
        """Start the same in threads, one for each job that has something to look at."""
        now = self._clock()
        for job in self._jobs:
            try:
                wanted = self._is_to_be_looked_at(job, now)
            except Exception:  # the look meets the same, and says so
                wanted = True
            if wanted:
                self._in_thread(job.name, partial(self._look, job))
        if any(now - renewed > LEASE // 3 for renewed in list(self._renewed.values())):
            self._in_thread(_RENEWAL, self._renew)

    def _in_thread(self, name: str, step: Callable[[], None]) -> None:
        """Run a step in a thread of this name, unless the one before is still at it."""
        before = self._threads.get(name)
        if before is None or not before.is_alive():
            self._threads[name] = threading.Thread(target=step, name=f"job {name}", daemon=True)
            self._threads[name].start()

    def _is_to_be_looked_at(self, job: Job, now: int) -> bool:
        looked_at, again_at = self._looked.get(job.name, (None, None))
        return job.last_due(self._surroundings.settings, now) != looked_at or (again_at is not None and now >= again_at)

    def _look(self, job: Job) -> None:
        """Run the job's newest occurrence where nobody else does. One bad job does not stop the others."""
        now = self._clock()
        try:
            if self._is_to_be_looked_at(job, now):
                due = job.last_due(self._surroundings.settings, now)
                self._looked[job.name] = due, self._fire(job, due, now)
        except Busy as busy:
            log.warning("job_waits", job=job.name, cause=str(busy))
        except Exception as defect:  # the next tick tries again, and the other jobs have their turn
            log.error("job_not_begun", job=job.name, error=type(defect).__name__, trace=trace_of(defect))

    def _fire(self, job: Job, due: int, now: int) -> int | None:
        """Claim the occurrence and run it, or go on with it where the database was too busy before.

        Returns from when (ms UTC) it is to be looked at again, None where it is settled. Raises Busy.
        """
        ledger = self._surroundings.ledger
        useful = now - due <= job.useful_for
        if not (useful and self._claimed.get(job.name) == due):
            claimed = ledger.transact(partial(self._claim, job, due, now, useful), wait=MAINTENANCE_PATIENCE_SECONDS)
            self._claimed.pop(job.name, None)
            if not claimed:
                return self._again_at(job, due)
        self._claimed[job.name] = due
        self._renewed[job.name] = now
        try:
            run_claimed(job, self._surroundings, due, now)
            del self._claimed[job.name]
        finally:
            del self._renewed[job.name]
        return self._again_at(job, due)

    def _again_at(self, job: Job, due: int) -> int | None:
        """From when somebody may take the occurrence over; None where it is settled or will be too late."""
        found = self._surroundings.ledger.read(lambda db: occurrences.find(db, job.name, due))
        if found is None or found.is_settled:
            return None
        if found.status == "failed" and found.again_at - due > job.useful_for:
            return None
        return found.again_at

    def _claim(self, job: Job, due: int, now: int, useful: bool, db: Db) -> bool:
        """Whether the occurrence is to be run by this clock, which then holds it."""
        unfinished = self._claimed.get(job.name)
        if unfinished is not None:
            occurrences.finish(db, job.name, unfinished, "failed", None, now)
        occurrences.give_up_older(db, job.name, due, now)
        seen = occurrences.find(db, job.name, due)
        if seen is None:
            if occurrences.last_due(db, job.name) is None and due < now:
                status = "before start"
            else:
                status = "running" if useful else "missed"
            return occurrences.claim(db, job.name, due, self._who, now, status) and status == "running"
        if seen.is_settled or now < seen.again_at:
            return False
        if useful:
            return occurrences.take_over(db, job.name, seen, self._who, now)
        occurrences.finish(db, job.name, due, "failed", None, now)  # whoever ran it is gone, and now it is too late
        return False

    def _renew(self) -> None:
        """Say of what has been running for long that it still does."""
        now = self._clock()
        for name in list(self._renewed):
            due = self._claimed.get(name)
            if due is None:
                continue
            try:
                self._surroundings.ledger.transact(partial(self._renew_one, name, due, now))
            except Exception as defect:  # at worst the lease ends and somebody runs it too, which harms nothing
                log.warning("lease_not_renewed", job=name, error=type(defect).__name__)
            if name in self._renewed:
                self._renewed[name] = now

    def _renew_one(self, name: str, due: int, now: int, db: Db) -> None:
        occurrences.renew(db, name, due, self._who, now)


def run_claimed(job: Job, surroundings: Surroundings, due: int, now: int) -> int | None:
    """Run an occurrence that was claimed and note how it ended; returns the count, None where it failed. Raises Busy."""
    count: int | None = None
    status = "failed"
    try:
        count = job.run(surroundings, now)
        status = "done"
    except Busy:
        raise
    except CannotRun as missing:  # it is on show as missed; the next occurrence tries anew
        log.warning("job_cannot_run", job=job.name, cause=str(missing))
        status = "missed"
    except Stopped:
        log.info("job_interrupted", job=job.name)
    except Exception as error:  # one bad job must not stop the clock; the occurrence says that it failed
        log.error("job_failed", job=job.name, error=type(error).__name__, trace=trace_of(error))
    surroundings.ledger.transact(
        lambda db: occurrences.finish(db, job.name, due, status, count, now), wait=MAINTENANCE_PATIENCE_SECONDS
    )
    return count
