"""Names that stand together in a list, with signs between them or in one run: 大龙、月嫂邵姐、我, 岳敏卜大爷巴特尔.

Told by where the list ends or begins: before the figures or behind them (told_in_rows.py). Places are of the whole text,
which is normalised.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.language.named_by_place import may_be_in_row
from knowledge.language.names import is_called, is_nickname, looks_like_name
from knowledge.language.names_in_runs import LONGEST, RUN, ends_with_name, is_relative, listed_words
from knowledge.language.people import find_relatives

Span = tuple[int, int]


class Cut(NamedTuple):
    """The names that a run is cut into, how many of them are words for kin alone, and whether another way has as few."""

    kin: int
    names: tuple[Span, ...]
    is_tied: bool = False


_MOST = 12
_BETWEEN = re.compile("[ ,、/]{1,2}")
_PAIR = re.compile("([一-鿿]{2,3})[和跟与]([一-鿿]{2,3})")
_AND = "和跟与"
_SPEAKER = ("我", "俺", "我自己", "本人")
_OWNERS = "我俺咱他她"
_LONGEST_IN_RUN = 6  # characters of a name that nothing parts from the next
_MOST_IN_RUN = 8


def listed_until(text: str, since: int, until: int) -> list[Span]:
    """The names with signs between them of which the last ends at a place."""
    found: list[Span] = []
    first = until
    for token in reversed([each.span() for each in RUN.finditer(text, since, until)][-_MOST:]):
        is_next = _BETWEEN.fullmatch(text, token[1], first) is not None if found else token[1] == until
        person = _person(text, *token) if is_next and token[1] - token[0] <= 2 * LONGEST else None
        if person is None or person[1] != token[1]:
            break
        found.insert(0, person)
        first = token[0]
    return found


def listed_from(text: str, since: int, until: int) -> list[Span]:
    """The names with signs between them that begin at a place and end with a line, a stop or what is no name."""
    found: list[Span] = []
    place = since
    for token in RUN.finditer(text, since, until):
        gap = text[place : token.start()]
        person = _person(text, *token.span())
        if (found and _BETWEEN.fullmatch(gap) is None) or (not found and gap.strip()) or person is None:
            break
        if person[0] != token.start():
            break
        found.append(person)
        place = token.end()
    return found


def are_people(text: str, spans: Sequence[Span]) -> bool:
    """Whether runs name people: all but one of three by their look, and no two alike."""
    plain = sum(
        1
        for start, end in spans
        if ends_with_name(text, start, end) is not None
        or text[start:end] in ("我", "俺", *listed_words().called)
        or is_relative(text, start, end)
    )
    names = {text[slice(*span)] for span in spans}
    return len(names) == len(spans) and (plain == len(spans) or (len(spans) > 2 and plain >= len(spans) - 1))


def in_one_run(text: str, start: int, end: int, count: int) -> list[Span]:
    """So many names that nothing but 和 parts, where a run can be cut into them in one way; empty where it cannot.

    Of several ways the one with the fewest words for kin alone is meant: 岳红 卜大爷, and not 岳红卜 大爷.
    """
    if not 2 <= count <= _MOST_IN_RUN or not count < end - start <= count * (_LONGEST_IN_RUN + 1):
        return []
    cut = _best_cuts(text, start, end, count)[-1]
    return [] if cut is None or cut.is_tied else list(cut.names)


def of_any_number(text: str, start: int, end: int) -> list[Span]:
    """Two to four names in a run that is nobody's name itself, where only one way of cutting it gives names alone."""
    if is_somebody(text[start:end]):
        return []
    _alone, *cuts = _best_cuts(text, start, end, 4)
    ways = [cut for cut in cuts if cut is not None and not cut.kin]
    return list(ways[0].names) if len(ways) == 1 and not ways[0].is_tied else []


def two_until(text: str, since: int, until: int) -> list[Span]:
    """Two in one run that ends at a place: 石头和小石头, 龙梅玉荣."""
    run = next((token.span() for token in RUN.finditer(text, since, until) if token.end() == until), None)
    if run is None:
        return []
    pair = _PAIR.fullmatch(text, *run)
    if pair is not None:
        return [pair.span(1), pair.span(2)]
    halves = [(run[0], run[0] + 2), (run[0] + 2, run[1])]
    are_two = run[1] - run[0] == 4 and not looks_like_name(text[slice(*run)])
    return halves if are_two and all(is_nickname(text[slice(*half)]) for half in halves) else []


def is_somebody(run: str) -> bool:
    """Whether a run has the look of a name, or is one relative or the writer: 王敏, 卜大爷, 我妈, 我."""
    if run in _SPEAKER:
        return True
    return 2 <= len(run) <= _LONGEST_IN_RUN and (_is_kin(run) or is_called(run) or looks_like_name(run))


def _person(text: str, start: int, end: int) -> Span | None:
    """Who a run of a list is, as it stands there: 大龙, 月嫂邵姐, 我, 老伴."""
    run = text[start:end]
    if run in ("我", "俺") or is_relative(text, start, end):
        return start, end
    if run in listed_words().nobody:
        return None
    named = ends_with_name(text, start, end)
    if named is not None and named.span[1] == end:
        return named.span
    return (start, end) if may_be_in_row(run) else None


def _best_cuts(text: str, start: int, end: int, most: int) -> list[Cut | None]:
    """The best way to cut a run into one name, into two and so on; None where there is no way.

    From left to right, and of the ways that reach a place with as many names only the best goes on.
    """
    names: dict[int, list[tuple[int, bool]]] = {}
    reached = {start: Cut(0, ())}
    cuts: list[Cut | None] = []
    for _count in range(most):
        further: dict[int, Cut] = {}
        for place, cut in reached.items():
            if place not in names:
                names[place] = _names_at(text, place, end)
            for behind, is_kin in names[place]:
                after = behind + 1 if behind < end and text[behind] in _AND else behind
                if after < end or behind == end:
                    longer = cut._replace(kin=cut.kin + is_kin, names=(*cut.names, (place, behind)))
                    further[after] = _better(further.get(after), longer)
        cuts.append(further.get(end))
        reached = further
    return cuts


def _names_at(text: str, start: int, end: int) -> list[tuple[int, bool]]:
    """Where the names that begin at a place of a run end, and whether each is a word for kin alone."""
    ends = range(start + 1, min(start + _LONGEST_IN_RUN, end) + 1)
    return [(behind, _is_kin(text[start:behind])) for behind in ends if is_somebody(text[start:behind])]


def _better(one: Cut | None, other: Cut) -> Cut:
    """Of two ways to the same place the one with fewer words for kin alone; tied where they have as many."""
    if one is None or other.kin < one.kin:
        return other
    return one._replace(is_tied=True) if one.kin == other.kin else one


def _is_kin(run: str) -> bool:
    own = run[1:] if run[0] in _OWNERS else run
    relatives = find_relatives(own)
    return bool(relatives) and relatives[0].people == 1 and relatives[0].span == (0, len(own))
