"""Accounts of the office's pages: made on the host, set up once through a link, tied to a person of the staff.

An account whose role has ended, or that was ended itself, finds nothing from the next statement on (THREATS A19, A22). With
what its holder signs in stands in ledger/console/credentials.py. All moments are the machine's real clock.
"""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, exists, func, or_, select, update

from ledger import places
from ledger.database import Db
from ledger.people import Recipient, Role, invitations, rights, roles
from ledger.people.invitations import BadInvitation, Wanted
from ledger.statement import Statement, upsert
from ledger.tables import console_account, console_link, console_recovery, person, place, role

_C = console_account.c
_ROLE_HOLDS = or_(_C.role_id.is_(None), exists().where(role.c.id == _C.role_id, role.c.until_at.is_(None)))
IN_FORCE: ColumnElement[bool] = and_(_C.ended_at.is_(None), _ROLE_HOLDS)
SHOWN = (
    _C.id,
    _C.name,
    _C.role,
    func.coalesce(place.c.path, ""),
    func.coalesce(place.c.address, ""),
    _C.group_id,
    # Whoever was merged into somebody else is that somebody now.
    select(func.coalesce(person.c.merged_into, person.c.id)).where(person.c.id == _C.person_id).scalar_subquery(),
)
_SELECT = select(*SHOWN).select_from(console_account.outerjoin(place, place.c.id == _C.place_id)).where(IN_FORCE)
_BY_ID = Statement(_SELECT.where(_C.id == bindparam("account")))
_MAKE = upsert(
    console_account,
    ["name"],
    [
        *("role", "place_id", "group_id", "person_id", "role_id", "password_hash", "totp_sealed", "totp_step"),
        *("made_at", "set_up_at", "ended_at"),
    ],
)
_VOID_LINKS = Statement(delete(console_link).where(console_link.c.account_id == bindparam("account")))
_VOID_CODES = Statement(delete(console_recovery).where(console_recovery.c.account_id == bindparam("account")))
_NAMES = Statement(select(_C.name).where(IN_FORCE).order_by(_C.id).limit(bindparam("limit")))
_ID_OF = Statement(select(_C.id).where(_C.name == bindparam("called")))
_UNTIED = Statement(select(_C.id).where(_C.id == bindparam("account"), _C.role_id.is_(None)))
_TIE = Statement(
    update(console_account)
    .where(_C.id == bindparam("account"))
    .values(person_id=bindparam("holder"), role_id=bindparam("held"))
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
    .where(IN_FORCE)
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
        return self.role in rights.OFFICE

    @property
    def held(self) -> Role:
        """The role that it has, and what that reaches."""
        return Role(self.role, self.path, self.address, self.group_id)

    @property
    def about(self) -> str:
        """What the audit trail calls it."""
        return f"console_account:{self.id}"


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
    void_codes(db, account_id)
    return account_id


def void_codes(db: Db, account_id: int) -> None:
    """No recovery code of an account works any more."""
    db.run(_VOID_CODES, account=account_id)


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
