"""The counts of a day's check-ins in a place: who is due, who has checked in, who is missing (clauses 3.4.2, 3.2).

Who is due says ledger/checkins/who_is_due.py. Scopes are paths; days are ISO days of Asia/Shanghai.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, or_, select

from ledger.checkins import rounds
from ledger.checkins.who_is_due import DUE, DUE_PEOPLE, HAS_CHECKED_IN, due
from ledger.database import Db
from ledger.places import parts, path_end
from ledger.statement import Statement
from ledger.tables import account, account_person, health_checkin, person, place

_IN_SCOPE = (place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
_AT_HOME = DUE.join(person, person.c.id == DUE.c.person_id).join(place, place.c.id == DUE.c.home_id)
# From the places on: however SQLite reckons, it shall not read through everybody.
_LIVING_THERE = (
    select(func.count())
    .where(person.c.place_id == place.c.id, person.c.status == "active")
    .correlate(place)
    .scalar_subquery()
)
_REGISTERED = Statement(select(place.c.address, _LIVING_THERE).where(*_IN_SCOPE))
_DUE_BY_HOME = Statement(select(place.c.address, func.count()).select_from(_AT_HOME).group_by(place.c.address))
_DONE_BY_HOME = Statement(
    select(place.c.address, func.count()).select_from(_AT_HOME).where(HAS_CHECKED_IN).group_by(place.c.address)
)
# From the day's check-ins: few beside who lives there.
_TODAY = (
    select(health_checkin.c.person_id)
    .where(health_checkin.c.date == bindparam("day"), health_checkin.c.status == "submitted")
    .distinct()
    .subquery("today")
)
_WELCOME_BY_HOME = Statement(
    select(place.c.address, func.count())
    .select_from(_TODAY.join(person, person.c.id == _TODAY.c.person_id).join(place, place.c.id == person.c.place_id))
    .where(person.c.status == "active", person.c.id.not_in(DUE_PEOPLE), *_IN_SCOPE)
    .group_by(place.c.address)
)
_HAS_ACCOUNT = or_(
    exists(select(account.c.openid).where(account.c.person_id == person.c.id)),
    exists(select(account_person.c.openid).where(account_person.c.person_id == person.c.id)),
)
_MISSING = Statement(
    select(person.c.id, person.c.name, place.c.address, place.c.path, _HAS_ACCOUNT.label("has_account"))
    .select_from(_AT_HOME)
    .where(~HAS_CHECKED_IN, person.c.id > bindparam("after"))
    .order_by(person.c.id)
    .limit(bindparam("limit"))
)
_FEVERS_BY_HOME = Statement(
    select(place.c.address, func.count())
    .select_from(_AT_HOME)
    .where(
        exists(
            select(health_checkin.c.id).where(
                health_checkin.c.person_id == person.c.id,
                health_checkin.c.date == bindparam("day"),
                health_checkin.c.status == "submitted",
                health_checkin.c.temperature >= bindparam("fever"),
            )
        )
    )
    .group_by(place.c.address)
)
_IS_DUE = Statement(select(due(person.c.id == bindparam("whose"))))


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of people: registered, due, of these done; and who checked in though nobody waits for it (`welcome`)."""

    registered: int = 0
    due: int = 0
    done: int = 0
    welcome: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.registered + other.registered,
            self.due + other.due,
            self.done + other.done,
            self.welcome + other.welcome,
        )

    @property
    def missing(self) -> int:
        """How many are due and have not checked in."""
        return self.due - self.done

    @property
    def not_due(self) -> int:
        """How many are registered and need not."""
        return max(0, self.registered - self.due)


@dataclass(frozen=True, slots=True)
class MissingPerson:
    """Somebody who is due on a day and has no check-in in force: who, and the door (its address and path).

    `has_account` is whether a message can reach them, or somebody of the family who speaks for them.
    """

    person_id: int
    name: str
    address: str
    path: str
    has_account: bool


def total(db: Db, scope: str, day: str) -> Tally:
    """The counts of a scope (a path) on a day (ISO, Asia/Shanghai)."""
    return sum(_by_home(db, scope, day).values(), Tally())


def by_community(db: Db, scope: str, day: str) -> dict[str, Tally]:
    """The counts of each community and village of a scope in which somebody lives, by its name, in order of names."""
    return _folded(_by_home(db, scope, day), lambda address: parts(address).community or address)


def by_building(db: Db, scope: str, day: str) -> dict[str, Tally]:
    """The counts of each building or 组 of a scope by its address (`永茂社区/6号楼`); a house outside any is one itself."""
    return _folded(_by_home(db, scope, day), building_of)


def fevers_by_building(db: Db, scope: str, day: str, fever: float) -> dict[str, int]:
    """How many of those who are due were measured at `fever` °C or more on a day, by the address of the building."""
    found: dict[str, int] = defaultdict(int)
    for address, count in db.all(_FEVERS_BY_HOME, low=scope, high=path_end(scope), day=day, fever=fever):
        found[building_of(address)] += count
    return dict(found)


def building_of(address: str) -> str:
    """The address of the building or 组 in which a door is: what two levels of the address say."""
    return "/".join(address.split("/")[:2])


def missing(db: Db, scope: str, day: str, after: int = 0, limit: int = 200) -> list[MissingPerson]:
    """A page of those who are due in a scope on a day and have not checked in, by person id.

    The next page begins after the last person id of this one.
    """
    rows = db.all(_MISSING, low=scope, high=path_end(scope), day=day, after=after, limit=limit)
    return [MissingPerson(who, name, address, path, bool(reached)) for who, name, address, path, reached in rows]


def is_due(db: Db, person_id: int) -> bool:
    """Whether somebody has to check in every day, as things stand now."""
    return db.one(_IS_DUE, whose=person_id) is not None


def unmet_doors(db: Db, scope: str, day: str) -> int:
    """At how many doors of a scope nobody was met on a day, beside those of people who are counted as missing.

    Nobody is registered there, or nobody who is due: complete counts say nothing of these doors.
    """
    unmet = rounds.not_reached_on(db, scope, day)
    if not unmet:
        return 0
    by_home = _by_home(db, scope, day)
    return sum(1 for address in unmet if address not in by_home or not by_home[address].missing)


def _by_home(db: Db, scope: str, day: str) -> dict[str, Tally]:
    """The counts of each door."""
    found: dict[str, Tally] = defaultdict(Tally)
    within = {"low": scope, "high": path_end(scope)}
    for address, count in db.all(_REGISTERED, **within):
        if count:
            found[address] += Tally(registered=count)
    for address, count in db.all(_DUE_BY_HOME, **within):
        found[address] += Tally(due=count)
    for address, count in db.all(_DONE_BY_HOME, day=day, **within):
        found[address] += Tally(done=count)
    for address, count in db.all(_WELCOME_BY_HOME, day=day, **within):
        found[address] += Tally(welcome=count)
    return found


def _folded(by_home: dict[str, Tally], place_of: Callable[[str], str]) -> dict[str, Tally]:
    folded: dict[str, Tally] = defaultdict(Tally)
    for address in sorted(by_home):
        folded[place_of(address)] += by_home[address]
    return dict(folded)
