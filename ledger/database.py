"""Connections to the ledger's database and the thin handle that work sees of them.

SQLite: WAL, synchronous=FULL, one connection that writes (ledger.writer) and one that only reads for each thread.
PostgreSQL: a pool of connections, commits flushed to disk (synchronous_commit=on).
"""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool, QueuePool

from ledger.busy import as_busy
from ledger.keys import Keys
from ledger.statement import DialectName, Statement

T = TypeVar("T")

# A reader waits this long where a checkpoint holds the file; writers bring their own limit.
_READER_PATIENCE_SECONDS = 5.0
# Pages of 4 KiB in the write-ahead log before they are carried into the database. Commits touch the same pages again and
# again, so carrying them four times less often than SQLite does by itself saves work; durable they are in the log already.
_CHECKPOINT_PAGES = 4_000


class Db:
    """What a piece of work may do with the database: run statements. Valid only inside its transaction."""

    __slots__ = ("_counts_changes", "_cursor", "dialect", "keys", "queued")

    def __init__(self, cursor: Any, dialect: DialectName, keys: Keys, *, counts_changes: bool = False) -> None:
        self._cursor = cursor
        self._counts_changes = counts_changes
        self.dialect: DialectName = dialect
        self.keys = keys
        self.queued = False  # set where something was put into the outbox: the sender is woken after the commit

    def _execute(self, statement: Statement, params: dict[str, Any]) -> Any:
        text = statement.texts.get(self.dialect) or statement.compile(self.dialect)
        constants = statement.constants[self.dialect]
        return self._cursor.execute(text, {**constants, **params} if constants else params)

    def all(self, statement: Statement, **params: Any) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        self._execute(statement, params)
        rows: list[tuple[Any, ...]] = self._cursor.fetchall()
        return rows

    def one(self, statement: Statement, **params: Any) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        self._execute(statement, params)
        row: tuple[Any, ...] | None = self._cursor.fetchone()
        return row

    def value(self, statement: Statement, **params: Any) -> Any:
        """The single value of a statement that always gives one row (a count, a new id)."""
        self._execute(statement, params)
        return self._cursor.fetchone()[0]

    def data_version(self) -> int | None:
        """A number that is another one once anybody has changed anything in the database since this thread last read it.

        It says nothing to other threads, whose connections count for themselves. None where there is none: on PostgreSQL,
        and for whoever may write, since one's own changes do not count.
        """
        if not self._counts_changes:
            return None
        self._cursor.execute("PRAGMA data_version")
        version: int = self._cursor.fetchone()[0]
        return version

    def run(self, statement: Statement, **params: Any) -> int:
        """Run a statement that gives no rows; returns how many it changed."""
        self._execute(statement, params)
        changed: int = self._cursor.rowcount
        return changed

    def run_many(self, statement: Statement, rows: Sequence[dict[str, Any]]) -> None:
        """Run a statement once for each row of parameters."""
        text = statement.texts.get(self.dialect) or statement.compile(self.dialect)
        constants = statement.constants[self.dialect]
        self._cursor.executemany(text, [{**constants, **row} for row in rows])


def create_ledger_engine(url: str) -> Engine:
    """An engine for a SQLAlchemy URL of SQLite or PostgreSQL; raises ValueError for another database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed, poolclass=NullPool, connect_args={"check_same_thread": False, "isolation_level": None}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(
            parsed,
            poolclass=QueuePool,
            pool_size=20,
            max_overflow=10,
            pool_timeout=3,
            connect_args={"autocommit": True, "connect_timeout": 3, "options": "-c synchronous_commit=on"},
        )
        return engine
    raise ValueError(f"{parsed.get_backend_name()}: the ledger lives in SQLite or PostgreSQL")


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-65536")
    connection.execute(f"PRAGMA busy_timeout={int(_READER_PATIENCE_SECONDS * 1000)}")


class Readers:
    """One read-only SQLite connection for each thread, opened when the thread first reads."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        self._local = threading.local()
        self._opened: list[Any] = []
        self._lock = threading.Lock()

    def read(self, query: Callable[[Db], T], *, snapshot: bool) -> T:
        """Run a query; with `snapshot` all its statements see one moment. Raises Busy where the file is not to be had."""
        try:
            connection = self._connection()
            cursor = connection.cursor()
            try:
                if snapshot:
                    cursor.execute("BEGIN")
                return query(Db(cursor, "sqlite", self._keys, counts_changes=True))
            finally:
                # A statement left half read would hold on to the past, and the file could not be tidied up.
                cursor.close()
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise as_busy(error) from None

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for raw in self._opened:
                raw.close()
            self._opened.clear()

    def _connection(self) -> Any:
        """The calling thread's connection, the driver's own."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            raw = self._engine.raw_connection()
            connection = raw.driver_connection
            assert connection is not None  # it was opened this moment
            connection.execute("PRAGMA query_only=ON")
            self._local.connection = connection
            with self._lock:
                self._opened.append(raw)
        return connection
