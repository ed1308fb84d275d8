"""The one writer of an embedded ledger: gathers work, runs it in one transaction, commits once, then lets replies go.

SQLite has one writer at a time whatever a program does. Instead of letting threads fight for the file, all work goes to
one thread: it takes what has gathered while the last commit reached the disk, runs it one after the other without
savepoints, and commits with synchronous=FULL. If one piece fails, everything is rolled back and each runs alone, so
work must be repeatable; the piece that fails then keeps its exception, its neighbours lose nothing (THREATS F24).
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from ledger.busy import Busy, as_busy
from ledger.database import Db
from ledger.keys import Keys

__all__ = ["Busy", "Writer"]

Work = Callable[[Db], Any]

_BATCH = 64
# More than this much work in the queue is refused at once: the platform repeats the push (DESIGN 3).
_QUEUE_SECONDS = 3.0
# Weight of the newest batch in the moving average of the time that one piece of work takes.
_NEWEST = 0.2


class _Job:
    """One piece of work on its way through the writer."""

    __slots__ = ("abandoned", "committed", "done", "error", "late", "queued", "result", "work")

    def __init__(self, work: Work, late: Work | None) -> None:
        self.work = work
        self.late = late
        self.done = threading.Lock()
        self.done.acquire()
        self.result: Any = None
        self.error: BaseException | None = None
        self.committed = False
        self.abandoned = False
        self.queued = False


class Writer:
    """The thread that writes. `open_connection` gives the driver's connection, opened in that thread."""

    def __init__(
        self,
        open_connection: Callable[[], Any],
        keys: Keys,
        *,
        before_commit: Callable[[], None],
        on_queued: Callable[[], None],
    ) -> None:
        self._open_connection = open_connection
        self._keys = keys
        self._before_commit = before_commit
        self._on_queued = on_queued
        self._queue: deque[_Job] = deque()
        self._arrived = threading.Condition()
        self._stopping = False
        self._seconds_each = 0.001
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work, *, wait: float, late: Work | None = None) -> Any:
        """Run `work` in the next transaction and return its result after the commit.

        Raises Busy when that did not happen within `wait` seconds. Work that was not begun by then is dropped; work in
        the middle of its commit may still be booked, and then `late` runs in a transaction of its own afterwards.
        """
        job = _Job(work, late)
        with self._arrived:
            if self._stopping or len(self._queue) * self._seconds_each > _QUEUE_SECONDS:
                raise Busy("more work is waiting than can be done in time")
            self._queue.append(job)
            self._arrived.notify()
        if not job.done.acquire(timeout=wait):
            with self._arrived:
                if job.done.acquire(blocking=False):  # it was finished at this very moment
                    return self._outcome(job)
                if job in self._queue:
                    self._queue.remove(job)
                    raise Busy("the turn did not come in time")
                job.abandoned = True
            raise Busy("the commit did not come in time")
        return self._outcome(job)

    def stop(self) -> None:
        """Finish what is in the queue and end the thread."""
        with self._arrived:
            self._stopping = True
            self._arrived.notify()
        self._thread.join()

    @staticmethod
    def _outcome(job: _Job) -> Any:
        if job.error is not None:
            raise job.error
        return job.result

    def _run(self) -> None:
        connection: Any = None
        while True:
            with self._arrived:
                while not self._queue and not self._stopping:
                    self._arrived.wait()
                if not self._queue:
                    break
                jobs = [self._queue.popleft() for _ in range(min(_BATCH, len(self._queue)))]
            started = time.perf_counter()
            try:
                if connection is None:
                    connection = self._open_connection()
                self._commit_together(connection, jobs)
            except BaseException as error:
                # Disk full, file locked, read-only: nobody's work is booked, everybody is told to come again. Whatever
                # it is, this thread goes on: without it nobody could write any more.
                connection = self._discard(connection)
                for job in jobs:
                    if not job.committed and job.error is None:
                        job.error = as_busy(error)
            each = (time.perf_counter() - started) / len(jobs)
            self._seconds_each += _NEWEST * (each - self._seconds_each)
            self._release(jobs)
        if connection is not None:
            connection.close()

    def _commit_together(self, connection: Any, jobs: list[_Job]) -> None:
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        try:
            for job in jobs:
                db = Db(cursor, "sqlite", self._keys)
                job.result = job.work(db)
                job.queued = db.queued
        except BaseException as error:
            if cursor.connection.in_transaction:  # a full disk has rolled back already
                cursor.execute("ROLLBACK")
            if len(jobs) == 1:
                jobs[0].error = as_busy(error)
                return
            for job in jobs:
                job.queued = False
                self._commit_together(connection, [job])
            return
        self._before_commit()
        cursor.execute("COMMIT")
        cursor.close()
        for job in jobs:
            job.committed = True

    @staticmethod
    def _discard(connection: Any) -> None:
        """Close a connection whose transaction failed: closing rolls back whatever was open."""
        if connection is not None:
            connection.close()

    def _release(self, jobs: list[_Job]) -> None:
        # Under one lock with `submit`: nobody can give up between this look at who did and their release.
        with self._arrived:
            late = [job for job in jobs if job.abandoned and job.error is None and job.late is not None]
            for job in late:
                self._queue.append(_Job(job.late, None))  # type: ignore[arg-type]
            for job in jobs:
                job.done.release()
        if any(job.queued and job.committed for job in jobs):
            self._on_queued()
