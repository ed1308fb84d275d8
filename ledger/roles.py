"""Roles of the staff as they are ended: at once, by the office or on the host (THREATS A19, A22).

A role that has ended finds nothing from the next statement on, whoever's account it was: every query of rights asks for
roles in force.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import person, place, role

_STAFF = (
    select(
        role.c.id,
        role.c.person_id,
        person.c.name,
        role.c.kind,
        func.coalesce(place.c.address, ""),
        role.c.group_id,
        person.c.phone_tail,
    )
    .select_from(role.join(person, person.c.id == role.c.person_id).outerjoin(place, place.c.id == role.c.place_id))
    .where(role.c.until_at.is_(None), role.c.kind != "resident")
    .order_by(role.c.id)
)
_OF_NAME = Statement(_STAFF.where(person.c.name == bindparam("called")))
_BY_ID = Statement(_STAFF.where(role.c.id == bindparam("which")))
_END = Statement(
    update(role).where(role.c.id == bindparam("row"), role.c.until_at.is_(None)).values(until_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Held:
    """A role of the staff that somebody holds now; `address` is empty where it reaches everything."""

    id: int
    person_id: int
    name: str
    kind: str
    address: str
    group_id: str | None
    phone_tail: str | None


def of_name(db: Db, name: str) -> list[Held]:
    """The roles of the staff that people of this name hold now."""
    return [Held(*row) for row in db.all(_OF_NAME, called=name)]


def get(db: Db, role_id: int) -> Held | None:
    """A role by id, as long as it is in force."""
    row = db.one(_BY_ID, which=role_id)
    return None if row is None else Held(*row)


def end(db: Db, role_id: int, now: int) -> bool:
    """End a role; False where it had ended before."""
    return db.run(_END, row=role_id, at=now) > 0
