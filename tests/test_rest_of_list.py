"""What a list says of those whom it does not name."""

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.rest_of_list import says_of_the_rest, without_the_rest


@pytest.mark.parametrize(
    "said", ["其他人正常", "其他都没事", "其余各户均无异常", "剩下的人都挺好", "别的家没问题", "其它住户体温都正常"]
)
def test_the_rest_is_heard(said: str) -> None:
    text = normalise(f"301小孩38.6 {said}")
    assert says_of_the_rest(text)
    assert without_the_rest(text).strip() == "301小孩38.6"
    assert len(without_the_rest(text)) == len(text)


@pytest.mark.parametrize(
    "said", ["其他人没在家", "别的没啥", "其他菜都行", "都正常", "302其实正常", "身体特别健康", "分别正常"]
)
def test_what_says_nothing_of_them(said: str) -> None:
    assert not says_of_the_rest(normalise(f"301小孩38.6 {said}"))
