"""Names of hospitals, offices, shops, schools and the like: something of their own and the word for their kind.

The kinds stand in `trip_places.yaml`. A bare 医院 or 派出所 is no name, nor is 附近医院; of 车管所 or 火车站 a town has
one. Text is normalised.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.language.place_names import place_names
from knowledge.language.trip_kinds import Kinds, kinds_of_places
from knowledge.language.trip_name_bounds import (
    BEGINS_BEHIND,
    GOES_ON,
    NO_GOAL_BEHIND,
    beginning,
    stands_alone,
    whole_end,
)

_LONGEST = 14
_NOT_IN_A_NAME = re.compile("[我你您他她它哪谁什怎吗呢吧啊呀哦嘛咋啥只很最要]|太(?![平阳原和康极白湖行])|[^一-鿿A-Za-z0-9]")
_HOSPITAL = re.compile("(?:医院|附院|卫生院|保健院|妇幼|[一二三四总分]院|门诊部)$")
_SETTLEMENTS = frozenset({"镇", "乡", "苏木", "嘎查", "村", "屯"})
# 陈志强 包银山: people are called so as well.
_IN_NAMES = frozenset("山河湖城")
_NO_TOWNS = frozenset("下回返老同家思")  # 去甘旗卡下乡
_SIDES = frozenset("东西南北")
_OWN_NAMES = frozenset({"known", "single", "called"})
_SHORTEST_CALLED = 2
_LONG_NAME = 3
_MARKETS = frozenset({"大集", "早市", "夜市"})
_WHOLE = frozenset({"famous", "called"})
_LEVELS = frozenset("省市区县旗州盟镇")
# 大通辽烧烤, 新科尔沁饭店 are names of their own.
_BEFORE_A_REGION = frozenset("大小新老红金美爱")


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A name in the text: whether it is a goal without a word of going (`is_sure`), and a clause by itself."""

    name: str
    span: tuple[int, int]
    is_sure: bool
    stands_alone: bool
    region_at: int | None = None  # where the region begins that is said before a name that needs none: 长春吉大一院


def named_places(text: str) -> Iterator[PlaceNamed]:
    """The names in the text from left to right, none inside another."""
    kinds = kinds_of_places()
    behind = 0
    matches = _words(text, kinds)
    for place, (start, end, word) in enumerate(matches):
        if end <= behind or _goes_on(text, matches, place, kinds):
            continue
        named = _named(text, max(behind, start - _LONGEST), (start, end), word, kinds)
        if named is not None:
            behind = end
            yield named


def _words(text: str, kinds: Kinds) -> list[tuple[int, int, str]]:
    """The words for kinds, with where they begin and end, none inside another (市场 in 批发市场)."""
    words: list[tuple[int, int, str]] = []
    match = kinds.pattern.search(text)
    while match is not None:
        start = match.start()
        end = whole_end(text, match.end(), kinds.of[match[0]])
        if not words or end > words[-1][1]:
            words.append((start, end, match[0]))
        match = kinds.pattern.search(text, start + 1)
    return words


def _goes_on(text: str, matches: list[tuple[int, int, str]], place: int, kinds: Kinds) -> bool:
    """Whether the name goes on to another word for a kind: 永清街派出所, 协和医院, 第二中学; 市医院口腔 does not."""
    _start, end, word = matches[place]
    for next_start, next_end, next_word in matches[place + 1 : place + 6]:
        if next_start < end:
            if next_end > end:
                return True
            continue
        if next_start - end > _LONGEST // 2 or text[end - 1] + next_word == "期工地":
            return False  # 锦绣家园二期工地
        is_trade = kinds.of[next_word] == "practice" and next_end - next_start == len(next_word)
        if is_trade and (word[-1] == "堂" or kinds.of[word] in {"single", "strict"}):
            return False  # 济仁堂推拿, 建材城瓷砖
        if _HOSPITAL.search(word) is not None and _HOSPITAL.search(next_word) is None:
            return False  # 市医院口腔, 附属医院药房
        is_beside = kinds.of[word] in {"known", "single"} and kinds.of[next_word] == "loose"
        if is_beside or (kinds.of[word] == "called" and next_word in _MARKETS):
            return False  # 万达广场超市, 钱家店大集
        between = text[end:next_start]
        if text[end - 1] in _IN_NAMES and between in _SIDES:
            return True  # 圆通河西网点
        return BEGINS_BEHIND.search(between) is None and _bare(between, kinds) == between
    return False


def _named(text: str, first: int, span: tuple[int, int], word: str, kinds: Kinds) -> PlaceNamed | None:
    """The name that ends with the word for a kind at `start`; None where nothing of its own stands before that."""
    start, end = span
    kind = kinds.of[word]
    if GOES_ON.match(text, end) is not None or (word == "乡" and text[start - 1 : start] in _NO_TOWNS):
        return None
    begin = beginning(text, first, start)
    begin += start - begin - len(_bare(text[begin:start], kinds))
    begin = _at_our_region(text, begin, start, kinds)
    is_cut = first == begin > 0 and start - begin == _LONGEST
    if is_cut or _NOT_IN_A_NAME.search(text, begin, start) is not None:
        begin = start
    region_at = None
    if kind in _WHOLE or word in _SETTLEMENTS:
        region_at, begin = _behind_its_region(text, begin, start, word)
    if kind == "famous":  # 长春吉大一院 is whole, and of 送到吉大一院 the name alone
        begin, region_at = (start, None) if region_at is None else (region_at, None)
    own = start - begin
    is_beside = word[0] in _SIDES and text[begin] in _IN_NAMES  # 河西市场
    if own == 1 and kind in {"known", "called"} and not is_beside and not {text[begin], word[0]} & _LEVELS:
        begin, own = start, 0  # 堆菜鸟驿站
    is_bare = not own and kind not in {"known", "famous", "single", "called"}
    if is_bare and (word not in kinds.alone or text[begin - 1 : begin] == "在"):
        return None
    if own < 2 and kind in {"loose", "estate", "practice"} and word not in {"村", "屯"}:
        return None
    alone = stands_alone(text, begin if region_at is None else region_at, end)
    alone = alone and not _may_be_a_person(text, begin, end, word)
    is_sure = (kind in {"known", "famous", "single", "strict"} and not is_bare) or (
        kind == "practice" and (alone or end - start > len(word))
    )
    if kind == "single" and NO_GOAL_BEHIND.match(text, end) is not None:
        is_sure = False
    return PlaceNamed(text[begin:end], (begin, end), is_sure, alone and (kind != "estate" or begin > 0), region_at)


def _at_our_region(text: str, begin: int, start: int, kinds: Kinds) -> int:
    """Where a name begins that our city or one of its counties opens, whatever stands before: 孙子学校|科区七中."""
    ours = kinds.ours.search(text, begin, start)
    if ours is None or ours.start() == begin or place_names().at(text, begin) is not None:
        return begin
    return begin if text[ours.start() - 1] in _BEFORE_A_REGION else ours.start()


def _may_be_a_person(text: str, begin: int, end: int, word: str) -> bool:
    """Whether the name is one that people have as well, and does not stand as an answer by itself."""
    return word in _IN_NAMES and end - begin <= _LONG_NAME and not (begin == 0 and end == len(text))


def _behind_its_region(text: str, begin: int, start: int, word: str) -> tuple[int | None, int]:
    """Where the region begins that is said before a name, and the name itself: of 长春吉大一院 吉大一院."""
    region = place_names().at(text, begin) if begin < start else None
    if word not in _SETTLEMENTS:
        is_region = region is not None and begin + len(region.word) == start
        return (begin, start) if begin < start and (is_region or text[start - 1] in _LEVELS) else (None, begin)
    if region is None or region.word[-1] not in _LEVELS or start - begin - len(region.word) < 2:
        return None, begin
    return begin, begin + len(region.word)  # 奈曼旗青龙山镇


def _bare(modifier: str, kinds: Kinds) -> str:
    """A modifier without what names nothing before it: 附近, and 大 only where it is all (大医院)."""
    while modifier:
        if any(kinds.of.get(modifier[:size]) in _OWN_NAMES for size in range(_SHORTEST_CALLED, len(modifier) + 1)):
            return modifier  # 国家电网|营业厅
        sizes = range(min(4, len(modifier)), 0, -1)
        size = next((size for size in sizes if _is_nothing(modifier, size, kinds)), 0)
        if not size:
            return modifier
        modifier = modifier[size:]
    return modifier


def _is_nothing(modifier: str, size: int, kinds: Kinds) -> bool:
    return modifier[:size] in kinds.names_nothing and (size > 1 or size == len(modifier))
