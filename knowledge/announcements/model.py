"""An announcement (管控公告) as issued: which measure for whoever comes from where (clause 3.2, DESIGN 6.6).

It is read from YAML by `load_announcement`; elsewhere it is kept as its JSON, which reads back as the same.
"""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from knowledge.regions import region
from knowledge.strict_model import Refused, StrictModel, Words, load_model
from knowledge.strict_yaml import BadFile
from knowledge.times import MINUTE, iso, parse_moment
from knowledge.vocabulary import measures

# Six digits of GB/T 2260, nine with the township, twelve with the village.
_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")
_MAX_DAYS = 60
# The row for whatever no other row names.
EVERYWHERE = "000000"


class BadAnnouncement(BadFile):
    """An announcement that cannot be used; the text names file, line, key and what would be right."""


def _minute(raw: object) -> int:
    """Milliseconds UTC of a text such as 2022-01-19 08:00 (Asia/Shanghai where no offset is written)."""
    if not isinstance(raw, str):
        raise Refused("is no moment", 'write day and minute in quotes: "2022-01-19 08:00"')
    try:
        moment = parse_moment(raw)
    except ValueError:
        raise Refused("is no moment", 'write day and minute: "2022-01-19 08:00"') from None
    if len(raw) < len("2022-01-19 08:00") or moment % MINUTE:
        raise Refused("is not exact to the minute", 'write day and minute: "2022-01-19 08:00"')
    return moment


def _known_measure(measure: str) -> str:
    if measure not in measures():
        raise Refused("is not a known measure", f"use one of {', '.join(measures())}")
    return measure


def _region_code(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise Refused("is no region code", "write the six, nine or twelve digits in quotes")
    return code


Moment = Annotated[int, BeforeValidator(_minute), PlainSerializer(iso, return_type=str)]
MeasureId = Annotated[Words, AfterValidator(_known_measure)]
RegionCode = Annotated[Words, AfterValidator(_region_code)]
Days = Annotated[int, Field(ge=1, le=_MAX_DAYS)]


class FollowUp(StrictModel):
    """What comes after the measure itself, such as health monitoring at home."""

    measure: MeasureId
    days: Days


class Area(StrictModel):
    """One row: a place, perhaps between days, and what applies to whoever stayed there.

    `places` goes below the code, from township to village. `through_traffic` says whether passing through
    counts as a stay; None where the announcement does not say.
    """

    code: RegionCode
    name: Words
    places: tuple[Words, ...] = ()
    stays_from: date | None = None
    stays_to: date | None = None
    measure: MeasureId
    days: Days | None = None
    count_from: Literal["arrival", "departure"] | None = None
    followed_by: FollowUp | None = None
    test_days: tuple[Annotated[int, Field(ge=0, le=_MAX_DAYS)], ...] = ()
    through_traffic: Literal["counts", "does_not_count"] | None = None
    exceptions: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "Area":
        if self.stays_from and self.stays_to and self.stays_from > self.stays_to:
            raise Refused("lies before stays_from", "exchange the two days", ("stays_to",))
        if (self.days is None) != (self.count_from is None):
            raise Refused("gives days and count_from only together", "write both, or neither")
        if self.measure == "none" and (self.days or self.followed_by):
            raise Refused("asks for days although nothing is imposed", "remove them, or name the measure")
        if list(self.test_days) != sorted(set(self.test_days)):
            raise Refused("is not in ascending order", "write each day once, the first first", ("test_days",))
        return self

    def terms(self) -> tuple[object, ...]:
        """What has to be the same for two rows to ask the same."""
        return self.measure, self.days, self.count_from, self.followed_by, self.test_days

    def shares_days_with(self, other: "Area") -> bool:
        """Whether a stay on some day could fall under both rows."""
        begins_in_time = not (self.stays_from and other.stays_to) or self.stays_from <= other.stays_to
        ends_in_time = not (self.stays_to and other.stays_from) or self.stays_to >= other.stays_from
        return begins_in_time and ends_in_time


class ExampleStay(StrictModel):
    """A stay in an example."""

    code: RegionCode
    places: tuple[Words, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    passing_through: bool = False


class ExampleResult(StrictModel):
    """What must be proposed in an example: a measure with its days, or nothing."""

    measure: MeasureId | None
    days: Days | None = None


class AnnouncementExample(StrictModel):
    """A case that an announcement is checked with; `then.measure: null` expects no proposal."""

    name: Words
    arrive_on: date
    stays: tuple[ExampleStay, ...]
    then: ExampleResult


class Announcement(StrictModel):
    """An announcement as issued; `effective_at` is ms UTC, to the minute.

    `replaces` is the number of an earlier one of the same issuer that ends when this one takes effect;
    without it both stay in force. `keep_old_cases` says that it does not touch whoever arrived before; None where
    it does not say: whoever puts it in force chooses.
    """

    number: Words
    issuer: Words
    title: Words
    effective_at: Moment
    replaces: Words | None = None
    keep_old_cases: bool | None
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    note: Words | None = None
    examples: tuple[AnnouncementExample, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "Announcement":
        if self.replaces == self.number:
            raise Refused("names the announcement itself", "name the earlier one", ("replaces",))
        for place, area in enumerate(self.areas):
            for earlier, other in enumerate(self.areas[:place]):
                same_place = (area.code, area.places) == (other.code, other.places)
                if same_place and area.shares_days_with(other):
                    remedy = "make their days exclude each other, or keep one row"
                    raise Refused(f"overlaps row {earlier + 1}", remedy, ("areas", place, "code"))
        return self


def load_announcement(file: Path) -> Announcement:
    """The announcement of a YAML file; raises BadAnnouncement with every fault found.

    Codes are held against the table of regions here, when somebody enters them, and not when a past
    announcement is read back: regions are merged and renamed.
    """
    announcement, document = load_model(file, Announcement, BadAnnouncement)
    problems = [
        document.problem(("areas", place, "code"), *fault)
        for place, area in enumerate(announcement.areas)
        if (fault := _region_fault(area)) is not None
    ]
    if problems:
        raise BadAnnouncement(problems)
    return announcement


def _region_fault(area: Area) -> tuple[str, str] | None:
    """What is wrong with a row's code, and the remedy: it must exist and belong to the name beside it."""
    code = area.code[:6]
    if code == EVERYWHERE:
        return None
    try:
        known = region(code)
    except KeyError:
        return "is not in the table of regions", "look the code up"
    if known.name not in area.name:
        return f"is {known.full_name}, the name beside it is {area.name}", "correct the code or the name"
    return None
