"""How a measure runs: what its days count from, when it ends, and what follows (clause 3.2).

It is kept with the decision, so that a measure ends as the announcement said that it came from, whichever is in force by
then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from knowledge.announcements.proposing import Proposal
from knowledge.vocabulary import measures, trace_words

_ON_ARRIVAL = "on arrival"


@dataclass(frozen=True, slots=True)
class Course:
    """A measure with its days: what they count from, and what follows. `left` is the day they left the place that decides,
    `on arrival` where they came from there directly, None where nobody knows it yet.
    """

    measure: str
    days: int | None
    count_from: str | None = None
    left: str | None = None
    then_measure: str | None = None
    then_days: int = 0
    test_days: tuple[int, ...] = ()

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> "Course":
        """The course that a decision keeps as JSON, where there are no tuples."""
        return cls(**{**kept, "test_days": tuple(kept.get("test_days", ()))})

    @property
    def words(self) -> str:
        """The measure in Chinese, as the announcement puts it: 集中隔离14天，从离开当地算起，之后居家健康监测7天."""
        words = trace_words().announcement
        text = measures()[self.measure].words
        if self.days is not None:
            since = words.since_departure if self.count_from == "departure" else words.since_arrival
            text = words.lasting.format(measure=text, days=self.days, since=since)
        if self.then_measure is not None:
            second = measures()[self.then_measure].words
            text = words.followed_by.format(first=text, second=second, days=self.then_days)
        if self.test_days:
            listed = trace_words().condition.joined.join(map(str, self.test_days))
            text = words.tests.format(measure=text, days=listed)
        return text

    @property
    def controls(self) -> bool:
        """Whether somebody under this measure is under control."""
        return measures()[self.measure].controls

    def first_day(self, arrived_on: date) -> date | None:
        """The day from which the days count (Asia/Shanghai); None where it is not known."""
        if self.days is None:
            return None
        if self.count_from == "departure" and self.left != _ON_ARRIVAL:
            return date.fromisoformat(self.left) if self.left else None
        return arrived_on

    def change_day(self, first: date | None) -> date | None:
        """The last day of the measure itself where another follows it."""
        return first + timedelta(days=self.days) if first and self.days and self.then_measure else None

    def last_day(self, first: date | None) -> date | None:
        """The last day of the measure and of what follows it, from its first day."""
        return first + timedelta(days=self.days + self.then_days) if first and self.days else None


def course_of_proposal(proposal: Proposal, arrive_on: date) -> Course:
    """What has to be kept of a proposal so that its last day can be told when they have come."""
    area, follow = proposal.area, proposal.area.followed_by
    left = proposal.counts_from_on if area.count_from == "departure" else None
    return Course(
        area.measure,
        area.days,
        area.count_from,
        # Who comes directly has left on the day they arrive, and that may yet be another than the one reported.
        _ON_ARRIVAL if left == arrive_on else left.isoformat() if left else None,
        follow.measure if follow else None,
        follow.days if follow else 0,
        area.test_days,
    )
