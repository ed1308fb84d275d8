"""Time that counts only by day: what can wait for daylight is not due in the night."""

from datetime import time

from knowledge.times import DAY, HOUR, business_day, day_start, from_ms

# Between these times of day (Asia/Shanghai) people are asked for what is not pressing.
_DAY_BEGINS = time(8)
_DAY_ENDS = time(21)


def is_daytime(now: int) -> bool:
    """Whether this is an hour (ms UTC, by Asia/Shanghai) at which people may be asked for what is not pressing."""
    return _DAY_BEGINS <= from_ms(now).time() < _DAY_ENDS


def after_daytime(now: int, patience: int) -> int:
    """The moment (ms UTC) when so much daytime (ms) has passed."""
    midnight = day_start(business_day(now))
    while True:
        begins, ends = max(now, midnight + _DAY_BEGINS.hour * HOUR), midnight + _DAY_ENDS.hour * HOUR
        if begins + patience <= ends:
            return begins + patience
        patience -= max(0, ends - begins)
        midnight += DAY
