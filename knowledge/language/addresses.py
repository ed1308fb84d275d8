"""Where somebody lives in the subdistrict: community, building, unit and room, or village, group and door.

永茂6号楼2单元301, 6-2-301, 六号楼二单元三零一, 二号村3组12号. Only numbers that the text gives are read: a floor is
no room, 王家 no door, and 12号回来 a day. Text is normalised.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.language.communities import Communities, CommunityFound, plan_communities
from knowledge.language.numbers import figures_of, parse_chinese_number
from knowledge.language.small_numbers import FIGURES, NO_FIGURE_BEFORE, SMALL, small_number


@dataclass(frozen=True, slots=True)
class AddressFound:
    """An address as far as the text gives it, in the form of the records.

    `community` is the full name (永茂社区, 二号村), `building` 6号楼, A座 or in a village the group 3组, `unit` 2单元,
    `room` 301 or in a village the door (12号). `span` reaches from the first part to the last.
    """

    community: str | None
    building: str | None
    unit: str | None
    room: str | None
    span: tuple[int, int]


_GAP = r"[ ,，、的\-]{0,2}"
_NUMBER = rf"(?:\d{{1,3}}|[{FIGURES}]{{1,3}})"
_BUILDING = (
    rf"(?:(?P<building>{_NUMBER})(?:号楼|栋楼?|幢楼?|#楼?|座(?!位)|号(?=[ ]?{SMALL}单元)|楼(?={_GAP}{SMALL}单元))"
    r"|(?P<letter>[A-Fa-f])(?:座|栋|号楼))"
)
_UNIT = rf"(?P<unit>{SMALL})(?:单元|门(?=\d{{3}}))"
_FLOOR = rf"(?:{SMALL}[楼层])?"
_ROOM_BEHIND = r"(?![\d.℃度点:%]|[年/]\d|-\d|[ ]?(?:次|元|块|人|户|斤|袋|箱|个|米))"
# Apart from its unit, 365 is a temperature without its point rather than the 65th door of the third floor; 402 is a door.
_ROOM = (
    rf"(?:(?P<room>(?:(?<=单元)|(?!3[5-9]\d(?!\d)|4[12]\d(?!\d)))\d{{3,4}}|[{FIGURES}幺]{{3,4}}|[{FIGURES}]百零?[{FIGURES}]{{0,3}})"
    rf"(?:室|号房?(?!楼)|房)?|(?P<marked_room>\d{{1,4}}|[{FIGURES}幺]{{1,4}})(?:室|号房))"
)
_UNIT_ROOM = _ROOM.replace("room>", "unit_room>")  # a group may stand only once in a pattern
_PAIR = r"(?P<pair_unit>[1-9]\d?)[-/](?P<pair_room>\d{3,4})(?:室|号)?"
_TRIPLE = (
    r"(?P<all_building>[1-9]\d{0,2})(?:[-/]|#楼?|号楼|栋)(?P<all_unit>[1-9]\d?)(?:[-/]|单元)"
    r"(?P<all_room>\d{3,4})(?:室|号)?"
)
_REST = rf"(?:{_GAP}{_FLOOR}{_GAP}{_ROOM}{_ROOM_BEHIND})?"
# Building with what follows it, or a unit with what follows it, or all three by dashes.
_DETAIL = re.compile(
    rf"(?<![\d\-]){_TRIPLE}{_ROOM_BEHIND}"
    rf"|{NO_FIGURE_BEFORE}{_BUILDING}(?:{_GAP}(?:{_PAIR}{_ROOM_BEHIND}|(?:{_UNIT})?{_REST}))"
    rf"|{NO_FIGURE_BEFORE}(?P<only_unit>{SMALL})单元(?:{_GAP}{_FLOOR}{_GAP}{_UNIT_ROOM}{_ROOM_BEHIND})?"
    rf"|{NO_FIGURE_BEFORE}(?P<only_room>\d{{3,4}}|[{FIGURES}幺]{{3,4}})室(?!内|外|温)"
)
# A compound between community and building (永茂社区阳光花园6号楼), whose name is no part of the record.
_COMPOUND = re.compile(
    rf"(?:{_GAP}[^\d\s,，。;:#{FIGURES}]{{1,8}}?(?:小区|花园|家园|公寓|苑|院|城|府|湾|里)(?:[A-Za-z]区)?)?{_GAP}"
)
_SPACED = re.compile(r"(?P<building>[1-9]\d{0,2})[ ,](?P<unit>[1-9]\d?)[ ,](?P<room>\d{3,4})" + _ROOM_BEHIND)
_BEHIND_COMMUNITY = re.compile(_PAIR + _ROOM_BEHIND)
_DAY_BEHIND = (
    r"(?![ ]?(?:回|到|走|返|出|坐|从|早|晚|上午|下午|中午|左右|之前|以前|前|后|凌晨|做|核酸|测|打|要|有|开|办"
    r"|就|才|去|来|楼|的[飞火高动]))"
)
_DOOR = rf"(?P<door>\d{{1,3}}|[{FIGURES}]{{1,3}})(?:号(?:院|门牌?|户)?|户){_DAY_BEHIND}"
_IN_VILLAGE = re.compile(
    rf"(?P<group>{SMALL})(?:组|队|社(?!区))(?:{_GAP}{_DOOR})?"
    rf"|(?P<only_door>\d{{1,3}}|[{FIGURES}]{{1,3}})(?:号(?:院|门牌?|户|(?=$|[,，。;\n]))|户)"
)
_GROUP_AND_DOOR = re.compile(rf"{NO_FIGURE_BEFORE}(?P<group>{SMALL})组(?:{_DOOR})")
_HINT = re.compile(r"[楼栋幢座元组室#]|\d[-/]\d")


def find_address(text: str, communities: Communities | None = None) -> AddressFound | None:
    """The address that the text gives, as far as it gives it; the places of the plan unless others are named."""
    places = (communities or plan_communities()).find_all(text)
    has_numbers = _HINT.search(text) is not None
    if not places and not has_numbers:
        return None
    for place in places:
        found = _behind(text, place)
        if found is not None:
            return found
    apart = _anywhere(text, places[0].is_village if places else None) if has_numbers else None
    if not places:
        return apart
    place = places[0]
    if apart is None:
        return AddressFound(place.name, None, None, None, place.span)
    span = (min(place.span[0], apart.span[0]), max(place.span[1], apart.span[1]))
    return replace(apart, community=place.name, span=span)


def _behind(text: str, place: CommunityFound) -> AddressFound | None:
    """The address whose numbers stand right behind its community or village."""
    start, end = place.span
    begin = _begin(text, end)
    if place.is_village:
        match = _IN_VILLAGE.match(text, begin) or _IN_VILLAGE.match(text, end)
        if match is not None:
            return _village_address(place.name, match, start)
    for match in (_DETAIL.match(text, begin), _SPACED.match(text, begin)):
        found = _address(match.groupdict(), (start, match.end())) if match is not None else None
        if found is not None:
            return replace(found, community=place.name)
    pair = _BEHIND_COMMUNITY.match(text, begin)
    if pair is not None:  # 永茂2-301: the building or the unit, which is open; the room is not
        return AddressFound(place.name, None, None, pair["pair_room"], (start, pair.end()))
    return None


def _begin(text: str, end: int) -> int:
    """Where the numbers begin behind a community, its compound passed over."""
    match = _COMPOUND.match(text, end)
    return match.end() if match is not None else end


def _anywhere(text: str, is_village: bool | None) -> AddressFound | None:
    """Numbers of an address without a community before them."""
    if is_village is not False:
        village = _GROUP_AND_DOOR.search(text)
        if village is not None:
            return _village_address(None, village, village.start())
    if is_village is not True:
        for match in _DETAIL.finditer(text):
            found = _address(match.groupdict(), match.span())
            if found is not None:
                return found
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
