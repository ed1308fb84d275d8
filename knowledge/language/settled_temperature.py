"""Which of several temperatures in a text is that of now: 刚才37.8现在36.5, 36.5 不对 37.5, 耳温37.1 以腋下36.5为准."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.language.temperatures import Temperature

_NOW = re.compile(r"现在|目前|这会|此刻|眼下|刚[量测]|最新|如今")
# 耳温37.1,腋下36.5,以腋下为准: which of them counts.
_COUNTS = re.compile(
    r"(?:以|按|按照|就)([一-鿿]{1,5}?|[34]\d\.\d)(?:的|这个|那个|量的|测的)*(?:为准|来?算|来?报|来?填|来?登)"
)
_PAST = re.compile(
    r"昨|前天|前晚|上次|上周|之前|以前|原来|刚才|刚刚|早先|先前|一开始|起初|起先|那会|夜里|半夜|最高|吃药前"
)
_CHANGED = re.compile(
    r"[降退升涨烧]到|变成|[又再复重]新?[量测试]|后来|应该|更正|改[成为]|其实是|实际|[吃用]药后|退烧后|不对|错了"
    r"|^ ?,? ?是$"
)


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
    counts = _COUNTS.search(text)
    if counts is not None:
        meant = [each for place, each in enumerate(found) if counts[1] in _words_of(text, found, place)]
        if len(meant) == 1 and meant[0].sure:
            return Settled(meant[0].value, None)
    before = [text[found[index - 1].span[1] if index else 0 : each.span[0]] for index, each in enumerate(found)]
    now = [each for each, words in zip(found, before, strict=True) if _NOW.search(words)]
    not_past = [each for each, words in zip(found, before, strict=True) if not _PAST.search(words)]
    chosen = None
    if len(now) == 1:
        chosen = now[0]
    elif len(not_past) == 1:
        chosen = not_past[0]
    elif _CHANGED.search(before[-1]):
        chosen = found[-1]
    if chosen is not None and chosen.sure:
        return Settled(chosen.value, None)
    return Settled(None, (chosen or found[-1]).value)


def _words_of(text: str, found: Sequence[Temperature], place: int) -> str:
    """A temperature with the words before it, back to the one before."""
    return text[found[place - 1].span[1] if place else 0 : found[place].span[1]]
