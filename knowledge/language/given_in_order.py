"""Figures given behind all that is said of those named before: 我爷咳嗽,我奶拉肚子,体温分别是36.5和36.7; 体温都是36.6.

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
_ALL_HAVE = re.compile(
    r"(?:(?:体温|温度|度数)[^,。;!\n\d]{0,3}?|[俩仨两三四五六七八]个?人?)(?:都|均|全)[是为]?[ :]?(?=3[4-9]|4[0-3]|[三四]十)"
)
_BETWEEN = re.compile(r"[度℃]?(?:[ ,、/;]{1,2}|和|跟)")


def in_order(text: str, persons: list[PersonFound], temperatures: Sequence[Temperature]) -> list[PersonFound]:
    """The people with the figures that are theirs by the order; with none of these where they are not as many.

    One figure that all have is that of everybody who has none of their own.
    """
    every = _ALL_HAVE.search(text) if len(persons) > 1 else None
    if every is not None:
        one = next((each for each in temperatures if each.span[0] == every.end()), None)
        before = [] if one is None else _without_figure(persons, temperatures, every.start())
        if one is not None and len(before) > 1:
            return [_with(each, one) if place in before else each for place, each in enumerate(persons)]
    if len(persons) == len(temperatures) > 1 and _are_behind_all(text, persons, temperatures):
        return [_with(one, figure) for one, figure in zip(persons, temperatures, strict=True)]
    order = _ORDER.search(text) if "分别" in text or "依次" in text or "挨个" in text else None
    figures = [] if order is None else _together(text, order.end(), temperatures)
    if order is None or len(figures) < 2:
        return persons
    meant = _without_figure(persons, temperatures, order.start())
    if len(meant) == len(figures):
        own = dict(zip(meant, figures, strict=True))
        return [_with(one, own[place]) if place in own else one for place, one in enumerate(persons)]
    return [_without(one) if place in meant else one for place, one in enumerate(persons)]


def _are_behind_all(text: str, persons: Sequence[PersonFound], temperatures: Sequence[Temperature]) -> bool:
    """Whether all figures stand together behind all people and how each of them is: 我没事,孩子咳,36.5 36.8."""
    first = temperatures[0].span[0]
    are_told = all(one.health.symptoms is not None or one.health.troubles for one in persons)
    return are_told and persons[-1].span[0] < first and len(_together(text, first, temperatures)) == len(temperatures)


def _without_figure(persons: Sequence[PersonFound], temperatures: Sequence[Temperature], until: int) -> list[int]:
    """Who is named before a place and has no figure there, by their place among the people."""
    return [
        place
        for place, one in enumerate(persons)
        if one.span[0] < until and not any(one.span[0] <= each.span[0] < min(until, one.span[1]) for each in temperatures)
    ]


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
