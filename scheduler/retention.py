"""Every night: what is no record and whose time is over is deleted, in small transactions with pauses."""

from knowledge.times import DAY, HOUR
from ledger import retention
from ledger.retention import Limits
from scheduler.job import BATCH, Job, Surroundings

_PAUSE_SECONDS = 0.02
# Long enough to see when something went wrong; a row says nothing about anybody.
_OCCURRENCES_DAYS = 90
# Of the pages: for so long an address at which somebody has signed in counts as theirs.
_SESSIONS_DAYS = 30
_LINKS_AND_TRIES_DAYS = 1


def delete_expired(surroundings: Surroundings, now: int) -> int:
    """Delete until nothing is left whose time is over; returns how many. Raises Stopped."""
    days, real = surroundings.settings.retention, surroundings.real_time(now)
    limits = Limits(
        replies=now - days.replies_days * DAY,
        sent_texts=now - days.sent_texts_days * DAY,
        parked_messages=now - days.parked_messages_days * DAY,
        open_forms=now - days.open_forms_days * DAY,
        questions=now - days.questions_days * DAY,
        occurrences=now - _OCCURRENCES_DAYS * DAY,
        sessions=real - _SESSIONS_DAYS * DAY,
        links=real - _LINKS_AND_TRIES_DAYS * DAY,
        tries=real - _LINKS_AND_TRIES_DAYS * DAY,
    )
    deleted = 0
    while some := surroundings.ledger.transact(lambda db: retention.delete_some(db, limits, BATCH), wait=30):
        deleted += some
        surroundings.pause(_PAUSE_SECONDS)
    return deleted


job = Job("retention", delete_expired, at=lambda settings: settings.scheduler.retention, useful_for=20 * HOUR)
