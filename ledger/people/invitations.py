"""Invitations: one-time codes that bind an account to a role, a place, a name and a phone (INTERFACES 4, THREATS A21).

A code has 80 bits, works once and for 24 hours; five wrong codes lock an account's tries for an hour. Only keyed hashes
of codes are stored.
"""

import secrets
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import bindparam, select, update

from knowledge.times import HOUR
from ledger import people, places
from ledger.database import Db
from ledger.people import accounts, family, merging
from ledger.statement import Statement, insert, upsert
from ledger.tables import account, invitation

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 characters, none that is read as another
CODE_LENGTH = 16
VALID_FOR = 24 * HOUR
TRIES = 5
LOCKED_FOR = HOUR
_PHONE = b"invitation.phone"

_ADD = insert(
    invitation, "code_hash", "role", "place_id", "group_id", "name", "phone_sealed", "invited_at", "expires_at"
)
# Found and used up in one step: of two accounts that send the same code at once, one is bound.
_USE = Statement(
    update(invitation)
    .where(
        invitation.c.code_hash == bindparam("row"),
        invitation.c.used_at.is_(None),
        invitation.c.expires_at > bindparam("at"),
    )
    .values(used_at=bindparam("at"))
    .returning(
        invitation.c.role, invitation.c.place_id, invitation.c.group_id, invitation.c.name, invitation.c.phone_sealed
    )
)
_USED_BY = Statement(
    update(invitation).where(invitation.c.code_hash == bindparam("row")).values(used_by=bindparam("who"))
)
_TRIES = Statement(select(account.c.bad_codes, account.c.bad_code_at).where(account.c.openid == bindparam("openid")))
_SET_TRIES = upsert(account, ["openid"], ["bad_codes", "bad_code_at"])


class BadInvitation(Exception):
    """The invitation cannot be made; the text says what would be right."""


class Refusal(Enum):
    """Why a code did not bind; a child under 14 is there through a guardian and has no account (DESIGN 6.15)."""

    WRONG = "wrong"
    LOCKED = "locked"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom an invitation is for; `scope` is an address, or a group's id for a group member."""

    role: str
    name: str
    scope: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """What a code has bound."""

    person_id: int
    name: str
    role: str
    address: str
    group_id: str | None


def invite(db: Db, wanted: Wanted, groups: frozenset[str], now: int) -> str:
    """Make an invitation and return its code. Raises BadInvitation and UnknownPlace."""
    place_id, group_id = reach(db, wanted, groups)
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    db.run(
        _ADD,
        code_hash=_hash(db, code),
        role=wanted.role,
        place_id=place_id,
        group_id=group_id,
        name=wanted.name.strip(),
        phone_sealed=db.keys.seal(wanted.phone, _PHONE) if wanted.phone else None,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    return code


def reach(db: Db, wanted: Wanted, groups: frozenset[str]) -> tuple[int | None, str | None]:
    """What a role is to reach: its place or its group. Raises BadInvitation and UnknownPlace."""
    if wanted.role not in people.ROLES:
        raise BadInvitation(f"role {wanted.role}: one of {', '.join(people.ROLES)}")
    if not wanted.name.strip():
        raise BadInvitation("an invitation needs a name")
    if wanted.role == "group_member":
        if wanted.scope not in groups:
            raise BadInvitation(f"scope {wanted.scope}: a group member needs one of {', '.join(sorted(groups))}")
        return None, wanted.scope
    if wanted.role not in people.PLACE_ROLES:
        return None, None
    if not wanted.scope:
        raise BadInvitation(f"a {wanted.role} needs a scope, for example 永茂社区/1网格")
    return places.ensure(db, wanted.scope).id, None


def use(db: Db, code: str, contact: people.Contact, now: int) -> Bound | Refusal:
    """Bind an account by a code. A staff role joins the person whom the account already speaks for, by name."""
    bad, bad_at = (db.one(_TRIES, openid=contact.openid) or (0, None))[:2]
    if bad >= TRIES and bad_at is not None and now - bad_at < LOCKED_FOR:
        return Refusal.LOCKED
    code_hash = _hash(db, code)
    found = db.one(_USE, row=code_hash, at=now)
    if found is None:
        db.run(_SET_TRIES, openid=contact.openid, bad_codes=bad + 1 if bad < TRIES else 1, bad_code_at=now)
        return Refusal.WRONG
    role, place_id, group_id, name, sealed = found
    phone = db.keys.unseal(bytes(sealed), _PHONE) if sealed else None
    home = place_id if role == "resident" else None
    if family.is_child_at(db, name, home):
        return Refusal.CHILD
    if contact.person_id is not None and contact.name == name:
        person_id = contact.person_id
        people.complete(db, person_id, phone=phone, place_id=home)
    else:
        person_id = people.add(db, name=name, phone=phone, place_id=home, now=now, filed_by="invitation")
        accounts.bind(db, contact.openid, person_id)
    people.grant(db, person_id, role, place_id, group_id, now)
    merging.join(db, person_id, now)
    db.run(_USED_BY, row=code_hash, who=person_id)
    db.run(_SET_TRIES, openid=contact.openid, bad_codes=0, bad_code_at=None)
    address = places.get(db, place_id).address if place_id is not None else ""
    return Bound(person_id, name, role, address, group_id)


def _hash(db: Db, code: str) -> bytes:
    return db.keys.hash(b"invitation:" + code.upper().encode())
