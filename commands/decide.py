"""`decide RULE`: what a rule says for given facts on a day, which version and clause, and why.

With an announcement the facts of a journey (`stays`, `arrive_on`) stand for what the announcement says of it:

    decide return_handling --announcement FILE --on 2022-01-22 \\
        --facts '{"sealed_place": false, "stays": [{"code": "150100", "until_on": "2022-01-22"}]}'
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.announcements import (
    Announcement,
    Arrival,
    Outcome,
    Proposal,
    Stay,
    in_force,
    propose,
    rule_facts,
)
from knowledge.announcements.entry import BadEntry, read_file
from knowledge.announcements.model import ExampleStay
from knowledge.regions import region
from knowledge.rules import BadFacts, Decision, Fact, NoRuleApplies, Rule, Rulebook, UnknownRule, load_rules
from knowledge.rules import decide as decide_by_rule
from knowledge.settings import BadConfig
from knowledge.strict_yaml import BadFile
from knowledge.times import DAY, SHANGHAI, day_start

_JOURNEY = ("stays", "arrive_on")


class BadCall(Exception):
    """The command was called with something that cannot be used; the text is one line."""


class Journey(BaseModel):
    """The facts of an arrival, as the command takes them beside those of the rule."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    stays: tuple[ExampleStay, ...]
    arrive_on: date | None = None


def decide(rule: str, facts: str, on: str | None, announcements: Sequence[Path]) -> None:
    """Print rule, version, clause, outcome and trace as one line of JSON; raises typer.Exit where nothing is decided."""
    try:
        day = _day(on) if on is not None else datetime.now(SHANGHAI).date()
        known = [read_file(file) for file in announcements]
        line = answer(load_rules(), rule, _object(facts), day, known)
    except NoRuleApplies as nothing:
        typer.echo(f"no rule applies ({nothing.reason}), a person decides: {'; '.join(nothing.trace)}", err=True)
        raise typer.Exit(1) from None
    except (BadCall, BadConfig, BadFacts, UnknownRule, BadFile, BadEntry, OSError) as wrong:
        typer.echo(" ".join(str(wrong).split()), err=True)
        raise typer.Exit(2) from None
    typer.echo(line)


def answer(
    rulebook: Rulebook,
    rule: str,
    given: Mapping[str, object],
    on: date,
    announcements: Sequence[Announcement],
) -> str:
    """The line of JSON; raises BadCall, BadFacts, UnknownRule, and NoRuleApplies where a person decides."""
    asked = rulebook.rule(rule)
    proposal: Outcome | None = None
    if announcements:
        if "proposal" not in asked.facts:
            raise BadCall(f"the rule {rule} does not ask what an announcement says; leave --announcement out")
        proposal = _proposal(given, on, announcements)
        given = {name: value for name, value in given.items() if name not in _JOURNEY} | rule_facts(proposal)
    decision = decide_by_rule(rulebook, rule, on, _facts(asked, given))
    return json.dumps(_shown(decision, proposal), ensure_ascii=False)


def _shown(decision: Decision, proposal: Outcome | None) -> dict[str, object]:
    shown: dict[str, object] = {
        "rule": decision.rule,
        "version": decision.version,
        "clause": decision.clause,
        "outcome": dict(decision.outcome),
        "trace": [*(proposal.trace if proposal else ()), *decision.trace],
    }
    if isinstance(proposal, Proposal):
        shown["proposal"] = {
            "announcement": proposal.announcement.number,
            "measure": proposal.measure,
            "words": proposal.words,
        }
    return shown


def _proposal(given: Mapping[str, object], on: date, announcements: Sequence[Announcement]) -> Outcome:
    """What the announcements in force at the end of the day say of the journey among the facts."""
    journey_facts = {name: given[name] for name in _JOURNEY if name in given}
    try:
        journey = Journey.model_validate_json(json.dumps(journey_facts))
        stays = tuple(
            Stay(stay.code, _place_name(stay), stay.from_on, stay.until_on, stay.places, stay.passing_through)
            for stay in journey.stays
        )
    except ValidationError as invalid:
        complaint = invalid.errors(include_url=False)[0]
        where = ".".join(map(str, complaint["loc"]))
        raise BadCall(f"facts: {where}: {complaint['msg'].lower()}") from None
    except ValueError as wrong:
        raise BadCall(f"facts: stays: {wrong}") from None
    current = in_force(announcements, day_start(on) + DAY - 1)
    return propose(current, Arrival(journey.arrive_on or on, stays))


def _place_name(stay: ExampleStay) -> str:
    try:
        return region(stay.code[:6]).full_name + "".join(stay.places)
    except KeyError:
        raise BadCall(f"facts: stays: {stay.code} is not in the table of regions") from None


def _facts(rule: Rule, given: Mapping[str, object]) -> dict[str, Fact]:
    """JSON has no days: a text is taken as one where the rule asks for a day."""
    facts: dict[str, Fact] = {}
    for name, value in given.items():
        kind = rule.facts.get(name)
        if kind is not None and kind.type == "date" and isinstance(value, str):
            facts[name] = _day(value)
        elif value is None or isinstance(value, str | int | float | bool):
            facts[name] = value
        else:
            raise BadFacts(f"{rule.name}: fact {name} must be a single value")
    return facts


def _object(text: str) -> dict[str, object]:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise BadCall("facts: a name stands twice; write each fact once")
        return found

    try:
        found = json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError):
        raise BadCall('facts: not readable as JSON; write for example {"fever": true}') from None
    if not isinstance(found, dict):
        raise BadCall('facts: must be a JSON object; write for example {"fever": true}')
    return found


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise BadCall(f"{text!r} is no day; write it as 2022-01-20") from None
