"""Occurrences: however many schedulers tick, each due time of a job is claimed once (THREATS F18)."""

from concurrent.futures import ThreadPoolExecutor

from ledger import Ledger, occurrences
from ledger.tables import occurrence
from tests.town import NOW, count


def test_three_schedulers_claim_each_of_a_thousand_once(ledger: Ledger) -> None:
    schedulers = [ledger, Ledger(ledger.url, ledger.keys), Ledger(ledger.url, ledger.keys)]

    def tick(number: int) -> list[int]:
        mine = []
        for due in range(NOW, NOW + 1_000):
            claimed = schedulers[number].transact(
                lambda db, due=due: occurrences.claim(db, "digest", due, f"scheduler {number}", NOW)  # type: ignore[misc]
            )
            mine += [due] if claimed else []
        return mine

    with ThreadPoolExecutor(3) as pool:
        claimed = [due for share in pool.map(tick, range(3)) for due in share]
    for other in schedulers[1:]:
        other.close()
    assert sorted(claimed) == list(range(NOW, NOW + 1_000))
    assert count(ledger, occurrence) == 1_000
    assert ledger.read(lambda db: occurrences.last_due(db, "digest")) == NOW + 999
    assert ledger.read(lambda db: occurrences.last_due(db, "another job")) is None


def test_two_jobs_may_be_due_at_the_same_moment(ledger: Ledger) -> None:
    assert ledger.transact(lambda db: occurrences.claim(db, "digest", NOW, "host", NOW))
    assert ledger.transact(lambda db: occurrences.claim(db, "retention", NOW, "host", NOW))
    ledger.transact(lambda db: occurrences.finish(db, "digest", NOW, "done", 12, NOW + 5))
    assert not ledger.transact(lambda db: occurrences.claim(db, "digest", NOW, "host", NOW))
