"""Deleting what is no record once its time is over (DESIGN 6.15): replies, sent texts, parked messages, open forms,
questions, old sessions, links and tries of the pages.

The keys by which repeated pushes are known stay for ever; they say nothing about anybody. Of handovers, tasks and talks
that were dealt with the record stays, without the words that somebody wrote; of what somebody told of others also without
what leads to whoever told it.
"""

from dataclasses import dataclass

from sqlalchemy import Table, bindparam, delete, exists, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from ledger import handovers, psych_support, rumours, tasks, violations
from ledger.database import Db
from ledger.outbox.mass_step import month_of
from ledger.statement import Statement
from ledger.tables import (
    asked_question,
    console_link,
    console_session,
    console_try,
    conversation,
    exit_draft,
    human_handover,
    inbox,
    mass_month,
    occurrence,
    outbox,
    parked_message,
    picture,
    rumour_check,
    task,
    violation_report,
)
from ledger.tables import psych_support as psych_table


@dataclass(frozen=True, slots=True)
class Limits:
    """The moments (ms UTC) before which each kind is deleted; sessions, links and tries by the machine's real clock."""

    replies: int
    sent_texts: int
    parked_messages: int
    open_forms: int
    questions: int = 0
    occurrences: int = 0
    sessions: int = 0
    links: int = 0
    tries: int = 0


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
    .values(body_sealed=b"", openid=None, menu_sealed=None)
)
_PICTURES = Statement(
    delete(picture).where(_oldest(picture, picture.c.id, picture.c.kept_at < bindparam("before")))
)
_MONTHS = Statement(
    delete(mass_month).where(
        mass_month.c.month < bindparam("before"),
        _oldest(mass_month, mass_month.c.openid, mass_month.c.month < bindparam("before")),
    )
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
_DRAFTS = Statement(
    delete(exit_draft).where(_oldest(exit_draft, exit_draft.c.openid, exit_draft.c.kept_at < bindparam("before")))
)
_QUESTIONS = Statement(
    delete(asked_question).where(
        _oldest(asked_question, asked_question.c.id, asked_question.c.asked_at < bindparam("before"))
    )
)
_SESSIONS = Statement(
    delete(console_session).where(
        _oldest(console_session, console_session.c.token_hash, console_session.c.ends_at < bindparam("before"))
    )
)
_LINKS = Statement(
    delete(console_link).where(
        _oldest(console_link, console_link.c.token_hash, console_link.c.expires_at < bindparam("before"))
    )
)
_TRIES = Statement(
    delete(console_try).where(
        _oldest(
            console_try,
            console_try.c.subject_hash,
            (console_try.c.since_at < bindparam("before"))
            & (func.coalesce(console_try.c.blocked_until, 0) < bindparam("before")),
        )
    )
)
_NEWER = occurrence.alias("newer")
_OCCURRENCES = Statement(
    delete(occurrence).where(
        _oldest(
            occurrence,
            occurrence.c.id,
            (occurrence.c.due_at < bindparam("before"))
            # The newest of a job stays: it says that the installation has run the job before.
            & exists(
                select(_NEWER.c.id).where(_NEWER.c.job == occurrence.c.job, _NEWER.c.due_at > occurrence.c.due_at)
            ),
        )
    )
)


def _blanked(table: Table, settled_at: ColumnElement[int], **values: object) -> Statement:
    """An update that leaves no words in what is no longer open; a sealed empty text is the shortest that there is."""
    return Statement(
        update(table)
        .where(
            _oldest(
                table,
                table.c.id,
                (table.c.status != "open")
                & (func.coalesce(settled_at, table.c.filed_at) < bindparam("before"))
                & (func.length(table.c.text_sealed) > bindparam("blank_length")),
            )
        )
        .values(text_sealed=bindparam("blank"), **values)
    )


_HANDOVERS = _blanked(human_handover, human_handover.c.taken_at, answer_sealed=None)
_TASKS = _blanked(task, task.c.done_at)


def _emptied(table: Table, **values: object) -> Statement:
    """An update of what was closed and still has its words: the words go, and what else `values` says."""
    return Statement(
        update(table)
        .where(
            _oldest(
                table,
                table.c.id,
                (table.c.status == "closed")
                & (table.c.closed_at < bindparam("before"))
                & (func.length(table.c.text_sealed) > bindparam("blank_length")),
            )
        )
        .values(text_sealed=bindparam("blank"), **values)
    )


_VIOLATIONS = _emptied(
    violation_report, outcome_sealed=None, account_hash=None, account_sealed=None, name_sealed=None
)
_TALKS = _emptied(psych_table, call_when_sealed=None, phone_sealed=None)
_RUMOURS = _emptied(rumour_check, answer_sealed=None, openid=None)


def delete_some(db: Db, limits: Limits, at_most: int) -> int:
    """Delete at most so many of each kind; returns how many in all: call again until it is none."""
    months = db.run(_MONTHS, before=month_of(limits.sent_texts), limit=at_most)
    return months + _blank_some(db, limits, at_most) + sum(
        db.run(statement, before=before, limit=at_most)
        for statement, before in (
            (_REPLIES, limits.replies),
            (_TEXTS, limits.sent_texts),
            (_PICTURES, limits.sent_texts),
            (_PARKED, limits.parked_messages),
            (_FORMS, limits.open_forms),
            (_DRAFTS, limits.open_forms),
            (_QUESTIONS, limits.questions),
            (_OCCURRENCES, limits.occurrences),
            (_SESSIONS, limits.sessions),
            (_LINKS, limits.links),
            (_TRIES, limits.tries),
        )
    )


def _blank_some(db: Db, limits: Limits, at_most: int) -> int:
    blanked = 0
    for statement, column in (
        (_HANDOVERS, handovers.TEXT_COLUMN),
        (_TASKS, tasks.TEXT_COLUMN),
        (_VIOLATIONS, violations.TEXT_COLUMN),
        (_RUMOURS, rumours.TEXT_COLUMN),
        (_TALKS, psych_support.TEXT_COLUMN),
    ):
        blank = db.keys.seal("", column)
        blanked += db.run(statement, before=limits.sent_texts, limit=at_most, blank=blank, blank_length=len(blank))
    return blanked
