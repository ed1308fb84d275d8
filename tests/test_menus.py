"""What only makes a question tappable: one row for an account, short-lived, behind everything else, nobody's work."""

from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import select

from bot.sending.courier import Courier
from bot.sending.fates import SendError, fate_of
from knowledge.times import SECOND
from ledger import Ledger, Statement, outbox
from ledger.outbox import Outgoing, menus
from ledger.outbox import claims as outbox_claims
from ledger.people import Recipient, accounts
from ledger.tables import outbox as outbox_table
from ledger.tables import task
from tests.outbox_rows import put
from tests.town import NOW

LEASE_MS = 60_000
DUE = NOW + 2 * SECOND
_O = outbox_table.c
_ROWS = Statement(select(_O.openid, _O.status, _O.menu_sealed).order_by(_O.id))
_TASKS = Statement(select(task.c.id))


class Platform:
    """Notes what is sent to it; refuses with an errcode where it has one (None: no answer)."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.tries = 0
        self.refuses: int | None = 0

    def send_text(self, _openid: str, text: str) -> None:
        """Take a text."""
        self._take(text)

    def send_menu(self, _openid: str, head: str, choices: Sequence[tuple[str, str]]) -> None:
        """Take a menu."""
        self._take(" ".join([head, *(words for _, words in choices)]))

    def upload_media(self, _kind: str, _file_name: str, _content: bytes) -> str:
        """Not asked here."""
        raise NotImplementedError

    def send_image(self, _openid: str, _media_id: str) -> None:
        """Not asked here."""
        raise NotImplementedError

    def send_template(
        self, _openid: str, _template_id: str, _values: Mapping[str, str], *, message_id: str, url: str = ""
    ) -> str:
        """Not asked here."""
        raise NotImplementedError

    def send_subscribed(self, _openid: str, _template_id: str, _values: Mapping[str, str]) -> str:
        """Not asked here."""
        raise NotImplementedError

    def _take(self, words: str) -> None:
        self.tries += 1
        if self.refuses is None:
            raise SendError(fate_of(-1000), None, "no answer")
        if self.refuses:
            raise SendError(fate_of(self.refuses), self.refuses, "refused")
        self.sent.append(words)


class Sending:
    """A ledger and a courier with a clock of their own."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.platform = Platform()
        self.now = DUE
        self.courier = Courier(self.platform, clock=lambda: self.now, random=lambda: 0.0, wait=lambda _: None)

    def ask(self, head: str, *choices: str, now: int = NOW) -> None:
        """Queue the menu of a question."""
        menu = tuple((f"ask:x:{number}", words) for number, words in enumerate(choices, start=1))
        self.ledger.transact(lambda db: menus.offer(db, "o-wang", None, head, menu, now))

    def claim(self, lease: str = "lease") -> list[Outgoing]:
        """Claim what is due."""
        return self.ledger.transact(lambda db: outbox_claims.claim(db, self.now, lease, LEASE_MS, 100))

    def deliver(self) -> list[str]:
        """Claim and deliver what is due; what has gone out so far."""
        for row in self.claim():
            outcome = self.courier.deliver(row)
            self.ledger.transact(lambda db, one=outcome: one.settle(db, self.now))  # type: ignore[misc]
        return self.platform.sent

    def rows(self) -> list[tuple[object, ...]]:
        """The outbox: openid, status, sealed menu."""
        return self.ledger.read(lambda db: db.all(_ROWS))

    def statuses(self) -> list[object]:
        """The states of what is in the outbox."""
        return [row[1] for row in self.rows()]


@pytest.fixture
def sending(ledger: Ledger) -> Sending:
    return Sending(ledger)


def test_the_newest_question_takes_the_place_of_the_one_before(sending: Sending) -> None:
    sending.ask("急不急", "急用", "不急")
    sending.ask("谁付钱", "自己", "家人", now=NOW + 100)
    assert sending.statuses() == ["due"]
    assert sending.deliver() == ["谁付钱 自己 家人"]
    sending.ask("对不对", "对", "不对", now=NOW + 200)
    assert sending.deliver()[1:] == ["对不对 对 不对"]
    assert sending.statuses() == ["sent"]


def test_the_answers_to_tap_do_not_stand_in_clear(sending: Sending) -> None:
    door = "张伟 永茂社区6号楼1单元101 尾号1019"
    sending.ask("是哪一位", door, "都不是")
    li, menu = Recipient("o-li", None, "李强"), (("a:1", door),)
    sending.ledger.transact(
        lambda db: outbox.queue(db, key="k", to=li, kind="alert", body="x", about="y", now=NOW, menu=menu)
    )
    rows = sending.rows()
    assert len(rows) == 2
    assert not [row for row in rows if "张伟".encode() in bytes(row[2]) or "张伟" in repr(row)]  # type: ignore[call-overload]
    assert {choice for row in sending.claim() for _, choice in row.menu} == {door, "都不是"}


def test_a_menu_that_is_on_its_way_does_not_settle_the_one_that_came_meanwhile(sending: Sending) -> None:
    sending.ask("急不急", "急用", "不急")
    (on_its_way,) = sending.claim()
    sending.ask("谁付钱", "自己", "家人")
    outcome = sending.courier.deliver(on_its_way)
    assert not sending.ledger.transact(lambda db: outcome.settle(db, DUE))
    assert sending.statuses() == ["due"]
    assert sending.deliver() == ["急不急 急用 不急", "谁付钱 自己 家人"]


def test_a_question_that_was_answered_has_none_any_more(sending: Sending) -> None:
    sending.ask("急不急", "急用", "不急")
    sending.ledger.transact(lambda db: menus.take_back(db, "o-wang"))
    sending.ledger.transact(lambda db: menus.take_back(db, "o-li"))
    assert (sending.deliver(), sending.rows()) == ([], [])
    sending.ask("急不急", "急用", "不急")
    sending.deliver()
    sending.ledger.transact(lambda db: menus.take_back(db, "o-wang"))
    assert sending.statuses() == ["sent"]


def test_it_leaves_behind_everything_but_a_notice_to_many(sending: Sending) -> None:
    sending.ask("急不急", "急用", "不急")
    for kind in ("notice", "reminder", "alert", "reply"):
        to = Recipient("o-wang", None, "王阿姨")
        sending.ledger.transact(
            lambda db, kind=kind, to=to: put(  # type: ignore[misc]
                db, key=kind, to=to, kind=kind, body=kind, about="x", now=NOW, due_at=DUE
            )
        )
    assert sending.deliver() == ["alert", "reply", "reminder", "急不急 急用 不急", "notice"]


def test_what_nobody_could_tap_in_time_is_never_sent(sending: Sending) -> None:
    sending.ask("急不急", "急用", "不急")
    sending.now = NOW + 16 * SECOND
    assert (sending.deliver(), sending.rows(), sending.platform.tries) == ([], [], 0)


@pytest.mark.parametrize("errcode", [-1, -1000, None, 40001, 45009, 45011, 45015, 45047, 43004, 45002, 48001, 40200])
def test_a_refused_one_is_dropped_and_nobody_is_visited_for_it(sending: Sending, errcode: int | None) -> None:
    sending.ask("急不急", "急用", "不急")
    sending.platform.refuses = errcode
    assert sending.deliver() == []
    assert sending.rows() == []
    assert sending.ledger.read(lambda db: db.all(_TASKS)) == []


@pytest.mark.parametrize("errcode", [48001, 40200])
def test_an_account_that_may_show_no_menus_is_not_asked_again_and_still_sends_the_rest(
    sending: Sending, errcode: int
) -> None:
    sending.ask("急不急", "急用", "不急")
    sending.platform.refuses = errcode
    sending.deliver()
    sending.platform.refuses = 0
    sending.ask("谁付钱", "自己", "家人")
    to = Recipient("o-wang", None, "王阿姨")
    sending.ledger.transact(lambda db: outbox.queue(db, key="k", to=to, kind="alert", body="快看", about="x", now=NOW))
    assert sending.deliver() == ["快看"]
    assert sending.platform.tries == 2
    assert sending.statuses() == ["sent"]


def test_one_whose_sender_died_is_no_message_of_unknown_fate(sending: Sending) -> None:
    sending.ask("急不急", "急用", "不急")
    for number in range(3):
        assert len(sending.claim(f"lease {number}")) == 1
        sending.now += LEASE_MS + 1
    assert sending.deliver() == []
    assert sending.rows() == []


def test_whoever_leaves_takes_its_words_along(sending: Sending) -> None:
    sending.ask("是谁", "王桂芝", "王小雨")
    sending.ledger.transact(lambda db: accounts.forget(db, "o-wang"))
    assert sending.rows() == [(None, "unreachable", None)]
    sending.ask("是谁", "王桂芝", "王小雨")
    assert sending.deliver() == ["是谁 王桂芝 王小雨"]


def test_a_terminal_that_stands_in_for_the_platform_shows_none(sending: Sending) -> None:
    sending.ask("急不急", "急用", "不急")
    assert sending.ledger.transact(lambda db: outbox_claims.claim_for(db, "o-wang", DUE, "lease", LEASE_MS)) == []
