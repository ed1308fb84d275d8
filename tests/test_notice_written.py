"""What the office writes for a notice, told apart: to whom, the title, the words as they were typed."""

import pytest

from handlers.notices.written import behind_lead, is_draft, read_notice
from knowledge.language.normalise import normalise
from tests.rows import every_row

# Typed behind 公告草稿; title, text, places or kind.
LABELLED: list[tuple[str, str | None, str, tuple[str, tuple[str, ...]] | None]] = [
    (
        "明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼",
        None,
        "明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼",
        ("place", ("老区社区",)),
    ),
    ("发给永茂社区：明天停水。", None, "明天停水。", ("place", ("永茂社区",))),
    ("发给永茂社区，明天停水。", None, "明天停水。", ("place", ("永茂社区",))),
    ("除了永茂社区都发：今晚停水", None, "今晚停水", ("everybody", ())),
    ("发给永茂社区，除了6号楼：今晚停水", None, "今晚停水", ("place", ("永茂社区",))),
    ("发给永茂社区，除了6号楼，今晚停水", None, "发给永茂社区，除了6号楼，今晚停水", None),
    ("今晚停水，发给永茂社区，除了6号楼", None, "今晚停水", ("place", ("永茂社区",))),
    ("给所有网格员：九点开会", None, "九点开会", ("role", ())),
    ("【停水】永茂社区6号楼明天停水", "停水", "永茂社区6号楼明天停水", ("place", ("永茂社区/6号楼",))),
    ("停水通知\n明天9点到12点停水", "停水通知", "明天9点到12点停水", None),
    ("明天9点停水，请提前接水。发给封控区", None, "明天9点停水，请提前接水", ("sealed", ())),
    ("明天9点停水（发给全街道）", None, "明天9点停水", ("everybody", ())),
    ("发给老人送药的电话：13800004444", None, "发给老人送药的电话：13800004444", None),
    ("给永茂社区居民拜年了，大家过年好", None, "给永茂社区居民拜年了，大家过年好", ("place", ("永茂社区",))),
    ("明天全员核酸😷，详情 https://example.com/a?b=1", None, "明天全员核酸😷，详情 https://example.com/a?b=1", None),
    ("{{7*191}} 停水", None, "{{7*191}} 停水", None),
]


@every_row(("typed", "title", "text", "to"), LABELLED)
def test_audience_title_and_words_are_told_apart(
    typed: str, title: str | None, text: str, to: tuple[str, tuple[str, ...]] | None
) -> None:
    found = read_notice(typed)
    assert (found.title, found.text) == (title, text)
    assert (None if found.to is None else (found.to.kind, found.to.places)) == to


@pytest.mark.parametrize(
    "typed", ["公告草稿 停水", "公告草稿：停水", "通知草稿。停水", "公告草稿\n停水", "起草一份公告，停水", "公告草稿停水"]
)
def test_a_draft_is_known_by_its_first_words_however_they_go_on(typed: str) -> None:
    assert is_draft(normalise(typed))
    assert behind_lead(typed) == "停水"
