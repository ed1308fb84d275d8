"""What roles reach, the same in the chat and on the pages: places as paths, which go into the queries, and groups.

Whoever reaches nothing finds nothing (DESIGN 3; THREATS A16).
"""

from collections.abc import Iterable

from ledger import places
from ledger.database import Db
from ledger.people import Role

OFFICE = frozenset({"office", "admin"})
LOOKS_AFTER_PEOPLE = frozenset({"grid_worker", "community_lead"})


def scopes(db: Db, held: Iterable[Role], kinds: frozenset[str] = LOOKS_AFTER_PEOPLE) -> list[str]:
    """The paths within which roles of these kinds look after people; for the office, the whole subdistrict."""
    mine = list(held)
    if any(role.kind in OFFICE for role in mine):
        return [places.root_path(db)]
    return [role.path for role in mine if role.kind in kinds and role.path]


def groups(held: Iterable[Role]) -> list[str | None]:
    """The groups whose matters the holder of these roles takes; None stands for all (the office)."""
    mine = list(held)
    if any(role.kind in OFFICE for role in mine):
        return [None]
    return [role.group_id for role in mine if role.kind == "group_member" and role.group_id]
