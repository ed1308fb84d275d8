"""The texts of the replies: read when they are wanted, and all of them before somebody is answered."""

from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError

from bot.words import Words


@pytest.fixture
def replies(tmp_path: Path) -> Path:
    """A folder as `handlers/` with the texts of two replies, one of which is broken."""
    (tmp_path / "words").mkdir()
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies" / "greeting.txt").write_text("{{ name }}，您好。{{ street }}\n", encoding="utf-8")
    (tmp_path / "replies" / "broken.txt").write_text("{% if name %}您好\n", encoding="utf-8")
    return tmp_path


def test_a_reply_is_read_when_it_is_wanted_whatever_the_others_are(replies: Path) -> None:
    words = Words(replies)
    assert words.templates == {"greeting", "broken"}
    assert words.render("greeting", name="王阿姨").startswith("王阿姨，您好。")
    with pytest.raises(UndefinedError):
        words.render("greeting")


def test_a_broken_one_is_found_before_anybody_is_answered(replies: Path) -> None:
    with pytest.raises(TemplateSyntaxError):
        Words(replies).compile()
