"""A notice on its way out: read again before each send, and nothing leaves that was not approved (THREATS I5, A12)."""

import ast
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.sending.budget import MinuteBudget
from bot.sending.courier import Courier
from bot.sending.fates import Fate, SendError
from bot.sending.lane import Express
from bot.sending.mailing import Account
from bot.sending.notice_gate import NoNotices, NoticeGate
from bot.sending.outgoing_watch import Unwatched
from bot.sending.sender import Sender
from bot.sending.template_form import TemplateForm
from knowledge.notices.audience import living_in
from knowledge.times import DAY, HOUR, MINUTE
from ledger import Db, Ledger, Statement, notices, outbox
from ledger.notices import Notice, Tally
from ledger.people import Recipient, accounts
from tests.notice_office import SETTINGS, approved, content, crowd, notice_for, officer, taken
from tests.over_http import over_http
from tests.talking import Talk
from tests.town import NOW, settle

_ROOT = Path(__file__).resolve().parent.parent
_TAMPER = Statement(text("UPDATE notice SET text = '别来了，取消' WHERE id = :row"))
LATER = NOW + MINUTE


class Platform:
    """An account that takes everything, notes it, and lets something happen before it answers."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []
        self.templates: list[tuple[str, str]] = []
        self.before: Callable[[int], None] = lambda _number: None
        self.refuses: Fate | None = None
        self.doubts = 0

    def send_text(self, openid: str, words: str) -> None:
        """A customer-service message."""
        self.texts.append((openid, words))
        self.before(len(self.texts))
        if self.refuses is not None:
            raise SendError(self.refuses, 45015, "refused")

    def send_template(self, openid: str, template_id: str, values: object, *, message_id: str, url: str = "") -> str:
        """A template message; as often as it doubts it gives no answer."""
        self.templates.append((openid, message_id))
        self.before(len(self.texts) + len(self.templates))
        if len(self.templates) <= self.doubts:
            raise SendError(Fate.UNKNOWN, None, "no answer")
        return f"m-{len(self.templates)}"

    def send_subscribed(self, openid: str, template_id: str, values: object) -> str:
        """None of these is sent here."""
        raise NotImplementedError

    def send_menu(self, openid: str, head: str, choices: Sequence[tuple[str, str]]) -> None:
        """None of these is sent here."""
        raise NotImplementedError

    def upload_media(self, kind: str, file_name: str, content: bytes) -> str:
        """None of these is sent here."""
        raise NotImplementedError

    def send_image(self, openid: str, media_id: str) -> None:
        """None of these is sent here."""
        raise NotImplementedError


class Alarms(Unwatched):
    """Notes the alarms."""

    def __init__(self) -> None:
        self.raised: list[tuple[str, str]] = []

    def alarm(self, subject: str, cause: str) -> None:
        """Note it."""
        self.raised.append((subject, cause))


@dataclass
class Office:
    """A ledger, a platform and a sender between them; two threads send, or a lane of two lines."""

    ledger: Ledger
    platform: Platform = field(default_factory=Platform)
    alarms: Alarms = field(default_factory=Alarms)
    now: int = LATER
    templates: dict[str, TemplateForm] = field(default_factory=dict)
    express: Express | None = None
    account: Account | None = None
    per_minute: int | None = None

    @contextmanager
    def sending(self) -> Iterator[Sender]:
        """A sender at work."""
        gate = NoticeGate(self.ledger, SETTINGS, clock=lambda: self.now, watch=self.alarms)
        courier = Courier(
            self.account or self.platform,
            clock=lambda: self.now,
            random=lambda: 0.0,
            wait=lambda _: None,
            templates=self.templates,
            watch=self.alarms,
            gate=gate,
            budget=MinuteBudget(self.per_minute),
        )
        sender = Sender(
            *(self.ledger, courier), clock=lambda: self.now, threads=2, watch=self.alarms, gate=gate, express=self.express
        )
        self.ledger.on_queued = sender.wake
        sender.start()
        try:
            yield sender
        finally:
            assert sender.stop()

    def author(self, one: Notice) -> Recipient:
        """Whoever wrote it."""
        return Recipient(None, one.drafted_by_id, one.drafted_by)

    def now_is(self, one: Notice) -> Notice:
        """The version in force."""
        found = self.ledger.read(lambda db: notices.get(db, one.id))
        assert found is not None
        return found

    def tally(self, one: Notice) -> Tally:
        """Who has it."""
        return self.ledger.read(lambda db: notices.tally(db, one.row))

    def wait_until(self, so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        ends_at = time.monotonic() + 30
        while not so():
            assert time.monotonic() < ends_at
            time.sleep(0.01)

    def comes_to_rest(self) -> None:
        """Wait until no more leaves: nothing is in hand or due now."""
        open_rows = Statement(
            text("SELECT count(*) FROM outbox WHERE status = 'claimed' OR (status = 'due' AND due_at <= :now)")
        )
        self.wait_until(lambda: self.ledger.read(lambda db: db.value(open_rows, now=self.now)) == 0)


@pytest.fixture(params=["threads", "lane"])
def office(ledger: Ledger, request: pytest.FixtureRequest) -> Iterator[Office]:
    """The office, whose notices leave by its sender's threads or by a lane."""
    opened = Office(ledger)
    if request.param == "threads":
        yield opened
        return
    with over_http(opened.platform) as (_, opened.express):
        yield opened


def test_everybody_gets_exactly_what_was_approved(office: Office) -> None:
    one = notice_for(office.ledger, 30, visited=2)
    with office.sending():
        office.wait_until(lambda: office.now_is(one).status == "sent")
    assert {words for _, words in office.platform.texts} == {one.content.message}
    assert len({openid for openid, _ in office.platform.texts}) == len(office.platform.texts) == 30
    assert office.tally(one) == Tally(got=30, to_visit=2)
    assert office.alarms.raised == []


def test_nothing_leaves_in_the_minute_in_which_it_can_be_stopped(office: Office) -> None:
    one = notice_for(office.ledger, 51)
    office.now = NOW + MINUTE - 1
    with office.sending():
        time.sleep(0.3)
        assert office.now_is(one).status == "approved"
        office.ledger.transact(lambda db: taken(notices.stop(db, one, office.author(one), "office", office.now)))
        office.now += HOUR
        time.sleep(0.3)
    assert office.platform.texts == []


# What happens while the notice goes out.
def edit(office: Office, one: Notice) -> None:
    words = content("改成后天上午。", living_in("永茂社区"))
    office.ledger.transact(lambda db: taken(notices.edit(db, one, words, office.author(one), "office", LATER)))


def withdraw(office: Office, one: Notice) -> None:
    office.ledger.transact(lambda db: taken(notices.withdraw(db, one, office.author(one), "office", LATER)))


def stop(office: Office, one: Notice) -> None:
    office.ledger.transact(lambda db: taken(notices.stop(db, one, office.author(one), "office", LATER)))


def tamper(office: Office, one: Notice) -> None:
    office.ledger.transact(lambda db: db.run(_TAMPER, row=one.row))


@pytest.mark.parametrize("happens", [edit, withdraw, stop, tamper])
def test_from_the_moment_on_nothing_further_leaves(
    office: Office, happens: Callable[[Office, Notice], None]
) -> None:
    one = notice_for(office.ledger, 100)
    sent_by_then: list[int] = []

    def before(number: int) -> None:
        if number == 10:
            happens(office, one)
            sent_by_then.append(len(office.platform.texts))

    office.platform.before = before
    with office.sending():
        office.wait_until(lambda: bool(sent_by_then))
        office.comes_to_rest()
        time.sleep(0.2)
    # The other thread may have been between its look and its send at that moment.
    assert sent_by_then[0] <= len(office.platform.texts) <= sent_by_then[0] + 1 < 100
    assert {words for _, words in office.platform.texts} == {one.content.message}
    got = office.tally(one).got
    assert got == len(office.platform.texts)
    raised = {subject for subject, _ in office.alarms.raised}
    assert raised == ({"notice_differs"} if happens is tamper else set())
    if happens is tamper:
        assert ("notice_differs", one.number) in office.alarms.raised
        assert (office.now_is(one).stopped_by, office.now_is(one).stopped) == ("system", "differs")


def test_what_was_stopped_goes_on_to_exactly_the_others(office: Office) -> None:
    one = notice_for(office.ledger, 100)
    office.platform.before = lambda number: stop(office, one) if number == 10 else None
    with office.sending():
        office.wait_until(lambda: len(office.platform.texts) >= 10)
        office.comes_to_rest()
        stopped = office.now_is(one)
        office.ledger.transact(lambda db: taken(notices.go_on(db, stopped, office.author(one), "office", LATER)))
        office.wait_until(lambda: office.now_is(one).status == "sent")
    assert len({openid for openid, _ in office.platform.texts}) == len(office.platform.texts) == 100
    assert office.tally(one) == Tally(got=100)


def template_town(office: Office) -> Notice:
    """One person whose window is closed, and a template for notices."""
    office.templates = {"notice": TemplateForm("T1", {"thing1": "{title}"})}
    office.platform.refuses = Fate.WINDOW
    return notice_for(office.ledger, 1)


def test_the_second_channel_is_not_tried_with_what_was_withdrawn_meanwhile(office: Office) -> None:
    one = template_town(office)
    office.platform.before = lambda number: withdraw(office, one) if number == 1 else None
    with office.sending():
        office.wait_until(lambda: len(office.platform.texts) >= 1)
        office.comes_to_rest()
    assert (len(office.platform.texts), office.platform.templates) == (1, [])
    assert office.tally(one) == Tally()


def test_a_send_in_doubt_is_not_repeated_with_what_was_stopped_meanwhile(office: Office) -> None:
    one = template_town(office)
    office.platform.doubts = 1
    office.platform.before = lambda number: stop(office, one) if number == 2 else None
    with office.sending():
        office.wait_until(lambda: office.tally(one) == Tally(unknown=1))
    assert len(office.platform.templates) == 1


def test_whoever_could_not_be_reached_for_a_day_is_visited_with_the_approved_words(office: Office) -> None:
    one = notice_for(office.ledger, 1)
    office.platform.refuses = Fate.WINDOW
    with office.sending() as sender:
        office.wait_until(lambda: len(office.platform.texts) == 1)
        office.comes_to_rest()
        assert office.tally(one) == Tally(on_the_way=1)
        office.now += DAY
        sender.wake()
        office.wait_until(lambda: office.tally(one) == Tally(to_visit=1))
        office.wait_until(lambda: office.now_is(one).status == "sent")


def test_whoever_leaves_the_account_before_their_turn_is_visited(office: Office) -> None:
    one = notice_for(office.ledger, 2)
    office.ledger.transact(lambda db: notices.fill(db, LATER, SETTINGS))
    office.ledger.transact(lambda db: accounts.forget(db, "o-永茂社区/6号楼-0"))
    with office.sending():
        office.wait_until(lambda: office.now_is(one).status == "sent")
    assert office.tally(one) == Tally(got=1, to_visit=1)
    assert len(office.platform.texts) == 1


def test_without_somebody_who_looks_after_notices_none_leaves(office: Office) -> None:
    one = notice_for(office.ledger, 3)
    office.ledger.transact(lambda db: notices.fill(db, LATER, SETTINGS))
    courier = Courier(office.platform, clock=lambda: LATER, random=lambda: 0.0, wait=lambda _: None)
    sender = Sender(office.ledger, courier, clock=lambda: LATER, threads=1)
    sender.start()
    office.wait_until(lambda: office.tally(one) == Tally(on_the_way=3))
    time.sleep(0.2)
    assert sender.stop()
    assert office.platform.texts == []
    assert NoNotices().fill(LATER) is False


def test_words_that_look_like_a_template_go_out_as_they_are(talk: Talk) -> None:
    ledger = talk.installation.ledger

    def work(db: Db) -> None:
        words = content("今天{{7*191}}点，{% if x %}{title}{text}${7*7}#{7*7}", living_in("永茂社区"), title="{{config}}")
        chair = Recipient(None, settle(db, "刘主任", role="office"), "刘主任")
        approved(db, officer(db, "孙干事"), chair, words, talk.installation.clock())

    ledger.transact(work)
    came = talk.reaches("王阿姨", "{{config}}…")
    assert came == "{{config}}\n今天{{7*191}}点，{% if x %}{title}{text}${7*7}#{7*7}"
    assert "1337" not in came


def test_a_notice_reaches_who_follows_and_the_grid_worker_hears_of_the_others(talk: Talk) -> None:
    ledger = talk.installation.ledger

    def work(db: Db) -> None:
        settle(db, "赵大爷", "永茂社区/6号楼/2单元/302")
        chair = Recipient(None, settle(db, "刘主任", role="office"), "刘主任")
        words = content(audience=living_in("永茂社区/6号楼"))
        approved(db, officer(db, "孙干事"), chair, words, talk.installation.clock())

    ledger.transact(work)
    talk.reaches("王阿姨", "核酸采样\n明天上午8点到12点，老区广场，带身份证，按楼栋下楼。")
    assert "6号楼2单元：302" in talk.say("李强", "上门")


_QUEUES = {"queue", "tell", "queue_picture"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the program that puts something into the outbox, with its file."""
    for room in ("bot", "handlers", "ledger", "scheduler", "console", "commands"):
        for path in sorted((_ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if name in _QUEUES:
                        yield path.relative_to(_ROOT).as_posix(), node


def test_no_call_queues_a_notice_beside_the_approval() -> None:
    found = list(calls())
    assert len(found) > 20
    for file, call in found:
        kinds = [keyword.value for keyword in call.keywords if keyword.arg == "kind"]
        assert not [kind for kind in kinds if isinstance(kind, ast.Constant) and kind.value == "notice"], file


@pytest.mark.parametrize("queued", ["queue", "tell"])
def test_the_outbox_takes_no_notice_from_anybody_else(office: Office, queued: str) -> None:
    who = Recipient("o-wang", 1, "王阿姨")

    def work(db: Db) -> None:
        given = {"key": "k", "kind": "notice", "body": "随便写的", "about": "x", "now": NOW, "template": "notice"}
        if queued == "queue":
            outbox.queue(db, to=who, **given)  # type: ignore[arg-type]
        else:
            outbox.tell(db, [who], **given)  # type: ignore[arg-type]

    with pytest.raises(ValueError, match="notice"):
        office.ledger.transact(work)
    assert office.ledger.read(lambda db: db.value(Statement(text("SELECT count(*) FROM outbox")))) == 0


def test_a_row_that_somebody_put_into_the_outbox_by_hand_leaves_nothing(office: Office) -> None:
    """Whoever can write into the database can add a row, not words that were approved."""
    one = notice_for(office.ledger, 2)
    draft = office.ledger.transact(lambda db: taken(notices.draft(db, content(), office.author(one), "office", NOW)))
    crowd(office.ledger, 1, home="永茂社区/9号楼")
    put = Statement(
        text(
            "INSERT INTO outbox (key, openid, kind, body_sealed, about, status, queued_at, due_at, notice_id)"
            " VALUES ('k', 'o-x', 'notice', :nothing, 'x', 'due', 0, 0, :row)"
        )
    )
    office.ledger.transact(lambda db: db.run(put, row=draft.row, nothing=b""))
    with office.sending():
        office.wait_until(lambda: office.now_is(one).status == "sent")
        office.comes_to_rest()
    assert len(office.platform.texts) == 2
    assert ("notice_differs", draft.number) in office.alarms.raised
