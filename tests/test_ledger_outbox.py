"""The outbox: queued once, claimed by one, and honest about what nobody knows (THREATS I6)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import bindparam, func, select, update

from ledger import Db, Ledger, Statement, outbox, tasks
from ledger.outbox import Outgoing
from ledger.outbox import claims as outbox_claims
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient
from ledger.tables import outbox as outbox_table
from ledger.tables import task
from tests.outbox_rows import put
from tests.town import NOW, count, found, settle

LEASE_MS = 60_000
_ROW = Statement(
    select(outbox_table.c.status, outbox_table.c.attempts, outbox_table.c.error, outbox_table.c.channel).where(
        outbox_table.c.key == bindparam("which")
    )
)
_TAKE = Statement(update(outbox_table).where(outbox_table.c.key == bindparam("which")).values(lease="another"))
_SENT = Statement(select(func.count()).where(outbox_table.c.status == "sent"))
_SPOIL = Statement(update(outbox_table).where(outbox_table.c.key == bindparam("which")).values(body_sealed=b"spoilt"))
WANG = Recipient("o-wang", None, "王阿姨")


def queue(
    ledger: Ledger, key: str, kind: str = "reminder", to: Recipient = WANG, due_at: int | None = None, about: str = "x"
) -> None:
    ledger.transact(
        lambda db: put(db, key=key, to=to, kind=kind, body=f"words of {key}", about=about, now=NOW, due_at=due_at)
    )


def claim(ledger: Ledger, now: int = NOW, lease: str = "lease", limit: int = 100) -> list[Outgoing]:
    return ledger.transact(lambda db: outbox_claims.claim(db, now, lease, LEASE_MS, limit))


def row(ledger: Ledger, key: str) -> tuple[object, ...]:
    found = ledger.read(lambda db: db.one(_ROW, which=key))
    assert found is not None
    return found


def test_queuing_twice_is_one_message_and_the_first_words_count(ledger: Ledger) -> None:
    queue(ledger, "k")
    ledger.transact(lambda db: put(db, key="k", to=WANG, kind="notice", body="other words", about="y", now=NOW))
    (claimed,) = claim(ledger)
    assert (claimed.key, claimed.body, claimed.kind, claimed.openid) == ("k", "words of k", "reminder", "o-wang")
    assert claim(ledger) == []


def test_only_what_is_due_is_claimed_and_the_urgent_first(ledger: Ledger) -> None:
    for key, kind, due_at in (
        ("old notice", "notice", NOW - 9),
        ("reply", "reply", NOW - 1),
        ("alert", "alert", NOW - 2),
        ("reminder", "reminder", NOW),
        ("later", "alert", NOW + 1),
    ):
        queue(ledger, key, kind, due_at=due_at)
    assert ledger.read(outbox_claims.next_due_at) == NOW - 9
    assert ledger.read(lambda db: outbox_claims.waiting(db, NOW)) == (4, 9)
    assert [one.key for one in claim(ledger, limit=2)] == ["alert", "reply"]
    assert [one.key for one in claim(ledger)] == ["reminder", "old notice"]
    assert [one.key for one in claim(ledger, now=NOW + 1)] == ["later"]
    assert ledger.read(outbox_claims.next_due_at) is None
    assert ledger.read(lambda db: outbox_claims.waiting(db, NOW)) == (0, 0)


def test_whoever_waits_for_an_answer_finds_room_where_a_notice_fills_all_hands(ledger: Ledger) -> None:
    for number in range(5):
        queue(ledger, f"notice {number}", "notice")
    queue(ledger, "reply", "reply", due_at=NOW + 1)
    assert len(claim(ledger, limit=5)) == 5
    full = ledger.transact(lambda db: outbox_claims.claim(db, NOW + 1, "lease", LEASE_MS, 0, live=2))
    assert [one.key for one in full] == ["reply"]


def test_many_are_settled_together_and_whose_lease_was_lost_stays_as_it_is(ledger: Ledger) -> None:
    for number in range(150):
        queue(ledger, f"{number:03}", "notice")
    claimed = claim(ledger, limit=150)
    assert len(claimed) == 150
    for number in (3, 140):
        ledger.transact(lambda db, key=claimed[number].key: db.run(_TAKE, which=key))  # type: ignore[misc]
    sent = [(one, "custom", "") for one in claimed[:100]]
    sent += [(one, "template", f"m-{one.id}") for one in claimed[100:149]]
    ledger.transact(lambda db: outbox_settling.settle_sent_together(db, sent, NOW + 7))
    assert [row(ledger, f"{number:03}")[::3] for number in (0, 3, 99, 100, 140, 148, 149)] == [
        *[("sent", "custom"), ("claimed", None), ("sent", "custom")],
        *[("sent", "template"), ("claimed", None), ("sent", "template"), ("claimed", None)],
    ]
    assert ledger.read(lambda db: db.value(_SENT)) == 147


def test_a_kind_that_no_sender_looks_for_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="no kind"):
        queue(ledger, "k", "letter")


def test_no_two_senders_ever_hold_the_same_row_and_none_is_left_out(ledger: Ledger) -> None:
    def fill(db: Db) -> None:
        for number in range(600):
            put(db, key=f"{number}", to=WANG, kind="notice", body="words", about="x", now=NOW)

    ledger.transact(fill)
    others = [Ledger(ledger.url, ledger.keys) for _ in range(2)]  # senders of other processes

    def send(worker: int) -> list[str]:
        mine = [ledger, *others][worker % 3]
        keys: list[str] = []
        while claimed := claim(mine, lease=f"worker {worker}", limit=7):
            assert len(claimed) <= 7
            keys += [one.key for one in claimed]
            for one in claimed:
                assert mine.transact(lambda db, one=one: outbox_settling.settle_sent(db, one, "custom", "", NOW))  # type: ignore[misc]
        return keys

    with ThreadPoolExecutor(6) as pool:
        shares = list(pool.map(send, range(6)))
    for other in others:
        other.close()
    assert sorted(key for share in shares for key in share) == sorted(f"{number}" for number in range(600))


def test_a_settled_row_says_how_it_went(ledger: Ledger) -> None:
    for key in ("sent", "unknown", "again"):
        queue(ledger, key)
    by_key = {one.key: one for one in claim(ledger)}
    assert ledger.transact(lambda db: outbox_settling.settle_sent(db, by_key["sent"], "custom", "77", NOW))
    assert ledger.transact(lambda db: outbox_settling.settle_unknown(db, by_key["unknown"], "no answer", NOW))
    assert ledger.transact(lambda db: outbox_settling.settle_retry(db, by_key["again"], "retry -1000", NOW + 5))
    assert row(ledger, "sent") == ("sent", 1, None, "custom")
    assert row(ledger, "unknown") == ("unknown", 1, "no answer", None)
    assert row(ledger, "again") == ("due", 1, "retry -1000", None)
    assert ledger.read(outbox_settling.unknown) == 1
    assert claim(ledger, now=NOW + 4) == []
    assert [one.attempts for one in claim(ledger, now=NOW + 5)] == [2]


def test_a_try_that_was_not_the_messages_fault_does_not_count(ledger: Ledger) -> None:
    queue(ledger, "k")
    for _ in range(3):
        (one,) = claim(ledger)
        assert one.attempts == 1
        ledger.transact(lambda db, one=one: outbox_settling.settle_retry(db, one, "day 45009", NOW, counts=False))  # type: ignore[misc]
    assert row(ledger, "k")[:2] == ("due", 0)


@pytest.mark.parametrize("kind", ["reply", "alert", "reminder"])
@pytest.mark.parametrize("waited", [True, False])
def test_a_kill_does_not_lose_what_was_refused_or_waited_before(ledger: Ledger, kind: str, waited: bool) -> None:
    queue(ledger, "k", kind=kind)
    (one,) = claim(ledger)
    if waited:
        ledger.transact(lambda db: outbox_settling.settle_waiting(db, one, outbox.WAITS_FOR_CONTACT, NOW + 9, NOW))
        ledger.transact(lambda db: outbox.wake_for_contact(db, "o-wang", NOW + 2))
    else:
        ledger.transact(lambda db: outbox_settling.settle_retry(db, one, "retry -1000", NOW + 2))
    (one,) = claim(ledger, now=NOW + 2, lease="killed")
    assert (one.doubts, one.has_waited) == (0, waited)
    (again,) = claim(ledger, now=NOW + 3 + LEASE_MS, lease="next")
    assert (again.key, again.doubts) == ("k", 1)
    assert claim(ledger, now=NOW + 4 + 2 * LEASE_MS, lease="another") == []
    assert row(ledger, "k")[0] == "unknown"  # a second time nobody knows


def test_a_try_in_doubt_is_counted_by_itself(ledger: Ledger) -> None:
    queue(ledger, "k")
    (one,) = claim(ledger)
    ledger.transact(lambda db: outbox_settling.settle_retry(db, one, "unknown -1", NOW, in_doubt=True))
    (again,) = claim(ledger)
    assert (again.doubts, again.attempts) == (1, 2)


def test_whoever_lost_the_lease_settles_nothing(ledger: Ledger) -> None:
    queue(ledger, "k")
    (first,) = claim(ledger, lease="first")
    (second,) = claim(ledger, now=NOW + LEASE_MS + 1, lease="second")
    assert not ledger.transact(lambda db: outbox_settling.settle_sent(db, first, "custom", "", NOW))
    assert not ledger.transact(lambda db: outbox_settling.settle_retry(db, first, "x", NOW))
    assert not ledger.transact(lambda db: outbox_settling.settle_unreachable(db, first, "x", NOW))
    assert row(ledger, "k")[0] == "claimed"
    assert ledger.transact(lambda db: outbox_settling.settle_sent(db, second, "custom", "", NOW))
    assert not ledger.transact(lambda db: outbox_settling.settle_unknown(db, second, "x", NOW))


def test_of_a_sender_that_died_a_notice_is_unknown_and_a_reminder_goes_once_more(ledger: Ledger) -> None:
    for kind in ("notice", "reminder", "alert", "reply"):
        queue(ledger, kind, kind)
    claim(ledger)
    assert claim(ledger, now=NOW + LEASE_MS) == []  # it may still be at it
    again = claim(ledger, now=NOW + LEASE_MS + 1)
    assert sorted(one.key for one in again) == ["alert", "reminder", "reply"]
    assert row(ledger, "notice")[0] == "unknown"
    assert claim(ledger, now=NOW + 2 * LEASE_MS + 2) == []
    assert {row(ledger, kind)[0] for kind in ("reminder", "alert", "reply", "notice")} == {"unknown"}
    assert ledger.read(outbox_settling.unknown) == 4


def test_a_damaged_row_does_not_keep_the_others_from_leaving(ledger: Ledger) -> None:
    for key in ("good", "spoilt", "good too"):
        queue(ledger, key)
    ledger.transact(lambda db: db.run(_SPOIL, which="spoilt"))
    assert [one.key for one in claim(ledger)] == ["good", "good too"]
    assert row(ledger, "spoilt")[0] == "unknown"


def test_somebody_whom_the_platform_cannot_reach_is_visited_once_for_each_matter(ledger: Ledger) -> None:
    found(ledger)

    def work(db: Db) -> tuple[int, int]:
        with_account = settle(db, "王阿姨", "永茂社区/6号楼/2单元/301", openid="o-wang")
        return with_account, settle(db, "王大爷", "永茂社区/6号楼/2单元/301")

    wang, father = ledger.transact(work)
    for key in ("a", "b"):
        queue(ledger, key, to=Recipient("o-wang", wang, "王阿姨"), about="health_checkin:1")
        queue(ledger, f"father {key}", to=Recipient(None, father, "王大爷"), about="health_checkin:1")
    for one in claim(ledger):
        assert ledger.transact(lambda db, one=one: outbox_settling.settle_unreachable(db, one, "user 43004", NOW))  # type: ignore[misc]
    assert row(ledger, "a")[0] == "unreachable"
    assert count(ledger, task) == 2
    visits = ledger.read(lambda db: tasks.visits_in(db, "1."))
    assert [(one.name, one.address, one.text) for one in visits] == [
        ("王大爷", "永茂社区/6号楼/2单元/301", "words of father a"),
        ("王阿姨", "永茂社区/6号楼/2单元/301", "words of a"),
    ]
    assert not ledger.transact(lambda db: tasks.finish_visit(db, visits[0].id, "1.999.", "赵某", NOW))
    assert ledger.transact(lambda db: tasks.finish_visit(db, visits[0].id, "1.", "李强", NOW))
    assert not ledger.transact(lambda db: tasks.finish_visit(db, visits[0].id, "1.", "李强", NOW))
    assert len(ledger.read(lambda db: tasks.visits_in(db, "1."))) == 1


def test_what_waits_for_somebody_to_write_goes_when_they_do(ledger: Ledger) -> None:
    queue(ledger, "waits")
    queue(ledger, "of somebody else", to=Recipient("o-li", None, "李强"))
    for one in claim(ledger):
        ledger.transact(
            lambda db, one=one: outbox_settling.settle_waiting(db, one, outbox.WAITS_FOR_CONTACT, NOW + LEASE_MS, NOW)  # type: ignore[misc]
        )
    queue(ledger, "due later for another reason", due_at=NOW + LEASE_MS)
    assert claim(ledger, now=NOW + 1) == []
    ledger.transact(lambda db: outbox.wake_for_contact(db, "o-wang", NOW + 1))
    assert [one.key for one in claim(ledger, now=NOW + 1)] == ["waits"]


@pytest.mark.parametrize("queued_first", [True, False])
def test_words_that_were_heard_after_all_are_not_sent(ledger: Ledger, queued_first: bool) -> None:
    if queued_first:
        queue(ledger, "unheard:k", "reply")
    ledger.transact(lambda db: outbox.note_delivered(db, "unheard:k", "o-wang", NOW))
    queue(ledger, "unheard:k", "reply")
    assert claim(ledger) == []
    assert row(ledger, "unheard:k")[0] == "confirmed"
