"""Business time: moments as milliseconds of UTC in the store, days and clock times of Asia/Shanghai for people.

Nothing here reads a clock: the moment is always an argument.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC of an aware moment; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(moment: int) -> datetime:
    """The aware Asia/Shanghai time of milliseconds since 1970 UTC."""
    return (_EPOCH + timedelta(milliseconds=moment)).astimezone(SHANGHAI)


def business_day(moment: int) -> date:
    """The calendar day in Asia/Shanghai on which a moment (ms UTC) falls."""
    return _day_of_minute(moment // MINUTE)


@lru_cache(maxsize=1024)
def _day_of_minute(minute: int) -> date:
    """Days begin with a minute, and most moments that are asked about are of this one."""
    return from_ms(minute * MINUTE).date()


def day_start(day: date) -> int:
    """The moment (ms UTC) at which a day begins in Asia/Shanghai."""
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI))


def iso(moment: int) -> str:
    """ISO 8601 with the offset of Asia/Shanghai, to the second: how moments are printed."""
    return from_ms(moment).isoformat(timespec="seconds")


def parse_moment(text: str) -> int:
    """Milliseconds UTC of an ISO 8601 text; one without offset is taken as Asia/Shanghai. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return to_ms(moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI))
