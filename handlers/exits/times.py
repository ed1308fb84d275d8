"""When somebody goes out and is back, put together from what was said now and before (clause 3.4.1): pure.

A clock without a day waits for its day; how long or until when counts from leaving; and where the day of leaving is
changed, that of coming back goes with it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.turn import Answers, Value
from knowledge import exit_words
from knowledge.exit_words import SPEAKER
from ledger.exits.times import WEEKDAYS, is_to_the_minute

# What was said of coming back, kept until the day of leaving is known.
OF_RETURN = frozenset({"return_time", "return_days", "stay_minutes"})


def comes_again(answers: Answers) -> bool:
    """Whether it is a trip that comes again."""
    return bool(answers.get("recurrence"))


def is_single(answers: Answers) -> bool:
    """Whether it is one trip."""
    return not comes_again(answers)


def lacks_only_the_day(answers: Answers) -> bool:
    """Whether the hour of leaving was said and its day was not."""
    return is_single(answers) and "leave_time" in answers and "leave_at" not in answers


def leave_at(found: Answers, known: Answers) -> Value:
    """The day or minute of leaving; a day alone takes the hour that was said before, an hour the day."""
    said, clock = found.get("leave_at"), found.get("leave_time")
    day = known.get("leave_at")
    if found.get("no_day") and isinstance(clock, str) and isinstance(day, str):
        return f"{day[:10]}T{clock}"
    if isinstance(said, str):
        before = known.get("leave_time")
        if not is_to_the_minute(said) and isinstance(before, str) and clock is None:
            return f"{said[:10]}T{before}"
        return said
    if isinstance(clock, str) and isinstance(day, str) and "return_time" not in found:
        return f"{day[:10]}T{clock}"
    return None


def return_by(found: Answers, known: Answers) -> Value:
    """The day or minute by which somebody is back, as far as what was said settles it."""
    said = found.get("return_by")
    leaving = leave_at(found, known)
    if isinstance(said, str) and not _is_of_the_known_day(said, found, known):
        return said
    was_leaving = known.get("leave_at")
    leave = leaving if isinstance(leaving, str) else was_leaving
    if not isinstance(leave, str):
        return None
    counted = _counted(leave, found)
    if counted is not None:
        return counted
    was_back = known.get("return_by")
    if isinstance(was_back, str) and not isinstance(leaving, str):
        return None
    if isinstance(was_back, str) and isinstance(was_leaving, str) and isinstance(leaving, str):
        return _moved(was_back, _day(leaving) - _day(was_leaving))
    is_other = isinstance(was_back, str) and was_back[11:] != known.get("return_time")
    return None if is_other else _counted(leave, known)


def _is_of_the_known_day(said: str, found: Answers, known: Answers) -> bool:
    """Whether hours of leaving and coming back came without a day where the day is known: 两点走,五点回."""
    if not found.get("no_day") or "return_time" not in found or "leave_at" not in known:
        return False
    return said[:10] == str(found.get("leave_at", said))[:10]


def first_day(found: Answers, _known: Answers) -> Value:
    """The first day of a trip that comes again."""
    said = found.get("leave_at")
    return said[:10] if isinstance(said, str) else None


def first_trip(first: str, days: Sequence[str]) -> str:
    """The first of the named days of the week, from a day on."""
    day = date.fromisoformat(first)
    while days and WEEKDAYS[day.weekday()] not in days:
        day += timedelta(days=1)
    return day.isoformat()


def plate(found: Answers, _known: Answers) -> Value:
    """The number plate; `none` for whoever goes without a vehicle of their own."""
    said = found.get("plate")
    return said if isinstance(said, str) else "none" if found.get("no_plate") else None


def goers(found: Answers, known: Answers) -> Value:
    """Who goes, by name as said, with those who join the ones known before; the applicant alone is an empty list."""
    named, joins = _names(found.get("goers", found.get("persons"))), _names(found.get("joins"))
    before = _names(known["goers"]) if "goers" in known else None
    names = named or None
    if joins:
        base = named if before is None else before or [SPEAKER]
        names = [*base, *(one for one in joins if one not in base)]
        if (before is None and SPEAKER not in names) or SPEAKER in joins:
            names = [SPEAKER, *(one for one in names if one != SPEAKER)]
    party = found.get("party")
    if isinstance(party, int):
        names = _filled_up(names or before or [], party) or names
    if names is None:
        return None
    return [] if names == [SPEAKER] else [{"name": name} for name in names]


def _names(said: Value) -> list[str]:
    return [str(one["name"]) for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _filled_up(names: list[str], party: int) -> list[str] | None:
    """As many as were counted: those who are named, the applicant, and the rest of the family; None for fewer."""
    everybody = names if SPEAKER in names else [SPEAKER, *names]
    if len(everybody) > party:
        return None
    return [*everybody, *[exit_words.family()] * (party - len(everybody))]


def _counted(leave: str, said: Answers) -> str | None:
    """Back at an hour, after so many days, or after so many minutes."""
    clock, days, minutes = said.get("return_time"), said.get("return_days"), said.get("stay_minutes")
    if isinstance(clock, str):
        at = datetime.fromisoformat(f"{leave[:10]}T{clock}")
        if is_to_the_minute(leave) and at <= datetime.fromisoformat(leave):
            at += timedelta(days=1)
        return at.isoformat(timespec="minutes")
    if isinstance(days, int):
        return (_day(leave) + timedelta(days=days)).isoformat()
    if isinstance(minutes, int) and is_to_the_minute(leave):
        return (datetime.fromisoformat(leave) + timedelta(minutes=minutes)).isoformat(timespec="minutes")
    return None


def _moved(moment: str, by: timedelta) -> str:
    return f"{(_day(moment) + by).isoformat()}{moment[10:]}"


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])
