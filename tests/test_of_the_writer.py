"""A check-in of nothing but one figure and words of how one is names nobody, whoever looks for people in it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language import persons
from knowledge.language.normalise import normalise

_BEFORE = "打卡 健康打卡 每日打卡 体温 温度 今天 今早 现在 刚才 早上 下午 报 报告 量 量了 测了 是 我 本人 , : ~ 。"
_BEHIND = (
    "一切 身体 都 也 挺 很 还 没 没有 无 不 任何 什么 异常 症状 不适 舒服 难受 事 事儿 毛病 发烧 烧 发热 咳嗽 咳"
    " 接触 接触史 接触过 没接触过外地回来的人 接触过中高风险地区来的人员 正常 好 的 了 有点 , 。 ! ~"
)
_USUAL = (
    "打卡 36.5 没有不舒服|36.5正常|体温36.6 无症状|今早量了36.4，都没事|我36.7 不咳嗽不发烧|打卡37.8有点咳嗽"
    "|体温36.5度，没接触过外地回来的人|下午体温刚才是36.5"
)
_OF_OTHERS = "妈36.5 没事|301 36.5|我36.5 老伴36.8|小明36.5正常|都36.5|36.5 周敏 正常"


@pytest.mark.parametrize("said", _USUAL.split("|"))
def test_the_usual_check_in_is_of_the_writer_alone(said: str) -> None:
    assert persons._OF_THE_WRITER.fullmatch(normalise(said)) is not None
    assert persons.find_persons(normalise(said)) == ()


@pytest.mark.parametrize("said", _OF_OTHERS.split("|"))
def test_whoever_may_name_somebody_is_looked_at_closely(said: str) -> None:
    assert persons._OF_THE_WRITER.fullmatch(normalise(said)) is None


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(_BEFORE.split()), max_size=5),
    st.sampled_from(["36.5", "37.8", "39", "36.52度", "40.1℃"]),
    st.lists(st.sampled_from(_BEHIND.split()), max_size=8),
)
def test_nobody_is_found_in_such_words_by_looking_closely_either(before: list[str], figure: str, behind: list[str]) -> None:
    said = normalise("".join(before) + figure + "".join(behind))
    if persons._OF_THE_WRITER.fullmatch(said) is None:
        return  # 。36 and the like are written otherwise by then
    quick, persons._OF_THE_WRITER = persons._OF_THE_WRITER, re.compile("(?!)")
    try:
        assert persons.find_persons(said) == ()
    finally:
        persons._OF_THE_WRITER = quick
