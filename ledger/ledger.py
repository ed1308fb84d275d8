"""The ledger as the rest of the house sees it: `transact` to write, `read` to look.

`transact(work)` is the one way to write. On SQLite it hands the work to the one writer; on PostgreSQL it runs it in a
transaction of its own behind a lock on the person (DESIGN 3). Either way the caller goes on only after the commit has
reached the disk, and `work` may run more than once, so it must change nothing but the database.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from ledger.database import Db, Readers, create_ledger_engine
from ledger.keys import Keys
from ledger.postgres import Transactions
from ledger.writer import Writer

T = TypeVar("T")

# A push must be answered within 5 s; what is not committed after 4 is answered 503 (INTERFACES 3).
PATIENCE_SECONDS = 4.0
# Commands and maintenance beside a running server may wait longer than a push.
MAINTENANCE_PATIENCE_SECONDS = 30.0


class Ledger:
    """An open ledger. `before_commit` is called before each commit (kill runs use it, nothing else)."""

    def __init__(
        self,
        url: str,
        keys: Keys,
        *,
        before_commit: Callable[[], None] = lambda: None,
        lock_wait: float = PATIENCE_SECONDS - 0.5,
    ) -> None:
        self.url = url
        self.keys = keys
        self.engine = create_ledger_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._lock_wait = lock_wait
        # Called after each commit that put something into the outbox: the sender sets it to be woken.
        self.on_queued: Callable[[], None] = lambda: None
        self._readers: Readers | None = None
        self._writer: Writer | None = None
        if self.is_sqlite:
            self._readers = Readers(self.engine, keys)
            self._writer = Writer(self._open_writer, keys, before_commit=before_commit, on_queued=self._tell_queued)
        else:
            self._transactions = Transactions(
                self.engine, keys, before_commit=before_commit, on_queued=self._tell_queued
            )

    def transact(
        self,
        work: Callable[[Db], T],
        *,
        person: str | None = None,
        wait: float = PATIENCE_SECONDS,
        late: Callable[[Db], Any] | None = None,
    ) -> T:
        """Run `work` in one durable transaction and return its result once it is on disk.

        `person` (an openid) makes the messages of one person queue behind each other. `late` runs afterwards, in a
        transaction of its own, where the commit came after the caller had been told Busy, or on PostgreSQL may have
        come: it looks itself whether the work was booked. Raises Busy where nothing could be committed within `wait`
        seconds, and whatever `work` raises, after a rollback.
        """
        if self._writer is not None:
            result: T = self._writer.submit(work, wait=wait, late=late)
            return result
        return self._transactions.run(work, person=person, wait=wait, late=late)

    def read(self, query: Callable[[Db], T], *, snapshot: bool = False) -> T:
        """Run a query that changes nothing; it never waits for the writer. Raises Busy where the database is away.

        With `snapshot` all its statements see the ledger as it was at the first one.
        """
        if self._readers is not None:
            return self._readers.read(query, snapshot=snapshot)
        return self._transactions.read(query, snapshot=snapshot)

    def close(self) -> None:
        """Finish the work in the queue and close all connections."""
        if self._writer is not None:
            self._writer.stop()
        if self._readers is not None:
            self._readers.close()
        self.engine.dispose()

    def _tell_queued(self) -> None:
        self.on_queued()

    def _open_writer(self) -> Any:
        raw = self.engine.raw_connection()
        raw.cursor().execute(f"PRAGMA busy_timeout={int(self._lock_wait * 1000)}")
        return raw
