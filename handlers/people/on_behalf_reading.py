"""What staff say for somebody 代报: name and door in either order, the matter, who said it and how."""

import re
from dataclasses import dataclass

from bot.turn import Turn
from handlers import rights
from knowledge.language.names import looks_like_name
from knowledge.language.reading import find_slots
from ledger.people import residents
from ledger.people.residents import Resident

_DOOR = re.compile(
    r" ?(?:(?P<building>\d{1,3})(?P<kind>号楼|栋|幢|组|-))?(?:(?P<unit>\d{1,2})(?:单元|-))?"
    r"(?P<door>\d{3,4}(?=室|的|家| |[一-鿿]|$)|\d{1,4}号)(?:室)?(?:的|家)? ?"
)
# 365 behind a name is a temperature whose point is missing, where no other is said.
_SLIP = re.compile(r"3[4-9]\d|4[0-2]\d")
_HAN = re.compile(r"[一-鿿]+(?:·[一-鿿]+)*")
_LONGEST_NAME = 12
VIA = re.compile(
    r"[ ,。;]*(?:是|在|用)?(电话|上门|入户|纸质|纸条|书面)(?:里|上)?(?:报|说|告诉|填|登记)?(?:的|我的)?[ 。!]*$"
)
WAYS = {"电话": "phone", "上门": "doorstep", "入户": "doorstep", "纸质": "paper", "纸条": "paper", "书面": "paper"}
SAID_BY = re.compile(
    r"[ ,(（]*(?:由|是)?(?:他|她)?(?:的)?([一-鿿·]{1,8}?)(?:代)?(?:说的|讲的|打来的|告诉的)[)） ,。]*$"
)
_FILED = re.compile(r"[ ,:]*(?:的?(?:健康)?打卡|健康)?[ ,:]*")


@dataclass(frozen=True, slots=True)
class Told:
    """What staff say for somebody: name, door as said, the matter, who said it and how."""

    name: str
    door: re.Match[str] | None
    matter: str
    said_by: str | None
    via: str | None


def read_told(turn: Turn, said: str) -> Told | None:
    """Door and name in either order, then the matter, and at the end who said it and how."""
    door = _DOOR.match(said)
    rest = said[door.end() :] if door is not None else said.lstrip()
    name = name_at(turn, rest)
    if name is None:
        return None
    rest = rest[len(name) :]
    if door is None:
        door = _DOOR.match(rest)
        if door is not None and _is_temperature(turn, door, rest[door.end() :]):
            door = None
        rest = rest[door.end() :] if door is not None else rest
    via = VIA.search(rest)
    rest = rest[: via.start()] if via is not None else rest
    by = SAID_BY.search(rest)
    rest = rest[: by.start()] if by is not None else rest
    filed = _FILED.match(rest)
    matter = rest[filed.end() :] if filed is not None else rest
    return Told(name, door, matter.strip(" ,。"), by[1] if by is not None else None, WAYS[via[1]] if via else None)


def _is_temperature(turn: Turn, door: re.Match[str], rest: str) -> bool:
    if _SLIP.fullmatch(door.group().strip()) is None:
        return False
    return "temperature" not in find_slots(rest, turn.said_time, ["temperature"])


def name_at(turn: Turn, text: str) -> str | None:
    """The longest beginning that is somebody's name in the scope; else what looks like a name up to the next blank."""
    run = _HAN.match(text)
    if run is None:
        return None
    longest = run.group()[:_LONGEST_NAME]
    for size in range(len(longest), 1, -1):
        if in_scope(turn, longest[:size]):
            return longest[:size]
    whole = run.group()
    return next((whole[:size] for size in (len(whole), 4, 3, 2) if looks_like_name(whole[:size])), None)


def in_scope(turn: Turn, name: str) -> list[Resident]:
    """Everybody of a name within the writer's scopes: the scope goes into the query."""
    found = {one.id: one for scope in rights.scopes(turn) for one in residents.named_in(turn.db, name, scope)}
    return list(found.values())
