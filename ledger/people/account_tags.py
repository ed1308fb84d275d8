"""Which tag of the platform an account carries, by which the staff see the menu of their role, and its roles in force."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, union, update

from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import account, role
from ledger.tables.people import ROLE_OF_STAFF

_WITH_ROLES = select(account.c.openid, account.c.tag, role.c.kind).select_from(
    account.join(role, role.c.person_id == account.c.person_id)
)
_TAGGED = select(account.c.openid, account.c.tag, bindparam("no_role").label("kind")).where(account.c.tag.is_not(None))
_OF_STAFF = Statement(union(_WITH_ROLES.where(ROLE_OF_STAFF), _TAGGED))
_KEEP = Statement(update(account).where(account.c.openid == bindparam("whose")).values(tag=bindparam("new_tag")))


@dataclass(frozen=True, slots=True)
class Tagged:
    """An account with the tag that it was given, and the kinds of its person's roles in force."""

    openid: str
    tag: str | None
    roles: tuple[str, ...]


def of_staff(db: Db) -> list[Tagged]:
    """Every account of somebody with a role of the staff, and every other that still carries a tag."""
    found: dict[str, tuple[str | None, list[str]]] = {}
    for openid, tag, kind in sorted(db.all(_OF_STAFF, no_role="")):
        found.setdefault(openid, (tag, []))[1].append(kind)
    return [Tagged(openid, tag, tuple(kind for kind in kinds if kind)) for openid, (tag, kinds) in found.items()]


def keep(db: Db, openid: str, tag: str | None) -> None:
    """Note the tag that an account was given; nothing where it has left meanwhile."""
    db.run(_KEEP, whose=openid, new_tag=tag)
