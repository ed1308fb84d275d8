"""Texts on the wire: passive text replies, and how a long text is cut into several.

The platform takes 2,048 bytes of UTF-8 in one text and shows its failure notice for more; so it does
for XML with a control character, or with nothing in Content (被动回复用户消息 in its documentation,
and measured by others).
"""

import re
import unicodedata

TEXT_BYTES = 2_048

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SENTENCE_END = re.compile(r"""(?:[。！？!?；;…]|\.(?=\s))[」』”’）)】》"]*""")
_PAUSE = re.compile(r"[，,、：:]|\s")
_LONGEST_CHARACTER = 4
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"


def text_reply(openid: str, account: str, seconds: bytes, words: str) -> bytes:
    """The XML of a passive text reply from `account` to `openid`, both as checked when the push came in.

    `seconds` is the time of the reply, in digits. Nothing in the words can end their element or spoil
    the XML. Raises ValueError for words over 2,048 bytes and for none.
    """
    content = wire_bytes(words)
    if len(content) > TEXT_BYTES:
        raise ValueError(f"a text reply of {len(content)} bytes is over the platform's {TEXT_BYTES}")
    if not content.strip():
        raise ValueError("a text reply needs words")
    content = content.replace(b"]]>", b"]]]]><![CDATA[>")
    return (
        b"<xml><ToUserName><![CDATA[%b]]></ToUserName><FromUserName><![CDATA[%b]]></FromUserName>"
        b"<CreateTime>%b</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%b]]></Content></xml>"
    ) % (openid.encode("ascii"), account.encode("ascii"), seconds, content)


def wire_bytes(words: str) -> bytes:
    """Words as they are sent: UTF-8 without what XML forbids, a lone surrogate as a question mark."""
    return _FORBIDDEN.sub("", words).encode("utf-8", "replace")


def split(text: str, limit: int = TEXT_BYTES) -> list[str]:
    """The text in pieces of at most `limit` bytes of UTF-8, in order; none where there is nothing but blanks.

    It is cut at a line's end if one lies in the second half of a piece, else at a sentence's end, else at a
    pause, and only without any of them between two signs; never inside a sign or a link. Blanks at a cut go.
    """
    if limit < _LONGEST_CHARACTER:
        raise ValueError("a piece must hold at least one character")
    rest = wire_bytes(text).decode("utf-8").strip()
    pieces = []
    while rest:
        fits = len(rest)
        if fits * _LONGEST_CHARACTER > limit:
            fits = len(rest[:limit].encode()[:limit].decode("utf-8", "ignore"))
        cut = fits if fits == len(rest) else _best_cut(rest, fits)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return pieces


def _best_cut(text: str, fits: int) -> int:
    """Where to cut so that at most the first `fits` characters stay; at least 1."""
    link = text.rfind("<a ", 0, fits)
    if link > 0 and text.find("</a>", link, fits) < 0:
        fits = link  # a link that is cut shows its markup
    half = fits // 2
    line = text.rfind("\n", half, fits)
    if line > 0:
        return line
    for pattern, start in ((_SENTENCE_END, half), (_SENTENCE_END, 0), (_PAUSE, half)):
        ends = [match.end() for match in pattern.finditer(text, start, fits)]
        if ends:
            return ends[-1]
    return _between_characters(text, fits)


def _between_characters(text: str, cut: int) -> int:
    """The last place up to `cut` that does not tear a mark or a joined emoji from the sign before it."""
    for place in range(cut, max(cut // 2, 0), -1):
        if not _belongs_to_previous(text, place):
            return place
    return cut


def _belongs_to_previous(text: str, place: int) -> bool:
    following = text[place]
    return (
        following in _JOINERS
        or text[place - 1] == "\u200d"
        or "\U0001f3fb" <= following <= "\U0001f3ff"  # skin tones
        or unicodedata.combining(following) != 0
    )
