"""By when a return report has to be confirmed (clause 3.2): whoever is here already is urgent, a day further off can wait
for daylight. The plan names no time: config.yaml does, `deadlines.confirm_return_minutes`.
"""

from datetime import date, time

from knowledge.settings import Settings
from knowledge.times import DAY, HOUR, MINUTE, business_day, day_start

# Between these times of day (Asia/Shanghai) grid workers are asked about somebody who is not due today.
_DAY_BEGINS = time(8)
_DAY_ENDS = time(21)


def confirm_by(settings: Settings, now: int, arrive_on: date, *, has_arrived: bool) -> int:
    """The moment (ms UTC) by which somebody has to have confirmed the measure, where it is asked for now."""
    if has_arrived:
        return now + settings.alerts.acknowledge_within_minutes.urgent * MINUTE
    patience = settings.deadlines.confirm_return_minutes * MINUTE
    if arrive_on <= business_day(now):
        return now + patience
    return _after_daytime(now, patience)


def _after_daytime(now: int, patience: int) -> int:
    """When so much daytime has passed."""
    midnight = day_start(business_day(now))
    while True:
        begins, ends = max(now, midnight + _DAY_BEGINS.hour * HOUR), midnight + _DAY_ENDS.hour * HOUR
        if begins + patience <= ends:
            return begins + patience
        patience -= max(0, ends - begins)
        midnight += DAY
