"""Doors to which somebody has to bring a notice's words, by notice and by door: 217 visits are one list, not 217 messages.

Rights are in the query: a scope is a path. Whoever has no home in the ledger is the office's to find.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from ledger.database import Db
from ledger.places import Address, parts, path_end
from ledger.statement import Statement
from ledger.tables import person, place, task

_NOTICE, _BEHIND = "notice:", "notice;"  # the sign behind ':' ends the range of all that begins with "notice:"
MOST_DOORS = 2_000

_OPEN = (task.c.kind == "visit", task.c.status == "open")
_IN_SCOPE = (place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
_MATTERS = Statement(
    select(task.c.about, func.count(), func.count(func.distinct(task.c.place_id)), func.max(task.c.filed_at))
    .select_from(task.join(place, place.c.id == task.c.place_id))
    .where(*_OPEN, task.c.about >= _NOTICE, task.c.about < _BEHIND, *_IN_SCOPE)
    .group_by(task.c.about)
    .order_by(task.c.about)
)
_VISIT = (
    *(task.c.id, task.c.about, task.c.person_id, person.c.name),
    *(place.c.address, place.c.path, task.c.filed_at),
)
_VISITS = Statement(
    select(*_VISIT)
    .select_from(task.join(person, person.c.id == task.c.person_id).join(place, place.c.id == task.c.place_id))
    .where(*_OPEN, task.c.about >= bindparam("from_matter"), task.c.about <= bindparam("to_matter"), *_IN_SCOPE)
    .order_by(place.c.path, task.c.id)
    .limit(bindparam("limit"))
)
# The house (or entrance) in which a door is, as its path: without the door's own number. Who is only known to live in a
# building has no door.
_HOUSE = case(
    (place.c.kind == "household", func.rtrim(func.rtrim(place.c.path, "."), "0123456789")), else_=place.c.path
)
_OF_NOTICE = (*_OPEN, task.c.about == bindparam("matter"))
_HOUSES = Statement(
    select(
        *(_HOUSE.label("house"), func.min(place.c.path), func.count(), func.count(func.distinct(task.c.place_id))),
        func.max(task.c.filed_at),
    )
    .select_from(task.join(place, place.c.id == task.c.place_id))
    .where(*_OF_NOTICE)
    .group_by(_HOUSE)
    .order_by(_HOUSE)
)
_BY_DOOR = Statement(
    select(_HOUSE.label("house"), *_VISIT)
    .select_from(task.join(person, person.c.id == task.c.person_id).join(place, place.c.id == task.c.place_id))
    .where(
        *_OF_NOTICE,
        or_(
            place.c.path > bindparam("after_path"),
            and_(place.c.path == bindparam("after_path"), task.c.id > bindparam("after")),
        ),
    )
    .order_by(place.c.path, task.c.id)
    .limit(bindparam("limit"))
)
_DONE = Statement(
    update(task)
    .where(
        task.c.id == bindparam("row"),
        *_OPEN,
        task.c.place_id.in_(select(place.c.id).where(*_IN_SCOPE)),
    )
    .values(status="done", done_at=bindparam("at"), done_by=bindparam("who"))
)


@dataclass(frozen=True, slots=True)
class Matter:
    """How many people at how many doors still have to be told of a notice; `newest_at` the last visit added (ms UTC)."""

    notice_id: int
    people: int
    doors: int
    newest_at: int


@dataclass(frozen=True, slots=True)
class House:
    """How many people at how many doors of a house (its path) still have to be told of a notice;
    `a_door` is the path of one of them, `newest_at` when the last visit was added (ms UTC)."""

    path: str
    a_door: str
    people: int
    doors: int
    newest_at: int


@dataclass(frozen=True, slots=True)
class DoorVisit:
    """One person to be told, at which door."""

    id: int
    notice_id: int
    person_id: int
    name: str
    address: str
    path: str
    filed_at: int

    @property
    def door(self) -> Address:
        """The door by its parts."""
        return parts(self.address)


def matters(db: Db, scope: str) -> list[Matter]:
    """The notices of which somebody in a scope still has to be told."""
    rows = db.all(_MATTERS, low=scope, high=path_end(scope))
    return sorted((Matter(_id(about), *rest) for about, *rest in rows), key=lambda one: one.notice_id)


def open_at_doors(db: Db, scope: str, notice_id: int | None = None, limit: int = MOST_DOORS) -> list[DoorVisit]:
    """Who still has to be told in a scope, door by door; of one notice, or of all."""
    bounds = (_NOTICE, _BEHIND) if notice_id is None else (f"{_NOTICE}{notice_id}", f"{_NOTICE}{notice_id}")
    rows = db.all(
        _VISITS, from_matter=bounds[0], to_matter=bounds[1], low=scope, high=path_end(scope), limit=limit
    )
    return [DoorVisit(row_id, _id(about), *rest) for row_id, about, *rest in rows]


def houses(db: Db, notice_id: int) -> list[House]:
    """The houses in which somebody still has to be told of a notice, however many they are: counts, no names."""
    return [House(*row) for row in db.all(_HOUSES, matter=f"{_NOTICE}{notice_id}")]


def by_door(db: Db, notice_id: int) -> Iterator[tuple[str, DoorVisit]]:
    """All who still have to be told of a notice, door by door, each with the path of its house; read a page at a time."""
    after: tuple[str, int] | None = ("", 0)
    while after is not None:
        rows = db.all(
            _BY_DOOR, matter=f"{_NOTICE}{notice_id}", after_path=after[0], after=after[1], limit=MOST_DOORS
        )
        for house, row_id, about, *rest in rows:
            visit = DoorVisit(row_id, _id(about), *rest)
            yield house, visit
        after = (visit.path, visit.id) if len(rows) == MOST_DOORS else None


def finish(db: Db, visits: Iterable[DoorVisit], scopes: Iterable[str], who: str, now: int) -> list[DoorVisit]:
    """They were told; returns those that were still open in the scopes (paths)."""
    reaches = tuple(scopes)
    return [
        one
        for one in visits
        if any(db.run(_DONE, row=one.id, low=scope, high=path_end(scope), at=now, who=who) for scope in reaches)
    ]


def _id(about: str) -> int:
    return int(about.removeprefix(_NOTICE))
