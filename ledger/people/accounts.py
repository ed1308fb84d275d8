"""Accounts that follow: for whom they speak, when they last wrote, and what is deleted when they leave."""

from sqlalchemy import bindparam, delete, or_, select, update

from ledger.database import Db
from ledger.statement import Statement, upsert
from ledger.tables import (
    account,
    account_person,
    alert,
    conversation,
    exit_draft,
    human_handover,
    inbox,
    mass_month,
    outbox,
    parked_message,
    psych_support,
    rumour_check,
    subscription_consent,
)
from ledger.violations import moves as violation_moves

_PERSON_OF = Statement(select(account.c.person_id).where(account.c.openid == bindparam("openid")))
_BIND = upsert(account, ["openid"], ["person_id"])
_INFORMED = upsert(account, ["openid"], ["informed_at"])
_TOUCH = upsert(account, ["openid"], ["message_at"])
_FOLLOW = upsert(account, ["openid"], ["followed_at"])
_CLICK = upsert(account, ["openid"], ["click_at"])
_SCAN = upsert(account, ["openid"], ["scanned_place_id"])
_SCANNED = Statement(select(account.c.scanned_place_id).where(account.c.openid == bindparam("openid")))
_FORGET = (
    Statement(delete(conversation).where(conversation.c.openid == bindparam("gone"))),
    Statement(delete(exit_draft).where(exit_draft.c.openid == bindparam("gone"))),
    Statement(delete(account_person).where(account_person.c.openid == bindparam("gone"))),
    Statement(update(inbox).where(inbox.c.openid == bindparam("gone")).values(openid=None, reply_sealed=None)),
    Statement(update(parked_message).where(parked_message.c.openid == bindparam("gone")).values(openid=None)),
    Statement(update(alert).where(alert.c.openid == bindparam("gone")).values(openid=None)),
    Statement(update(psych_support).where(psych_support.c.openid == bindparam("gone")).values(openid=None)),
    Statement(update(human_handover).where(human_handover.c.openid == bindparam("gone")).values(openid=None)),
    Statement(update(rumour_check).where(rumour_check.c.openid == bindparam("gone")).values(openid=None)),
    Statement(
        update(outbox)
        # A notice still concerns them: without an account it becomes a visit when its turn comes (bot/sending/courier.py).
        .where(
            outbox.c.openid == bindparam("gone"),
            or_(outbox.c.status == "due", outbox.c.status == "claimed"),
            outbox.c.notice_id.is_(None),
        )
        .values(status="unreachable", error="the account has left", lease=None)
    ),
    Statement(
        update(outbox)
        .where(outbox.c.openid == bindparam("gone"))
        .values(openid=None, body_sealed=b"", menu_sealed=None)
    ),
    Statement(delete(mass_month).where(mass_month.c.openid == bindparam("gone"))),
    Statement(delete(subscription_consent).where(subscription_consent.c.openid == bindparam("gone"))),
    Statement(delete(account).where(account.c.openid == bindparam("gone"))),
)


def is_bound(db: Db, openid: str) -> bool:
    """Whether the account speaks for somebody."""
    row = db.one(_PERSON_OF, openid=openid)
    return row is not None and row[0] is not None


def bind(db: Db, openid: str, person_id: int) -> None:
    """Let an account speak for a person from now on."""
    db.run(_BIND, openid=openid, person_id=person_id)


def touch(db: Db, openid: str, now: int) -> None:
    """The account has written: its window for customer-service messages opens anew."""
    db.run(_TOUCH, openid=openid, message_at=now)


def note_click(db: Db, openid: str, now: int) -> None:
    """The account has tapped the menu or scanned a code."""
    db.run(_CLICK, openid=openid, click_at=now)


def note_informed(db: Db, openid: str, now: int) -> None:
    """The privacy notice was shown to this account."""
    db.run(_INFORMED, openid=openid, informed_at=now)


def follow(db: Db, openid: str, now: int) -> None:
    """The account follows (again)."""
    db.run(_FOLLOW, openid=openid, followed_at=now)


def note_scan(db: Db, openid: str, place_id: int | None) -> None:
    """The account has scanned the code of a place, by which its first form is filled; None forgets it."""
    db.run(_SCAN, openid=openid, scanned_place_id=place_id)


def scanned_place(db: Db, openid: str) -> int | None:
    """The place whose code the account has scanned last."""
    row = db.one(_SCANNED, openid=openid)
    return None if row is None else row[0]


def forget(db: Db, openid: str) -> None:
    """Delete what belongs to an account that has left; records that must be kept are detached from it (DESIGN 6.15).

    The keys by which repeated pushes are known stay: they say nothing about anybody (THREATS I2).
    """
    for statement in _FORGET:
        db.run(statement, gone=openid)
    violation_moves.forget(db, openid)
