"""From a version as written to one that can decide: cells read, coverage checked, sentences made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from knowledge.plan import Plan
from knowledge.rules.cells import Cell, FactKind, read_cell
from knowledge.rules.coverage import MAX_CASES, cases_of, number_of_cases, shown, survey
from knowledge.rules.fields import read_outcome
from knowledge.rules.model import Condition, FieldValue, Outcome, Version
from knowledge.rules.spec import FieldSpec, OutcomeSpec, RuleSpec, VersionSpec
from knowledge.strict_model import Refused
from knowledge.strict_yaml import Document, Problem, Trail
from knowledge.vocabulary import TraceWords


@dataclass(frozen=True, slots=True)
class Desk:
    """What the work on one rule file needs at hand, and the faults found so far."""

    spec: RuleSpec
    document: Document
    plan: Plan
    words: TraceWords
    kinds: Mapping[str, FactKind]
    problems: list[Problem] = field(default_factory=list)

    def fault(self, trail: Trail, fault: str, remedy: str) -> None:
        """Notes a fault with its line."""
        self.problems.append(self.document.problem(trail, fault, remedy))

    def check_clauses(self, clauses: Iterable[str], trail: Trail) -> None:
        """Notes every clause that the plan does not have."""
        for clause in clauses:
            if clause not in self.plan.clauses:
                remedy = f"use one of {', '.join(self.plan.clauses)}"
                self.fault(trail, f"names clause {clause}, which the plan does not have", remedy)

    def read_fields(self, raw: Mapping[str, object], trail: Trail, *, complete: bool) -> dict[str, FieldValue]:
        """The outcome fields that are right; the others are noted as faults."""
        declared: Mapping[str, FieldSpec] = self.spec.outcome
        then: dict[str, FieldValue] = {}
        for name, value in read_outcome(raw, declared, complete=complete):
            if isinstance(value, Refused):
                self.fault((*trail, name), value.fault, value.remedy)
            else:
                then[name] = value
        return then


def compile_version(desk: Desk, place: int) -> Version:
    """The version at a place of the file; its faults are noted at the desk."""
    spec = desk.spec.versions[place]
    start = spec.start.isoformat()
    if spec.outcomes is None:
        ended = desk.words.rule.ended.format(title=desk.spec.title, start=start)
        return Version(spec.start, start, None, ended, "")
    trail: Trail = ("versions", place)
    desk.check_clauses([spec.clause or ""], (*trail, "clause"))
    names = [outcome.name for outcome in spec.outcomes]
    for number, name in enumerate(names):
        if name in names[:number]:
            desk.fault((*trail, "outcomes", number, "name"), "is used twice", "give each outcome its own")
    cells = [_read_cells(desk, outcome, (*trail, "outcomes", number)) for number, outcome in enumerate(spec.outcomes)]
    if not desk.problems:  # cells that could not be read would show up a second time
        _check_coverage(desk, spec, cells, (*trail, "outcomes"))
    outcomes = tuple(
        _outcome(desk, outcome, cells[number], spec, (*trail, "outcomes", number))
        for number, outcome in enumerate(spec.outcomes)
    )
    return Version(spec.start, start, outcomes, _heading(desk, place), desk.words.rule.no_outcome)


def _heading(desk: Desk, place: int) -> str:
    """Which version decided: from which day on, and up to which where another follows."""
    words, start = desk.words.rule, desk.spec.versions[place].start.isoformat()
    if place + 1 == len(desk.spec.versions):
        return words.heading.format(title=desk.spec.title, start=start)
    last = desk.spec.versions[place + 1].start - timedelta(days=1)
    return words.heading_until.format(title=desk.spec.title, start=start, last=last.isoformat())


def _read_cells(desk: Desk, spec: OutcomeSpec, trail: Trail) -> dict[str, Cell]:
    """The conditions of an outcome; a cell that cannot be read is noted and left out."""
    cells: dict[str, Cell] = {}
    for name, raw in spec.when.items():
        kind = desk.kinds.get(name)
        if kind is None:
            remedy = f"use one of {', '.join(desk.kinds)}, or declare it"
            desk.fault((*trail, "when", name), "is not a fact of this rule", remedy)
            continue
        try:
            cells[name] = read_cell(raw, kind)
        except Refused as bad:
            desk.fault((*trail, "when", name), bad.fault, bad.remedy)
    return cells


def _check_coverage(desk: Desk, spec: VersionSpec, cells: Sequence[Mapping[str, Cell]], trail: Trail) -> None:
    """Every outcome can be reached, and no two claim one case unless their order is declared to decide."""
    cases = cases_of(desk.kinds, cells)
    if number_of_cases(cases) > MAX_CASES:
        desk.fault(trail, f"tell more than {MAX_CASES} cases apart", "split the rule")
        return
    coverage = survey(cases, cells)
    names = [outcome.name for outcome in spec.outcomes or ()]
    for number in coverage.unreachable:
        fault = f"`{names[number]}` can never be reached: those before it take all its cases"
        desk.fault((*trail, number, "when"), fault, "move it up, narrow the others, or remove it")
    if spec.match == "first":
        return
    for (first, second), case in coverage.overlaps.items():
        if second not in coverage.unreachable:
            fault = f"`{names[second]}` overlaps `{names[first]}` ({shown(case)})"
            remedy = "make them exclude each other, or write `match: first` where the order decides"
            desk.fault((*trail, second, "when"), fault, remedy)


def _outcome(desk: Desk, spec: OutcomeSpec, cells: Mapping[str, Cell], version: VersionSpec, trail: Trail) -> Outcome:
    if spec.clause is not None:
        desk.check_clauses([spec.clause], (*trail, "clause"))
    desk.check_clauses(spec.see_also, (*trail, "see_also"))
    clause = spec.clause or version.clause or ""
    if clause in spec.see_also:
        desk.fault((*trail, "see_also"), f"names {clause}, by which the outcome is decided", "remove it here")
    words = desk.words.rule
    reads = {name: cell.reads(desk.kinds[name], desk.words.condition) for name, cell in cells.items()}
    conditions = tuple(
        Condition(name, cell, words.fails.format(outcome=spec.name, condition=reads[name]))
        for name, cell in cells.items()
    )
    later = {other.name: words.later.format(outcome=spec.name, chosen=other.name) for other in version.outcomes or ()}
    return Outcome(
        name=spec.name,
        conditions=conditions,
        clause=clause,
        see_also=spec.see_also,
        then=MappingProxyType(desk.read_fields(spec.then, (*trail, "then"), complete=True)),
        because=tuple(_because(desk, spec, tuple(reads.values()))),
        later=MappingProxyType(later),
    )


def _because(desk: Desk, spec: OutcomeSpec, reads: Sequence[str]) -> Iterable[str]:
    """The sentences for the case that this outcome is chosen."""
    joined = desk.words.condition.joined
    if reads:
        yield desk.words.rule.fits.format(outcome=spec.name, conditions=joined.join(reads))
    else:
        yield desk.words.rule.otherwise.format(outcome=spec.name)
    if spec.see_also:
        yield desk.words.rule.see_also.format(clauses=joined.join(spec.see_also))
