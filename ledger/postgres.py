"""Transactions on PostgreSQL: one person's queue behind each other, and none waits longer than its caller.

Each piece of work has a connection of its own. What PostgreSQL asks to repeat is repeated; a connection that broke and a
server that is away mean `come again` (THREATS F12). A server that hangs answers neither to a time limit nor to a cancel:
then the connection is cut here, so that a push is answered 503 in time whatever the server does. Where it broke during the
commit nobody knows what became of it: the caller is told to come again, and what was to follow a late commit runs then.
"""

import hashlib
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
import structlog
from sqlalchemy import Engine
from sqlalchemy import exc as sqlalchemy_errors

from knowledge.defects import trace_of
from ledger.busy import Busy
from ledger.database import Db
from ledger.keys import Keys

T = TypeVar("T")
Late = Callable[[Db], Any]

_TRIES = 3
# It chose this transaction to give way, or another one made the same row (a place, a number series) first: run again,
# the work finds what the other one wrote.
_REPEAT = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure, psycopg.errors.UniqueViolation)
# The server is away, refuses, or has become a standby: the work is sound and is to come again.
_AWAY = (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction, psycopg.InterfaceError)
_NO_CONNECTION = (*_AWAY, sqlalchemy_errors.OperationalError, sqlalchemy_errors.TimeoutError)
_READ_SECONDS = 30.0

log = structlog.get_logger(__name__)


class _InDoubt(Busy):
    """The connection was lost during the commit: it may have come about."""


class Transactions:
    """Runs work and queries on an engine of PostgreSQL, for any number of threads."""

    def __init__(
        self, engine: Engine, keys: Keys, *, before_commit: Callable[[], None], on_queued: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._before_commit = before_commit
        self._on_queued = on_queued
        self._cutoffs = _Cutoffs()
        self._afterwards = _Afterwards(self)

    def run(self, work: Callable[[Db], T], *, person: str | None, wait: float, late: Late | None = None) -> T:
        """Run `work` in a transaction, behind the others of `person`; raises Busy after `wait` seconds.

        Where nobody knows whether the commit came about, it raises Busy and runs `late` in the background.
        """
        deadline = time.monotonic() + wait
        for tries_left in range(_TRIES - 1, -1, -1):
            try:
                return self._once(work, person, deadline)
            except _InDoubt:
                if late is not None:
                    self._afterwards.add(late, person)
                raise
            except _REPEAT as error:
                if time.monotonic() > deadline:
                    raise Busy("the database asked to repeat until there was no time left") from None
                if not tries_left and isinstance(error, psycopg.errors.UniqueViolation):
                    raise  # not somebody else at the same moment, but a defect of the work
                if not tries_left:
                    raise Busy("the database asked to repeat again and again") from None
        raise AssertionError("the loop returns or raises")

    def read(self, query: Callable[[Db], T], *, snapshot: bool) -> T:
        """Run a query; with `snapshot` all its statements see one moment, however long they take."""
        deadline = None if snapshot else time.monotonic() + _READ_SECONDS
        level = "ISOLATION LEVEL REPEATABLE READ " if snapshot else ""
        with self._begun(f"BEGIN {level}READ ONLY", deadline) as cursor:
            result = query(Db(cursor, "postgresql", self._keys))
            cursor.execute("COMMIT")
        return result

    def _once(self, work: Callable[[Db], T], person: str | None, deadline: float) -> T:
        left = max(1, int((deadline - time.monotonic()) * 1000))
        with self._begun(f"BEGIN; SET LOCAL statement_timeout={left}", deadline) as cursor:
            db = Db(cursor, "postgresql", self._keys)
            if person is not None:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_lock_number(person),))
            result = work(db)
            self._before_commit()
            try:
                cursor.execute("COMMIT")
            except _AWAY as error:
                if isinstance(error, _REPEAT):
                    raise
                raise _InDoubt(type(error).__name__) from None
        if db.queued:
            self._on_queued()
        return result

    @contextmanager
    def _begun(self, begin: str, deadline: float | None) -> Iterator[Any]:
        """A cursor in a transaction that `begin` has begun; whatever is raised inside rolls back."""
        raw, cursor = self._connected(begin, deadline)
        try:
            with self._cutoffs.watching(raw, deadline):
                yield cursor
        except BaseException as error:
            if isinstance(error, (psycopg.Error, _InDoubt)) or not _rolled_back(cursor):
                raw.invalidate()  # closing the connection rolls back, whatever state it is in
            if isinstance(error, _AWAY) and not isinstance(error, _REPEAT):
                raise Busy(type(error).__name__) from None
            raise
        finally:
            raw.close()

    def _connected(self, begin: str, deadline: float | None) -> tuple[Any, Any]:
        """A connection with its transaction begun. One that broke while nobody used it is replaced: nothing is lost."""
        while True:
            try:
                raw = self._engine.raw_connection()
            except _NO_CONNECTION as error:
                raise Busy(f"no connection: {type(error).__name__}") from None
            try:
                with self._cutoffs.watching(raw, deadline):
                    cursor = raw.cursor()
                    cursor.execute(begin)
                return raw, cursor
            except _AWAY as error:
                raw.invalidate()
                raw.close()
                if deadline is not None and time.monotonic() > deadline:
                    raise Busy(f"no answer: {type(error).__name__}") from None


class _Afterwards:
    """What is to follow a commit that may have come about: tried in the background until it went through.

    Behind the same person's lock it sees the outcome, even where the server was still at that commit.
    """

    _PATIENCE_SECONDS = 120.0
    _PAUSE_SECONDS = 1.0

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._waiting: queue.SimpleQueue[tuple[float, Late, str | None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, late: Late, person: str | None) -> None:
        """Run it as soon as the database allows."""
        self._waiting.put((time.monotonic() + self._PATIENCE_SECONDS, late, person))
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ledger-afterwards", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            until, late, person = self._waiting.get()
            try:
                self._transactions.run(late, person=person, wait=self._PAUSE_SECONDS)
            except Busy:
                if time.monotonic() < until:
                    self._waiting.put((until, late, person))
                    time.sleep(self._PAUSE_SECONDS)
                else:
                    log.warning("late_words_given_up")
            except Exception as defect:  # the next one must have its turn
                log.error("late_words_failed", error=type(defect).__name__, trace=trace_of(defect))


class _Cutoffs:
    """Shuts the socket of a connection whose time is over; whoever waits for it then gets an error at once."""

    # The server's own time limit comes first: then the connection stays whole.
    _GRACE_SECONDS = 0.1
    _LOOK_EVERY_SECONDS = 0.1

    def __init__(self) -> None:
        self._watched: dict[object, tuple[float, Any]] = {}
        self._lock = threading.Lock()
        self._something = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def watching(self, raw: Any, deadline: float | None) -> Iterator[None]:
        """Cut this connection if the block lasts longer than until `deadline` (of time.monotonic)."""
        if deadline is None:
            yield
            return
        token = object()
        with self._lock:
            self._watched[token] = (deadline + self._GRACE_SECONDS, raw.dbapi_connection)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ledger-cutoffs", daemon=True)
                self._thread.start()
        self._something.set()
        try:
            yield
        finally:
            with self._lock:
                self._watched.pop(token, None)

    def _run(self) -> None:
        while True:
            self._something.wait()
            time.sleep(self._LOOK_EVERY_SECONDS)
            with self._lock:
                now = time.monotonic()
                for token in [token for token, (deadline, _) in self._watched.items() if now > deadline]:
                    _shut(self._watched.pop(token)[1])
                if not self._watched:
                    self._something.clear()


def _shut(connection: "psycopg.Connection[Any]") -> None:
    try:
        descriptor = socket.socket(fileno=connection.fileno())
    except (psycopg.OperationalError, OSError):
        return  # it is gone already
    try:
        descriptor.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it went this very moment
    finally:
        descriptor.detach()


def _rolled_back(cursor: Any) -> bool:
    try:
        cursor.execute("ROLLBACK")
    except psycopg.Error:
        return False
    return True


def _lock_number(person: str) -> int:
    """The 64-bit number of the advisory lock on which one person's messages queue."""
    return int.from_bytes(hashlib.blake2b(person.encode(), digest_size=8).digest(), "big", signed=True)
