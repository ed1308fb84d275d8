"""Who is registered 居民登记: found by name within a scope, told apart by door and phone end, changed by versions.

Names are compared as they are written: 王霞 and 王侠 are two people. Several of one name are told apart by their doors and
the last four figures of their phones (DESIGN 6.8). A change keeps what was before (`person_before`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from ledger import people
from ledger.database import Db
from ledger.places import path_end
from ledger.records import NoLongerSo
from ledger.statement import Statement, insert
from ledger.tables import person, person_before, place, role


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who is registered; `path` and `address` are empty where no home is known."""

    id: int
    name: str
    phone_tail: str | None
    born_year: int | None
    place_id: int | None
    address: str
    path: str
    version: int
    filed_at: int


_SELECT = (
    select(
        person.c.id,
        person.c.name,
        person.c.phone_tail,
        person.c.born_year,
        person.c.place_id,
        func.coalesce(place.c.address, ""),
        func.coalesce(place.c.path, ""),
        person.c.version,
        person.c.filed_at,
    )
    .select_from(person.outerjoin(place, place.c.id == person.c.place_id))
    .where(person.c.status == "active")
    .order_by(place.c.address, person.c.id)
)
_BY_ID = Statement(_SELECT.where(person.c.id == bindparam("who")))
_NAMED_IN = Statement(
    _SELECT.where(
        person.c.name == bindparam("whose"), place.c.path >= bindparam("low"), place.c.path < bindparam("high")
    )
)
_AT_DOOR = Statement(_SELECT.where(person.c.place_id == bindparam("home")))
_KEEP = insert(person_before, "person_id", "version", "name", "phone_sealed", "place_id", "filed_at", "filed_by")
_AS_IT_IS = Statement(
    select(
        person.c.version, person.c.name, person.c.phone_sealed, person.c.place_id, person.c.filed_at, person.c.filed_by
    ).where(person.c.id == bindparam("who"))
)
_NEXT = Statement(
    update(person)
    .where(person.c.id == bindparam("row"), person.c.version == bindparam("seen"), person.c.status == "active")
    .values(version=person.c.version + 1, filed_at=bindparam("at"), filed_by=bindparam("who"))
)
_END_RESIDENCE = Statement(
    update(role)
    .where(role.c.person_id == bindparam("whose"), role.c.kind == "resident", role.c.until_at.is_(None))
    .values(until_at=bindparam("at"))
)
_SET_BORN = Statement(update(person).where(person.c.id == bindparam("row")).values(born_year=bindparam("new_year")))


def get(db: Db, person_id: int) -> Resident | None:
    """Somebody by id; None where they are not registered any more, or merged into somebody else."""
    row = db.one(_BY_ID, who=person_id)
    return None if row is None else Resident(*row)


def named_in(db: Db, name: str, scope: str) -> list[Resident]:
    """Everybody of this name who lives within a scope (a path), by address."""
    return [Resident(*row) for row in db.all(_NAMED_IN, whose=name, low=scope, high=path_end(scope))]


def named_within(db: Db, name: str, scopes: Sequence[str]) -> list[Resident]:
    """Everybody of this name who lives within one of several scopes (paths), each once."""
    return list({one.id: one for scope in scopes for one in named_in(db, name, scope)}.values())


def at_door(db: Db, place_id: int) -> list[Resident]:
    """Everybody registered at one door."""
    return [Resident(*row) for row in db.all(_AT_DOOR, home=place_id)]


def note_birth(db: Db, person_id: int, year: int) -> None:
    """In which year somebody was born, as their family says."""
    db.run(_SET_BORN, row=person_id, new_year=year)


def change(db: Db, known: Resident, *, name: str, phone: str | None, place_id: int | None, now: int, who: str) -> None:
    """Put a registration right: the next version, the one before is kept. What is None stays as it is.

    Whoever moves is a resident of the new home from now on. Raises NoLongerSo where it was changed this moment.
    """
    row = db.one(_AS_IT_IS, who=known.id)
    if row is None or not db.run(_NEXT, row=known.id, seen=known.version, at=now, who=who):
        raise NoLongerSo("the registration was changed this moment")
    version, old_name, sealed, old_place, filed_at, filed_by = row
    db.run(
        _KEEP,
        person_id=known.id,
        version=version,
        name=old_name,
        phone_sealed=sealed,
        place_id=old_place,
        filed_at=filed_at,
        filed_by=filed_by,
    )
    people.complete(db, known.id, name=name, phone=phone, place_id=place_id)
    if place_id is not None and place_id != old_place:
        db.run(_END_RESIDENCE, whose=known.id, at=now)
        people.grant(db, known.id, "resident", place_id, None, now)
