"""What a guard says after 急救放行 is booked: who went, how many, in which car; nothing is late by itself (DESIGN 6.1)."""

import re

import pytest
from sqlalchemy import text

from ledger.statement import Statement
from tests.talking import Talk
from tests.test_exit_request import PLACE, bind, sealed, states

__all__ = ["sealed"]

_LOG = Statement(text("SELECT direction, kind, name, plate, people FROM gate_log WHERE direction = 'out' ORDER BY id"))
_GOING = Statement(text("SELECT status, persons, destination, plate, out_at IS NOT NULL FROM exit_request ORDER BY id"))


def log(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_LOG))


def going(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_GOING))


@pytest.fixture
def let_out(sealed: Talk) -> Talk:
    """王阿姨's mother-in-law was let out a moment ago; 老马 guards the gate."""
    bind(sealed, "老马", "gate_guard", PLACE)
    sealed.say("王阿姨", "我婆婆晕倒了叫不醒")
    return sealed


@pytest.mark.parametrize(
    ("words", "plate", "people"),
    [
        ("放了", None, 1),
        ("大夫放行", None, 1),
        ("已出 1人 救护车", None, 1),
        ("3人 蒙K22222", "蒙K22222", 3),
        ("出去了俩人 蒙G22335", "蒙G22335", 2),
        ("婆婆俩人出的 车蒙G22335", "蒙G22335", 2),
        ("没叫号 6号楼2单元的走了", None, 1),
    ],
)
def test_a_guard_says_in_any_words_that_they_went(
    let_out: Talk, words: str, plate: str | None, people: int
) -> None:
    said = let_out.say("老马", words)
    assert said.startswith("记下了：王阿姨的婆婆 09:00 急救放行出门"), said
    assert log(let_out) == [("out", "emergency", "王阿姨的婆婆", plate, people)]
    assert [(row[0], row[3], bool(row[4])) for row in going(let_out)] == [("out", plate, True)]


def test_after_the_number_and_in_two_messages_it_is_one_line(let_out: Talk) -> None:
    code = re.search(r"通行码 (\d{4})", let_out.reaches("老马", "【急救放行】…"))
    assert code is not None
    let_out(f"""老马: {code[1]}
            助手: 可以出｜王阿姨的婆婆｜急救放行 …
            老马: 放了
            助手: 记下了：王阿姨的婆婆 09:00 急救放行出门，1人（W0120-01）。记错了回「撤销」。
              坐什么车，顾得上时补一句，比如「蒙G11111」。
            老马: 俩人 蒙G22335
            助手: 记下了：王阿姨的婆婆 09:00 急救放行出门，2人，蒙G22335（W0120-01）。记错了回「撤销」。
            助手→周平: 【急救放行 补充】W0120-01｜王阿姨的婆婆，蒙G22335｜…
            老马: 撤销
            助手: 撤销了：…""")
    assert log(let_out) == [("out", "emergency", "王阿姨的婆婆", "蒙G22335", 2)]
    assert states(let_out) == ["on_record"]


def test_of_several_the_guard_says_which(let_out: Talk) -> None:
    let_out.say("李强", "6号楼3单元402有人晕倒了")
    assert "是哪一位" in let_out.say("老马", "放了")
    assert "急救放行出门" in let_out.say("老马", "3单元402的出去了")
    assert [row[0] for row in going(let_out)] == ["on_record", "out"]


def test_another_car_and_who_comes_in_are_no_emergency(let_out: Talk) -> None:
    for words in ("进 三人 蒙K11111 探亲", "李大爷回来了", "放行吗", "5号楼的走了"):
        assert "急救放行出门" not in let_out.say("老马", words)
    assert log(let_out) == []


def test_an_emergency_at_the_gate_stands_alone(sealed: Talk) -> None:
    bind(sealed, "老马", "gate_guard", PLACE)
    sealed("""老马: 进 张师傅 修水管 去6号楼
            助手: …1 放行…
            老马: 急救 6号楼3单元
            助手: 马上放行，人和车都不用等。…
              刚才在问的那一条先放下，回头重打一遍就行。""")
    sealed.say("老马", "1")
    said = [row[:2] for row in sealed.installation.ledger.read(lambda db: db.all(_ALL))]
    assert said == [("out", "emergency")]


_ALL = Statement(text("SELECT direction, kind FROM gate_log ORDER BY id"))


def test_nobody_in_hospital_is_chased(let_out: Talk) -> None:
    let_out.say("老马", "已出 2人 救护车")
    let_out.later(hours=30)
    assert let_out.job("exits_overdue") == 0
    assert states(let_out) == ["out"]
    let_out("""王阿姨: 还在医院抢救 今晚回不去
            助手: 知道了，先顾着人，不催您回来的时间。您说的已告诉卡口和专班组长。
              …
            助手→周平: 【要晚回】W0120-01 王阿姨的婆婆（看病）说：「还在医院抢救 今晚回不去」。…""")
    assert "前回来" not in let_out.say("王阿姨", "我的外出")
    let_out.later(hours=48)
    code = re.search(r"通行码 (\d{4})", let_out.reaches("老马", "【急救放行】…"))
    assert code is not None
    back = let_out.say("老马", f"回 {code[1]}")
    assert "回来了" in back and "晚了" not in back
