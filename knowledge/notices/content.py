"""What a notice says, byte for byte (clause 3.3, THREATS I5): the words as they leave, and the hash that an approval binds.

The words are data: nothing in them is ever filled in, looked up or run (THREATS A12).
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, get_args

from knowledge.notices.audience import Audience

# The platform takes 2,048 bytes of UTF-8 in one text; a notice is never cut, so it has to fit into one.
LONGEST_MESSAGE_BYTES = 2_048
LONGEST_TITLE = 40
LONGEST_BROADCAST = 1_000
# The purpose of the template message that may stand in where somebody's window is closed.
PURPOSE = "notice"

# What nobody sees and what turns other words round. The joiners of emoji and of Mongolian writing are no part of it.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)

# Made once: it is needed before each message of a notice.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
# How often a standing tip 防范提示 comes round; a notice that goes out once has none.
Rhythm = Literal["weekly"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)

Fault = Literal["no_title", "no_text", "title_too_long", "too_long", "broadcast_too_long", "hidden_characters"]


class BadContent(ValueError):
    """The words cannot be a notice; `fault` names why, for whoever wrote them."""

    def __init__(self, fault: Fault) -> None:
        self.fault: Fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Content:
    """A notice as it is approved: title, text, words for the loudspeaker 广播 and a human-made Mongolian version (each may
    be missing), to whom (canonical JSON of an Audience), the purpose of the template that may stand in, and for a standing
    tip how often it comes round."""

    title: str
    text: str
    broadcast: str | None
    mongolian: str | None
    audience: str
    template: str = PURPOSE
    rhythm: str | None = None

    @property
    def message(self) -> str:
        """The words as they leave: the title on a line of its own, the text, and the Mongolian version below it."""
        return "\n".join(part for part in (self.title, self.text, self.mongolian) if part)

    @property
    def sha256(self) -> str:
        """The hash that an approval binds: of canonical JSON, its keys in order, UTF-8, no blanks between.

        The rhythm stands in it only where there is one: what was approved before there were standing tips keeps its hash.
        """
        parts = {
            "title": self.title,
            "text": self.text,
            "broadcast": self.broadcast,
            "mongolian": self.mongolian,
            "audience": self.audience,
            "template": self.template,
        }
        if self.rhythm is not None:
            parts["rhythm"] = self.rhythm
        canonical = _CANONICAL.encode(parts)
        # A byte that somebody spoilt in the store must give another hash, not an error.
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def written(
    title: str,
    text: str,
    audience: Audience,
    *,
    broadcast: str | None = None,
    mongolian: str | None = None,
    rhythm: str | None = None,
) -> Content:
    """The content of a notice as somebody wrote it, in NFC and without blanks at its ends. Raises BadContent.

    With a rhythm (one of RHYTHMS) it is a standing tip.
    """
    content = Content(
        " ".join(_clean(title).split()),
        _clean(text),
        _clean(broadcast or "") or None,
        _clean(mongolian or "") or None,
        audience.canonical(),
        rhythm=rhythm,
    )
    if not content.title:
        raise BadContent("no_title")
    if not content.text:
        raise BadContent("no_text")
    if len(content.title) > LONGEST_TITLE:
        raise BadContent("title_too_long")
    if len(content.message.encode()) > LONGEST_MESSAGE_BYTES:
        raise BadContent("too_long")
    if content.broadcast and len(content.broadcast) > LONGEST_BROADCAST:
        raise BadContent("broadcast_too_long")
    return content


def _clean(words: str) -> str:
    cleaned = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
    if _HIDDEN.search(cleaned):
        raise BadContent("hidden_characters")
    return cleaned


def too_many_characters(title: str, text: str, mongolian: str | None = None) -> int:
    """How many characters at the end of the text are too many for one message; 0 where it fits."""
    content = Content(" ".join(_clean(title).split()), _clean(text), None, _clean(mongolian or "") or None, "")
    over = len(content.message.encode()) - LONGEST_MESSAGE_BYTES
    count = 0
    while over > 0 and count < len(content.text):
        count += 1
        over -= len(content.text[-count].encode())
    return count
