"""值班, 交班, 带班 and 巡逻 as a chat (clauses 3.4.1, 3.4.3, 3.4.6); who is at a gate stays one truth (decision 0024)."""

import pytest

from knowledge.times import HOUR
from ledger import Db, export, places
from ledger.export.pages import View
from ledger.gate import duty as gate_duty
from ledger.gate import hours
from tests.duty_town import seal, staff, written
from tests.talking import Talk

GATE = "永茂社区/6号楼"


@pytest.fixture
def sealed(talk: Talk) -> Talk:
    seal(talk)
    staff(talk, "老马", "gate_guard", GATE)
    staff(talk, "小吴", "gate_guard", GATE)
    talk.at("2022-01-20T17:00")
    return talk


def posts(talk: Talk) -> list[tuple[object, object]]:
    found = talk.installation.ledger.read(lambda db: list(export.lines("duty_log", View(db))))
    return [(one["post"], one["person"]) for one in found]


def is_attended(talk: Talk) -> bool:
    def look(db: Db) -> bool:
        return gate_duty.is_attended(db, places.ensure(db, GATE).id, talk.clock[0])

    return talk.installation.ledger.transact(look)


@pytest.mark.parametrize(
    ("who", "said", "kind", "place", "start", "end"),
    [
        ("老马", "东门8点到16点值班 无异常", "shift", GATE, "01-20 08:00", "01-20 16:00"),
        ("老马", "昨晚8点到今早8点值班 正常", "shift", GATE, "01-19 20:00", "01-20 08:00"),
        ("老马", "2点到4点巡逻 两起劝返", "patrol", GATE, "01-20 14:00", "01-20 16:00"),
        ("老马", "凌晨2点到4点巡逻 两起劝返", "patrol", GATE, "01-20 02:00", "01-20 04:00"),
        ("老马", "刚巡逻完 没情况", "patrol", GATE, "01-20 17:00", "01-20 17:00"),
        ("老马", "交班给老王 一切正常", "handover", GATE, "01-20 17:00", "01-20 17:00"),
        ("李强", "永茂7号楼巡逻了一圈 10点半到11点", "patrol", "永茂社区/7号楼", "01-20 10:30", "01-20 11:00"),
        ("李强", "上午9点到12点值班 正常", "shift", "永茂社区/1网格", "01-20 09:00", "01-20 12:00"),
        ("陈主任", "12点到16点值班 无异常", "shift", "永茂社区", "01-20 12:00", "01-20 16:00"),
    ],
)
def test_one_sentence_is_enough(
    sealed: Talk, who: str, said: str, kind: str, place: str, start: str, end: str
) -> None:
    assert sealed.say(who, said).startswith("记下了：")
    assert written(sealed, "duty_log") == [(kind, place, start, end, "ended")]


def test_what_was_written_down_says_who_was_on_duty_and_whose_hours_it_covers(sealed: Talk) -> None:
    staff(sealed, "周平", "task_force_leader", "永茂社区")
    sealed.say("李强", "值班：王强 8:00-16:00 无异常")
    sealed.say("李强", "6号楼卡口 8点到16点值班 正常")
    sealed.say("老马", "8点到16点值班 正常")
    sealed.say("周平", "今天带班 8点到16点")
    assert posts(sealed) == [
        ("grid_worker", "王强"),
        ("gate_guard", "李强"),
        ("gate_guard", "老马"),
        ("task_force_leader", "周平"),
    ]


def test_a_shift_of_others_than_guards_begins_has_its_notes_and_ends(sealed: Talk) -> None:
    sealed.at("2022-01-20T08:00")
    sealed("""李强: 早上8点开始值班
    助手: 记下了：永茂社区1网格 值班，08:00 起。
     有事写「值班记录 …」，下班回「交班」。
    李强: 值班记录 6号楼下水堵了，已报修
    助手: 记进值班记录了。
    李强: 接班
    助手: 您 08:00 已经接班了，还在班上。下班回「交班」。""")
    sealed.at("2022-01-20T12:00")
    sealed("""李强: 下班了
    助手: 交班了：永茂社区1网格，08:00 到 12:00。
    李强: 下班了
    助手: 这个我还不会办，…""")
    assert written(sealed, "duty_log") == [("shift", "永茂社区/1网格", "01-20 08:00", "01-20 12:00", "ended")]


def test_a_shift_whose_end_has_not_come_is_open_and_one_ahead_is_none(sealed: Talk) -> None:
    sealed("""李强: 12点到20点值班
    助手: 记下了：永茂社区1网格 值班，12:00 起。下班的时间还没到，先记开始。…
    李强: 今晚20点到明早8点值班
    助手: 这个时间还没到，先不记。…
    李强: 交班给老王 一切正常
    助手: 交班了：永茂社区1网格，12:00 到 17:00。""")
    assert written(sealed, "duty_log") == [("shift", "永茂社区/1网格", "01-20 12:00", "01-20 17:00", "ended")]


def test_a_guard_s_sentence_begins_and_ends_the_shift_at_the_gate(sealed: Talk) -> None:
    sealed("""老马: 我到岗了 西门卡口
    助手: 接班了：永茂社区6号楼卡口，17:00 起。…""")
    assert is_attended(sealed)
    sealed.at("2022-01-20T20:00")
    sealed("""小吴: 接班
    助手: 接班了：永茂社区6号楼卡口，20:00 起。老马（17:00 起）还没交班。…
    老马: 交班给小吴 一切正常
    助手: 交班了：永茂社区6号楼卡口，17:00 到 20:00。接班的是小吴。…""")
    assert [row[-1] for row in written(sealed, "duty_log")] == ["ended", "on_duty"]


def test_what_is_written_down_afterwards_never_says_who_is_at_the_gate(sealed: Talk) -> None:
    sealed.say("老马", "8点到17点值班 无异常")
    assert not is_attended(sealed)
    sealed.say("李强", "16点开始值班")
    assert not is_attended(sealed)  # his grid's shift, not the gate's


def test_hours_without_a_shift_on_record_are_those_that_nobody_wrote_down(sealed: Talk) -> None:
    def open_hours() -> list[tuple[int, int]]:
        found = sealed.installation.ledger.read(lambda db: hours.unlogged(db, now - 8 * HOUR, now))
        return [((one.from_at - now) // HOUR, (one.until_at - now) // HOUR) for one in found]

    now = sealed.clock[0]
    assert open_hours() == [(-8, 0)]
    sealed.say("老马", "10点到12点值班 无异常")
    assert open_hours() == [(-8, -7), (-5, 0)]
    sealed.say("老马", "接班")
    sealed.say("李强", "13点到15点值班 无异常")  # in his grid, not at the gate
    assert open_hours() == [(-8, -7), (-5, 0)]
    sealed.say("李强", "6号楼卡口 13点到15点值班 无异常")
    assert open_hours() == [(-8, -7), (-5, -4), (-2, 0)]


def test_a_patrol_is_begun_and_ended_beside_a_shift(sealed: Talk) -> None:
    sealed("""老马: 接班
    助手: 接班了：…
    老马: 开始巡逻
    助手: 记下了：巡逻｜永茂社区6号楼｜17:00 起，巡完了说一声。…""")
    sealed.at("2022-01-20T18:00")
    sealed("""老马: 开始巡逻
    助手: 您 17:00 开始的巡逻还没完。…
    老马: 巡逻完了 劝返一人
    助手: 记下了：巡逻｜永茂社区6号楼｜17:00 到 18:00。…""")
    assert written(sealed, "duty_log") == [
        ("shift", GATE, "01-20 17:00", None, "on_duty"),
        ("patrol", GATE, "01-20 17:00", "01-20 18:00", "ended"),
    ]


def test_a_correction_keeps_both_versions_and_what_is_taken_back_stays_on_record(sealed: Talk) -> None:
    sealed("""老马: 8点到16点值班 无异常
    助手: 记下了：值班｜永茂社区6号楼｜08:00 到 16:00。…
    老马: 值班写错了，应该是7点到15点
    助手: 改好了：值班 永茂社区6号楼 07:00 到 15:00。
     原来记的（永茂社区6号楼 08:00 到 16:00）也留着。""")
    sealed.later(minutes=1)
    sealed("""老马: 接班
    助手: 接班了：…
    老马: 撤回第2条
    助手: 要撤回这一条吗？今天（1月20日）值班 永茂社区6号楼 07:00 到 15:00…
    老马: 1
    助手: 已撤回：…""")
    assert written(sealed, "duty_log", versions=True) == [
        ("shift", GATE, "01-20 08:00", "01-20 16:00", "superseded"),
        ("shift", GATE, "01-20 07:00", "01-20 15:00", "cancelled"),
        ("shift", GATE, "01-20 17:01", None, "on_duty"),
    ]


def test_a_correction_ends_no_shift_that_goes_on(sealed: Talk) -> None:
    sealed("""老马: 接班
    助手: 接班了：…
    老马: 值班写错了，应该是16点半到20点
    助手: 改好了：值班 永茂社区6号楼 16:30 起。…""")
    assert is_attended(sealed)


def test_whoever_leads_begins_and_ends_a_shift_that_is_none_of_the_gate_s(sealed: Talk) -> None:
    staff(sealed, "周平", "task_force_leader", GATE)
    sealed("""周平: 今天带班
    助手: 记下了：永茂社区6号楼 值班，17:00 起。…""")
    assert not is_attended(sealed)
    sealed("""周平: 下班
    助手: 交班了：永茂社区6号楼，17:00 到 17:00。""")


def test_a_patrol_of_several_places_is_an_entry_each(sealed: Talk) -> None:
    sealed("""李强: 14点到16点巡逻 6号楼、7号楼 劝返3人
    助手: 记下了：巡逻｜永茂社区6号楼、永茂社区7号楼｜14:00 到 16:00。…""")
    assert [row[1] for row in written(sealed, "duty_log")] == ["永茂社区/6号楼", "永茂社区/7号楼"]


def test_an_end_before_the_beginning_is_not_taken(sealed: Talk) -> None:
    sealed("""老马: 8点到16点值班 无异常
    助手: 记下了：…
    老马: 值班改成早上6点
    助手: 结束的时间在开始前面，没有改。…""")


def test_residents_and_staff_without_a_post_are_told_kindly_whose_it_is(sealed: Talk) -> None:
    staff(sealed, "赵书记", "leader")
    for who in ("王阿姨", "赵书记", "何医生"):
        sealed(f"""{who}: 8点到16点值班 无异常
        助手: 值班记录由值班的工作人员写，您不用写。要找值班的人，回「人工」，我转过去。""")
    assert written(sealed, "duty_log") == []
