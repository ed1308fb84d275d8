"""A named person takes what somebody told of others, and says what came of it; from the chat and from the pages alike.

Whoever told it hears both, in words that say nothing of the matter to whoever looks over their shoulder. Nothing of that
message leads back to the record: in no list of messages stands whom it went to, or about what (DESIGN 6.15).
"""

from collections.abc import Callable

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import HOUR
from ledger import audit, outbox, violations
from ledger.database import Db
from ledger.people import Recipient
from ledger.records import compact
from ledger.violations import Violation, moves

Render = Callable[..., str]
# The longest outcome that fits into one message with what is said around it.
LONGEST = 500


def take(db: Db, render: Render, settings: Settings, seen: Violation, who: Recipient, now: int) -> bool:
    """Take it; False where somebody was first."""
    due_at = after_daytime(now, settings.deadlines.violation_closed_hours * HOUR)
    if not moves.take(db, seen, who, due_at, now):
        return False
    audit.note(db, now, who.person_id, who.name, "violation taken", seen.about, compact({"number": seen.number}))
    tell_whoever_told(db, seen, "taken", render("violation_taken_told", number=seen.number), now)
    return True


def close(db: Db, render: Render, seen: Violation, outcome: str, who: Recipient, now: int) -> bool:
    """It was seen to, with this outcome; False where somebody was first, or it was taken back."""
    if not moves.close(db, seen, outcome, who, now):
        return False
    audit.note(db, now, who.person_id, who.name, "violation closed", seen.about, compact({"number": seen.number}))
    tell_whoever_told(db, seen, "closed", render("violation_closed_told", number=seen.number, outcome=outcome), now)
    return True


def tell_whoever_told(db: Db, seen: Violation, what: str, words: str, now: int) -> bool:
    """Tell whoever told it, where they have an account that follows; returns whether they do.

    Nobody knocks at their door with it: that would say to everybody in the house who it was.
    """
    openid = violations.account_of(db, seen.id)
    if openid is None:
        return False
    key = f"told:{db.keys.hash(f'{seen.about}:{what}'.encode()).hex()}"
    to = Recipient(openid, None, "")
    outbox.queue(db, key=key, to=to, kind="reply", body=words, about="reply", now=now, template="progress")
    return True
