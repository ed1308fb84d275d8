"""Who was turned away comes again, and who is asked once the place is open, as a chat (clause 3.4.1)."""

import pytest
from sqlalchemy import text

from commands.seal import unseal
from ledger.statement import Statement
from tests.exit_town import stands
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk

_LOG = Statement(text("SELECT direction, remark FROM gate_log ORDER BY id"))
_TRIES = Statement(text("SELECT count(*) FROM gate_try"))


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    guard(talk, "小吴", GATE)
    lead(talk)
    return talk


def status(talk: Talk, record: int) -> str:
    return talk.installation.ledger.read(lambda db: stands(db, record).status)


def test_who_was_turned_away_goes_out_on_the_leaders_word_alone(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    gated.say("小吴", code)
    gated.say("老马", "二")
    gated("""老马: 车牌不对 是蒙K00000
    助手: 没放行，记下了：王阿姨＋妈妈，车牌不对 是蒙K00000。…
    小吴: 1
    助手: 先别放｜王阿姨＋妈妈（2人）｜透析 09:20–12:00｜蒙G22335
     刚才 09:00 没放行：车牌不对 是蒙K00000。先打给周平，同意放、人和车出去了的回 1。
     1 同意了，已出　2 还不放
    小吴: 还不放
    助手: 好，没放行，没有再记。周平同意了再发一次号码。""")
    assert status(gated, record) == "on_record"
    gated.later(minutes=10)
    gated(f"""老马: {code}
    助手: 先别放｜…
    老马: 组长同意了
    助手: 记下了：王阿姨＋妈妈 09:10 出门，12:00 前回来。…
     已告诉周平、街道疫情防控办。
    助手→周平: 永茂社区6号楼卡口：王阿姨＋妈妈 先前没放行（车牌不对 是蒙K00000），现在出去了，老马 说问过您们并同意。…""")
    assert gated.installation.ledger.read(lambda db: db.all(_LOG)) == [
        ("turned_away", "车牌不对 是蒙K00000"),
        ("out", "卡口电话问过周平，同意出"),
    ]


def test_taken_back_it_is_as_before(gated: Talk) -> None:
    _, code = request(gated)
    gated.say("老马", code)
    gated.say("老马", "不符")
    gated.say("老马", "2")
    gated(f"""老马: 撤销
    助手: 撤销了：王阿姨 09:00 没放行那一条不算，…
    老马: {code}
    助手: 可以出｜…""")


def test_a_later_trip_of_a_standing_pass_is_another_matter(gated: Talk) -> None:
    _, code = request(gated, recurrence='["TH","FR"]', until_date="2022-01-28", leave="2022-01-20T09:00")
    gated.say("老马", code)
    gated.say("老马", "2")
    gated.say("老马", "1")
    gated.at("2022-01-21T09:00")
    assert gated.say("老马", code).startswith("可以出｜")


def test_once_it_is_open_nobody_is_checked_and_nothing_counted(gated: Talk) -> None:
    _, code = request(gated)
    unseal(gated.installation, GATE)
    gated.reaches("老马", "永茂社区6号楼 09:00 解封了。\n从现在起人和车进出都不用查通行码、不用登记。…")
    gated.reaches("周平", "永茂社区6号楼 09:00 解封了。\n从现在起出门不用申请、不用签批，卡口不查通行码。…")
    for words in (code, "2907", "W0120-01", "出 蒙G77777", "回 2907"):
        for _ in range(3):
            assert gated.say("老马", words).startswith("已解封，不用查｜永茂社区6号楼现在不封闭，"), words
    assert gated.installation.ledger.read(lambda db: db.value(_TRIES)) == 0


def test_who_is_still_out_is_noted_as_back_also_when_it_is_open(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    gated.say("老马", "1")
    gated.later(minutes=30)
    unseal(gated.installation, GATE)
    gated(f"""老马: {code}
    助手: 在外｜王阿姨＋妈妈…
    老马: 好
    助手: 记下了：王阿姨＋妈妈 09:30 回来了。…""")
    assert status(gated, record) == "returned"
