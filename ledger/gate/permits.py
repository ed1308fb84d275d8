"""The list of necessary staff who may come into a sealed place 准进名单 (DESIGN 6.10)."""

from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select, update

from ledger.database import Db
from ledger.places import path_end
from ledger.statement import Statement, insert
from ledger.tables import entry_permit, place

_ADD = insert(
    entry_permit,
    *("place_id", "kind", "name", "plate", "purpose", "until_at", "filed_at", "filed_by", "filed_by_id"),
    returning="id",
)
_LISTED = (
    select(
        entry_permit.c.id,
        entry_permit.c.kind,
        entry_permit.c.name,
        entry_permit.c.plate,
        entry_permit.c.purpose,
        entry_permit.c.until_at,
        entry_permit.c.filed_by,
        place.c.address,
    )
    .select_from(entry_permit.join(place, place.c.id == entry_permit.c.place_id))
    .where(
        entry_permit.c.ended_at.is_(None),
        entry_permit.c.until_at > bindparam("now"),
        place.c.path >= bindparam("low"),
        place.c.path < bindparam("high"),
    )
    .order_by(entry_permit.c.until_at, entry_permit.c.id)
)
_IN_SCOPE = Statement(_LISTED)
_FITTING = Statement(
    _LISTED.where(or_(entry_permit.c.plate == bindparam("with_plate"), entry_permit.c.name == bindparam("by_name")))
)
_END = Statement(
    update(entry_permit)
    .where(
        entry_permit.c.id == bindparam("row"),
        entry_permit.c.ended_at.is_(None),
        entry_permit.c.place_id.in_(
            select(place.c.id).where(place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
        ),
    )
    .values(ended_at=bindparam("at"), ended_by=bindparam("who"))
)


@dataclass(frozen=True, slots=True)
class NewPermit:
    """Somebody to be put on the list: name or unit, plate, or both; `until_at` in ms UTC."""

    kind: str
    name: str | None
    plate: str | None
    purpose: str | None
    until_at: int


@dataclass(frozen=True, slots=True)
class Permit:
    """An entry of the list in force."""

    id: int
    kind: str
    name: str | None
    plate: str | None
    purpose: str | None
    until_at: int
    filed_by: str
    address: str


def add(db: Db, place_id: int, new: NewPermit, who: str, who_id: int | None, now: int) -> int:
    """Put somebody on the list of a sealed place; returns the entry's id."""
    row_id: int = db.value(
        _ADD,
        place_id=place_id,
        kind=new.kind,
        name=new.name,
        plate=new.plate,
        purpose=new.purpose,
        until_at=new.until_at,
        filed_at=now,
        filed_by=who,
        filed_by_id=who_id,
    )
    return row_id


def listed(db: Db, scope: str, now: int) -> list[Permit]:
    """The list in force within a scope (a path), whose time ends first before the others."""
    return [Permit(*row) for row in db.all(_IN_SCOPE, low=scope, high=path_end(scope), now=now)]


def fitting(db: Db, scope: str, plate: str | None, name: str | None, now: int) -> Permit | None:
    """The entry that fits a plate or a name within a gate's place; of several the one by plate."""
    rows = db.all(_FITTING, low=scope, high=path_end(scope), now=now, with_plate=plate or "", by_name=name or "")
    found = sorted((Permit(*row) for row in rows), key=lambda one: one.plate != plate)
    return found[0] if found else None


def end(db: Db, row_id: int, scope: str, who: str, now: int) -> bool:
    """Take somebody off the list; False where they are not on it within the scope."""
    return db.run(_END, row=row_id, low=scope, high=path_end(scope), who=who, at=now) > 0
