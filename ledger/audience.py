"""Audiences turned into people: who they are now, page by page in the order of their ids; how many, and a few of them.

One way of looking serves the count and the filling, so what was counted is what is filled. Each look takes a window of
people by id and sees which of them are meant: what it costs does not grow with who is not looked at.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Table, and_, bindparam, func, or_, select

from knowledge.notices.audience import Audience, Case, Everybody, Holding, Living, WithOpenCase
from knowledge.times import business_day
from ledger import due_checkins, places, return_filing, seals, supply_reading
from ledger.database import Db
from ledger.exit_filing import NOT_GONE
from ledger.places import UnknownPlace
from ledger.statement import Statement
from ledger.tables import account, exit_request, person, place, return_report, role, supply_request

# So many people are looked at in one step, whoever of them is meant.
_WINDOW = 1_000

# The account that spoke last, where somebody has two.
_OPENID = (
    select(account.c.openid)
    .where(account.c.person_id == person.c.id)
    .order_by(func.coalesce(account.c.message_at, 0).desc(), account.c.openid)
    .limit(1)
    .scalar_subquery()
)
_PEOPLE = Statement(
    select(
        person.c.id,
        person.c.name,
        _OPENID.label("openid"),
        func.coalesce(place.c.path, ""),
        func.coalesce(place.c.address, ""),
    )
    .select_from(person.outerjoin(place, place.c.id == person.c.place_id))
    .where(person.c.status == "active", person.c.id > bindparam("after"), person.c.id <= bindparam("up_to"))
    .order_by(person.c.id)
    .limit(bindparam("limit"))
)
_NEWEST = Statement(select(func.coalesce(func.max(person.c.id), 0)))


def _within(column: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
    return column > bindparam("after"), column <= bindparam("up_to")


_ROLES = Statement(
    select(role.c.person_id, func.coalesce(place.c.path, ""))
    .select_from(role.outerjoin(place, place.c.id == role.c.place_id))
    .where(*_within(role.c.person_id), role.c.kind == bindparam("role_kind"), role.c.until_at.is_(None))
)


def _cases(table: Table, is_open: ColumnElement[bool]) -> Statement:
    """Who of a window has an open case."""
    return Statement(select(table.c.person_id).where(*_within(table.c.person_id), is_open).distinct())


_CASES: Mapping[Case, Statement] = {
    "return_report": _cases(return_report, return_filing.IS_OPEN),
    "exit_request": _cases(
        exit_request, or_(*(exit_request.c.status == status for status in (*NOT_GONE, "out", "overdue")))
    ),
    "supply_request": _cases(supply_request, and_(supply_reading.IS_OPEN, supply_request.c.status != "superseded")),
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody in an audience; without an openid they have no account that follows, and are visited."""

    person_id: int
    name: str
    openid: str | None
    path: str
    address: str

    @property
    def masked(self) -> str:
        """The name as a sample shows it: 林*."""
        return self.name[:1] + "*" * max(1, len(self.name) - 1)


@dataclass(frozen=True, slots=True)
class Page:
    """People of an audience, by id; the next page begins after `reached`, and is the last where `is_last`."""

    people: list[Addressee]
    reached: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How many an audience has, and how many of them have an account that follows."""

    people: int
    with_account: int

    @property
    def without_account(self) -> int:
        """How many have to be visited."""
        return self.people - self.with_account


# Which of a window (after, up to) are meant and by which paths the places are looked at; None: by where they live.
_Members = Callable[[Db, int, int, int], dict[int, list[str] | None]]


@dataclass(frozen=True, slots=True)
class _Meant:
    """An audience with its places as paths."""

    within: tuple[str, ...]
    outside: tuple[str, ...]
    but: frozenset[int]
    members: _Members | None

    def has(self, one: Addressee, members: Mapping[int, list[str] | None]) -> bool:
        if one.person_id in self.but or one.path.startswith(self.outside):
            return False
        if self.members is not None and one.person_id not in members:
            return False
        paths = members.get(one.person_id) or [one.path]
        return not self.within or any(path.startswith(self.within) for path in paths)


def page(db: Db, audience: Audience, *, up_to: int, after: int, now: int, limit: int = 200) -> Page:
    """The next people of an audience after a person id, at most `limit`, none above `up_to`; on the day of `now` (ms UTC).

    Raises UnknownPlace where a place of it is not in the tree.
    """
    return _page(db, _meant(db, audience), up_to, after, now, limit)


def count(db: Db, audience: Audience, *, now: int, up_to: int | None = None) -> Counted:
    """How many it has now. Raises UnknownPlace."""
    total = with_account = 0
    for one in _everyone(db, audience, newest(db) if up_to is None else up_to, now):
        total += 1
        with_account += one.openid is not None
    return Counted(total, with_account)


def sample(db: Db, audience: Audience, *, now: int, size: int = 5) -> list[Addressee]:
    """The first few people of it, to look whether it is the right one. Raises UnknownPlace."""
    everyone = _everyone(db, audience, newest(db), now, size)
    return [one for one, _ in zip(everyone, range(size), strict=False)]


def newest(db: Db) -> int:
    """The highest person id there is: who is registered later gets a higher one."""
    found: int = db.value(_NEWEST)
    return found


def sealed_now(db: Db, scope: str) -> tuple[str, ...]:
    """The addresses that are sealed now within a scope (a path), to be named one by one in an audience."""
    return tuple(seal.address for seal in seals.within(db, scope))


def check(db: Db, audience: Audience) -> None:
    """Raise UnknownPlace where a place of it is not in the tree, a grid is none, or a sealed area is open."""
    _meant(db, audience)
    to = audience.to
    if not isinstance(to, Living) or to.kind == "place":
        return
    for address in to.places:
        known = places.find(db, address)
        assert known is not None  # _meant has found it
        if to.kind == "grid" and known.kind != "grid":
            raise UnknownPlace(f"{address}: is no grid")
        if to.kind == "sealed" and seals.covering(db, known.path) is None:
            raise UnknownPlace(f"{address}: is not sealed")


def _everyone(db: Db, audience: Audience, up_to: int, now: int, limit: int = _WINDOW) -> Iterator[Addressee]:
    meant, after = _meant(db, audience), 0
    while True:
        found = _page(db, meant, up_to, after, now, limit)
        yield from found.people
        if found.is_last:
            return
        after = found.reached


def _page(db: Db, meant: _Meant, up_to: int, after: int, now: int, limit: int) -> Page:
    rows = db.all(_PEOPLE, after=after, up_to=up_to, limit=_WINDOW)
    if not rows:
        return Page([], up_to, is_last=True)
    reached = rows[-1][0]
    members = meant.members(db, after, reached, now) if meant.members else {}
    chosen = []
    for row in rows:
        one = Addressee(*row)
        if meant.has(one, members):
            chosen.append(one)
            if len(chosen) == limit:
                return Page(chosen, one.person_id, is_last=len(rows) < _WINDOW and one.person_id == reached)
    return Page(chosen, reached, is_last=len(rows) < _WINDOW)


def _meant(db: Db, audience: Audience) -> _Meant:
    return _Meant(
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
    return dict.fromkeys(row[0] for row in db.all(_CASES[case], after=after, up_to=up_to))


def _holding(kind: str, db: Db, after: int, up_to: int, _now: int) -> dict[int, list[str] | None]:
    held: dict[int, list[str] | None] = {}
    for person_id, path in db.all(_ROLES, role_kind=kind, after=after, up_to=up_to):
        held[person_id] = [*(held.get(person_id) or []), path]
    return held


def _not_checked_in(db: Db, after: int, _up_to: int, now: int) -> dict[int, list[str] | None]:
    day = business_day(now).isoformat()
    # A window holds no more people than this page: whoever of it is due is among them.
    missing = due_checkins.missing(db, places.root_path(db), day, after, _WINDOW)
    return {one.person_id: [one.path] for one in missing}
