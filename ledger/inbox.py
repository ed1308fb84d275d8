"""The inbox: each message is booked once, with the words it was answered with, for ever (THREATS I2).

`arrive` is the one query with which every turn begins: was this message seen before, who is writing, what form is open.
`book` is the last statement of the turn. A message that makes its handler fail is counted here and parked at its third
try (THREATS F24).
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, literal, select

from ledger.conversations import OpenForm, opened
from ledger.database import Db
from ledger.outbox import WAITS
from ledger.people import Contact
from ledger.statement import Statement, insert, upsert
from ledger.tables import account, alert, conversation, inbox, outbox, parked_message, person, place, role

_REPLY = b"inbox.reply"
_MESSAGE = b"parked_message.message"

_one = select(literal(1).label("one")).subquery("one")
_STAFF = (
    select(role.c.id)
    .where(role.c.person_id == account.c.person_id, role.c.kind != "resident", role.c.until_at.is_(None))
    .limit(1)
    .scalar_subquery()
)
_WAITING = (
    select(outbox.c.id)
    .where(outbox.c.openid == account.c.openid, outbox.c.status == "due", WAITS)
    .limit(1)
    .scalar_subquery()
)
_ALERTED = (
    select(func.max(alert.c.filed_at))
    .where(alert.c.openid == bindparam("openid"), alert.c.over_at.is_(None))
    .scalar_subquery()
)
_ARRIVE = Statement(
    select(
        inbox.c.id,
        inbox.c.reply_sealed,
        account.c.person_id,
        account.c.informed_at,
        account.c.message_at,
        person.c.name,
        person.c.place_id,
        place.c.path,
        place.c.address,
        _STAFF.label("staff"),
        conversation.c.name.label("form"),
        conversation.c.answers,
        conversation.c.private_sealed,
        conversation.c.opened_at,
        conversation.c.updated_at,
        _WAITING.label("waiting"),
        _ALERTED.label("alerted"),
    ).select_from(
        _one.outerjoin(inbox, inbox.c.key == bindparam("key"))
        .outerjoin(account, account.c.openid == bindparam("openid"))
        .outerjoin(person, person.c.id == account.c.person_id)
        .outerjoin(place, place.c.id == person.c.place_id)
        .outerjoin(conversation, conversation.c.openid == bindparam("openid"))
    )
)
_BOOK = insert(inbox, "key", "openid", "said_at", "booked_at", "reply_sealed")
_TRIES = Statement(
    select(parked_message.c.tries, parked_message.c.first_at).where(parked_message.c.key == bindparam("key"))
)
_COUNT_TRY = upsert(parked_message, ["key"], ["openid", "tries", "first_at", "parked_at", "error", "message_sealed"])
_FORGET = Statement(
    delete(parked_message).where(parked_message.c.key == bindparam("key"), parked_message.c.parked_at.is_(None))
)
_NEWEST_SAID = Statement(select(func.max(inbox.c.said_at)).where(inbox.c.openid == bindparam("whose")))
_LAST_REPLY = Statement(
    select(inbox.c.reply_sealed)
    .where(inbox.c.openid == bindparam("whose"), inbox.c.booked_at >= bindparam("since"), inbox.c.reply_sealed.is_not(None))
    .order_by(inbox.c.id.desc())
    .limit(1)
)
_PARKED = Statement(select(func.count()).select_from(parked_message).where(parked_message.c.parked_at.is_not(None)))


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the ledger knows when a message arrives. `reply` is None for a message that was not seen before.

    `has_waiting`: something in the outbox waits for this person to write.
    """

    reply: str | None
    contact: Contact
    form: OpenForm | None
    has_waiting: bool


def arrive(db: Db, key: bytes, openid: str) -> Arrival:
    """Look up the message, its writer and the open form, in one statement."""
    row = db.one(_ARRIVE, key=key, openid=openid)
    assert row is not None  # it is an outer join on a single row
    (
        seen,
        sealed,
        person_id,
        informed_at,
        message_at,
        name,
        place_id,
        path,
        address,
        staff,
        form,
        answers,
        private,
        opened_at,
        updated_at,
        waiting,
        alerted_at,
    ) = row
    reply = None if seen is None else (db.keys.unseal(bytes(sealed), _REPLY) if sealed else "")
    contact = Contact(
        openid=openid,
        person_id=person_id,
        name=name or "",
        place_id=place_id,
        path=path or "",
        address=address or "",
        is_staff=staff is not None,
        informed=informed_at is not None,
        wrote_at=message_at,
        alerted_at=alerted_at or 0,
    )
    return Arrival(
        reply,
        contact,
        None if form is None else opened(db, form, answers, private, opened_at, updated_at),
        waiting is not None,
    )


def book(db: Db, key: bytes, openid: str | None, said_at: int, now: int, reply: str) -> None:
    """Book the message with its reply; fails where it is booked already, which rolls the turn back."""
    db.run(
        _BOOK,
        key=key,
        openid=openid,
        said_at=said_at,
        booked_at=now,
        reply_sealed=db.keys.seal(reply, _REPLY) if reply else None,
    )


def count_try(db: Db, key: bytes, openid: str, message: str, error: str, now: int, limit: int) -> bool:
    """Count a try at which a message made its handler fail; True when it is now parked for a person to look at."""
    before, first_at = db.one(_TRIES, key=key) or (0, now)
    tries: int = before + 1
    parked = tries >= limit
    db.run(
        _COUNT_TRY,
        key=key,
        openid=openid,
        tries=tries,
        first_at=first_at,
        parked_at=now if parked else None,
        error=error,
        message_sealed=db.keys.seal(message, _MESSAGE),
    )
    return parked


def forget_tries(db: Db, key: bytes) -> None:
    """A message that failed before has gone through after all."""
    db.run(_FORGET, key=key)


def newest_said_at(db: Db, openid: str) -> int:
    """When the newest of the account's messages that are booked was said (ms UTC), 0 where there is none."""
    return db.value(_NEWEST_SAID, whose=openid) or 0


def last_reply(db: Db, openid: str, since: int) -> str:
    """What the account was answered last, not before `since` (ms UTC); empty where it was nothing."""
    row = db.one(_LAST_REPLY, whose=openid, since=since)
    return db.keys.unseal(bytes(row[0]), _REPLY) if row is not None else ""


def parked(db: Db) -> int:
    """How many messages are parked."""
    count: int = db.value(_PARKED)
    return count
