"""Deleting what is no record once its time is over (DESIGN 6.15): replies, sent texts, parked messages, open forms.

The keys by which repeated pushes are known stay for ever; they say nothing about anybody.
"""

from dataclasses import dataclass

from sqlalchemy import Table, bindparam, delete, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import conversation, inbox, outbox, parked_message


@dataclass(frozen=True, slots=True)
class Limits:
    """The moments (ms UTC) before which each kind is deleted."""

    replies: int
    sent_texts: int
    parked_messages: int
    open_forms: int


def _oldest(table: Table, key: ColumnElement[object], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return key.in_(select(key).where(condition).limit(bindparam("limit")))


_REPLIES = Statement(
    update(inbox)
    .where(_oldest(inbox, inbox.c.id, (inbox.c.booked_at < bindparam("before")) & inbox.c.openid.is_not(None)))
    .values(reply_sealed=None, openid=None)
)
_TEXTS = Statement(
    update(outbox)
    .where(
        _oldest(
            outbox,
            outbox.c.id,
            (outbox.c.status != "due")
            & (outbox.c.status != "claimed")
            & (func.coalesce(outbox.c.settled_at, outbox.c.due_at) < bindparam("before"))
            & (outbox.c.openid.is_not(None) | (outbox.c.body_sealed != b"")),
        )
    )
    .values(body_sealed=b"", openid=None)
)
_PARKED = Statement(
    delete(parked_message).where(
        _oldest(parked_message, parked_message.c.key, parked_message.c.first_at < bindparam("before"))
    )
)
_FORMS = Statement(
    delete(conversation).where(
        _oldest(conversation, conversation.c.openid, conversation.c.updated_at < bindparam("before"))
    )
)


def delete_some(db: Db, limits: Limits, at_most: int) -> int:
    """Delete at most so many of each kind; returns how many in all: call again until it is none."""
    return sum(
        db.run(statement, before=before, limit=at_most)
        for statement, before in (
            (_REPLIES, limits.replies),
            (_TEXTS, limits.sent_texts),
            (_PARKED, limits.parked_messages),
            (_FORMS, limits.open_forms),
        )
    )
