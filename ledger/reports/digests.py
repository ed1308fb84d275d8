"""Digests 日报 as they were sent: the words of each scope and day, and which time they are about.

The next one begins where the last one ended, whenever that ran, so that what was filed is in exactly one of them; and who
asks for yesterday's is told what was said then.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from knowledge.times import DAY
from ledger.database import Db
from ledger.statement import Statement, insert_if_absent
from ledger.tables import digest

# A digest that was missed for longer does not make the next one count for days.
_LONGEST_SPAN = 2 * DAY
_KEEP = insert_if_absent(digest, ["scope", "day"], ["since_at", "until_at", "words"])
_OF_DAY = Statement(
    select(digest.c.words).where(digest.c.scope == bindparam("of_scope"), digest.c.day == bindparam("of_day"))
)
_BEFORE = Statement(
    select(digest.c.until_at)
    .where(digest.c.scope == bindparam("of_scope"), digest.c.day < bindparam("of_day"))
    .order_by(digest.c.day.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class SentDigest:
    """What was sent to those who get a scope's digest (a path); `day` ISO, moments in ms UTC. No name is in the words."""

    scope: str
    day: str
    since_at: int
    until_at: int
    words: str


def keep(db: Db, sent: SentDigest) -> None:
    """Keep it; of two that were made for a day the first one stays."""
    db.run(
        _KEEP, scope=sent.scope, day=sent.day, since_at=sent.since_at, until_at=sent.until_at, words=sent.words
    )


def words_of(db: Db, scope: str, day: str) -> str | None:
    """What was sent of a scope on a day (ISO); None where nothing was."""
    found = db.one(_OF_DAY, of_scope=scope, of_day=day)
    return None if found is None else str(found[0])


def since(db: Db, scope: str, day: str, now: int) -> int:
    """From when (ms UTC) the digest of a day counts: where the one of the day before ended, or the last 24 hours."""
    before = db.one(_BEFORE, of_scope=scope, of_day=day)
    return now - DAY if before is None else max(before[0], now - _LONGEST_SPAN)
