"""The same question about something else: only where both are of a kind, and nobody of the speaker's is meant."""

import pytest
from hypothesis import given

from knowledge.language.asked_of import asked_instead
from knowledge.language.normalise import normalise
from tests.language_texts import any_text

LABELLED = [
    ("密接要隔离几天", "次密接", "次密接要隔离几天"),
    ("中风险地区回来要隔离几天", "低风险", "低风险地区回来要隔离几天"),
    ("从沈阳回来要隔离多少天?", "大连", "从大连回来要隔离多少天?"),
    ("沈阳回来的要隔离几天", "长春", "长春回来的要隔离几天"),
    ("饭店什么时候能开门", "理发店", "理发店什么时候能开门"),
    ("请问学校几号开学", "幼儿园", "请问幼儿园几号开学"),
    ("误工费谁给报", "房租", "房租谁给报"),
    ("工资给不给补", "房租", "房租给不给补"),
    ("密接要隔离几天", "密接", None),
    ("密接要隔离几天", "沈阳", None),
    ("从沈阳回来要隔离几天", "快递", None),
    ("我妈能出去吗", "孕妇", None),
    ("孩子几号开学", "幼儿园", None),
    ("要隔离几天", "次密接", None),
    ("怎么还不解封", "管控区", None),
    ("这个能退吗", "米", None),
    ("隔离", "次密接", None),
    ("社区书记的电话多少", "物资组", "物资组的电话多少"),
    ("隔离的人几天能出来", "封控的", None),
    ("米要多少钱", "面", "面要多少钱"),
]


@pytest.mark.parametrize(("question", "what", "expected"), LABELLED, ids=[f"{one[0]} {one[1]}" for one in LABELLED])
def test_a_question_is_put_about_something_else(question: str, what: str, expected: str | None) -> None:
    assert asked_instead(normalise(question), what) == (None if expected is None else normalise(expected))


@given(any_text)
def test_any_text_is_looked_at(text: str) -> None:
    asked_instead(normalise(text), "次密接")
