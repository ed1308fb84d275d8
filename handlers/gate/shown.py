"""An exit as the guard sees it at one glance: who, why, when, plate; and how its hours are said."""

from bot.turn import Turn
from handlers.said_back import day_words
from knowledge import exit_words
from knowledge.times import DAY, MINUTE, business_day, day_start, from_ms
from ledger.exits import Exit
from ledger.exits.times import Trip


def facts(turn: Turn, one: Exit, trip: Trip | None) -> dict[str, object]:
    """An exit for a template."""
    return {
        "who": exit_words.who_words(one.name, one.people),
        "people": exit_words.count_of(one.people),
        "reason": exit_words.reason_words(one.reason),
        "window": hours_words(turn, trip) if trip is not None and one.has_return else "",
        "plate": one.plate or "",
        "urgent": one.kind == "emergency",
    }


def hours_words(turn: Turn, trip: Trip) -> str:
    """The hours of a trip: 07:00–12:00 where it is today, else with its day."""
    leaves, back = business_day(trip.leaves_at), business_day(trip.back_due_at - 1)
    hours = f"{from_ms(trip.leaves_at):%H:%M}–{moment_words(turn, trip.back_due_at, after=trip.leaves_at)}"
    if trip.back_due_at - trip.leaves_at >= DAY and leaves == back:
        hours = turn.render("gate_whole_day")
    return hours if leaves == turn.said_on else f"{day_words(leaves, turn.said_on)}{hours}"


def moment_words(turn: Turn, moment: int, after: int | None = None) -> str:
    """A moment: 12:00, with its day where it is not that of `after` (today where none is given)."""
    when = from_ms(moment)
    known = turn.said_on if after is None else business_day(after)
    if business_day(moment - 1) == known and f"{when:%H:%M}" == "00:00":
        return "24:00"
    return f"{when:%H:%M}" if when.date() == known else f"{day_words(when.date(), turn.said_on)}{when:%H:%M}"


def until_words(turn: Turn, moment: int) -> str:
    """Until when something holds: its last day where it ends with one (12月5日, and not 12月6日 00:00)."""
    if moment == day_start(business_day(moment)):
        return day_words(business_day(moment - 1), turn.said_on)
    return moment_words(turn, moment)


def late_words(turn: Turn, late_ms: int) -> str:
    """How much too late somebody is: 25分钟, 2小时5分."""
    minutes = max(1, late_ms // MINUTE)
    return turn.render("gate_late", hours=minutes // 60, minutes=minutes % 60)
