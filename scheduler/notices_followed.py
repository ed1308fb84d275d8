"""What follows the notices that go out: words to read out, doors to knock at, and that they are sent (clause 3.3)."""

from knowledge.times import MINUTE
from ledger.database import Db
from ledger.notices import Notice
from ledger.notices import followed as notice_followed
from ledger.notices.followed import Due
from scheduler.job import Job, Surroundings


def follow_notices(surroundings: Surroundings, now: int) -> int:
    """Tell, notice by notice, whoever has to do or know something; returns how many messages that were, told once each.

    What is due is looked up beside the writer; it is taken only for what is told, so many messages at a time.
    """
    found = surroundings.ledger.read(lambda db: notice_followed.going_out(db, now))
    return sum(_follow(surroundings, one, now) for one in found)


def _follow(surroundings: Surroundings, one: Notice, now: int) -> int:
    render, settings = surroundings.render, surroundings.settings.notices
    due = surroundings.ledger.read(lambda db: notice_followed.due(db, render, settings, one, now))

    def tell(db: Db, message: Due) -> None:
        notice_followed.tell(db, one, message, now)

    return surroundings.in_batches(due, tell)


job = Job("notices_followed", follow_notices, every=MINUTE, useful_for=MINUTE)
