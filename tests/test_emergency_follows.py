"""What is said after an emergency belongs to it: no form, no refusal, and what is said is written down (DESIGN 6.1)."""

import re

import pytest
from sqlalchemy import text

from ledger.statement import Statement
from tests.talking import Talk
from tests.test_exit_request import PLACE, bind, rows, sealed

__all__ = ["sealed"]

_GOING = Statement(text("SELECT persons, destination, plate, version FROM exit_request ORDER BY id"))
_ALERTS = Statement(
    text("SELECT alert.person, place.address FROM alert LEFT JOIN place ON place.id = alert.place_id ORDER BY alert.id")
)
_REFUSALS = ("正在封闭", "还不会办", "为什么事", "什么时候走", "没看懂")


def going(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_GOING))


def alerts(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ALERTS))


@pytest.fixture
def guarded(sealed: Talk) -> Talk:
    bind(sealed, "门卫", "gate_guard", PLACE)
    return sealed


def test_whoever_has_an_emergency_pass_is_not_told_to_stay(guarded: Talk) -> None:
    guarded("""王阿姨: 我想后天再去趟医院
            助手: …
            王阿姨: 我胸口疼得厉害喘不上气
            助手: 先打 120！有人在身边就请他帮忙。
              卡口我已通知「急救放行」，报通行码 … 就能走，手续后面补。〔急救优先〕
              我已告诉医疗保障组、街道疫情防控办，请他们马上联系您。
            王阿姨: 现在能自己走吗
            助手: 您说的已转给医疗保障组。
              能走就走，卡口放行，号 …；动不了就等 120。
            助手→何医生: 第1号，王阿姨 1月20日 09:00 又说：
              「现在能自己走吗」…
            王阿姨: 我该怎么办 动不了
            助手: 您说的已转给医疗保障组。
              能走就走，卡口放行，号 …；动不了就等 120。""")
    assert "W0120-01" in guarded.say("王阿姨", "W0120-01到哪了")
    assert "继续" not in guarded.say("王阿姨", "1")


def test_the_form_waits_until_its_owner_goes_on(guarded: Talk) -> None:
    question = guarded.say("王阿姨", "我要报备")
    guarded.say("王阿姨", "我妈晕倒了叫不醒")
    assert "从哪里" not in guarded.say("王阿姨", "她还有气")
    guarded.later(minutes=1)
    assert guarded.say("王阿姨", "继续") == question
    assert "已转给" not in guarded.say("王阿姨", "沈阳")


@pytest.mark.parametrize(
    ("words", "persons", "destination", "plate"),
    [
        ("我自己的车送市医院 蒙G22335", '[{"name":"媳妇"},{"name":"我"}]', "市医院", "蒙G22335"),
        ("我和我妈陪着去", '[{"name":"媳妇"},{"name":"我"},{"name":"妈妈"}]', None, None),
        ("救护车拉走，去市医院", '[{"name":"媳妇"}]', "市医院", None),
    ],
)
def test_who_goes_where_and_in_which_car_is_said_afterwards(
    guarded: Talk, words: str, persons: str, destination: str | None, plate: str | None
) -> None:
    guarded.say("王阿姨", "我媳妇要生了 疼得厉害")
    assert [row[0] for row in going(guarded)] == ['[{"name":"媳妇"}]']
    said = guarded.say("王阿姨", words)
    assert said.startswith("记下了：王阿姨"), said
    assert going(guarded) == [(persons, destination, plate, 1)]
    told = guarded.reaches("门卫", "【急救放行 补充】W0120-01｜王阿姨…")
    guarded.reaches("周平", told)
    for part in (destination, plate):
        assert part is None or (part in told and part in said)


def test_whom_somebody_is_about_stands_with_the_gate_and_the_group(guarded: Talk) -> None:
    guarded.say("王阿姨", "我媳妇要生了 疼得厉害")
    guarded.reaches("门卫", "【急救放行】王阿姨的媳妇，永茂社区6号楼2单元301，…")
    guarded.reaches("何医生", "…王阿姨的媳妇…要生了…")


def test_a_grid_worker_reports_a_door_and_its_gate_opens(guarded: Talk) -> None:
    said = guarded.say("李强", "6号楼2单元302有人要生了")
    assert "通行码" in said and "您在哪里" not in said
    guarded.reaches("门卫", "【急救放行】还没登记姓名的人，永茂社区6号楼2单元302，…")
    guarded.reaches("何医生", "…永茂社区6号楼2单元302…李强代报…")
    assert alerts(guarded) == [("还没登记姓名的人", "永茂社区/6号楼/2单元/302")]


def test_a_guard_stands_where_it_burns(guarded: Talk) -> None:
    assert "119" in guarded.say("门卫", "着火了")
    guarded.reaches("陈主任", "…永茂社区6号楼｜…")
    assert alerts(guarded) == [("门卫", "永茂社区/6号楼")]
    assert rows(guarded) == []


def test_a_guard_tells_of_violence(guarded: Talk) -> None:
    said = guarded.say("门卫", "5号楼有人打架 拿刀")
    assert "110" in said.splitlines()[0]
    assert alerts(guarded) == [("还没登记姓名的人", "永茂社区/5号楼")]
    guarded.reaches("陈主任", "…永茂社区5号楼｜…有人动手打人…门卫代报…")


def test_somebody_unknown_is_asked_for_the_place_alone(guarded: Talk) -> None:
    guarded("""贾芳: 我怀孕38周，肚子一阵一阵疼，见红了
            助手: 先打 120！…
              您在哪里？请发社区、几号楼几单元几室，我马上转过去。
            贾芳: 疼得不行了
            助手: …
              您在哪里？请发社区、几号楼几单元几室。
            贾芳: 永茂社区6号楼5单元103
            助手: 记下了：永茂社区6号楼5单元103。
              您说的已转给医疗保障组。
              能走就走，卡口放行，号 …；动不了就等 120。
              怎么称呼您，电话多少？他们好联系您。
            助手→门卫: 【急救放行】还没登记姓名的人，永茂社区6号楼5单元103，…
            助手→何医生: 第1号，…
              地点：永茂社区6号楼5单元103…
            贾芳: 我叫贾芳 13811120003
            助手: 记下了：贾芳。
              您说的已转给医疗保障组。
              …
            助手→何医生: …「我叫贾芳 13811120003」…""")
    assert alerts(guarded) == [("贾芳", "永茂社区/6号楼/5单元/103")]


def test_another_matter_and_a_later_hour_are_as_ever(guarded: Talk) -> None:
    guarded.say("王阿姨", "我妈晕倒了叫不醒")
    assert "已转给" not in guarded.say("王阿姨", "打卡 36.5")
    guarded.later(hours=5)
    assert "已转给" not in guarded.say("王阿姨", "现在能自己走吗")


def test_no_word_of_the_papers_twice(guarded: Talk) -> None:
    said = guarded.say("王阿姨", "我媳妇要生了 疼得厉害")
    assert len(re.findall("手续后面补", said)) == 1
    assert all(word not in said for word in _REFUSALS)


def test_a_wish_to_go_out_that_is_an_emergency_asks_nothing_more(guarded: Talk) -> None:
    guarded("""王阿姨: 我妈胸闷喘不上气，想去医院看看
            助手: …120…通行码…
            王阿姨: 打的车 不知道能不能走
            助手: …您说的已转给医疗保障组。
              能走就走，卡口放行，号 …；动不了就等 120。""")


def test_a_place_is_completed_part_by_part_and_whoever_is_named_is_named(guarded: Talk) -> None:
    guarded("""赵六: 我妈喘不上气了
            助手: 先打 120！…
            赵六: 6号楼2单元402
            助手: …
              6号楼2单元402是哪个社区的？请连着再发一次，比如「永茂社区6号楼2单元402」。
            赵六: 永茂社区6号楼2单元
            助手: 记下了：永茂社区6号楼2单元。
              …
              几单元几室？
            赵六: 402
            助手: 记下了：永茂社区6号楼2单元402。
              您说的已转给医疗保障组。
              能走就走，卡口放行，号 …；动不了就等 120。
              …
            赵六: 谢谢
            助手: 我在，有变化随时说。
              …""")
    guarded("""李强: 6号楼3单元501有人晕倒了
            助手: …通行码…
            李强: 他叫张建国 13811120009
            助手: 记下了：张建国。
              …
            助手→门卫: 【急救放行 补充】W0120-02｜张建国｜永茂社区6号楼3单元501｜…""")
    assert [row[0] for row in alerts(guarded)] == ["还没登记姓名的人的妈妈", "张建国"]
