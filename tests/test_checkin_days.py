"""Check-ins of another day than today, and a second one of the same day (clause 3.4.2, DESIGN 6.8)."""

from datetime import datetime

import pytest
from hypothesis import given
from sqlalchemy import text

from knowledge.language.checkin_days import days_apart, find_checkin_day
from knowledge.language.normalise import normalise
from knowledge.times import SHANGHAI
from ledger import checkins
from ledger.statement import Statement
from tests.language_texts import any_text
from tests.rows import every_row
from tests.talking import Talk

_ROWS = Statement(text("SELECT person, date, temperature, status FROM health_checkin ORDER BY id"))
_ALERTS = Statement(text("SELECT count(*) FROM alert"))
_PERSON = Statement(text("SELECT id FROM person WHERE name = '王阿姨'"))


def rows(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


def alerts(talk: Talk) -> int:
    count: int = talk.installation.ledger.read(lambda db: db.value(_ALERTS))
    return count


DAYS = [
    ("昨天36.5 没事", "2022-01-19"),
    ("昨天没事", "2022-01-19"),
    ("补昨天的卡 36.4", "2022-01-19"),
    ("昨天忘打卡了 36.4", "2022-01-19"),
    ("补打卡 昨天 36.4 没事", "2022-01-19"),
    ("昨晚38.5 咳嗽", "2022-01-19"),
    ("昨天我妈36.8 我36.5 都没事", "2022-01-19"),
    ("前天36.5没事", "2022-01-18"),
    ("18号的体温36.5", "2022-01-18"),
    ("5天前36.5没事", "2022-01-15"),
    ("明天36.5 没事", "2022-01-21"),
    ("打卡 36.5 没事", None),
    ("今天36.5没事", None),
    ("昨天有点咳嗽 36.5", None),
    ("昨天咳嗽今天36.5", None),
    ("昨天从北京回来 36.5 没事", None),
    ("昨天接触过阳性 36.5", None),
    ("昨天做了核酸 36.5", None),
    ("昨天没打卡，今天36.5", None),
    ("昨天36.5 今天36.8 没事", None),
    ("今天的卡 36.5 昨天去超市了", None),
]


@every_row(("said", "day"), DAYS)
def test_a_day_counts_where_it_stands_with_the_check_in(said: str, day: str | None) -> None:
    found = find_checkin_day(normalise(said), datetime(2022, 1, 20, 9, tzinfo=SHANGHAI))
    assert (None if found is None else found.isoformat()) == day


def test_yesterdays_check_in_is_filed_for_yesterday(talk: Talk) -> None:
    talk("""王阿姨: 昨天36.5 没事
            助手: 昨天（1月19日）打卡好了：王阿姨，36.5℃，无不适。记在那天，不算今天的。
            王阿姨: 打卡 36.6 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.6℃，无不适。""")
    assert [row[1:3] for row in rows(talk)] == [("2022-01-19", 36.5), ("2022-01-20", 36.6)]


def test_what_is_missing_is_asked_of_that_day_too(talk: Talk) -> None:
    talk("""王阿姨: 补昨天的卡 36.4
            助手: 有没有发烧、咳嗽、…
            王阿姨: 1
            助手: 昨天（1月19日）打卡好了：王阿姨，36.4℃，无不适。记在那天，不算今天的。""")


def test_the_day_before_yesterday_is_made_up_for_with_the_family(talk: Talk) -> None:
    talk("""王阿姨: 前天我36.5 我妈36.8 都没事
            助手: 1月18日（周二）打卡好了：
              王阿姨，36.5℃，无不适
              妈妈，36.8℃，无不适。记在那天，不算今天的。""")
    assert {row[1] for row in rows(talk)} == {"2022-01-18"}


def test_a_day_to_come_is_asked_about_and_nothing_filed_for_it(talk: Talk) -> None:
    talk("""王阿姨: 明天36.5 没事
            助手: 您说的那天打不了卡：只能打今天的，或者补前三天的。…1 今天　2 昨天　3 前天…""")
    assert rows(talk) == []
    talk("""王阿姨: 明天
            助手: 请回哪天：1 今天…
            王阿姨: 1
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。""")


def test_a_day_too_far_back_is_asked_about(talk: Talk) -> None:
    talk("""王阿姨: 5天前36.5没事
            助手: 您说的那天打不了卡：…
            王阿姨: 17号的
            助手: 1月17日（周一）打卡好了：王阿姨，36.5℃，无不适。记在那天，不算今天的。""")


def test_a_fever_is_passed_on_before_its_day_is_settled(talk: Talk) -> None:
    talk("""王阿姨: 明天38.6 没事
            助手: 先记下了：王阿姨，38.6℃，无不适。
              …我已告诉网格员、医疗保障组，请他们联系您。…
              您说的那天打不了卡：…
            王阿姨: 昨天
            助手: 昨天（1月19日）打卡好了：王阿姨，38.6℃，无不适。记在那天，不算今天的。…""")
    assert [(row[1], row[3]) for row in rows(talk)] == [("2022-01-20", "superseded"), ("2022-01-19", "submitted")]
    assert alerts(talk) == 1


def test_a_fever_of_yesterday_alarms_and_says_of_when_it_was(talk: Talk) -> None:
    talk.say("王阿姨", "昨晚38.5 没别的")
    talk.reaches("何医生", "【紧急】…昨天（1月19日） 38.5℃…")


def test_a_day_said_in_the_middle_of_the_form_counts(talk: Talk) -> None:
    talk("""王阿姨: 打卡
            助手: 量了体温吗？…
            王阿姨: 昨天36.6没事
            助手: 昨天（1月19日）打卡好了：王阿姨，36.6℃，无不适。记在那天，不算今天的。""")


def test_two_check_ins_of_a_day_are_both_kept_and_the_worse_one_alarms(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：…
            王阿姨: 打卡 38.1 没事
            助手: 今天（1月20日）打卡好了：王阿姨，38.1℃，无不适。
              王阿姨今天（1月20日）前面报过（36.5℃，无不适），两次都留着。
              38.1℃ 偏高…""")
    assert [row[2:] for row in rows(talk)] == [(36.5, "submitted"), (38.1, "submitted")]
    assert alerts(talk) == 1


def test_a_better_second_check_in_does_not_take_back_the_alarm(talk: Talk) -> None:
    talk("""王阿姨: 打卡 38.1 没事
            助手: 今天（1月20日）打卡好了：…
            王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。
              王阿姨今天（1月20日）前面报过（38.1℃，无不适），两次都留着，前面那次更要紧，还照那次联系。
            王阿姨: 打卡 36.4 没事
            助手: …3次都留着，前面那次更要紧，还照那次联系。""")
    assert alerts(talk) == 1
    talk("""何医生: 收到
            助手: 好的，第1号由您接手：王阿姨，…""")


def test_two_of_somebody_whom_the_ledger_does_not_know_are_both_kept_too(talk: Talk) -> None:
    talk("""王阿姨: 我妈36.5 没事
            助手: 今天（1月20日）打卡好了：妈妈，36.5℃，无不适。
            王阿姨: 我妈36.9 没事
            助手: 今天（1月20日）打卡好了：妈妈，36.9℃，无不适。
              妈妈今天（1月20日）前面报过（36.5℃，无不适），两次都留着。""")


def test_the_newest_of_a_persons_own_records_come_first(talk: Talk) -> None:
    talk.say("王阿姨", "打卡 36.5 没事")
    talk.say("王阿姨", "昨天36.7 没事")
    talk.say("王阿姨", "打卡 38.2")
    talk.say("王阿姨", "咳嗽")

    found = talk.installation.ledger.read(lambda db: checkins.newest_of(db, db.value(_PERSON)))
    assert [(one.checkin.date, one.checkin.temperature, one.checkin.symptoms) for one in found] == [
        ("2022-01-20", 38.2, ("cough",)),
        ("2022-01-20", 36.5, ("none",)),
        ("2022-01-19", 36.7, ("none",)),
    ]
    assert [one.level for one in found] == ["urgent", "none", "none"]
    assert len({one.id for one in found}) == 3


SEVERAL = {
    "昨天36.5 今天36.4": [("01-19", "36.5 "), ("01-20", "36.4")],
    "昨天36.5没事,今天36.4没事": [("01-19", "36.5没事,"), ("01-20", "36.4没事")],
    "前天36.5 昨天36.6 今天36.4 都没事": [("01-18", "36.5  都没事"), ("01-19", "36.6  都没事"), ("01-20", "36.4 都没事")],
    "我妈昨天36.5今天36.4": [("01-19", "我妈36.5"), ("01-20", "我妈36.4")],
    "今天36.4 昨天36.5 两天都没事": [("01-19", "36.5 两天都没事"), ("01-20", "36.4  两天都没事")],
    "打卡36.4没事 昨天36.5没事": [("01-19", "36.5没事"), ("01-20", "打卡36.4没事 ")],
    "昨天没打卡,今天36.5": [],
    "昨天去超市了 今天36.5": [],
    "昨天36.5没事": [],
    "打卡36.5 没事": [],
}


@every_row(("said", "days"), SEVERAL.items())
def test_several_days_with_a_figure_each_are_told_apart(said: str, days: list[tuple[str, str]]) -> None:
    found = days_apart(normalise(said), datetime(2022, 1, 20, 9, tzinfo=SHANGHAI))
    assert [(f"{one.day:%m-%d}", one.text) for one in found] == days


def test_two_days_in_one_message_are_filed_each_under_its_own(talk: Talk) -> None:
    talk("""王阿姨: 昨天36.5 没事 今天36.4 没事
            助手: 昨天（1月19日）打卡好了：王阿姨，36.5℃，无不适。记在那天，不算今天的。
              今天（1月20日）打卡好了：王阿姨，36.4℃，无不适。""")
    assert [row[1:3] for row in rows(talk)] == [("2022-01-19", 36.5), ("2022-01-20", 36.4)]


def test_the_day_before_is_filed_at_once_and_today_asked_for(talk: Talk) -> None:
    talk("""王阿姨: 昨天36.5 今天36.4
            助手: 先记下了：昨天（1月19日）王阿姨，36.5℃。
              有没有发烧、咳嗽、…
            王阿姨: 1
            助手: 今天（1月20日）打卡好了：王阿姨，36.4℃，无不适。""")
    assert [row[1:] for row in rows(talk)] == [("2022-01-19", 36.5, "submitted"), ("2022-01-20", 36.4, "submitted")]


def test_a_fever_of_the_day_before_alarms_from_among_several(talk: Talk) -> None:
    talk("""王阿姨: 昨天38.5 今天36.4 都没事
            助手: 昨天（1月19日）打卡好了：王阿姨，38.5℃，无不适。记在那天，不算今天的。
              今天（1月20日）打卡好了：王阿姨，36.4℃，无不适。
              38.5℃ 偏高…
            助手→何医生: 【紧急】…昨天（1月19日） 38.5℃，无不适…""")
    assert alerts(talk) == 1


def test_several_days_of_several_people_and_in_the_middle_of_a_form(talk: Talk) -> None:
    talk("""王阿姨: 昨天我36.5 妈妈36.6 今天我36.4 妈妈36.3 都没事
            助手: 昨天（1月19日）打卡好了：
              王阿姨，36.5℃，无不适
              妈妈，36.6℃，无不适。记在那天，不算今天的。
              今天（1月20日）打卡好了：
              王阿姨，36.4℃，无不适
              妈妈，36.3℃，无不适。
            何医生: 打卡
            助手: 量了体温吗？…
            何医生: 昨天36.7 今天36.3
            助手: 先记下了：昨天（1月19日）何医生，36.7℃。
              有没有发烧…
            何医生: 1
            助手: 今天（1月20日）打卡好了：何医生，36.3℃，无不适。""")
    assert len(rows(talk)) == 6


def test_somebody_unknown_says_who_they_are_and_both_days_are_theirs(talk: Talk) -> None:
    talk("""林秀: 昨天36.5 今天36.4 都没事
            助手: 您怎么称呼？…
            林秀: 林秀
            助手: 您住哪个社区或村？…
            林秀: 永茂社区6号楼2单元302
            助手: 昨天（1月19日）打卡好了：林秀，36.5℃，无不适。记在那天，不算今天的。
              今天（1月20日）打卡好了：林秀，36.4℃，无不适。""")


@pytest.mark.parametrize(
    "words",
    [
        "打卡 36.4 没事 住3号楼",
        "打卡 36.5 没事 永茂社区6号楼2单元302 周大爷",
        "小明36.5 没事",
        "饭后量的36.5 没事",
        "打卡 36.5 没事 二号村",
    ],
)
def test_what_only_looks_like_a_day_is_none(talk: Talk, words: str) -> None:
    assert "没处理好" not in talk.say("王阿姨", words)
    assert days_apart(words, datetime(2022, 1, 20, 9, tzinfo=SHANGHAI)) == []


@given(said=any_text)
def test_whatever_is_said_the_days_of_it_are_told_apart_without_fail(said: str) -> None:
    apart = days_apart(normalise(said), datetime(2022, 1, 20, 9, tzinfo=SHANGHAI))
    assert len(apart) != 1
