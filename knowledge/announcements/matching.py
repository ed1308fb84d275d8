"""Which row of an announcement a stay falls under: the most specific area whose days fit, and what to ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from knowledge.announcements.model import Announcement, Area

# How the name of what lies between county and village ends.
_TOWNSHIPS = ("镇", "乡", "苏木", "街道")
Answer: TypeAlias = Literal["yes", "no", "dates_unknown", "passing"]


@dataclass(frozen=True, slots=True)
class Stay:
    """Where somebody was: `code` is None for a place that was not recognised, `name` is what they called it.

    `places` goes below the code, from township to village. Days are of Asia/Shanghai, None where unsaid; for
    the place they set out from, `until_on` is the day they left or, where unsaid, the day of arrival. Raises
    ValueError for a stay that ends before it begins.
    """

    code: str | None
    name: str
    from_on: date | None = None
    until_on: date | None = None
    places: tuple[str, ...] = ()
    passing_through: bool = False

    def __post_init__(self) -> None:
        if self.from_on and self.until_on and self.from_on > self.until_on:
            raise ValueError("a stay ends before it begins")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that might apply to a stay, if one knew the place, its days or the way through better."""

    kind: Literal["narrower", "dates_unknown", "passing", "unknown_place"]
    stay: Stay
    area: Area | None


@dataclass(frozen=True, slots=True)
class Match:
    """The rows of the most specific area that fit a stay, with the doubts that could change the result."""

    stay: Stay
    areas: tuple[Area, ...]
    doubts: tuple[Doubt, ...]


def match(announcement: Announcement, stay: Stay, arrive_on: date) -> Match:
    """What an announcement says of one stay of a journey that ends on a day (Asia/Shanghai)."""
    if stay.code is None:
        return Match(stay, (), (Doubt("unknown_place", stay, None),))
    covering = [area for area in announcement.areas if _covers(area, stay)]
    answers = {id(area): _counts(area, stay, arrive_on) for area in announcement.areas}
    fitting = [area for area in covering if answers[id(area)] == "yes"]
    best = max(map(_specificity, fitting), default=(-1, 0))
    chosen = tuple(area for area in fitting if _specificity(area) == best)
    settled = {chosen[0].terms()} if len(chosen) == 1 else set()
    open_rows = [area for area in announcement.areas if area.terms() not in settled]
    return Match(stay, chosen, tuple(_doubts(open_rows, stay, best, answers)))


def _doubts(areas: Iterable[Area], stay: Stay, best: tuple[int, int], answers: dict[int, Answer]) -> Iterator[Doubt]:
    """Rows that would go before or beside the chosen ones, if only the stay were known better."""
    for area in areas:
        answer = answers[id(area)]
        if answer == "no":
            continue
        if _may_lie_within(area, stay):
            yield Doubt("narrower", stay, area)
        elif answer != "yes" and _covers(area, stay) and _specificity(area) >= best:
            yield Doubt(answer, stay, area)


def _significant(code: str) -> str:
    """The digits that name the region: 150100 is 1501, 150000 is 15, 000000 is everywhere."""
    for width in (9, 6, 4, 2):
        if len(code) > width and not code[width:].strip("0"):
            code = code[:width]
    return "" if code == "00" else code


def _specificity(area: Area) -> tuple[int, int]:
    return len(_significant(area.code)), len(area.places)


def _covers(area: Area, stay: Stay) -> bool:
    """Whether the stay lies certainly inside the area."""
    if not _significant(stay.code or "").startswith(_significant(area.code)):
        return False
    return stay.places[: len(area.places)] == area.places


def _may_lie_within(area: Area, stay: Stay) -> bool:
    """Whether the area is a part of what the stay names, or may be: somebody has to ask."""
    here, there = _significant(stay.code or ""), _significant(area.code)
    if _covers(area, stay) or not (there.startswith(here) or here.startswith(there)):
        return False
    if len(there) > len(here) and not (stay.places and area.places):
        return True
    if stay.places and area.places and not stay.places[0].endswith(_TOWNSHIPS) and len(area.places) == 1:
        return True  # a village of which nobody said to which township it belongs
    same_village = bool(area.places) and stay.places[-1:] == area.places[-1:]
    begins_alike = len(there) <= len(here) and area.places[: len(stay.places)] == stay.places
    return same_village or begins_alike


def _counts(area: Area, stay: Stay, arrive_on: date) -> Answer:
    """Whether the row speaks of such a stay: of its days and of passing through."""
    days = _days_fit(area, stay, arrive_on)
    if days == "no" or not stay.passing_through or area.through_traffic == "counts":
        return days
    return "no" if area.through_traffic == "does_not_count" else "passing"


def _days_fit(area: Area, stay: Stay, arrive_on: date) -> Answer:
    """Whether the stay shares a day with the row's days; unknown where what was said leaves it open."""
    begin, end = area.stays_from or date.min, area.stays_to or date.max
    if area.stays_from is None and area.stays_to is None:
        return "yes"
    earliest, latest = stay.from_on or date.min, stay.until_on or arrive_on
    if latest < begin or earliest > end:
        return "no"
    said = [day for day in (stay.from_on, stay.until_on) if day is not None]
    if any(begin <= day <= end for day in said) or (stay.from_on and stay.until_on):
        return "yes"
    return "dates_unknown"
