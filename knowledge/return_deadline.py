"""By when a return report has to be confirmed (clause 3.2): whoever is here already is urgent, a day further off can wait
for daylight. The plan names no time: config.yaml does, `deadlines.confirm_return_minutes`.
"""

from datetime import date

from knowledge.daytime import after_daytime
from knowledge.settings import Settings
from knowledge.times import MINUTE, business_day


def confirm_by(settings: Settings, now: int, arrive_on: date, *, has_arrived: bool) -> int:
    """The moment (ms UTC) by which somebody has to have confirmed the measure, where it is asked for now."""
    if has_arrived:
        return now + settings.alerts.acknowledge_within_minutes.urgent * MINUTE
    patience = settings.deadlines.confirm_return_minutes * MINUTE
    if arrive_on <= business_day(now):
        return now + patience
    return after_daytime(now, patience)
