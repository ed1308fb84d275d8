"""Who is meant: phone and relatives. Names and several people: names.py, persons.py; how many they are: parties.py.

The text is expected normalised.
"""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.language.names import NameFound, find_name, is_called, looks_like_name, plain_name, usual_surnames
from knowledge.language.numbers import figures_of
from knowledge.language.words import WordListError, WordTable, load_list, words_of

__all__ = [
    "OPEN",
    "NameFound",
    "PhoneFound",
    "RelativeFound",
    "find_name",
    "find_phone",
    "find_relative",
    "find_relatives",
    "host_of",
    "is_house",
    "is_somebodys",
    "kin_words",
    "plain_name",
]  # fmt: skip

_FILE = "people.yaml"
OPEN = -1  # people of whom nobody knows how many they are
_PHONE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?(1[3-9]\d(?:[- ]?\d){8})(?![\d.]\d|\d)")
_SPOKEN_PHONE = re.compile(
    r"(?<![零〇一二两三四五六七八九幺\d])[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}(?![零〇一二三四五六七八九幺])"
)

_OF = re.compile("[他她的]$")
_NTH = re.compile("家(?:老[大二三四五六七八幺小疙瘩]{1,2}|[大二三四小老](?:小子|丫头|闺女|姑娘|儿子))$")
_AND = ("和", "跟", "与")
_BY_BIRTH = frozenset({"大宝", "二宝", "三宝"})
_HOUSEHOLD = "家属"
_THEIR_MOTHER = ("他妈", "她妈")
_NUMBERS = "二三四五六七八九"
_OWNERS = frozenset("我俺咱他她")
_WOMB = "子宫"
# 周四奶奶: the number is the weekday's; of 一周二姨 it is hers.
_WEEKDAY = re.compile("((?<![一两几半0-9老小姓])周|星期|礼拜)[二三四五六]")


@dataclass(frozen=True, slots=True)
class PhoneFound:
    """A mobile number as its eleven digits."""

    number: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RelativeFound:
    """Somebody named by kinship: `label` is how it is written down (妈妈), `people` how many that are.

    `members` are the labels of each, of a word for two (爸妈).
    """

    label: str
    people: int
    span: tuple[int, int]
    members: tuple[str, ...] = ()


def find_phone(text: str) -> PhoneFound | None:
    """The mobile number of a text, also with blanks, dashes, +86 or spoken; None where there are two that differ."""
    found = []
    if "1" in text:
        found = [PhoneFound(re.sub(r"\D", "", match[1]), match.span()) for match in _PHONE.finditer(text)]
    if not found and ("一" in text or "幺" in text):
        for spoken in _SPOKEN_PHONE.finditer(text):
            found.append(PhoneFound(figures_of(spoken.group()) or "", spoken.span()))
    return found[0] if len({phone.number for phone in found}) == 1 else None


def find_relatives(text: str) -> list[RelativeFound]:
    """Everybody the text names by kinship, from left to right; 孩子 in 孩子们 and 妈 in 妈家 are not meant."""
    if kin_words().signs.isdisjoint(text):
        return []
    text = _WEEKDAY.sub(r"\1·", text)
    if _WOMB in text:  # 我媳妇儿子宫肌瘤
        text = text.replace(_WOMB, "·" * len(_WOMB))
    return [
        RelativeFound(label, people, (start, start + len(word)), _pairs().get(word, ()) if people == 2 else ())
        for start, word, (label, people) in kin_words().scan(text)
        if label and not (label in _BY_BIRTH and _is_given_name(text, start))
    ]


def _is_given_name(text: str, start: int) -> bool:
    """Whether what is called by birth is the given name behind a surname: 王大宝."""
    surname = text[start - 1 : start] if start else ""
    if not surname or surname in _AND or surname not in usual_surnames():
        return False
    return not ("一" <= text[start - 2 : start - 1] <= "鿿")


def is_somebodys(text: str) -> bool:
    """Whether a text is somebody by whose kin they are: 石磊妈妈, 包金山老伴, 李强他妈."""
    if text.endswith(_HOUSEHOLD):  # 冯春生家属
        return looks_like_name(text[: -len(_HOUSEHOLD)]) or is_called(text[: -len(_HOUSEHOLD)])
    nth = _NTH.search(text)
    if nth is not None:  # 潘家老三, 老艾家大小子
        return is_house(text[: nth.start()])
    host = host_of(text)
    is_of = is_house(host[:-1]) if host.endswith("家") else looks_like_name(host) or is_called(host)
    is_of_house = "家老" in host and _NTH.search(host) is not None and is_somebodys(host)  # 潘家老三媳妇
    return host[-1:] not in _AND and (is_of or is_of_house)


def host_of(text: str) -> str:
    """Whose kin a text names at its end: 石磊 of 石磊妈妈, 苗苗 of 苗苗她姥姥; "" where it names nobody's."""
    if text.endswith(_THEIR_MOTHER) and len(text) > 3:  # 李强他妈: behind a name these are no curse
        return text[:-2]
    relatives = find_relatives(text)
    if not relatives or relatives[-1].people != 1 or relatives[-1].span[1] != len(text):
        return ""
    return _OF.sub("", text[: relatives[-1].span[0]])


def is_house(host: str) -> bool:
    """Whether a home is told by whose it is: 谭 of 谭家老太太, 老胡 of 老胡家媳妇, 二姐 of 二姐家孩子."""
    if len(host) < 2:
        return bool(host) and host in usual_surnames()
    if host[0] in _AND or not _OWNERS.isdisjoint(host):
        return False
    return is_called(host) or looks_like_name(host) or any(one.span == (0, len(host)) for one in find_relatives(host))


def find_relative(text: str) -> RelativeFound | None:
    """The first relative of a text; None where there is none."""
    found = find_relatives(text)
    return found[0] if found else None


@cache
def kin_words() -> WordTable[tuple[str, int]]:
    """All words for people, with label and number; raises WordListError."""
    content = load_list(_FILE)
    ones, numbered = content.get("one"), content.get("numbered")
    keys = ("one", "numbered", "pairs", "two", "companion", "open", "other")
    if set(content) != set(keys) or not (isinstance(ones, dict) and isinstance(numbered, dict)):
        raise WordListError(f"{_FILE}: the keys {', '.join(keys)} are expected")
    table: dict[str, tuple[str, int]] = {}
    for label, words in numbered.items():
        for word in words_of(words, f"{_FILE}: {label}"):
            table.update((number + word, (f"{number}{label}", 1)) for number in _NUMBERS)
    for label, words in ones.items():
        table.update(dict.fromkeys(words_of(words, f"{_FILE}: {label}"), (str(label), 1)))
    for word in (*_pairs(), *words_of(content["two"], f"{_FILE}: two")):
        table[word] = (word, 2)
    for word in words_of(content["companion"], f"{_FILE}: companion"):
        table[word] = ("", 1)
    for word in words_of(content["open"], f"{_FILE}: open"):
        table[word] = ("", OPEN)
    for word in words_of(content["other"], f"{_FILE}: other"):
        table[word] = ("", 0)
    return WordTable(table)


@cache
def _pairs() -> dict[str, tuple[str, ...]]:
    """The words for two people of which each is told (爸妈), with the labels of both; raises WordListError."""
    content = load_list(_FILE).get("pairs")
    if not isinstance(content, dict):
        raise WordListError(f"{_FILE}: pairs: words by the labels of two people are expected")
    return {
        word: tuple(str(labels).split())
        for labels, words in content.items()
        for word in words_of(words, f"{_FILE}: pairs")
    }
