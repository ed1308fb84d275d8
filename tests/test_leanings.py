"""What was learned of signs: a text is weighed by the ends of its runs as it would be by each of them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.danger import find_danger
from knowledge.language.intents import INTENTS, LEANINGS
from knowledge.language.leanings import Leanings, LookedUpTogether, packed, runs, unpacked
from knowledge.language.likely_danger import danger_leanings
from knowledge.language.normalise import normalise
from knowledge.language.reading import read, read_and_listen
from knowledge.language.words import WordListError
from knowledge.times import SHANGHAI
from tests.language_texts import any_text
from tests.rows import every_row

LEARNED = Leanings(LEANINGS, INTENTS)
TOGETHER = LookedUpTogether(LEARNED, danger_leanings())
_NOON = datetime(2022, 1, 20, 12, 0, tzinfo=SHANGHAI)
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


@every_row("text", [*_SAID, "没有不舒服" * 40])
def test_it_is_so_for_what_people_say(text: str) -> None:
    learned, signs = LEARNED.lean_text(text)
    assert (learned, signs) == LEARNED.lean(runs(text))
    assert signs > 0


@given(st.one_of(any_text, st.lists(st.sampled_from([*"打卡喘不上气我妈的菜,1", *_SAID]), max_size=12).map("".join)))
def test_what_is_looked_up_together_is_what_each_says(text: str) -> None:
    said = normalise(text)
    assert TOGETHER.lean_text(said) == [LEARNED.lean_text(said), danger_leanings().lean_text(said)]


@every_row("text", [*_SAID, "我妈躺地上叫不醒了", "家里一股煤气味 头晕", "活着没啥意思", "没有不舒服" * 40])
def test_who_is_listened_to_is_read_as_anybody(text: str) -> None:
    heard = read_and_listen(text, _NOON)
    assert heard == read(text, _NOON)
    assert find_danger(heard.text, heard.learned) == find_danger(heard.text)


def test_what_was_looked_up_counts_for_its_own_text_alone() -> None:
    harmless = read_and_listen("打卡 36.5 没有不舒服", _NOON)
    assert find_danger(normalise("我妈躺地上叫不醒了"), harmless.learned) == find_danger(normalise("我妈躺地上叫不醒了"))


@given(st.lists(st.integers(-(2**30), 2**30), min_size=1, max_size=30))
def test_weights_come_out_as_they_were_put_in(weights: list[int]) -> None:
    assert list(unpacked(packed(dict(enumerate(weights))), len(weights))) == weights


def test_a_file_that_was_made_for_other_labels_is_refused() -> None:
    with pytest.raises(WordListError, match="made for other labels"):
        Leanings(LEANINGS, INTENTS[1:])
