"""How an emergency goes on and ends, as whoever reported it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.danger_over import Family, find_course, is_alarm_ended, is_taken_back
from knowledge.language.normalise import normalise
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.rows import every_row

OVER: dict[Family, str] = {
    "medical": "没事了|没事儿了 谢谢|虚惊一场|醒了|人醒过来了|缓过来了|不疼了|好多了|血止住了|来电了 没事了|误会 孩子乱按的"
    "|没事|好了|没事了 打过120了|不用来了 谢谢|吐出来了 没事了|现在没事了|人没事 放心",
    "labour": "大夫说是假宫缩|虚惊一场|不是要生|不用来了",
    "fire": "火灭了|灭了|扑灭了 人都没事|是锅糊了 没事了|消防车来了 火灭了|误报|阀门关上了|没味了",
    "violence": "他走了|劝开了|没事了|不打了",
    "lost": "找到了|找着了 在邻居家|自己回来了|孩子接回来了|虚惊一场",
}
COME = "救护车来了|120到了|120已经来了|大夫来了|救护车已经到楼下了|到医院了|送医院了|上救护车了|警察来了|生了 母子平安"
CALLED = "打过120了|120打过了|我打120了|已经打了120|救护车叫了|报警了|已经报警了|打了119了|120说马上来"
NOT_SO = (
    "火还没灭|火灭了吗|还没醒过来|醒了没|没事了 就是还有点喘|火灭了 又着了|没找到|还没找着|救护车还没来|救护车啥时候来"
    "|120来了吗|没打120|还没打120|120打不通|打了120 一直占线|要去医院|不去医院|等她醒了再说|准备好了|没事吧"
    "|要是火灭了就好了|疼得不行|好的|好|我自己的车送市医院"
)


@every_row(("family", "text"), [(family, text) for family in OVER for text in OVER[family].split("|")])
def test_the_end_is_heard(family: Family, text: str) -> None:
    assert find_course(normalise(text), family) == "over"


@every_row("text", COME.split("|"))
def test_help_that_is_there_is_heard(text: str) -> None:
    assert find_course(normalise(text), "medical") == "come"


@every_row("text", CALLED.split("|"))
def test_help_that_is_called_is_heard(text: str) -> None:
    assert find_course(normalise(text), "medical") == "called"


@pytest.mark.parametrize("text", NOT_SO.split("|"))
@pytest.mark.parametrize("family", list(OVER))
def test_what_is_asked_denied_or_goes_on_ends_nothing(family: Family, text: str) -> None:
    assert find_course(normalise(text), family) is None


@pytest.mark.parametrize(
    ("family", "text", "ended"),
    [
        ("fire", "火灭了", True),
        ("medical", "虚惊一场", True),
        ("lost", "找到了", True),
        ("medical", "没事了", False),
        ("medical", "不疼了", False),
        ("fire", "醒了", False),
    ],
)
def test_what_may_answer_a_form_ends_nothing_inside_one(family: Family, text: str, ended: bool) -> None:
    assert is_alarm_ended(normalise(text), family) is ended


@pytest.mark.parametrize("text", ["取消", "取消吧", "不用了", "不用了谢谢", "取消急救", "算了"])
def test_it_can_be_taken_back(text: str) -> None:
    assert is_taken_back(normalise(text))
    assert not is_taken_back(normalise(f"{text} 我自己去医院"))


_WORDS = st.sampled_from(["没", "事", "了", "火", "灭", "120", "打", "来", "吗"])


@given(any_text | st.lists(_WORDS, max_size=20).map("".join))
def test_no_text_raises(text: str) -> None:
    assert find_course(normalise(text), "fire") in {"over", "come", "called", None}


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(lambda text: find_course(text, "medical")) < 1
