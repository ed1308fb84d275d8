"""Once a week the standing tip 防范提示 goes out whose turn it is: how to keep from falling ill, boosters (3.3)."""

from typing import get_args

from knowledge.settings import Settings, kinds
from knowledge.times import HOUR
from ledger import notices
from scheduler.job import Job, Surroundings

_DAYS: tuple[str, ...] = get_args(get_args(kinds.Weekday)[0])


def send_tip(surroundings: Surroundings, now: int) -> int:
    """Let a round of the tip that went longest ago begin; the sender sends it. Returns how many people it is for."""
    settings = surroundings.settings.notices
    begun = surroundings.ledger.transact(lambda db: notices.begin_round(db, now, settings), wait=30)
    return 0 if begun is None else begun.counted or 0


def _day(settings: Settings) -> int:
    return _DAYS.index(settings.scheduler.tips_day)


job = Job("tips", send_tip, at=lambda settings: settings.scheduler.tips, on=_day, useful_for=10 * HOUR)
