"""Numbers as people say, write and mix them."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.pace import idle_seconds
from knowledge.language.numbers import figures_of, find_number, find_numbers, parse_chinese_number
from tests.rows import every_row

CASES = [
    ("36.5", 36.5), ("36", 36), ("0", 0), ("三十六点五", 36.5), ("三十六度五", 36.5), ("三十六度半", 36.5),
    ("三十七度八", 37.8), ("36度5", 36.5), ("二十九", 29), ("十", 10), ("十五", 15), ("二十", 20), ("两", 2), ("俩", 2),
    ("仨", 3), ("半", 0.5), ("一百二", 120), ("一百零二", 102), ("一百二十", 120), ("一千五", 1500), ("一千零五", 1005),
    ("一万二", 12000), ("一万零五", 10005), ("两万五千", 25000), ("3万5", 35000), ("十万", 100000), ("一亿", 100000000),
    ("3十", 30), ("3十6", 36), ("1百", 100), ("三零一", 301), ("幺三八", 138), ("廿三", 23), ("卅", 30),
    ("壹佰贰拾", 120), ("三点一四", 3.14), ("三十六点零五", 36.05), ("两点五", 2.5), ("三半", 3.5), ("〇", 0),
    ("一千零一十", 1010), (" 三 ", 3),
    ("十十", None), ("百二", None), ("三个半", None), ("二十五六", None), ("二十零五", None), ("点五", None),
    ("三点", None), ("千", None), ("万", None), ("没有", None), ("", None), ("3.", None), ("12百", None),
    ("一" * 60, None),
]  # fmt: skip


@every_row(("text", "expected"), CASES)
def test_a_number_has_one_value(text: str, expected: float | None) -> None:
    value = parse_chinese_number(text)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("体温三十六点五", [36.5]),
        ("两袋米,3十斤面,2.5斤肉", [2, 30, 2.5]),
        ("一百二 半斤", [120, 0.5]),
        ("房间301,两个人", [301, 2]),
        ("没有数字", []),
        ("俩孩子", [2]),
    ],
)
def test_all_numbers_of_a_text_are_found(text: str, values: list[float]) -> None:
    assert [found.value for found in find_numbers(text)] == values


def test_a_number_knows_where_it_stands() -> None:
    found = find_number("大概三十六点五吧")
    assert found is not None
    assert found.span == (2, 7)
    assert find_number("36 37", 2) is not None
    assert find_number("没有") is None


def test_spoken_figures_stay_figures() -> None:
    assert figures_of("幺三八零") == "1380"
    assert figures_of("三零a") is None
    assert figures_of("") is None


def spell(value: int) -> str:
    """A number up to 9,999 as it is written out, for the test of reading it back."""
    text, zero = "", False
    for unit, worth in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // worth % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + unit
            zero = False
        else:
            zero = True
    text = text.removeprefix("一") if 10 <= value < 20 else text
    return text or "零"


@given(st.integers(0, 9_999))
def test_a_number_written_out_reads_back(value: int) -> None:
    assert parse_chinese_number(spell(value)) == value


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_ten_thousands_read_back(high: int, low: int) -> None:
    zero = "零" if low < 1_000 else ""
    assert parse_chinese_number(spell(high) + "万" + zero + spell(low)) == high * 10_000 + low


@given(st.integers(0, 99), st.integers(0, 9))
def test_decimals_read_back(whole: int, tenth: int) -> None:
    digit = "零一二三四五六七八九"[tenth]
    assert parse_chinese_number(f"{spell(whole)}点{digit}") == float(f"{whole}.{tenth}")
    assert parse_chinese_number(f"{whole}.{tenth}") == float(f"{whole}.{tenth}")


@given(st.text(max_size=200) | st.text(alphabet="零一二三四五六七八九十百千万亿点度半两俩0123456789.", max_size=40))
def test_no_text_raises(text: str) -> None:
    parse_chinese_number(text)
    for found in find_numbers(text):
        assert text[slice(*found.span)]


@pytest.mark.parametrize("unit", ["一", "十", "万", "3十", "一点", "1.", "百二零", "半"])
def test_the_work_grows_with_the_length_alone(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert idle_seconds(lambda: list(find_numbers(text))) < 0.5  # some 0.07 s
