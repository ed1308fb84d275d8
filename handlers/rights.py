"""What the writer may do: their roles in force, and the places and groups that these reach.

Every handler asks here, inside the turn's transaction: a role that has ended gives no right, and a scope is a path that
goes into the query itself (ledger/places.py).
"""

from bot.turn import Turn
from ledger import people, places
from ledger.people import Role

_OFFICE = frozenset({"office", "admin"})
_LOOKS_AFTER_PEOPLE = frozenset({"grid_worker", "community_lead"})


def roles(turn: Turn) -> list[Role]:
    """The writer's roles in force; none for somebody unknown."""
    return people.roles_of(turn.db, turn.contact.person_id) if turn.contact.person_id is not None else []


def kinds(turn: Turn) -> frozenset[str]:
    """Which kinds of role the writer holds."""
    return frozenset(role.kind for role in roles(turn))


def is_office(turn: Turn) -> bool:
    """Whether the writer works at the subdistrict's epidemic office."""
    return not _OFFICE.isdisjoint(kinds(turn))


def looks_after_people(turn: Turn) -> bool:
    """Whether the writer is a grid worker or leads a community."""
    return not _LOOKS_AFTER_PEOPLE.isdisjoint(kinds(turn))


def scopes(turn: Turn) -> list[str]:
    """The paths within which the writer looks after people; for the office, the whole subdistrict."""
    held = roles(turn)
    if any(role.kind in _OFFICE for role in held):
        return [places.root_path(turn.db)]
    return [role.path for role in held if role.kind in _LOOKS_AFTER_PEOPLE and role.path]


def led(turn: Turn) -> list[str]:
    """The paths of the communities and villages that the writer leads; for the office, the whole subdistrict."""
    held = roles(turn)
    if any(role.kind in _OFFICE for role in held):
        return [places.root_path(turn.db)]
    return [role.path for role in held if role.kind == "community_lead" and role.path]


def groups(turn: Turn) -> list[str | None]:
    """The groups whose alerts the writer may take; None stands for all (the office)."""
    held = roles(turn)
    if any(role.kind in _OFFICE for role in held):
        return [None]
    return [role.group_id for role in held if role.kind == "group_member"]
