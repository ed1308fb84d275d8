"""撤销 at the gate as a chat: what was noted wrongly goes back once, both lines stay, and whoever was told is told."""

import threading

import pytest
from sqlalchemy import text

from ledger import Db, exits
from ledger.exits import moves as exit_moves
from ledger.exits import passes
from ledger.statement import Statement
from tests.exit_town import stands
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk

_LOG = Statement(text("SELECT direction, noted_by, undone_by FROM gate_log ORDER BY id"))
_AUDIT = Statement(text("SELECT actor FROM audit WHERE action = 'gate entry taken back' ORDER BY id"))


def log(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_LOG))


def now_is(talk: Talk, record_id: int) -> exits.Exit:
    return talk.installation.ledger.read(lambda db: stands(db, record_id))


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    guard(talk, "小吴", GATE)
    guard(talk, "老白", "亲水人家社区/1号楼")
    lead(talk)
    return talk


def out(talk: Talk, code: str, who: str = "老马") -> None:
    talk.say(who, code)
    assert talk.say(who, "1").startswith("记下了")


def test_a_wrong_out_right_after(gated: Talk) -> None:
    record, code = request(gated)
    out(gated, code)
    gated(f"""老马: 记错了
    助手: 撤销了：王阿姨 09:00 出门那一条不算，原来的和撤销都留着记录。
     现在是没出门，通行码 {code} 照样能用。
    老马: 撤销
    助手: 刚才半小时里没有您记的。早些时候记错的，带上号码发，比如「撤销 7315」；车发「撤销 蒙G12345」。
    小吴: {code}
    助手: 可以出｜…""")
    one = now_is(gated, record)
    assert (one.status, one.out_at) == ("on_record", None)
    assert log(gated) == [("out", "老马", "老马")]
    assert gated.installation.ledger.read(lambda db: db.all(_AUDIT)) == [("老马",)]


def test_back_was_somebody_else_and_the_pass_is_in_force_again(gated: Talk) -> None:
    record, code = request(gated)
    out(gated, code)
    gated.later(minutes=20)
    gated(f"""老马: 回 {code}
    助手: 记下了：王阿姨＋妈妈 09:20 回来了。记错了回「撤销」。
    小吴: 撤销 {code}
    助手: 撤销了：王阿姨 09:20 进来那一条不算，原来的和撤销都留着记录。
     现在是还在外面，12:00 前回来。回来时发「回 {code}」。""")
    one = now_is(gated, record)
    assert (one.status, one.out_at) == ("out", gated.clock[0] - 20 * 60_000)
    gated.later(minutes=60)
    gated(f"""小吴: 回 {code}
    助手: 记下了：王阿姨＋妈妈 10:20 回来了。…""")
    assert log(gated) == [("out", "老马", None), ("in", "老马", "小吴"), ("in", "小吴", None)]


def test_a_standing_pass_goes_back_to_the_trip_that_goes_on(gated: Talk) -> None:
    record, code = request(gated, recurrence='["TH","FR"]', until_date="2022-01-28", leave="2022-01-20T09:00")
    out(gated, code)
    gated.later(minutes=30)
    gated.say("老马", f"回 {code}")
    assert now_is(gated, record).out_at is None
    assert gated.say("老马", "点错了").startswith("撤销了")
    one = now_is(gated, record)
    assert (one.status, one.out_at) == ("out", gated.clock[0] - 30 * 60_000)


def test_a_number_that_somebody_else_has_by_now_is_replaced(gated: Talk) -> None:
    record, code = request(gated)
    other, _ = request(gated, number="W0120-02", name="林秀")
    out(gated, code)
    gated.later(minutes=20)
    gated.say("老马", f"回 {code}")

    def same_code(db: Db) -> None:
        db.run(Statement(text("UPDATE exit_pass SET code = :code WHERE exit_request_id = :it")), code=code, it=other)

    gated.installation.ledger.transact(same_code)
    gated("""老马: 撤销 W0120-01
    助手: 撤销了：…""")
    new = gated.installation.ledger.read(lambda db: passes.code_of(db, record))
    assert new is not None and new != code
    assert now_is(gated, record).status == "out"


def test_never_across_another_move(gated: Talk) -> None:
    record, code = request(gated)
    out(gated, code)
    gated.installation.ledger.transact(lambda db: exit_moves.come_back(db, stands(db, record), gated.clock[0]))
    gated(f"""老马: 撤销 {code}
    助手: 不能撤销｜王阿姨 后面又有别的动静了，改前面的会乱。请打给周平，由他们更正。""")
    assert now_is(gated, record).status == "returned"
    assert log(gated) == [("out", "老马", None)]


def test_only_within_the_shift_and_only_at_ones_own_gate(gated: Talk) -> None:
    _, code = request(gated)
    gated.say("老马", "接班")
    out(gated, code)
    gated.say("老马", "交班")
    gated.later(minutes=40)
    gated.say("小吴", "接班")
    gated(f"""小吴: 撤销 {code}
    助手: 不能撤销｜王阿姨 09:00 那一条是上一班 老马 记的。请打给周平更正。
    老白: 撤销 {code}
    助手: 不能出｜这个卡口没有这个号。…
    老马: 撤销
    助手: 刚才半小时里没有您记的。…
    王阿姨: 撤销 {code}
    助手: …""")
    assert log(gated) == [("out", "老马", None)]


def test_those_who_were_told_are_told(gated: Talk) -> None:
    _, code = request(gated)
    gated.say("老马", code)
    gated.say("老马", "2")
    assert gated.say("老马", "1").startswith("没放行")
    gated("""老马: 撤销
    助手: 撤销了：王阿姨 09:00 没放行那一条不算，原来的和撤销都留着记录。
     现在是没出门，…
     已告诉周平、街道疫情防控办。
    助手→周平: 永茂社区6号楼卡口更正：王阿姨 09:00 没放行那一条记错了，不算。老马 撤销的。""")


def test_whoever_was_asked_why_they_are_not_back_hears_that_nobody_went(gated: Talk) -> None:
    record, code = request(gated, leave="2022-01-20T09:00", back="2022-01-20T10:00")
    gated.say("老马", "接班")
    out(gated, code)
    gated.at("2022-01-20T11:00")
    assert gated.job("exits_overdue") == 1
    gated(f"""老马: 撤销 {code}
    助手: 撤销了：王阿姨 09:00 出门那一条不算，…
     现在是没出门，…
     已告诉王阿姨、李强。
    助手→王阿姨: 永茂社区6号楼卡口更正：王阿姨＋妈妈 09:00 出门那一条记错了，不算。老马 撤销的。
    助手→李强: 永茂社区6号楼卡口更正：…""")
    assert now_is(gated, record).status == "on_record"


def test_a_vehicle_that_came_in_by_mistake(gated: Talk) -> None:
    gated.say("老马", "进 蒙G12345 送菜")
    gated.say("老马", "1")
    gated("""老马: 撤销 蒙G12345
    助手: 撤销了：蒙G12345 09:00 进来那一条不算，原来的和撤销都留着记录。
     已告诉周平、街道疫情防控办。
    老马: 出 蒙G12345
    助手: 不能出｜没有查到他进来过。…
    老马: 撤销 蒙G12345
    助手: 蒙G12345 没有可以撤销的，可能已经撤销过了。""")


def test_an_emergency_that_was_none(gated: Talk) -> None:
    record, code = request(gated, kind="emergency", reason="birth", plate="蒙G11111")
    gated.say("老马", "急救 孕妇 蒙G11111")
    assert now_is(gated, record).status == "out"
    gated(f"""老马: 撤销
    助手: 撤销了：王阿姨 09:00 出门那一条不算，原来的和撤销都留着记录。
     现在是没出门，通行码 {code} 照样能用。
     已告诉周平、街道疫情防控办。
    助手→陈主任: 永茂社区6号楼卡口更正：…""")
    assert now_is(gated, record).status == "on_record"


def test_an_emergency_of_nobody_named_is_called_one(gated: Talk) -> None:
    gated.say("老马", "急救")
    gated("""老马: 撤销
    助手: 撤销了：09:00 急救放行那一条不算，原来的和撤销都留着记录。
     已告诉周平、街道疫情防控办。
    助手→周平: 永茂社区6号楼卡口更正：09:00 急救放行那一条记错了，不算。老马 撤销的。""")


def test_nobody_was_back_after_all_in_the_guards_words(gated: Talk) -> None:
    record, code = request(gated)
    out(gated, code)
    gated.later(minutes=20)
    gated.say("老马", f"回 {code}")
    gated("""老马: 没回 记错了
    助手: 撤销了：王阿姨 09:20 进来那一条不算，…""")
    assert now_is(gated, record).status == "out"


def test_to_another_form_the_words_are_an_answer(gated: Talk) -> None:
    _, code = request(gated)
    out(gated, code)
    gated.say("老马", "打卡")
    gated.say("老马", "记错了")
    assert log(gated) == [("out", "老马", None)]


def test_of_two_who_take_back_at_once_one_does(gated: Talk) -> None:
    record, code = request(gated)
    out(gated, code)
    heard: list[str] = []
    both = [
        threading.Thread(target=lambda who=who: heard.append(gated.say(who, f"撤销 {code}"))) for who in ("老马", "小吴")
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said.startswith("撤销了") for said in heard) == [False, True]
    assert now_is(gated, record).status == "on_record"
    assert gated.installation.ledger.read(lambda db: len(db.all(_AUDIT))) == 1
