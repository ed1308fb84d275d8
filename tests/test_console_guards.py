"""What stands before every page of the office, route by route as the application lists them (THREATS A13, A14, A19)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import render_template_string
from jinja2 import UndefinedError
from structlog.testing import capture_logs
from werkzeug.routing import Rule

from tests.console_side import HERE, Office, office

OPEN = {"signing_in.sign_in", "setting_up.set_up", "static", "bootstrap.static"}
ROLES = {
    "office": None,
    "admin": None,
    "leader": None,
    "inspector": None,
    "grid_worker": "永茂社区/1网格",
    "community_lead": "永茂社区",
    "task_force_leader": "永茂社区/8号楼",
    "gate_guard": "永茂社区/8号楼",
    "group_member": "medical",
}
EVERYBODY = set(ROLES)
OFFICE = {"office", "admin"}
# Who finds which page; 404 for everybody else. A new page has to be named here.
MAY = {
    "home.home": EVERYBODY,
    "signing_in.account": EVERYBODY,
    "signing_in.sign_out": EVERYBODY,
    "acting.record_exit": OFFICE,
    "acting.send_exit_back": OFFICE,
    "acting.take_alert": {*OFFICE, "group_member"},
    "acting.take_handover": {*OFFICE, "group_member"},
    "acting.answer_handover": {*OFFICE, "group_member"},
    "acting.finish_visit": {*OFFICE, "grid_worker", "community_lead"},
    "people.find": {*OFFICE, "grid_worker", "community_lead"},
    "people.look": {*OFFICE, "grid_worker", "community_lead"},
    "people.found": {*OFFICE, "grid_worker", "community_lead"},
    "people.person": {*OFFICE, "grid_worker", "community_lead"},
    "duty.index": {*OFFICE, "community_lead", "leader", "inspector"},
    "duty_logs.index": {*OFFICE, "community_lead", "leader", "inspector"},
    "duty.read": {*OFFICE, "community_lead"},
    "duty.enter": {*OFFICE, "community_lead"},
    "duty.withdraw": {*OFFICE, "community_lead"},
    "jobs.jobs": OFFICE,
    "reports.listed": OFFICE,
    "reports.download": OFFICE,
    "reports.correct": OFFICE,
    "reports.sent": OFFICE,
    "taken.alert": {*OFFICE, "group_member"},
    "taken.handover": {*OFFICE, "group_member"},
    "told.take_violation": {*OFFICE, "group_member", "grid_worker", "community_lead"},
    "told.close_violation": {*OFFICE, "group_member", "grid_worker", "community_lead"},
    "told.answer_rumour": {*OFFICE, "group_member"},
    "told.approve_answer": OFFICE,
    "talks.take": {*OFFICE, "group_member"},
    "talks.close": {*OFFICE, "group_member"},
    "talks.taken": {*OFFICE, "group_member"},
    "notices.index": {"office"},
    "notices.notice": {"office"},
    "notices.submit": {"office"},
    "notices.approve": {"office"},
    "notices.hurry": {"office"},
    "notices.send_back": {"office"},
    "notices.stop": {"office"},
    "notices.stop_all": {"office"},
    "notices.go_on": {"office"},
    "notices.withdraw": {"office"},
    "notice_form.new": {"office"},
    "notice_form.edit": {"office"},
    "announcements.index": OFFICE,
    "announcements.announcement": OFFICE,
    "announcements.file": OFFICE,
    "announcements.empty": OFFICE,
    "announcement_form.new": {"office"},
    "announcement_form.put_in_force": {"office"},
    "questions.index": OFFICE,
    "kept_answers.new": OFFICE,
    "kept_answers.change": OFFICE,
    "kept_answers.kept": OFFICE,
    "kept_answers.approve": OFFICE,
    "kept_answers.send_back": OFFICE,
    "kept_answers.end": OFFICE,
    "notice_people.people": {*OFFICE, "grid_worker", "community_lead"},
    "notice_people.doors": {*OFFICE, "grid_worker", "community_lead"},
}


@pytest.fixture
def pages(sqlite_ledger_url: str, data_dir: Path) -> Iterator[Office]:
    with office(sqlite_ledger_url, data_dir) as opened:
        yield opened


def routes(pages: Office, method: str) -> list[tuple[Rule, str]]:
    """(rule, a path that fits it) of everything that answers this method."""
    rules = [rule for rule in pages.application.url_map.iter_rules() if method in (rule.methods or ())]
    return [(rule, path_of(rule)) for rule in rules]


def path_of(rule: Rule) -> str:
    numbers = {"record_id": 1, "record": 1, "number": 1, "person_id": 1, "report_id": 1, "notice_id": 1}
    built = rule.build({name: numbers.get(name, "x") for name in rule.arguments})
    assert built is not None
    return built[1]


def test_the_list_of_pages_is_the_whole_list(pages: Office) -> None:
    endpoints = {rule.endpoint for rule in pages.application.url_map.iter_rules()}
    assert endpoints - OPEN == set(MAY)


def test_every_form_is_refused_without_token_with_another_one_and_from_elsewhere(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    other = pages.browser()
    other.get("/sign-in")
    forms = routes(pages, "POST")
    assert len(forms) >= 8
    for rule, path in forms:
        browser.get("/account")
        assert browser.post(path, token="").status_code == 400, rule
        assert browser.post(path, token=other.token).status_code == 400, rule
        for origin in ("https://evil.example", "http://127.0.0.1:8001", "https://127.0.0.1:8000", "null", None):
            browser.get("/account")
            assert browser.post(path, origin=origin).status_code == 400, (rule, origin)
    assert "没有办成" in browser.post("/sign-out", origin="https://evil.example").text


def test_a_form_without_origin_but_from_a_page_of_ours_is_taken(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    browser.get("/account")
    answer = browser.client.post(
        "/sign-out",
        data={"csrf_token": browser.token},
        headers={"Referer": f"{HERE}/console/account"},
        base_url=f"{HERE}/console",
    )
    assert answer.headers["Location"] == "/console/sign-in"


def test_without_a_session_every_page_is_the_sign_in_page(pages: Office) -> None:
    for rule, path in routes(pages, "GET"):
        if rule.endpoint in OPEN:
            continue
        browser = pages.browser()
        answer = browser.get(path)
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/console/sign-in?next="), rule
            answer = browser.follow(answer)
        assert answer.status_code == 200
        assert "<h1>登录</h1>" in answer.text, rule
    browser = pages.browser()
    for rule, path in routes(pages, "POST"):
        if rule.endpoint not in OPEN:
            browser.get("/sign-in")
            assert browser.post(path).headers["Location"] == "/console/sign-in", rule


@pytest.mark.parametrize("role", ROLES)
def test_each_role_finds_its_pages_and_no_others(pages: Office, role: str) -> None:
    browser = pages.signed_in("某某", role, ROLES[role])
    for method in ("GET", "POST"):
        for rule, path in routes(pages, method):
            if rule.endpoint in OPEN or (method == "GET" and rule.arguments):
                continue
            if rule.endpoint == "signing_in.sign_out":
                continue
            browser.get("/account")
            answer = browser.get(path) if method == "GET" else browser.post(path)
            found = "没有这一页".encode() not in answer.data  # a page, or a file
            # A record that is not there is no page either, for whoever may see such records.
            of_a_record = ("acting.record", "notices.", "notice_form.edit", "kept_answers.")
            if role in MAY[rule.endpoint] and rule.endpoint.startswith(of_a_record):
                continue
            assert found == (role in MAY[rule.endpoint]), (rule, answer.status_code)


def test_every_page_says_what_a_browser_may_do(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    for path in ("/", "/account", "/sign-in", "/nowhere", "/static/office.css", "/set-up/x"):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == ("no-cache" if path.startswith("/static") else "no-store")
        assert "Server" not in headers
        assert not any("Werkzeug" in value or "Flask" in value for value in headers.values())


def test_pages_hold_no_script_or_style_of_their_own(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    for path in ("/", "/account", "/nowhere", pages.link("李强", "office")):
        page = browser.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert not re.search(r"<[^>]* on[a-z]+=", page)
        assert page.count("<script") == page.count('<script src="/console/static/')


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "fk.example.cn"])
def test_a_host_that_is_not_ours_is_refused(pages: Office, host: str) -> None:
    assert pages.browser().get("/sign-in", host=f"http://{host}").status_code == 400


def test_a_form_that_is_too_long_is_refused(pages: Office) -> None:
    browser = pages.browser()
    browser.get("/sign-in")
    assert browser.post("/sign-in", name="长" * 40_000).status_code == 413


def test_what_bootstrap_needs_comes_from_here(pages: Office) -> None:
    browser = pages.browser()
    page = browser.get("/sign-in").text
    assert 'href="/console/bootstrap/static/css/bootstrap.min.css"' in page
    assert browser.get("/bootstrap/static/css/bootstrap.min.css").status_code == 200
    assert "http://" not in page
    assert "https://" not in page


def test_a_name_that_no_view_gave_is_a_defect(pages: Office) -> None:
    with pages.application.test_request_context("/"), pytest.raises(UndefinedError):
        render_template_string("{{ forgotten }}")


def test_a_defect_says_nothing_of_itself(pages: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = pages.signed_in("陈主任", "office")
    monkeypatch.setattr("console.home.waiting", lambda *_: 1 / 0)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "出了点问题" in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_defect_leaves_where_it_happened_in_the_log_and_no_words(
    pages: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise ValueError("王阿姨 13800001111")

    browser = pages.signed_in("陈主任", "office")
    monkeypatch.setattr("console.home.waiting", broken)
    with capture_logs() as lines:
        browser.get("/")
    (line,) = [one for one in lines if one["event"] == "page_failed"]
    assert (line["endpoint"], line["error"]) == ("home.home", "ValueError")
    assert re.fullmatch(r"test_console_guards\.py:[0-9]+ broken", line["trace"][-1])
    assert "王阿姨" not in str(line)

