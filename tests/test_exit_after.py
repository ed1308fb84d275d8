"""What happens by the clock and in need: nobody comes back, passes run out or rest, life before paper (DESIGN 6.1)."""

import re

import pytest
from sqlalchemy import text

from commands.seal import unseal
from knowledge.times import parse_moment
from ledger import exits, gate
from ledger.exits import Exit, passes
from ledger.exits import moves as exit_moves
from ledger.statement import Statement
from tests.talking import Talk
from tests.test_exit_request import PLACE, asked, bind, rows, sealed, states

__all__ = ["sealed"]

_TASKS = Statement(text("SELECT kind, status, about FROM task ORDER BY id"))
_PASSES = Statement(text("SELECT code, ended_by FROM exit_pass ORDER BY id"))


def of(talk: Talk, record: int = 1) -> Exit:
    found = talk.installation.ledger.read(lambda db: exits.get(db, record))
    assert found is not None
    return found


def signed_and_recorded(talk: Talk) -> str:
    """王阿姨's request with a pass; returns its code."""
    asked(talk)
    talk.say("周平", "同意 W0120-01")
    talk.say("周平", "确认")
    talk.say("陈主任", "备案 W0120-01")
    code = talk.installation.ledger.read(lambda db: passes.code_of(db, 1))
    assert code is not None
    return code


def go_out(talk: Talk) -> None:
    one = of(talk)
    assert talk.installation.ledger.transact(lambda db: exit_moves.go_out(db, one, talk.clock[0], one.back_due_at))


def test_whoever_is_out_when_the_place_is_opened_is_waited_for_by_nobody(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    go_out(sealed)
    bind(sealed, "赵书记", "leader")
    unseal(sealed.installation, PLACE)
    assert sealed.job("exits_run_out") == 0
    assert "在外 1" in sealed.say("赵书记", "外出情况")
    sealed.at("2022-01-21T12:15:00+08:00")
    assert sealed.job("exits_overdue") == 0
    assert sealed.job("exits_run_out") == 1
    assert "在外 0" in sealed.say("赵书记", "外出情况")


def test_whoever_is_not_back_is_asked_before_a_person_decides(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    go_out(sealed)  # the clock jumps once in a test: the platform's token does not outlive two jumps
    sealed.at("2022-01-21T12:10:00+08:00")
    assert sealed.job("exits_overdue") == 0
    sealed.at("2022-01-21T12:15:00+08:00")
    assert sealed.job("exits_overdue") == 1
    assert states(sealed) == ["overdue"]
    told = sealed.reaches("王阿姨", "您回来了吗？W0120-01（透析）说好的回来时间过了。…")
    sealed.reaches("李强", "【请打个电话】W0120-01 王阿姨\n透析，…请先打电话问问本人，…")
    assert "失联" not in told
    assert sealed.job("exits_overdue") == 0
    sealed.later(minutes=30)
    assert sealed.job("exits_overdue") == 1
    sealed.reaches("周平", "【外出还没回】W0120-01 …再定怎么办；…")
    sealed.reaches("陈主任", "【外出还没回】W0120-01 …")
    sealed("""周平: 待办
              助手: 【外出，过了时间还没回】人回来了回「已回」加编号
                W0120-01 王阿姨 透析，该 1月21日（周五）12:00 回
              周平: 已回 W0120-01
              助手: 记下了，W0120-01 王阿姨 已回来（…）。
              周平: 已回 W0120-01
              助手: W0120-01 已经由周平在 …办过了，现在是「已回来」，没有重复办。""")
    [entry] = sealed.installation.ledger.read(lambda db: gate.of_request(db, 1))
    assert (entry.direction, entry.noted_by, entry.late_entry) == ("in", "周平", True)


def test_what_nobody_signed_runs_out_with_a_way_on(sealed: Talk) -> None:
    asked(sealed)
    sealed.at("2022-01-21T07:59:00+08:00")
    assert sealed.job("exits_run_out") == 0
    sealed.at("2022-01-21T08:00:00+08:00")
    assert sealed.job("exits_run_out") == 1
    sealed.reaches("王阿姨", "对不住，没签下来：W0120-01\n透析，…到时间没人签，这一份过期了。…")
    assert "现在是「过期了」" in sealed.say("周平", "同意 W0120-01")
    assert states(sealed) == ["expired"]


def test_a_pass_that_nobody_used_runs_out(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    sealed.at("2022-01-21T12:00:00+08:00")
    assert sealed.job("exits_run_out") == 1
    sealed.reaches("王阿姨", "外出 W0120-01 时间过了，通行码不能再用。…")
    assert sealed.installation.ledger.read(lambda db: db.all(_PASSES))[0][1] == "expired"


def test_a_pass_is_suspended_with_a_reason_and_resumed(sealed: Talk) -> None:
    code = signed_and_recorded(sealed)
    sealed("""周平: 暂停 W0120-01
              助手: 暂停 W0120-01 王阿姨 的通行，请写原因：…
              周平: 暂停 W0120-01 核酸结果还没出
              助手: W0120-01 王阿姨 的通行已暂停，已告诉本人。…
              助手→王阿姨: 您的通行码（W0120-01 透析）先停一停，周平说：「核酸结果还没出」。不是取消，…
              陈主任: 恢复 W0120-01
              助手: W0120-01 王阿姨 的通行已恢复，已告诉本人。
              助手→王阿姨: 通行码恢复了，照常用：W0120-01
                透析，…""")
    assert sealed.installation.ledger.read(lambda db: passes.record_of(db, code)) == 1


def test_what_is_out_is_not_changed_any_more(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    go_out(sealed)
    assert sealed.say("王阿姨", "外出改成后天去").startswith("W0120-01 已外出，这一份改不了了。要晚回来")
    assert states(sealed) == ["out"]


@pytest.mark.parametrize("words", ["我媳妇要生了 疼得厉害", "我妈昏迷了叫不醒"])
def test_danger_to_life_opens_the_gate_and_the_papers_follow(sealed: Talk, words: str) -> None:
    bind(sealed, "门卫", "gate_guard", PLACE)
    said = sealed.say("王阿姨", words)
    found = re.search(r"卡口我已通知「急救放行」，报通行码 (\d{4}) 就能走，手续后面补。", said)
    assert said.startswith("先打 120！") and found is not None
    who = "王阿姨的媳妇" if "媳妇" in words else "王阿姨的妈妈"
    sealed.reaches("门卫", f"【急救放行】{who}，永茂社区6号楼2单元301，编号 W0120-01。请马上放行，…通行码 {found[1]}")
    sealed.reaches("周平", f"【请补签】W0120-01｜{who}｜…急救先放行了，请补上签字。…")
    assert rows(sealed)[0][2:4] == ("on_record", "emergency")
    assert found[1] in sealed.say("王阿姨", words)  # said twice, let out once
    assert len(rows(sealed)) == 1
    sealed("""周平: 不同意 W0120-01
              助手: W0120-01 王阿姨… 已经放行，不能再定同意不同意。…
              周平: 1
              助手: 请再回一个字确认：同意 W0120-01…
              周平: 确认
              助手: 好的，W0120-01 王阿姨的… 已补签。
              陈主任: 备案 W0120-01
              助手: 好的，W0120-01 王阿姨的… 已备案（通行码先前已发）。""")
    assert sealed.installation.ledger.read(lambda db: db.all(_TASKS)) == [("follow_up", "done", "exit_request:1")]


def test_despair_opens_no_gate_and_an_open_place_has_none(talk: Talk) -> None:
    assert "急救放行" not in talk.say("王阿姨", "我媳妇要生了 疼得厉害")
    assert rows(talk) == []


def test_nobody_is_told_at_the_gate_what_happened_at_home(sealed: Talk) -> None:
    bind(sealed, "门卫", "gate_guard", PLACE)
    assert "急救放行" in sealed.say("王阿姨", "他打我 要打死我了 救命")
    told = sealed.reaches("门卫", "【急救放行】王阿姨，…")
    signer = sealed.reaches("周平", "【请补签】W0120-01…")
    assert "打" not in told.replace("打电话", "") and "打我" not in signer


def test_an_emergency_that_is_not_signed_is_reminded_of(sealed: Talk) -> None:
    sealed.say("王阿姨", "我媳妇要生了 疼得厉害")
    sealed.later(hours=4)
    assert sealed.job("exits_to_countersign") == 1
    sealed.reaches("陈主任", "【外出欠补签】W0120-01 王阿姨的媳妇\n生孩子，还没补签的是周平，…")
    assert of(sealed).countersign_due_at == parse_moment("2022-01-20T17:00:00+08:00")
