"""Who is due for a check-in (rule checkin_due; clauses 3.4.2, 3.2): the query says of everybody what the rule says."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from knowledge.rules import decide, load_rules
from ledger import Db, Ledger, Statement, checkins, places, returns, seals
from ledger.checkins import Checkin, rounds
from ledger.checkins import due as due_checkins
from ledger.checkins.due import Tally
from ledger.records import NO_DECISION, move
from tests.test_indexes import plan, statements
from tests.test_ledger_returns import PROPOSED, REPORT
from tests.town import NOW, filing, found, settle

RULEBOOK = load_rules()
DAY = "2022-01-20"
SEALED = "永茂社区/6号楼"


_SET_STATUS = Statement(text("UPDATE person SET status = :new WHERE id = :who"))


@dataclass(frozen=True)
class Case:
    """Somebody of the town: their door, what became of their return reports, on which days they checked in."""

    label: str
    home: str | None
    returns: tuple[str, ...] = ()
    checked_in: tuple[str, ...] = ()
    stays_at: str | None = None
    status: str = "active"


CASES = [
    Case("封闭楼里", f"{SEALED}/1单元/101"),
    Case("封闭楼里打过卡", f"{SEALED}/1单元/102", checked_in=(DAY,)),
    Case("封闭楼里昨天打过卡", f"{SEALED}/2单元/101", checked_in=("2022-01-19",)),
    Case("封闭楼里打了两次", f"{SEALED}/2单元/102", checked_in=(DAY, DAY)),
    Case("封闭楼里又在监测", f"{SEALED}/2单元/201", returns=("under_control",)),
    Case("封闭楼里又两次在监测打过卡", f"{SEALED}/2单元/202", ("under_control", "under_control"), (DAY,)),
    Case("名字像的楼不算", "永茂社区/16号楼/1单元/101"),
    Case("解封的楼", "永茂社区/7号楼/1单元/101"),
    Case("别处的普通住户", "文化社区/1号楼/101"),
    Case("普通住户打过卡", "文化社区/1号楼/102", checked_in=(DAY,)),
    Case("健康监测中", "文化社区/2号楼/101", returns=("under_control",)),
    Case("健康监测中打过卡", "文化社区/2号楼/102", returns=("under_control",), checked_in=(DAY,)),
    Case("报了还没到", "文化社区/2号楼/103", returns=("submitted",)),
    Case("到了还没核对", "文化社区/2号楼/104", returns=("arrived",)),
    Case("已解除", "文化社区/2号楼/105", returns=("released",)),
    Case("解除过又在监测", "文化社区/2号楼/106", returns=("released", "under_control")),
    Case("没登记住处的监测人员", None, returns=("under_control",), stays_at="二号村/3组/12号"),
    Case("平房住户", "二号村/3组/13号"),
    Case("并到别人名下的监测人员", "文化社区/3号楼/101", returns=("under_control",), status="merged"),
]


@dataclass(frozen=True)
class Town:
    """The people by their label."""

    ledger: Ledger
    people: dict[str, int]

    def ask(self, what: Any, address: str, *more: Any) -> Any:
        """A query of a scope on the day."""
        return self.ledger.read(lambda db: what(db, _path(db, address), DAY, *more))


def _path(db: Db, address: str) -> str:
    place = places.find(db, address)
    assert place is not None
    return place.path


def _settle(db: Db, case: Case) -> int:
    person_id = settle(db, case.label, case.home)
    stays_at = places.ensure(db, case.stays_at or case.home or "")
    for number, state in enumerate(case.returns):
        said = replace(REPORT, person_id=person_id, number=f"F0120-{person_id}-{number}")
        record = returns.add(db, said, filing(case.label, person_id, stays_at), PROPOSED)
        if state != "submitted":
            first = "under_control" if state == "released" else state
            move(db, returns.ARRIVE, record, "submitted", first, observation_until=None, arrive_date=DAY)
        if state == "released":
            move(db, returns.RELEASE, record, "under_control", state, released_by="李强", released_at=NOW)
    db.run(_SET_STATUS, new=case.status, who=person_id)
    for day in case.checked_in:
        said_of = Checkin(person_id, case.label, day, 36.5, ("none",), None, None)
        checkins.add(db, said_of, filing(case.label, person_id, stays_at), NO_DECISION)
    return person_id


@pytest.fixture
def town(ledger: Ledger) -> Town:
    found(ledger)

    def fill(db: Db) -> dict[str, int]:
        known = {case.label: _settle(db, case) for case in CASES}
        for address in (SEALED, "永茂社区/7号楼"):
            seals.seal_place(db, places.ensure(db, address), "王组长", None, None, NOW)
        seals.unseal_place(db, places.ensure(db, "永茂社区/7号楼").id, NOW)
        return known

    return Town(ledger, ledger.transact(fill))


def _is_due_by_rule(town: Town, case: Case) -> bool:
    """What the rule says of what the ledger knows of one person."""

    def facts(db: Db) -> dict[str, bool]:
        sealed = case.home is not None and seals.covering(db, _path(db, case.home)) is not None
        open_reports = returns.open_of(db, town.people[case.label])
        return {"sealed": sealed, "under_control": any(one.status == "under_control" for one in open_reports)}

    decision = decide(RULEBOOK, "checkin_due", date.fromisoformat(DAY), town.ledger.read(facts))
    return bool(decision.outcome["due"])


_PRESENT = [case for case in CASES if case.status == "active"]


def test_the_query_says_of_everybody_what_the_rule_says(town: Town) -> None:
    by_rule = {case.label for case in _PRESENT if _is_due_by_rule(town, case)}
    asked = {
        case.label
        for case in CASES
        if town.ledger.read(lambda db, case=case: due_checkins.is_due(db, town.people[case.label]))  # type: ignore[misc]
    }
    assert asked == by_rule
    done = {case.label for case in _PRESENT if DAY in case.checked_in}
    missing = {one.name for one in town.ask(due_checkins.missing, "")}
    assert missing == by_rule - done
    counted = town.ask(due_checkins.total, "")
    assert counted == Tally(
        registered=sum(case.home is not None for case in _PRESENT),
        due=len(by_rule),
        done=len(by_rule & done),
        welcome=len(done - by_rule),
    )
    assert (counted.missing, len(by_rule), len(done - by_rule)) == (len(missing), 10, 1)


def test_counts_by_community_and_by_building_add_up(town: Town) -> None:
    communities = town.ask(due_checkins.by_community, "")
    assert communities == {
        "二号村": Tally(registered=1, due=1),
        "文化社区": Tally(registered=8, due=3, done=1, welcome=1),
        "永茂社区": Tally(registered=8, due=6, done=3),
    }
    assert sum(communities.values(), Tally()) == town.ask(due_checkins.total, "")
    assert town.ask(due_checkins.by_building, "永茂社区") == {
        "永茂社区/16号楼": Tally(registered=1),
        "永茂社区/6号楼": Tally(registered=6, due=6, done=3),
        "永茂社区/7号楼": Tally(registered=1),
    }
    assert town.ask(due_checkins.by_building, "二号村") == {"二号村/3组": Tally(registered=1, due=1)}


def test_a_scope_sees_nobody_outside_it(town: Town) -> None:
    assert [one.name for one in town.ask(due_checkins.missing, "文化社区")] == ["健康监测中", "解除过又在监测"]
    assert town.ask(due_checkins.total, f"{SEALED}/1单元") == Tally(registered=2, due=2, done=1)
    assert town.ask(due_checkins.total, "永茂社区/7号楼").due == 0


def test_pages_follow_each_other_without_a_gap(town: Town) -> None:
    whole = town.ask(due_checkins.missing, "")
    paged = list[Any]()
    while page := town.ask(due_checkins.missing, "", paged[-1].person_id if paged else 0, 2):
        assert len(page) <= 2
        paged += page
    assert paged == whole


def test_a_grid_workers_roster_puts_first_who_is_due(town: Town) -> None:
    seen = town.ask(rounds.missing, "文化社区", 20)
    assert {one.name for one in seen if one.is_due} == {"健康监测中", "解除过又在监测"}
    assert [one.is_due for one in seen] == sorted((one.is_due for one in seen), reverse=True)


def test_what_is_asked_does_not_read_the_history(ledger: Ledger) -> None:
    """The day is looked up by index for each person, or by the day alone."""
    if not ledger.is_sqlite:
        pytest.skip("SQLite plans without counting rows")
    for name, statement in statements():
        if name.startswith(("due_checkins.", "checkin_reminders.")) and "health_checkin" in statement.compile("sqlite"):
            steps = [step for step in plan(ledger, statement) if "health_checkin" in step]
            assert steps, name
            assert all(
                re.search(r"SEARCH health_checkin USING .*INDEX ix_health_checkin_\w*date", step) for step in steps
            )
