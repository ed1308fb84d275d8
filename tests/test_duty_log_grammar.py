"""Hours, places and deeds in what staff on duty write (clauses 3.4.1, 3.4.4, 3.4.6), at five in the morning and by day."""

from datetime import datetime

import pytest

from knowledge.language import numbered_places
from knowledge.language.duty_logs import read_duty, read_upkeep
from knowledge.language.normalise import normalise
from knowledge.language.past_hours import HoursSaid, find_hours
from knowledge.times import SHANGHAI, from_ms
from tests.rows import every_row

AT_FIVE, AT_NINE, AT_FIVE_PM, AT_ELEVEN_PM = "05:00", "09:00", "17:00", "23:00"


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(f"2022-01-20T{clock}").replace(tzinfo=SHANGHAI)


def said(found: HoursSaid) -> str:
    """The hours as day and clock: 19 20:00-20 08:00; ahead, or nothing."""
    if found.is_ahead:
        return "ahead"
    start, end = (f"{from_ms(at):%d %H:%M}" if at is not None else "" for at in (found.start, found.end))
    planned = f" until {from_ms(found.planned_end):%d %H:%M}" if found.planned_end is not None else ""
    return f"{start}-{end}{planned}" if found.is_said else ""


@every_row(
    ("clock", "text", "expected"),
    [
        (AT_NINE, "20点到8点 卡口无异常", "19 20:00-20 08:00"),
        (AT_FIVE_PM, "20点到8点", "19 20:00-20 08:00"),
        (AT_ELEVEN_PM, "20点到8点", "20 20:00- until 21 08:00"),
        (AT_FIVE_PM, "8点到16点值班", "20 08:00-20 16:00"),
        (AT_NINE, "8点到16点值班", "20 08:00- until 20 16:00"),
        (AT_FIVE, "2点到4点巡逻", "20 02:00-20 04:00"),
        (AT_FIVE_PM, "2点到4点巡逻", "20 14:00-20 16:00"),
        (AT_FIVE_PM, "凌晨2点到4点", "20 02:00-20 04:00"),
        (AT_NINE, "8点到8点", "19 20:00-20 08:00"),
        (AT_NINE, "昨晚8点到今早8点", "19 20:00-20 08:00"),
        (AT_NINE, "昨天8点到20点", "19 08:00-19 20:00"),
        (AT_NINE, "1月18日8点到20点", "18 08:00-18 20:00"),
        (AT_NINE, "今晚20点到明早8点", "ahead"),
        (AT_NINE, "14:00-15:00", "ahead"),
        (AT_FIVE_PM, "14:00-15:00", "20 14:00-20 15:00"),
        (AT_FIVE_PM, "下午两点到四点半", "20 14:00-20 16:30"),
        (AT_FIVE_PM, "上午10点", "-20 10:00"),
        (AT_NINE, "上午10点", "ahead"),
        (AT_NINE, "晚上10点", "-19 22:00"),
        (AT_FIVE_PM, "半小时前", "-20 16:30"),
        (AT_FIVE_PM, "两个小时前", "-20 15:00"),
        (AT_FIVE_PM, "昨天", "19 00:00-20 00:00"),
        (AT_FIVE_PM, "明天上午", "ahead"),
        (AT_FIVE_PM, "84兑1:20 两遍", ""),
        (AT_FIVE_PM, "84 1:50 3点", "-20 15:00"),
        (AT_FIVE_PM, "6号楼 3单元", ""),
        (AT_FIVE_PM, "刚", ""),
    ],
)
def test_hours_lie_behind_whoever_writes_them_down(clock: str, text: str, expected: str) -> None:
    assert said(find_hours(text, moment(clock))) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("6号楼、7号楼垃圾都清了", ["6号楼", "7号楼"]),
        ("6、7和8号楼", ["6号楼", "7号楼", "8号楼"]),
        ("3到6号楼", ["3号楼", "4号楼", "5号楼", "6号楼"]),
        ("六号楼一、二单元", ["6号楼/1单元", "6号楼/2单元"]),
        ("8点到9点6号楼", ["6号楼"]),
        ("A座和3组", ["A座", "3组"]),
        ("1网格", ["1网格"]),
        ("两栋楼都消毒了", []),
        ("一共3栋楼", []),
        ("9到6号楼", []),
        ("84兑100", []),
    ],
)
def test_places_by_their_numbers(text: str, parts: list[str]) -> None:
    assert [part for found in numbered_places.find_all(text) for part in found.parts] == parts


@every_row(
    ("text", "expected"),
    [
        ("6号楼楼道消毒完了 84兑1:100", ["disinfection done"]),
        ("垃圾已清 上午10点", ["rubbish done"]),
        ("三号楼已消杀", ["disinfection done"]),
        ("单元门把手消毒了", ["disinfection done"]),
        ("楼道喷药 14:00-15:00", ["disinfection done"]),
        ("今天垃圾清了 3车", ["rubbish done"]),
        ("该消毒的都消毒完了", ["disinfection done"]),
        ("消毒和垃圾清运都完成了", ["disinfection done", "rubbish done"]),
        ("6号楼消毒完了，垃圾还没清", ["disinfection done", "rubbish not_yet"]),
        ("7号楼消毒完了 没做8号楼", ["disinfection done", "disinfection not_yet"]),
        ("7号楼消毒完了，8号楼还没", ["disinfection done", "disinfection not_yet"]),
        ("6号楼8点到9点消毒，7号楼9点到10点消毒", ["disinfection done", "disinfection done"]),
        ("垃圾桶消毒了", ["disinfection done"]),
        ("开始消毒", ["disinfection begun"]),
        ("6号楼正在消毒", ["disinfection begun"]),
        ("6号楼消毒", ["disinfection open"]),
        ("垃圾桶满了", ["rubbish open"]),
        ("把6号楼的垃圾拉走", ["rubbish open"]),
        ("6号楼今天没消毒", ["disinfection not_yet"]),
        ("忘了消毒", ["disinfection not_yet"]),
        ("明天消毒", ["disinfection not_yet"]),
        ("垃圾没人清", ["rubbish not_yet"]),
        ("能不能来消消毒", ["disinfection asked"]),
        ("楼道该消毒了", ["disinfection asked"]),
        ("昨天消毒了吗", ["disinfection asked"]),
        ("一切正常", []),
    ],
)
def test_only_what_was_done_is_read_as_done(text: str, expected: list[str]) -> None:
    assert [f"{one.kind} {one.deed}" for one in read_upkeep(normalise(text), moment(AT_FIVE_PM))] == expected


def test_each_thing_has_its_own_places_and_hours_and_takes_over_the_place_before() -> None:
    first, second, third = read_upkeep(normalise("6号楼10点消毒完了，垃圾11点清了，7号楼垃圾12点清了"), moment(AT_FIVE_PM))
    found = [([place.part for place in one.places], said(one.hours)) for one in (first, second, third)]
    assert found == [(["6号楼"], "-20 10:00"), (["6号楼"], "-20 11:00"), (["7号楼"], "-20 12:00")]


@every_row(
    ("text", "kind", "deed", "more"),
    [
        ("东门8点到16点值班 无异常", "shift", "done", "gate"),
        ("值班：王强 20:00-08:00 无异常", "shift", "done", "王强"),
        ("今天带班 8点到20点", "shift", "begun", "leads"),
        ("我到岗了 西门卡口", "shift", "begun", "gate"),
        ("张三接李四的班 8:00", "shift", "begun", ""),
        ("值班记录 老张家下水堵了", "shift", "done", ""),
        ("交班给老王 一切正常", "handover", "done", "ends 老王"),
        ("西门岗交接完毕", "handover", "done", "ends gate"),
        ("2点到4点巡逻 两起劝返", "patrol", "done", ""),
        ("开始巡逻", "patrol", "begun", ""),
        ("今晚10点到明早6点我巡逻", "patrol", "not_yet", ""),
        ("明天8点值班", "shift", "not_yet", ""),
        ("谁值班", "shift", "asked", ""),
    ],
)
def test_what_a_sentence_says_of_a_shift(text: str, kind: str, deed: str, more: str) -> None:
    found = read_duty(normalise(text), moment(AT_FIVE_PM))
    told = [
        *(["ends"] if found.ends else []),
        *(["gate"] if found.at_gate else []),
        *(["leads"] if found.leads else []),
        *(name for name in (found.person, found.to) if name),
    ]
    assert (found.kind, found.deed, " ".join(told)) == (kind, deed, more)
