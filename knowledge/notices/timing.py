"""When an approved notice may leave: after the minute in which it can be stopped, and not in the quiet hours.

Quiet hours hold notices alone: never an alert, a reply, or what concerns somebody's own matter.
"""

from datetime import time

from knowledge.settings.duties import Notices
from knowledge.times import DAY, HOUR, MINUTE, SECOND, business_day, day_start, from_ms


def send_from(settings: Notices, now: int, counted: int, *, overridden: bool) -> int:
    """From which moment (ms UTC) a notice approved at `now` for so many people may leave; `overridden`: at night too."""
    moment = now + settings.wait_seconds * SECOND if counted > settings.wait_over_people else now
    return moment if overridden else quiet_until(settings, moment) or moment


def quiet_until(settings: Notices, now: int) -> int | None:
    """When the quiet hours end (ms UTC) in which a moment lies; None where it lies in none."""
    clock = from_ms(now).time()
    begins, ends = settings.quiet_from, settings.quiet_until
    if begins <= ends:
        return _at(now, ends) if begins <= clock < ends else None
    if clock >= begins:
        return _at(now + DAY, ends)
    return _at(now, ends) if clock < ends else None


def _at(moment: int, clock: time) -> int:
    """The moment at which a clock time comes on the day of another moment (Asia/Shanghai has no summer time)."""
    return day_start(business_day(moment)) + clock.hour * HOUR + clock.minute * MINUTE
