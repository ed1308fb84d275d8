"""What was learned of signs: a text is weighed by the ends of its runs as it would be by each of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.intents import INTENTS, LEANINGS
from knowledge.language.leanings import Leanings, packed, runs, unpacked
from knowledge.language.normalise import normalise
from knowledge.language.words import WordListError
from tests.language_texts import any_text

LEARNED = Leanings(LEANINGS, INTENTS)
_SAID = (
    *("打卡 36.5 没有不舒服", "我妈透析那个申请咋样了", "大米两袋,油一桶,再来两袋大米", "好好好", "哈哈哈哈哈哈", "1"),
    "今天今天打卡打卡",
)


@given(
    st.one_of(any_text, st.lists(st.sampled_from([*"打卡没有不舒服我妈的菜,1", *_SAID]), max_size=12).map("".join)),
    st.booleans(),
)
def test_a_text_is_worth_what_its_runs_are_worth(text: str, staff: bool) -> None:
    said = normalise(text)
    assert LEARNED.lean_text(said, staff=staff) == LEARNED.lean(runs(said, staff=staff))


@pytest.mark.parametrize("text", [*_SAID, "没有不舒服" * 40])
def test_it_is_so_for_what_people_say(text: str) -> None:
    learned, signs = LEARNED.lean_text(text)
    assert (learned, signs) == LEARNED.lean(runs(text))
    assert signs > 0


@given(st.lists(st.integers(-(2**30), 2**30), min_size=1, max_size=30))
def test_weights_come_out_as_they_were_put_in(weights: list[int]) -> None:
    assert list(unpacked(packed(dict(enumerate(weights))), len(weights))) == weights


def test_a_file_that_was_made_for_other_labels_is_refused() -> None:
    with pytest.raises(WordListError, match="made for other labels"):
        Leanings(LEANINGS, INTENTS[1:])
