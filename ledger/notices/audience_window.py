"""Who of a window of people, by id, is meant by an audience: the one way of looking of its count, sample and filling.

A window is looked at from `after` up to an id; which people have a role, an open case or a check-in to make is asked for
the window alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Table, and_, bindparam, exists, func, or_, select

from knowledge.notices.audience import Audience, Case, Everybody, Holding, Living, WithOpenCase
from knowledge.times import business_day
from ledger import places
from ledger.checkins import due as due_checkins
from ledger.database import Db
from ledger.exits.filing import NOT_GONE
from ledger.places import UnknownPlace
from ledger.returns import filing as return_filing
from ledger.statement import Statement
from ledger.supplies import reading as supply_reading
from ledger.tables import account, exit_request, person, place, return_report, role, supply_request

# So many people are looked at in one step, whoever of them is meant.
WINDOW = 1_000


def _within(column: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
    return column > bindparam("after"), column <= bindparam("up_to")


# What it takes to see who is meant and to count them; all else is read of those alone who are.
_LOOK = Statement(
    select(person.c.id, func.coalesce(place.c.path, ""), exists().where(account.c.person_id == person.c.id))
    .select_from(person.outerjoin(place, place.c.id == person.c.place_id))
    .where(person.c.status == "active", *_within(person.c.id))
    .order_by(person.c.id)
    .limit(bindparam("limit"))
)
_ROLES = Statement(
    select(role.c.person_id, func.coalesce(place.c.path, ""))
    .select_from(role.outerjoin(place, place.c.id == role.c.place_id))
    .where(*_within(role.c.person_id), role.c.kind == bindparam("role_kind"), role.c.until_at.is_(None))
)


def _cases(table: Table, is_open: ColumnElement[bool]) -> Statement:
    """Who of a window has an open case."""
    return Statement(select(table.c.person_id).where(*_within(table.c.person_id), is_open).distinct())


CASES: Mapping[Case, Statement] = {
    "return_report": _cases(return_report, return_filing.IS_OPEN),
    "exit_request": _cases(
        exit_request, or_(*(exit_request.c.status == status for status in (*NOT_GONE, "out", "overdue")))
    ),
    "supply_request": _cases(supply_request, and_(supply_reading.IS_OPEN, supply_request.c.status != "superseded")),
}


# Which of a window (after, up to) are meant and by which paths the places are looked at; None: by where they live.
_Members = Callable[[Db, int, int, int], dict[int, list[str] | None]]


@dataclass(frozen=True, slots=True)
class Meant:
    """An audience with its places as paths."""

    within: tuple[str, ...]
    outside: tuple[str, ...]
    but: frozenset[int]
    members: _Members | None

    def has(self, one: "Seen", members: Mapping[int, list[str] | None]) -> bool:
        """Whether somebody is meant, where `members` are those of their window who have what it takes."""
        if one.person_id in self.but or one.path.startswith(self.outside):
            return False
        if self.members is not None and one.person_id not in members:
            return False
        paths = members.get(one.person_id) or [one.path]
        return not self.within or any(path.startswith(self.within) for path in paths)


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody of a window, as far as it takes to see whether they are meant."""

    person_id: int
    path: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Who of the next window is meant, up to which id it was looked, and whether that was the end."""

    chosen: list[Seen]
    reached: int
    is_last: bool


def look(db: Db, meant: Meant, up_to: int, after: int, now: int, limit: int) -> Step:
    """Who is meant of the next window after a person id, at most `limit`, none above `up_to`."""
    rows = db.all(_LOOK, after=after, up_to=up_to, limit=WINDOW)
    if not rows:
        return Step([], up_to, is_last=True)
    last = rows[-1][0]
    members = meant.members(db, after, last, now) if meant.members else {}
    is_end = len(rows) < WINDOW
    chosen = []
    for row in rows:
        one = Seen(*row)
        if meant.has(one, members):
            chosen.append(one)
            if len(chosen) == limit:
                return Step(chosen, one.person_id, is_last=is_end and one.person_id == last)
    return Step(chosen, last, is_last=is_end)


def meant(db: Db, audience: Audience) -> Meant:
    """An audience with its places looked up. Raises UnknownPlace where one is not in the tree."""
    return Meant(
        within=_paths(db, audience.places),
        outside=_paths(db, audience.but_places),
        but=frozenset(audience.but_people),
        members=_members(audience),
    )


def _paths(db: Db, addresses: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for address in addresses:
        known = places.find(db, address)
        if known is None:
            raise UnknownPlace(f"{address}: there is no such place")
        found.append(known.path)
    return tuple(found)


def _members(audience: Audience) -> _Members | None:
    to = audience.to
    if isinstance(to, Everybody | Living):
        return None
    if isinstance(to, Holding):
        return partial(_holding, to.role)
    if isinstance(to, WithOpenCase):
        return partial(_with_open_case, to.case)
    return _not_checked_in


def _with_open_case(case: Case, db: Db, after: int, up_to: int, _now: int) -> dict[int, list[str] | None]:
    return dict.fromkeys(row[0] for row in db.all(CASES[case], after=after, up_to=up_to))


def _holding(kind: str, db: Db, after: int, up_to: int, _now: int) -> dict[int, list[str] | None]:
    held: dict[int, list[str] | None] = {}
    for person_id, path in db.all(_ROLES, role_kind=kind, after=after, up_to=up_to):
        held[person_id] = [*(held.get(person_id) or []), path]
    return held


def _not_checked_in(db: Db, after: int, _up_to: int, now: int) -> dict[int, list[str] | None]:
    day = business_day(now).isoformat()
    # A window holds no more people than this page: whoever of it is due is among them.
    missing = due_checkins.missing(db, places.root_path(db), day, after, WINDOW)
    return {one.person_id: [one.path] for one in missing}
