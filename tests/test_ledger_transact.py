"""One way to write: what was committed is there, what failed left nothing, and nobody waits longer than they said."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from ledger import Busy, Db, Ledger, Statement, audit, facts
from ledger.keys import load_or_create
from ledger.tables import audit as audit_table
from tests.town import NOW, count

_NOTES = Statement(select(audit_table.c.about, audit_table.c.detail).order_by(audit_table.c.id))


class Refuse(Exception):
    """What a piece of work of these tests fails with."""


@pytest.fixture
def data_dir(disk_path: Path) -> Path:
    """An empty data folder on the disk, where a commit takes its time."""
    return disk_path


@pytest.fixture
def embedded(sqlite_ledger_url: str, data_dir: Path) -> Iterator[Ledger]:
    """A SQLite ledger that gives up on a locked file soon."""
    opened = Ledger(sqlite_ledger_url, load_or_create(data_dir), lock_wait=0.2)
    yield opened
    opened.close()


def note(about: str) -> Callable[[Db], None]:
    """Work that leaves one row behind."""
    return lambda db: audit.note(db, NOW, None, "王阿姨", "said", about)


def notes(ledger: Ledger) -> list[str]:
    """What all work has left behind, in order."""
    return [row[0] for row in ledger.read(lambda db: db.all(_NOTES))]


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again; fails after a while."""
    last = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.01)


class Gate:
    """Work that stays inside its transaction until somebody opens."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    def __call__(self, db: Db) -> None:
        note("gate")(db)
        self.reached.set()
        assert self._opened.wait(60)

    def open(self) -> None:
        self._opened.set()


def test_what_was_committed_is_there_for_everybody(ledger: Ledger) -> None:
    assert ledger.transact(lambda db: facts.keep_first(db, "colour", "red")) == "red"
    other = Ledger(ledger.url, ledger.keys)
    assert other.read(lambda db: facts.get(db, "colour")) == "red"
    other.close()


def test_what_fails_leaves_nothing_and_says_why(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        note("half")(db)
        raise Refuse

    with pytest.raises(Refuse):
        ledger.transact(work)
    assert notes(ledger) == []
    ledger.transact(note("next"))
    assert notes(ledger) == ["next"]


def test_neighbours_of_failing_work_lose_nothing(ledger: Ledger) -> None:
    gate = Gate()

    def work(number: int) -> Callable[[Db], int]:
        def run(db: Db) -> int:
            note(f"{number}")(db)
            if number == 5:
                raise Refuse
            return number

        return run

    with ThreadPoolExecutor(12) as pool:
        first = pool.submit(ledger.transact, gate)
        gate.reached.wait(60)
        others = [pool.submit(ledger.transact, work(number)) for number in range(10)]
        time.sleep(0.1)  # on SQLite they gather behind the first and share one transaction
        gate.open()
        first.result()
        outcomes = [other.exception() or other.result() for other in others]
    assert isinstance(outcomes.pop(5), Refuse)
    assert outcomes == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert sorted(notes(ledger)) == ["0", "1", "2", "3", "4", "6", "7", "8", "9", "gate"]


def test_even_an_exit_inside_work_leaves_the_ledger_at_work(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        note("half")(db)
        raise SystemExit

    with pytest.raises(SystemExit):
        ledger.transact(work)
    ledger.transact(note("next"))
    assert notes(ledger) == ["next"]


def test_many_threads_of_one_person_keep_their_order_and_lose_nothing(ledger: Ledger) -> None:
    def count_up(thread: int) -> None:
        for number in range(25):

            def work(db: Db, number: int = number) -> None:
                before = int(facts.get(db, "counter") or 0)  # read and written apart: only a queue keeps it right
                facts.put(db, "counter", str(before + 1))
                audit.note(db, NOW, None, "王阿姨", "said", f"{thread}:{number}", str(before))

            ledger.transact(work, person="o-wang", wait=30)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(count_up, range(16)))
    assert ledger.read(lambda db: facts.get(db, "counter")) == "400"
    rows = ledger.read(lambda db: db.all(_NOTES))
    assert sorted(int(before) for _, before in rows) == list(range(400))
    in_order = [about for about, _ in sorted(rows, key=lambda row: int(row[1]))]
    for thread in range(16):
        mine = [about for about in in_order if about.startswith(f"{thread}:")]
        assert mine == [f"{thread}:{number}" for number in range(25)]


def test_the_sender_is_woken_only_after_a_commit_that_queued(ledger: Ledger) -> None:
    woken: list[int] = []
    ledger.on_queued = lambda: woken.append(count(ledger, audit_table))

    def work(db: Db) -> None:
        note("queued")(db)
        db.queued = True

    def fail(db: Db) -> None:
        work(db)
        raise Refuse

    ledger.transact(note("nothing queued"))
    with pytest.raises(Refuse):
        ledger.transact(fail)
    assert woken == []
    ledger.transact(work)
    wait_until(lambda: woken == [2])


def test_a_snapshot_does_not_see_what_is_committed_meanwhile(ledger: Ledger) -> None:
    def look(db: Db) -> tuple[int, int]:
        before = len(db.all(_NOTES))
        with ThreadPoolExecutor(1) as pool:
            pool.submit(ledger.transact, note("meanwhile")).result()
        return before, len(db.all(_NOTES))

    assert ledger.read(look, snapshot=True) == (0, 0)
    assert notes(ledger) == ["meanwhile"]


def test_a_reader_sees_whether_anybody_changed_anything_since(embedded: Ledger) -> None:
    other = sqlite3.connect(embedded.url.removeprefix("sqlite:///"), isolation_level=None)
    changes: list[Callable[[], object]] = [
        lambda: embedded.transact(note("ours")),
        lambda: other.execute("UPDATE audit SET about = 'another program'"),
        lambda: other.execute("UPDATE audit SET about = 'another program'"),
    ]
    for change in changes:
        before = embedded.read(Db.data_version)
        assert embedded.read(Db.data_version) == before is not None
        change()
        assert embedded.read(Db.data_version) != before
    other.close()


def test_whoever_writes_and_postgresql_have_no_such_number(ledger: Ledger) -> None:
    assert ledger.transact(Db.data_version) is None, "one's own changes would not count"
    assert (ledger.read(Db.data_version) is None) is not ledger.is_sqlite


def test_reading_cannot_write(ledger: Ledger) -> None:
    with pytest.raises(Busy):
        ledger.read(note("by a reader"))
    assert notes(ledger) == []


def test_work_that_was_not_begun_in_time_is_dropped(embedded: Ledger) -> None:
    gate = Gate()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(embedded.transact, gate)
        gate.reached.wait(60)
        with pytest.raises(Busy):
            embedded.transact(note("too late"), wait=0.1)
        gate.open()
        first.result()
    embedded.transact(note("next"))
    assert notes(embedded) == ["gate", "next"]


def test_words_that_were_booked_after_their_caller_had_left_follow(embedded: Ledger) -> None:
    gate = Gate()
    with pytest.raises(Busy):
        embedded.transact(gate, wait=0.1, late=note("the words follow"))
    gate.open()
    wait_until(lambda: notes(embedded) == ["gate", "the words follow"])


def test_nothing_follows_work_that_failed_after_its_caller_had_left(embedded: Ledger) -> None:
    gate = Gate()

    def work(db: Db) -> None:
        gate(db)
        raise Refuse

    with pytest.raises(Busy):
        embedded.transact(work, wait=0.1, late=note("the words follow"))
    gate.open()
    embedded.transact(note("next"))
    assert notes(embedded) == ["next"]


def test_whoever_gives_up_at_the_very_moment_of_the_commit_is_not_forgotten(embedded: Ledger) -> None:
    """Callers whose patience ends about when the commit comes: each has either its result or its words that follow."""
    answered: list[str] = []

    def call(number: int) -> None:
        def work(db: Db) -> None:
            time.sleep(0.002)
            note(f"booked {number}")(db)

        try:
            embedded.transact(work, wait=0.004, late=note(f"late {number}"))
            answered.append(f"{number}")
        except Busy:
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(call, range(200)))
    embedded.transact(note("end"))
    embedded.transact(note("end"))
    left = notes(embedded)
    booked = {one.split()[1] for one in left if one.startswith("booked")}
    late = {one.split()[1] for one in left if one.startswith("late")}
    assert booked == set(answered) | late
    assert not late & set(answered)


def test_too_much_in_the_queue_is_refused_at_once(embedded: Ledger) -> None:
    embedded.transact(lambda db: time.sleep(0.6))  # work takes long at the moment: on average 0.12 s a piece
    gate = Gate()

    def call(number: int) -> str:
        started = time.monotonic()
        try:
            embedded.transact(note(f"{number}"))
        except Busy:
            return "refused" if time.monotonic() - started < 1 else "gave up"
        return "booked"

    with ThreadPoolExecutor(41) as pool:
        first = pool.submit(embedded.transact, gate)
        gate.reached.wait(60)
        calls = [pool.submit(call, number) for number in range(40)]
        wait_until(lambda: sum(call.done() for call in calls) >= 10)
        gate.open()
        first.result()
        outcomes = [one.result() for one in calls]
    assert outcomes.count("refused") >= 10
    assert outcomes.count("booked") == 40 - outcomes.count("refused")
    assert len(notes(embedded)) == 1 + outcomes.count("booked")


def test_a_file_that_somebody_else_has_locked_means_busy_and_nothing_is_lost(embedded: Ledger) -> None:
    embedded.transact(note("before"))
    somebody = sqlite3.connect(embedded.url.removeprefix("sqlite:///"), isolation_level=None)
    somebody.execute("BEGIN EXCLUSIVE")
    started = time.monotonic()
    with pytest.raises(Busy):
        embedded.transact(note("meanwhile"), wait=20)
    assert time.monotonic() - started < 10
    assert notes(embedded) == ["before"]  # readers do not wait
    somebody.execute("ROLLBACK")
    somebody.close()
    embedded.transact(note("after"))
    assert notes(embedded) == ["before", "after"]


@pytest.mark.parametrize("neighbours", [0, 5])
def test_a_full_disk_means_busy_and_passes_by_itself(embedded: Ledger, neighbours: int) -> None:
    embedded.transact(lambda db: db.all(Statement(text("PRAGMA max_page_count=1"))))  # as much as there is now
    long = note("x" * 2_000_000)
    gate = Gate()
    with ThreadPoolExecutor(neighbours + 2) as pool:
        held = pool.submit(embedded.transact, gate)
        gate.reached.wait(60)
        calls = [pool.submit(embedded.transact, long) for _ in range(neighbours + 1)]
        time.sleep(0.05)
        gate.open()
        held.result()
        for call in calls:
            with pytest.raises(Busy):
                call.result()
    assert notes(embedded) == ["gate"]
    embedded.transact(lambda db: db.all(Statement(text("PRAGMA max_page_count=1000000"))))
    embedded.transact(long)
    assert len(notes(embedded)) == 2


def test_a_ledger_that_is_closing_finishes_what_it_has_and_takes_nothing_more(embedded: Ledger) -> None:
    gate = Gate()
    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(embedded.transact, gate)
        gate.reached.wait(60)
        closing = pool.submit(embedded.close)
        time.sleep(0.05)
        with pytest.raises(Busy):
            embedded.transact(note("too late"))
        gate.open()
        held.result()
        closing.result()
    again = Ledger(embedded.url, embedded.keys)
    assert notes(again) == ["gate"]
    again.close()
