"""A fever at the gate as a chat (clauses 2.1, 3.4.2): the medical group knows at once, and the guard what to do."""

from typing import Any

import pytest

from ledger import export
from ledger.export.pages import View
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk


def printed(talk: Talk, record: str) -> list[dict[str, Any]]:
    return talk.installation.ledger.read(lambda db: [dict(one) for one in export.lines(record, View(db))])


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    lead(talk)
    return talk


def test_somebody_who_wants_in_is_measured_with_a_fever(gated: Talk) -> None:
    gated("""老马: 进 张师傅 修水管 37.8
    助手: 先别进，体温高｜张师傅 修水管 37.8℃
     请在通风的地方等，戴好口罩，您离开两步。已告诉网格员、医疗保障组，等他们打来。
     医生和周平都同意进的回 1，没进回 2。
     〔预案3.4.1〕
     1 放行　2 不放
    助手→何医生: 【紧急】医疗保障组 第1号
     永茂社区6号楼卡口｜张师傅 修水管｜37.8℃
     1月20日 09:00 老马代报。…
    老马: 2
    助手: 记下了：09:00 没有进，张师傅 修水管。
     …
    何医生: 收到 1
    助手: …
    助手→老马: …""")
    [alert] = printed(gated, "alert")
    assert (alert["group"], alert["reason"], alert["about"]) == ("medical", "health", "gate_log:1")
    assert (alert["person"], alert["rule"], alert["status"]) == ("张师傅 修水管", "health_alert", "acknowledged")
    log = printed(gated, "gate_log")
    assert [(one["direction"], one["temperature"]) for one in log] == [("held", 37.8), ("turned_away", 37.8)]


def test_sent_twice_it_is_one_alert(gated: Talk) -> None:
    gated.say("老马", "进 王阿姨 38.1")
    gated("""老马: 进 王阿姨 38.1
    助手: 先别进，体温高｜王阿姨 38.1℃
     请在通风的地方等，戴好口罩，您离开两步。刚才已经报过了，等他们打来。
     …""")
    assert len(printed(gated, "alert")) == 1


def test_a_fever_in_words_and_an_entry_that_was_agreed_all_the_same(gated: Talk) -> None:
    gated("""老马: 进 亲戚 发烧了
    助手: 先别进，体温高｜亲戚 发烧了
     …
    老马: 1
    助手: 记下了：09:00 进，亲戚 发烧了。已告诉周平、街道疫情防控办。
     …
    助手→周平: …亲戚 发烧了 进来了，老马 说问过您们并同意。…""")


def test_no_fever_no_alert(gated: Talk) -> None:
    for words in ("进 张师傅 修水管 36.8", "进 亲戚 没发烧", "进 120 急救车"):
        assert "体温高" not in gated.say("老马", words)
    assert printed(gated, "alert") == []


@pytest.mark.parametrize("said", ["37.8", "发烧"])
def test_somebody_who_comes_back_with_a_fever(gated: Talk, said: str) -> None:
    _, code = request(gated)
    gated.say("老马", code)
    gated.say("老马", "1")
    gated.later(minutes=30)
    heard = gated.say("老马", f"回 {code} {said}")
    assert heard.startswith("体温高｜王阿姨＋妈妈") and "进不进由医生和周平定，先别放进楼。" in heard
    assert "回来了。" not in heard and "医疗保障组" in heard and heard.endswith("1 回来了　2 还没")
    gated.reaches("何医生", "…永茂社区6号楼卡口（家住永茂社区6号楼2单元301）｜王阿姨＋妈妈｜…")
    [alert] = printed(gated, "alert")
    assert alert["place"] == "永茂社区/6号楼/2单元/301"
    assert [one["direction"] for one in printed(gated, "gate_log")] == ["out", "held"]
    gated(f"""老马: 回 {code}
    助手: 体温高｜王阿姨＋妈妈…刚才已经报过了，等他们打来；…
     医生和周平都同意、人进来了的回 1，还没进的回 2。
     1 回来了　2 还没
    老马: 1
    助手: 记下了：王阿姨＋妈妈 09:30 回来了。记错了回「撤销」。
     已告诉周平、街道疫情防控办。
    助手→周平: …王阿姨＋妈妈 进来了，老马 说问过您们并同意。…""")
    assert len(printed(gated, "alert")) == 1


def test_a_bare_number_with_a_temperature_is_looked_up_and_the_fever_told(gated: Talk) -> None:
    _, code = request(gated)
    gated.say("老马", code)
    gated.say("老马", "1")
    gated.later(minutes=30)
    gated(f"""老马: {code} 37.5
    助手: 体温高｜王阿姨＋妈妈 37.5℃：…先别放进楼。
     …
     1 回来了　2 还没
    助手→何医生: …永茂社区6号楼卡口（家住永茂社区6号楼2单元301）｜王阿姨＋妈妈｜37.5℃…
    老马: 2
    助手: 好，没有记，还算在外面。…""")
    assert [one["direction"] for one in printed(gated, "gate_log")] == ["out", "held"]


def test_a_temperature_without_fever_goes_into_the_log_with_the_answer(gated: Talk) -> None:
    _, code = request(gated)
    gated.say("老马", code)
    gated.say("老马", "1")
    gated.later(minutes=30)
    assert gated.say("老马", f"{code} 36.4").startswith("在外｜王阿姨＋妈妈")
    assert gated.say("老马", "一").startswith("记下了：王阿姨＋妈妈 09:30 回来了")
    assert [one["temperature"] for one in printed(gated, "gate_log")] == [None, 36.4]


def test_a_fever_that_was_none_is_told_to_whoever_was_alerted(gated: Talk) -> None:
    _, code = request(gated)
    gated.say("老马", code)
    gated.say("老马", "1")
    gated.later(minutes=30)
    gated.say("老马", f"回 {code} 38.1")
    gated("""老马: 撤销
    助手: 撤销了：王阿姨 09:30 体温高那一条不算，…
     现在是还在外面，12:00 前回来。…
     已告诉网格员、医疗保障组。
    助手→何医生: …王阿姨 09:30 体温高那一条记错了，不算。老马 撤销的。原来的警报第1号，请打电话问一声再定。
    老马: 1
    助手: …""")
    assert [one["direction"] for one in printed(gated, "gate_log")] == ["out", "held"]


def test_measured_after_the_word_that_somebody_is_back(gated: Talk) -> None:
    _, code = request(gated)
    gated.say("老马", code)
    gated.say("老马", "1")
    gated.later(minutes=30)
    gated.say("老马", f"回 {code}")
    gated(f"""老马: 回 {code} 38
    助手: 体温高｜王阿姨＋妈妈 38.0℃：请在通风的地方等，戴好口罩，您离开两步。
     …
     记下了：王阿姨＋妈妈 回来时体温 38.0℃。
    老马: 回 {code} 38
    助手: 已经回来了｜…""")
    assert [one["temperature"] for one in printed(gated, "gate_log")] == [None, 38.0]
    assert len(printed(gated, "alert")) == 1
