"""Where somebody goes (exit requests): 去市医院, 到通辽市人民医院, 去火车站接人, 去沈阳. A bare 医院 or 单位 is no place.

A place is written down as it was said. Known places and the words that names end with stand in `trips.yaml`; regions
come from `knowledge.language.place_names`. Text is normalised.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from knowledge.language.place_names import PlaceNames, Rank, place_names
from knowledge.language.words import WordListError, WordTable, either, load_list, words_of

_FILE = "trips.yaml"
_LONGEST_NAME = 14
_HEADED_FOR = re.compile(
    r"(?:去|到|往|回|赴|飞|来|上|进|奔|走|转|转院到?|送到?|在|出差|位于|目的地|地点|前往)(?:了|趟|过|一趟|一下|老家"
    r"|家|[是为:]|的)?[ ]?$"
)
# 燃气公司的,周一到周五值守; 法院开庭: a place of work, or who does something.
_NO_GOAL_BEHIND = re.compile(
    r"(?:的?(?:员?工|职工|司机|老师|护士|大夫|医生|保安|保洁|锅炉工|工人|值班员|人员)|的(?:$|[ ,。;])|(?:那边"
    r"|这边)?(?:开庭|传票|通知|打电话|来电话|来人|让我|叫我|让去|叫去|要我|催))"
)
_COMES_FROM = re.compile(r"(?:从|离开|出了?|路过|经过)[ ]?$")
_LIVES_OR_WORKS = re.compile(r"(?:在)[ ]?$")
# Behind these a name may begin; 天津 and 上海 are no such words.
_BEGINS_BEHIND = re.compile(
    r"[去到往从在是把离跟陪带送接的趟想得给点号早晚午分刻半了着让叫让由\d:,，。;!?\n 、]"
    r"|要(?!路)|回(?!民)|上(?!海|饶|虞)|来(?!宾|安|凤)"
    r"|(?<=[今明昨后前每当整])天(?!津|水|门|山|长)|(?<!协)和(?!平|田|县|龙)|出差|开车|打车|坐车|现在|马上|一早|前往|位于|预约|申请|外出|周[一二三四五六日]|我(?!爱)|他|她|们"
)
_NOT_A_REGION = re.compile(r"[ ]?(?:人(?!民)|话|路|街|大街|菜|牌|那边回来|回来|过来的|来的|的(?!医院))")
_STOPS = frozenset(["", " ", ",", "。", "\n"])


@dataclass(frozen=True, slots=True)
class DestinationFound:
    """A place as it was said, and where."""

    name: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Endings:
    """What names of places end with, and what the words before it may not be."""

    known: WordTable[bool]
    pattern: re.Pattern[str]
    alone: frozenset[str]
    headed_for: frozenset[str]
    goes_on: frozenset[str]
    names_nothing: frozenset[str]


def find_destination(text: str) -> DestinationFound | None:
    """The place that somebody goes to; the first that a word of going stands before, else the first that is named."""
    endings, regions = _endings(), place_names()
    best: tuple[int, DestinationFound] | None = None
    for found, is_sure in (*_institutions(text, endings), *_regions(text, regions)):
        before = text[max(0, found.span[0] - 8) : found.span[0]]
        if _COMES_FROM.search(before) is not None:
            continue
        is_headed = _HEADED_FOR.search(before) is not None
        if not is_headed and found.name in endings.alone and _NO_GOAL_BEHIND.match(text, found.span[1]) is not None:
            continue
        if not is_headed and not is_sure:
            continue
        rank = 2 * is_sure + is_headed
        if best is None or rank > best[0]:
            best = rank, found
    return None if best is None else best[1]


def _institutions(text: str, endings: _Endings) -> Iterator[tuple[DestinationFound, bool]]:
    """Hospitals, stations, offices: each with whether it is a place without a word of going before it."""
    behind = 0
    for match in endings.pattern.finditer(text):
        ending, end = match.group(), match.end()
        if ending in endings.goes_on and _goes_on(text, end, endings):
            continue
        begin = _beginning(text, max(behind, match.start() - _LONGEST_NAME), match.start())
        modifier = text[begin : match.start()]
        behind = end
        while nameless := _nameless(endings, modifier):
            begin += nameless
            modifier = modifier[nameless:]
        if not modifier and ending not in endings.alone and not endings.known.scan(ending):
            continue
        if len(modifier) == 1 and ending in endings.headed_for:
            continue
        yield DestinationFound(text[begin:end], (begin, end)), ending not in endings.headed_for


def _goes_on(text: str, end: int, endings: _Endings) -> bool:
    """Whether the name goes on to another ending: 永清街派出所, 协和医院."""
    longer = endings.pattern.search(text, end, end + _LONGEST_NAME)
    return longer is not None and _BEGINS_BEHIND.search(text, end, longer.start()) is None


def _nameless(endings: _Endings, modifier: str) -> int:
    """How much of a modifier names nothing: 2 of 附近医院, and 大 only where it is all (大医院)."""
    return max(
        (
            len(word)
            for word in endings.names_nothing
            if modifier == word or (len(word) > 1 and modifier.startswith(word))
        ),
        default=0,
    )


def _beginning(text: str, start: int, end: int) -> int:
    """Where the name that ends at `end` begins: behind the last word of going, time or person before it."""
    begin = start
    for found in _BEGINS_BEHIND.finditer(text, start, end):
        begin = found.end()
    return begin


def _regions(text: str, names: PlaceNames) -> Iterator[tuple[DestinationFound, bool]]:
    """Regions of China; neighbouring names are one (河北石家庄), and our own is none."""
    last: tuple[int, int, bool] | None = None
    for name in names.scan(text):
        is_home = any(region.code in names.home for region in name.regions)
        is_sure = name.rank > Rank.COUNTY_SHORT and not name.needs_parent
        if last is not None and name.start == last[1]:
            last = last[0], name.end, last[2] or is_sure
            continue
        if last is not None:
            yield from _region(text, *last)
        last = None if is_home or name.needs_parent else (name.start, name.end, is_sure)
    if last is not None:
        yield from _region(text, *last)


def _region(text: str, start: int, end: int, is_sure: bool) -> Iterator[tuple[DestinationFound, bool]]:
    is_origin = _LIVES_OR_WORKS.search(text, max(0, start - 2), start) is not None
    if _NOT_A_REGION.match(text, end) is None and not is_origin:
        yield DestinationFound(text[start:end], (start, end)), False if not is_sure else _stands_alone(text, start, end)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether blanks or stops stand on both sides of a name: 25号 沈阳 复查."""
    return text[max(0, start - 1) : start] in _STOPS and text[end : end + 1] in _STOPS


@cache
def _endings() -> _Endings:
    """The lists of `trips.yaml`; raises WordListError."""
    content = load_list(_FILE)
    lists = {
        key: words_of(content.get(key), f"{_FILE}: {key}")
        for key in ("known", "alone", "endings", "headed_for", "goes_on", "names_nothing")
    }
    if not all(lists.values()):
        raise WordListError(f"{_FILE}: an empty list of places")
    every = {*lists["known"], *lists["alone"], *lists["endings"], *lists["headed_for"]}
    return _Endings(
        WordTable(dict.fromkeys(lists["known"], True)),
        re.compile(either(every)),
        frozenset(lists["alone"]),
        frozenset(lists["headed_for"]),
        frozenset(lists["goes_on"]),
        frozenset(lists["names_nothing"]),
    )
