"""Which of several temperatures in a text is that of now: 刚才37.8现在36.5, 36.5 不对 37.5, 耳温37.1 以腋下36.5为准."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.language.late import late
from knowledge.language.pattern_table import Sought
from knowledge.language.temperatures import Temperature

_NOW = late(
    r"现在|目前|这会|此刻|眼下|刚[量测]|最新|如今|(?:歇|缓|坐|躺|等|过|静)了?一?(?:会|阵|下|[0-9一二两三四五十半]{1,3}个?(?:分钟|小时|钟头))"
)
# The last figure, where these stand before it and no day before: 早上38.5,吃了药37.1.
_AFTER = late(
    r"(?:[0-9一二两三四五十半]{1,3}|几)个?多?(?:分钟|小时|钟头)(?:以|之)?后|[吃喝用](?:了|完|过)(?:退烧药|药|美林|布洛芬)(?!前)"
)
# 耳温37.1,腋下36.5,以腋下为准: which of them counts. What is named so is a figure, a word before one, or its place.
_MEANT = r"([一-鿿]{1,6}?|[34]\d\.\d)(?:的|这个|那个|这次|那次|量的|测的)*"
_COUNTS = Sought(
    rf"(?:以|按|按照|照|就(?![以按照拿取报])|拿|取){_MEANT}(?:为准|来?算|来?报|来?填|来?登)"
    rf"|(?<!不)(?:算|就?[报取]){_MEANT}(?=吧|哈|啊|$|[ ,。;!])|(?:按|按照){_MEANT}(?=吧|哈|$|[ ,。;!])"
    rf"|(?<![一-鿿]){_MEANT}(?:是|才)*(?<!不)(?:准|算数|作数|靠谱)(?=的|吧|哈|$|[ ,。;!])"
)
# 第一个不准: which of them does not.
_COUNTS_NOT = Sought(rf"(?<![一-鿿]){_MEANT}(?:是|量|测)?(?:不准|不算|不对|不作数|量错|测错|没量好|没夹好|没夹住|不靠谱)")
# 额温36.1 手腕35.2 以额头的为准: the place where it was measured, by what all words for it have in them.
_PLACE_SIGNS = {"额头": "额", "脑门": "额", "前额": "额", "耳朵": "耳", "腋下": "腋", "腋窝": "腋", "手腕": "腕"}
_HIGH, _LOW = late("(?:最|比较|稍)?高一?点?儿?"), late("(?:最|比较|稍)?低一?点?儿?")
_LAST = late(r"(?:最后|末了|末|后|这|现在|刚才这|新)[面头边来尾]?[一]?(?:个|次|回|遍|下)?")
_ORDINAL = late(r"(?:第|头|前)([一二两三四五])?[面头边]?(?:个|次|回|遍|下)?")
# 晚上回来 and 那回来的时候 are of no other day.
_ONCE = r"[上那]次|(?<![晚早马路车街楼山身网船床炕地班会道集村镇县乡屯])上回(?![来家去屋])|那回(?![来家去屋])"
_PAST = late(
    rf"昨|前天|前晚|{_ONCE}|上周|去年|前年|上个?(?:月|星期|礼拜)|前[几两些][天年]|小时候|之前|以前|原来|刚才|刚刚|早先|先前|一开始|起初|起先|那会|夜里|半夜|最高|吃药前"
    r"|刚(?![量测])[^,。;!?\n ]{1,6}(?:完|回来|进屋|进门|到家)"
)
_CHANGED = late(
    r"第?[二三四]一?[次回遍]|[降退升涨烧]到|[又再](?:烧|升|涨|起|上)?[上起]来|[又再]上去|变成|[又再复重]新?[量测试]|后来|应该|更正|改[成为]|其实是|实际|[吃用]药后|退烧后|不对|错了"
    r"|^ ?,? ?是$"
)


# Of another day; and what brings a clause that began with a time past back to now.
_DAY_BEFORE = late(
    rf"昨|前天|前晚|{_ONCE}|上周|去年|前年|上个?(?:月|星期|礼拜)|前[几两些][天年]|小时候|之前|以前|原来"
)
_TODAY = late("今[天早儿日晚年]|这[次回]")


class Settled(NamedTuple):
    """What a text says about one person's temperature: a value, or a proposal to ask about, or neither."""

    value: float | None
    proposal: float | None


def settle(text: str, found: Sequence[Temperature]) -> Settled:
    """The temperature of now among those found: the one the words settle, else the latest as a proposal."""
    if not found:
        return Settled(None, None)
    if len(found) == 1:  # as in most check-ins
        value, _span, sure = found[0]
        return Settled(value, None) if sure else Settled(None, value)
    if len({temperature.value for temperature in found}) == 1:
        value = found[-1].value
        return Settled(value, None) if any(each.sure for each in found) else Settled(None, value)
    counts = _counts(text, found)
    if counts is not None and counts.sure:
        return Settled(counts.value, None)
    before = [text[found[index - 1].span[1] if index else 0 : each.span[0]] for index, each in enumerate(found)]
    now = [each for each, words in zip(found, before, strict=True) if _NOW.search(words)]
    not_past = [each for each, words in zip(found, before, strict=True) if not _is_past(words, _PAST)]
    if not not_past:  # 昨晚38.2 刚才36.9
        not_past = [each for each, words in zip(found, before, strict=True) if not _is_past(words, _DAY_BEFORE)]
    chosen = None
    if len(now) == 1:
        chosen = now[0]
    elif not now and _AFTER.search(before[-1]) and not _is_past(before[-1], _DAY_BEFORE):
        chosen = found[-1]
    elif len(not_past) == 1:
        chosen = not_past[0]
    elif _CHANGED.search(before[-1]) or _is_of_today_alone(before):
        chosen = found[-1]
    if chosen is not None and chosen.sure:
        return Settled(chosen.value, None)
    return Settled(None, (chosen or found[-1]).value)


def _is_of_today_alone(before: Sequence[str]) -> bool:
    """Whether today is told with the last figure only: (昨天我妈)37.5 今天36.9."""
    return _TODAY.search(before[-1]) is not None and not any(_TODAY.search(words) for words in before[:-1])


def _is_past(words: str, times: re.Pattern[str]) -> bool:
    """Whether the words before a figure tell of a time past, and behind that of no later one: 那是昨天,今早."""
    last = 0
    for time in times.finditer(words):
        last = time.end()
    later = last and (_TODAY.search(words, last) or _CHANGED.search(words, last))
    return bool(last) and not later


def _counts(text: str, found: Sequence[Temperature]) -> Temperature | None:
    """The one of several that the words say counts, or that is left where one of two is said not to."""
    counts = _COUNTS.search(text)
    if counts is not None:
        return _named_so(text, found, counts)
    counts_not = _COUNTS_NOT.search(text)
    wrong = None if counts_not is None or len(found) > 2 else _named_so(text, found, counts_not)
    left = [each for each in found if each is not wrong]
    return left[0] if len(left) == 1 else None


def _named_so(text: str, found: Sequence[Temperature], said: re.Match[str]) -> Temperature | None:
    """The temperature that is told by its value, by a word before it (腋下), or by its place (第二次, 最后这个)."""
    name = next(group for group in said.groups() if group)
    before = [each for each in found if each.span[1] <= said.start()]
    sign = _PLACE_SIGNS.get(name, name)
    meant = [each for place, each in enumerate(found) if sign in _words_of(text, found, place, said.start())]
    if len(meant) == 1:
        return meant[0]
    if before and _LAST.fullmatch(name) is not None:
        return before[-1]
    if before and _HIGH.fullmatch(name) is not None:
        return max(before, key=lambda each: each.value)
    if before and _LOW.fullmatch(name) is not None:
        return min(before, key=lambda each: each.value)
    ordinal = _ORDINAL.fullmatch(name)
    if ordinal is None:
        return None
    place = "一二三四五".find((ordinal[1] or "一").replace("两", "二"))
    return before[place] if place < len(before) else None


def _words_of(text: str, found: Sequence[Temperature], place: int, until: int) -> str:
    """A temperature with the words before it, back to the one before; nothing from a place of the text on."""
    return text[found[place - 1].span[1] if place else 0 : min(found[place].span[1], until)]
