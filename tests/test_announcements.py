"""Announcements: strictly loaded, the most specific area and the strictest stay decide, nobody invents."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from pydantic import ValidationError

from knowledge.announcements import (
    Announcement,
    Arrival,
    BadAnnouncement,
    Conflict,
    Outcome,
    Proposal,
    Silence,
    Stay,
    describe,
    example_failures,
    in_force,
    load_announcement,
    propose,
    rule_facts,
)
from knowledge.times import DAY, MINUTE, parse_moment
from knowledge.vocabulary import measures
from tests.rows import every_row

DEMO = load_announcement(Path(__file__).parent.parent / "knowledge" / "demo" / "announcement-14.yaml")
ARRIVE = date(2022, 1, 22)

Row = Mapping[str, object]


def announcement(*rows: Row, number: str = "第1号", issuer: str = "演示指挥部", **more: object) -> Announcement:
    """An announcement of the given rows; only what matters has to be said."""
    fields: dict[str, object] = {
        "number": number,
        "issuer": issuer,
        "title": "【演示】",
        "effective_at": "2022-01-10 08:00",
        "keep_old_cases": False,
        "areas": tuple(dict({"name": str(row["code"])}, **row) for row in rows),
    }
    return Announcement.model_validate(fields | more)


def stay(code: str | None, begin: str = "", end: str = "", *places: str, passing: bool = False) -> Stay:
    """A stay from the days 01-05 to 01-09 of 2022, written as such."""
    days = [date.fromisoformat(f"2022-{day}") if day else None for day in (begin, end)]
    return Stay(code, code or "不知道哪里", days[0], days[1], places, passing)


def journey(*stays: Stay) -> Arrival:
    return Arrival(ARRIVE, stays)


def found(outcome: Outcome) -> str:
    """A short form of an outcome for the tables."""
    if isinstance(outcome, Proposal):
        return f"{outcome.measure} {outcome.area.days or ''}".strip()
    if isinstance(outcome, Conflict):
        return "conflict " + " ".join(option.measure for option in outcome.options)
    return outcome.reason


NONE = {"measure": "none"}
TESTING = {"measure": "testing"}
MONITORING = {"measure": "health_monitoring", "days": 7, "count_from": "arrival"}
HOME = {"measure": "home_quarantine", "days": 14, "count_from": "departure"}
CENTRAL = {"measure": "central_quarantine", "days": 14, "count_from": "departure"}


@every_row(
    ("rows", "stays", "expected", "doubts"),
    [
        # the longest match of the region code
        ([{"code": "150100", **MONITORING}], [stay("150100")], "health_monitoring 7", []),
        ([{"code": "150100", **MONITORING}], [stay("150105")], "health_monitoring 7", []),
        ([{"code": "150100", **MONITORING}], [stay("150105001002")], "health_monitoring 7", []),
        ([{"code": "150100", **MONITORING}], [stay("150200")], "no_area", []),
        ([{"code": "150000", **HOME}, {"code": "150100", **MONITORING}], [stay("150105")], "health_monitoring 7", []),
        ([{"code": "150100", **MONITORING}, {"code": "150000", **HOME}], [stay("150200")], "home_quarantine 14", []),
        ([{"code": "150105", **NONE}, {"code": "150100", **HOME}], [stay("150105")], "none", []),
        ([{"code": "150105001", **HOME}, {"code": "150105", **TESTING}], [stay("150105001003")],
         "home_quarantine 14", []),
        ([{"code": "429004", **HOME}, {"code": "420000", **TESTING}], [stay("429004")], "home_quarantine 14", []),
        ([{"code": "000000", **TESTING}, {"code": "150100", **HOME}], [stay("210100")], "testing", []),
        ([{"code": "000000", **TESTING}, {"code": "150100", **HOME}], [stay("150100")], "home_quarantine 14", []),
        # then the village
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}, {"code": "150523", **TESTING}],
         [stay("150523", "", "", "东镇", "前村")], "home_quarantine 14", []),
        ([{"code": "150523", "places": ("东镇",), **HOME}], [stay("150523", "", "", "东镇", "前村")],
         "home_quarantine 14", []),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}, {"code": "150523", **TESTING}],
         [stay("150523", "", "", "东镇", "后村")], "testing", []),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150523", "", "", "西镇")], "no_area", []),
        # what was said is not exact enough: it is asked, not guessed
        ([{"code": "150105", **HOME}], [stay("150100")], "no_area", ["narrower"]),
        ([{"code": "150105", **HOME}, {"code": "150100", **TESTING}], [stay("150100")], "testing", ["narrower"]),
        ([{"code": "150105", **TESTING}, {"code": "150100", **TESTING}], [stay("150100")], "testing", []),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150523")], "no_area", ["narrower"]),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150523", "", "", "东镇")], "no_area",
         ["narrower"]),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150523", "", "", "前村")], "no_area",
         ["narrower"]),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150523", "", "", "西镇", "前村")],
         "no_area", ["narrower"]),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150500", "", "", "前村")], "no_area",
         ["narrower"]),
        ([{"code": "150523", "places": ("东镇",), **HOME}], [stay("150523", "", "", "后村")], "no_area", ["narrower"]),
        ([{"code": "150523", "places": ("东镇",), **HOME}], [stay("150500", "", "", "后村")], "no_area", ["narrower"]),
        ([{"code": "150523", "places": ("东镇",), **HOME}], [stay("150523", "", "", "西镇", "后村")], "no_area", []),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150523", "", "", "后村")], "no_area", []),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150523101")], "no_area", ["narrower"]),
        ([{"code": "150523", "places": ("东镇", "前村"), **HOME}], [stay("150500", "", "", "后村")], "no_area", []),
        ([{"code": "000000", **TESTING}], [stay(None)], "no_area", ["unknown_place"]),
        ([{"code": "150100", **MONITORING}], [stay(None), stay("150100")], "health_monitoring 7", ["unknown_place"]),
        # the strictest stay of the journey
        ([{"code": "110000", **TESTING}, {"code": "150100", **MONITORING}], [stay("110108"), stay("150100")],
         "health_monitoring 7", []),
        ([{"code": "110000", **CENTRAL}, {"code": "150100", **HOME}], [stay("150100"), stay("110108")],
         "central_quarantine 14", []),
        ([{"code": "110000", **HOME}, {"code": "150100", "measure": "home_quarantine", "days": 21,
                                       "count_from": "departure"}], [stay("110108"), stay("150100")],
         "home_quarantine 21", []),
        ([{"code": "110000", "measure": "central_quarantine", "days": 3, "count_from": "arrival"},
          {"code": "150100", **HOME}], [stay("150100"), stay("110108")], "central_quarantine 3", []),
        ([{"code": "150100", **MONITORING}], [stay("210100"), stay("150100")], "health_monitoring 7", []),
        ([{"code": "150100", **MONITORING}], [], "no_area", []),
    ],
)  # fmt: skip
def test_the_most_specific_area_and_the_strictest_stay_decide(
    rows: list[Row], stays: list[Stay], expected: str, doubts: list[str]
) -> None:
    outcome = propose([announcement(*rows)], journey(*stays))
    assert found(outcome) == expected
    assert [doubt.kind for doubt in outcome.doubts] == doubts


WINDOW = {"code": "150100", "stays_from": date(2022, 1, 5), "stays_to": date(2022, 1, 15), **HOME}


@every_row(
    ("place", "expected", "doubts"),
    [
        (stay("150100", "01-01", "01-04"), "no_area", []),  # left the day before
        (stay("150100", "01-01", "01-05"), "home_quarantine 14", []),  # the first day
        (stay("150100", "01-15", "01-20"), "home_quarantine 14", []),  # the last day
        (stay("150100", "01-16", "01-20"), "no_area", []),  # the day after
        (stay("150100", "01-01", "01-20"), "home_quarantine 14", []),  # around it
        (stay("150100", "01-07", "01-08"), "home_quarantine 14", []),  # within it
        (stay("150100", "", "01-10"), "home_quarantine 14", []),
        (stay("150100", "", "01-04"), "no_area", []),
        (stay("150100", "", "01-20"), "no_area", ["dates_unknown"]),  # may have come after it
        (stay("150100", "01-10", ""), "home_quarantine 14", []),
        (stay("150100", "01-16", ""), "no_area", []),
        (stay("150100", "01-01", ""), "no_area", ["dates_unknown"]),  # may have left before it
        (stay("150100"), "no_area", ["dates_unknown"]),
    ],
)
def test_the_days_of_the_stay_decide(place: Stay, expected: str, doubts: list[str]) -> None:
    outcome = propose([announcement(WINDOW)], journey(place))
    assert found(outcome) == expected
    assert [doubt.kind for doubt in outcome.doubts] == doubts


def test_a_row_of_days_after_the_arrival_is_no_question() -> None:
    later = WINDOW | {"stays_from": date(2022, 2, 1), "stays_to": None}
    assert propose([announcement(later)], journey(stay("150100"))).doubts == ()


def test_where_the_days_do_not_fit_the_wider_area_decides() -> None:
    wider = {"code": "150000", **TESTING}
    assert found(propose([announcement(WINDOW, wider)], journey(stay("150100", "01-16", "01-20")))) == "testing"


def test_two_periods_of_one_area_and_a_stay_over_both_take_the_strictest() -> None:
    later = {"code": "150100", "stays_from": date(2022, 1, 16), **MONITORING}
    outcome = propose([announcement(WINDOW, later)], journey(stay("150100", "01-10", "01-20")))
    assert found(outcome) == "home_quarantine 14"


def test_a_row_that_may_fit_beside_the_one_that_does_is_asked_about() -> None:
    later = {"code": "150100", "stays_from": date(2022, 1, 16), **MONITORING}
    outcome = propose([announcement(WINDOW, later)], journey(stay("150100", "", "01-20")))
    assert found(outcome) == "health_monitoring 7"
    assert [(doubt.kind, doubt.area and doubt.area.measure) for doubt in outcome.doubts] == [
        ("dates_unknown", "home_quarantine")
    ]


@pytest.mark.parametrize(
    ("through_traffic", "expected", "doubts"),
    [("counts", "home_quarantine 14", []), ("does_not_count", "no_area", []), (None, "no_area", ["passing"])],
)
def test_through_traffic_counts_as_the_announcement_says(
    through_traffic: str | None, expected: str, doubts: list[str]
) -> None:
    row = {"code": "150100", "through_traffic": through_traffic, **HOME}
    outcome = propose([announcement(row)], journey(stay("150100", passing=True)))
    assert found(outcome) == expected
    assert [doubt.kind for doubt in outcome.doubts] == doubts


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (MONITORING, MONITORING, "health_monitoring 7"),
        (MONITORING, HOME, "conflict health_monitoring home_quarantine"),
        (MONITORING, MONITORING | {"days": 14}, "conflict health_monitoring health_monitoring"),
        (MONITORING, MONITORING | {"count_from": "departure"}, "conflict health_monitoring health_monitoring"),
        (MONITORING, MONITORING | {"test_days": (1,)}, "conflict health_monitoring health_monitoring"),
        (MONITORING, MONITORING | {"note": "请提前报备"}, "health_monitoring 7"),  # only the words differ
    ],
)
def test_two_announcements_in_force_that_differ_are_both_shown(first: Row, second: Row, expected: str) -> None:
    both = [
        announcement({"code": "150100", **first}),
        announcement({"code": "150000", **second}, number="第2号", issuer="另一个指挥部"),
    ]
    assert found(propose(both, journey(stay("150100")))) == expected


def test_an_announcement_that_does_not_name_the_place_is_no_contradiction() -> None:
    both = [
        announcement({"code": "150100", **MONITORING}),
        announcement({"code": "210000", **HOME}, number="第2号"),
    ]
    outcome = propose(both, journey(stay("150100")))
    assert found(outcome) == "health_monitoring 7"
    assert outcome.trace[-1] == "第2号：没有写到150100"


def test_without_an_announcement_nobody_invents_one() -> None:
    outcome = propose([], journey(stay("150100")))
    assert outcome == Silence("no_announcement", (), ("当天没有生效的公告，请工作人员决定",))


@pytest.mark.parametrize(
    ("outcome", "facts"),
    [
        (propose([], journey()), {"proposal": "none", "measure": None}),
        (propose([announcement({"code": "150100", **HOME})], journey(stay("150100"))),
         {"proposal": "one", "measure": "home_quarantine"}),
        (propose([announcement({"code": "150100", **HOME}),
                  announcement({"code": "150100", **NONE}, number="第2号")], journey(stay("150100"))),
         {"proposal": "conflict", "measure": None}),
    ],
)  # fmt: skip
def test_an_outcome_gives_the_rule_its_facts(outcome: Outcome, facts: dict[str, str | None]) -> None:
    assert rule_facts(outcome) == facts


FIRST = parse_moment("2022-01-10 08:00")
SECOND = parse_moment("2022-01-15 00:00")


@pytest.mark.parametrize(
    ("second", "at", "arrived_at", "expected"),
    [
        ({}, FIRST - MINUTE, None, []),
        ({}, FIRST, None, ["第1号"]),  # from its minute on
        ({}, SECOND - MINUTE, None, ["第1号"]),
        ({}, SECOND, None, ["第2号", "第1号"]),  # it says nothing of the earlier one
        ({"replaces": "第1号"}, SECOND - MINUTE, None, ["第1号"]),
        ({"replaces": "第1号"}, SECOND, None, ["第2号"]),
        ({"replaces": "第1号"}, SECOND, FIRST, ["第2号"]),
        ({"replaces": "第1号", "keep_old_cases": True}, SECOND, None, ["第2号"]),
        ({"replaces": "第1号", "keep_old_cases": True}, SECOND, SECOND - MINUTE, ["第1号"]),
        ({"replaces": "第1号", "keep_old_cases": True}, SECOND, SECOND, ["第2号"]),
        ({"replaces": "第1号", "issuer": "另一个指挥部"}, SECOND, None, ["第2号", "第1号"]),  # another's number
    ],
)
def test_what_is_in_force_at_a_moment(
    second: Mapping[str, object], at: int, arrived_at: int | None, expected: list[str]
) -> None:
    issuer = str(second.get("issuer", "演示指挥部"))
    more = {name: value for name, value in second.items() if name != "issuer"}
    known = [
        announcement({"code": "150100", **HOME}),
        announcement({"code": "150100", **NONE}, number="第2号", issuer=issuer,
                     **({"effective_at": "2022-01-15 00:00"} | more)),
    ]  # fmt: skip
    assert [one.number for one in in_force(known, at, arrived_at)] == expected


def test_one_that_was_replaced_stays_so_when_its_successor_is_replaced() -> None:
    known = [
        announcement({"code": "150100", **HOME}),
        announcement({"code": "150100", **NONE}, number="第2号", replaces="第1号"),
        announcement({"code": "150100", **TESTING}, number="第3号", replaces="第2号"),
    ]
    assert [one.number for one in in_force(known, FIRST + DAY)] == ["第3号"]


@pytest.mark.parametrize(
    ("row", "counts_from_on"),
    [(MONITORING, ARRIVE), (HOME, date(2022, 1, 20)), (TESTING, None)],
)
def test_the_days_count_from_arrival_or_departure_as_announced(row: Row, counts_from_on: date | None) -> None:
    outcome = propose([announcement({"code": "150100", **row})], journey(stay("150100", "", "01-20")))
    assert isinstance(outcome, Proposal)
    assert outcome.counts_from_on == counts_from_on


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (NONE, "正常出行"),
        (MONITORING, "健康监测7天，从到达算起"),
        (HOME | {"test_days": (1, 7)}, "居家隔离14天，从离开当地算起，第1、7天做核酸"),
        (CENTRAL | {"followed_by": {"measure": "home_monitoring", "days": 7}},
         "集中隔离14天，从离开当地算起，之后居家健康监测7天"),
        ({"measure": "home_quarantine"}, "居家隔离"),
    ],
)  # fmt: skip
def test_a_measure_reads_in_plain_words(row: Row, words: str) -> None:
    assert describe(announcement({"code": "150100", **row}).areas[0]) == words


def test_the_trace_says_why() -> None:
    arrival = Arrival(ARRIVE, (
        Stay("120000", "天津市", until_on=ARRIVE),
        Stay("110108", "北京市海淀区", until_on=ARRIVE),
        Stay("210100", "沈阳市", until_on=ARRIVE),
    ))  # fmt: skip
    outcome = propose([DEMO], arrival)
    assert outcome.trace == (
        "现行公告：第14号",
        "第14号：天津市按「天津市」这一行，居家健康监测14天，从离开当地算起，第1、7、14天做核酸",
        "第14号：北京市海淀区按「北京市」这一行，核酸检测，第1、3天做核酸",
        "第14号：没有写到沈阳市",
        "天津市还不够细：去过「天津市津南区」的话另有规定，请问清楚",
        "行程里最严的一处定措施：天津市，居家健康监测14天，从离开当地算起，第1、7、14天做核酸",
    )


def test_a_stay_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        stay("150100", "01-10", "01-09")


def test_the_demonstration_s_announcement_says_so_and_its_examples_hold() -> None:
    assert list(example_failures(DEMO)) == []
    assert "演示" in DEMO.title
    assert "演示" in DEMO.issuer
    assert DEMO.number == "第14号"
    assert DEMO.effective_at == parse_moment("2022-01-19T08:00+08:00")


def test_whoever_comes_from_hohhot_is_proposed_health_monitoring() -> None:
    outcome = propose([DEMO], Arrival.from_origin("150100", "呼和浩特市", ARRIVE))
    assert isinstance(outcome, Proposal)
    assert (outcome.measure, measures()[outcome.measure].words) == ("health_monitoring", "健康监测")
    assert outcome.doubts == ()


def test_a_failing_example_is_named() -> None:
    case = {"name": "呼市", "arrive_on": ARRIVE, "stays": ({"code": "150100"},), "then": {"measure": "testing"}}
    wrong = announcement({"code": "150100", **HOME}, examples=(case,))
    assert list(example_failures(wrong)) == [
        "第1号: example 呼市: expected ('testing', None), found ('home_quarantine', 14)"
    ]


def test_an_announcement_reads_back_from_its_json_as_the_same() -> None:
    kept = DEMO.model_dump_json()
    assert '"effective_at":"2022-01-19T08:00:00+08:00"' in kept
    assert Announcement.model_validate_json(kept) == DEMO


def test_an_announcement_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        DEMO.number = "第15号"


GOOD = """\
number: 第15号
issuer: 演示指挥部
title: 【演示】
effective_at: "2022-01-20 08:00"
keep_old_cases: false
areas:
  - code: "150100"
    name: 呼和浩特市
    measure: home_quarantine
    days: 7
    count_from: arrival
    stays_from: 2022-01-05
    stays_to: 2022-01-15
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "fault"),
    [
        ("number: 第15号", "number: 15", 1, "number", "must be text"),
        ("keep_old_cases: false\n", "", 1, "keep_old_cases", "is missing"),
        ("keep_old_cases: false", "keep_old_cases: no", 5, "keep_old_cases", "means true, false or null"),
        ("keep_old_cases: false", "keep_old_case: false", 1, "keep_old_cases", "is missing"),
        ('"2022-01-20 08:00"', "2022-01-20 08:00", 4, "effective_at", "several things"),
        ('"2022-01-20 08:00"', "2022-01-20", 4, "effective_at", "is no moment"),
        ('"2022-01-20 08:00"', '"2022-01-20"', 4, "effective_at", "not exact to the minute"),
        ('"2022-01-20 08:00"', '"2022-01-20 08:00:30"', 4, "effective_at", "not exact to the minute"),
        ('"2022-01-20 08:00"', '"今天八点"', 4, "effective_at", "is no moment"),
        ('"150100"', "150100", 7, "areas[1].code", "must be text"),
        ('"150100"', '"1501"', 7, "areas[1].code", "is no region code"),
        ('"150100"', '"１５０１００"', 7, "areas[1].code", "is no region code"),
        ('"150100"', '"150199"', 7, "areas[1].code", "not in the table of regions"),
        ('"150100"', '"150200"', 7, "areas[1].code", "is 内蒙古自治区包头市, the name beside it is 呼和浩特市"),
        ("home_quarantine", "house_arrest", 9, "areas[1].measure", "is not a known measure"),
        ("days: 7", "days: 0", 10, "areas[1].days", "greater than or equal to 1"),
        ("days: 7", "days: 7.5", 10, "areas[1].days", "valid integer"),
        ("    days: 7\n", "", 7, "areas[1]", "days and count_from only together"),
        ("count_from: arrival", "count_from: leaving", 11, "areas[1].count_from", "input should be"),
        ("home_quarantine", "none", 7, "areas[1]", "days although nothing is imposed"),
        ("stays_to: 2022-01-15", "stays_to: 2022-01-04", 13, "areas[1].stays_to", "lies before stays_from"),
        ("days: 7", "days: 7\n    test_days: [3, 1]", 11, "areas[1].test_days", "ascending"),
        ("days: 7", "days: 7\n    test_days: [1, 1]", 11, "areas[1].test_days", "ascending"),
        ("keep_old_cases: false", "keep_old_cases: false\nreplaces: 第15号", 6, "replaces", "the announcement itself"),
        ("areas:\n", 'areas:\n  - {code: "150100", name: 呼和浩特市, measure: none}\n', 8, "areas[2].code",
         "overlaps row 1"),
        ("areas:\n", 'areas:\n  - {code: "150100", name: 呼和浩特市, measure: none, stays_from: 2022-01-15}\n', 8,
         "areas[2].code", "overlaps row 1"),
        ("    name: 呼和浩特市\n", "", 7, "areas[1].name", "is missing"),
        ("    measure", "    colour: red\n    measure", 9, "areas[1].colour", "is not a known key"),
    ],
)  # fmt: skip
def test_a_slip_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, key: str, fault: str) -> None:
    file = tmp_path / "announcement.yaml"
    assert old in GOOD
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadAnnouncement) as caught:
        load_announcement(file)
    problem = caught.value.problems[0]
    assert fault in problem.fault
    assert (problem.line, problem.key) == (line, key)


def test_rows_of_one_place_may_follow_each_other(tmp_path: Path) -> None:
    file = tmp_path / "announcement.yaml"
    later = '  - {code: "150100", name: 呼和浩特市, measure: none, stays_from: 2022-01-16}\n'
    file.write_text(GOOD + later, encoding="utf-8")
    assert len(load_announcement(file).areas) == 2


# 内蒙古, 通辽, 开鲁; then its township and village: each lies within the one before.
_WITHIN_EACH_OTHER = (
    ("000000", ()),
    ("150000", ()),
    ("150500", ()),
    ("150523", ()),
    ("150523", ("东镇",)),
    ("150523", ("东镇", "前村")),
)
_ELSEWHERE = ("150100", "210000", "150524", "110108")
_MEASURES = ("none", "testing", "health_monitoring", "home_monitoring", "home_quarantine", "central_quarantine")


@every_row("seed", range(200))
def test_of_any_rows_the_most_specific_that_fits_the_stay_wins(seed: int) -> None:
    """Rows in any order, with any days: what decides is found again by going from the village up to the whole country."""
    by_chance = Random(seed)
    first = date(2022, 1, 10)
    rows: list[Row] = []
    for code, places in by_chance.sample(_WITHIN_EACH_OTHER, by_chance.randint(1, 6)):
        begins = first + timedelta(days=by_chance.randint(-5, 5)) if by_chance.random() < 0.5 else None
        ends = (begins or first) + timedelta(days=by_chance.randint(0, 5)) if by_chance.random() < 0.5 else None
        row = {"code": code, "places": places, "measure": by_chance.choice(_MEASURES)}
        rows.append(row | {"stays_from": begins, "stays_to": ends})
    beside: list[Row] = [
        {"code": code, "measure": "central_quarantine"}
        for code in by_chance.sample(_ELSEWHERE, by_chance.randint(0, 4))
    ]
    shuffled = by_chance.sample([*rows, *beside], len(rows) + len(beside))
    came = first + timedelta(days=by_chance.randint(-6, 6))
    left = came + timedelta(days=by_chance.randint(0, 4))
    outcome = propose(
        [announcement(*shuffled)], Arrival(date(2022, 1, 31), (Stay("150523", "开鲁县", came, left, ("东镇", "前村")),))
    )
    fitting = [
        row
        for code, places in reversed(_WITHIN_EACH_OTHER)
        for row in rows
        if (row["code"], row["places"]) == (code, places)
        and (row["stays_from"] is None or left >= row["stays_from"])  # type: ignore[operator]
        and (row["stays_to"] is None or came <= row["stays_to"])  # type: ignore[operator]
    ]
    assert found(outcome) == (fitting[0]["measure"] if fitting else "no_area")
