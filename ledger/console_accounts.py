"""Accounts of the office's pages: made on the host, set up once through a link, tied to a person of the staff.

A link has 256 bits, works once and for a short time; only keyed hashes of links and recovery codes are stored. An account
whose role has ended, or that was ended itself, finds nothing from the next statement on (THREATS A19, A22). All moments are
the machine's real clock.
"""

import secrets
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, exists, func, or_, select, update

from ledger import invitations, places, roles
from ledger.database import Db
from ledger.invitations import BadInvitation, Wanted
from ledger.people import Recipient
from ledger.statement import Statement, insert, upsert
from ledger.tables import console_account, console_link, console_recovery, person, place, role

TOTP_COLUMN = b"console_account.totp"
RECOVERY_CODES = 8
_RECOVERY_LENGTH = 10
_TOKEN_BYTES = 32

_C = console_account.c
_ROLE_HOLDS = or_(_C.role_id.is_(None), exists().where(role.c.id == _C.role_id, role.c.until_at.is_(None)))
_IN_FORCE: ColumnElement[bool] = and_(_C.ended_at.is_(None), _ROLE_HOLDS)
_SHOWN = (
    _C.id,
    _C.name,
    _C.role,
    func.coalesce(place.c.path, ""),
    func.coalesce(place.c.address, ""),
    _C.group_id,
    # Whoever was merged into somebody else is that somebody now.
    select(func.coalesce(person.c.merged_into, person.c.id)).where(person.c.id == _C.person_id).scalar_subquery(),
)
_SELECT = select(*_SHOWN).select_from(console_account.outerjoin(place, place.c.id == _C.place_id)).where(_IN_FORCE)
_BY_ID = Statement(_SELECT.where(_C.id == bindparam("account")))
_MAKE = upsert(
    console_account,
    ["name"],
    [
        *("role", "place_id", "group_id", "person_id", "role_id", "password_hash", "totp_sealed", "totp_step"),
        *("made_at", "set_up_at", "ended_at"),
    ],
)
_NAMES = Statement(select(_C.name).where(_IN_FORCE).order_by(_C.id).limit(bindparam("limit")))
_ID_OF = Statement(select(_C.id).where(_C.name == bindparam("called")))
_VOID_LINKS = Statement(delete(console_link).where(console_link.c.account_id == bindparam("account")))
_VOID_CODES = Statement(delete(console_recovery).where(console_recovery.c.account_id == bindparam("account")))
_ADD_LINK = insert(console_link, "token_hash", "account_id", "totp_sealed", "made_at", "expires_at")
_LINK_HOLDS = and_(
    console_link.c.token_hash == bindparam("row"),
    console_link.c.used_at.is_(None),
    console_link.c.expires_at > bindparam("at"),
)
_LINK = Statement(
    select(console_link.c.totp_sealed, *_SHOWN)
    .select_from(
        console_link.join(console_account, _C.id == console_link.c.account_id).outerjoin(
            place, place.c.id == _C.place_id
        )
    )
    .where(_LINK_HOLDS, _IN_FORCE)
)
# Found and used up in one step: of two who follow a link at once, one sets the password.
_USE_LINK = Statement(
    update(console_link)
    .where(_LINK_HOLDS)
    .values(used_at=bindparam("at"))
    .returning(console_link.c.account_id, console_link.c.totp_sealed)
)
_SET_UP = Statement(
    update(console_account)
    .where(_C.id == bindparam("account"))
    .values(
        password_hash=bindparam("new_hash"),
        totp_sealed=bindparam("new_totp"),
        totp_step=bindparam("step"),
        set_up_at=bindparam("at"),
    )
)
_CREDENTIALS = Statement(
    select(_C.password_hash, _C.totp_sealed, *_SHOWN)
    .select_from(console_account.outerjoin(place, place.c.id == _C.place_id))
    .where(_C.name == bindparam("called"), _C.password_hash.is_not(None), _IN_FORCE)
)
_USE_STEP = Statement(
    update(console_account)
    .where(_C.id == bindparam("account"), _C.totp_step < bindparam("step"))
    .values(totp_step=bindparam("step"))
)
_UNTIED = Statement(select(_C.id).where(_C.id == bindparam("account"), _C.role_id.is_(None)))
_TIE = Statement(
    update(console_account)
    .where(_C.id == bindparam("account"))
    .values(person_id=bindparam("holder"), role_id=bindparam("held"))
)
_ADD_CODE = insert(console_recovery, "code_hash", "account_id")
_USE_CODE = Statement(
    update(console_recovery)
    .where(
        console_recovery.c.code_hash == bindparam("row"),
        console_recovery.c.account_id == bindparam("account"),
        console_recovery.c.used_at.is_(None),
    )
    .values(used_at=bindparam("at"))
)
_CODES_LEFT = Statement(
    select(func.count())
    .select_from(console_recovery)
    .where(console_recovery.c.account_id == bindparam("account"), console_recovery.c.used_at.is_(None))
)
_LINK_WAITS = exists().where(
    console_link.c.account_id == _C.id, console_link.c.used_at.is_(None), console_link.c.expires_at > bindparam("at")
)
_STATE = Statement(
    select(
        func.count(),
        func.sum(case((_C.password_hash.is_not(None), 1), else_=0)),
        func.sum(case((and_(_C.password_hash.is_(None), _LINK_WAITS), 1), else_=0)),
    )
    .select_from(console_account)
    .where(_IN_FORCE)
)
_END = Statement(
    update(console_account)
    .where(_C.name == bindparam("called"), _C.ended_at.is_(None))
    .values(ended_at=bindparam("at"), password_hash=None, totp_sealed=None)
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account in force and what its rights reach; `path` is empty for the whole subdistrict."""

    id: int
    name: str
    role: str
    path: str
    address: str
    group_id: str | None
    person_id: int | None

    @property
    def who(self) -> Recipient:
        """Who acts: the person of the staff whom it is tied to, or somebody known by name alone."""
        return Recipient(None, self.person_id, self.name)

    @property
    def is_office(self) -> bool:
        """Whether the subdistrict's epidemic office signs in with it."""
        return self.role in {"office", "admin"}

    @property
    def about(self) -> str:
        """What the audit trail calls it."""
        return f"console_account:{self.id}"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that still works: whose it is, and the second factor that it offers."""

    account: Account
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Credentials:
    """With what somebody signs in."""

    account: Account
    password_hash: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class State:
    """How many accounts are in force, how many of them are set up, and how many can be by a link that still works."""

    accounts: int
    set_up: int
    can_be_set_up: int


def make(db: Db, wanted: Wanted, groups: frozenset[str], now: int) -> int:
    """Make the account of this name, or make it anew: the old password and second factor are void at once.

    It is tied to the one person of this name among the bound staff; with the role that is asked for, it holds as long as
    that role does. Raises BadInvitation and UnknownPlace.
    """
    if wanted.role == "resident":
        raise BadInvitation("role resident: the pages are for the staff, residents use the chat")
    place_id, group_id = invitations.reach(db, wanted, groups)
    reached = group_id or (places.get(db, place_id).address if place_id is not None else None)
    holders, role_id = _holders(db, wanted.name.strip(), wanted.role, reached)
    if len(holders) > 1:
        raise BadInvitation(f"{wanted.name}: several people of this name are bound, end the roles of those who left")
    db.run(
        _MAKE,
        name=wanted.name.strip(),
        role=wanted.role,
        place_id=place_id,
        group_id=group_id,
        person_id=next(iter(holders), None),
        role_id=role_id,
        password_hash=None,
        totp_sealed=None,
        totp_step=None,
        made_at=now,
        set_up_at=None,
        ended_at=None,
    )
    account_id: int = db.value(_ID_OF, called=wanted.name.strip())
    db.run(_VOID_LINKS, account=account_id)
    db.run(_VOID_CODES, account=account_id)
    return account_id


def names(db: Db, limit: int = 9) -> list[str]:
    """Whose accounts are in force, the oldest first."""
    return [str(row[0]) for row in db.all(_NAMES, limit=limit)]


def id_of(db: Db, name: str) -> int | None:
    """The account of this name, in force or not."""
    row = db.one(_ID_OF, called=name)
    return None if row is None else int(row[0])


def end(db: Db, name: str, now: int) -> bool:
    """End an account; False where there is none in force."""
    return db.run(_END, called=name, at=now) > 0


def add_link(db: Db, account_id: int, secret: str, now: int, valid_for: int) -> str:
    """A new one-time link for an account; returns its secret part, which is stored nowhere."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.run(
        _ADD_LINK,
        token_hash=_hash(db, b"link", token),
        account_id=account_id,
        totp_sealed=db.keys.seal(secret, TOTP_COLUMN),
        made_at=now,
        expires_at=now + valid_for,
    )
    return token


def link(db: Db, token: str, now: int) -> Link | None:
    """What a link is for; None where it was used, has run out or never was."""
    row = db.one(_LINK, row=_hash(db, b"link", token), at=now)
    return None if row is None else Link(Account(*row[1:]), db.keys.unseal(bytes(row[0]), TOTP_COLUMN))


def set_up(db: Db, token: str, password_hash: str, step: int, now: int) -> tuple[str, ...] | None:
    """Use a link up: password and second factor hold from now on. Returns the recovery codes, None where it is used."""
    used = db.one(_USE_LINK, row=_hash(db, b"link", token), at=now)
    if used is None:
        return None
    account_id, sealed = used
    db.run(_SET_UP, account=account_id, new_hash=password_hash, new_totp=sealed, step=step, at=now)
    db.run(_VOID_CODES, account=account_id)
    codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
    for code in codes:
        db.run(_ADD_CODE, code_hash=_hash(db, b"recovery", code), account_id=account_id)
    return codes


def credentials(db: Db, name: str) -> Credentials | None:
    """With what the account of this name signs in; None for one that is not there, ended or not set up."""
    row = db.one(_CREDENTIALS, called=name)
    if row is None:
        return None
    password_hash, sealed, *shown = row
    return Credentials(Account(*shown), password_hash, db.keys.unseal(bytes(sealed), TOTP_COLUMN))


def tied(db: Db, account: Account) -> Account:
    """The account, tied to its holder where one was bound since it was made; several of the name stay untied."""
    if db.one(_UNTIED, account=account.id) is None:
        return account
    holders, role_id = _holders(db, account.name, account.role, account.group_id or account.address or None)
    if len(holders) != 1:
        return account
    (holder,) = holders
    db.run(_TIE, account=account.id, holder=holder, held=role_id)
    return replace(account, person_id=holder)


def use_step(db: Db, account_id: int, step: int) -> bool:
    """Use the code of a half minute; False where it, or a later one, was used before."""
    return db.run(_USE_STEP, account=account_id, step=step) > 0


def use_recovery_code(db: Db, account_id: int, code: str, now: int) -> bool:
    """Use up a recovery code; False where it is none of this account's, or was used."""
    return db.run(_USE_CODE, row=_hash(db, b"recovery", code), account=account_id, at=now) > 0


def recovery_codes_left(db: Db, account_id: int) -> int:
    """How many recovery codes can still be used."""
    left: int = db.value(_CODES_LEFT, account=account_id)
    return left


def get(db: Db, account_id: int) -> Account | None:
    """An account by id, as long as it is in force."""
    row = db.one(_BY_ID, account=account_id)
    return None if row is None else Account(*row)


def state(db: Db, now: int) -> State:
    """How many accounts there are, and with how many of them somebody can sign in."""
    return State(*(int(count or 0) for count in db.all(_STATE, at=now)[0]))


def _holders(db: Db, name: str, kind: str, reached: str | None) -> tuple[set[int], int | None]:
    """The people who are bound under this name, those alone who hold this role where any does; and that role."""
    staff = roles.of_name(db, name)
    fitting = [one for one in staff if one.kind == kind and (one.group_id or one.address or None) == reached]
    return {one.person_id for one in fitting or staff}, fitting[0].id if fitting else None


def _recovery_code() -> str:
    return "".join(secrets.choice(invitations.CODE_ALPHABET) for _ in range(_RECOVERY_LENGTH))


def _hash(db: Db, kind: bytes, code: str) -> bytes:
    return db.keys.hash(b"console " + kind + b":" + code.encode())
