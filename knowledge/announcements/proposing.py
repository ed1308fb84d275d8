"""What the announcements in force propose for an arrival (clause 3.2, DESIGN 6.6).

The most specific area decides for a stay, the strictest stay for the journey. Two announcements in force that
differ are both shown and a named person chooses. Where none speaks of the journey nobody invents a measure. A
proposal is never a verdict: the grid worker confirms it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from knowledge.announcements.matching import Doubt, Match, Stay, match
from knowledge.announcements.model import Announcement, Area
from knowledge.vocabulary import AnnouncementWords, measures, trace_words


@dataclass(frozen=True, slots=True)
class Arrival:
    """A journey that ends here: day (Asia/Shanghai), moment where known (ms UTC), and the stays."""

    arrive_on: date
    stays: tuple[Stay, ...]
    arrive_at: int | None = None

    @classmethod
    def from_origin(cls, code: str | None, name: str, arrive_on: date, arrive_at: int | None = None) -> "Arrival":
        """A journey of which only the place they set out from is known."""
        return cls(arrive_on, (Stay(code, name, until_on=arrive_on),), arrive_at)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The measure of one announcement; `counts_from_on` is the first day that its days count from, if known.

    `doubts` are what the grid worker has to ask before confirming.
    """

    announcement: Announcement
    area: Area
    stay: Stay
    counts_from_on: date | None
    words: str
    doubts: tuple[Doubt, ...]
    trace: tuple[str, ...]

    @property
    def measure(self) -> str:
        """The id of the measure."""
        return self.area.measure


@dataclass(frozen=True, slots=True)
class Conflict:
    """Announcements in force that differ: a named person chooses among the options."""

    options: tuple[Proposal, ...]
    doubts: tuple[Doubt, ...]
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """No announcement is in force, or none speaks of this journey: a person decides."""

    reason: Literal["no_announcement", "no_area"]
    doubts: tuple[Doubt, ...]
    trace: tuple[str, ...]


Outcome: TypeAlias = Proposal | Conflict | Silence


def in_force(announcements: Iterable[Announcement], at: int, arrived_at: int | None = None) -> tuple[Announcement, ...]:
    """Those in force at a moment (ms UTC), the latest first, for somebody who arrived at a moment, if known.

    One that keeps old cases does not touch whoever arrived before it took effect: for them the earlier stays.
    """
    effective = [
        one
        for one in announcements
        if one.effective_at <= at
        and not (one.keep_old_cases and arrived_at is not None and arrived_at < one.effective_at)
    ]
    replaced = {(one.issuer, one.replaces) for one in effective if one.replaces is not None}
    remaining = [one for one in effective if (one.issuer, one.number) not in replaced]
    return tuple(sorted(remaining, key=lambda one: one.effective_at, reverse=True))


def propose(announcements_in_force: Sequence[Announcement], arrival: Arrival) -> Outcome:
    """What the announcements in force say of an arrival; see `in_force` for which these are."""
    words = trace_words().announcement
    if not announcements_in_force:
        return Silence("no_announcement", (), (words.none,))
    numbers = _joined(one.number for one in announcements_in_force)
    trace = [words.in_force.format(numbers=numbers)]
    found: list[Proposal] = []
    doubts: list[Doubt] = []
    for announcement in announcements_in_force:
        matches = [match(announcement, stay, arrival.arrive_on) for stay in arrival.stays]
        open_points = [doubt for one in matches for doubt in one.doubts]
        trace += _explain(announcement, matches, words)
        doubts += [doubt for doubt in open_points if doubt not in doubts]
        strictest = max(((area, one.stay) for one in matches for area in one.areas), key=_strictness, default=None)
        if strictest is not None:
            found.append(_proposal(announcement, strictest, arrival, tuple(open_points)))
    trace += [_doubt_words(doubt, words) for doubt in doubts]
    return _outcome(found, tuple(doubts), trace, words)


def rule_facts(outcome: Outcome) -> dict[str, str | None]:
    """The facts `proposal` and `measure` that the rule return_handling asks for."""
    if isinstance(outcome, Proposal):
        return {"proposal": "one", "measure": outcome.measure}
    return {"proposal": "conflict" if isinstance(outcome, Conflict) else "none", "measure": None}


def describe(area: Area) -> str:
    """The measure of a row in Chinese, with its days and tests."""
    words = trace_words().announcement
    text = measures()[area.measure].words
    if area.days is not None:
        since = words.since_arrival if area.count_from == "arrival" else words.since_departure
        text = words.lasting.format(measure=text, days=area.days, since=since)
    if area.followed_by is not None:
        second = measures()[area.followed_by.measure].words
        text = words.followed_by.format(first=text, second=second, days=area.followed_by.days)
    if area.test_days:
        text = words.tests.format(measure=text, days=_joined(map(str, area.test_days)))
    return text


def doubt_words(doubt: Doubt) -> str:
    """A doubt as a sentence: what the grid worker has to ask before confirming."""
    return _doubt_words(doubt, trace_words().announcement)


def _outcome(
    found: Sequence[Proposal], doubts: tuple[Doubt, ...], trace: list[str], words: AnnouncementWords
) -> Outcome:
    if not found:
        return Silence("no_area", doubts, (*trace, words.silent))
    numbers = _joined(option.announcement.number for option in found)
    if any(option.area.terms() != found[0].area.terms() for option in found):
        return Conflict(tuple(found), doubts, (*trace, words.differ.format(numbers=numbers)))
    if len(found) > 1:
        trace.append(words.agree.format(numbers=numbers))
    first = found[0]
    return Proposal(
        first.announcement,
        first.area,
        first.stay,
        first.counts_from_on,
        first.words,
        doubts,
        (*trace, *first.trace),
    )


def _proposal(
    announcement: Announcement, strictest: tuple[Area, Stay], arrival: Arrival, doubts: tuple[Doubt, ...]
) -> Proposal:
    area, stay = strictest
    starts = {"arrival": arrival.arrive_on, "departure": stay.until_on, None: None}[area.count_from]
    said = describe(area)
    chosen = trace_words().announcement.chosen.format(stay=stay.name, measure=said)
    trace = (chosen,) if len(arrival.stays) > 1 else ()
    return Proposal(announcement, area, stay, starts, said, doubts, trace)


def _strictness(candidate: tuple[Area, Stay]) -> tuple[int, int, int, int]:
    """Measures in the order of the vocabulary, then longer, then with more tests, then counted from later."""
    area = candidate[0]
    rank = list(measures()).index(area.measure)
    days = (area.days or 0) + (area.followed_by.days if area.followed_by else 0)
    return rank, days, len(area.test_days), int(area.count_from == "arrival")


def _explain(announcement: Announcement, matches: Iterable[Match], words: AnnouncementWords) -> list[str]:
    trace = []
    for one in matches:
        for area in one.areas:
            trace.append(
                words.fits.format(
                    number=announcement.number, stay=one.stay.name, area=area.name, measure=describe(area)
                )
            )
        if not one.areas:
            trace.append(words.no_area.format(number=announcement.number, stay=one.stay.name))
    return trace


def _doubt_words(doubt: Doubt, words: AnnouncementWords) -> str:
    sentence = {
        "narrower": words.narrower,
        "dates_unknown": words.dates_unknown,
        "passing": words.passing,
        "unknown_place": words.unknown_place,
    }[doubt.kind]
    return sentence.format(stay=doubt.stay.name, area=doubt.area.name if doubt.area else "")


def _joined(parts: Iterable[str]) -> str:
    return trace_words().condition.joined.join(parts)
