"""Figures that are given in the order of those named before: 我爷咳嗽,我奶拉肚子,体温分别是36.5和36.7.

What else is said of each stands between, so that names and figures do not stand together (told_in_rows.py does those).
Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from knowledge.language.person_found import PersonFound
from knowledge.language.temperatures import Temperature

_ORDER = re.compile("(?:分别|依次|挨个)(?:量的?|测的?)?(?:是|为)?[ :]?")
_BETWEEN = re.compile(r"[度℃]?(?:[ ,、/;]{1,2}|和|跟)")


def in_order(text: str, persons: list[PersonFound], temperatures: Sequence[Temperature]) -> list[PersonFound]:
    """The people with the figures that are theirs by the order; with none of these where they are not as many."""
    order = _ORDER.search(text) if "分别" in text or "依次" in text or "挨个" in text else None
    figures = [] if order is None else _together(text, order.end(), temperatures)
    if order is None or len(figures) < 2:
        return persons
    since = order.start()
    meant = [
        place
        for place, one in enumerate(persons)
        if one.span[0] < since and not any(one.span[0] <= each.span[0] < min(since, one.span[1]) for each in temperatures)
    ]
    if len(meant) == len(figures):
        own = dict(zip(meant, figures, strict=True))
        return [_with(one, own[place]) if place in own else one for place, one in enumerate(persons)]
    return [_without(one) if place in meant else one for place, one in enumerate(persons)]


def _together(text: str, start: int, temperatures: Sequence[Temperature]) -> list[Temperature]:
    """The figures that begin at a place and between which nothing stands."""
    behind = [each for each in temperatures if each.span[0] >= start]
    if not behind or behind[0].span[0] > start:
        return []
    pairs = takewhile(lambda pair: _BETWEEN.fullmatch(text, pair[0].span[1], pair[1].span[0]), pairwise(behind))
    return [behind[0], *(after for _before, after in pairs)]


def _with(person: PersonFound, figure: Temperature) -> PersonFound:
    confirm = {} if figure.sure else {"temperature": figure.value}
    value = figure.value if figure.sure else None
    return replace(person, health=person.health._replace(temperature=value, confirm=confirm, temperatures=(figure,)))


def _without(person: PersonFound) -> PersonFound:
    return replace(person, health=person.health._replace(temperature=None, confirm={}, temperatures=()))
