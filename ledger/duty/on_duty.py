"""Who is asked first (clause 3.4.3): in the night whoever is on duty by the roster, and whoever stands in when they do not.

By day, and where nobody is on the roster, everybody who holds the role is.
"""

from collections.abc import Collection, Sequence

from knowledge.settings.duties import Duty
from knowledge.times import from_ms
from ledger import people
from ledger.database import Db
from ledger.duty import roster
from ledger.duty.roster import Entry
from ledger.people import Recipient
from ledger.places import root_path

GRID_WORKER, OFFICE = "grid_worker", "office"


def is_night(duty: Duty, now: int) -> bool:
    """Whether a moment (ms UTC) lies in the hours of the night, which may go over midnight."""
    clock, begins, ends = from_ms(now).time(), duty.night.begins, duty.night.ends
    return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends


def first(db: Db, duty: Duty, post: str, path: str, holders: Sequence[Recipient], now: int) -> list[Recipient]:
    """Whom of the holders of a role something is put to first."""
    if not is_night(duty, now):
        return list(holders)
    named = {one.name for one in roster.on_duty(db, post, path, now) if one.rank == "leader"}
    return [one for one in holders if one.name in named and one.openid is not None] or list(holders)


def others(
    db: Db, post: str, path: str, holders: Sequence[Recipient], asked: Collection[int | None], now: int
) -> list[Recipient]:
    """Who comes after whoever was `asked` (ids of people): whoever stands in for them now, else the other holders.

    It counts who was asked, not who would be now: the night may have ended between one step and the next.
    """
    rest = [one for one in holders if one.person_id not in asked]
    named = {one.name for one in roster.on_duty(db, post, path, now) if one.rank == "deputy"}
    return [one for one in rest if one.name in named and one.openid is not None] or rest


def of_group(db: Db, duty: Duty, group_id: str, now: int) -> list[Recipient]:
    """Whom of a group, or of the office, something is put to first."""
    return first(db, duty, group_id, root_path(db), members(db, group_id), now)


def others_of_group(db: Db, group_id: str, asked: Collection[int | None], now: int) -> list[Recipient]:
    """Who of a group, or of the office, comes after whoever was asked."""
    return others(db, group_id, root_path(db), members(db, group_id), asked, now)


def members(db: Db, group_id: str) -> list[Recipient]:
    """Everybody of one of the eight groups, or of the office."""
    return people.office(db) if group_id == OFFICE else people.group_members(db, group_id)


def grid_deputies(db: Db, path: str, now: int) -> list[Recipient]:
    """Who stands in for the grid workers of a place now: grid workers of the same community whom the roster names."""
    named = {one.name for one in roster.on_duty(db, GRID_WORKER, path, now) if one.rank == "deputy"}
    if not named:
        return []
    own = {one.person_id for one in people.reaching(db, GRID_WORKER, path)}
    around = people.working_in(db, GRID_WORKER, people.community_path(path))
    return [one for one in around if one.name in named and one.person_id not in own]


def stands_in_for(db: Db, person_id: int, name: str, grids: Sequence[str], now: int) -> list[Entry]:
    """The grids for which a grid worker stands in now; `grids` are the paths of their own, of the same community only."""
    communities = {people.community_path(path) for path in grids}
    return [
        one
        for one in roster.standing_in(db, GRID_WORKER, name, now)
        if people.community_path(one.path) in communities and _is_named(db, person_id, name, one)
    ]


def _is_named(db: Db, person_id: int, name: str, entry: Entry) -> bool:
    """Whether the entry can mean nobody else: of two grid workers of the name in a community neither gets the right."""
    around = people.working_in(db, GRID_WORKER, people.community_path(entry.path))
    return [one.person_id for one in around if one.name == name] == [person_id]
