"""The hours of something that was done, as whoever did it writes them: 8点到16点, 昨晚8点到今早8点, 上午10点, 刚, 半小时前.

What is written down of a shift or a round lies behind it: of the hours that a bare 8点 can mean the last that is over is
taken, a shift may go over midnight, and what is still under way or ahead is said to be. Text is normalised.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.language.clock_times import TimeFound, find_times
from knowledge.language.small_numbers import SMALL, small_number
from knowledge.times import DAY, HOUR, MINUTE, day_start, to_ms

# How far behind the clock of whoever writes may be; what ends so soon counts as over.
_GRACE = 30 * MINUTE
_JUST = 5 * MINUTE
# Nobody is on duty for longer at a stretch: of two readings the one within it is meant.
_LONGEST_SHIFT = 13 * HOUR
# What is over for longer is meant only where nothing that fits goes on, what is over for very long where its day is said
_LATELY, _EARLIER = 12 * HOUR, 17 * HOUR
_FAR_AHEAD = 6 * HOUR
# 84兑1:100 is no time of the clock.
_RATIO = re.compile(
    r"(?:兑水?|比例?|配比|稀释|浓度|按|84)[ ]?(?:[0-9]+[ ]?)?[0-9]{1,3}:[0-9]{1,4}"
    r"|[0-9]{1,3}:[0-9]{1,4}(?=[ ]?(?:兑|稀释|配比|的?84))"
)
_NEAR = {"大前天": -3, "前天": -2, "前晚": -2, "昨": -1, "今": 0, "明": 1, "后天": 2}
_DAY_WORD = re.compile(r"大前天|前天|前晚|昨|今|明(?=[天早晚日])|后天")
_DATE = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?|(?<![\d月])(?P<only_day>\d{1,2})[日号](?!楼|院|门|岗)"
)
_AGO = re.compile(
    rf"(?:(?P<half>半)个?(?:小时|钟头)|(?P<minutes>{SMALL})分钟|(?P<hours>{SMALL})个?(?:小时|钟头))(?:之|以)?前"
)
_STATED = re.compile(r"(\d{1,2})|([零〇一二两三四五六七八九十]{1,3})")


@dataclass(frozen=True, slots=True)
class HoursSaid:
    """Hours as moments in ms UTC. `start` alone: when it began, and its end has not come; `end` alone: one moment.

    `is_ahead`: it lies in the time to come. `planned_end` is an end that was said and has not come. `is_day`: only a day
    was said, and the hours are all of it.
    """

    start: int | None = None
    end: int | None = None
    is_ahead: bool = False
    planned_end: int | None = None
    is_day: bool = False

    @property
    def is_said(self) -> bool:
        """Whether the text says any."""
        return self.start is not None or self.end is not None or self.is_ahead


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of the clock: the minutes from midnight that it can mean, and its day where that is said."""

    minutes: tuple[int, ...]
    day: date | None
    is_plain: bool


def without_ratios(text: str) -> str:
    """The text without what is mixed how (84 1:50), which reads like a time of the clock."""
    return _RATIO.sub(lambda found: " " * len(found[0]), text)


def find_hours(text: str, said: datetime) -> HoursSaid:
    """The hours that a text of this moment (aware, Asia/Shanghai) gives: a stretch, a moment, or none."""
    text = without_ratios(text)
    clocks = list(_clocks(text, said.date()))
    now = to_ms(said)
    if len(clocks) > 1:
        return _stretch(clocks[0], clocks[1], said.date(), now)
    if clocks:
        return _moment(clocks[0], said.date(), now)
    ago = _AGO.search(text)
    if ago is not None:
        return HoursSaid(end=now - _minutes_of(ago) * MINUTE)
    day = _day_in(text, said.date())
    if day is None or day == said.date():
        return HoursSaid()
    return HoursSaid(is_ahead=True) if day > said.date() else HoursSaid(day_start(day), day_start(day) + DAY, is_day=True)


def _clocks(text: str, today: date) -> Iterator[_Clock]:
    """The times of the clock in the text, each with the day that stands before it."""
    behind = 0
    for found in find_times(text):
        start, end = found.span
        day = _day_in(text[behind:end], today)
        behind = end
        yield _clock(text[start:end], found, day)


def _clock(words: str, found: TimeFound, day: date | None) -> _Clock:
    stated = _STATED.match(words)
    hour = None if stated is None else int(stated[1]) if stated[1] else small_number(stated[2])
    if hour is None or ":" in words:  # 下午3点, 08:00 and 中午 say it themselves
        return _Clock((found.value.hour * 60 + found.value.minute + found.days_on * 24 * 60,), day, is_plain=False)
    if hour > 12:
        return _Clock((hour * 60 + found.value.minute,), day, is_plain=False)
    first = hour % 12 * 60 + found.value.minute
    return _Clock((first, first + 12 * 60), day, is_plain=True)


def _stretch(begins: _Clock, ends: _Clock, today: date, now: int) -> HoursSaid:
    """The hours between two times: those that are over, else those that go on, else those to come."""
    found = list(_stretches(begins, ends, today))
    over = [one for one in found if one[1] <= now + _GRACE]
    lately = [one for one in over if one[1] >= now - _LATELY and _is_a_shift(one)]
    going_on = [one for one in found if one[0] <= now < one[1]]
    is_day_said = begins.day is not None or ends.day is not None
    earlier = [one for one in over if one[1] >= now - _EARLIER]
    for these in (over,) if is_day_said else (lately, [one for one in going_on if _is_a_shift(one)], earlier):
        if these:
            return _said(min(these, key=lambda one: (not _is_a_shift(one), -one[1], one[1] - one[0])), now)
    return _said(min(going_on, key=lambda one: one[1] - one[0]), now) if going_on else HoursSaid(is_ahead=True)


def _is_a_shift(hours: tuple[int, int]) -> bool:
    return hours[1] - hours[0] <= _LONGEST_SHIFT


def _said(hours: tuple[int, int], now: int) -> HoursSaid:
    start, end = hours
    return HoursSaid(start, end) if end <= now + _GRACE else HoursSaid(start, planned_end=end)


def _stretches(begins: _Clock, ends: _Clock, today: date) -> Iterator[tuple[int, int]]:
    """Every stretch of at most a day that two times can mean."""
    if begins.day is not None:
        days = [begins.day]
    elif ends.day is not None:
        days = [ends.day, ends.day - timedelta(days=1)]
    else:
        days = [today, today - timedelta(days=1)]
    for day in days:
        for begin in begins.minutes:
            start = day_start(day) + begin * MINUTE
            for minute in ends.minutes:
                for last in (day, day + timedelta(days=1)) if ends.day is None else (ends.day,):
                    end = day_start(last) + minute * MINUTE
                    if start < end <= start + DAY:
                        yield start, end


def _moment(clock: _Clock, today: date, now: int) -> HoursSaid:
    """The last time that is over; a time of today that is to come is ahead."""
    days = [today, today - timedelta(days=1)] if clock.day is None else [clock.day]
    moments = [day_start(day) + minute * MINUTE for day in days for minute in clock.minutes]
    over = [one for one in moments if one <= now + _JUST]
    to_come = [one for one in moments if one > now + _JUST]
    if not over or (not clock.is_plain and clock.day is None and to_come and min(to_come) - now < _FAR_AHEAD):
        return HoursSaid(is_ahead=True)
    return HoursSaid(end=min(max(over), now))


def _day_in(text: str, today: date) -> date | None:
    """The last day that is named before a time: 昨, 今, 1月19日, 19号."""
    near = list(_DAY_WORD.finditer(text))
    if near:
        return today + timedelta(days=_NEAR[near[-1][0]])
    found = list(_DATE.finditer(text))
    if not found:
        return None
    last = found[-1]
    return _last_such(int(last["day"] or last["only_day"]), int(last["month"]) if last["month"] else None, today)


def _last_such(day: int, month: int | None, today: date) -> date | None:
    """The last day of this number, not after today; None where there is none."""
    for back in range(0, 13):
        year, of = divmod(today.year * 12 + today.month - 1 - back, 12)
        if month is not None and of + 1 != month:
            continue
        try:
            found = date(year, of + 1, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def _minutes_of(ago: re.Match[str]) -> int:
    if ago["half"]:
        return 30
    said = ago["minutes"] or ago["hours"]
    number = small_number(said)
    assert number is not None  # the pattern takes nothing else
    return number if ago["minutes"] else number * 60
