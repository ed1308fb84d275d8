"""The audit trail: whatever somebody with the database in their hands changes, the chain shows it (THREATS I8, A32)."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import bindparam, delete, select, update

from ledger import Db, Ledger, Statement, audit
from ledger.audit import Head
from ledger.sealer import Sealer
from ledger.tables import audit as table
from tests.town import NOW, count

_ROWS = 450
_ABOUTS = Statement(select(table.c.about).order_by(table.c.chain_no))
_AT = Statement(select(table.c.id).where(table.c.chain_no == bindparam("number")))
_EDIT = {
    name: Statement(update(table).where(table.c.chain_no == bindparam("number")).values({name: bindparam("new")}))
    for name in ("actor", "action", "about", "detail")
}
_REDATE = Statement(update(table).where(table.c.chain_no == bindparam("number")).values(at=table.c.at + 1))
_DELETE = Statement(delete(table).where(table.c.chain_no == bindparam("number")))
_CUT = Statement(delete(table).where(table.c.chain_no >= bindparam("number")))
_UNCHAIN = Statement(update(table).where(table.c.chain_no >= bindparam("number")).values(chain_no=None))
_NUMBER = Statement(update(table).where(table.c.id == bindparam("which")).values(chain_no=bindparam("number")))
_CHANCE = random.Random(20220120)


def fill(ledger: Ledger, rows: int = _ROWS, since: int = 0) -> None:
    def work(db: Db) -> None:
        for number in range(since, since + rows):
            audit.note(db, NOW + number, number % 7 or None, "王阿姨", "said", f"health_checkin:{number}", '{"a":1}')

    ledger.transact(work)


def seal(ledger: Ledger) -> None:
    while ledger.transact(audit.chain, wait=30):
        pass


@pytest.fixture
def chained(ledger: Ledger) -> Ledger:
    fill(ledger)
    seal(ledger)
    return ledger


def first_break(ledger: Ledger, known: Head | None = None) -> int | None:
    return ledger.read(lambda db: audit.first_break(db, known), snapshot=True)


def test_rows_are_chained_in_their_order_in_small_steps(ledger: Ledger) -> None:
    fill(ledger)
    assert ledger.read(audit.any_unchained)
    assert first_break(ledger) is None
    assert [ledger.transact(audit.chain) for _ in range(4)] == [200, 200, 50, 0]
    assert not ledger.read(audit.any_unchained)
    assert ledger.read(audit.head).count == _ROWS
    assert [row[0] for row in ledger.read(lambda db: db.all(_ABOUTS))] == [f"health_checkin:{n}" for n in range(_ROWS)]
    assert first_break(ledger, ledger.read(audit.head)) is None


def test_a_chain_that_grows_still_contains_the_head_of_yesterday(chained: Ledger) -> None:
    yesterday = chained.read(audit.head)
    fill(chained, 30, since=_ROWS)
    seal(chained)
    assert chained.read(audit.head).count == _ROWS + 30
    assert first_break(chained, yesterday) is None
    assert first_break(chained, Head(0, b"\0" * 32)) is None


def edit(db: Db, number: int) -> None:
    name = _CHANCE.choice(sorted(_EDIT))
    db.run(_EDIT[name], number=number, new="赵某")


def redate(db: Db, number: int) -> None:
    db.run(_REDATE, number=number)


def remove(db: Db, number: int) -> None:
    db.run(_DELETE, number=number)


def swap(db: Db, number: int) -> None:
    """The row and the one after it change places."""
    first, second = (db.value(_AT, number=one) for one in (number, number + 1))
    db.run(_NUMBER, which=first, number=1_000_000)
    db.run(_NUMBER, which=second, number=number)
    db.run(_NUMBER, which=first, number=number + 1)


@pytest.mark.parametrize("tamper", [edit, redate, remove, swap])
def test_a_row_that_somebody_touched_shows(chained: Ledger, tamper: Callable[[Db, int], None]) -> None:
    whole = first_break(chained, chained.read(audit.head))
    assert whole is None
    for number in sorted((_CHANCE.randrange(1, _ROWS) for _ in range(20)), reverse=True):
        chained.transact(lambda db, number=number: tamper(db, number))  # type: ignore[misc]
        assert first_break(chained) == number


def test_a_tail_that_was_cut_shows_against_a_head_that_was_sent_out(chained: Ledger) -> None:
    sent_out = chained.read(audit.head)
    chained.transact(lambda db: db.run(_CUT, number=_ROWS - 9))
    assert first_break(chained) is None  # what is left holds: that is why the head leaves the house
    assert first_break(chained, sent_out) == _ROWS - 9


def test_a_tail_that_was_written_anew_shows_too(chained: Ledger) -> None:
    sent_out = chained.read(audit.head)

    def rewrite(db: Db) -> None:
        db.run(_EDIT["about"], number=_ROWS - 3, new="nothing happened")
        db.run(_UNCHAIN, number=_ROWS - 9)

    chained.transact(rewrite)
    seal(chained)
    assert first_break(chained) is None
    assert chained.read(audit.head).count == sent_out.count
    assert first_break(chained, sent_out) == _ROWS


def test_an_emptied_trail_shows(chained: Ledger) -> None:
    sent_out = chained.read(audit.head)
    chained.transact(lambda db: db.run(_CUT, number=1))
    assert first_break(chained, sent_out) == 1


def test_sealers_of_several_processes_and_writers_beside_them_make_one_chain(ledger: Ledger) -> None:
    others = [ledger, Ledger(ledger.url, ledger.keys), Ledger(ledger.url, ledger.keys)]

    def write(number: int) -> None:
        for one in range(40):
            fill(others[number % 3], 3, since=number * 1000 + one * 3)

    def chain(number: int) -> None:
        for _ in range(15):
            others[number].transact(audit.chain, wait=30)

    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(write, number) for number in range(3)] + [
            pool.submit(chain, number) for number in range(3)
        ]
        for call in calls:
            call.result()
    seal(ledger)
    for other in others[1:]:
        other.close()
    assert ledger.read(audit.head).count == count(ledger, table) == 360
    assert first_break(ledger) is None


def test_the_sealer_seals_what_is_there_when_it_is_told_to_stop(ledger: Ledger) -> None:
    fill(ledger, 250)
    sealer = Sealer(ledger)
    sealer.start()
    sealer.stop()
    assert ledger.read(audit.head).count == 250
    assert first_break(ledger) is None
