"""A record that is filed at the very moment in which its person is merged into another names the survivor (PostgreSQL)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from ledger import Db, Ledger, checkins, outbox, tasks
from ledger.checkins import Checkin
from ledger.keys import load_or_create
from ledger.people import Recipient, accounts, family, merging
from ledger.records import NO_DECISION
from ledger.statement import Statement
from ledger.tables import account, account_person, health_checkin, task
from ledger.tables import outbox as outbox_table
from tests.town import NOW, filing, found, settle

DOOR = "永茂社区/6号楼/2单元/301"
_OF = Statement(select(health_checkin.c.person_id))
_ACCOUNTS = Statement(select(account.c.openid, account.c.person_id).where(account.c.person_id.is_not(None)))
_LINKS = Statement(select(account_person.c.openid, account_person.c.person_id))
_VISITS = Statement(select(task.c.person_id))
_MESSAGES = Statement(select(outbox_table.c.person_id))
_PATIENCE = 30.0


@pytest.fixture
def ledger(postgres_ledger_url: str, data_dir: Path) -> Iterator[Ledger]:
    """Only here do two transactions write at one moment: on SQLite one writer does."""
    opened = Ledger(postgres_ledger_url, load_or_create(data_dir))
    found(opened)
    yield opened
    opened.close()


@pytest.fixture
def twice(ledger: Ledger) -> tuple[int, int]:
    """Somebody whom staff registered, and who has just bound an account."""

    def work(db: Db) -> tuple[int, int]:
        old = settle(db, "王桂芝", DOOR)
        return old, settle(db, "王桂芝", DOOR, openid="o-new", role="resident", scope=DOOR)

    return ledger.transact(work)


def check_in(person_id: int) -> Callable[[Db], None]:
    """Somebody files for whom they have looked up before."""
    said = Checkin(person_id, "王桂芝", "2022-01-20", 36.4, ("none",), None, None)

    def work(db: Db) -> None:
        checkins.add(db, said, filing("李强"), NO_DECISION)

    return work


def visit(person_id: int) -> Callable[[Db], None]:
    """Somebody without an account is to be told something: the grid worker goes there."""
    return lambda db: tasks.add_visit(db, about="alert:1", person_id=person_id, text="来问一声", now=NOW)


def write_to(person_id: int) -> Callable[[Db], None]:
    """Somebody is told something whose account was looked up before."""
    to = Recipient("o-old", person_id, "王桂芝")
    return lambda db: outbox.queue(db, key=f"told:{person_id}", to=to, kind="alert", body="在吗", about="alert:1", now=NOW)


def join(person_id: int) -> Callable[[Db], None]:
    def work(db: Db) -> None:
        merging.join(db, person_id, NOW)

    return work


def both_at_once(ledger: Ledger, first: Callable[[Db], None], second: Callable[[Db], None]) -> None:
    """The first has written and not committed when the second begins to; the second has to wait."""
    written, leave = Event(), Event()

    def hold(db: Db) -> None:
        first(db)
        written.set()
        assert leave.wait(_PATIENCE)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(ledger.transact, hold)
        assert written.wait(_PATIENCE)
        other = pool.submit(ledger.transact, second)
        with pytest.raises(TimeoutError):
            other.result(timeout=0.3)
        leave.set()
        one.result()
        other.result()


def test_a_merge_waits_for_what_is_being_filed_and_carries_it_over(ledger: Ledger, twice: tuple[int, int]) -> None:
    old, new = twice
    both_at_once(ledger, check_in(old), join(new))
    assert ledger.read(lambda db: db.all(_OF)) == [(new,)]


def test_what_is_filed_during_a_merge_is_the_survivors(ledger: Ledger, twice: tuple[int, int]) -> None:
    old, new = twice
    both_at_once(ledger, join(new), check_in(old))
    assert ledger.read(lambda db: db.all(_OF)) == [(new,)]


# What is written for somebody, and where it says for whom.
WRITTEN = {"a visit": (visit, _VISITS), "a message": (write_to, _MESSAGES)}


@pytest.mark.parametrize(("write", "whose"), WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.parametrize("is_merged_first", [True, False])
def test_what_is_to_be_brought_to_somebody_during_a_merge_is_the_survivors(
    ledger: Ledger,
    twice: tuple[int, int],
    write: Callable[[int], Callable[[Db], None]],
    whose: Statement,
    is_merged_first: bool,
) -> None:
    old, new = twice
    first, second = (join(new), write(old)) if is_merged_first else (write(old), join(new))
    both_at_once(ledger, first, second)
    assert ledger.read(lambda db: db.all(whose)) == [(new,)]


def test_what_is_filed_after_a_merge_by_an_id_from_before_is_the_survivors(
    ledger: Ledger, twice: tuple[int, int]
) -> None:
    old, new = twice
    ledger.transact(join(new))
    ledger.transact(check_in(old))
    assert ledger.read(lambda db: db.all(_OF)) == [(new,)]


def test_somebody_merged_twice_is_found_at_the_end(ledger: Ledger, twice: tuple[int, int]) -> None:
    old, middle = twice
    ledger.transact(join(middle))

    def leave_and_return(db: Db) -> int:
        accounts.forget(db, "o-new")
        return settle(db, "王桂芝", DOOR, openid="o-again", role="resident", scope=DOOR)

    last = ledger.transact(leave_and_return)
    both_at_once(ledger, check_in(old), join(last))
    ledger.transact(check_in(middle))
    assert ledger.read(lambda db: db.all(_OF)) == [(last,), (last,)]


def test_a_child_that_is_added_to_a_family_at_that_moment_is_the_survivors(
    ledger: Ledger, twice: tuple[int, int]
) -> None:
    old, new = twice
    both_at_once(
        ledger, join(new), lambda db: family.add(db, "o-daughter", old, "妈妈", guardian=False, now=NOW)
    )
    assert ledger.read(lambda db: db.all(_LINKS)) == [("o-daughter", new)]


def test_whoever_gets_an_account_at_that_moment_is_merged_into_nobody(ledger: Ledger, twice: tuple[int, int]) -> None:
    old, new = twice
    both_at_once(ledger, lambda db: accounts.bind(db, "o-old", old), join(new))
    assert sorted(ledger.read(lambda db: db.all(_ACCOUNTS))) == [("o-new", new), ("o-old", old)]
