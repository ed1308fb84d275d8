"""What only PostgreSQL can do to a transaction: make it wait, ask it to repeat, cut its connection, or fall silent."""

import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from ledger import Busy, Db, Ledger, Statement, audit, facts, places, records
from ledger.keys import load_or_create
from ledger.tables import audit as audit_table
from tests.town import NOW, count, found

_PROCESS = Statement(text("SELECT pg_backend_pid()"))
_TOUCH = Statement(text("UPDATE fact SET value = value || :more WHERE name = :which"))
_READ_ONLY = Statement(text("SET LOCAL transaction_read_only = on"))


@pytest.fixture
def ledger(postgres_ledger_url: str, data_dir: Path) -> Iterator[Ledger]:
    opened = Ledger(postgres_ledger_url, load_or_create(data_dir))
    yield opened
    opened.close()


@pytest.fixture
def operator(postgres_ledger_url: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection beside the ledger's."""
    url = make_url(postgres_ledger_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


def note(about: str) -> Callable[[Db], None]:
    return lambda db: audit.note(db, NOW, None, "王阿姨", "said", about)


def test_one_person_waits_for_herself_and_for_nobody_else(ledger: Ledger) -> None:
    inside, leave = threading.Event(), threading.Event()

    def stay(db: Db) -> None:
        note("first")(db)
        inside.set()
        assert leave.wait(60)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ledger.transact, stay, person="o-wang")
        assert inside.wait(60)
        ledger.transact(note("somebody else"), person="o-li", wait=1)
        started = time.monotonic()
        with pytest.raises(Busy):
            ledger.transact(note("too late"), person="o-wang", wait=0.3)
        assert time.monotonic() - started < 15
        second = pool.submit(ledger.transact, note("second"), person="o-wang")
        leave.set()
        first.result()
        second.result()
    assert count(ledger, audit_table) == 3


def test_whoever_must_give_way_in_a_deadlock_comes_again(ledger: Ledger) -> None:
    for name in ("a", "b"):
        ledger.transact(lambda db, name=name: facts.put(db, name, ""))  # type: ignore[misc]
    both_hold_one = threading.Barrier(2)
    runs: list[str] = []

    def work(mine: str, other: str) -> Callable[[Db], None]:
        def run(db: Db) -> None:
            runs.append(mine)
            db.run(_TOUCH, which=mine, more=mine)
            if runs.count(mine) == 1:
                both_hold_one.wait(60)
            db.run(_TOUCH, which=other, more=mine)

        return run

    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(ledger.transact, work(*pair), person=pair[0]) for pair in (("a", "b"), ("b", "a"))]
        for call in calls:
            call.result()
    assert len(runs) == 3
    for name in ("a", "b"):
        value: str | None = ledger.read(lambda db, name=name: facts.get(db, name))  # type: ignore[misc]
        assert value in {"ab", "ba"}


def test_two_who_name_a_new_place_at_once_get_the_same_one(ledger: Ledger) -> None:
    found(ledger)
    both_have_looked = threading.Barrier(2)

    def work(person: str) -> Callable[[Db], int]:
        looked: list[str] = []

        def run(db: Db) -> int:
            assert looked or places.find(db, "永茂社区/6号楼") is None
            if not looked:
                looked.append(person)
                both_have_looked.wait(60)
            return places.ensure(db, "永茂社区/6号楼").id

        return run

    with ThreadPoolExecutor(2) as pool:
        ids = list(pool.map(lambda one: ledger.transact(work(one), person=one), ("o-wang", "o-li")))
    assert ids[0] == ids[1]


def test_no_number_of_a_series_is_given_twice(ledger: Ledger) -> None:
    def take(person: int) -> list[int]:
        return [
            ledger.transact(lambda db: records.next_number(db, "return_report:2022-01-20"), person=f"o-{person}")
            for _ in range(20)
        ]

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for taken in pool.map(take, range(8)) for number in taken]
    assert sorted(numbers) == list(range(1, 161))


def test_a_connection_that_is_cut_means_busy_and_the_next_one_works(
    ledger: Ledger, operator: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    def work(db: Db) -> None:
        note("half")(db)
        operator.execute("SELECT pg_terminate_backend(%s)", (db.value(_PROCESS),))
        note("other half")(db)

    with pytest.raises(Busy):
        ledger.transact(work, person="o-wang")
    ledger.transact(note("next"), person="o-wang")
    assert count(ledger, audit_table) == 1


def test_connections_that_broke_while_idle_are_replaced_unnoticed(
    ledger: Ledger, operator: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    everybody = threading.Barrier(5)
    with ThreadPoolExecutor(5) as pool:
        for _ in range(5):
            pool.submit(ledger.transact, lambda db: everybody.wait(60))
    operator.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()"
    )
    for number in range(8):
        ledger.transact(note(f"{number}"))
    assert ledger.read(lambda db: facts.get(db, "nothing")) is None
    assert count(ledger, audit_table) == 8


def test_a_server_that_has_become_a_standby_means_busy(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        db.run(_READ_ONLY)
        note("on a standby")(db)

    with pytest.raises(Busy):
        ledger.transact(work)
    assert count(ledger, audit_table) == 0


def test_a_statement_that_takes_too_long_means_busy(ledger: Ledger) -> None:
    started = time.monotonic()
    with pytest.raises(Busy):
        ledger.transact(lambda db: db.all(Statement(text("SELECT pg_sleep(30)"))), wait=0.2)
    assert time.monotonic() - started < 15


def test_a_server_that_is_not_there_means_busy(data_dir: Path) -> None:
    nowhere = Ledger("postgresql://hexi@127.0.0.1:1/hexi", load_or_create(data_dir))
    with pytest.raises(Busy):
        nowhere.transact(note("nowhere"))
    with pytest.raises(Busy):
        nowhere.read(lambda db: facts.get(db, "nothing"))
    nowhere.close()


def test_a_server_that_falls_silent_means_busy_in_time(postgres_ledger_url: str, data_dir: Path) -> None:
    with Line(postgres_ledger_url) as line:
        ledger = Ledger(line.url, load_or_create(data_dir))
        ledger.transact(note("before"))
        line.silent = True
        started = time.monotonic()
        with pytest.raises(Busy):  # at its very first statement
            ledger.transact(note("meanwhile"), wait=0.3)
        assert time.monotonic() - started < 15
        line.silent = False
        ledger.transact(note("after"))

        def fall_silent(db: Db) -> None:
            line.silent = True
            note("in the middle")(db)

        started = time.monotonic()
        with pytest.raises(Busy):
            ledger.transact(fall_silent, wait=0.3)
        assert time.monotonic() - started < 15
        line.silent = False
        ledger.transact(note("at last"))
        assert count(ledger, audit_table) == 3
        ledger.close()


class Line:
    """A line to the server that can fall silent: connections stay, and nothing passes."""

    def __init__(self, url: str) -> None:
        target = make_url(url)
        folder = target.query.get("host")
        self._target: str | tuple[str, int] = (
            f"{folder}/.s.PGSQL.5432" if isinstance(folder, str) else (target.host or "127.0.0.1", target.port or 5432)
        )
        self._door = socket.create_server(("127.0.0.1", 0))
        bare = target.difference_update_query(["host"])
        self.url = bare.set(host="127.0.0.1", port=self._door.getsockname()[1]).render_as_string(hide_password=False)
        self.silent = False
        self._selector = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._open = True
        self._peers: dict[socket.socket, socket.socket] = {}

    def __enter__(self) -> "Line":
        self._door.setblocking(False)
        self._selector.register(self._door, selectors.EVENT_READ)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        self._thread.join()
        for end in [self._door, *self._peers]:
            end.close()
        self._selector.close()

    def _run(self) -> None:
        while self._open:
            if self.silent:
                time.sleep(0.01)
                continue
            for key, _ in self._selector.select(0.02):
                end = key.fileobj
                assert isinstance(end, socket.socket)
                if end is self._door:
                    self._connect(end.accept()[0])
                elif end in self._peers and not self.silent:
                    self._pass_on(end)

    def _connect(self, client: socket.socket) -> None:
        if isinstance(self._target, str):
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._target)
        else:
            server = socket.create_connection(self._target)
        for one, other in ((client, server), (server, client)):
            self._peers[one] = other
            self._selector.register(one, selectors.EVENT_READ)

    def _pass_on(self, end: socket.socket) -> None:
        other = self._peers[end]
        try:
            piece = end.recv(65_536)
            if piece:
                other.sendall(piece)
                return
        except OSError:
            piece = b""
        for one in (end, other):
            self._selector.unregister(one)
            del self._peers[one]
            one.close()
