"""Words that the knowledge uses when it explains itself, kept as YAML so that staff can proofread them."""

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, Field, RootModel

from knowledge.strict_model import Refused, StrictModel, Words, load_model

FOLDER = Path(__file__).parent


class Measure(StrictModel):
    """A control measure; whoever it applies to is under control where it `controls`, and stays where they are where it
    `stays_in`."""

    id: Words
    words: Words
    controls: bool
    stays_in: bool


def _with(*names: str) -> AfterValidator:
    """A check that a sentence has exactly these names in braces."""

    def check(sentence: str) -> str:
        try:
            found = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
        except ValueError:
            raise Refused("has a brace that does not close", "write every name as {name}") from None
        if found != set(names):
            braces = ", ".join(f"{{{name}}}" for name in names) or "no name in braces"
            raise Refused("has other names in braces than it should", f"use {braces}")
        return sentence

    return AfterValidator(check)


class RuleWords(StrictModel):
    """How a decision of a rule says why."""

    heading: Annotated[Words, _with("title", "start")]
    heading_until: Annotated[Words, _with("title", "start", "last")]
    fits: Annotated[Words, _with("outcome", "conditions")]
    otherwise: Annotated[Words, _with("outcome")]
    fails: Annotated[Words, _with("outcome", "condition")]
    later: Annotated[Words, _with("outcome", "chosen")]
    see_also: Annotated[Words, _with("clauses")]
    no_outcome: Annotated[Words, _with()]
    not_yet: Annotated[Words, _with("title", "start")]
    ended: Annotated[Words, _with("title", "start")]


class ConditionWords(StrictModel):
    """How a condition on one fact reads."""

    true: Annotated[Words, _with("fact")]
    false: Annotated[Words, _with("fact")]
    equal: Annotated[Words, _with("fact", "values")]
    at_least: Annotated[Words, _with("fact", "value")]
    below: Annotated[Words, _with("fact", "value")]
    given: Annotated[Words, _with("fact")]
    missing: Annotated[Words, _with("fact")]
    joined: Annotated[Words, _with(), Field(alias="and")]
    either: Annotated[Words, _with(), Field(alias="or")]
    many: Annotated[Words, _with("values")]


class AnnouncementWords(StrictModel):
    """How a proposal from announcements says why."""

    lasting: Annotated[Words, _with("measure", "days", "since")]
    since_arrival: Annotated[Words, _with()]
    since_departure: Annotated[Words, _with()]
    followed_by: Annotated[Words, _with("first", "second", "days")]
    tests: Annotated[Words, _with("measure", "days")]
    in_force: Annotated[Words, _with("numbers")]
    none: Annotated[Words, _with()]
    fits: Annotated[Words, _with("number", "stay", "area", "measure")]
    no_area: Annotated[Words, _with("number", "stay")]
    chosen: Annotated[Words, _with("stay", "measure")]
    agree: Annotated[Words, _with("numbers")]
    differ: Annotated[Words, _with("numbers")]
    silent: Annotated[Words, _with()]
    narrower: Annotated[Words, _with("stay", "area")]
    dates_unknown: Annotated[Words, _with("stay", "area")]
    passing: Annotated[Words, _with("stay", "area")]
    unknown_place: Annotated[Words, _with("stay")]


class TraceWords(StrictModel):
    """All sentences that explain a decision."""

    rule: RuleWords
    condition: ConditionWords
    announcement: AnnouncementWords


class _Measures(RootModel[Annotated[tuple[Measure, ...], Field(min_length=1)]]):
    """measures.yaml: a list."""


@cache
def trace_words() -> TraceWords:
    """The sentences that explain decisions, read once; raises BadFile."""
    return load_model(FOLDER / "trace.yaml", TraceWords)[0]


@cache
def measures() -> dict[str, Measure]:
    """The control measures by id, from the mildest to the strictest, read once; raises BadFile."""
    listed, _ = load_model(FOLDER / "measures.yaml", _Measures)
    return {measure.id: measure for measure in listed.root}
