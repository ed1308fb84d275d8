"""Labelled corrections of check-ins: whose, of which day, what is right. The message is of 2022-01-20."""

from datetime import datetime

from knowledge.language.checkin_corrections import find_put_right
from knowledge.language.normalise import normalise
from knowledge.times import SHANGHAI
from tests.rows import every_row

# day of January or None, who (None: nobody is named), the right temperature, symptoms.
LABELLED: list[tuple[str, list[tuple[int | None, str | None, float | None, tuple[str, ...] | None]]]] = [
    ("体温写错了，应该是36.4", [(None, None, 36.4, None)]),
    ("不是36.5是36.8", [(None, None, 36.8, None)]),
    ("我昨儿个报错了，是三十七度二", [(19, "我", 37.2, None)]),
    ("昨天写错了 应该是37.5", [(19, None, 37.5, None)]),
    ("昨天写错了 我爸是36.7 我昨天是36.6", [(19, "爸爸", 36.7, None), (19, "我", 36.6, None)]),
    ("不对 昨天的是36.6 今天的是36.4", [(19, None, 36.6, None), (20, None, 36.4, None)]),
    ("不对 我今天36.8 老伴今天36.9 都没事", [(20, "我", 36.8, ("none",)), (20, "老伴", 36.9, ("none",))]),
    ("爸爸体温打错了 应该是36.7 不咳嗽", [(None, "爸爸", 36.7, ("none",))]),
    ("妈妈20号的打卡写错了 应该36.7", [(20, "妈妈", 36.7, None)]),
    ("我妈那天的打卡改成36.3", [(None, "妈妈", 36.3, None)]),
    ("李铁柱今天36.5 刚才改错人了", [(20, "李铁柱", 36.5, None)]),
    ("王桂芝的体温打错了 应该是36.4", [(None, "王桂芝", 36.4, None)]),
    ("我的体温打错了 是36.4", [(None, "我", 36.4, None)]),
    ("写错了 我和老伴都是36.4", [(None, "我", 36.4, None), (None, "老伴", 36.4, None)]),
    ("刚才说错了 有点咳嗽", [(None, None, None, ("cough",))]),
    ("刚才打错了", []),
]
# With the door and the building that a grid worker names.
DOORS: list[tuple[str, list[tuple[str | None, str | None, str | None, float | None]]]] = [
    ("101刚写错了 是37.4", [(None, "101", None, 37.4)]),
    ("3号楼101写错了 是37.4", [("3号楼", "101", None, 37.4)]),
    ("101王桂芝写错了 应该是37.4", [(None, "101", "王桂芝", 37.4)]),
    ("不对 我说的是101王桂芝 不是李铁柱", [(None, "101", "王桂芝", None)]),
    ("李铁柱写错了 是36.5", [(None, None, "李铁柱", 36.5)]),
]


@every_row(("said", "expected"), LABELLED)
def test_whose_and_which_day_is_put_right(
    said: str, expected: list[tuple[int | None, str | None, float | None, tuple[str, ...] | None]]
) -> None:
    found = find_put_right(normalise(said), datetime(2022, 1, 20, 9, tzinfo=SHANGHAI))
    assert [
        (one.day.day if one.day else None, one.who, one.health.temperature, one.health.symptoms) for one in found
    ] == expected


@every_row(("said", "expected"), DOORS)
def test_a_door_says_whose_it_is(
    said: str, expected: list[tuple[str | None, str | None, str | None, float | None]]
) -> None:
    found = find_put_right(normalise(said), datetime(2022, 1, 20, 9, tzinfo=SHANGHAI), doors=True)
    assert [(one.building, one.door, one.who, one.health.temperature) for one in found] == expected
