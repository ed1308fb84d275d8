"""A rule ready for deciding: its facts, its versions in order, their outcomes and all their sentences."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from knowledge.rules.cells import Cell, Fact, FactKind
from knowledge.rules.spec import NoRule

FieldValue: TypeAlias = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule says for a case; `version` is the first day of the version that decided (ISO)."""

    rule: str
    version: str
    clause: str
    outcome: Mapping[str, FieldValue]
    trace: tuple[str, ...]
    see_also: tuple[str, ...] = ()


class UnknownRule(LookupError):
    """There is no rule of this name."""


class BadFacts(ValueError):
    """The facts are not those that the rule asks for; the text names the fact, never its value."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One cell of an outcome's `when`, with the sentence for the case that it does not hold."""

    fact: str
    cell: Cell
    fails: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of a version; `later` is its sentence where another one goes before it, by name."""

    name: str
    conditions: tuple[Condition, ...]
    clause: str
    see_also: tuple[str, ...]
    then: Mapping[str, FieldValue]
    because: tuple[str, ...]
    later: Mapping[str, str]

    def failing(self, facts: Mapping[str, Fact]) -> Condition | None:
        """The first condition that does not hold, None where all do."""
        for condition in self.conditions:
            if not condition.cell.fits(facts.get(condition.fact)):
                return condition
        return None


@dataclass(frozen=True, slots=True)
class Version:
    """A rule from a day on; `outcomes` is None where it ends the rule, `no_outcome` closes a trace."""

    start: date
    shown: str
    outcomes: tuple[Outcome, ...] | None
    heading: str
    no_outcome: str


@dataclass(frozen=True, slots=True)
class Example:
    """A case from the rule's own file: fields of the outcome that must follow, or why no rule applies."""

    name: str
    file: str
    line: int
    on: date
    facts: Mapping[str, Fact]
    then: Mapping[str, FieldValue]
    clause: str | None
    no_rule: NoRule | None


@dataclass(frozen=True, slots=True)
class Ready:
    """What a version decides in every case there is, worked out when it was loaded.

    `names` are its facts in the order of a case. `flags` are those that are true or false: 1 equals true, and is neither.
    """

    names: tuple[str, ...]
    known: frozenset[str]
    flags: tuple[str, ...]
    decisions: Mapping[tuple[Fact, ...], Decision]

    def decision(self, facts: Mapping[str, Fact]) -> Decision | None:
        """What was decided for these facts; None where they are wrong, or where no outcome fits."""
        try:
            found = self.decisions.get(tuple(map(facts.get, self.names)))
        except TypeError:  # a list, which is no fact
            return None
        if found is None or not self.known.issuperset(facts):
            return None
        for name in self.flags:
            value = facts.get(name)
            if value is not True and value is not False and value is not None:
                return None
        return found


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, its versions in the order of their first days; `not_yet` explains a day before the first.

    `serves` are the facts of the plan's clauses that it decides about, by clause.
    """

    name: str
    title: str
    serves: Mapping[str, tuple[str, ...]]
    file: str
    facts: Mapping[str, FactKind]
    versions: tuple[Version, ...]
    starts: tuple[date, ...]
    not_yet: str
    examples: tuple[Example, ...]
    ready: tuple[Ready | None, ...] = ()

    def version_on(self, day: date) -> Version | None:
        """The version in force on a day of Asia/Shanghai, None before the first."""
        place = bisect_right(self.starts, day)
        return self.versions[place - 1] if place else None

    def ready_on(self, day: date) -> Ready | None:
        """What is decided beforehand for that day; None where it has to be worked out."""
        place = bisect_right(self.starts, day)
        return self.ready[place - 1] if place and self.ready else None

    def check(self, facts: Mapping[str, Fact]) -> None:
        """Raises BadFacts unless the facts are those declared; an optional one may be absent or None."""
        given = 0
        for name, kind in self.facts.items():
            if name in facts:
                given += 1
                fault = kind.fault(facts[name])
                if fault is not None:
                    raise BadFacts(f"{self.name}: fact {name} {fault}")
            elif not kind.optional:
                raise BadFacts(f"{self.name}: fact {name} is missing ({kind.right})")
        if given != len(facts):
            unknown = next(name for name in facts if name not in self.facts)
            known = ", ".join(self.facts)
            raise BadFacts(f"{self.name}: {unknown!r} is not a fact of this rule; its facts: {known}")


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All rules by name. A rulebook is equal to itself alone, so that decisions can be remembered by it."""

    rules: Mapping[str, Rule]

    def rule(self, name: str) -> Rule:
        """The rule of a name; raises UnknownRule."""
        try:
            return self.rules[name]
        except KeyError:
            known = ", ".join(self.rules) or "none"
            raise UnknownRule(f"there is no rule {name!r}; known: {known}") from None
