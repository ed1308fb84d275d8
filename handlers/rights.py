"""What the writer may do: their roles in force, and the places and groups that these reach.

Every handler asks here, inside the turn's transaction: a role that has ended gives no right, and a scope is a path that
goes into the query itself (ledger/places.py).
"""

from bot.turn import Turn
from ledger import people
from ledger.duty import on_duty
from ledger.people import Role
from ledger.people import rights as reached

_LEADS = frozenset({"community_lead"})


def roles(turn: Turn) -> list[Role]:
    """The writer's roles in force; none for somebody unknown."""
    return people.roles_of(turn.db, turn.contact.person_id) if turn.contact.person_id is not None else []


def kinds(turn: Turn) -> frozenset[str]:
    """Which kinds of role the writer holds."""
    return frozenset(role.kind for role in roles(turn))


def is_office(turn: Turn) -> bool:
    """Whether the writer works at the subdistrict's epidemic office."""
    return not reached.OFFICE.isdisjoint(kinds(turn))


def looks_after_people(turn: Turn) -> bool:
    """Whether the writer is a grid worker or leads a community."""
    return not reached.LOOKS_AFTER_PEOPLE.isdisjoint(kinds(turn))


def scopes(turn: Turn) -> list[str]:
    """The paths within which the writer looks after people, and where they stand in now; all of them for the office."""
    held, who = roles(turn), turn.contact.person_id
    grids = [role.path for role in held if role.kind == on_duty.GRID_WORKER and role.path]
    stands_in = on_duty.stands_in_for(turn.db, who, turn.contact.name, grids, turn.now) if grids and who else []
    return [*reached.scopes(turn.db, held), *(one.path for one in stands_in)]


def led(turn: Turn) -> list[str]:
    """The paths of the communities and villages that the writer leads; for the office, the whole subdistrict."""
    return reached.scopes(turn.db, roles(turn), _LEADS)


def groups(turn: Turn) -> list[str | None]:
    """The groups whose alerts the writer may take; None stands for all (the office)."""
    return reached.groups(roles(turn))


def takes_for(turn: Turn, group_id: str) -> str:
    """In whose name the writer takes what is a group's: its own members in its name, anybody else as the office."""
    is_own = any(role.kind == "group_member" and role.group_id == group_id for role in roles(turn))
    return group_id if is_own else "office"
