"""Which matter a message is about, with how much confidence and why."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.learning.intents import Taught, taught_by
from knowledge.language.evidence import Evidence
from knowledge.language.goings import heads_out
from knowledge.language.intents import INTENTS, decide, reasons
from knowledge.language.normalise import normalise
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.rows import every_row

# What everybody writes: it is learned from, and every one of it must be read right.
BASIC = taught_by("basic")


@every_row("lesson", BASIC, ids=lambda lesson: lesson.text[:20])
def test_a_message_is_about_one_thing(lesson: Taught) -> None:
    assert decide(normalise(lesson.text)).intent == lesson.intent


def test_every_intent_has_texts() -> None:
    counted = Counter(lesson.intent for lesson in BASIC)
    assert set(counted) == set(INTENTS)
    assert min(counted.values()) >= 4


def test_a_plain_check_in_is_certain_and_says_why() -> None:
    decision = decide("打卡 36.5 没事")
    assert decision.confidence > 0.95
    because = reasons("打卡 36.5 没事", Evidence("打卡 36.5 没事"), "health_checkin")
    assert any("temperature" in line for line in because.lines)
    assert "打卡" in because.words
    assert because.learned


@pytest.mark.parametrize("text", ["", "asdfgh", "2单元301", "嗯", "1", "12345", "ᠮᠣᠩᠭᠣᠯ", "。。。", "好"])
def test_what_says_nothing_is_not_ours(text: str) -> None:
    assert decide(normalise(text)).intent == "out_of_scope"


@pytest.mark.parametrize("text", ["羊蝎子两斤 冻秋梨三斤", "擀面杖一根 笼屉布两块 面碱一袋", "奥氮平两盒 碳酸锂一盒"])
def test_goods_that_only_their_list_holds_are_asked_for(text: str) -> None:
    assert decide(normalise(text)).intent == "supply_request"


# Words of one matter in a message about another: what is denied, what is only the way of talking, what is changed.
BESIDE = {
    "我不申请出门,可楼下那家天天翻栅栏出去": "report_violation",
    "老爷子昨晚没了,往后不用每周二四六去透析了,那个长期的停了吧": "cancel",
    "不用天天去上班了,那个条子停了吧": "cancel",
    "修改物资申请,大米改成两袋": "correct",
    "申请的事先放着,你理解错了,让办公室的人直接看一下我写的": "human_handover",
    "想找人唠唠嗑": "psych_support",
    "单元门口一帮人唠嗑,不戴口罩": "report_violation",
}


@every_row("said", BESIDE)
def test_the_words_of_another_matter_do_not_make_it_one(said: str) -> None:
    assert decide(normalise(said)).intent == BESIDE[said]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("不用每周二四六去透析了", False),
        ("不是现在去医院", False),
        ("不必天天去单位", False),
        ("每周二四六去透析", True),
        ("不用车接,我自己去医院拆线", True),
    ],
)
def test_who_says_that_they_need_not_go_does_not_head_out(said: str, expected: bool) -> None:
    assert heads_out(normalise(said)) is expected


def test_a_mixed_message_names_the_other_likely_matters() -> None:
    decision = decide(normalise("孩子39度 家里没退热贴了"))
    assert decision.intent == "supply_request"
    assert "health_checkin" in dict(decision.others)


def test_the_role_tips_a_short_list_to_a_batch() -> None:
    text = "204周敏36.2"
    assert decide(text, Evidence(text, staff=True)).intent == "batch_checkin"
    assert decide(text).intent == "health_checkin"


@pytest.mark.parametrize(
    "text", ["绑定 A7K9Q2", "绑定A7K9Q2", "绑定:82731945", "绑定 HX-29381", "绑定 a7k9q2", "绑订 A7K9Q2"]
)
def test_a_binding_code_is_a_registration(text: str) -> None:
    decision = decide(normalise(text))
    assert decision.intent == "register"
    assert decision.confidence > 0.95


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("烦死了", "psych_support"), ("热死了", "psych_support"), ("退烧药没了", "health_checkin"),
        ("具体问题", "health_checkin"),
        ("室温36.5", "health_checkin"), ("301", "health_checkin"), ("妈的", "health_checkin"), ("取消隔离了吗", "cancel"),
        ("怎么取消报备", "return_report"), ("他改天回来", "correct"), ("奶奶回来了", "supply_request"),
    ],
)  # fmt: skip
def test_a_likeness_is_not_taken_for_the_matter(text: str, never: str) -> None:
    assert decide(normalise(text)).intent != never


_WORDS = st.sampled_from([
    "打卡", "36.5", "没事", "报备", "从", "北京", "回来", "取消", "改", "错了", "帮助", "人工", "你好", "绑定",
    "A7K9Q2", "要", "出去", "医院", "买", "菜", "核酸", "几点", "吗", "有人", "打麻将", "听说", "隔离", "电话",
    "我的记录", "值班", "消毒", "通知", "草稿", "多少人", "101", "王芳", "后天", "K1302", "一家三口", ",",
    "不想活",
])  # fmt: skip


@given(any_text | st.lists(_WORDS, max_size=20).map("".join), st.booleans())
def test_any_text_gets_one_of_the_intents(text: str, staff: bool) -> None:
    text = normalise(text)
    decision = decide(text, Evidence(text, staff))
    assert decision.intent in INTENTS
    assert 0 < decision.confidence <= 1
    assert all(confidence <= decision.confidence for _intent, confidence in decision.others)


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(decide) < 2
