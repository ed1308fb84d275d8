"""The sender against a real ledger and the stand-in: each message once, in time, or somebody's work."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import urlopen

import pytest
from sqlalchemy import text

from bot.defects import trace_of
from bot.sending.budget import MinuteBudget
from bot.sending.client import OfficialAccount, open_account
from bot.sending.courier import Courier
from bot.sending.fates import Fate, SendError, Then
from bot.sending.notice_gate import NoNotices
from bot.sending.outcomes import Outcome
from bot.sending.outgoing_watch import Unwatched
from bot.sending.sender import Sender
from bot.sending.template_form import TemplateForm
from bot.sending.wire import Wire
from knowledge.settings.running import WaitForContact
from knowledge.times import DAY, MINUTE, SECOND, business_day, day_start
from ledger import Busy, Db, Ledger, outbox, people, schema
from ledger.keys import Keys
from ledger.outbox import Outgoing
from ledger.outbox import claims as outbox_claims
from ledger.people import accounts
from simulator.client import Stand
from tests.outbox_rows import put
from tests.processes import wait_until

T = TypeVar("T")
KEYS = Keys(b"s" * 32, b"h" * 32)
SEND = "message/custom/send"
PATIENCE = WaitForContact()
TEMPLATES = {"new_report": TemplateForm("T1", {"thing1": "{text}", "time2": "{time}"})}


class Clock:
    """The application's clock: runs with the host's, and can be put forward."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead


class Watch(Unwatched):
    """Remembers what was reported."""

    def __init__(self) -> None:
        self.alarms: list[str] = []
        self.waited: list[int] = []
        self.given_up_as: list[str] = []

    def alarm(self, subject: str, cause: str) -> None:
        """Note it."""
        self.alarms.append(subject)

    def sent(self, kind: str, channel: str, waited_ms: int) -> None:
        """Note it."""
        self.waited.append(waited_ms)

    def given_up(self, kind: str, status: str) -> None:
        """Note it."""
        self.given_up_as.append(status)


@dataclass
class Office:
    """A ledger, an account on the stand-in, and senders between them."""

    ledger: Ledger
    stand: Stand
    account: OfficialAccount
    clock: Clock = field(default_factory=Clock)
    watch: Watch = field(default_factory=Watch)

    def queue(
        self,
        openid: str,
        *keys: str,
        kind: str = "reminder",
        template: str = "",
        to: int | None = None,
        menu: outbox.Menu = (),
    ) -> None:
        """Queue a message for each key; its words are the key."""

        def work(db: Db) -> None:
            for key in keys:
                person = people.Recipient(openid, to, "王阿姨")
                put(
                    db,
                    key=key,
                    to=person,
                    kind=kind,
                    body=key,
                    about="test:1",
                    now=self.clock(),
                    template=template,
                    menu=menu,
                )

        self.ledger.transact(work)

    def queue_picture(self, openid: str, words: str, picture: str) -> None:
        """Queue a picture; its key is what stands in for it."""
        person = people.Recipient(openid, None, "王阿姨")
        self.ledger.transact(
            lambda db: outbox.queue_picture(
                db, key=words, to=person, picture=picture, body=words, about="test:1", now=self.clock()
            )
        )

    def courier(self, **more: Any) -> Courier:
        """A courier of this office."""
        given = {"random": lambda: 0.0, "wait": lambda _: None, "watch": self.watch, **more}
        return Courier(given.pop("account", self.account), clock=self.clock, **given)

    @contextmanager
    def sending(self, courier: Courier | None = None, **more: Any) -> Iterator[Sender]:
        """A sender at work."""
        sender = Sender(
            more.pop("ledger", self.ledger), courier or self.courier(), clock=self.clock, watch=self.watch, **more
        )
        self.ledger.on_queued = sender.wake
        sender.start()
        yield sender
        assert sender.stop()

    def row(self, key: str) -> Mapping[str, Any]:
        """A row of the outbox as it stands."""
        with self.ledger.engine.connect() as connection:
            found = connection.execute(text("SELECT * FROM outbox WHERE key = :key"), {"key": key})
            return dict(found.mappings().one())

    def statuses(self) -> dict[str, int]:
        """How many rows have which status."""
        with self.ledger.engine.connect() as connection:
            found = connection.execute(text("SELECT status, count(*) AS number FROM outbox GROUP BY status"))
            return {row.status: row.number for row in found}

    def wait_until(self, status: str, *keys: str, within: float = 60.0) -> None:
        """Wait until the rows have this status."""
        ends_at = time.monotonic() + within
        while any(self.row(key)["status"] != status for key in keys):
            assert time.monotonic() < ends_at, [self.row(key) for key in keys]
            time.sleep(0.01)

    def seen(self, openid: str) -> list[str]:
        """The words that came to a person."""
        return [bubble.text for bubble in self.stand.inbox(openid)]


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """A platform that is there for all tests of this file."""
    with Stand.start() as running:
        running.template("T1", "新的报备", "{{thing1.DATA}}\n{{time2.DATA}}")
        yield running


@pytest.fixture(scope="module")
def account(stand: Stand) -> Iterator[OfficialAccount]:
    """The office's account, for all tests of this file: the platform rations tokens."""
    wire = Wire(stand.url, connect_seconds=1.0, read_seconds=0.5)
    yield open_account(stand.account.app_id, stand.account.app_secret, wire)
    wire.close()


@contextmanager
def open_office(url: str, stand: Stand, account: OfficialAccount) -> Iterator[Office]:
    """An office on a database that is migrated already."""
    ledger = Ledger(url, KEYS)
    yield Office(ledger, stand, account)
    ledger.close()


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without rows, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "hexi.sqlite3"
    ledger = Ledger(f"sqlite:///{file}", KEYS)
    schema.migrate(ledger.engine)
    ledger.close()
    return file


@pytest.fixture
def office(sqlite_url: str, empty_database: Path, stand: Stand, account: OfficialAccount) -> Iterator[Office]:
    """An office with an empty outbox, on a platform where everything works."""
    stand.clear_faults()
    stand.settings(windows=False)
    shutil.copy(empty_database, sqlite_url.removeprefix("sqlite:///"))
    with open_office(sqlite_url, stand, account) as opened:
        yield opened


@pytest.fixture
def wang(stand: Stand) -> str:
    """王阿姨."""
    return stand.person("王阿姨")


def test_a_message_leaves_at_once_when_the_sender_is_woken(
    office: Office, wang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rest in ("_IDLE_SECONDS", "_BUSY_SECONDS"):
        monkeypatch.setattr(f"bot.sending.sender.{rest}", 60.0)  # so long it looks at nothing unless somebody rings
    with office.sending():
        time.sleep(0.2)
        office.queue(wang, "alert-1", kind="alert")
        office.wait_until("sent", "alert-1")
    assert office.seen(wang) == ["alert-1"]
    row = office.row("alert-1")
    assert (row["channel"], row["attempts"], row["lease"]) == ("custom", 1, None)
    assert office.watch.waited[0] < 30_000


def test_it_leaves_soon_when_nobody_wakes_the_sender(office: Office, wang: str) -> None:
    with office.sending():
        office.ledger.on_queued = lambda: None
        time.sleep(0.2)
        office.queue(wang, "alert-1", kind="alert")
        office.wait_until("sent", "alert-1", within=60.0)


def test_what_is_not_due_waits(office: Office, wang: str) -> None:
    with office.sending():
        office.ledger.transact(
            lambda db: outbox.queue(
                db, key="later", to=people.Recipient(wang, None, ""), kind="reminder", body="later", about="",
                now=office.clock(), due_at=office.clock() + MINUTE,
            )
        )  # fmt: skip
        time.sleep(0.3)
        assert office.row("later")["status"] == "due"
        office.clock.ahead = MINUTE
        office.wait_until("sent", "later")


def test_live_messages_overtake_a_mass_of_notices(office: Office, wang: str) -> None:
    residents = [office.stand.person() for _ in range(60)]
    for number, resident in enumerate(residents):
        office.queue(resident, f"notice-{number}", kind="notice")
    before = len(office.stand.calls(SEND))
    office.stand.fault(SEND, "slow", seconds=0.02, times=None)
    with office.sending(threads=2):
        time.sleep(0.1)
        office.queue(wang, "reply-1", kind="reply")
        office.wait_until("sent", "reply-1")
        behind = office.statuses().get("due", 0)
        office.stand.clear_faults()
        office.wait_until("sent", *(f"notice-{number}" for number in range(60)))
    assert behind > 20
    assert len(office.stand.calls(SEND)) - before == 61


def test_the_parts_of_an_answer_arrive_in_order(office: Office, wang: str) -> None:
    parts = [f"part-{number:02}" for number in range(20)]
    office.queue(wang, *parts, kind="reply")
    with office.sending(threads=8):
        office.wait_until("sent", *parts)
    assert office.seen(wang) == parts


@pytest.mark.parametrize("kind", ["reply", "alert", "reminder", "notice"])
@pytest.mark.parametrize(
    ("code", "status", "wait_ms", "attempts"),
    [
        (45065, "sent", 0, 1),
        (-1000, "due", 2 * SECOND, 1),
        (45047, "due", -1, 1),
        (48001, "due", MINUTE, 0),
        (43004, "unreachable", 0, 1),
        (45002, "unreachable", 0, 1),
    ],
)
def test_a_refused_message_meets_its_fate(
    office: Office, wang: str, kind: str, code: int, status: str, wait_ms: int, attempts: int
) -> None:
    office.stand.fault(SEND, code=code)
    office.queue(wang, "row", kind=kind)
    row = deliver_one(office)
    assert (row["status"], row["attempts"]) == (status, attempts)
    if status == "due":
        patience = getattr(PATIENCE, kind) * MINUTE if wait_ms < 0 else wait_ms
        assert patience - 200 <= row["due_at"] - office.clock() <= patience
    if status == "unreachable":
        assert str(code) in row["error"]
    assert office.seen(wang) == []


def deliver_one(office: Office, courier: Courier | None = None) -> Mapping[str, Any]:
    """Claim the one row that is due, have it delivered, settle it; the row afterwards."""
    courier = courier or office.courier()
    [row] = office.ledger.transact(lambda db: outbox_claims.claim(db, office.clock(), "lease", 60_000, 10))
    outcome = courier.deliver(row)
    assert office.ledger.transact(lambda db: outcome.settle(db, office.clock()))
    return office.row(row.key)


def test_a_used_up_day_is_over_at_midnight_in_beijing(office: Office, wang: str) -> None:
    office.stand.fault(SEND, code=45009)
    office.queue(wang, "row")
    midnight = day_start(business_day(office.clock() + DAY))
    courier = office.courier()
    assert deliver_one(office, courier)["due_at"] == courier.rests_until() == midnight


def test_a_full_minute_is_over_with_the_next_one(office: Office, wang: str) -> None:
    office.stand.fault(SEND, code=45011)
    office.queue(wang, "row")
    courier = office.courier()
    row = deliver_one(office, courier)
    assert row["due_at"] == courier.rests_until() == (office.clock() // MINUTE + 1) * MINUTE
    assert row["attempts"] == 0


def test_a_closed_window_opens_when_the_person_writes(office: Office, stand: Stand, wang: str) -> None:
    stand.settings(windows=True)
    office.queue(wang, "reminder")
    with office.sending():
        time.sleep(0.3)
        row = office.row("reminder")
        assert (row["status"], row["error"]) == ("due", outbox.WAITS_FOR_CONTACT)
        stand.say(wang, "在吗", tries=1)
        office.ledger.transact(lambda db: outbox.wake_for_contact(db, wang, office.clock()))
        office.wait_until("sent", "reminder")
    assert office.seen(wang)[-1] == "reminder"


def test_answers_to_tap_come_under_the_words(office: Office, wang: str) -> None:
    office.queue(
        wang, "同意外出吗？", kind="alert", menu=(("sign:W0120-01:yes", "同意"), ("sign:W0120-01:no", "不同意"))
    )
    assert deliver_one(office)["status"] == "sent"
    [bubble] = office.stand.inbox(wang)
    assert (bubble.kind, bubble.text) == ("msgmenu", "同意外出吗？\n同意\n不同意")


@pytest.mark.parametrize(("code", "tried_again"), [(40200, False), (48001, False), (40008, True)])
def test_where_no_menus_are_shown_the_words_come_alone(office: Office, wang: str, code: int, tried_again: bool) -> None:
    courier = office.courier()
    office.stand.fault(SEND, code=code)
    menu = (("sign:W0120-01:yes", "同意"),)
    office.queue(wang, "同意外出吗？", kind="alert", menu=menu)
    assert deliver_one(office, courier)["status"] == "sent"
    office.queue(wang, "还有一份", kind="alert", menu=menu)
    deliver_one(office, courier)
    kinds = [(bubble.kind, bubble.text) for bubble in office.stand.inbox(wang)]
    second = ("msgmenu", "还有一份\n同意") if tried_again else ("text", "还有一份")
    assert kinds == [("text", "同意外出吗？"), second]


def test_a_pass_comes_as_a_picture(office: Office, wang: str) -> None:
    office.queue_picture(wang, "通行码 7315", "7315")
    assert deliver_one(office)["status"] == "sent"
    [bubble] = office.stand.inbox(wang)
    assert bubble.kind == "image"
    with urlopen(f"{office.stand.url}/_media/{bubble.details['media_id']}") as answer:
        assert answer.read().startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["media/upload", SEND])
def test_where_no_picture_can_be_shown_the_words_stand_in(office: Office, wang: str, path: str) -> None:
    office.stand.fault(path, code=48001)
    office.queue_picture(wang, "通行码 7315", "7315")
    assert deliver_one(office)["status"] == "sent"
    assert [(bubble.kind, bubble.text) for bubble in office.stand.inbox(wang)] == [("text", "通行码 7315")]


@pytest.mark.parametrize("code", [45009, 45011, -1000, -1])
def test_a_picture_that_cannot_be_uploaded_silences_nobody(office: Office, wang: str, code: int) -> None:
    before = len(office.stand.calls("media/upload"))
    office.stand.fault("media/upload", code=code, times=2)
    office.queue_picture(wang, "通行码 7315", "7315")
    office.queue(wang, "着火了", kind="alert")
    office.queue_picture(wang, "通行码 4711", "4711")
    courier = office.courier()
    with office.sending(courier, threads=1):
        office.wait_until("sent", "通行码 7315", "着火了", "通行码 4711")
    assert [(bubble.kind, bubble.text) for bubble in office.stand.inbox(wang)] == [
        ("text", "通行码 7315"),
        ("text", "着火了"),
        ("text", "通行码 4711"),
    ]
    assert courier.rests_until() <= office.clock()
    rests = code in (45009, 45011)
    assert len(office.stand.calls("media/upload")) - before == (1 if rests else 2)


def test_nobody_is_visited_for_a_picture(office: Office, wang: str) -> None:
    office.stand.fault(SEND, code=43004, times=2)
    office.queue_picture(wang, "通行码 7315", "7315")
    assert deliver_one(office)["status"] == "unreachable"
    with office.ledger.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM task")).scalar_one() == 0


def test_whoever_does_not_write_is_visited(office: Office, stand: Stand, wang: str) -> None:
    stand.settings(windows=True)
    person = office.ledger.transact(
        lambda db: people.add(db, name="王阿姨", phone=None, place_id=None, now=office.clock(), filed_by="test")
    )
    office.queue(wang, "reminder", to=person)
    assert deliver_one(office)["status"] == "due"
    office.clock.ahead = PATIENCE.reminder * MINUTE + SECOND
    row = deliver_one(office)
    assert (row["status"], row["attempts"]) == ("unreachable", 2)
    with office.ledger.engine.connect() as connection:
        tasks = connection.execute(text("SELECT kind, person_id, about FROM task")).all()
    assert [tuple(task) for task in tasks] == [("visit", person, "test:1")]
    assert office.watch.given_up_as == ["unreachable"]


def test_a_closed_window_takes_the_template_if_there_is_one(office: Office, stand: Stand, wang: str) -> None:
    stand.settings(windows=True)
    office.queue(wang, "王阿姨的返乡报备\n请在今天之内到家里核对一下", kind="alert", template="new_report")
    courier = office.courier(templates=TEMPLATES)
    row = deliver_one(office, courier)
    assert (row["status"], row["channel"], row["error"]) == ("sent", "template", None)
    assert row["platform_id"]
    [bubble] = office.stand.inbox(wang)
    assert bubble.channel == "template" and "王阿姨的返乡报备 请在今天之内到家里核…" in bubble.text


def test_a_template_in_doubt_is_repeated_and_arrives_once(office: Office, stand: Stand, wang: str) -> None:
    stand.settings(windows=True)
    stand.fault("message/template/send", "reset")
    stand.fault("message/template/send", code=-1)
    office.queue(wang, "notice", kind="notice", template="new_report")
    waits: list[float] = []
    row = deliver_one(office, office.courier(templates=TEMPLATES, wait=waits.append))
    assert (row["status"], row["channel"], waits) == ("sent", "template", [1.0, 2.0])
    assert len(office.seen(wang)) == 1


def test_a_day_without_quota_takes_the_template_if_there_is_one(office: Office, stand: Stand, wang: str) -> None:
    stand.fault(SEND, code=45009, times=None)
    courier = office.courier(templates=TEMPLATES)
    before = len(stand.calls(SEND))
    for number in range(3):
        office.queue(wang, f"alert-{number}", kind="alert", template="new_report")
        assert deliver_one(office, courier)["channel"] == "template"
    assert len(stand.calls(SEND)) - before == 1
    office.queue(wang, "alert", kind="alert")
    assert deliver_one(office, courier)["due_at"] == day_start(business_day(office.clock() + DAY))


@pytest.mark.parametrize("limit", [None, 100])
def test_a_reply_does_not_wait_behind_five_thousand_messages_of_a_notice(
    office: Office, stand: Stand, wang: str, limit: int | None
) -> None:
    def fill(db: Db) -> None:
        for number in range(5000):
            to = people.Recipient(f"o-resident-{number}", None, "居民")
            put(db, key=f"notice-{number}", to=to, kind="notice", body="x", about="notice:1", now=office.clock())

    office.ledger.transact(fill, wait=30)
    stand.fault(SEND, "slow", seconds=0.05, times=None)
    with office.sending(office.courier(budget=MinuteBudget(limit))):
        end = time.monotonic() + 60
        while office.statuses().get("unreachable", 0) + office.statuses().get("sent", 0) < (80 if limit else 10):
            assert time.monotonic() < end, office.statuses()
            time.sleep(0.02)
        queued = time.monotonic()
        office.queue(wang, "reply", kind="reply")
        office.wait_until("sent", "reply")
        assert time.monotonic() - queued < 10
        assert office.statuses()["due"] > 3000


class Stuck(NoNotices):
    """A gate that cannot fill the outbox: it fails, or never comes back."""

    def __init__(self, failure: Exception | None) -> None:
        self.failure = failure
        self.end = threading.Event()

    def fill(self, _now: int) -> bool:
        """See Gate."""
        if self.failure is not None:
            raise self.failure
        self.end.wait()
        return False


@pytest.mark.parametrize("failure", [RuntimeError("spoilt"), Busy(), None])
def test_a_reply_leaves_while_a_notice_cannot_be_filled(office: Office, wang: str, failure: Exception | None) -> None:
    gate = Stuck(failure)
    with office.sending(gate=gate):
        office.queue(wang, "row", kind="reply")
        office.wait_until("sent", "row")
        gate.end.set()
    assert office.seen(wang) == ["row"]
    assert set(office.watch.alarms) == ({"notice_fill_defect"} if isinstance(failure, RuntimeError) else set())


def test_a_used_up_quota_is_known_to_every_sender_and_after_a_start(office: Office, stand: Stand, wang: str) -> None:
    stand.fault(SEND, code=45009, times=None)
    before = len(stand.calls(SEND))
    office.queue(wang, "first", "second", kind="notice")
    with office.sending():
        office.wait_until("due", "first", "second")
        end = time.monotonic() + 30
        while office.row("first")["error"] is None or office.row("second")["error"] is None:
            assert time.monotonic() < end
            time.sleep(0.01)
    asked = len(stand.calls(SEND)) - before
    office.queue(wang, "third", kind="notice")
    with office.sending():  # another process: it has never been refused
        time.sleep(0.5)
        assert len(stand.calls(SEND)) - before == asked == 1
    midnight = day_start(business_day(office.clock() + DAY))
    office.clock.ahead = midnight - office.clock() + SECOND
    stand.clear_faults()
    with office.sending():
        office.wait_until("sent", "first", "second", "third")


def test_of_whoever_wrote_long_ago_the_window_is_known_to_be_closed(office: Office, stand: Stand, wang: str) -> None:
    office.ledger.transact(lambda db: accounts.touch(db, wang, office.clock() - 3 * DAY))
    before = len(stand.calls(SEND))
    office.queue(wang, "notice", kind="notice", template="new_report")
    office.queue(wang, "no template", kind="notice")
    office.queue(wang, "alert", kind="alert")
    with office.sending(office.courier(templates=TEMPLATES)):
        office.wait_until("sent", "notice", "alert")
        office.wait_until("due", "no template")
    assert [office.row(key)["channel"] for key in ("notice", "alert")] == ["template", "custom"]
    assert len(stand.calls(SEND)) - before == 1  # for the alert, which somebody may be waiting for


@pytest.mark.parametrize("fault", ["timeout", "reset", "html"])
def test_a_notice_in_doubt_is_left_to_a_person(office: Office, stand: Stand, wang: str, fault: Any) -> None:
    stand.fault(SEND, fault, done=True)
    office.queue(wang, "notice", kind="notice")
    row = deliver_one(office)
    assert (row["status"], row["error"]) == ("unknown", "unknown no answer")
    assert office.seen(wang) == ["notice"]


def test_a_reminder_in_doubt_is_sent_once_more_and_not_again(office: Office, stand: Stand, wang: str) -> None:
    stand.fault(SEND, "reset", done=True, times=None)
    office.queue(wang, "reminder")
    assert deliver_one(office)["status"] == "due"
    office.clock.ahead = 3 * SECOND
    assert deliver_one(office)["status"] == "unknown"
    assert office.seen(wang) == ["reminder", "reminder"]


def test_a_defect_of_ours_stops_nobody_else(office: Office, wang: str) -> None:
    class Defective:
        def send_text(self, openid: str, words: str) -> None:
            if words == "bad":
                raise ZeroDivisionError
            office.account.send_text(openid, words)

    office.queue(wang, "bad", kind="notice")
    office.queue(wang, "good", kind="notice")
    with office.sending(office.courier(account=Defective())):
        office.wait_until("sent", "good")
        office.wait_until("unknown", "bad")
    assert office.watch.alarms == ["send_defect"]


def test_the_trace_of_a_defect_holds_places_and_no_words() -> None:
    words = "王阿姨"
    try:
        raise KeyError(words)
    except KeyError as defect:
        trace = trace_of(defect)
    assert trace[-1].startswith("test_sender.py:") and words not in str(trace)


def test_while_a_notice_goes_out_the_next_page_is_looked_for_again_and_again(office: Office) -> None:
    looks: list[float] = []

    class Filling(NoNotices):
        def fill(self, _now: int) -> bool:
            looks.append(time.monotonic())
            return len(looks) <= 3  # three pages, and then enough of them wait to be sent

    with office.sending(gate=Filling()):
        wait_until(lambda: len(looks) > 8)
    assert looks[8] - looks[3] < 4, "a page every second would keep the sending waiting"


def test_where_there_is_no_notice_none_is_looked_for_again_and_again(office: Office) -> None:
    looks: list[int] = []

    class Nothing(NoNotices):
        def fill(self, now: int) -> bool:
            looks.append(now)
            return False

    with office.sending(gate=Nothing()):
        time.sleep(0.6)
    assert len(looks) <= 2, "once a second, not every 20 ms"


def test_a_permission_error_is_asked_about_once_a_minute(office: Office, stand: Stand) -> None:
    residents = [stand.person() for _ in range(30)]
    for number, resident in enumerate(residents):
        office.queue(resident, f"row-{number}")
    stand.fault(SEND, code=48001, times=None)
    before = len(stand.calls(SEND))
    with office.sending(threads=2):
        time.sleep(1.2)
        assert len(stand.calls(SEND)) - before <= 2
        assert office.statuses() == {"due": 30}
        stand.clear_faults()
        office.clock.ahead = MINUTE
        office.wait_until("sent", *(f"row-{number}" for number in range(30)))


def test_a_dead_line_loses_nothing_and_is_asked_rarely(office: Office, wang: str) -> None:
    wire = Wire("http://127.0.0.1:1")
    courier = office.courier(account=open_account("wxtest", "secret", wire))
    office.queue(wang, "row", kind="notice")
    for attempt in range(3):
        row = deliver_one(office, courier)
        assert (row["status"], row["attempts"]) == ("due", 0)
        assert row["due_at"] - office.clock() == pytest.approx(2 ** (attempt + 1) * 1000, abs=200)
        office.clock.ahead += 10 * SECOND
    assert deliver_one(office)["status"] == "sent"


def test_a_token_revoked_in_the_middle_of_a_batch_costs_nothing(office: Office, stand: Stand) -> None:
    residents = [stand.person() for _ in range(40)]
    for number, resident in enumerate(residents):
        office.queue(resident, f"row-{number}", kind="notice")
    fetched = len(stand.calls("stable_token"))
    with office.sending():
        time.sleep(0.05)
        stand.revoke_tokens()
        office.wait_until("sent", *(f"row-{number}" for number in range(40)))
    assert len(stand.calls("stable_token")) - fetched <= 1


def test_whoever_was_forgotten_is_no_call_of_the_platform(office: Office, stand: Stand) -> None:
    before = len(stand.calls(SEND))
    row = Outgoing(1, "k", None, None, "reply", "words", 0, 1, "", "", "lease")  # type: ignore[arg-type]
    assert office.courier().deliver(row).verdict.then is Then.UNREACHABLE
    assert len(stand.calls(SEND)) == before


CHILD = """
import os, sys, time
from bot.sending.client import open_account
from bot.sending.courier import Courier
from bot.sending.sender import Sender
from bot.sending.wire import Wire
from ledger import Ledger
from ledger.keys import Keys

database, api, app_id, app_secret = sys.argv[1:]
clock = lambda: time.time_ns() // 1_000_000
account = open_account(app_id, app_secret, Wire(api))

class Killed(Courier):
    def deliver(self, row):
        super().deliver(row)
        os._exit(9)

ledger = Ledger(database, Keys(b"s" * 32, b"h" * 32))
Sender(ledger, Killed(account, clock=clock, random=lambda: 0.0, wait=time.sleep), clock=clock, threads=1).start()
time.sleep(20)
"""


@pytest.mark.parametrize(("kind", "status", "times"), [("notice", "unknown", 1), ("reminder", "sent", 2)])
def test_a_kill_between_send_and_settle_repeats_at_most_once(
    office: Office, wang: str, kind: str, status: str, times: int
) -> None:
    office.queue(wang, "row", kind=kind)
    given = office.stand.account
    arguments = [office.ledger.url, office.stand.url, given.app_id, given.app_secret]
    child = subprocess.run(
        [sys.executable, "-c", CHILD, *arguments], cwd=Path(__file__).parent.parent, timeout=60, check=False
    )
    assert child.returncode == 9
    assert office.row("row")["status"] == "claimed" and office.seen(wang) == ["row"]
    office.clock.ahead = 61 * SECOND
    with office.sending():
        office.wait_until(status, "row")
    assert office.seen(wang) == ["row"] * times


def test_two_senders_of_two_processes_send_each_message_once(
    database_url: str, stand: Stand, account: OfficialAccount
) -> None:
    stand.clear_faults()
    stand.settings(windows=False)
    residents = [stand.person() for _ in range(60)]
    with open_office(database_url, stand, account) as first, open_office(database_url, stand, account) as second:
        schema.migrate(first.ledger.engine)
        for number, resident in enumerate(residents):
            first.queue(resident, f"row-{number}", kind="notice")
        with first.sending(threads=2), second.sending(threads=2):
            first.wait_until("sent", *(f"row-{number}" for number in range(60)))
        assert [first.seen(resident) for resident in residents] == [[f"row-{number}"] for number in range(60)]


def test_stopping_finishes_what_is_on_its_way_and_puts_back_the_rest(office: Office, stand: Stand) -> None:
    residents = [stand.person() for _ in range(10)]
    for number, resident in enumerate(residents):
        office.queue(resident, f"row-{number}", kind="notice")
    stand.fault(SEND, "slow", seconds=0.3, times=None)
    with office.sending(threads=2) as sender:
        wait_until(lambda: "claimed" in office.statuses())
        time.sleep(0.1)
        assert sender.stop()
    found = office.statuses()
    assert found["sent"] + found["due"] == 10 and found["due"] > 0
    assert office.row("row-9")["attempts"] == 0
    assert sum(len(office.seen(resident)) for resident in residents) == found["sent"]


def test_stopping_waits_no_longer_than_for_what_is_on_its_way(
    office: Office, stand: Stand, wang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.sender._BUSY_SECONDS", 40.0)  # so long it looks at nothing unless somebody rings
    office.queue(wang, "row", kind="notice")
    stand.fault(SEND, "slow", seconds=0.3)
    with office.sending(threads=1) as sender:
        while not office.seen(wang):
            time.sleep(0.01)
        before = time.monotonic()
        assert sender.stop()
        assert time.monotonic() - before < 20
    assert office.statuses() == {"sent": 1}


def test_stopping_does_not_wait_for_a_platform_that_hangs(office: Office, wang: str) -> None:
    begun, release = threading.Event(), threading.Event()

    class Hanging:
        def send_text(self, openid: str, words: str) -> None:
            begun.set()
            release.wait(60)

    office.queue(wang, "row", kind="notice")
    sender = Sender(office.ledger, office.courier(account=Hanging()), clock=office.clock, threads=1)
    sender.start()
    assert begun.wait(60)  # what is only claimed is put back at once
    assert not sender.stop(patience=0.3)
    release.set()


class LateLedger:
    """A ledger that says Busy to the first transaction and commits it all the same, before or after saying so."""

    def __init__(self, ledger: Ledger, afterwards: bool) -> None:
        self.ledger = ledger
        self.read = ledger.read
        self.afterwards = afterwards
        self.said: threading.Thread | None = None

    def transact(self, work: Callable[[Db], T], *, late: Callable[[Db], object] | None = None) -> T:
        """As Ledger.transact, the first time excepted."""
        if self.said is not None:
            return self.ledger.transact(work, late=late)

        def commit() -> None:
            self.ledger.transact(work)
            if self.afterwards and late:
                self.ledger.transact(late)

        self.said = threading.Timer(0.2 if self.afterwards else 0.0, commit)
        self.said.start()
        if not self.afterwards:
            self.said.join()
        raise Busy("the commit came too late")


@pytest.mark.parametrize("afterwards", [False, True])
def test_a_commit_that_comes_too_late_loses_and_doubles_nothing(office: Office, wang: str, afterwards: bool) -> None:
    office.queue(wang, "notice-1", "notice-2", kind="notice")
    with office.sending(ledger=LateLedger(office.ledger, afterwards)):
        office.wait_until("sent", "notice-1", "notice-2")
    assert office.seen(wang) == ["notice-1", "notice-2"]
    assert office.row("notice-1")["attempts"] == 1


def test_outcomes_outlast_a_ledger_that_is_busy(office: Office, wang: str, sqlite_url: str) -> None:
    office.queue(wang, "notice", kind="notice")
    file = sqlite_url.removeprefix("sqlite:///")
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    impatient = Ledger(sqlite_url, KEYS, lock_wait=0.1)
    sent = threading.Event()

    class Held(Courier):
        def deliver(self, row: Outgoing) -> Outcome:
            outcome = super().deliver(row)
            other.execute("BEGIN IMMEDIATE")  # another process takes the writer's turn and keeps it
            sent.set()
            return outcome

    given: dict[str, Any] = {"clock": office.clock, "random": lambda: 0.0, "wait": time.sleep}
    with office.sending(Held(office.account, **given), ledger=impatient):
        assert sent.wait(60)
        time.sleep(1.2)
        assert office.row("notice")["status"] == "claimed"
        other.execute("COMMIT")
        office.wait_until("sent", "notice")
    other.close()
    impatient.close()
    assert office.seen(wang) == ["notice"]


def test_a_row_whose_lease_is_nearly_over_is_put_back(office: Office, wang: str) -> None:
    class Slow(Courier):
        def deliver(self, row: Outgoing) -> Outcome:
            office.clock.ahead += 40 * SECOND
            return super().deliver(row)

    given: dict[str, Any] = {"clock": office.clock, "random": lambda: 0.0, "wait": time.sleep}
    office.queue(wang, "first", "second", kind="notice")
    with office.sending(Slow(office.account, **given), threads=1):
        office.wait_until("sent", "first", "second")
    assert office.seen(wang) == ["first", "second"]


def test_a_minutes_budget_keeps_a_fifth_for_live_messages() -> None:
    budget = MinuteBudget(10)
    assert [budget.spend(False, 0) for _ in range(9)] == [True] * 8 + [False]
    assert [budget.spend(True, 59_999) for _ in range(3)] == [True, True, False]
    assert budget.spend(False, MINUTE)
    assert all(MinuteBudget(None).spend(False, 0) for _ in range(1000))


def test_a_used_up_budget_puts_off_without_a_call(office: Office, stand: Stand, wang: str) -> None:
    courier = office.courier(budget=MinuteBudget(1))
    office.queue(wang, "first", kind="reply")
    assert deliver_one(office, courier)["status"] == "sent"
    office.queue(wang, "second", kind="reply")
    row = deliver_one(office, courier)
    assert (row["status"], row["attempts"]) == ("due", 0)
    assert row["due_at"] % MINUTE == 0


@pytest.mark.parametrize(
    ("field", "pattern", "value"),
    [
        ("thing4", "{text}", "第一行 第二行"),
        ("thing4", "{text}{text}{text}{text}", "第一行 第二行第一行 第二行第一行…"),
        ("phrase3", "待处理", "待处理"),
        ("time2", "{date} {time}", "2022-11-11 16:00"),
        ("keyword1", "{other} {text}", "{other} 第一行 第二行"),
    ],
)
def test_a_template_field_holds_what_its_type_allows(field: str, pattern: str, value: str) -> None:
    form = TemplateForm("T1", {field: pattern})
    assert form.fill("第一行\n第二行", 1_668_153_600_000) == {field: value}


def test_words_of_a_message_are_never_read_as_a_pattern() -> None:
    assert TemplateForm("T1", {"thing1": "{text}"}).fill("{time}", 0) == {"thing1": "{time}"}


def test_an_error_of_the_account_that_is_not_its_own_is_kept_short() -> None:
    assert len(str(SendError(Fate.INPUT, 47003, "data.thing1.value invalid", "r" * 40))) < 80
