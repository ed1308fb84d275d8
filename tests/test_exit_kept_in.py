"""Whoever came home and wants to go out where nothing is sealed, as a chat (clauses 3.2, 3.4.1): their measure holds."""

import pytest

from tests.talking import Talk

_MAY_GO = "出门不用申请"


@pytest.fixture
def home(talk: Talk) -> Talk:
    """王阿姨 is back from a place that no announcement names, and nobody has said yet what follows."""
    talk.say("王阿姨", "我昨天从哈尔滨回来的 坐K1302 就我自己 已经到家了")
    assert "报备好了，编号 F0120-01" in talk.say("王阿姨", "1")
    return talk


def test_whoever_waits_for_a_measure_is_not_told_that_they_may_go(home: Talk) -> None:
    home("""王阿姨: 我想出门买菜行吗
            助手: 您刚从外地回来，要不要采取措施还没有定（F0120-01），请先在家等网格员联系。〔预案3.2〕
              要看病、有急事，回「人工」，我马上转给街道疫情防控办；病得急先打 120。
              要吃的用的直接跟我说，给您送到门口。""")


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("居家隔离 14天", "您正在居家隔离（到2月2日（周三）），这期间请先别出门。〔预案3.2〕"),
        ("居家健康监测 7天", "您正在居家健康监测（到1月26日（周三）），这期间请先别出门。〔预案3.2〕"),
        ("健康监测 7天", "您正在健康监测（到1月26日（周三）），能不能出门《预案》没有写，要看当天公告，出门前先问一声。"),
    ],
)
def test_a_measure_holds_until_its_last_day(home: Talk, measure: str, said: str) -> None:
    home.say("陈主任", f"确认 F0120-01 {measure}")
    assert said in home.say("王阿姨", "明早去市医院复查 上午回")


def test_a_measure_that_keeps_nobody_in_says_nothing_here(home: Talk) -> None:
    home.say("陈主任", "确认 F0120-01 核酸检测 1天")
    assert _MAY_GO in home.say("王阿姨", "明早去市医院复查 上午回")


def test_it_is_over_when_it_is_released(home: Talk) -> None:
    home.say("陈主任", "确认 F0120-01 居家隔离 14天")
    home.say("陈主任", "确定解除 F0120-01")
    assert _MAY_GO in home.say("王阿姨", "明早去市医院复查 上午回")


def test_a_term_that_is_over_waits_for_the_release(home: Talk) -> None:
    home.say("陈主任", "确认 F0120-01 居家隔离 14天")
    home.at("2022-02-06T09:00:00+08:00")
    assert "您的居家隔离到2月2日（周三）满了，还没有解除（F0120-01）" in home.say("王阿姨", "明早去市医院复查 上午回")


def test_staff_who_fill_it_in_are_told_of_whoever_goes(home: Talk) -> None:
    home.say("陈主任", "确认 F0120-01 居家隔离 14天")
    said = home.say("李强", "代报 王阿姨 明早去市医院复查 上午回")
    assert "王阿姨" in said
    assert "这期间请先别出门" in said


def test_where_it_is_not_certain_who_goes_both_are_said(talk: Talk) -> None:
    talk.say("王阿姨", "我儿子刘洋昨天从哈尔滨坐火车回来的 就他自己 到家了")
    for answer in ("刘洋", "13800009999", "不知道", "1"):
        talk.say("王阿姨", answer)
    for wish in ("我明早去市医院复查 上午回", "我儿子明早去市医院复查 上午回"):
        said = talk.say("王阿姨", wish)
        assert said.startswith("刘洋刚从外地回来，要不要采取措施还没有定（F0120-01）")
        assert f"要出门的不是刚回来的人，就看这个：永茂社区6号楼2单元301现在没有封闭，{_MAY_GO}" in said


def test_whoever_came_along_is_kept_in_too(talk: Talk) -> None:
    talk.say("王阿姨", "我和老伴昨天从哈尔滨坐K1302回来的 两个人 到家了")
    talk.say("王阿姨", "1")
    talk.say("陈主任", "确认 F0120-01 居家隔离 14天")
    assert talk.say("王阿姨", "我老伴明早去市医院复查").startswith("您一行2人正在居家隔离（到2月2日（周三））")


def test_what_was_reported_for_another_door_holds_nobody_back(talk: Talk) -> None:
    said = talk.say("王阿姨", "我儿子刘洋昨天从哈尔滨坐火车回来的 就他自己 到家了 永茂社区7号楼1单元101")
    for answer in ("刘洋", "13800009999", "不知道", "1"):
        said = talk.say("王阿姨", answer)
    assert "F0120-01" in said
    assert talk.say("王阿姨", "我明早去市医院复查 上午回").startswith("永茂社区6号楼2单元301现在没有封闭")
