"""Where what somebody on duty writes down was: the places that they name, or else their own post.

Only within their own scope (a path), and only places that there are: a log adds none to the tree. Where the post leaves it
open (two grids, or none) it is asked, with the places to choose from.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import Choice
from bot.turn import Turn
from handlers import rights
from handlers.gate import rights as gate_rights
from knowledge.language.duty_logs import PlaceSaid
from ledger import places, seals
from ledger.duty import roster
from ledger.people import Role
from ledger.people import rights as reached
from ledger.places import Place

# Whose place their role names, in the order in which it is taken where somebody holds several.
_OF_A_PLACE = ("gate_guard", "task_force_leader", "grid_worker", "community_lead")
# Groups that are on duty in sealed places themselves (org.group.security: gates, patrols, key places).
_ON_DUTY_EVERYWHERE = frozenset({"security"})
_OFFERED = 9
_MOST = 40


@dataclass(frozen=True, slots=True)
class Where:
    """The places that were meant, and the words for those that there are not, or that are not the writer's."""

    places: tuple[Place, ...] = ()
    unknown: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def keeps_logs(turn: Turn) -> bool:
    """Whether the writer is of those who are on duty in sealed places and write it down."""
    return bool(scopes(turn))


def scopes(turn: Turn) -> list[str]:
    """The paths within which the writer may write down what was done."""
    if any(_reaches_everything(role) for role in rights.roles(turn)):
        return [places.root_path(turn.db)]
    return own_scopes(turn)


def own_scopes(turn: Turn) -> list[str]:
    """The paths of the places that are the writer's own, and of those where they stand in."""
    own = [role.path for role in rights.roles(turn) if role.kind in _OF_A_PLACE and role.path]
    return list(dict.fromkeys([*own, *rights.scopes(turn)])) if own else []


def meant(turn: Turn, said: Sequence[PlaceSaid]) -> Where:
    """The places that these words mean."""
    mine = scopes(turn)
    found: list[Place] = []
    unknown, outside = list[str](), list[str]()
    for one in said[:_MOST]:
        known = [place for address in _addresses(turn, one) if (place := _find(turn, address)) is not None]
        within = [place for place in known if any(place.path.startswith(scope) for scope in mine)]
        if len(within) == 1:
            found += within
        elif known and not within:
            outside.append(one.words)
        else:  # there is none, or one of the number in each of several communities
            unknown.append(one.words)
    return Where(tuple({place.id: place for place in found}.values()), tuple(unknown), tuple(outside))


def own(turn: Turn, *, at_gate: bool = False) -> list[Place]:
    """The writer's own post; several where it is open which of them, none for somebody who has none.

    The gate where they are on duty, the one that the roster gives them now; for the office the places that are sealed.
    """
    if at_gate and (gates := gate_rights.gates(turn)):
        return [places.get(turn.db, gates[0].place_id)]
    held = sorted(
        (role for role in rights.roles(turn) if role.kind in _OF_A_PLACE and role.path),
        key=lambda role: _OF_A_PLACE.index(role.kind),
    )
    if held:
        same_kind = [role for role in held if role.kind == held[0].kind]
        on_roster = [role for role in same_kind if _is_on_roster(turn, role)]
        return _places_of(turn, on_roster if len(on_roster) == 1 else same_kind)
    if not scopes(turn):
        return []
    return [places.get(turn.db, seal.place_id) for seal in seals.within(turn.db, places.root_path(turn.db))]


def offered(found: Sequence[Place]) -> tuple[Choice, ...]:
    """The places to choose from by number."""
    return tuple(Choice([place.address], place.address.replace("/", "")) for place in found[:_OFFERED])


def _reaches_everything(role: Role) -> bool:
    return role.kind in reached.OFFICE or (role.kind == "group_member" and role.group_id in _ON_DUTY_EVERYWHERE)


def _addresses(turn: Turn, said: PlaceSaid) -> list[str]:
    """The addresses that the words can have: a number alone is one in each community of the writer's."""
    if said.community is not None:
        return [f"{said.community}/{said.part}".rstrip("/")]
    around = [role.address for role in rights.roles(turn) if role.kind in _OF_A_PLACE]
    if any(_reaches_everything(role) for role in rights.roles(turn)):
        around += [seal.address for seal in seals.within(turn.db, places.root_path(turn.db))]
    return [f"{community}/{said.part}" for community in dict.fromkeys(one.partition("/")[0] for one in around)]


def _find(turn: Turn, address: str) -> Place | None:
    """The place, or the building where its units are not in the tree."""
    found = places.find(turn.db, address)
    return places.find(turn.db, address.rpartition("/")[0]) if found is None and address.endswith("单元") else found


def _is_on_roster(turn: Turn, role: Role) -> bool:
    on_duty = roster.on_duty(turn.db, role.kind, role.path, turn.now)
    return any(one.name == turn.contact.name for one in on_duty)


def _places_of(turn: Turn, held: Sequence[Role]) -> list[Place]:
    found = [places.find(turn.db, role.address) for role in held]
    return list({place.id: place for place in found if place is not None}.values())
