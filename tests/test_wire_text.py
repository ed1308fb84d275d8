"""Texts on the wire: within the platform's limit, never torn inside a sign, unable to leave their element."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.door.wire_text import TEXT_BYTES, split, text_reply, wire_bytes


def content_of(reply: bytes) -> str:
    return ElementTree.fromstring(reply).findtext("Content") or ""


def test_a_short_text_is_one_piece() -> None:
    assert split("您好，已经记下了。") == ["您好，已经记下了。"]


@pytest.mark.parametrize("text", ["", " \n ", "\u3000\n", "\x00\x01"])
def test_blanks_are_no_piece(text: str) -> None:
    assert split(text) == []


def test_a_text_of_exactly_the_limit_is_one_piece() -> None:
    text = "河" * 682 + "ab"
    assert len(text.encode()) == TEXT_BYTES
    assert split(text) == [text]
    assert split(text + "c") == [text, "c"]


def test_it_is_cut_after_a_sentence_with_its_closing_quotes() -> None:
    first = "他说：「好。」"
    assert split(first + "然后回家了。", limit=len(first.encode()) + 6) == [first, "然后回家了。"]


def test_a_line_break_in_the_second_half_is_preferred() -> None:
    assert split("第一行有些长\n第二行。再来", limit=34) == ["第一行有些长", "第二行。再来"]


def test_a_point_in_a_number_ends_no_sentence() -> None:
    assert split("Is it 36.5C or 37.5C", limit=9) == ["Is it", "36.5C or", "37.5C"]
    assert split("It is. 36.5 C", limit=11) == ["It is.", "36.5 C"]


def test_without_a_sentence_it_is_cut_at_a_pause() -> None:
    assert split("青菜两斤，土豆三斤，鸡蛋", limit=32) == ["青菜两斤，土豆三斤，", "鸡蛋"]


@pytest.mark.parametrize(
    "sign", ["👨‍👩‍👧", "❤️", "👍🏽", "é"], ids=["joined emoji", "variation", "skin tone", "combining accent"]
)
def test_a_sign_of_several_characters_stays_whole(sign: str) -> None:
    for limit in range(30, 40):
        assert split(sign * 6, limit)[0].endswith(sign)


def test_a_link_is_not_cut() -> None:
    link = '<a href="https://example.org/a.b?c=1">查看 公告。全文</a>'
    pieces = split("请看今天的公告。" + link + "谢谢", limit=70)
    assert pieces == ["请看今天的公告。", link + "谢谢"]


def test_a_long_answer_keeps_all_its_sentences() -> None:
    text = "".join(f"第{number}条，请按要求报备，谢谢配合。" for number in range(200))
    pieces = split(text)
    assert "".join(pieces) == text
    assert all(piece.endswith("。") for piece in pieces)


@given(st.text(), st.integers(min_value=4, max_value=60))
def test_no_piece_is_over_the_limit_and_nothing_but_blanks_is_lost(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(len(piece.encode()) <= limit and piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(wire_bytes(text).decode().split())


def test_a_limit_below_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one character"):
        split("河", limit=3)


@pytest.mark.parametrize(
    "words",
    [
        "]]>",
        "]]]]>>",
        "a]]",
        "a]]></Content><MsgType>image</MsgType><Content><![CDATA[",
        "<b>&lt;&amp;</b>",
        "<!DOCTYPE x>",
        "两行\n有了",
        "😀 \u202e倒",
    ],
)
def test_words_come_back_as_they_were_and_add_no_element(words: str) -> None:
    reply = text_reply("oWang", "gh_1", b"1714112445", words)
    assert content_of(reply) == words
    assert [child.tag for child in ElementTree.fromstring(reply)] == [
        "ToUserName", "FromUserName", "CreateTime", "MsgType", "Content",
    ]  # fmt: skip


def test_control_characters_are_left_out_of_the_reply() -> None:
    assert content_of(text_reply("oWang", "gh_1", b"1", "a\x00\x08\x1b\uffff\ufffeb\td\ud83d")) == "ab\td?"


def test_the_reply_names_whom_it_goes_to_and_from() -> None:
    reply = ElementTree.fromstring(text_reply("oWang", "gh_1", b"1714112445", "好"))
    assert {child.tag: child.text for child in reply} == {
        "ToUserName": "oWang",
        "FromUserName": "gh_1",
        "CreateTime": "1714112445",
        "MsgType": "text",
        "Content": "好",
    }


def test_too_many_words_or_none_are_no_reply() -> None:
    text_reply("oWang", "gh_1", b"1", "a" * TEXT_BYTES)
    with pytest.raises(ValueError, match="2049 bytes"):
        text_reply("oWang", "gh_1", b"1", "a" * (TEXT_BYTES + 1))
    for words in ("", " \n", "\x00"):
        with pytest.raises(ValueError, match="needs words"):
            text_reply("oWang", "gh_1", b"1", words)
