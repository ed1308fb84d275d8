"""Entering a roster 值班表 (clauses 3.4.1, 3.4.3), the same from the chat, the pages and the command line.

Lines are read first and shown; entered is what a named person has looked at. Who may enter for which places stands in the
scopes (paths): posts of the whole subdistrict are the office's to fill.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.language.rosters import RosterLine, read_line
from ledger import people, places
from ledger.database import Db
from ledger.duty import roster
from ledger.duty.roster import PLACE_POSTS, Rank
from ledger.people import roles
from ledger.places import Place

GRID_WORKER = "grid_worker"


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry as it will be; `holds` says whether somebody of the name has the role by now. Moments in ms UTC."""

    place: Place
    post: str
    rank: Rank
    name: str
    from_at: int
    until_at: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What lines say: entries, and the lines that say none or are not the writer's to fill."""

    planned: tuple[Planned, ...]
    unread: tuple[str, ...]


def read(db: Db, lines: Iterable[str], said: datetime, groups: Mapping[str, str], scopes: Sequence[str]) -> Read:
    """Read the lines of a roster on the day of `said`; `groups` are the ids of the groups by their titles."""
    planned, unread = list[Planned](), list[str]()
    for line in filter(None, map(str.strip, lines)):
        found = read_line(line, said, groups)
        entries = _planned(db, found, scopes) if found is not None else []
        planned += entries
        unread += [] if entries else [line]
    return Read(tuple(planned), tuple(unread))


def enter(db: Db, planned: Iterable[Planned], who: str, now: int) -> list[int]:
    """Put entries on the roster; returns their ids."""
    return [
        roster.enter(db, one.place.id, one.rank, one.name, one.from_at, one.until_at, now, who, one.post) for one in planned
    ]


def _planned(db: Db, line: RosterLine, scopes: Sequence[str]) -> list[Planned]:
    rank: Rank = "deputy" if line.is_deputy else "leader"
    return [
        Planned(place, line.post, rank, name, line.from_at, line.until_at, _holds(db, line.post, name, place))
        for place in _places(db, line)
        if any(place.path.startswith(scope) for scope in scopes)
        for name in line.names
    ]


def _places(db: Db, line: RosterLine) -> list[Place]:
    if line.stands_in_for:
        held = roles.of_name(db, line.stands_in_for)
        found = [places.find(db, one.address) for one in held if one.kind == GRID_WORKER]
        return [place for place in found if place is not None]
    if (line.post in PLACE_POSTS) != bool(line.place):
        return []
    place = places.find(db, line.place)
    return [place] if place is not None else []


def _holds(db: Db, post: str, name: str, place: Place) -> bool:
    """Whether somebody of the name holds the role of a post for the place."""
    if post == GRID_WORKER:
        holders = people.working_in(db, GRID_WORKER, people.community_path(place.path))
    elif post in PLACE_POSTS:
        holders = [*people.reaching(db, post, place.path), *people.working_in(db, post, place.path)]
    else:
        holders = people.office(db) if post == "office" else people.group_members(db, post)
    return any(one.name == name for one in holders)
