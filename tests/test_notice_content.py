"""What a notice says: cleaned once when it is written, hashed to the byte, and never more than one message (I5, A8)."""

import hashlib
import json
from dataclasses import replace

import pytest

from knowledge.notices.audience import everybody, living_in
from knowledge.notices.content import BadContent, Content, written

_CONTENT = written("停水", "明天停水。", everybody(), broadcast="各位居民，明天停水。", mongolian="ᠤᠰᠤ")


def test_the_hash_is_that_of_its_canonical_json() -> None:
    parts = {
        "audience": everybody().canonical(),
        "broadcast": "各位居民，明天停水。",
        "mongolian": "ᠤᠰᠤ",
        "template": "notice",
        "text": "明天停水。",
        "title": "停水",
    }
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert _CONTENT.sha256 == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "停水 "},
        {"text": "明天停水."},
        {"broadcast": None},
        {"mongolian": "ᠤᠰᠤ᠎"},
        {"audience": living_in("永茂社区").canonical()},
        {"template": "alert"},
        {"rhythm": "weekly"},
        {"title": "停水明", "text": "天停水。"},
    ],
    ids=str,
)
def test_any_other_byte_is_another_hash(changed: dict[str, str | None]) -> None:
    assert replace(_CONTENT, **changed).sha256 != _CONTENT.sha256  # type: ignore[arg-type]


def test_what_leaves_is_the_title_the_text_and_the_mongolian_version() -> None:
    assert _CONTENT.message == "停水\n明天停水。\nᠤᠰᠤ"


def test_it_is_cleaned_once_when_it_is_written() -> None:
    content = written("  停\n水\t", "明天\r\n停水。\n\n", everybody(), broadcast="  ", mongolian="")
    assert (content.title, content.text) == ("停 水", "明天\n停水。")
    assert (content.broadcast, content.mongolian) == (None, None)
    assert written("e\u0301", "x", everybody()).title == "é"


def test_emoji_and_mongolian_keep_their_joiners() -> None:
    words = "👨\u200d👩\u200d👧 ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠬᠠ᠎ᠠ\u180b"
    assert written("通知", words, everybody()).text == words


BAD = {
    "no title": ("", "x", "no_title"),
    "blanks for a title": (" \n ", "x", "no_title"),
    "no text": ("x", " \u3000\n", "no_text"),
    "a long title": ("长" * 41, "x", "title_too_long"),
    "more than one message": ("x", "字" * 683, "too_long"),
    "a control character": ("x", "a\x00b", "hidden_characters"),
    "words turned round": ("x", "a\u202eb", "hidden_characters"),
    "a blank of no width": ("停\u200b水", "x", "hidden_characters"),
    "half a character": ("x", "\ud800", "hidden_characters"),
}


@pytest.mark.parametrize(("title", "text", "fault"), BAD.values(), ids=BAD)
def test_what_cannot_be_a_notice_is_refused_with_its_fault(title: str, text: str, fault: str) -> None:
    with pytest.raises(BadContent) as refused:
        written(title, text, everybody())
    assert refused.value.fault == fault


def test_the_longest_message_is_one_that_the_platform_takes() -> None:
    fits = written("x", "字" * 682, everybody())
    assert len(fits.message.encode()) == 2048
    with pytest.raises(BadContent):
        written("x", "字" * 682, everybody(), mongolian="ᠤ")
    with pytest.raises(BadContent, match="broadcast_too_long"):
        written("x", "y", everybody(), broadcast="字" * 1001)


def test_a_spoilt_byte_gives_another_hash_and_no_error() -> None:
    assert Content("x", "\ud800", None, None, "{}").sha256 != Content("x", "?", None, None, "{}").sha256
