"""What stands in one cell: text, days, moments, numbers and closed lists, however the office writes them."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from knowledge.announcements.entry.faults import words_of
from knowledge.vocabulary import measures

T = TypeVar("T")
LONGEST = 200
_MOST_DAYS = 60
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?: 0{1,2}:00(?::00)?)?")
_MOMENT = re.compile(
    r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日? ?T?(\d{1,2})(?::(\d{2})(?::00)?|[时点](?:(\d{1,2})分?|整)?)"
)


class BadCell(ValueError):
    """What is wrong with a cell, in a sentence with the remedy."""


def plain(value: object) -> str:
    """A cell as text: full-width signs made plain, blanks at the ends gone. Raises BadCell for a formula."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    said = unicodedata.normalize("NFKC", str(value)).strip()
    if said.startswith("="):
        raise BadCell(words_of("formula"))
    return re.sub(r"\s+", " ", said)


def text(value: object) -> str:
    """Words as they stand, not too many."""
    said = "" if value is None else " ".join(str(value).split())
    if said.startswith("="):
        raise BadCell(words_of("formula"))
    if len(said) > LONGEST:
        raise BadCell(words_of("too_long", most=LONGEST))
    return said


def day(value: object) -> date | None:
    """A day with its year; None for an empty cell."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    said = plain(value)
    if not said:
        return None
    found = _DAY.fullmatch(said)
    try:
        if found is None:
            raise ValueError
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise BadCell(words_of("no_day", said)) from None


def moment(value: object) -> str | None:
    """A moment to the minute as `2022-01-21 00:00`; 24时 is the next day's beginning. None for an empty cell."""
    if isinstance(value, datetime) and not value.second:
        return f"{value:%Y-%m-%d %H:%M}"
    said = plain(value)
    if not said:
        return None
    found = _MOMENT.fullmatch(said)
    if found is None:
        raise BadCell(words_of("no_moment", said))
    year, month, day_, hour, minute, minute_said = found.groups()
    minutes = int(minute or minute_said or 0)
    try:
        if int(hour) > 24 or minutes > 59 or (int(hour) == 24 and minutes):
            raise ValueError
        when = datetime(int(year), int(month), int(day_)) + timedelta(hours=int(hour), minutes=minutes)
    except ValueError:
        raise BadCell(words_of("no_moment", said)) from None
    return f"{when:%Y-%m-%d %H:%M}"


def days(value: object) -> int | None:
    """A number of days, 1 to 60; None for an empty cell."""
    said = plain(value).removesuffix("天")
    if not said:
        return None
    if not re.fullmatch(r"[1-9]\d?", said) or int(said) > _MOST_DAYS:
        raise BadCell(words_of("no_number", said))
    return int(said)


def test_days(value: object) -> tuple[int, ...]:
    """Days on which somebody is tested, in ascending order."""
    said = plain(value)
    parts = [part for part in re.split(r"[、,，;； 和]+", re.sub(r"[第天]", "", said)) if part]
    if not all(re.fullmatch(r"\d{1,2}", part) and int(part) <= _MOST_DAYS for part in parts):
        raise BadCell(words_of("no_test_days", said))
    return tuple(sorted({int(part) for part in parts}))


def one_of(value: object, options: Mapping[str, T]) -> T | None:
    """What stands for the words of a closed list; None for an empty cell."""
    said = plain(value)
    if not said:
        return None
    if said not in options:
        raise BadCell(words_of("not_one_of", said, options="、".join(options)))
    return options[said]


def measure(value: object) -> str | None:
    """The id of a measure by its words."""
    return one_of(value, {one.words: name for name, one in measures().items()})

