"""A grid worker's round (clauses 3.2, 3.4.8): the doors of a scope, where nobody was met, and who is missing.

Each query takes the scope as a path: a role finds nothing outside it. Names and doors only, no phones.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, select

from ledger.checkins.who_is_due import DUE_PEOPLE, HAS_CHECKED_IN
from ledger.database import Db
from ledger.places import Place, path_end
from ledger.records import Filing
from ledger.statement import Statement, insert
from ledger.tables import health_checkin, not_reached, person, place

_COLUMNS = (place.c.id, place.c.kind, place.c.name, place.c.address, place.c.path)
_IN_SCOPE = (place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
_NAMED = Statement(
    select(*_COLUMNS)
    .where(place.c.kind == bindparam("kind"), place.c.name == bindparam("called"), *_IN_SCOPE)
    .order_by(place.c.address)
    .limit(20)
)
_OF_KIND = Statement(
    select(*_COLUMNS)
    .where(place.c.kind == bindparam("kind"), *_IN_SCOPE)
    .order_by(place.c.address)
    .limit(bindparam("limit"))
)
_IS_DUE = person.c.id.in_(DUE_PEOPLE)
_MISSING = (
    person.c.status == "active",
    *_IN_SCOPE,
    ~HAS_CHECKED_IN,
)
_AT_HOME = person.join(place, place.c.id == person.c.place_id)
# Those under control first: they have to (rule checkin_due), everybody else may.
_WHO_IS_MISSING = Statement(
    select(person.c.id, person.c.name, place.c.address, _IS_DUE.label("is_due"))
    .select_from(_AT_HOME)
    .where(*_MISSING)
    .order_by(_IS_DUE.desc(), place.c.address, person.c.id)
    .limit(bindparam("limit"))
)
_HOW_MANY_MISSING = Statement(select(func.count()).select_from(_AT_HOME).where(*_MISSING))
_HOW_MANY_LIVE_THERE = Statement(
    select(func.count()).select_from(_AT_HOME).where(person.c.status == "active", *_IN_SCOPE)
)
_ADD = insert(not_reached, "place_id", "date", "reason", "filed_at", "said_at", "filed_by_id", "filed_by")
_NOT_REACHED = Statement(
    select(place.c.address, not_reached.c.reason)
    .select_from(not_reached.join(place, place.c.id == not_reached.c.place_id))
    .where(
        not_reached.c.date == bindparam("day"),
        *_IN_SCOPE,
        # Whoever was met later on that day was met.
        ~exists(
            select(health_checkin.c.id).where(
                health_checkin.c.place_id == not_reached.c.place_id,
                health_checkin.c.date == not_reached.c.date,
                health_checkin.c.status == "submitted",
                health_checkin.c.filed_at >= not_reached.c.filed_at,
            )
        ),
    )
    .order_by(not_reached.c.id)
)


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody registered in a scope who has no check-in in force on a day; `is_due` where they have to."""

    person_id: int
    name: str
    address: str
    is_due: bool


def named(db: Db, scope: str, kind: str, name: str) -> list[Place]:
    """The places of this kind and name within a scope (a path): every door 301, every 3号楼."""
    rows = db.all(_NAMED, kind=kind, called=name, low=scope, high=path_end(scope))
    return [Place(*row) for row in rows]


def of_kind(db: Db, scope: str, kind: str, limit: int) -> list[Place]:
    """The places of one kind within a scope, by address."""
    return [Place(*row) for row in db.all(_OF_KIND, kind=kind, low=scope, high=path_end(scope), limit=limit)]


def missing(db: Db, scope: str, day: str, limit: int) -> list[Missing]:
    """Who lives in the scope and has not checked in on a day, those who have to first."""
    rows = db.all(_WHO_IS_MISSING, low=scope, high=path_end(scope), day=day, limit=limit)
    return [Missing(person_id, name, address, bool(due)) for person_id, name, address, due in rows]


def count_missing(db: Db, scope: str, day: str) -> int:
    """How many live in the scope and have not checked in on a day."""
    count: int = db.value(_HOW_MANY_MISSING, low=scope, high=path_end(scope), day=day)
    return count


def count_residents(db: Db, scope: str) -> int:
    """How many people are registered in the scope."""
    count: int = db.value(_HOW_MANY_LIVE_THERE, low=scope, high=path_end(scope))
    return count


def note_not_reached(db: Db, filing: Filing, day: str, reason: str) -> None:
    """Keep that nobody was met at a door on a day: `absent`, `not_opened` or `refused`. The filing names the door."""
    db.run(_ADD, date=day, reason=reason, **filing.columns())


def not_reached_on(db: Db, scope: str, day: str) -> dict[str, str]:
    """Doors of the scope (addresses) at which nobody was met on a day, with the last reason."""
    rows = db.all(_NOT_REACHED, low=scope, high=path_end(scope), day=day)
    return {str(address): str(reason) for address, reason in rows}
