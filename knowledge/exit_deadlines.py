"""By when an exit request has to be signed, and until when it can be (clause 3.4.1); the times are those of config.yaml.

Whoever leaves earlier than that is asked for earlier, so that nobody stands at the gate while it waits on a telephone.
"""

from knowledge.settings import Exits
from knowledge.times import DAY, MINUTE, business_day, day_start

# However soon somebody leaves, whoever is asked gets so long before the next one is.
_AT_LEAST = 5 * MINUTE


def sign_by(settings: Exits, now: int, leaves_at: int, *, urgent: bool) -> int:
    """The moment (ms UTC) at which the next one is asked where nobody has answered."""
    within = settings.sign_within_minutes.urgent if urgent else settings.sign_within_minutes.normal
    before_leaving = leaves_at - settings.sign_before_leaving_minutes * MINUTE
    due = now + within * MINUTE
    return max(now + _AT_LEAST, min(due, before_leaving)) if before_leaving > now else due


def next_step(settings: Exits, now: int) -> int:
    """When the next one up is asked, once the first deadline has passed."""
    return now + settings.sign_within_minutes.urgent * MINUTE


def unsigned_until(settings: Exits, now: int, leaves_at: int, *, whole_day: bool) -> int:
    """When a request that nobody has signed runs out: some time after leaving, or at the end of the day that was named."""
    if whole_day:
        return day_start(business_day(leaves_at)) + DAY
    return max(leaves_at, now) + settings.unsigned_expires_minutes * MINUTE
