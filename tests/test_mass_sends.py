"""A notice reaches by a mass send whom nothing else reaches: handed in once, at most four a month, nobody falls through."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from bot.sending.client import OfficialAccount, open_account
from bot.sending.courier import Courier, Waiting
from bot.sending.mass_sender import MassSender
from bot.sending.notice_gate import NoticeGate
from bot.sending.outcomes import settle_all
from bot.sending.rests import Rests
from bot.sending.wire import Wire
from knowledge.notices.audience import living_in
from knowledge.settings.running import WaitForContact
from knowledge.times import DAY, HOUR, MINUTE, SECOND
from ledger import Db, Ledger, notices, outbox
from ledger.notices import Notice
from ledger.notices.sending import HELD
from ledger.outbox import claims as outbox_claims
from ledger.outbox import endpoint_rests, mass_reports, mass_sends
from ledger.outbox import settling as outbox_settling
from ledger.outbox.mass_reports import Report
from ledger.outbox.mass_step import CHANNEL, Step, Todo
from ledger.people import Recipient
from simulator.client import Stand
from tests.notice_office import SETTINGS, approved, content, officer
from tests.talking import Talk
from tests.town import NOW, found, settle

MASS = "message/mass/send"
LATER = NOW + 2 * MINUTE


@dataclass
class Broadcast:
    """An office whose residents have not written for long, and what it takes to reach them all the same."""

    ledger: Ledger
    stand: Stand
    account: OfficialAccount
    openids: list[str]
    now: int = LATER
    rests: Rests = field(default_factory=Rests)

    def gate(self) -> NoticeGate:
        return NoticeGate(self.ledger, SETTINGS, clock=lambda: self.now)

    def approve(self, words: str) -> int:
        """A notice for everybody here; the row of its version."""

        def work(db: Db) -> int:
            author, other = officer(db, f"陈主任{words}"), officer(db, f"刘主任{words}")
            return approved(db, author, other, content(words, living_in("永茂社区")), self.now - MINUTE).row

        return self.ledger.transact(work)

    def move(self, step: Callable[[Db, Notice, Recipient, str, int], notices.Step], row: int) -> None:
        """Stop a version of a notice, or let it go on."""

        def work(db: Db) -> None:
            one = notices.by_row(db, row)
            assert one is not None
            assert step(db, one, Recipient(None, one.drafted_by_id, one.drafted_by), "office", self.now).done

        self.ledger.transact(work)

    def try_each(self) -> None:
        """Fill the outbox and try each message by itself, as the sender does."""
        while self.ledger.transact(lambda db: notices.fill(db, self.now, SETTINGS)).todo:
            pass
        courier = Courier(
            self.account,
            clock=lambda: self.now,
            random=lambda: 0.0,
            wait=time.sleep,
            waiting=Waiting(WaitForContact(), mass_sends=True),
            gate=self.gate(),
        )
        rows = self.ledger.transact(lambda db: outbox_claims.claim(db, self.now, "lease", MINUTE, 100))
        outcomes = [courier.deliver(row) for row in rows]
        self.ledger.transact(lambda db: settle_all(db, outcomes, self.now))

    def sender(self) -> MassSender:
        return MassSender(self.ledger, self.account, self.gate(), self.rests, clock=lambda: self.now)

    def go(self) -> list[Todo]:
        """All that there is to do now."""
        return rounds(self.sender())

    def rows(self) -> list[tuple[object, ...]]:
        """Status, channel and error of each message."""
        with self.ledger.engine.connect() as connection:
            found = connection.execute(text("SELECT status, channel, error FROM outbox ORDER BY id"))
            return [tuple(row) for row in found]

    def one(self, query: str) -> object:
        with self.ledger.engine.connect() as connection:
            return connection.execute(text(query)).scalar_one()

    def finish(self, sent: int, status: str = "send success") -> None:
        """The platform's report, as the event says it."""
        number, total = str(self.one("SELECT max(msg_id) FROM mass_send")), len(self.openids)
        said = Report(status, total, total, sent, total - sent)
        assert self.ledger.transact(lambda db: mass_reports.report(db, number, said, self.now))


def rounds(sender: MassSender) -> list[Todo]:
    """What a sender does until there is nothing to do."""
    done: list[Todo] = []
    while (step := sender.round()) is not None:
        done.append(step.todo)
    return done


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """A platform that is there for all tests of this file."""
    with Stand.start() as running:
        yield running


@pytest.fixture
def town(ledger: Ledger, stand: Stand) -> Iterator[Broadcast]:
    """Three residents with an account, none of whom has written; windows close as they do in real life."""
    stand.clear_faults()
    stand.settings(windows=True, finish_events=False)
    wire = Wire(stand.url, connect_seconds=1.0, read_seconds=1.0)
    account = open_account(stand.account.app_id, stand.account.app_secret, wire)
    openids = [stand.person(f"住户{number}") for number in range(3)]
    found(ledger)
    for number, openid in enumerate(openids):
        home = f"永茂社区/6号楼/1单元/{number + 101}"
        ledger.transact(lambda db, home=home, openid=openid: settle(db, "住户", home, openid=openid))  # type: ignore[misc]
    yield Broadcast(ledger, stand, account, openids)
    wire.close()


SENT = ("sent", "mass", None)
WAITS = ("due", None, "waits for a mass send")


def test_whom_nothing_else_reaches_gets_the_notice_by_one_mass_send(town: Broadcast) -> None:
    before = len(town.stand.calls(MASS))
    town.approve("明天采样")
    town.try_each()
    assert town.rows() == [WAITS] * 3
    assert town.go() == [Todo.START, Todo.GATHER, Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [SENT] * 3
    assert len(town.stand.calls(MASS)) - before == 1
    for openid in town.openids:
        assert "明天采样" in town.stand.wait_for(openid, channel="mass", within=60.0).text
    town.finish(sent=3)
    assert town.go() == [Todo.SETTLE]
    assert town.rows() == [("confirmed", "mass", None)] * 3
    assert town.go() == []


def test_a_mass_send_that_failed_is_visits_with_the_words(town: Broadcast) -> None:
    town.approve("明天采样")
    town.try_each()
    town.go()
    town.finish(sent=0, status="err(30003)")
    town.go()
    assert [status for status, _, _ in town.rows()] == ["unreachable"] * 3
    assert town.one("SELECT count(*) FROM task WHERE kind = 'visit'") == 3


def test_whom_a_failed_mass_send_leaves_behind_while_the_notice_is_stopped_is_not_lost(town: Broadcast) -> None:
    row = town.approve("明天采样")
    town.try_each()
    town.go()

    town.move(notices.stop, row)
    town.finish(sent=0, status="err(30003)")
    assert town.go() == [Todo.SETTLE]
    assert town.rows() == [("due", None, HELD)] * 3
    assert town.one("SELECT count(*) FROM task WHERE kind = 'visit'") == 0
    town.move(notices.go_on, row)
    assert town.ledger.transact(lambda db: notices.fill(db, town.now, SETTINGS)).rows == 3
    assert town.rows() == [("due", None, None)] * 3


def test_where_not_all_got_it_and_the_platform_names_nobody_each_of_them_is_listed_as_unknown(town: Broadcast) -> None:
    town.approve("明天采样")
    town.try_each()
    town.go()
    town.finish(sent=2)
    town.go()
    said = "of 3 people 2 got the mass send, nobody knows who"
    assert town.rows() == [("unknown", None, said)] * 3
    assert town.ledger.read(outbox_settling.unknown) == 3
    assert town.one("SELECT error FROM mass_send") == said
    assert town.one("SELECT status FROM mass_send") == "partly"


@pytest.mark.parametrize("fault", ["timeout", "reset", "html"])
def test_a_mass_send_in_doubt_is_handed_in_once_more_under_the_same_name(town: Broadcast, fault: str) -> None:
    town.approve("明天采样")
    town.try_each()
    town.stand.fault(MASS, fault, done=True, seconds=1.5)  # type: ignore[arg-type]
    assert town.go() == [Todo.START, Todo.GATHER, Todo.HAND_IN]
    town.now += 11 * SECOND
    assert town.go() == [Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [SENT] * 3
    time.sleep(0.1)
    assert town.one("SELECT attempts FROM mass_send") == 2
    for openid in town.openids:
        town.stand.wait_for(openid, channel="mass", within=60.0)
        assert len([seen for seen in town.stand.inbox(openid) if seen.channel == "mass"]) == 1


UNKNOWN = ("unknown", None, "nobody knows whether the platform took the mass send")


def test_after_four_tries_in_doubt_everybody_is_listed_as_unknown(town: Broadcast) -> None:
    town.approve("明天采样")
    town.try_each()
    town.stand.fault(MASS, code=-1, times=4)
    town.go()
    for seconds in (11, 61):
        town.now += seconds * SECOND
        assert town.go() == [Todo.HAND_IN]
    town.now += 301 * SECOND
    assert town.go() == [Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [UNKNOWN] * 3


def lose_the_answer(town: Broadcast) -> None:
    """The platform takes a mass send, and its answer does not arrive."""
    town.approve("明天采样")
    town.try_each()
    town.stand.fault(MASS, "reset", done=True)
    assert town.go() == [Todo.START, Todo.GATHER, Todo.HAND_IN]
    town.now += 11 * SECOND


def assert_got_it_once(town: Broadcast) -> None:
    for openid in town.openids:
        town.ledger.transact(lambda db, openid=openid: outbox.wake_for_contact(db, openid, town.now))  # type: ignore[misc]
        town.stand.wait_for(openid, channel="mass", within=60.0)
    assert town.ledger.transact(lambda db: outbox_claims.claim(db, town.now, "lease", MINUTE, 100)) == []
    town.now += 2 * DAY
    assert Todo.HAND_IN not in town.go()
    for openid in town.openids:
        assert len([seen for seen in town.stand.inbox(openid) if seen.channel == "mass"]) == 1


@pytest.mark.parametrize("code", [45066, 45011, -1000, -1])
def test_what_passes_after_a_try_in_doubt_is_tried_again_under_the_same_name(town: Broadcast, code: int) -> None:
    lose_the_answer(town)
    town.stand.fault(MASS, code=code)
    assert town.go() == [Todo.HAND_IN]
    town.now += 61 * SECOND
    assert town.go() == [Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [SENT] * 3
    assert_got_it_once(town)


@pytest.mark.parametrize("code", [45028, 48001, 45002])
def test_what_refuses_after_a_try_in_doubt_frees_nobody(town: Broadcast, code: int) -> None:
    lose_the_answer(town)
    town.stand.fault(MASS, code=code)
    assert town.go() == [Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [UNKNOWN] * 3
    assert town.one("SELECT sum(count) FROM mass_month") == 3
    assert_got_it_once(town)


def test_a_notice_stopped_after_a_try_in_doubt_frees_nobody(town: Broadcast) -> None:
    lose_the_answer(town)
    town.move(notices.stop, 1)
    assert town.go() == [Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [UNKNOWN] * 3


def test_a_stopped_notice_does_not_hold_up_another(town: Broadcast) -> None:
    first = town.approve("明天采样")
    town.try_each()
    sender = town.sender()
    assert [step.todo for step in (sender.round(), sender.round()) if step] == [Todo.START, Todo.GATHER]
    town.move(notices.stop, first)
    town.approve("后天停水")
    town.try_each()
    assert rounds(sender) == [Todo.HAND_IN, Todo.SETTLE, Todo.START, Todo.GATHER, Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [WAITS] * 3 + [SENT] * 3
    town.move(notices.go_on, first)
    assert rounds(sender) == [Todo.START, Todo.GATHER, Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [SENT] * 6


def test_whoever_gathers_too_late_takes_nobody_into_a_list_that_was_handed_in(town: Broadcast) -> None:
    town.approve("明天采样")
    town.try_each()
    sender = town.sender()
    sender.round()
    late = town.ledger.read(lambda db: mass_sends.next_step(db, town.now, may_start=True))
    assert late is not None and late.todo is Todo.GATHER
    with town.ledger.engine.begin() as connection:  # the third row is with a sender of single messages meanwhile
        connection.execute(text("UPDATE outbox SET error = 'x' WHERE id = (SELECT max(id) FROM outbox)"))
    assert [step.todo for step in (sender.round(), sender.round()) if step] == [Todo.GATHER, Todo.HAND_IN]
    with town.ledger.engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET error = 'waits for a mass send' WHERE error = 'x'"))
    town.ledger.transact(lambda db: mass_sends.take(db, late, town.now))
    assert Todo.SETTLE in town.go()
    assert town.rows() == [SENT, SENT, WAITS]


def test_a_sender_that_was_killed_in_the_middle_leaves_it_to_the_next(town: Broadcast) -> None:
    town.approve("明天采样")
    town.try_each()
    sender = town.sender()
    sender.round()
    sender.round()
    step = town.ledger.read(lambda db: mass_sends.next_step(db, town.now, may_start=True))
    assert step is not None and step.todo is Todo.HAND_IN
    assert len(town.ledger.transact(lambda db: mass_sends.begin(db, step, town.now, MINUTE))) == 3  # and then it died
    assert town.go() == []
    town.now += MINUTE
    assert town.go() == [Todo.GIVE_UP_WAITING, Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [SENT] * 3


def test_a_used_up_quota_lets_everybody_wait_and_nobody_asks_before_midnight(town: Broadcast) -> None:
    town.approve("明天采样")
    town.try_each()
    town.stand.fault(MASS, code=45028)
    assert town.go() == [Todo.START, Todo.GATHER, Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [WAITS] * 3
    assert town.one("SELECT sum(count) FROM mass_month") == 0
    resting = town.ledger.read(lambda db: endpoint_rests.resting(db, town.now))
    assert resting[CHANNEL] > town.now + HOUR
    assert town.go() == []


def test_a_notice_that_is_not_as_it_was_approved_is_not_handed_in(town: Broadcast) -> None:
    before = len(town.stand.calls(MASS))
    row = town.approve("明天采样")
    town.try_each()
    with town.ledger.engine.begin() as connection:
        connection.execute(text("UPDATE notice SET text = '别来了' WHERE id = :row"), {"row": row})
    assert town.go() == [Todo.START, Todo.GATHER, Todo.HAND_IN, Todo.SETTLE]
    assert town.rows() == [WAITS] * 3
    assert len(town.stand.calls(MASS)) == before
    assert town.go() == []


def test_a_reader_gets_four_in_a_month_and_is_then_left_to_others(town: Broadcast) -> None:
    for number in range(4):
        town.approve(f"第{number}次")
        town.try_each()
        assert Todo.HAND_IN in town.go()
        town.now += HOUR
    town.approve("第五次")
    town.try_each()
    assert town.go() == []
    assert town.rows()[-3:] == [WAITS] * 3
    town.now += 2 * DAY
    town.try_each()
    assert [status for status, _, _ in town.rows()[-3:]] == ["unreachable"] * 3


def test_one_alone_gets_no_mass_send(town: Broadcast) -> None:
    town.stand.say(town.openids[0], "在吗", tries=1)
    town.stand.say(town.openids[1], "在吗", tries=1)
    town.approve("明天采样")
    town.try_each()
    assert [channel for _, channel, _ in town.rows()] == ["custom", "custom", None]
    assert town.go() == []


def test_the_platforms_report_is_taken_though_it_comes_from_nobody(talk: Talk) -> None:
    ledger, now = talk.installation.ledger, talk.clock[0]
    step = Step(Todo.START, notice_id=1)
    ledger.transact(lambda db: mass_sends.take(db, step, now))
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE mass_send SET status = 'sending'"))
    elements = {
        "MsgID": "4711",
        "Status": "send success",
        "TotalCount": 9,
        "FilterCount": 9,
        "SentCount": 9,
        "ErrorCount": 0,
    }
    event = {"event": "MASSSENDJOBFINISH", "elements": elements, "sender": "oPlatform"}
    early = talk.stand.act(talk.openid("王阿姨"), "event", event, tries=1)
    assert (early.delivered, early.status) == (False, 503)  # it has overtaken the sender's own note
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE mass_send SET status = 'accepted', msg_id = '4711'"))
    assert talk.stand.act(talk.openid("王阿姨"), "event", event).delivered
    with ledger.engine.connect() as connection:
        row = connection.execute(text("SELECT status, total, sent, errors FROM mass_send")).one()
    assert tuple(row) == ("arrived", 9, 9, 0)
