"""Where somebody comes from, and where they stopped on the way, as regions of China (plan 3.2, return reports).

What a sentence does with a place is told by `knowledge.language.place_roles`. A name that fits several places (海州,
鼓楼) gives no code but the candidates, so that it can be asked about. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.place_names import PlaceNames, place_names, settle
from knowledge.language.place_roles import Mention, Role, find_mentions, is_home
from knowledge.regions import Region


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place of China in a text. `code` (GB/T 2260) is None where the text leaves open which of the candidates.

    `name` is the standard name of the region, or the words of the text where there is no code; `span` is where the
    place is named, the regions above it included (河北石家庄长安区). `is_country`: a country other than China, which has
    neither code nor candidates.
    """

    code: str | None
    name: str
    candidates: tuple[Region, ...]
    span: tuple[int, int]
    is_country: bool = False


OriginFound = PlaceFound


def find_origin(text: str) -> OriginFound | None:
    """The place that the text says somebody comes from, or None; as fine as the text says, never finer.

    Somebody back from abroad comes from that country, wherever they were on the way.
    """
    names = place_names()
    abroad = names.find_abroad(text)
    if abroad is not None:
        return _country(abroad, names)
    mentions = find_mentions(text, names)
    return _origin(mentions, names) if mentions else None


def find_stays(text: str) -> tuple[PlaceFound, ...]:
    """Further places where somebody stopped on the way (途中在沈阳住了一晚, 路过北京), in the order of the text."""
    names = place_names()
    mentions = find_mentions(text, names)
    if not mentions:
        return ()
    origin = None if names.find_abroad(text) is not None else _origin(mentions, names)
    stays: dict[str, PlaceFound] = {}
    for mention in mentions:
        was_there = mention.is_stay or (origin is None and mention.role is Role.LIVES)
        if mention.role is Role.STOP or (was_there and mention.role > Role.STOP):
            found = _found([mention], mentions, names)
            is_origin = origin is not None and (found.span == origin.span or found.code == origin.code)
            if found.code not in names.home and not (is_origin and mention.role is not Role.STOP):
                stays.setdefault(found.code or found.name, found)
    return tuple(stays.values())


def _country(abroad: re.Match[str], names: PlaceNames) -> OriginFound | None:
    """The country somebody comes from, as it is called; None for 国外 and the like."""
    group = abroad.lastgroup or "left"
    word = abroad[group]
    if names.countries.fullmatch(word) is None:
        return None
    return PlaceFound(None, word, (), abroad.span(group), is_country=True)


def _origin(mentions: Sequence[Mention], names: PlaceNames) -> OriginFound | None:
    """The places with the highest part in the text; our own region only where no other has any."""
    named = [mention for mention in mentions if mention.role > Role.STOP]
    away = [mention for mention in named if not is_home(mention, names)]
    if not away:
        away = [mention for mention in named if mention.role >= Role.LIVES]
    if not away:
        return None
    highest = max(mention.role for mention in away)
    chosen = [mention for mention in away if mention.role == highest]
    if len(chosen) > 1 and highest == Role.LIVES:  # 在晋江鞋厂 … 在沈阳住一宿
        chosen = [mention for mention in chosen if not mention.is_stay] or chosen
    return _found([*chosen, *_finer(chosen, away, names)], mentions, names)


def _finer(chosen: Sequence[Mention], away: Sequence[Mention], names: PlaceNames) -> Sequence[Mention]:
    """The one place inside the chosen ones that is named apart from them: 海南过冬的,3月6号往回飞 海口."""
    around = [region for mention in chosen for region in settle(mention.regions, mention.word in names.open)]
    inside = [
        mention
        for mention in away
        if mention not in chosen
        and all(
            any(outer.contains(one) and outer != one for outer in around)
            for one in settle(mention.regions, mention.word in names.open)
        )
    ]
    return inside if len({mention.regions for mention in inside}) == 1 else ()


def _found(chosen: Sequence[Mention], all_mentions: Sequence[Mention], names: PlaceNames) -> PlaceFound:
    """What the chosen mentions name together: one region, or the candidates between which the text leaves it open."""
    candidates: dict[str, Region] = {}
    for mention in chosen:
        for region in _settled(mention, all_mentions, names):
            candidates[region.code] = region
    finest = [
        one
        for one in candidates.values()
        if not any(one.contains(other) and other != one for other in candidates.values())
    ]
    first = chosen[0]
    if len(finest) != 1:
        return PlaceFound(None, first.word, tuple(finest), (first.start, first.end))
    region = finest[0]
    span = next(((m.start, m.end) for m in chosen if region in m.regions), (first.start, first.end))
    return PlaceFound(region.code, region.name, (region,), span)


def _settled(mention: Mention, all_mentions: Sequence[Mention], names: PlaceNames) -> tuple[Region, ...]:
    """What a mention leaves open; a name that fits several places is settled by a region named elsewhere."""
    open_ones = settle(mention.regions, mention.word in names.open)
    if len(open_ones) > 1:
        others = [(other, settle(other.regions, other.word in names.open)) for other in all_mentions]
        for _other, around in others:
            if len(around) == 1 and around[0] in mention.regions and mention.end - mention.start == len(mention.word):
                return around  # 铁西回来的,沈阳铁西
        for other, around in others:
            if other is not mention and len(around) == 1:
                inside = [one for one in mention.regions if around[0].contains(one) and one != around[0]]
                if inside:
                    return settle(inside)
    return open_ones
