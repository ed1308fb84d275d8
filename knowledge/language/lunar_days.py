"""Days of the Chinese calendar as days of the common one: 腊月二十八, 除夕, 大年初二 (by borax, 1900 to 2100)."""

from datetime import date, timedelta
from functools import lru_cache

from borax.calendars.lunardate import LCalendars, LunarDate, TermUtils

_FIRST_YEAR, _LAST_YEAR = 1901, 2099
_LAST_MONTH = 12


@lru_cache(maxsize=512)
def lunar_day(year: int, month: int, day: int) -> tuple[date, bool] | None:
    """The day of a lunar year, month and day, and whether it exists.

    A thirtieth that the month does not have is its last day, with False. None for what no month can have.
    """
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _LAST_MONTH and 1 <= day <= 30):
        return None
    length: int = LCalendars.ndays(year, month)
    solar: date = LunarDate(year, month, min(day, length)).to_solar_date()
    return solar, day <= length


def lunar_candidates(today: date, month: int, day: int) -> list[tuple[date, bool]]:
    """That day of the lunar years around today, in order, each with whether it exists."""
    years = range(today.year - 2, today.year + 2)
    return [found for year in years if (found := lunar_day(year, month, day)) is not None]


@lru_cache(maxsize=64)
def term_day(year: int, name: str) -> date:
    """The day of a year on which one of the 24 terms of the sun falls: 清明, 冬至."""
    day: date = TermUtils.nth_term_day(year, term_name=name)
    return day


def in_lunar_month(today: date, day: int, is_past: bool) -> tuple[date, bool] | None:
    """The next (or the last) such day of any lunar month, today included: 初三, 廿八 said without a month."""
    if not (_FIRST_YEAR < today.year <= _LAST_YEAR and 1 <= day <= 30):
        return None
    lunar = LunarDate.from_solar_date(today.year, today.month, today.day)
    first = today - timedelta(days=lunar.day - 1)
    if not is_past and day < lunar.day:
        first += timedelta(days=LCalendars.ndays(lunar.year, lunar.month, lunar.leap))
    elif is_past and day > lunar.day:
        before = first - timedelta(days=1)
        first -= timedelta(days=LunarDate.from_solar_date(before.year, before.month, before.day).day)
    found = first + timedelta(days=day - 1)
    month = LunarDate.from_solar_date(first.year, first.month, first.day)
    length: int = LCalendars.ndays(month.year, month.month, month.leap)
    return (found, True) if day <= length else (first + timedelta(days=length - 1), False)
