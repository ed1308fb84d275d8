"""Whom to ask for the check-ins that are missing (clauses 3.4.2, 3.2; DESIGN 6.7, 6.8), and when that is needless by now.

Each account is asked once for all whom it can answer for: its own person, and those of the family who have no account.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import bindparam, exists, literal, select, union_all

from knowledge.times import business_day
from ledger.checkins.who_is_due import DUE, HAS_CHECKED_IN, due
from ledger.database import Db
from ledger.places import path_end
from ledger.statement import Statement
from ledger.tables import account, account_person, person

_ABOUT = "checkin_due"
# An account is told of its own person, and of those for whom it speaks who have none themselves.
_OWN_ACCOUNT = account.alias("own_account")
_BY_THEMSELVES = (
    select(
        account.c.openid,
        account.c.person_id.label("owner_id"),
        person.c.id.label("whose"),
        person.c.name,
        literal("").label("relation"),
    )
    .select_from(DUE.join(person, person.c.id == DUE.c.person_id).join(account, account.c.person_id == person.c.id))
    .where(~HAS_CHECKED_IN)
)
_BY_FAMILY = (
    select(account.c.openid, account.c.person_id, person.c.id, person.c.name, account_person.c.relation)
    .select_from(
        DUE.join(person, person.c.id == DUE.c.person_id)
        .join(account_person, account_person.c.person_id == person.c.id)
        .join(account, account.c.openid == account_person.c.openid)
    )
    .where(~HAS_CHECKED_IN, ~exists(select(_OWN_ACCOUNT.c.openid).where(_OWN_ACCOUNT.c.person_id == person.c.id)))
)
_TOLD = union_all(_BY_THEMSELVES, _BY_FAMILY).subquery("told")
_MISSING_BY_ACCOUNT = Statement(select(_TOLD).order_by(_TOLD.c.openid, _TOLD.c.relation != "", _TOLD.c.whose))
_OF_ONE = due(person.c.id == bindparam("whose"))
_IS_MISSING = Statement(
    select(person.c.id).select_from(_OF_ONE.join(person, person.c.id == _OF_ONE.c.person_id)).where(~HAS_CHECKED_IN)
)


@dataclass(frozen=True, slots=True)
class Awaited:
    """Whose check-in an account is asked for: `relation` is how the account calls them (妈妈), empty for its own person."""

    person_id: int
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class AskedAccount:
    """An account, its own person, and everybody whose check-in it is asked for, its own person first."""

    openid: str
    owner_id: int | None
    awaited: tuple[Awaited, ...]


def missing_by_account(db: Db, scope: str, day: str) -> list[AskedAccount]:
    """Whom to ask for the check-ins that are missing in a scope: each account once, with all whom it can answer for."""
    rows = db.all(_MISSING_BY_ACCOUNT, low=scope, high=path_end(scope), day=day)
    return [
        AskedAccount(openid, owner_id, tuple(Awaited(*row[2:]) for row in theirs))
        for (openid, owner_id), theirs in groupby(rows, key=lambda row: (row[0], row[1]))
    ]


def is_missing(db: Db, person_id: int, day: str) -> bool:
    """Whether somebody is due and has no check-in in force on a day."""
    return db.one(_IS_MISSING, whose=person_id, day=day) is not None


def about(day: str, people: Iterable[Awaited]) -> str:
    """What a reminder is about, as its row in the outbox names it: the day and whose check-ins are waited for."""
    return f"{_ABOUT}:{day}:{','.join(str(one.person_id) for one in people)}"


def is_reminder(about: str) -> bool:
    """Whether a message about something reminds of check-ins."""
    return about.startswith(f"{_ABOUT}:")


def is_settled(db: Db, about: str, now: int) -> bool:
    """Whether a message about something is such a reminder and nobody waits for it any more: all have checked in, need
    not any longer, or the day is over."""
    if not is_reminder(about):
        return False
    _, day, people = about.split(":")
    if day != business_day(now).isoformat():
        return True
    return not any(is_missing(db, int(person_id), day) for person_id in people.split(","))
