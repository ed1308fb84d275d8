"""Signing in to the office's pages: one-time links, second factor, sessions, and people who try (THREATS A14, A15, A22)."""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, select, update

from commands import account as accounts
from commands import role as ended_roles
from commands.errors import Refused
from commands.wiring import surroundings
from console import passwords
from ledger import Db, people, places
from ledger.console import sessions as console_sessions
from ledger.console.sessions import Limits
from ledger.people import accounts as followers
from ledger.people import roles
from ledger.statement import Statement
from ledger.tables import audit, console_account, console_link, console_session, console_try, outbox
from scheduler import retention
from tests.console_side import HERE, PASSWORD, Browser, Office, office

WRONG = "没有登录成功：姓名、密码或者动态码不对。"
_AUDIT = Statement(select(audit.c.actor, audit.c.action).order_by(audit.c.id))
_UNTIL = Statement(
    select(func.coalesce(console_try.c.blocked_until, 0)).where(console_try.c.subject_hash == bindparam("row"))
)
_NOTICES = Statement(select(outbox.c.key).where(outbox.c.key.like("console-tries:%")))


@pytest.fixture
def pages(ledger_url: str, data_dir: Path) -> Iterator[Office]:
    with office(ledger_url, data_dir) as opened:
        yield opened


def bind(pages: Office, name: str, role: str, scope: str | None = None) -> int:
    """Somebody of the staff as they are bound in the chat."""

    def work(db: Db) -> int:
        place = places.ensure(db, scope).id if scope else None
        person_id = people.add(db, name=name, phone=None, place_id=None, now=pages.clock[0], filed_by="test")
        followers.bind(db, f"o-{name}", person_id)
        people.grant(db, person_id, role, place, None, pages.clock[0])
        return person_id

    return pages.installation.ledger.transact(work)


def is_in(browser: Browser) -> bool:
    return "<h1>等我处理的</h1>" in browser.get("/").text


def trail(pages: Office) -> list[tuple[str, str]]:
    return [(who, what) for who, what in pages.installation.ledger.read(lambda db: db.all(_AUDIT))]


def test_without_a_session_the_first_page_is_a_sign_in_page(pages: Office) -> None:
    answer = pages.browser().get("/")
    assert answer.status_code == 200
    assert all(f'<label class="form-label" for="{name}">' in answer.text for name in ("name", "password", "code"))


def test_a_link_sets_password_and_second_factor_and_signs_in(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    assert len(browser.codes) == 8
    assert is_in(browser)
    assert trail(pages) == [("command line", "account made"), ("陈主任", "password set"), ("陈主任", "signed in")]


def test_afterwards_name_password_and_code_sign_in(pages: Office) -> None:
    secret = pages.signed_in("陈主任", "office").secret
    pages.later(minutes=1)
    browser = pages.browser()
    browser.secret = secret
    answer = pages.sign_in(browser, " 陈主任 ", pages.code(browser))
    assert browser.follow(answer).status_code == 200
    assert is_in(browser)


def test_a_page_that_was_wanted_comes_after_signing_in_and_no_page_elsewhere(pages: Office) -> None:
    first = pages.signed_in("陈主任", "office")
    for wanted, leads_to in (
        ("/account", "/console/account"),
        ("//evil.example/", "/console/"),
        ("/\\evil.example", "/console/"),
        ("https://evil.example/", "/console/"),
    ):
        pages.later(minutes=1)
        browser = pages.browser()
        browser.get("/sign-in")
        said = {"name": "陈主任", "password": PASSWORD, "code": pages.code(first)}
        assert browser.post(f"/sign-in?next={wanted}", **said).headers["Location"] == leads_to


LINKS = ["used", "run out", "made up", "made anew", "of an ended account"]


@pytest.mark.parametrize("what", LINKS)
def test_a_link_works_once_and_for_a_short_time(pages: Office, what: str) -> None:
    path = pages.link("陈主任", "office")
    if what == "used":
        pages.set_up(path)
    if what == "run out":
        pages.later(minutes=61)
    if what == "made up":
        path = path[:-4] + "AAAA"
    if what == "made anew":
        pages.link("陈主任", "office")
    if what == "of an ended account":
        accounts.end(pages.installation, "陈主任")
    browser = pages.browser()
    assert browser.get(path).status_code == 410
    browser.get("/sign-in")
    assert browser.post(path, password=PASSWORD, again=PASSWORD, code="000000").status_code == 410
    assert not is_in(browser)


def test_of_two_who_follow_a_link_at_once_one_sets_the_password(pages: Office) -> None:
    path = pages.link("陈主任", "office")
    slow = pages.browser()
    slow.get(path)
    quick = pages.set_up(path)
    said = {"password": "另一个人也想要的密码", "again": "另一个人也想要的密码", "code": pages.code(quick)}
    assert slow.post(path, **said).status_code == 410
    assert is_in(quick)
    assert not is_in(slow)


PASSWORDS = {
    "短密码": "密码至少10个字",
    "aaaaaaaaaaaaaaa": "这个密码太好猜",
    "陈主任陈主任陈主任陈主任": "这个密码太好猜",
    "x" * 50 + "abcdef" * 40: "密码太长",
}


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_that_is_too_easy_is_not_taken_and_the_link_still_works(pages: Office, password: str) -> None:
    path = pages.link("陈主任", "office")
    browser = pages.browser()
    browser.get(path)
    answer = browser.post(path, password=password, again=password, code="000000")
    assert answer.status_code == 422
    assert PASSWORDS[password] in answer.text
    assert "动态码不对" in answer.text
    assert is_in(pages.set_up(path))


def test_no_rule_of_composition_is_made(pages: Office) -> None:
    for password in ("correct horse battery", "河西街道办公页真好用", "2857190346"):
        assert passwords.fault(password, "陈主任") is None


def test_the_code_of_the_rehearsal_is_shown_in_development_alone(ledger_url: str, data_dir: Path) -> None:
    with office(ledger_url, data_dir, HEXI_ENVIRONMENT="development") as rehearsal:
        page = rehearsal.browser().get(rehearsal.link("陈主任", "office")).text
        assert re.search(r"现在的动态码是 <strong>[0-9]{6}</strong>", page)
        assert "正式使用时这里不会显示" in page


def test_in_production_no_code_is_shown(pages: Office) -> None:
    page = pages.browser().get(pages.link("陈主任", "office")).text
    assert "现在的动态码是" not in page
    assert "演示" not in page


def test_a_code_counts_once_and_only_near_its_time(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    assert pages.sign_in(pages.browser(), "陈主任", pages.code(browser)).status_code == 401  # used at setting up
    pages.later(minutes=2)
    code = pages.code(browser)
    assert pages.sign_in(pages.browser(), "陈主任", code).status_code == 302
    replayed = pages.sign_in(pages.browser("10.9.9.9"), "陈主任", code)
    assert replayed.status_code == 401
    assert WRONG in replayed.text
    old = pages.code(browser)
    pages.later(minutes=5)
    assert pages.sign_in(pages.browser(), "陈主任", old).status_code == 401


def test_a_recovery_code_stands_in_once(pages: Office) -> None:
    code = pages.signed_in("陈主任", "office").codes[3]
    typed = code.lower().replace("-", " ")
    assert pages.sign_in(pages.browser(), "陈主任", typed).status_code == 302
    assert pages.sign_in(pages.browser(), "陈主任", typed).status_code == 401


def test_whatever_is_wrong_the_sentence_is_the_same(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    pages.later(minutes=1)
    code = pages.code(browser)
    for _ in range(5):
        pages.sign_in(pages.browser("10.2.0.5"), "陈主任", "000000")
    tries = {
        "no such name": partial(pages.sign_in, pages.browser("10.2.0.1"), "没有的人", code),
        "wrong password": partial(pages.sign_in, pages.browser("10.2.0.2"), "陈主任", code, "不对的密码不对的密码"),
        "wrong code": partial(pages.sign_in, pages.browser("10.2.0.3"), "陈主任", "000000"),
        "no code": partial(pages.sign_in, pages.browser("10.2.0.4"), "陈主任", ""),
        "too many tries": partial(pages.sign_in, pages.browser("10.2.0.5"), "陈主任", code),
    }
    answers = {what: one() for what, one in tries.items()}
    texts = {re.sub(r'(value|name)="[^"]*"', "", one.text) for one in answers.values()}
    assert len(texts) == 1
    assert {one.status_code for one in answers.values()} == {401}


def test_for_a_name_that_is_not_there_a_password_is_looked_at_too_and_for_one_that_waits_none(
    pages: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    real = passwords._hasher

    class Watching:
        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept)
            return real.verify(kept, password)

        hash = real.hash

    pages.signed_in("陈主任", "office")
    monkeypatch.setattr(passwords, "_hasher", Watching())
    pages.sign_in(pages.browser("10.2.0.1"), "没有的人", "000000")
    pages.sign_in(pages.browser("10.2.0.2"), "陈主任", "000000", "不对的密码不对的密码")
    assert verified == [passwords._nobodys(), kept_hash(pages)]
    for name in ("没有的人", "陈主任"):
        for _ in range(5):
            pages.sign_in(pages.browser("10.2.0.3"), name, "000000", "不对的密码不对的密码")
        verified.clear()
        pages.sign_in(pages.browser("10.2.0.3"), name, "000000", "不对的密码不对的密码")
        assert verified == []


def kept_hash(pages: Office) -> str:
    """The hash of the one password that is kept."""
    kept: str = pages.installation.ledger.read(lambda db: db.value(Statement(select(console_account.c.password_hash))))
    return kept


def test_hashing_in_production_takes_memory_and_time() -> None:
    started = time.process_time()
    kept = passwords.hashed(PASSWORD)
    assert time.process_time() - started > 0.01
    for one in (kept, passwords._nobodys()):  # a name that is not there costs the same
        assert one.startswith("$argon2id$v=19$m=65536,t=3,")
    assert passwords.is_right(kept, PASSWORD)
    assert not passwords.is_right(kept, PASSWORD + "！")
    assert not passwords.is_right(None, "nobody's password")


def test_after_five_wrong_tries_a_name_waits_at_that_address_and_the_office_hears_of_it(pages: Office) -> None:
    bind(pages, "陈主任", "office")
    browser = pages.signed_in("陈主任", "office")
    pages.later(minutes=1)
    stranger = pages.browser("10.6.6.6")
    for _ in range(5):
        assert pages.sign_in(stranger, "陈主任", "000000").status_code == 401
    assert len(pages.installation.ledger.read(lambda db: db.all(_NOTICES))) == 1
    assert WRONG in pages.sign_in(stranger, "陈主任", pages.code(browser)).text  # right, and not looked at
    pages.later(seconds=61)
    assert pages.sign_in(stranger, "陈主任", pages.code(browser)).status_code == 302


def test_the_wait_grows_and_ends_at_a_quarter_of_an_hour(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    stranger = pages.browser("10.6.6.6")
    for wait in (1, 2, 4, 8, 15, 15):
        while pages.sign_in(stranger, "陈主任", "000000").status_code == 401:
            if blocked(pages, "陈主任"):
                break
        pages.later(minutes=wait, seconds=-5)
        assert pages.sign_in(stranger, "陈主任", pages.code(browser)).status_code == 401
        pages.later(seconds=6)
    assert pages.sign_in(stranger, "陈主任", pages.code(browser)).status_code == 302


def blocked(pages: Office, name: str) -> bool:
    """Whether a name waits at the stranger's address."""

    def until(db: Db) -> int:
        row = db.one(_UNTIL, row=console_sessions._subject(db, name, "10.6.6.6"))
        return int(row[0]) if row is not None else 0

    return pages.installation.ledger.read(until) > pages.real[0]


def test_an_address_that_tries_many_names_waits(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    stranger = pages.browser("10.6.6.6")
    for number in range(30):
        pages.sign_in(stranger, f"某某{number}", "000000")
    pages.later(seconds=31)
    assert pages.sign_in(stranger, "陈主任", pages.code(browser)).status_code == 401
    assert pages.sign_in(pages.browser("10.7.7.7"), "陈主任", pages.code(browser)).status_code == 302


def test_strangers_everywhere_shut_out_strangers_and_not_the_owner(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    for number in range(50):
        pages.sign_in(pages.browser(f"10.8.{number // 5}.{number % 5}"), "陈主任", "000000")
    pages.later(seconds=31)
    code = pages.code(browser)
    assert pages.sign_in(pages.browser("10.9.9.9"), "陈主任", code).status_code == 401
    assert pages.sign_in(pages.browser("10.1.1.1"), "陈主任", code).status_code == 302


def test_of_tries_at_the_same_moment_each_counts_what_the_one_before_came_to(pages: Office) -> None:
    """The second begins while the first is still in its transaction, in which the name comes to its limit."""
    ledger, limits = pages.installation.ledger, Limits(1, 30, 50)
    counted, second_begins, allowed = threading.Event(), threading.Event(), list[bool]()

    def first(db: Db) -> bool:
        tried = console_sessions.begin_try(db, "陈主任", "10.6.6.6", None, limits, pages.real[0])
        counted.set()
        second_begins.wait(60)
        time.sleep(0.3)
        return tried.allowed

    def second(db: Db) -> bool:
        return console_sessions.begin_try(db, "陈主任", "10.6.6.6", None, limits, pages.real[0]).allowed

    def go_second() -> None:
        counted.wait(60)
        second_begins.set()
        allowed.append(ledger.transact(second))

    beside = threading.Thread(target=go_second)
    beside.start()
    assert ledger.transact(first)
    beside.join(60)
    assert allowed == [False]


def test_a_try_that_has_to_wait_counts_nowhere(pages: Office) -> None:
    """Else strangers at one address, waiting there, would shut the name out everywhere."""
    browser = pages.signed_in("陈主任", "office")
    for number in range(30):
        pages.sign_in(pages.browser("10.6.6.6"), f"某某{number}", "000000")
    for _ in range(60):
        pages.sign_in(pages.browser("10.6.6.6"), "陈主任", "000000")
    pages.later(seconds=31)
    assert pages.sign_in(pages.browser("10.7.7.7"), "陈主任", pages.code(browser)).status_code == 302


def test_many_who_sign_in_at_once_hold_up_nobody_else(pages: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = pages.signed_in("陈主任", "office")
    pages.later(minutes=1)
    slow, code, codes = threading.Event(), pages.code(browser), list[int]()
    real = passwords._hasher

    class Slow:
        hash = real.hash

        def verify(self, kept: str, password: str) -> bool:
            slow.wait(60)
            return real.verify(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Slow())

    def come(number: int) -> None:
        codes.append(pages.sign_in(pages.browser(f"10.6.6.{number}"), f"某某{number}", "000000").status_code)

    crowd = [threading.Thread(target=come, args=(number,)) for number in range(29)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(0.5)
    assert codes == [503] * 25  # all but four have their answer while those are still looked at
    owner = pages.sign_in(pages.browser(), "陈主任", code)
    assert owner.status_code == 503
    assert "现在有点忙" in owner.text
    slow.set()
    for one in crowd:
        one.join(60)
    assert sorted(codes) == [401] * 4 + [503] * 25
    assert pages.sign_in(pages.browser(), "陈主任", code).status_code == 302  # nothing was used up


def test_addresses_of_one_network_are_counted_as_one(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    for number in range(30):
        pages.sign_in(pages.browser(f"2001:db8:1:2::{number:x}"), f"某某{number}", "000000")
    pages.later(seconds=31)
    code = pages.code(browser)
    assert pages.sign_in(pages.browser("2001:db8:1:2:ffff::1"), "陈主任", code).status_code == 401
    assert pages.sign_in(pages.browser("2001:db8:1:3::1"), "陈主任", code).status_code == 302


def test_right_tries_do_not_count(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    for _ in range(8):
        pages.sign_in(pages.browser(), "陈主任", "000000")
        pages.later(minutes=1)
        assert pages.sign_in(pages.browser(), "陈主任", pages.code(browser)).status_code == 302


def test_the_address_is_that_which_our_proxy_names(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    for _ in range(5):
        forwarded(pages.browser("127.0.0.1"), "1.1.1.1, 10.6.6.6")
    assert blocked(pages, "陈主任")
    pages.later(seconds=31)
    assert pages.sign_in(pages.browser("10.7.7.7"), "陈主任", pages.code(browser)).status_code == 302


def test_an_address_that_somebody_else_names_is_not_believed(pages: Office) -> None:
    pages.signed_in("陈主任", "office")
    for number in range(5):
        forwarded(pages.browser("10.6.6.6"), f"10.3.3.{number}")
    assert blocked(pages, "陈主任")


def forwarded(browser: Browser, through: str) -> None:
    """A wrong try with a header that a proxy writes."""
    browser.get("/sign-in")
    browser.client.post(
        "/sign-in",
        base_url=f"{HERE}/console",
        environ_base={"REMOTE_ADDR": browser.address},
        data={"csrf_token": browser.token, "name": "陈主任", "password": "不对", "code": "1"},
        headers={"Origin": HERE, "X-Forwarded-For": through},
    )


def test_a_session_ends_when_nobody_is_there_and_after_its_hours(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    pages.later(minutes=29)
    assert is_in(browser)
    pages.later(minutes=31)
    answer = browser.get("/account")
    assert "太久没有动" in browser.follow(answer).text
    browser = pages.signed_in("陈主任", "office")
    for _ in range(12 * 3 - 1):
        pages.later(minutes=20)
        assert is_in(browser)
    pages.later(minutes=20)
    assert not is_in(browser)


def test_signing_in_gives_a_new_session_and_signing_out_ends_it_on_the_server(pages: Office) -> None:
    browser = pages.browser()
    browser.get("/sign-in")
    before = browser.client.get_cookie("hexi_console", path="/console", domain="127.0.0.1")
    pages.set_up(pages.link("陈主任", "office"), browser=browser)
    cookie = browser.client.get_cookie("hexi_console", path="/console", domain="127.0.0.1")
    assert before is not None
    assert cookie is not None
    assert before.value != cookie.value
    browser.get("/account")
    answer = browser.post("/sign-out", where="here")
    assert "已经退出" in browser.follow(answer).text
    browser.client.set_cookie("hexi_console", cookie.value, path="/console", domain="127.0.0.1")
    assert not is_in(browser)  # what was stolen before is worth nothing


def test_signing_out_everywhere_ends_all_of_them(pages: Office) -> None:
    here = pages.signed_in("陈主任", "office")
    pages.later(minutes=1)
    there = pages.browser("10.5.5.5")
    pages.sign_in(there, "陈主任", pages.code(here))
    assert is_in(there)
    here.get("/account")
    here.post("/sign-out", where="everywhere")
    assert not is_in(there)
    assert not is_in(here)


def test_making_an_account_anew_ends_what_was_before(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    pages.later(minutes=1)
    path = pages.link("陈主任", "office")
    assert not is_in(browser)
    assert pages.sign_in(pages.browser(), "陈主任", pages.code(browser)).status_code == 401
    assert is_in(pages.set_up(path))


def test_a_role_that_has_ended_ends_the_account(pages: Office) -> None:
    person_id = bind(pages, "李强", "grid_worker", "永茂社区/1网格")
    browser = pages.signed_in("李强", "grid_worker", "永茂社区/1网格")
    assert is_in(browser)
    ledger = pages.installation.ledger
    held = ledger.read(lambda db: roles.of_name(db, "李强"))
    assert held[0].person_id == person_id
    ledger.transact(lambda db: roles.end(db, held[0].id, pages.clock[0]))
    assert not is_in(browser)
    pages.later(minutes=1)
    assert pages.sign_in(pages.browser(), "李强", pages.code(browser)).status_code == 401


def test_a_role_that_ends_ends_the_account_that_was_made_before_its_holder_was_bound(pages: Office) -> None:
    browser = pages.signed_in("李强", "grid_worker", "永茂社区/1网格")
    bind(pages, "李强", "grid_worker", "永茂社区/1网格")
    assert is_in(browser)
    end_role(pages, "李强", "grid_worker")
    assert not is_in(browser)
    pages.later(minutes=1)
    assert pages.sign_in(pages.browser(), "李强", pages.code(browser)).status_code == 401


def test_signing_in_ties_an_account_to_whoever_was_bound_since(pages: Office) -> None:
    secret = pages.signed_in("刘干事", "office").secret
    person_id = bind(pages, "刘干事", "office")
    assert tied(pages, "刘干事") == (None, None)
    browser = pages.browser()
    browser.secret = secret
    pages.later(minutes=1)
    assert pages.sign_in(browser, "刘干事", pages.code(browser)).status_code == 302
    held = pages.installation.ledger.read(lambda db: roles.of_name(db, "刘干事"))
    assert tied(pages, "刘干事") == (person_id, held[0].id)
    end_role(pages, "刘干事", "office")
    assert not is_in(browser)


def test_a_role_that_ends_leaves_the_account_of_another_role_until_the_last_has_ended(pages: Office) -> None:
    browser = pages.signed_in("李强", "leader")
    person_id = bind(pages, "李强", "grid_worker", "永茂社区/1网格")
    pages.installation.ledger.transact(
        lambda db: people.grant(db, person_id, "gate_guard", places.ensure(db, "永茂社区/8号楼").id, None, pages.clock[0])
    )
    end_role(pages, "李强", "grid_worker")
    assert is_in(browser)
    end_role(pages, "李强", "gate_guard")
    assert not is_in(browser)


def end_role(pages: Office, name: str, kind: str) -> None:
    """The role is ended on the host."""
    ended = ended_roles.end(pages.installation, name, kind, None, "陈主任")
    assert ended.startswith(f"ended: {name}, {kind}")


def tied(pages: Office, name: str) -> tuple[int | None, int | None]:
    """(person, role) to which an account is tied."""
    found = select(console_account.c.person_id, console_account.c.role_id).where(console_account.c.name == bindparam("n"))
    row = pages.installation.ledger.read(lambda db: db.one(Statement(found), n=name))
    assert row is not None
    return row[0], row[1]


def test_every_night_sessions_links_and_tries_that_are_long_over_are_deleted(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    pages.link("刘干事", "office")
    pages.sign_in(pages.browser("10.6.6.6"), "陈主任", "000000")
    pages.installation.ledger.transact(lambda db: db.run(Statement(update(console_session).values(ends_at=pages.real[0]))))
    assert kept(pages) == (1, 2, 3)
    tidied(pages)
    assert kept(pages) == (1, 2, 3)  # not long enough
    pages.later(days=2)
    tidied(pages)
    assert kept(pages) == (1, 0, 0)
    pages.later(days=29)
    tidied(pages)
    assert kept(pages) == (0, 0, 0)
    assert pages.sign_in(browser, "陈主任", pages.code(browser)).status_code == 302


def tidied(pages: Office) -> None:
    """The nightly job, at the machine's time."""
    around = replace(surroundings(pages.installation), real_clock=lambda: pages.real[0])
    retention.job.run(around, pages.clock[0])


def kept(pages: Office) -> tuple[int, ...]:
    """How many sessions, links and counted tries the ledger has."""
    tables = (console_session, console_link, console_try)
    counts = [Statement(select(func.count()).select_from(table)) for table in tables]
    return pages.installation.ledger.read(lambda db: tuple(int(db.value(count)) for count in counts))


BAD_ACCOUNTS: dict[str, tuple[str, str | None, str | None]] = {
    "role is missing": ("陈主任", None, None),
    "role boss": ("陈主任", "boss", None),
    "role resident": ("王阿姨", "resident", "永茂社区/6号楼"),
    "needs a scope": ("李强", "grid_worker", None),
    "group member needs": ("何医生", "group_member", "cooking"),
    "scope": ("李强", "grid_worker", "没有的社区"),
    "the name must be": ("陈\n主任", "office", None),
}


@pytest.mark.parametrize("complaint", BAD_ACCOUNTS)
def test_an_account_that_cannot_be_is_refused_in_one_line(pages: Office, complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        accounts.make(pages.installation, *BAD_ACCOUNTS[complaint])


def test_two_of_one_name_are_not_taken_for_each_other(pages: Office) -> None:
    bind(pages, "李强", "office")
    bind(pages, "李强", "office")
    with pytest.raises(Refused, match="several people of this name"):
        pages.link("李强", "office")


def test_secrets_are_kept_sealed_or_as_hashes(pages: Office) -> None:
    path = pages.link("陈主任", "office")
    browser = pages.set_up(path)
    cookie = browser.client.get_cookie("hexi_console", path="/console", domain="127.0.0.1")
    assert cookie is not None
    tables = (console_account, console_link, console_session)
    kept = pages.installation.ledger.read(lambda db: [db.all(Statement(select(table))) for table in tables])
    stored = b"".join(
        value if isinstance(value, bytes) else str(value).encode() for rows in kept for row in rows for value in row
    )
    for secret in (path.rpartition("/")[2], browser.secret, PASSWORD, *browser.codes):
        assert secret.encode() not in stored


def test_the_cookie_is_for_this_site_and_this_path_alone(pages: Office) -> None:
    header = pages.browser().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Strict" in header
    assert "Path=/console" in header
    assert "Secure" not in header  # on this machine, without https


def test_behind_https_the_cookie_is_secure_and_links_begin_with_the_address(ledger_url: str, data_dir: Path) -> None:
    with office(ledger_url, data_dir, HEXI_CONSOLE__ADDRESS="https://fk.example.cn") as pages:
        assert accounts.make(pages.installation, "陈主任", "office", None).startswith("https://fk.example.cn/console/set-up/")
        browser = pages.browser()
        answer = browser.get("/sign-in", host="http://fk.example.cn")
        assert "Secure" in answer.headers["Set-Cookie"]
