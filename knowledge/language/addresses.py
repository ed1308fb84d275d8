"""Where somebody lives in the subdistrict: community, building, unit and room, or village, group and door.

永茂6号楼2单元301, 6-2-301, 六号楼二单元三零一, 二号村3组12号. Only numbers that the text gives are read: a floor is
no room, 王家 no door, and 12号回来 a day. Text is normalised.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from knowledge.language.address_patterns import (
    ANY_DOOR,
    BARE_BUILDING,
    BEHIND_COMMUNITY,
    COMPOUND,
    DETAIL,
    DOOR_FIRST,
    DOOR_MENDED,
    DOOR_OF_SPEAKER,
    GROUP_ALONE,
    GROUP_AND_DOOR,
    HINT,
    IN_VILLAGE,
    MENDED,
    MOST_ADDRESSES,
    MOST_PARTS,
    PLAUSIBLE_DOOR,
    SPACED,
)
from knowledge.language.communities import Communities, CommunityFound, plan_communities
from knowledge.language.numbers import figures_of, parse_chinese_number
from knowledge.language.small_numbers import small_number

_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class AddressFound:
    """An address as far as the text gives it, in the form of the records.

    `community` is the full name (永茂社区, 二号村), `building` 6号楼, A座 or in a village the group 3组, `unit` 2单元,
    `room` 301 or in a village the door (12号). `span` reaches from the first part to the last; `parts` are the places
    of those that stand apart from each other.
    """

    community: str | None
    building: str | None
    unit: str | None
    room: str | None
    span: tuple[int, int]
    parts: tuple[tuple[int, int], ...] = field(default=(), compare=False)


def find_address(text: str, communities: Communities | None = None) -> AddressFound | None:
    """The address that the text gives, as far as it gives it; the places of the plan unless others are named."""
    places = (communities or plan_communities()).find_all(text)
    has_numbers = HINT.search(text) is not None
    if not places and not has_numbers:
        return None
    for place in places:
        found = _behind(text, place)
        if found is not None:
            return found if place.is_village else _completed(text, found)
    apart = _anywhere(text, places[0].is_village if places else None) if has_numbers else None
    if not places:
        return apart
    place = places[0]
    if apart is None:
        return AddressFound(place.name, None, None, None, place.span)
    return _joined(replace(apart, community=place.name), place.span)


def addresses_besides(text: str, found: AddressFound) -> Iterator[AddressFound]:
    """Further addresses of the text, as several households have them: 3-2-301大米一袋,3-2-302大米两袋."""
    spans = found.parts or (found.span,)
    for match in islice(DETAIL.finditer(text), MOST_ADDRESSES):
        if all(match.end() <= start or end <= match.start() for start, end in spans):
            other = _address(match.groupdict(), match.span())
            if other is not None:
                yield other


def _joined(found: AddressFound, part: tuple[int, int]) -> AddressFound:
    """The address with another part of the text that belongs to it."""
    span = (min(found.span[0], part[0]), max(found.span[1], part[1]))
    return replace(found, span=span, parts=(*(found.parts or (found.span,)), part))


def _completed(text: str, found: AddressFound) -> AddressFound:
    """The address with what other places of the text say of it: 3单元401 … 新雅社区12号楼, 301室 2单元 10号楼 新雅社区."""
    if found.unit is None or found.room is None or found.building is None or MENDED.search(text) is not None:
        for match in islice(DETAIL.finditer(text), MOST_PARTS):
            if match.start() < found.span[1] and found.span[0] < match.end():
                continue
            more = _address(match.groupdict(), match.span())
            if more is None:
                continue
            if MENDED.search(text, found.span[1], match.start()) is not None and more.unit:
                building = more.building or found.building
                found = replace(_joined(found, more.span), building=building, unit=more.unit, room=more.room or found.room)
            elif not _says_again(found, more):
                found = replace(
                    _joined(found, more.span),
                    building=found.building or more.building,
                    unit=found.unit or more.unit,
                    room=found.room or more.room,
                )
    if found.room is not None:
        mended = DOOR_MENDED.search(text, found.span[1]) if MENDED.search(text) is not None else None
        return found if mended is None else replace(_joined(found, mended.span("room")), room=mended["room"])
    if found.unit is None:
        return found
    door = DOOR_FIRST.match(text)
    if door is None and len(set(ANY_DOOR.findall(text))) == 1:  # 她住502,我住402
        door = DOOR_OF_SPEAKER.search(text)
        if door is not None and re.fullmatch(PLAUSIBLE_DOOR, _room(door["room"]) or "") is None:
            return found  # 我是120
    return found if door is None else replace(_joined(found, door.span("room")), room=_room(door["room"]))


def _says_again(found: AddressFound, more: AddressFound) -> bool:
    """Whether numbers elsewhere say a part that is known already, so that they are another address."""
    return any(
        None not in pair
        for pair in ((found.building, more.building), (found.unit, more.unit), (found.room, more.room))
    )


def _behind(text: str, place: CommunityFound) -> AddressFound | None:
    """The address whose numbers stand right behind its community or village."""
    start, end = place.span
    begin = _begin(text, end)
    if place.is_village:
        match = IN_VILLAGE.match(text, begin) or IN_VILLAGE.match(text, end)
        if match is not None and not _is_a_day(match, end):
            return _village_address(place.name, match, start)
    for match in (DETAIL.match(text, begin), SPACED.match(text, begin), BARE_BUILDING.match(text, begin)):
        found = _address(match.groupdict(), (start, match.end())) if match is not None else None
        if found is not None:
            return replace(found, community=place.name)
    pair = BEHIND_COMMUNITY.match(text, begin)
    if pair is not None:  # 永茂2-301: the building or the unit, which is open; the room is not
        return AddressFound(place.name, None, None, pair["pair_room"], (start, pair.end()))
    return None


def _is_a_day(match: re.Match[str], end: int) -> bool:
    """Whether a number apart from its village may be a day: 住二号村 29号; 二号村29号 is a door."""
    door = _whole(match["only_door"])
    return match.start() > end and match.group().endswith("号") and door is not None and door <= _LAST_DAY


def _begin(text: str, end: int) -> int:
    """Where the numbers begin behind a community, its compound passed over."""
    match = COMPOUND.match(text, end)
    return match.end() if match is not None else end


def _anywhere(text: str, is_village: bool | None) -> AddressFound | None:
    """Numbers of an address without a community before them."""
    if is_village is not False:
        village = GROUP_AND_DOOR.search(text)
        if village is not None:
            return _village_address(None, village, village.start())
    if is_village is True:
        groups = list(islice(GROUP_ALONE.finditer(text), MOST_PARTS))
        if len({_whole(group["group"]) for group in groups}) == 1:
            return _village_address(None, groups[0], groups[0].start("group"))
    if is_village is not True:
        for match in DETAIL.finditer(text):
            found = _address(match.groupdict(), match.span())
            if found is not None:
                return _completed(text, found)
    return None


def _address(said: Mapping[str, str | None], span: tuple[int, int]) -> AddressFound | None:
    """The record's form of what one pattern read; None where the numbers make no sense."""

    def first(*groups: str) -> str | None:
        return next((said[group] for group in groups if said.get(group)), None)

    building = _whole(first("building", "all_building"))
    unit = _whole(first("unit", "only_unit", "pair_unit", "all_unit"))
    room = _room(first("room", "marked_room", "unit_room", "marked_unit_room", "pair_room", "all_room", "only_room"))
    letter = said.get("letter")
    if not (building or unit or room or letter):
        return None
    return AddressFound(
        community=None,
        building=f"{letter.upper()}座" if letter else f"{building}号楼" if building else None,
        unit=f"{unit}单元" if unit else None,
        room=room,
        span=span,
    )


def _village_address(name: str | None, match: re.Match[str], start: int) -> AddressFound | None:
    said = match.groupdict()
    group, door = _whole(said.get("group")), _whole(said.get("door") or said.get("only_door"))
    if not group and not door:
        return None
    building, room = (f"{group}组" if group else None), (f"{door}号" if door else None)
    return AddressFound(name, building, None, room, (start, match.end()))


def _whole(text: str | None) -> int | None:
    """A number of a building, unit, group or door; None for none and for what is no number."""
    if text is None:
        return None
    if text.isascii():
        return int(text)
    small = small_number(text)
    if small is not None:
        return small
    value = parse_chinese_number(text)
    return value if isinstance(value, int) else None


def _room(text: str | None) -> str | None:
    """A room in figures: 三零一 and 三百零一 are 301."""
    if text is None or text.isascii():
        return text
    figures = figures_of(text)
    if figures is not None:
        return figures
    value = parse_chinese_number(text)
    return str(value) if isinstance(value, int) else None
