"""What follows the notices that go out: words to read out, doors to knock at, and that they are sent (clause 3.3)."""

from functools import partial

from knowledge.times import MINUTE
from ledger import notice_followed
from ledger.database import Db
from ledger.notices import Notice
from scheduler.job import Job, Surroundings


def follow_notices(surroundings: Surroundings, now: int) -> int:
    """Tell, notice by notice, whoever has to do or know something; returns how many messages that were, told once each."""
    found = surroundings.ledger.read(lambda db: notice_followed.going_out(db, now))
    return sum(surroundings.ledger.transact(partial(_follow, surroundings, one, now), wait=30) for one in found)


def _follow(surroundings: Surroundings, one: Notice, now: int, db: Db) -> int:
    return notice_followed.follow(db, surroundings.render, surroundings.settings.notices, one, now)


job = Job("notices_followed", follow_notices, every=MINUTE, useful_for=MINUTE)
