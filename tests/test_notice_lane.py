"""Notices on their way by the lane: whatever the platform answers, each person once, or somebody is told (F13, F20)."""

import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from bot.sending.client import open_account
from bot.sending.lineup import Lineup
from bot.sending.wire import Wire
from knowledge.times import MINUTE
from ledger import Ledger, Statement, outbox
from ledger.notices import Tally
from ledger.outbox import Outgoing
from ledger.people import Recipient
from tests.notice_office import notice_for
from tests.over_http import OverHttp, Strange, over_http
from tests.test_notice_sending import Office

_STATUSES = Statement(text("SELECT status, count(*) FROM outbox WHERE notice_id IS NOT NULL GROUP BY status"))
_TRIES = Statement(text("SELECT sum(attempts) FROM outbox WHERE status = 'due'"))
_REPLY = Statement(text("SELECT status FROM outbox WHERE key = 'reply'"))


@pytest.fixture
def office(ledger: Ledger) -> Office:
    """An office whose notices leave by a lane of two lines."""
    return Office(ledger)


@pytest.fixture
def platform(office: Office) -> Iterator[OverHttp]:
    """Its platform, whose answers come over lines on which nobody waits longer than half a second."""
    with over_http(office.platform, read_seconds=0.5) as (platform, account):
        office.express = office.account = account
        yield platform
        assert not platform.strange, "all the strange answers were given"


def statuses(office: Office) -> dict[str, int]:
    """How many messages of notices stand how."""
    return dict(office.ledger.read(lambda db: db.all(_STATUSES)))


@pytest.fixture
def hasty() -> Iterator[None]:
    """The interpreter goes from thread to thread as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_pieces(whole: bytes, write: Callable[[bytes], object]) -> bool:
    for place in range(len(whole)):
        write(whole[place : place + 1])
        time.sleep(0.001)
    return True


def nothing(_whole: bytes, _write: Callable[[bytes], object]) -> bool:
    time.sleep(0.8)
    return False


def hung_up(_whole: bytes, _write: Callable[[bytes], object]) -> bool:
    return False


def cut_off(whole: bytes, write: Callable[[bytes], object]) -> bool:
    write(whole[:-5])
    return False


def endless(_whole: bytes, write: Callable[[bytes], object]) -> bool:
    write(b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n")
    for _ in range(30):
        write(b" " * 100_000)
    return False


def no_http(_whole: bytes, write: Callable[[bytes], object]) -> bool:
    write(b"ok\r\n")
    return False


def out_of_order(_whole: bytes, write: Callable[[bytes], object]) -> bool:
    write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
    return True


def last_on_its_line(whole: bytes, write: Callable[[bytes], object]) -> bool:
    write(whole.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
    return False


def go_on_first(whole: bytes, write: Callable[[bytes], object]) -> bool:
    write(b"HTTP/1.1 100 Continue\r\n\r\n")
    time.sleep(0.05)
    write(whole)
    return True


# What becomes of the message that is answered like this: taken, or nobody knows, so that it is never sent again.
STRANGE: dict[Strange, str] = {
    in_pieces: "sent",
    go_on_first: "sent",
    last_on_its_line: "sent",
    nothing: "unknown",
    hung_up: "unknown",
    cut_off: "unknown",
    endless: "unknown",
    no_http: "unknown",
    out_of_order: "unknown",
}


@pytest.mark.parametrize("strange", STRANGE, ids=lambda one: one.__name__)
def test_one_strange_answer_is_one_messages_own_affair(office: Office, platform: OverHttp, strange: Strange) -> None:
    platform.strange.append(strange)
    notice_for(office.ledger, 12)
    with office.sending():
        office.wait_until(lambda: sum(statuses(office).get(one, 0) for one in ("sent", "unknown")) == 12)
    assert statuses(office) == ({"sent": 12} if STRANGE[strange] == "sent" else {"sent": 11, "unknown": 1})
    assert len({openid for openid, _ in office.platform.texts}) == len(office.platform.texts) == 12


def test_a_token_that_ends_in_the_middle_is_renewed_once_and_nobody_is_left_out(
    office: Office, platform: OverHttp
) -> None:
    def ends(number: int) -> None:
        if number == 10:
            platform.dead_token = "token-1"

    office.platform.before = ends
    one = notice_for(office.ledger, 40)
    with office.sending():
        office.wait_until(lambda: office.now_is(one).status == "sent")
    assert platform.tokens == 2
    assert len({openid for openid, _ in office.platform.texts}) == len(office.platform.texts) == 40
    assert office.alarms.raised == []


def test_nobody_at_the_other_end_leaves_nothing_in_doubt(office: Office) -> None:
    wire = Wire("http://127.0.0.1:1")
    account = open_account("wxtest", "secret", wire)
    account._tokens._keep("token", 60_000)
    office.express = office.account = account
    notice_for(office.ledger, 5)
    with office.sending():
        office.wait_until(lambda: statuses(office) == {"due": 5})
        time.sleep(0.3)
    assert statuses(office) == {"due": 5}
    assert office.ledger.read(lambda db: db.value(_TRIES)) == 0


def test_a_platform_that_comes_back_is_found_again(office: Office) -> None:
    one = notice_for(office.ledger, 5)
    with over_http(office.platform) as (_, account):
        office.express = office.account = account
        wire = account._wire
        route, wire._route = wire._route, Wire("http://127.0.0.1:1")._route
        account._tokens._keep("token", 60_000)
        with office.sending():
            office.wait_until(lambda: statuses(office) == {"due": 5})
            wire._route = route
            office.now += MINUTE
            office.wait_until(lambda: office.now_is(one).status == "sent")
    assert len(office.platform.texts) == 5


def test_an_answer_to_somebody_does_not_wait_for_the_notice(office: Office, platform: OverHttp) -> None:
    office.platform.before = lambda _: time.sleep(0.4)
    notice_for(office.ledger, 30)
    with office.sending():
        office.wait_until(lambda: len(office.platform.texts) == 2)
        office.platform.before = lambda _: None
        office.ledger.transact(
            lambda db: outbox.queue(
                db, key="reply", to=Recipient("o-reply", None, ""), kind="reply", body="好的", about="x", now=office.now
            )
        )
        office.wait_until(lambda: office.ledger.read(lambda db: db.value(_REPLY)) == "sent")
        assert [openid for openid, _ in office.platform.texts].index("o-reply") <= 4
        office.wait_until(lambda: statuses(office) == {"sent": 30})


def test_no_more_are_under_way_than_the_sender_has_threads(office: Office, platform: OverHttp) -> None:
    under_way, most = set[int](), [0]

    def before(number: int) -> None:
        under_way.add(number)
        most.append(len(under_way))
        time.sleep(0.01)
        under_way.discard(number)

    office.platform.before = before
    notice_for(office.ledger, 30)
    with office.sending():
        office.wait_until(lambda: statuses(office) == {"sent": 30})
    assert max(most) == 2


def test_stopping_finishes_what_is_under_way_and_puts_back_the_rest(office: Office, platform: OverHttp) -> None:
    office.platform.before = lambda _: time.sleep(0.3)
    one = notice_for(office.ledger, 10)
    with office.sending() as sender:
        office.wait_until(lambda: len(office.platform.texts) == 2)
        before = time.monotonic()
        assert sender.stop()
        assert time.monotonic() - before < 20
    assert statuses(office) == {"sent": 2, "due": 8}
    assert len(office.platform.texts) == 2
    assert office.ledger.read(lambda db: db.value(_TRIES)) == 0
    assert office.tally(one) == Tally(got=2, on_the_way=8)


def test_a_used_up_budget_is_shared_with_the_lane(office: Office, platform: OverHttp) -> None:
    office.per_minute = 10
    one = notice_for(office.ledger, 20)
    with office.sending():
        office.wait_until(lambda: statuses(office) == {"sent": 8, "due": 12})
        time.sleep(0.2)
        assert len(office.platform.texts) == 8, "a fifth of the minute is for whoever waits for an answer"
        office.now += MINUTE
        office.wait_until(lambda: len(office.platform.texts) == 16)
        office.now += MINUTE
        office.wait_until(lambda: office.now_is(one).status == "sent")
    assert len({openid for openid, _ in office.platform.texts}) == len(office.platform.texts) == 20


def test_what_the_lane_has_taken_when_all_go_home_is_not_given_back_too(hasty: None) -> None:
    rows = [
        Outgoing(number, f"{number}", f"o-{number}", number, "notice", "", 0, 1, "", "", "lease", notice_id=1)
        for number in range(400)
    ]
    for _ in range(100):
        lineup = Lineup(has_lane=True)
        lineup.add(rows, 0)
        taken: list[int] = []

        def take(lineup: Lineup = lineup, taken: list[int] = taken) -> None:
            while (turn := lineup.take_for_lane()) is not None:
                taken.append(turn.row.id)

        lane = threading.Thread(target=take)
        lane.start()
        left = [row.id for row in lineup.close()]
        lane.join()
        assert sorted(taken + left) == list(range(400))
