"""The figures of a day against a ledger made by hand: what counts, what does not, for which scope, and that they close."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, text

from knowledge.times import DAY as ONE_DAY
from knowledge.times import HOUR, MINUTE
from ledger import Db, Ledger, Statement, places, seals
from ledger.duty import roster
from ledger.figures import Figures, Span, gather
from ledger.tables import alert, exit_request, health_checkin, human_handover, return_report, supply_request
from tests.figure_town import DAY, put
from tests.town import NOW, found, settle

SPAN = Span.since_yesterday(NOW)
FEVER = 37.3
YONGMAO, WENHUA = "永茂社区/6号楼/2单元/301", "文化社区/1号楼/101"
BEFORE = NOW - ONE_DAY
WATCH, NONE = '{"level":"urgent","groups":["medical"]}', '{"level":"none","groups":[]}'


def figures(ledger: Ledger, address: str = "", span: Span = SPAN) -> Figures:
    def look(db: Db) -> Figures:
        place = places.find(db, address)
        assert place is not None
        return gather(db, place.path, span, FEVER)

    return ledger.read(look, snapshot=True)


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> None:
    found(ledger)


@dataclass(frozen=True)
class Case:
    """Rows, and what a figure of the whole, of 永茂社区 and of 文化社区 says of them."""

    label: str
    rows: tuple[tuple[Table, dict[str, Any]], ...]
    count: Callable[[Figures], Any]
    whole: Any
    yongmao: Any
    wenhua: Any


def checkin(at: str | None, person: str, temperature: float | None, outcome: str = WATCH, **more: Any) -> Any:
    values = {"at": at, "person": person, "date": DAY, "temperature": temperature, "outcome": outcome, **more}
    return (health_checkin, values)


def exit_of(at: str, status: str, **more: Any) -> Any:
    return (exit_request, {"at": at, "status": status, "kind": "ordinary", "reason": "medical", **more})


def supply(at: str | None, status: str, **more: Any) -> Any:
    return (supply_request, {"at": at, "status": status, "steps": "delivery", "due_at": NOW + HOUR, **more})


def report(at: str, status: str, **more: Any) -> Any:
    return (return_report, {"at": at, "status": status, "origin_name": "呼和浩特市", **more})


CASES = [
    Case(
        "发热按配置的度数算，没有发热的不算，昨天的、改过的不算",
        (
            checkin(YONGMAO, "王阿姨", 37.3),
            checkin(YONGMAO, "李铁柱", 37.2, symptoms='["cough"]'),
            checkin(WENHUA, "林秀", 38.5),
            checkin(WENHUA, "赵某", 36.5, NONE),
            checkin(WENHUA, "孙凤", 39.0, date="2022-01-19"),
            checkin(WENHUA, "孙立", 39.0, status="superseded"),
        ),
        lambda of: sorted(one.name for one in of.health.fevers),
        ["林秀", "王阿姨"],
        ["王阿姨"],
        ["林秀"],
    ),
    Case(
        "有症状不发热的另算，只有接触史的不算",
        (
            checkin(YONGMAO, "李铁柱", 36.8, symptoms='["cough"]'),
            checkin(YONGMAO, "何花", 36.8, symptoms='["none"]', contact_history=True),
            checkin(None, "路人", None, symptoms='["none"]', positive_test=True),
        ),
        lambda of: [one.name for one in of.health.others],
        ["李铁柱", "路人"],
        ["李铁柱"],
        [],
    ),
    Case(
        "一个人一天打两次算一个人，按最重的",
        (
            checkin(YONGMAO, "王阿姨", 38.4, person_id=None, filed_by_id=None),
            checkin(YONGMAO, "王阿姨", 36.9, symptoms='["cough"]', person_id=None, filed_by_id=None),
        ),
        lambda of: ([(one.temperature, one.symptoms) for one in of.health.fevers], len(of.health.others)),
        ([(38.4, ("cough",))], 0),
        ([(38.4, ("cough",))], 0),
        ([], 0),
    ),
    Case(
        "返乡只算这一天里报的，撤回的不算，改过的算一件",
        (
            report(YONGMAO, "submitted", party_size=3, number="F1"),
            report(YONGMAO, "cancelled", number="F2"),
            report(WENHUA, "arrived", filed_at=BEFORE, number="F3"),
            report(WENHUA, "arrived", filed_at=BEFORE + 1, number="F4"),
        ),
        lambda of: ([one.number for one in of.returns.reported], of.returns.people),
        (["F1", "F4"], 4),
        (["F1"], 3),
        (["F4"], 1),
    ),
    Case(
        "管控中的不管哪天报的",
        (report(YONGMAO, "under_control", filed_at=1), report(WENHUA, "released", filed_at=1)),
        lambda of: len(of.returns.under_control),
        1,
        1,
        0,
    ),
    Case(
        "外出：申请的等于批了的加没批的，急救放行另算",
        (
            exit_of(YONGMAO, "pending_approval"),
            exit_of(YONGMAO, "refused"),
            exit_of(YONGMAO, "cancelled", signed_at=NOW),
            exit_of(YONGMAO, "on_record"),
            exit_of(YONGMAO, "expired"),
            exit_of(WENHUA, "out", kind="emergency"),
            exit_of(WENHUA, "overdue", filed_at=BEFORE - HOUR),
        ),
        lambda of: tuple(
            len(each)
            for each in (
                *(of.exits.asked, of.exits.agreed, of.exits.not_agreed, of.exits.emergencies),
                *(of.exits.outside, of.exits.overdue, of.exits.waiting),
            )
        ),
        (5, 2, 3, 1, 2, 1, 1),
        (5, 2, 3, 0, 0, 0, 1),
        (0, 0, 0, 1, 2, 1, 0),
    ),
    Case(
        "物资：没办的不管哪天收的，最久的按小时",
        (
            supply(YONGMAO, "submitted", filed_at=NOW - 5 * HOUR, due_at=NOW - MINUTE),
            supply(YONGMAO, "confirmed"),
            supply(WENHUA, "accepted", filed_at=BEFORE - HOUR),
            supply(WENHUA, "refused"),
            supply(None, "purchased", filed_at=NOW - HOUR),
        ),
        lambda of: (
            *(len(each) for each in (of.supplies.received, of.supplies.done, of.supplies.open, of.supplies.late)),
            of.supplies.oldest_hours,
        ),
        (4, 1, 3, 1, 25),
        (2, 1, 1, 1, 5),
        (1, 0, 1, 0, 25),
    ),
    Case(
        "找工作人员的：没接的，和接了没办的投诉",
        (
            (human_handover, {"at": YONGMAO, "status": "open", "due_at": NOW, "filed_at": NOW - 2 * HOUR}),
            (human_handover, {"at": YONGMAO, "status": "taken", "reason": "complaint"}),
            (human_handover, {"at": WENHUA, "status": "taken"}),
        ),
        lambda of: (len(of.handovers.came), len(of.handovers.open), len(of.handovers.late), of.handovers.oldest_hours),
        (3, 2, 1, 2),
        (2, 2, 1, 2),
        (1, 0, 0, None),
    ),
    Case(
        "报警：心理和家暴的不进任何数字",
        (
            (alert, {"at": YONGMAO, "status": "sent", "group_id": "medical", "reason": "health", "due_at": NOW - 1}),
            (alert, {"at": YONGMAO, "status": "acknowledged", "group_id": "medical", "reason": "health"}),
            (alert, {"at": YONGMAO, "status": "sent", "group_id": "psychology", "reason": "despair"}),
            (alert, {"at": WENHUA, "status": "sent", "group_id": "security", "reason": "violence"}),
        ),
        lambda of: (len(of.alerts.came), len(of.alerts.open), len(of.alerts.late)),
        (2, 1, 1),
        (2, 1, 1),
        (0, 0, 0),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_what_counts_and_for_whom(ledger: Ledger, case: Case) -> None:
    ledger.transact(lambda db: [put(db, table, **values) for table, values in case.rows])
    of = [case.count(figures(ledger, address)) for address in ("", "永茂社区", "文化社区")]
    assert of == [case.whole, case.yongmao, case.wenhua]


def test_a_corrected_record_counts_once_as_it_stands_now_and_when_it_was_first_filed(ledger: Ledger) -> None:
    def correct(db: Db, first: int) -> None:
        before = put(db, return_report, YONGMAO, status="superseded", filed_at=first, party_size=1)
        put(db, return_report, YONGMAO, original_id=before, version=2, filed_at=NOW, party_size=4)

    ledger.transact(lambda db: correct(db, NOW - HOUR))
    ledger.transact(lambda db: correct(db, BEFORE - HOUR))
    assert [one.people for one in figures(ledger).returns.reported] == [4]


def test_a_fever_is_seen_to_when_a_group_has_taken_an_alert_about_any_version_of_it(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        first = put(db, health_checkin, YONGMAO, person="王阿姨", date=DAY, status="superseded", outcome=WATCH)
        again = {"person": "王阿姨", "date": DAY, "outcome": WATCH, "temperature": 38.0}
        put(db, health_checkin, YONGMAO, original_id=first, version=2, **again)
        put(db, alert, YONGMAO, about=f"health_checkin:{first}", status="acknowledged", group_id="medical")
        other = put(db, health_checkin, YONGMAO, **{**again, "person": "李铁柱"})
        put(db, alert, YONGMAO, about=f"health_checkin:{other}", status="sent", group_id="medical")

    ledger.transact(work)
    of = figures(ledger).health
    assert [one.name for one in of.seen_to] == ["王阿姨"]
    assert [one.name for one in of.not_seen_to] == ["李铁柱"]


def test_check_ins_are_counted_by_community_and_within_one_by_building(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        seals.seal_place(db, places.ensure(db, "永茂社区"), "周平", "lockdown", None, NOW)
        for door, name in ((YONGMAO, "王阿姨"), ("永茂社区/7号楼/1单元/101", "李铁柱"), (WENHUA, "林秀")):
            settle(db, name, door)
        done = settle(db, "何花", YONGMAO)
        put(db, health_checkin, YONGMAO, person_id=done, person="何花", date=DAY, outcome=NONE)

    ledger.transact(work)
    whole = figures(ledger)
    assert (whole.checked_in.due, whole.checked_in.done, whole.checked_in.missing) == (3, 1, 2)
    assert whole.missing_by_place == [("永茂社区", 2)]
    assert figures(ledger, "永茂社区").missing_by_place == [("永茂社区/6号楼", 1), ("永茂社区/7号楼", 1)]
    assert figures(ledger, "文化社区").checked_in.due == 0


def test_hours_that_nobody_covers_are_those_of_the_next_day(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        sealed = places.ensure(db, "永茂社区")
        seals.seal_place(db, sealed, "周平", None, None, NOW - ONE_DAY)
        for post in ("gate_guard", "task_force_leader"):
            roster.enter(db, sealed.id, "leader", "张三", NOW - ONE_DAY, NOW + 20 * HOUR, NOW, "陈主任", post=post)
        roster.enter(
            db, sealed.id, "leader", "李四", NOW + 22 * HOUR, None, NOW, "陈主任", post="task_force_leader"
        )

    ledger.transact(work)
    found_gaps = [(gap.post, gap.from_at - NOW, gap.until_at - NOW) for gap in figures(ledger, "永茂社区").gaps]
    assert found_gaps == [
        ("gate_guard", 20 * HOUR, 24 * HOUR),
        ("task_force_leader", 20 * HOUR, 22 * HOUR),
    ]
    assert figures(ledger, "文化社区").gaps == ()


_STATUSES = ("pending_approval", "signed", "on_record", "out", "overdue", "returned", "refused", "cancelled", "expired")


@given(
    st.lists(
        st.tuples(st.sampled_from(_STATUSES), st.sampled_from(["ordinary", "emergency"]), st.booleans(), st.booleans()),
        max_size=12,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figures_of_exits_agree_with_the_ledger_and_close(
    ledger: Ledger, exits_there: list[tuple[str, str, bool, bool]]
) -> None:
    def fill(db: Db) -> None:
        db.run(Statement(text("DELETE FROM exit_request")))
        for status, kind, of_span, in_yongmao in exits_there:
            at, filed_at = (YONGMAO if in_yongmao else WENHUA), NOW if of_span else BEFORE
            put(db, exit_request, at, status=status, kind=kind, reason="work", filed_at=filed_at)

    ledger.transact(fill)
    whole, yongmao, wenhua = (figures(ledger, address).exits for address in ("", "永茂社区", "文化社区"))
    assert len(whole.asked) == len(whole.agreed) + len(whole.not_agreed)
    assert len(whole.asked) == sum(1 for _, kind, of_span, _ in exits_there if of_span and kind == "ordinary")
    assert len(whole.emergencies) == sum(1 for _, kind, of_span, _ in exits_there if of_span and kind == "emergency")
    assert len(whole.outside) == sum(1 for status, *_ in exits_there if status in {"out", "overdue"})
    assert len(whole.waiting) == sum(1 for status, *_ in exits_there if status == "pending_approval")
    for name in ("asked", "agreed", "not_agreed", "emergencies", "outside", "overdue", "waiting"):
        assert len(getattr(whole, name)) == len(getattr(yongmao, name)) + len(getattr(wenhua, name))


def test_the_span_of_a_day_begins_at_midnight_and_that_of_a_report_where_the_one_before_ended() -> None:
    assert Span.today(NOW) == Span(DAY, NOW - 9 * HOUR - 1, NOW)
    assert Span.since_yesterday(NOW).since == Span.since_yesterday(NOW - ONE_DAY).until


def test_outcomes_are_written_as_the_figures_look_for_them() -> None:
    from ledger.records import compact

    assert compact(json.loads(NONE)) == NONE
