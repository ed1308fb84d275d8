"""Slots that several forms share: who somebody is and where they live; read once, asked for in each form's own words."""

import re

from bot.conversation import Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from knowledge.language.reading import find_slots
from ledger.places import Address

_NAME = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003134f]{2,4}|[\u3400-\u9fff]{1,10}·[\u3400-\u9fff]{1,10}|[\u3400-\u9fff]{2,8}"
)
_BUILDING = re.compile(r"(\d{1,3})(号楼|栋|幢|组)?")
_DOOR = re.compile(r"(?:(\d{1,2})(?:单元|-))?(\d{1,4})(号|室)?")
_UNKNOWN_DOOR = frozenset({"不知道", "不清楚", "没有", "没有门牌"})


def _bare_name(text: str, turn: Turn) -> Value:
    """A name as the whole answer: Chinese characters only, rare and Mongolian names too."""
    found = find_slots(text, turn.said_time, ["name"]).get("name")
    if isinstance(found, str):
        return found
    if _NAME.fullmatch(text):
        return text
    raise InvalidAnswer


def _known_community(value: Value, turn: Turn) -> Value:
    names = {place.name for place in turn.house.plan.places}
    if value in names:
        return value
    raise InvalidAnswer


def _bare_building(text: str, turn: Turn) -> Value:
    match = _BUILDING.fullmatch(text)
    if match is None:
        raise InvalidAnswer
    return f"{int(match[1])}{match[2] or '号楼'}"


def _bare_room(text: str, turn: Turn) -> Value:
    if text in _UNKNOWN_DOOR:
        return None
    match = _DOOR.fullmatch(text)
    if match is None:
        raise InvalidAnswer
    return match[2] + ("号" if match[3] == "号" else "")


def _unasked(_answers: Answers) -> bool:
    """For what is kept when it is said, and never asked for."""
    return False


UNASKED = _unasked
NAME = Slot("name", "name", bare=_bare_name)
COMMUNITY = Slot("community", "place", check=_known_community)
BUILDING = Slot("building", "place", bare=_bare_building)
UNIT = Slot("unit", "place", only_if=_unasked)
ROOM = Slot("room", "place", bare=_bare_room, private=True)


def address_of(answers: Answers) -> Address:
    """The address that the answers give."""

    def part(name: str) -> str | None:
        value = answers.get(name)
        return value if isinstance(value, str) else None

    return Address(part("community"), part("building"), part("unit"), part("room"))


def known_home(turn: Turn) -> dict[str, Value]:
    """The name and home of a bound person as answers; of the home only what the ledger has."""
    if not turn.contact.is_bound:
        return {}
    home = turn.contact.home
    parts = {"community": home.community, "building": home.building, "unit": home.unit, "room": home.room}
    known: dict[str, Value] = {name: value for name, value in parts.items() if value}
    if known:
        # A house without a unit or a number is complete as the ledger has it: nothing further is asked.
        known = {"building": None, "room": None, **known}
    return {"name": turn.contact.name, **known}


def known_writer(turn: Turn) -> dict[str, Value]:
    """For forms about the writer: a bound person is never asked where they live, even where the ledger has no home."""
    known = known_home(turn)
    return {"community": None, "building": None, "room": None, **known} if known else {}
