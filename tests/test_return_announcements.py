"""Return reports under announcements: down to the village, two that differ, none, and whoever came before (DESIGN 6.6)."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from sqlalchemy import text

from knowledge.announcements import Announcement
from knowledge.language.places import find_origin
from knowledge.language.villages import places_below
from knowledge.times import parse_moment
from ledger import Db, announcements
from ledger.returns.measures import course_by, course_of
from ledger.statement import Statement
from tests.talking import Talk

_ROWS = Statement(text("SELECT measure, days, announcement, origin_places, outcome FROM return_report ORDER BY id"))
HOME = {"measure": "home_quarantine", "days": 14, "count_from": "departure"}
MONITORING = {"measure": "health_monitoring", "days": 7, "count_from": "arrival"}
Row = Mapping[str, object]


def issued(number: str, *rows: Row, **more: object) -> Announcement:
    """An announcement of an invented issuer."""
    fields: dict[str, object] = {
        "number": number,
        "issuer": "演示指挥部",
        "title": "【演示】",
        "effective_at": "2022-01-19 08:00",
        "keep_old_cases": False,
        "areas": tuple({"name": str(row["code"]), **row} for row in rows),
    }
    return Announcement.model_validate(fields | more)


def put_in_force(talk: Talk, *issued_ones: Announcement) -> None:
    """They hold, and nobody is told."""

    def work(db: Db) -> None:
        for one in issued_ones:
            announcements.put_in_force(
                db,
                issuer=one.issuer,
                number=one.number,
                effective_at=one.effective_at,
                content=one.model_dump_json(),
                who="陈主任",
                now=talk.clock[0],
            )

    talk.installation.ledger.transact(work)


def rows(talk: Talk) -> Sequence[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("后天从开鲁县演示镇前进村回来", ("演示镇", "前进村")),
        ("从通辽市开鲁县义和塔拉镇回来", ("义和塔拉镇",)),
        ("从科左后旗甘旗卡镇哈拉乌苏嘎查开车回来", ("甘旗卡镇", "哈拉乌苏嘎查")),
        ("从开鲁县前进村回", ("前进村",)),
        ("从开鲁县的前进村回", ("前进村",)),
        ("从呼和浩特回来", ()),
        ("从开鲁回村", ()),
        ("从开鲁县回乡", ()),
        ("我在开鲁县我妈那村住", ()),
        ("从开鲁县下乡回来", ()),
    ],
)
def test_township_and_village_are_read_behind_the_county(words: str, places: tuple[str, ...]) -> None:
    found = find_origin(words)
    assert found is not None
    assert places_below(words, found.span[1]) == places


VILLAGE = {"code": "150523", "places": ("演示镇", "前进村"), **HOME}
COUNTY = {"code": "150523", **MONITORING}


def test_the_village_that_an_announcement_names_goes_before_its_county(talk: Talk) -> None:
    put_in_force(talk, issued("第14号", VILLAGE, COUNTY))
    talk("""王阿姨: 报备 今天从开鲁县演示镇前进村开车回来 就我自己
            助手: 请核对：
              王阿姨，138****1111，永茂社区6号楼2单元301
              今天（1月20日）到，从内蒙古自治区通辽市开鲁县演示镇前进村，…
            王阿姨: 1
            助手: 报备好了…
              按今天的公告（第14号），从那里回来的人先居家隔离14天，从离开当地算起，…""")
    assert rows(talk)[0][:4] == ("home_quarantine", 14, "第14号", '["演示镇","前进村"]')


def test_a_village_said_without_its_county_is_the_one_that_an_announcement_names(talk: Talk) -> None:
    put_in_force(talk, issued("第14号", VILLAGE, COUNTY))
    talk("""王阿姨: 报备 今天开车回来 就我自己
            助手: …从哪里回来？…
            王阿姨: 前进村
            助手: 请核对：
              …
              今天（1月20日）到，从内蒙古自治区通辽市开鲁县演示镇前进村，…
            王阿姨: 1
            助手: 报备好了…
              按今天的公告（第14号），从那里回来的人先居家隔离14天，从离开当地算起，…""")
    assert rows(talk)[0][:4] == ("home_quarantine", 14, "第14号", '["演示镇","前进村"]')


@pytest.mark.parametrize("said", ["前进村", "后进村", "二号村"])
def test_a_village_that_may_be_two_or_that_no_announcement_names_is_asked_for_as_before(talk: Talk, said: str) -> None:
    elsewhere = {"code": "150522", "places": ("样板镇", "前进村"), **HOME}
    put_in_force(talk, issued("第14号", VILLAGE, elsewhere))
    assert "从哪里回来？" in talk.say("王阿姨", "报备 今天开车回来 就我自己")
    answer = talk.say("王阿姨", said)
    assert "请核对" not in answer
    assert "开鲁县" not in answer


def test_another_village_of_the_county_is_the_county_s(talk: Talk) -> None:
    put_in_force(talk, issued("第14号", VILLAGE, COUNTY))
    talk("""王阿姨: 报备 今天从开鲁县演示镇后进村开车回来 就我自己
            王阿姨: 1
            助手: 报备好了…
              按今天的公告（第14号），从那里回来的人先健康监测7天，从到达算起，…""")


def test_who_names_no_village_is_asked_by_the_grid_worker(talk: Talk) -> None:
    put_in_force(talk, issued("第14号", VILLAGE, COUNTY))
    talk("""王阿姨: 报备 今天从开鲁县开车回来 就我自己
            王阿姨: 1
            助手→李强: 【返乡报备】F0120-01
              …要问清：开鲁县还不够细：去过「150523」的话另有规定，请问清楚
              按公告（第14号）拟：健康监测7天…""")


def test_a_village_on_the_way_counts_too(talk: Talk) -> None:
    put_in_force(talk, issued("第14号", VILLAGE, {"code": "150400", **MONITORING}))
    talk("""王阿姨: 报备 今天从赤峰开车回来，在开鲁县演示镇前进村住了两天 就我自己
            王阿姨: 1
            助手: 报备好了…
              按今天的公告（第14号），在开鲁县停留过的人先居家隔离14天，…""")


def test_the_village_stays_when_something_else_is_put_right(talk: Talk) -> None:
    put_in_force(talk, issued("第14号", VILLAGE, COUNTY))
    talk("""王阿姨: 报备 后天从开鲁县演示镇前进村开车回来 就我自己
            王阿姨: 1
            王阿姨: 报备改成23号到
            助手: 改好了，F0120-01：…""")
    assert [row[3] for row in rows(talk)] == ['["演示镇","前进村"]'] * 2
    assert rows(talk)[1][0] == "home_quarantine"


def test_the_office_chooses_one_of_two_that_differ_by_its_number(talk: Talk) -> None:
    other = issued("第9号", {"code": "150100", **HOME}, issuer="另一个指挥部")
    put_in_force(talk, issued("第14号", {"code": "150100", **MONITORING}), other)
    talk("""王阿姨: 报备 今天从呼和浩特开车回来 刚到家 就我自己
            王阿姨: 1
            助手: 报备好了…
              现行的几份公告说法不一样，由街道防控办定下来再告诉您。〔预案3.2〕…
            助手→陈主任: 【返乡报备】F0120-01
              …现行公告说法不同（第14号：健康监测7天，从到达算起；第9号：居家隔离14天，从离开当地算起），
              由街道防控办定。按哪份就回「确认 F0120-01 文号」，比如「确认 F0120-01 第14号」…
            李强: 确认 F0120-01 第9号
            助手: F0120-01 的措施要由街道防控办定，…
            陈主任: 确认 F0120-01 第8号
            助手: 没看懂「第8号」。…
            陈主任: 确认 F0120-01 第9号
            助手: 好的，F0120-01 王阿姨：居家隔离14天，从离开当地算起，到2月3日…
            助手→王阿姨: 您的返乡报备 F0120-01 已由陈主任核对：居家隔离14天，从离开当地算起，到2月3日…""")


def test_what_differs_is_kept_with_the_days_of_each() -> None:
    outcome = (
        '{"options":[{"announcement":"第14号","course":{"measure":"home_quarantine","days":7,"count_from":"arrival"}},'
        '{"announcement":"第9号","course":{"measure":"home_quarantine","days":14,"count_from":"departure"}}]}'
    )
    assert course_by(outcome, "第9号") == course_of(outcome, "home_quarantine", 14)
    assert course_of(outcome, "home_quarantine", 14).count_from == "departure"
    assert course_of(outcome, "home_quarantine", 21).count_from == "arrival"  # none of them: the named person's own
    assert course_of(outcome, "home_quarantine", None).days is None  # both would fit
    assert course_by(outcome, "第8号") is None


def test_without_an_announcement_the_office_decides(talk: Talk) -> None:
    talk("""王阿姨: 报备 今天从呼和浩特开车回来 就我自己
            王阿姨: 1
            助手: 报备好了…
              要不要采取措施得看当天公告，现行公告没有写到您来的地方，由街道防控办定下来再告诉您。〔预案3.2〕…""")
    assert rows(talk)[0][:3] == (None, None, None)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("arrives", "measure"),
    [
        ("昨天从呼和浩特开车回来", "health_monitoring"),  # the day before it took effect
        ("今天早上7点从呼和浩特开车到家", "health_monitoring"),  # the hour before
        ("今天早上8点从呼和浩特开车到家", "home_quarantine"),  # the very minute
        ("明天从呼和浩特开车回来", "home_quarantine"),
    ],
)
def test_an_announcement_that_keeps_old_cases_does_not_touch_who_came_before(
    talk: Talk, arrives: str, measure: str
) -> None:
    new = {"effective_at": "2022-01-20 08:00", "replaces": "第14号", "keep_old_cases": True}
    put_in_force(
        talk, issued("第14号", {"code": "150100", **MONITORING}), issued("第15号", {"code": "150100", **HOME}, **new)
    )
    assert talk.clock[0] > parse_moment("2022-01-20 08:00")
    talk(f"""王阿姨: 报备 {arrives} 就我自己
             王阿姨: 1
             助手: 报备好了…""")
    assert rows(talk)[0][0] == measure


def test_a_day_that_no_version_of_the_rule_covers_is_left_to_the_office(talk: Talk) -> None:
    from ledger.returns.measures import Journey, decide_measure

    rules = talk.installation.house.rules
    journey = Journey({"code": "150100", "name": "呼和浩特市"}, (), date(2020, 12, 31).isoformat())
    decided = decide_measure(rules, (), journey, talk.clock[0], sealed=False)
    assert (decided.id, decided.decided_by, decided.reason) == (None, "office", "no_rule")
