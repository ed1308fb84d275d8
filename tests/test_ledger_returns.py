"""Return reports in the ledger: versions of a report after its corrections, and the deadline by which one is confirmed."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from ledger import Ledger, places, returns
from ledger.records import NoLongerSo, Stored, move
from ledger.returns import NewReport, Report
from ledger.statement import Statement
from tests.town import NOW, filing, found, settle

_ROWS = Statement(
    text(
        "SELECT id, original_id, version, status, number, arrive_date, measure, confirmed_by FROM return_report ORDER BY id"
    )
)
_HOUR = 3_600_000
PROPOSED = Stored("return_handling", "2022-01-01", "3.2", json.dumps({"decided_by": "grid_worker"}), "[]")
OTHERWISE = replace(PROPOSED, outcome=json.dumps({"decided_by": "grid_worker", "course": {"measure": "testing"}}))
REPORT = NewReport(
    number="F0120-01",
    person_id=None,
    name="王阿姨",
    phone="13800001111",
    origin_code="150100",
    origin_name="呼和浩特市",
    stays="[]",
    arrive_date="2022-01-22",
    arrive_time=None,
    transport="car",
    transport_no=None,
    party_size=1,
    community="永茂社区",
    building="6号楼",
    unit=None,
    room=None,
    proposed_measure="health_monitoring",
    days=7,
    announcement="第14号",
    due_at=NOW + 2 * _HOUR,
)
LATER = replace(REPORT, arrive_date="2022-01-23", due_at=NOW + 9 * _HOUR)


class Desk:
    """One report and whoever deals with it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.wang = ledger.transact(lambda db: settle(db, "王阿姨", "永茂社区/6号楼"))
        self.li = ledger.transact(lambda db: settle(db, "李强", role="grid_worker", scope="永茂社区/1网格"))
        self.home = ledger.transact(lambda db: places.ensure(db, "永茂社区/6号楼"))
        whose = filing("王阿姨", self.wang, self.home)
        self.id = ledger.transact(lambda db: returns.add(db, REPORT, whose, PROPOSED))

    @property
    def report(self) -> Report:
        """The report as the grid worker finds it."""
        seen = self.ledger.read(lambda db: returns.in_scope(db, "F0120-01", self.home.path))
        assert seen is not None
        return seen

    def correct(self, report: NewReport, decision: Stored = PROPOSED) -> int:
        """The office types a correction."""
        at = filing("陈主任", None, self.home, NOW + _HOUR)
        return self.ledger.transact(lambda db: returns.correct(db, self.id, report, at, decision))

    def confirm(self, until: str | None = None) -> bool:
        """The grid worker confirms the measure as it was proposed, for the state that the report is in."""
        seen = self.report
        after = "under_control" if seen.has_arrived else seen.status
        return self.ledger.transact(
            lambda db: returns.confirm(db, seen, after, "health_monitoring", 7, until, self.li, "李强", NOW)
        )

    def arrive(self, after: str = "arrived") -> None:
        """They are here."""
        self.ledger.transact(
            lambda db: move(
                db, returns.ARRIVE, self.id, "submitted", after, observation_until=None, arrive_date="2022-01-22"
            )
        )

    def rows(self) -> list[tuple[object, ...]]:
        """Every row."""
        return self.ledger.read(lambda db: db.all(_ROWS))

    def late(self, now: int, steps: int = 4) -> list[str]:
        """The numbers of what is overdue."""
        return [one.number for one in self.ledger.read(lambda db: returns.overdue(db, now, steps, 10))]


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    found(ledger)
    return Desk(ledger)


def test_a_correction_is_the_next_version_of_the_same_record(desk: Desk) -> None:
    assert desk.correct(LATER) == desk.id
    assert desk.correct(replace(LATER, arrive_date="2022-01-24", number="F0120-09")) == desk.id
    assert desk.rows() == [
        (desk.id, None, 1, "superseded", "F0120-01", "2022-01-22", "health_monitoring", None),
        (desk.id + 1, desk.id, 2, "superseded", "F0120-01", "2022-01-23", "health_monitoring", None),
        (desk.id + 2, desk.id, 3, "submitted", "F0120-01", "2022-01-24", "health_monitoring", None),
    ]


def test_every_query_finds_the_version_in_force_under_the_records_id(desk: Desk) -> None:
    desk.correct(LATER)
    read = desk.ledger.read
    found_by = {
        "number": [desk.report],
        "whoever filed it first": read(lambda db: returns.open_of(db, desk.wang)),
        "scope": read(lambda db: returns.unconfirmed_in(db, desk.home.path)),
        "day": read(lambda db: returns.due_to_arrive(db, "2022-01-23", 0, 10)),
        "deadline": read(lambda db: returns.overdue(db, NOW + 2 * _HOUR, 4, 10)),
    }
    for how, reports in found_by.items():
        assert [(one.id, one.version, one.arrive_date) for one in reports] == [(desk.id, 2, "2022-01-23")], how
        assert reports[0].filed_by_id == desk.wang, how
    assert read(lambda db: returns.due_to_arrive(db, "2022-01-22", 0, 10)) == []
    desk.arrive()
    assert desk.confirm(until="2022-01-29")
    ending = read(lambda db: returns.observation_ending(db, "2022-01-29", 0, 10))
    assert [(one.id, one.version) for one in ending] == [(desk.id, 2)]


def test_every_move_is_of_the_version_in_force(desk: Desk) -> None:
    desk.correct(LATER)
    desk.arrive()
    assert desk.confirm()
    assert desk.report.status == "under_control"
    desk.ledger.transact(
        lambda db: move(db, returns.RELEASE, desk.id, "under_control", "released", released_by="李强", released_at=NOW)
    )
    assert [row[3] for row in desk.rows()] == ["superseded", "released"]


def test_a_report_that_is_corrected_can_be_withdrawn(desk: Desk) -> None:
    desk.correct(LATER)
    desk.ledger.transact(lambda db: move(db, returns.CANCEL, desk.id, "submitted", "cancelled"))
    assert [row[3] for row in desk.rows()] == ["superseded", "cancelled"]
    with pytest.raises(NoLongerSo):
        desk.correct(REPORT)


@pytest.mark.parametrize(
    ("what", "report", "decision", "stays"),
    [
        ("another day, the same decision", LATER, PROPOSED, True),
        ("another telephone", replace(REPORT, phone=None), PROPOSED, True),
        ("another decision", REPORT, OTHERWISE, False),
        ("another announcement", replace(REPORT, announcement="第15号"), PROPOSED, False),
        ("another measure", replace(REPORT, proposed_measure="testing"), PROPOSED, False),
    ],
)
def test_a_confirmed_measure_stays_where_the_decision_does(
    desk: Desk, what: str, report: NewReport, decision: Stored, stays: bool
) -> None:
    assert desk.confirm()
    desk.correct(report, decision)
    after = desk.report
    assert (after.status, after.confirmed_by) == ("submitted", "李强" if stays else None), what
    assert after.measure == ("health_monitoring" if stays else report.proposed_measure)
    assert after.due_at == (REPORT if stays else report).due_at


def test_whoever_was_under_control_by_another_decision_has_arrived_no_more(desk: Desk) -> None:
    desk.arrive()
    assert desk.confirm(until="2022-01-29")
    assert desk.report.status == "under_control"
    desk.correct(REPORT)
    assert (desk.report.status, desk.report.observation_until) == ("under_control", "2022-01-29")
    desk.correct(LATER)
    assert (desk.report.status, desk.report.observation_until, desk.report.confirmed_by) == ("arrived", None, None)


def test_a_released_report_is_not_corrected(desk: Desk) -> None:
    desk.arrive()
    desk.ledger.transact(
        lambda db: move(db, returns.RELEASE, desk.id, "arrived", "released", released_by="李强", released_at=NOW)
    )
    with pytest.raises(NoLongerSo):
        desk.correct(LATER)
    assert len(desk.rows()) == 1


def test_what_nobody_confirms_is_overdue_until_it_has_climbed_all_the_steps(desk: Desk) -> None:
    due = NOW + 2 * _HOUR
    assert desk.late(due - 1) == []
    assert desk.late(due) == ["F0120-01"]
    seen = desk.report
    assert desk.ledger.transact(lambda db: returns.climb(db, seen, 1, due + _HOUR))
    assert not desk.ledger.transact(lambda db: returns.climb(db, seen, 1, due + _HOUR))
    assert desk.late(due) == []
    assert desk.late(due + _HOUR, steps=1) == []
    assert desk.late(due + _HOUR) == ["F0120-01"]
    assert desk.confirm()
    assert desk.late(due + _HOUR) == []
    confirmed = desk.report
    assert not desk.ledger.transact(lambda db: returns.climb(db, confirmed, 2, due))


def test_a_correction_wins_no_time_and_an_arrival_starts_anew(desk: Desk) -> None:
    seen = desk.report
    desk.ledger.transact(lambda db: returns.climb(db, seen, 2, NOW + 3 * _HOUR))
    desk.correct(LATER)
    assert (desk.report.due_at, desk.report.climbed) == (NOW + 3 * _HOUR, 2)
    desk.ledger.transact(lambda db: returns.hurry(db, desk.id, NOW + 60_000))
    assert (desk.report.due_at, desk.report.climbed) == (NOW + 60_000, 0)
