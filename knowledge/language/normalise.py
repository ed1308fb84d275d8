"""Brings a message into one spelling before any grammar reads it: width, script, invisible characters, slips.

The text is cut at 2,048 characters first. Full-width letters and digits become half-width, traditional
characters simplified, emoji blanks (but a vehicle its word), runs of blanks one blank; line breaks stay, because lists
are written line by line. Slips of the keyboard are set right from `spellings.yaml`. A text that is clean already, as most
are, is returned at once.
"""

import re
import unicodedata
from functools import cache

from knowledge.language.traditional import SIMPLIFIED, TRADITIONAL
from knowledge.language.words import WordListError, either, load_list, words_of

LIMIT = 2048

# What NFKC would change for the worse (℃ becomes two signs there) or leave in several forms.
_SIGNS = {
    "℃": "℃",
    "℉": "℉",
    "。": "。",
    "｡": "。",
    "．": ".",
    "•": "·",
    "・": "·",
    "˙": "·",
    "‧": "·",
    "∙": "·",
    "⋅": "·",
    "﹒": ".",
    "～": "~",
    "—": "-",
    "–": "-",
    "―": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "【": "[",
    "】": "]",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "\t": " ",
    "\x0b": " ",
    "\x0c": " ",
    "…": " ",
    "⋯": " ",
    "⁄": "/",
    **dict.fromkeys("❌❎✖✗✘╳", "×"),  # says that it is not so, as ticks do not need to
    **dict.fromkeys("🚄🚅", "高铁"),
    **dict.fromkeys("🚂🚆🚊", "火车"),
    **dict.fromkeys("✈🛫🛬🛩", "飞机"),
    **dict.fromkeys("🚌🚍", "大巴"),
    **dict.fromkeys("🚗🚘🚙", "轿车"),
    **dict.fromkeys("🚚🚛", "货车"),
    **dict.fromkeys("🚢⛴🛳", "轮船"),
    "🏍": "摩托车",
}


_SIMPLER = str.maketrans(TRADITIONAL, SIMPLIFIED)


def _sign_of(code: int) -> str | None:
    """What a character outside the plain ranges becomes: a blank for a picture, None for an invisible one."""
    char = chr(code)
    kind = unicodedata.category(char)
    if kind in {"Cc", "Cf", "Cs", "Me"} or unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
        return None
    # A character of another block may fold to a traditional one.
    folded = unicodedata.normalize("NFKC", char).replace("⁄", "/").translate(_SIMPLER)
    if kind in {"So", "Sk", "Co", "Cn"} and char not in "°℃℉":
        # A circled or squared figure is a figure; a picture stays what it is and gives a blank.
        is_picture = folded == char or unicodedata.category(folded[0]) in {"So", "Sk", "Mn", "Zs"}
        return " " if is_picture else folded
    return folded


class _Signs(dict[int, str | None]):
    """The table of `str.translate`, filled with a character when it is first met."""

    def __missing__(self, code: int) -> str | None:
        sign = _sign_of(code)
        if len(self) < 20_000:  # a stranger who sends every character there is cannot make it grow for ever
            self[code] = sign
        return sign


_TABLE = _Signs({old: chr(new) for old, new in _SIMPLER.items()})
_TABLE.update({ord(old): new for old, new in _SIGNS.items()})
_TABLE.update({code: chr(code) for code in range(0x20, 0x7F)})
_TABLE[ord("\n")] = "\n"

# Plain text holds printable ASCII, simplified characters and few other signs; anything else is looked at.
_UNPLAIN = re.compile(f"[^!-Z^-~ \n。、℃·一-鿿]|[{TRADITIONAL}]|[\\[\\]]|/:|摄氏|度[Cc]|  | \n|\n[ \n]")
# The signs of a Chinese keyboard stand in half of all texts. Where they are all that is not plain, they are replaced one
# by one: the thorough way costs ten times as much.
_USUAL_SIGNS = (("，", ","), ("！", "!"), ("？", "?"), ("：", ":"), ("；", ";"), ("（", "("), ("）", ")"))
_DEGREE = re.compile(r"(?:°|˚|º|度)[ ]?[Cc](?![A-Za-z])|摄氏度?")
# 36.5②王磊: the figure of a list begins a row, and goes on from no other.
_LISTED = re.compile("(?<=[0-9０-９])(?=[①-⑳⑴-⒇⒈-⒛❶-❿])")
_BLANKS = re.compile(r"[ \n]*\n[ \n]*|  +")


@cache
def _slips() -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of all slips and phrases to keep, and what each becomes; raises WordListError."""
    content = load_list("spellings.yaml")
    slips = content.get("slips")
    if set(content) != {"slips", "keep", "stickers"} or not isinstance(slips, dict):
        raise WordListError("spellings.yaml: the keys slips, keep and stickers are expected")
    meant = {word: word for word in words_of(content["keep"], "spellings.yaml: keep")}
    for right, wrong in slips.items():
        for word in words_of(wrong, f"spellings.yaml: {right}"):
            if meant.setdefault(word, str(right)) != right:
                raise WordListError(f"spellings.yaml: {word} is listed twice")
    return re.compile(either(meant)), meant


@cache
def _sticker() -> re.Pattern[str]:
    """The pattern of stickers sent as text: [微笑] and the older /::) ones."""
    names = words_of(load_list("spellings.yaml")["stickers"], "spellings.yaml: stickers")
    return re.compile(rf"\[{either(names)}\]|/::?[a-zA-Z<>()|@$*~,\-]{{1,2}}")


def normalise(text: str) -> str:
    """The text in one spelling, without blanks at its ends; never longer than 2,048 characters, never raises.

    Normalising twice gives the same as normalising once.
    """
    text = text[:LIMIT].strip()
    if _UNPLAIN.search(text) is not None:
        usual = text
        for sign, plain in _USUAL_SIGNS:
            usual = usual.replace(sign, plain)
        is_plain = _UNPLAIN.search(usual) is None and _DEGREE.search(usual) is None
        text = usual if is_plain else _plain(text)
    slip, meant = _slips()
    if slip.search(text) is not None:
        text = slip.sub(lambda found: meant[found.group()], text)[:LIMIT].strip()
    return text


def _plain(text: str) -> str:
    """The thorough way: every character looked up, stickers and spellings of ℃ folded, blanks gathered."""
    if "[" in text or "/:" in text or "［" in text or "【" in text:
        text = _sticker().sub(" ", text)
    text = _LISTED.sub(" ", text.replace("\r\n", "\n")).translate(_TABLE)
    text = _DEGREE.sub("℃", text)
    return _BLANKS.sub(lambda run: "\n" if "\n" in run.group() else " ", text).strip()[:LIMIT].strip()
