"""Where the rows of a list of households are: each door within the writer's scope, or refused, or asked for.

A door that the ledger knows is found by its number, and by who lives there where several have it; a new door is taken only
where its building lies in the scope. Nothing is added to the tree of places before the row is filed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.turn import Turn
from handlers import rights
from handlers.households.rows import Entry
from ledger import people, places
from ledger.checkins import rounds
from ledger.people import Role
from ledger.places import Place, parts

_KINDS = frozenset({"grid_worker", "community_lead"})


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows with their doors, and the rows that lie outside the scope."""

    inside: list[Entry]
    outside: list[Entry]


def scopes(turn: Turn) -> list[Role]:
    """The roles by which the writer checks in households."""
    return [role for role in rights.roles(turn) if role.kind in _KINDS and role.path]


def looks_after_a_village(held: Sequence[Role]) -> bool:
    """Whether doors are numbers of houses (12号) for this writer."""
    return any(role.address.partition("/")[0].endswith("村") for role in held)


def settle(turn: Turn, held: Sequence[Role], entries: Sequence[Entry], community: str | None) -> Placed:
    """Find each row's door within the scopes held; `community` is one that the list names."""
    placed = Placed([], [])
    for entry in entries:
        settled = entry if entry.address is not None else _settle(turn, held, entry, community)
        (placed.outside if settled is None else placed.inside).append(settled or entry)
    return placed


def is_reached(held: Sequence[Role], path: str) -> bool:
    """Whether one of the scopes reaches a place."""
    return any(path.startswith(role.path) for role in held)


def candidates(turn: Turn, held: Sequence[Role], entry: Entry) -> list[Place]:
    """The doors of this number that the ledger knows within the scopes, as far as the row says where."""
    found: dict[int, Place] = {}
    for role in held:
        for door in rounds.named(turn.db, role.path, "household", entry.door):
            address = parts(door.address)
            if entry.building in {None, address.building} and entry.unit in {None, address.unit}:
                found[door.id] = door
    return list(found.values())


def _settle(turn: Turn, held: Sequence[Role], entry: Entry, community: str | None) -> Entry | None:
    """The row with its address, or without where it has to be asked for; None where it is outside."""
    communities = {role.address.partition("/")[0] for role in held}
    if community is not None:
        communities &= {community}
        if not communities:
            return None
    known = [door for door in candidates(turn, held, entry) if parts(door.address).community in communities]
    if len(known) > 1 and entry.name is not None:
        by_name = [door for door in known if entry.name in {name for _, name in people.household(turn.db, door.id)}]
        known = by_name if len(by_name) == 1 else known
    if len(known) == 1:
        return replace(entry, address=known[0].address)
    if known:
        return entry
    if entry.building is None:
        only = _only_building(turn, held)
        return entry if only is None else _new_door(turn, held, entry, [only.address])
    return _new_door(turn, held, entry, [f"{name}/{entry.building}" for name in sorted(communities)])


def _only_building(turn: Turn, held: Sequence[Role]) -> Place | None:
    found = {
        place.id: place
        for role in held
        for kind in ("building", "group")
        for place in rounds.of_kind(turn.db, role.path, kind, 2)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _new_door(turn: Turn, held: Sequence[Role], entry: Entry, buildings: Sequence[str]) -> Entry | None:
    """A door that the ledger does not know yet: in the one building of the scope that can be meant."""
    within = [address for address in buildings if lies_within(turn, held, address)]
    if not within:
        return None
    if len(within) > 1:
        return entry
    building = places.find(turn.db, within[0])
    if entry.unit is None and building is not None and rounds.of_kind(turn.db, building.path, "unit", 1):
        return entry  # its doors are told apart by units
    return replace(entry, address="/".join(part for part in (within[0], entry.unit, entry.door) if part))


def lies_within(turn: Turn, held: Sequence[Role], address: str) -> bool:
    """Whether a building is, or would be when it is first named, within one of the scopes."""
    known = places.find(turn.db, address)
    if known is not None:
        return is_reached(held, known.path)
    community = places.find(turn.db, address.partition("/")[0])
    if community is None:
        return False
    grids = rounds.of_kind(turn.db, community.path, "grid", 2)
    return is_reached(held, grids[0].path if len(grids) == 1 else community.path)
