"""Coverage gaps (clause 3.1: the area is divided, and somebody answers for each part): who and what nobody looks after."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select

from ledger.database import Db
from ledger.people import community_path
from ledger.statement import Statement
from ledger.tables import person, place, role

_COMMUNITIES = Statement(
    select(place.c.path, place.c.address)
    .where(or_(place.c.kind == "community", place.c.kind == "village"))
    .order_by(place.c.id)
)
_HELD = Statement(
    select(place.c.path)
    .select_from(role.join(place, place.c.id == role.c.place_id))
    .where(role.c.kind == bindparam("role_kind"), role.c.until_at.is_(None))
    .distinct()
)
_HOMES = Statement(
    select(place.c.path, func.count())
    .select_from(person.join(place, place.c.id == person.c.place_id))
    .where(person.c.status == "active")
    .group_by(place.c.path)
)


@dataclass(frozen=True, slots=True)
class Unattended:
    """How many people of a community or village no grid worker answers for."""

    community: str
    people: int


def places_without_lead(db: Db) -> list[str]:
    """The communities and villages without anybody who leads them, by name."""
    held = {row[0] for row in db.all(_HELD, role_kind="community_lead")}
    return [address for path, address in db.all(_COMMUNITIES) if not _is_below(path, held)]


def people_without_grid_worker(db: Db) -> list[Unattended]:
    """Where people live for whom `people.grid_workers_for` finds nobody."""
    held = {row[0] for row in db.all(_HELD, role_kind="grid_worker")}
    # Where a building is in no grid yet, all grid workers of its community answer for it.
    attended = {community_path(path) for path in held}
    missing = Counter[str]()
    for path, count in db.all(_HOMES):
        if community_path(path) not in attended and not _is_below(path, held):
            missing[community_path(path)] += count
    return [Unattended(address, missing[path]) for path, address in db.all(_COMMUNITIES) if missing[path]]


def _is_below(path: str, held: set[str]) -> bool:
    """Whether a place is one of those held or lies in one."""
    ids = path.split(".")[:-1]
    return any(".".join(ids[:depth]) + "." in held for depth in range(1, len(ids) + 1))
