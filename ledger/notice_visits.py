"""Doors to which somebody has to bring a notice's words, by notice and by door: 217 visits are one list, not 217 messages.

Rights are in the query: a scope is a path. Whoever has no home in the ledger is the office's to find.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

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
_VISITS = Statement(
    select(task.c.id, task.c.about, task.c.person_id, person.c.name, place.c.address, place.c.path, task.c.filed_at)
    .select_from(task.join(person, person.c.id == task.c.person_id).join(place, place.c.id == task.c.place_id))
    .where(*_OPEN, task.c.about >= bindparam("from_matter"), task.c.about <= bindparam("to_matter"), *_IN_SCOPE)
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
