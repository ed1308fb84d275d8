"""Who is in danger and where (DESIGN 6.1): as said, else where the writer stands guard, else the writer's own home.

Whoever reports danger is often not who is in it: a grid worker tells of a door, a guard of the building before him, a
husband of his wife. Nothing is guessed: what nobody said stays open and is asked.
"""

import re
from dataclasses import dataclass

from bot.turn import Turn
from handlers import rights
from handlers.said_back import word
from knowledge import exit_words
from knowledge.language.addresses import AddressFound, find_address
from knowledge.language.people import RelativeFound, find_relatives
from ledger import places
from ledger.alerts import SetOff
from ledger.gate import posts as gate_posts
from ledger.places import Place, UnknownPlace

_OWN = frozenset("我俺咱")
_DOOR = re.compile(r"(?:(\d{1,2})(?:单元|-))?(\d{3,4})[室号]?")
# So near before the words of danger stands who it is about: 我媳妇(疼得厉害,)要生了.
_NEAR = 12


@dataclass(frozen=True, slots=True)
class InNeed:
    """Somebody in danger: who, where, and who of their home it is about as said (妈妈).

    `has_door` says that a gate could let somebody of that door out, `is_next_door` that their door has yet to be said.
    """

    person_id: int | None
    name: str
    place_id: int | None
    path: str
    about: tuple[str, ...] = ()
    address: str = ""
    has_door: bool = True
    is_next_door: bool = False

    @property
    def spoken(self) -> str:
        """The person for people: 其其格的媳妇."""
        return exit_words.who_words(self.name, self.about)


def find(turn: Turn, about: tuple[str, ...] = (), *, next_door: bool = False) -> InNeed:
    """Who the message is about and where; a place that nobody knows is empty.

    `next_door`: it tells of a neighbour, of whom no more is known than the writer's stairs, house or group.
    """
    contact = turn.contact
    said = place_said(turn)
    if said is None and next_door and contact.place_id is not None:
        return _neighbour(turn, places.get(turn.db, contact.place_id))
    is_home = said is not None and bool(contact.path) and contact.path.startswith(said.path)
    if said is not None and not is_home:
        return somebody_at(turn, said)
    post = _post(turn) if said is None else None
    if post is not None:
        name = contact.name or unknown_name()
        return InNeed(contact.person_id, name, post.id, post.path, (), post.address, has_door=False)
    name = contact.name or unknown_name()
    return InNeed(contact.person_id, name, contact.place_id, contact.path, about, contact.address)


def _neighbour(turn: Turn, home: Place) -> InNeed:
    around = places.ensure(turn.db, home.address.rpartition("/")[0]) if home.kind == "household" else home
    name = word("person", "neighbour")
    return InNeed(None, name, around.id, around.path, (), around.address, has_door=False, is_next_door=True)


def somebody_at(turn: Turn, where: Place, name: str = "") -> InNeed:
    """Somebody at a place that is not the writer's home, by name where one was said."""
    is_door = where.kind == "household"
    called = name or unknown_name()
    return InNeed(None, called, where.id, where.path, (), where.address, has_door=is_door)


def as_before(turn: Turn, of: SetOff) -> InNeed:
    """Whom an emergency of the writer's was about, and where it was."""
    contact, person = turn.contact, of.person or ""
    if of.place_id is None or of.place_id == contact.place_id:
        about = person.removeprefix(f"{contact.name}的") if contact.name else person
        return find(turn, (about,) if about not in {person, ""} else ())
    called = "" if is_unknown(person) else person
    return somebody_at(turn, places.get(turn.db, of.place_id), called)


def unknown_name() -> str:
    """What somebody is called of whom no name is known."""
    return word("person", "unknown")


def is_unknown(name: str) -> bool:
    """Whether this is what somebody is called whose name has yet to be said."""
    return name in {unknown_name(), word("person", "neighbour")}


def place_said(turn: Turn, base: str = "") -> Place | None:
    """The place that the message names, what it leaves out taken from `base`, else from where the writer works or lives.

    Where the place is known without its door a bare number is the door.
    """
    found = find_address(turn.text)
    door = _DOOR.fullmatch(turn.text) if base else None
    if found is None and door is None:
        return None
    if found is None or door is not None:
        found = AddressFound(None, None, f"{door[1]}单元" if door and door[1] else None, door[2] if door else None, (0, 0))
    parts = _completed(found, base or _base(turn))
    while parts and parts[0]:
        try:
            return places.ensure(turn.db, "/".join(part for part in parts if part))
        except UnknownPlace:
            parts.pop()
    return None


def lacks_community(turn: Turn) -> str:
    """What the message says of a place whose community nobody knows; empty where it says none, or the community too."""
    found = find_address(turn.text)
    if found is None or found.community is not None or _base(turn):
        return ""
    return "".join(part for part in (found.building, found.unit, found.room) if part)


def relatives_before(text: str, start: int, end: int) -> tuple[str, ...]:
    """Who of the home the danger is about: who is named in its words, the last before them, or right behind them."""
    found = find_relatives(text)
    inside = [one for one in found if start <= one.span[0] < end]
    if inside:
        return (inside[0].label,)
    before = [one for one in found if one.span[1] <= start]
    if before and _is_about(text, before[-1], start):
        return (before[-1].label,)
    behind = [one for one in found if one.span[0] >= end]
    return (behind[0].label,) if behind and not text[end : behind[0].span[0]].strip("我俺咱了的") else ()


def _is_about(text: str, relative: RelativeFound, start: int) -> bool:
    between = text[relative.span[1] : start]
    return len(between) <= _NEAR and _OWN.isdisjoint(between)


def _completed(found: AddressFound, base: str) -> list[str | None]:
    """The parts of an address from the community down, those above what was said filled in."""
    known = places.parts(base)
    community = found.community or known.community
    building, unit = found.building, found.unit
    if found.community is None and building is None:
        building = known.building
        unit = unit or (known.unit if found.room is not None else None)
    return [community, building, unit, found.room]


def _base(turn: Turn) -> str:
    """Where the writer works or lives, as an address."""
    held = sorted(rights.roles(turn), key=lambda role: role.kind != "gate_guard")
    return next((role.address for role in held if role.address), "") or turn.contact.address


def _post(turn: Turn) -> Place | None:
    """The gate that the writer guards."""
    person_id = turn.contact.person_id
    guarded = gate_posts.gates_of(turn.db, person_id) if person_id is not None else []
    return places.get(turn.db, guarded[0].place_id) if guarded else None
