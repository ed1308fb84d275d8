"""Who is meant and how many they are: party size, phone, relatives. Names and several people: names.py, persons.py.

The text is expected normalised. A number of people is given only where the text determines it: 一家三口, 我和老伴,
我带俩孩子, 就我自己; 全家 or 我和几个同事 leave it open.
"""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.language.names import NameFound, find_name, is_called, looks_like_name, plain_name
from knowledge.language.numbers import figures_of, parse_chinese_number
from knowledge.language.words import WordListError, WordTable, load_list, words_of

__all__ = [
    "NameFound", "PartyFound", "PhoneFound", "RelativeFound", "find_name", "find_party_size", "find_phone",
    "find_relative", "find_relatives", "is_somebodys", "plain_name", "plain_number_of_people",
]  # fmt: skip

_FILE = "people.yaml"
_COUNT = r"(?:[1-9]\d?|[一二两三四五六七八九十俩仨]{1,3})"
_OPEN = -1
_MOST = 60  # a coach; more than that is no party of travellers
_PHONE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?(1[3-9]\d(?:[- ]?\d){8})(?![\d.]\d|\d)")
_SPOKEN_PHONE = re.compile(
    r"(?<![零〇一二两三四五六七八九幺\d])[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}(?![零〇一二三四五六七八九幺])"
)

# Patterns in the order in which they are believed; each group is a number of people.
_TOTAL = re.compile(
    rf"(?:一共|总共|共计|合计|一行|总人数|人数|共)(?:有|是|为|:)? ?({_COUNT})(?:个|位|名|口)?人?(?![次天号点岁月日])"
)
_ADULTS = re.compile(
    rf"({_COUNT})个?(?:大人|大|成人|成年人)[ ,、和带及]{{0,2}}({_COUNT})个?(?:小孩|孩子|小|儿童|娃)"
    rf"|({_COUNT})个?(?:小孩儿?|孩子|儿童|娃娃?)[ ,、和带及]{{0,2}}({_COUNT})个?(?:大人|成人|成年人)"
    rf"|(?:大人|成人)({_COUNT})[个名人]?[ ,、和]{{0,2}}(?:小孩|孩子|儿童)({_COUNT})[个名人]?"
)
_FAMILY = re.compile(
    rf"(?:一|全|我|我们)?家(?:老小|里)?({_COUNT})大?(?:口|个人|个|人)|(?<!\d)({_COUNT})口(?:人|之家|子)?(?!井)"
)
_PAIR = re.compile(
    r"(?:爷们?|娘们?|母子|父子|母女|父女|夫妻|夫妇|姐妹|姐弟|哥|姐|兄弟|兄妹|祖孙|公母|我们|咱们|咱|俺|我|妯娌|他们|她们)([俩仨])"
    rf"|(?:爷们?|娘们?|母子|父子|夫妻|姐妹|兄弟|姐|哥)儿?({_COUNT})个"
    r"|(?:两|俩|2)口子|夫妻(?:两|二|2)人|夫妻双方|我们夫妻|老两口|小两口"
)
_WE = re.compile(
    rf"(?:我们|咱们|俺们|我|咱|俺)家?(?:就|哥|姐妹|兄弟|娘|爷|祖孙|夫妻)?({_COUNT})(?:个人|个|人|口)(?!民|月|小时)"
)
_PEOPLE = re.compile(rf"({_COUNT})(?:个人|个大人|[位名人]|口人)(?![民次份间均员家多]|以上|左右)")
# Before the slow ones the signs without one of which they cannot match: they take many times longer to say no.
_Pattern = tuple[re.Pattern[str] | None, re.Pattern[str]]
_FIRST_BELIEVED: tuple[_Pattern, ...] = (
    (None, _TOTAL),
    (re.compile("[大成]"), _ADULTS),
    (re.compile("[家口]"), _FAMILY),
    (re.compile("[俩仨个口夫]"), _PAIR),
)
_THEN_BELIEVED: tuple[_Pattern, ...] = ((None, _WE), (re.compile("[人位名]"), _PEOPLE))
_ALONE = re.compile(
    r"(?:就|只有|只|光|仅)有?(?:我|俺|本人)?(?:自己|一个人?|一人|1个?人|1个|我|本人)|一个人|独自|单独|只身|自己一个"
    r"|(?:我|俺|本人)自己(?![家开的做])"
)
_NOT_COUNTED = re.compile(r"(?:第|每|前|后|其他|另外?|差|送|还有|楼上|最多|限|接触过?|见过?|[带领抱]着?)[^,。;]{0,2}$")

# What connects people to a party: 我和老伴, 带着俩孩子, 老婆孩子.
_JOINED = re.compile(
    r" ?(?:和|跟|与|同|、|,|带[着上]?|领着?|陪着?|抱着|拉着|还有|加上|以及|及|也| )*"
    rf"(?:我家?|俺家?|咱家?|家里?|他|她)?的?({_COUNT})?[个位名]? ?"
)
_LED_BY = re.compile(
    rf"(?:带[着上]?|领着?|陪着?|抱着|拉着|和|跟|与|同)(?:我家?|俺家?|咱家?|家里?)?的?({_COUNT})?[个位名]? ?$"
)
_SEVERAL = re.compile("[几多]个?$")
_COUNTER = re.compile("(?:个?人|[个口位名])$")
_SELF = re.compile("我|俺|本人")
_OF = re.compile("[他她的]$")
_AND = ("和", "跟", "与")


@dataclass(frozen=True, slots=True)
class PartyFound:
    """How many people travel, the speaker included where travelling, and the words that say so."""

    size: int
    span: tuple[int, int]


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
    found = [PhoneFound(re.sub(r"\D", "", match[1]), match.span()) for match in _PHONE.finditer(text)]
    if not found:
        for spoken in _SPOKEN_PHONE.finditer(text):
            found.append(PhoneFound(figures_of(spoken.group()) or "", spoken.span()))
    return found[0] if len({phone.number for phone in found}) == 1 else None


def find_relatives(text: str) -> list[RelativeFound]:
    """Everybody the text names by kinship, from left to right; 孩子 in 孩子们 and 妈 in 妈家 are not meant."""
    return [
        RelativeFound(label, people, (start, start + len(word)), _pairs().get(word, ()) if people == 2 else ())
        for start, word, (label, people) in _relatives().scan(text)
        if label
    ]


def is_somebodys(text: str) -> bool:
    """Whether a text is somebody by whose kin they are: 石磊妈妈, 包金山老伴, 李强他妈."""
    relatives = find_relatives(text)
    if not relatives or relatives[-1].people != 1 or relatives[-1].span[1] != len(text):
        return False
    host = _OF.sub("", text[: relatives[-1].span[0]])
    return host[-1:] not in _AND and (looks_like_name(host) or is_called(host))


def find_relative(text: str) -> RelativeFound | None:
    """The first relative of a text; None where there is none."""
    found = find_relatives(text)
    return found[0] if found else None


def find_party_size(text: str) -> PartyFound | None:
    """How many people travel together, where the text determines it; None where it leaves it open."""
    found = _first(text, _FIRST_BELIEVED)
    if found is not None:
        return found
    party = _companions(text)
    if party is not None:
        return party if party.size else None
    found = _first(text, _THEN_BELIEVED)
    if found is not None:
        return found
    alone = _ALONE.search(text)
    return PartyFound(1, alone.span()) if alone is not None else None


def plain_number_of_people(text: str) -> int | None:
    """The number, where the text is nothing else: 3, 三个, 俩人, 5口."""
    bare = _COUNTER.sub("", text.strip(" ,。.!"))
    value = parse_chinese_number(bare)
    return value if isinstance(value, int) and 1 <= value <= _MOST else None


@cache
def _relatives() -> WordTable[tuple[str, int]]:
    """All words for people, with label and number; raises WordListError."""
    content = load_list(_FILE)
    ones = content.get("one")
    if set(content) != {"one", "pairs", "two", "companion", "open", "other"} or not isinstance(ones, dict):
        raise WordListError(f"{_FILE}: the keys one, pairs, two, companion, open and other are expected")
    table: dict[str, tuple[str, int]] = {}
    for label, words in ones.items():
        table.update(dict.fromkeys(words_of(words, f"{_FILE}: {label}"), (str(label), 1)))
    for word in (*_pairs(), *words_of(content["two"], f"{_FILE}: two")):
        table[word] = (word, 2)
    for word in words_of(content["companion"], f"{_FILE}: companion"):
        table[word] = ("", 1)
    for word in words_of(content["open"], f"{_FILE}: open"):
        table[word] = ("", _OPEN)
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


def _first(text: str, patterns: tuple[_Pattern, ...]) -> PartyFound | None:
    for sign, pattern in patterns:
        if sign is not None and sign.search(text) is None:
            continue
        for match in pattern.finditer(text):
            size = _sum_of(match)
            if size is not None and _NOT_COUNTED.search(text[max(0, match.start() - 6) : match.start()]) is None:
                return PartyFound(size, match.span())
    return None


def _sum_of(match: re.Match[str]) -> int | None:
    """The people a match counts; two where it is a word for a pair, None beyond a coachful."""
    numbers = [parse_chinese_number(group) for group in match.groups() if group]
    if not numbers:
        return 2
    total = sum(number for number in numbers if isinstance(number, int))
    return total if 1 <= total <= _MOST else None


def _companions(text: str) -> PartyFound | None:
    """我和老伴, 我带俩孩子, 带老婆孩子, 爸妈: everybody named, and the speaker where travelling along.

    None where nobody is named with another; size 0 where the words leave the number open (我和家人).
    """
    named = _mentions(text)
    pair: PartyFound | None = None
    for index, (start, end, people) in enumerate(named):
        total, last, members = people, end, 1
        lead = _LED_BY.search(text[max(0, start - 10) : start]) if not _is_self(text, start, end) else None
        if lead is not None:
            count = _times(lead[1], people)
            subject = named[index - 1][2] if index else 1
            total, members = count + (subject if subject > 0 else 1), 2
        is_open = people == _OPEN or _SEVERAL.search(text[max(0, start - 2) : start]) is not None
        for next_start, next_end, more in named[index + 1 :]:
            link = _JOINED.fullmatch(text, last, next_start)
            if link is None:
                is_open = is_open or _SEVERAL.search(text[last:next_start]) is not None
                break
            is_open = is_open or more == _OPEN
            total, members, last = total + _times(link[1], more), members + 1, next_end
        if members > 1:
            return PartyFound(0 if is_open or total > _MOST else total, (start, last))
        if people == 2 and pair is None:
            pair = PartyFound(2, (start, end))
    return pair


def _mentions(text: str) -> list[tuple[int, int, int]]:
    """Everybody named, as start, end, number: relatives, companions, and the speaker (我, but not in 我妈)."""
    words = [word for word in _relatives().scan(text) if word.tag[1]]
    starts = {word.start for word in words}
    named = [(word.start, word.start + len(word.word), word.tag[1]) for word in words]
    for found in _SELF.finditer(text):
        behind = text[found.end() : found.end() + 1]
        if found.end() not in starts and behind not in ("们", "家", "的"):
            named.append((found.start(), found.end(), 1))
    return sorted(named)


def _is_self(text: str, start: int, end: int) -> bool:
    return _SELF.fullmatch(text, start, end) is not None


def _times(number: str | None, people: int) -> int:
    """The people of 俩孩子 (2), 三个朋友 (3), 孩子 (1)."""
    count = parse_chinese_number(number) if number else None
    return count * people if isinstance(count, int) and count > 0 else people
