"""How a notice moves, who may move it, and what whoever comes second learns (clause 3.3, THREATS I4, F21–F23, A24)."""

import importlib
import json
import pkgutil
from collections.abc import Callable

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.sql.dml import Update

import ledger as package
from knowledge.notices.audience import living_in
from knowledge.notices.moves import MOVES, STATUSES, leads
from knowledge.notices.timing import quiet_until, send_from
from knowledge.settings.duties import Notices
from knowledge.times import DAY, MINUTE, SECOND, iso, parse_moment
from ledger import Db, Ledger, Statement, notices
from ledger.notices import Notice, Step
from ledger.people import Recipient, roles
from ledger.tables import audit as audit_table
from ledger.tables import notice as notice_table
from tests.notice_office import SETTINGS, approved, content, crowd, drafted, officer, submitted, taken
from tests.town import NOW, found, settle

_AUDIT = Statement(
    select(audit_table.c.action, audit_table.c.actor, audit_table.c.detail)
    .where(audit_table.c.about == bindparam("matter"))
    .order_by(audit_table.c.id)
)
_PUT = Statement(text("UPDATE notice SET status = :status WHERE id = :row"))
Office = tuple[Recipient, Recipient]


@pytest.fixture
def office(ledger: Ledger) -> Office:
    """陈主任 writes, 刘主任 approves; three people live there."""
    found(ledger)
    crowd(ledger, 2, visited=1)
    return ledger.transact(lambda db: (officer(db, "陈主任"), officer(db, "刘主任")))


def step(db: Db, move: str, seen: Notice, office: Office, settings: Notices = SETTINGS) -> Step:
    """One of the steps that people take."""
    author, other = office
    match move:
        case "edit":
            return notices.edit(db, seen, content("改成后天。"), author, "office", NOW + 1)
        case "submit":
            return notices.submit(db, seen, author, "office", NOW + 1)
        case "send_back":
            return notices.send_back(db, seen, other, "office", NOW + 1, "写清楚地点")
        case "approve":
            return notices.approve(
                db, seen.id, seen.version, seen.text_sha256, other, "office", NOW + 1, settings
            )
        case "stop":
            return notices.stop(db, seen, other, "office", NOW + 1)
        case "go_on":
            return notices.go_on(db, seen, other, "office", NOW + 1)
        case _:
            return notices.withdraw(db, seen, author, "office", NOW + 1, "不办了")


# From which state which step leads where; whatever is not here does not happen.
LEADS = {
    ("draft", "edit"): "draft",
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "edit"): "draft",
    ("submitted", "send_back"): "draft",
    ("submitted", "approve"): "approved",
    ("submitted", "withdraw"): "withdrawn",
    ("approved", "edit"): "draft",
    ("approved", "stop"): "approved",
    ("approved", "withdraw"): "withdrawn",
    ("sending", "edit"): "draft",
    ("sending", "stop"): "sending",
    ("sending", "withdraw"): "withdrawn",
    ("sent", "withdraw"): "withdrawn",
}
STEPS = ("edit", "submit", "send_back", "approve", "stop", "withdraw")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("move", STEPS)
def test_each_step_leads_from_each_state_where_the_table_says(
    ledger: Ledger, office: Office, status: str, move: str
) -> None:
    def work(db: Db) -> tuple[Step, Notice]:
        one = submitted(db, office[0])
        db.run(_PUT, row=one.row, status=status)
        seen = notices.get(db, one.id)
        assert seen is not None
        return step(db, move, seen, office), seen

    said, seen = ledger.transact(work)
    assert said.notice is not None
    expected = LEADS.get((status, move))
    assert (said.done, said.why) == (expected is not None, "" if expected else "moved")
    assert said.notice.status == (expected or status)
    assert said.notice.version == seen.version + (said.done and move == "edit")


def test_the_table_of_moves_is_what_people_and_the_program_go_by() -> None:
    by_people = {(status, move): leads(move, status) for move in STEPS for status in STATUSES}
    assert {key: after for key, after in by_people.items() if after} == LEADS
    by_program = (("begin", "approved"), ("finish", "sending"), ("round", "approved"), ("rest", "sending"))
    after = [leads(move, status) for move, status in by_program]
    assert after == ["sending", "sent", "approved", "approved"]
    assert set(MOVES) == {*STEPS, "go_on", "begin", "finish", "round", "rest"}


def test_what_happened_stands_in_the_audit_with_who_did_it(ledger: Ledger, office: Office) -> None:
    author, other = office

    def work(db: Db) -> list[tuple[object, ...]]:
        one = approved(db, author, other)
        stopped = taken(notices.stop(db, one, author, "office", NOW + 1, "地点错了"))
        going = taken(notices.go_on(db, stopped, author, "office", NOW + 2))
        taken(notices.withdraw(db, going, other, "office", NOW + 3, "不办了"))
        return db.all(_AUDIT, matter=one.about)

    rows = ledger.transact(work)
    assert [(action, actor) for action, actor, _ in rows] == [
        ("notice_drafted", "陈主任"),
        ("notice_submit", "陈主任"),
        ("notice_approve", "刘主任"),
        ("notice_stop", "陈主任"),
        ("notice_go_on", "陈主任"),
        ("notice_withdraw", "刘主任"),
    ]
    bound = json.loads(str(rows[2][2]))
    assert bound == {"version": 1, "sha256": content().sha256, "role": "office", "people": 5}


def test_an_approval_binds_what_was_shown_who_and_by_which_right(ledger: Ledger, office: Office) -> None:
    one = ledger.transact(lambda db: approved(db, *office))
    assert (one.status, one.approved_by, one.approved_by_id) == ("approved", "刘主任", office[1].person_id)
    assert (one.approved_role, one.approved_at, one.text_sha256) == ("office", NOW, content().sha256)
    assert (one.counted, one.with_account) == (5, 2)  # three who live there, two of the office


def approve(db: Db, one: Notice, who: Recipient, role: str = "office", shown: str = "", version: int = 0) -> Step:
    shown = shown or one.text_sha256
    return notices.approve(db, one.id, version or one.version, shown, who, role, NOW + 1, SETTINGS)


REFUSED: dict[str, tuple[Callable[[Db, Notice, Recipient, Recipient], Step], str]] = {
    "whoever drafted it": (lambda db, one, author, _other: approve(db, one, author), "own"),
    "a role that has no say": (lambda db, one, _author, other: approve(db, one, other, "leader"), "no_right"),
    "somebody without the role": (
        lambda db, one, _author, _other: approve(db, one, Recipient(None, settle(db, "赵某"), "赵某")),
        "no_right",
    ),
    "a stranger who took the name": (
        lambda db, one, _author, _other: approve(db, one, Recipient(None, None, "刘主任")),
        "no_right",
    ),
    "other words than were shown": (
        lambda db, one, _author, other: approve(db, one, other, shown=content("别的").sha256),
        "differs",
    ),
    "another version": (lambda db, one, _author, other: approve(db, one, other, version=2), "moved"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_approval_is_refused(ledger: Ledger, office: Office, case: str) -> None:
    attempt, why = REFUSED[case]

    def work(db: Db) -> Step:
        return attempt(db, submitted(db, office[0]), *office)

    said = ledger.transact(work)
    assert (said.done, said.why) == (False, why)
    assert said.notice is not None
    assert said.notice.status == "submitted"


def test_neither_who_drafted_nor_who_edited_last_approves(ledger: Ledger, office: Office) -> None:
    author, other = office

    def work(db: Db) -> list[str]:
        third = officer(db, "孙干事")
        one = drafted(db, author)
        edited = taken(notices.edit(db, one, content("改过的。"), third, "office", NOW))
        waiting = taken(notices.submit(db, edited, author, "office", NOW))
        return [approve(db, waiting, who).why for who in (author, third, other)]

    assert ledger.transact(work) == ["own", "own", ""]


def test_an_account_of_the_pages_that_nobody_is_bound_to_acts_by_its_name(ledger: Ledger, office: Office) -> None:
    add = Statement(
        text(
            "INSERT INTO console_account (name, role, made_at, ended_at) VALUES (:called, 'office', 0, :ended)"
        )
    )

    def work(db: Db) -> list[str]:
        db.run(add, called="王秘书", ended=None)
        db.run(add, called="周秘书", ended=1)
        one = submitted(db, office[0])
        return [approve(db, one, Recipient(None, None, name)).why for name in ("周秘书", "陈主任", "王秘书")]

    assert ledger.transact(work) == ["no_right", "no_right", ""]


def test_whose_role_ended_a_moment_ago_approves_nothing(ledger: Ledger, office: Office) -> None:
    def work(db: Db) -> Step:
        one = submitted(db, office[0])
        (held,) = roles.of_name(db, "刘主任")
        assert roles.end(db, held.id, NOW)
        return approve(db, one, office[1])

    assert ledger.transact(work).why == "no_right"


def test_no_more_than_so_many_are_approved_on_a_day(ledger: Ledger, office: Office) -> None:
    few = Notices(approved_a_day=2)

    def work(db: Db) -> list[str]:
        waiting = [submitted(db, office[0]) for _ in range(3)]
        said = [step(db, "approve", one, office, few).why for one in waiting]
        last = waiting[-1]
        tomorrow = notices.approve(
            db, last.id, last.version, last.text_sha256, office[1], "office", NOW + DAY, few
        )
        return [*said, tomorrow.why]

    assert ledger.transact(work) == ["", "", "too_many", ""]


def test_an_edit_makes_the_next_version_and_voids_the_approval(ledger: Ledger, office: Office) -> None:
    author, other = office

    def work(db: Db) -> tuple[Notice, list[Notice]]:
        one = approved(db, author, other)
        edited = taken(notices.edit(db, one, content("改成后天。"), other, "office", NOW + 5))
        return edited, notices.versions(db, one.id)

    edited, versions = ledger.transact(work)
    assert (edited.version, edited.status, edited.approved_by, edited.counted) == (2, "draft", None, None)
    assert (edited.drafted_by, edited.filed_by, edited.id) == ("陈主任", "刘主任", versions[0].id)
    assert [(one.version, one.status) for one in versions] == [(1, "superseded"), (2, "draft")]
    assert versions[0].approved_by == "刘主任"


def test_who_comes_second_learns_who_was_first_and_when(ledger: Ledger, office: Office) -> None:
    author, other = office

    def work(db: Db) -> Step:
        seen = submitted(db, author)
        taken(notices.withdraw(db, seen, author, "office", NOW + 7))
        return approve(db, seen, other)

    said = ledger.transact(work)
    assert said.notice is not None
    assert (said.why, said.notice.status, said.notice.moved_by) == ("moved", "withdrawn", "陈主任")
    assert said.notice.moved_at == NOW + 7


def test_nobody_and_a_place_that_is_not_there_are_no_audience(ledger: Ledger, office: Office) -> None:
    def work(db: Db) -> list[str]:
        empty = drafted(db, office[0], content(audience=living_in("二号村")))
        nowhere = content(audience=living_in("没有的社区"))
        return [
            notices.submit(db, empty, office[0], "office", NOW).why,
            notices.draft(db, nowhere, office[0], "office", NOW).why,
        ]

    assert ledger.transact(work) == ["nobody", "place"]


def test_what_was_sent_back_says_why_until_it_is_submitted_again(ledger: Ledger, office: Office) -> None:
    author, other = office

    def work(db: Db) -> list[str | None]:
        back = taken(notices.send_back(db, submitted(db, author), other, "office", NOW, "写清楚地点"))
        again = taken(notices.submit(db, back, author, "office", NOW))
        return [back.status, back.sent_back, again.status, again.sent_back]

    assert ledger.transact(work) == ["draft", "写清楚地点", "submitted", None]


def test_everything_under_way_can_be_stopped_at_once(ledger: Ledger, office: Office) -> None:
    def work(db: Db) -> tuple[int, int]:
        for _ in range(3):
            approved(db, *office)
        submitted(db, office[0])
        first = notices.stop_all(db, office[0], "office", NOW + 1)
        return len(first), len(notices.stop_all(db, office[0], "office", NOW + 2))

    assert ledger.transact(work) == (3, 0)
    assert all(one.is_stopped for one in ledger.read(notices.under_way))


# When a notice approved at a moment for so many people leaves, with a reason for the night or without.
TIMES = {
    "few by day at once": ("09:00:00", 50, False, "2022-01-20T09:00:00+08:00"),
    "many by day after a minute": ("09:00:00", 51, False, "2022-01-20T09:01:00+08:00"),
    "few in the evening in the morning": ("21:30:00", 3, False, "2022-01-21T07:00:00+08:00"),
    "the minute ends in the night": ("21:29:30", 51, False, "2022-01-21T07:00:00+08:00"),
    "before dawn the same morning": ("04:10:00", 51, False, "2022-01-20T07:00:00+08:00"),
    "at seven it is day": ("07:00:00", 3, False, "2022-01-20T07:00:00+08:00"),
    "a reason for the night, few": ("23:00:00", 3, True, "2022-01-20T23:00:00+08:00"),
    "a reason for the night, many": ("23:00:00", 51, True, "2022-01-20T23:01:00+08:00"),
}


@pytest.mark.parametrize(("clock", "people", "overridden", "leaves"), TIMES.values(), ids=TIMES)
def test_when_it_leaves(clock: str, people: int, overridden: bool, leaves: str) -> None:
    approved_at = parse_moment(f"2022-01-20T{clock}+08:00")
    assert iso(send_from(SETTINGS, approved_at, people, overridden=overridden)) == leaves


def test_quiet_hours_within_one_day_are_understood_too() -> None:
    noon = Notices.model_validate({"quiet_from": "12:00", "quiet_until": "14:00"})
    at = parse_moment("2022-01-20T12:30:00+08:00")
    assert quiet_until(noon, at) == at + 90 * MINUTE
    assert quiet_until(noon, at + 90 * MINUTE) is None
    assert quiet_until(noon, at - 31 * MINUTE) is None


def test_the_approval_keeps_its_moment_and_reason(ledger: Ledger, office: Office) -> None:
    night = parse_moment("2022-01-20T23:00:00+08:00")
    one = ledger.transact(lambda db: approved(db, *office, now=night, override_reason="今晚停水"))
    assert (one.override_reason, one.send_from) == ("今晚停水", night)
    waits = ledger.transact(lambda db: approved(db, *office, now=NOW, settings=Notices(wait_over_people=1)))
    assert waits.send_from == NOW + 60 * SECOND


def test_no_column_of_a_notice_changes_its_words(ledger: Ledger, office: Office) -> None:
    words = {"title", "text", "broadcast", "mongolian", "audience", "template", "text_sha256"}
    changed: set[str] = set()
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name.startswith("ledger.migrations"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Statement):
                for construct in value._constructs.values():
                    if isinstance(construct, Update) and construct.table is notice_table:
                        changed |= {getattr(column, "name", str(column)) for column in construct._values or {}}
    assert "status" in changed
    assert not changed & words
