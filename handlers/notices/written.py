"""What somebody writes for a notice, told apart: the audience before or behind it, the title, and the words themselves.

The words are kept as they were typed; only what is said about them is read in one spelling.
"""

import re
from dataclasses import dataclass

from knowledge.language.audiences import LEAVES_OUT, AudienceSaid, place_in_notice, read_audience
from knowledge.language.normalise import normalise

_SIGNS = r"[\s:：,，。;；]"
_WHAT = r"(?:公告|通知|(?:防范|预防)?提示)"
LEAD = (
    rf"(?:{_WHAT}\s*草稿|草稿{_WHAT}|(?:起草|拟)一?[份个条篇]?{_WHAT}"
    r"|(?:帮我|给我|我要|我想)?(?:发|出|写|编)一?[份个条篇则]?(?:公告|通知)(?=[\s:：,，。]+(?!G-?\d|取消|撤回|删)\S.{6}|\s*$))"
)
_LEAD = re.compile(rf"\s*{LEAD}{_SIGNS}*")
_TO_WHOLE = re.compile(r"(?:发给|给|面向|发)?\s*(?P<who>[^:：。\n]{2,60}?)\s*[:：\n]\s*(?P<text>.+)", re.DOTALL)
_IS_TO = re.compile(r"发给|面向|发(?=[^给])")
_TO_BEFORE = re.compile(r"(?:发给|给|面向|发)\s*(?P<who>[^:：,，。\n]{1,60}?)\s*[:：,，。\n]\s*(?P<text>.+)", re.DOTALL)
_TO_BEHIND = re.compile(
    r"(?P<text>.+?)[\s,，。;；(（]*(?:只?发给|面向)\s*(?P<who>[^。\n]{1,60}?)\s*[)）。]?\s*", re.DOTALL
)
# 全街道 今晚停水: it stays in the words. 各位居民 alone says nothing of how far it goes.
_TO_ALL = re.compile(r"\s*(?P<who>(?:全|整个|所有)[^\s:：,，。;；]{1,6})[\s:：,，]")
_MARKED_TITLE = re.compile(r"【(?P<title>[^【】\n]{1,200})】\s*(?P<text>.+)", re.DOTALL)
_FIRST_LINE = re.compile(r"(?P<title>[^\n。！!？?；;，,:：]{2,20})\n\s*(?P<text>.+)", re.DOTALL)

# Words of command that the office says in between: they are never taken for a notice's words.
_OTHER_WORDS = re.compile(
    r"(?:待办|任务|转人工|人工|帮助|名单|通知|公告|防范提示|日报|我的记录|准进名单)$"
    r"|(?:接手?|收到|已?上门|已?答复|邀请|撤销|绑定|排班|代报|代登记|准进) ?\S+$"
    r"|\S{1,6} ?[A-Za-z]\d{4}-\d{1,4}"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A notice as somebody wrote it in the chat; `title` is None where they gave none, `to` where they named nobody."""

    title: str | None
    text: str
    to: AudienceSaid | None


def is_draft(text: str) -> bool:
    """Whether a normalised text begins as a draft of a notice does."""
    return _LEAD.match(text) is not None


def is_tip(text: str) -> bool:
    """Whether a text begins as the draft of a standing tip 防范提示 does."""
    lead = _LEAD.match(text)
    return lead is not None and "提示" in lead.group()


def behind_lead(typed: str) -> str:
    """What stands behind 公告草稿, as it was typed."""
    return as_typed(typed, _LEAD)


def read_notice(typed: str) -> Written:
    """A notice in somebody's words: audience, title and text. An audience that was half read says what of it was not."""
    typed = typed.strip()
    whole = _TO_WHOLE.fullmatch(typed)
    to = read_audience(normalise(whole["who"])) if whole is not None else None
    if whole is not None and to is not None and (_IS_TO.match(typed) or (to.is_whole and to.but_places)):
        title, text = titled(whole["text"])
        return Written(title, text, to)
    for pattern in (_TO_BEFORE, _TO_BEHIND):
        match = pattern.fullmatch(typed)
        to = read_audience(normalise(match["who"])) if match is not None else None
        if match is not None and to is not None and to.is_whole and not _leaves_out(match["text"]):
            title, text = titled(match["text"])
            return Written(title, text, to)
    title, text = titled(typed)
    return Written(title, text, place_in_notice(normalise(f"{title or ''}\n{text}")) or _to_all(text))


def _leaves_out(text: str) -> bool:
    """Whether the words go on with who is left out: 发给永茂社区，除了6号楼，今晚停水."""
    return LEAVES_OUT.search(normalise(text)) is not None


def _to_all(text: str) -> AudienceSaid | None:
    """Everybody, where the words begin with them; None else."""
    match = _TO_ALL.match(text)
    to = read_audience(normalise(match["who"])) if match is not None else None
    return to if to is not None and to.kind == "everybody" and to.is_whole else None


def titled(typed: str) -> tuple[str | None, str]:
    """The title in 【】 or on a line of its own, and the words behind it; None where there is no title."""
    typed = typed.strip()
    for pattern in (_MARKED_TITLE, _FIRST_LINE):
        match = pattern.fullmatch(typed)
        if match is not None:
            return match["title"].strip(), match["text"].strip()
    return None, typed


def as_typed(typed: str, lead: re.Pattern[str]) -> str:
    """What stands behind the words of command, as it was typed."""
    found = lead.match(typed)
    return typed[found.end() :].strip() if found is not None else typed.strip()


def says_enough(text: str, least: int = 4) -> bool:
    """Whether a normalised text is words of a notice, and no word of command that came in between."""
    return len(text) >= least and not is_other_word(text)


def is_other_word(text: str) -> bool:
    """Whether it is a word of command that came in between."""
    return _OTHER_WORDS.match(text) is not None
