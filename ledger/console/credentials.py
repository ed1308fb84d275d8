"""With what somebody signs in to the office's pages: one-time links, passwords, second factors, recovery codes.

A link has 256 bits, works once and for a short time; only keyed hashes of links and recovery codes are stored. All moments
are the machine's real clock.
"""

import secrets
from dataclasses import dataclass, field

from sqlalchemy import and_, bindparam, func, select, update

from ledger.console import accounts as console_accounts
from ledger.console.accounts import IN_FORCE, SHOWN, Account
from ledger.database import Db
from ledger.people import invitations
from ledger.statement import Statement, insert
from ledger.tables import console_account, console_link, console_recovery, place

_C = console_account.c
TOTP_COLUMN = b"console_account.totp"
RECOVERY_CODES = 8
_RECOVERY_LENGTH = 10
_TOKEN_BYTES = 32

_ADD_LINK = insert(console_link, "token_hash", "account_id", "totp_sealed", "made_at", "expires_at")
_LINK_HOLDS = and_(
    console_link.c.token_hash == bindparam("row"),
    console_link.c.used_at.is_(None),
    console_link.c.expires_at > bindparam("at"),
)
_LINK = Statement(
    select(console_link.c.totp_sealed, *SHOWN)
    .select_from(
        console_link.join(console_account, _C.id == console_link.c.account_id).outerjoin(
            place, place.c.id == _C.place_id
        )
    )
    .where(_LINK_HOLDS, IN_FORCE)
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
    select(_C.password_hash, _C.totp_sealed, *SHOWN)
    .select_from(console_account.outerjoin(place, place.c.id == _C.place_id))
    .where(_C.name == bindparam("called"), _C.password_hash.is_not(None), IN_FORCE)
)
_USE_STEP = Statement(
    update(console_account)
    .where(_C.id == bindparam("account"), _C.totp_step < bindparam("step"))
    .values(totp_step=bindparam("step"))
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
    console_accounts.void_codes(db, account_id)
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


def _recovery_code() -> str:
    return "".join(secrets.choice(invitations.CODE_ALPHABET) for _ in range(_RECOVERY_LENGTH))


def _hash(db: Db, kind: bytes, code: str) -> bytes:
    return db.keys.hash(b"console " + kind + b":" + code.encode())
