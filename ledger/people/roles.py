"""Roles of the staff as they are ended: at once, by the office or on the host (THREATS A19, A22).

A role that has ended finds nothing from the next statement on, whoever's account it was: every query of rights asks for
roles in force.
"""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, func, or_, select, update

from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import console_account, person, place, role

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
# An account of the pages that was made before its holder was bound knows of no role. The role that ends is its own where
# it reaches as far, or where it was the last that its holder had: tied to it, the account has ended with it.
_OTHER = role.alias("other")
_C = console_account.c
_TIE_ACCOUNTS = Statement(
    update(console_account)
    .where(
        _C.role_id.is_(None),
        exists()
        .select_from(role.join(person, person.c.id == role.c.person_id))
        .where(
            role.c.id == bindparam("row"),
            or_(person.c.id == _C.person_id, and_(_C.person_id.is_(None), person.c.name == _C.name)),
            or_(
                and_(
                    role.c.kind == _C.role,
                    func.coalesce(role.c.place_id, 0) == func.coalesce(_C.place_id, 0),
                    func.coalesce(role.c.group_id, "") == func.coalesce(_C.group_id, ""),
                ),
                ~exists().where(
                    _OTHER.c.person_id == role.c.person_id,
                    _OTHER.c.id != role.c.id,
                    _OTHER.c.kind != "resident",
                    _OTHER.c.until_at.is_(None),
                ),
            ),
        ),
    )
    .values(role_id=bindparam("row"))
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
    """End a role, and with it the account of the pages that is its holder's; False where it had ended before."""
    if not db.run(_END, row=role_id, at=now):
        return False
    db.run(_TIE_ACCOUNTS, row=role_id)
    return True
