"""What a guard types or says with cold fingers: numbers apart, spoken, in a sentence; and an answer's first words."""

import re

import pytest

from handlers.gate.numbers import CALLED, number_of
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk

_SPOKEN = "零一二三四五六七八九"


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    lead(talk)
    return talk


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7315", "7315"),
        ("73 15", "7315"),
        ("7 3 1 5", "7315"),
        ("七三一五", "7315"),
        ("七三幺五", "7315"),
        ("七 三 一 五", "7315"),
        ("两零二二", "2022"),
        ("731526", "731526"),
        ("731 526", "731526"),
        ("w0120-01", "W0120-01"),
        ("W 0120 01", "W0120-01"),
    ],
)
def test_a_number_as_it_is_typed_or_said(typed: str, number: str) -> None:
    assert re.fullmatch(CALLED, typed) is not None
    assert number_of(typed) == number


@pytest.mark.parametrize("typed", ["731", "73155", "七百三十一", "13800001111", "7315.5"])
def test_no_number_of_a_pass(typed: str) -> None:
    assert re.fullmatch(CALLED, typed) is None


def test_a_pass_is_found_however_it_is_said(gated: Talk) -> None:
    _, code = request(gated)
    spoken = "".join(_SPOKEN[int(figure)] for figure in code)
    apart = f"{code[:2]} {code[2:]}"
    for words in (
        *(code, f"{code}。", apart, spoken, f"码 {spoken}", f"通行码是{code}", f"号码{code}", f"查 {apart}"),
        *(f"{code} 出", f"{code}要出门", f"出门 {code}"),
    ):
        assert gated.say("老马", words).startswith("可以出｜王阿姨＋妈妈（2人）｜透析"), words


def test_back_however_it_is_said(gated: Talk) -> None:
    manners = ("回 {spoken}", "{code}回来了", "{code} 已回 36.5", "回来了 {apart} 36.4", "回{code}。")
    for record, words in enumerate(manners, start=1):
        _, code = request(gated, number=f"W0120-{record:02d}")
        spoken = "".join(_SPOKEN[int(figure)] for figure in code)
        gated.say("老马", code)
        gated.say("老马", "1")
        typed = words.format(code=code, spoken=spoken, apart=f"{code[:2]} {code[2:]}")
        assert gated.say("老马", typed).startswith("记下了：王阿姨＋妈妈 09:00 回来了。"), typed


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("进 蒙g-12345 送菜", "先问周平｜蒙G12345 送菜"),
        ("进 蒙 G 12345 送菜", "先问周平｜蒙G12345 送菜"),
        ("进蒙G12345送菜", "先问周平｜蒙G12345 送菜"),
        ("有车要进 蒙G12345 送菜", "先问周平｜蒙G12345 送菜"),
        ("外卖要进", "先别进，东西放卡口｜外卖"),
        ("来了个送快递的", "先别进，东西放卡口｜"),
        ("进 亲戚 看老人", "先别进｜亲戚 看老人"),
        ("进 住户 下班回来", "可以进，先说清楚｜"),
        ("进 救护车", "马上放行，不用等。"),
        ("1234 能出吗", "不能出｜这个卡口没有这个号。"),
    ],
)
def test_the_first_words_say_it(gated: Talk, typed: str, first: str) -> None:
    assert gated.say("老马", typed).startswith(first)


def test_from_paper_with_a_spoken_number(gated: Talk) -> None:
    _, code = request(gated, leave="2022-01-20T07:00")
    spoken = "".join(_SPOKEN[int(figure)] for figure in code)
    gated(f"""老马: 补录 {spoken} 出 七点十分 回 八点半
    助手: 补录好了：王阿姨＋妈妈 07:10 出 08:30 回。…""")


def test_a_scanned_code_that_is_used_up_or_of_another_gate(gated: Talk) -> None:
    def scan(who: str, held: str) -> str:
        return gated.stand.act(gated.openid(who), "scancode", {"key": "scan", "result": held, "wait": True}).seen

    guard(gated, "老白", "亲水人家社区/1号楼")
    _, code = request(gated)
    assert scan("老白", code).startswith("不能出｜这个卡口没有这个号。")
    gated.say("老马", code)
    gated.say("老马", "1")
    assert scan("老马", code).startswith("已经出去了｜王阿姨＋妈妈 09:00 由老马记的")
    gated.later(minutes=30)
    assert scan("老马", code).startswith("在外｜王阿姨＋妈妈")
    assert gated.say("老马", "对").startswith("记下了：王阿姨＋妈妈 09:30 回来了")
    gated.later(minutes=1)
    assert scan("老马", code).startswith("不能出｜王阿姨＋妈妈（2人）｜透析｜蒙G22335\n已经回来了，通行码用完了。")
