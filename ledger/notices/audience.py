"""Audiences turned into people: who they are now, page by page in the order of their ids; how many, and a few of them.

One way of looking serves the count and the filling, so what was counted is what is filled. Each look takes a window of
people by id and sees which of them are meant: what it costs does not grow with who is not looked at.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from knowledge.notices.audience import Audience, Living
from ledger import places, seals
from ledger.database import Db
from ledger.notices.audience_window import WINDOW, Seen, Step, look, meant
from ledger.places import UnknownPlace
from ledger.statement import Statement
from ledger.tables import account, person, place

# A page and somewhat more.
_SHORT_STEP = 250
# The account that spoke last, where somebody has two.
OPENID = (
    select(account.c.openid)
    .where(account.c.person_id == person.c.id)
    .order_by(func.coalesce(account.c.message_at, 0).desc(), account.c.openid)
    .limit(1)
    .scalar_subquery()
)
_AT_HOME = person.outerjoin(place, place.c.id == person.c.place_id)
_IN_WINDOW = (person.c.status == "active", person.c.id > bindparam("after"), person.c.id <= bindparam("up_to"))
_PATH = func.coalesce(place.c.path, "")
_PEOPLE = Statement(
    select(person.c.id, person.c.name, OPENID.label("openid"), _PATH, func.coalesce(place.c.address, ""))
    .select_from(_AT_HOME)
    .where(*_IN_WINDOW)
    .order_by(person.c.id)
)
_NEWEST = Statement(select(func.coalesce(func.max(person.c.id), 0)))


def masked(name: str) -> str:
    """A name as lists of many people show it: 林*; empty where there is none."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


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
        return masked(self.name)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many an audience has, and how many of them have an account that follows."""

    people: int
    with_account: int

    @property
    def without_account(self) -> int:
        """How many have to be visited."""
        return self.people - self.with_account


def page(db: Db, audience: Audience, *, up_to: int, after: int, now: int, limit: int) -> Step:
    """Who is meant of the people after an id, at most `limit`, none above `up_to`; on the day of `now` (ms UTC).

    No more than a window of ids is looked at, whoever is meant of it: in short steps where people alone are looked at, so
    that of an audience of everybody few are read who come with the next page. Raises UnknownPlace where a place of it is
    not in the tree.
    """
    spec = meant(db, audience)
    width = WINDOW if spec.members else _SHORT_STEP
    chosen: list[Seen] = []
    reached = after
    while True:
        end = min(reached + width, up_to)
        step = look(db, spec, end, reached, now, limit - len(chosen))
        chosen += step.chosen
        reached = end if step.is_last else step.reached
        if reached >= up_to or len(chosen) == limit or reached - after >= WINDOW:
            return Step(chosen, reached, is_last=reached >= up_to)


def count(db: Db, audience: Audience, *, now: int, up_to: int | None = None) -> Counted:
    """How many it has now. Raises UnknownPlace."""
    spec, highest = meant(db, audience), newest(db) if up_to is None else up_to
    step, total, with_account = Step([], 0, is_last=False), 0, 0
    while not step.is_last:
        step = look(db, spec, highest, step.reached, now, WINDOW)
        total += len(step.chosen)
        with_account += sum(one.has_account for one in step.chosen)
    return Counted(total, with_account)


def sample(db: Db, audience: Audience, *, now: int, size: int = 5) -> list[Addressee]:
    """The first few people of it, to look whether it is the right one. Raises UnknownPlace."""
    up_to, few = newest(db), Step([], 0, is_last=False)
    found: list[Addressee] = []
    while len(found) < size and not few.is_last:
        few = page(db, audience, up_to=up_to, after=few.reached, now=now, limit=size - len(found))
        found += _who(db, [one.person_id for one in few.chosen])
    return found


def newest(db: Db) -> int:
    """The highest person id there is: who is registered later gets a higher one."""
    found: int = db.value(_NEWEST)
    return found


def sealed_now(db: Db, scope: str) -> tuple[str, ...]:
    """The addresses that are sealed now within a scope (a path), to be named one by one in an audience."""
    return tuple(seal.address for seal in seals.within(db, scope))


def check(db: Db, audience: Audience) -> None:
    """Raise UnknownPlace where a place of it is not in the tree, a grid is none, or a sealed area is open."""
    meant(db, audience)
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


def _who(db: Db, people: list[int]) -> list[Addressee]:
    """Those people as a sample shows them."""
    rows = db.all(_PEOPLE, after=people[0] - 1, up_to=people[-1]) if people else []
    return [Addressee(*row) for row in rows if row[0] in people]
