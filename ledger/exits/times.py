"""The hours of an exit request as moments: of a single trip, and trip by trip of one that comes again. Pure.

A day without an hour is the whole day. Of a trip that comes again `leave_at` and `return_by` are those of its first
day; each further one has the same hours, on the named days of the week until its last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.times import DAY, SHANGHAI, business_day, day_start, to_ms

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Trip:
    """One trip: from when on somebody may leave, and by when they are to be back (ms UTC)."""

    leaves_at: int
    back_due_at: int


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody goes out: local ISO days or minutes, days of the week and last day of a trip that comes again."""

    leave_at: str
    return_by: str | None
    recurrence: Sequence[str] = ()
    until_date: str | None = None

    @property
    def first(self) -> Trip:
        """The first trip, or the only one."""
        leaves = _moment(self.leave_at)
        ends = _end(self.return_by) if self.return_by else day_start(_day(self.leave_at)) + DAY
        return Trip(leaves, max(ends, leaves))

    @property
    def ends_at(self) -> int:
        """When the last trip is over."""
        if not self.recurrence or self.until_date is None:
            return self.first.back_due_at
        first = self.first
        length = first.back_due_at - first.leaves_at
        last = day_start(date.fromisoformat(self.until_date))
        return max(first.back_due_at, last + (first.leaves_at - day_start(_day(self.leave_at))) + length)

    def trip_at(self, moment: int) -> Trip | None:
        """The trip that is on or comes next at a moment; None where the last one is over."""
        if not self.recurrence:
            return self.first if moment < self.first.back_due_at else None
        return next((trip for trip in self._trips(moment) if moment < trip.back_due_at), None)

    def _trips(self, moment: int) -> list[Trip]:
        """The trips of the days around a moment."""
        begins, first = _day(self.leave_at), self.first
        ends = date.fromisoformat(self.until_date) if self.until_date else begins
        length, hour = first.back_due_at - first.leaves_at, first.leaves_at - day_start(begins)
        nearest = max(begins, business_day(moment) - timedelta(days=1))
        days = (nearest + timedelta(days=ahead) for ahead in range(9))
        return [
            Trip(day_start(day) + hour, day_start(day) + hour + length)
            for day in days
            if day <= ends and (day == begins or WEEKDAYS[day.weekday()] in self.recurrence)
        ]


def is_to_the_minute(moment: str) -> bool:
    """Whether a local ISO text names a minute, not only a day."""
    return "T" in moment


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _moment(moment: str) -> int:
    if not is_to_the_minute(moment):
        return day_start(_day(moment))
    return to_ms(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI))


def _end(moment: str) -> int:
    """When it is over: the minute, or the end of the day."""
    return _moment(moment) if is_to_the_minute(moment) else day_start(_day(moment)) + DAY
