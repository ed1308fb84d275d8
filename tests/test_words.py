"""The scanner of word lists, and how it refuses a list that is wrong."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.words import WordListError, WordTable, either, load_list, words_of


def test_the_longest_word_hides_the_short_ones_in_it() -> None:
    table = WordTable({"退烧药": "medicine", "烧": "fever", "发烧": "fever"})
    assert [(found.start, found.word) for found in table.scan("发烧没退烧药 烧")] == [
        (0, "发烧"),
        (3, "退烧药"),
        (7, "烧"),
    ]


def test_a_word_of_one_character_counts_where_no_longer_one_begins() -> None:
    table = WordTable({"没": 1, "没有": 2})
    assert [found.tag for found in table.scan("没没有没")] == [1, 2, 1]


_SIGNS = "妈奶姥.a\n"


@given(st.dictionaries(st.text(_SIGNS, min_size=1, max_size=4), st.integers(), min_size=1), st.text(_SIGNS, max_size=20))
def test_few_words_are_found_as_many_are(words: dict[str, int], text: str) -> None:
    table = WordTable(words)
    assert table.scan(text) == table._walk(text)


def test_all_words_count_for_the_union_except_under_a_hiding_one() -> None:
    table = WordTable({"想": 1, "想出去": 2, "出去": 3, "面包车": 9, "面包": 4, "包": 5})
    words, tags = table.union("想出去 面包车 面包", hiding=9)
    assert words == ["想出去", "想", "出去", "面包", "包"]
    assert tags == {1, 2, 3, 4, 5}


def test_a_table_says_whether_a_word_begins_at_a_place() -> None:
    table = WordTable({"后天": True, "在": True})
    assert table.begins_at("林秀后天", 2)
    assert table.begins_at("林秀在", 2)
    assert not table.begins_at("林秀后来", 2)
    assert not table.begins_at("林秀", 2)


def test_a_pattern_of_words_prefers_the_longest_and_takes_signs_as_they_are() -> None:
    assert re.findall(either(["打咔", "打咔咔", "a.b", "a"]), "打咔咔 打咔 a.b axb") == ["打咔咔", "打咔", "a.b", "a"]


def test_an_empty_word_is_refused() -> None:
    with pytest.raises(WordListError):
        WordTable({"": 1})


@pytest.mark.parametrize("value", [None, 3, [1], [""], {"a": 1}, [True]])
def test_what_is_no_list_of_words_is_refused_with_its_place(value: object) -> None:
    with pytest.raises(WordListError, match=r"names\.yaml: given"):
        words_of(value, "names.yaml: given")


@pytest.mark.parametrize("name", ["intents", "names", "people", "spellings", "symptoms"])
def test_every_list_is_a_mapping(name: str) -> None:
    assert load_list(f"{name}.yaml")
