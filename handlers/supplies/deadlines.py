"""By when the next step of a supply request is due (config.yaml, `supplies`); residents are promised no hour."""

from bot.turn import Turn
from knowledge.daytime import after_daytime
from knowledge.times import HOUR, MINUTE
from ledger.supplies import Request


def next_step_by(turn: Turn, request: Request) -> int:
    """The moment (ms UTC) by which the next step has to be done; what is not urgent counts by day alone."""
    within = turn.house.settings.supplies.step_within_hours
    if request.is_urgent:
        return turn.now + within.urgent * HOUR
    return after_daytime(turn.now, within.normal * HOUR)


def complaint_by(turn: Turn) -> int:
    """The moment (ms UTC) by which somebody has to have seen to a complaint."""
    return after_daytime(turn.now, turn.house.settings.supplies.complaint_within_hours * HOUR)


def confirm_by(turn: Turn) -> int:
    """The moment (ms UTC) by which somebody should have said that what was brought is there."""
    return after_daytime(turn.now, turn.house.settings.supplies.confirm_within_minutes * MINUTE)
