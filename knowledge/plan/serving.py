"""What serves each clause today, fact by fact: conversations, rules, jobs, records, pages, commands, or nothing yet.

serving.yaml beside the plan says it of every fact but for the rules, which say it themselves (`serves`). A fact that is
left out is a fault: what nothing serves yet is written down as such. Whether the parts that are named exist is for
whoever knows them (commands/coverage.py); here they are words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from knowledge.plan import BadPlan
from knowledge.plan.model import Clause, ClauseFact, Plan
from knowledge.strict_model import Frozen, StrictModel, Words, load_model
from knowledge.strict_yaml import Document, Problem, Trail

Names = tuple[Words, ...]
# Kinds that carry something out; the others say who is who, what the plan says, or what follows.
DOING = ("conversations", "chat", "jobs", "records", "pages", "commands")
KINDS = (*DOING, "rules", "answers", "organisation")
Serves = Mapping[str, Sequence[str]]


class Parts(StrictModel):
    """Parts of the program by kind. `chat`: what staff and residents can say, by its name in handlers/."""

    conversations: Names = ()
    chat: Names = ()
    jobs: Names = ()
    records: Names = ()
    pages: Names = ()
    commands: Names = ()
    answers: Names = ()
    organisation: Names = ()

    def named(self) -> Iterator[tuple[str, int, str]]:
        """Every part that is named: its kind, its place in the list, its name."""
        for kind in KINDS:
            yield from ((kind, place, name) for place, name in enumerate(getattr(self, kind, ())))


class _Serving(StrictModel):
    """serving.yaml. `beside`: what serves the program or every clause alike, absent where a plan does not list all parts;
    `asked_rules`: not by `decide` alone."""

    clauses: Annotated[Frozen[str, Frozen[str, Parts]], Field(min_length=1)]
    asked_rules: Names
    beside: Parts | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A part as the file names it, with where it does."""

    kind: str
    name: str
    trail: Trail


@dataclass(frozen=True, slots=True)
class Serving:
    """What serves each fact of each clause, apart from rules; `document` leads a complaint back to its line.

    With `beside` the file names every part that there is; without it, those that serve this plan.
    """

    clauses: Mapping[str, Mapping[str, Parts]]
    asked_rules: Names
    beside: Parts | None
    document: Document

    def named(self) -> Iterator[Named]:
        """Every part that the file names, with its place."""
        for clause, facts in self.clauses.items():
            for fact, parts in facts.items():
                for kind, place, name in parts.named():
                    yield Named(kind, name, ("clauses", clause, fact, kind, place))
        for kind, place, name in self.beside.named() if self.beside is not None else ():
            yield Named(kind, name, ("beside", kind, place))


@dataclass(frozen=True, slots=True)
class FactServed:
    """One fact of a clause and the names of what serves it, by kind in the order of KINDS."""

    fact: ClauseFact
    by: Mapping[str, tuple[str, ...]]

    @property
    def is_only_decided(self) -> bool:
        """Whether a rule says what follows, and nothing of the program carries it out yet."""
        return "rules" in self.by and not any(kind in self.by for kind in (*DOING, "answers", "organisation"))


@dataclass(frozen=True, slots=True)
class ClauseServed:
    """One clause and what serves its facts."""

    clause: str
    title: str
    facts: tuple[FactServed, ...]

    @property
    def by(self) -> dict[str, tuple[str, ...]]:
        """What serves any of the facts, by kind, each part once."""
        kinds = {kind: [name for fact in self.facts for name in fact.by.get(kind, ())] for kind in KINDS}
        return {kind: tuple(dict.fromkeys(names)) for kind, names in kinds.items() if names}

    @property
    def only_decided(self) -> tuple[ClauseFact, ...]:
        """The facts of which a rule alone says something."""
        return tuple(one.fact for one in self.facts if one.is_only_decided)

    @property
    def unserved(self) -> tuple[ClauseFact, ...]:
        """The facts that nothing serves yet; what the plan says of them can be asked all the same."""
        return tuple(one.fact for one in self.facts if not one.by)


def load_serving(plan: Plan, folder: Path | None = None) -> Serving:
    """serving.yaml of a plan (or of `folder`); raises BadPlan for clauses and facts that are unknown or left out."""
    listed, document = load_model((folder or plan.folder) / "serving.yaml", _Serving, BadPlan)
    problems = list(_faults(listed.clauses, plan, document))
    if problems:
        raise BadPlan(problems)
    return Serving(listed.clauses, listed.asked_rules, listed.beside, document)


def _faults(clauses: Mapping[str, Mapping[str, Parts]], plan: Plan, file: Document) -> Iterator[Problem]:
    for clause in clauses:
        if clause not in plan.clauses:
            remedy = f"use one of {', '.join(plan.clauses)}"
            yield file.problem(("clauses", clause), f"names clause {clause}, which the plan does not have", remedy)
    for clause, stated in plan.clauses.items():
        facts = tuple(fact.id for fact in stated.facts)
        said = clauses.get(clause, {})
        for fact in said:
            if fact not in facts:
                yield file.problem(("clauses", clause, fact), "is no fact of the clause", f"use one of {', '.join(facts)}")
        for fact in facts:
            if fact not in said:
                fault = f"says nothing of {fact} of clause {clause}"
                yield file.problem(("clauses", clause), fault, f"name what serves it, or write `{fact}: {{}}`")


def coverage(plan: Plan, serving: Serving, rules: Mapping[str, Serves]) -> tuple[ClauseServed, ...]:
    """What serves each clause, in the order of the plan; `rules` gives the facts of clauses that each rule serves."""
    return tuple(_clause_served(clause, serving.clauses[clause.id], rules) for clause in plan.clauses.values())


def _clause_served(clause: Clause, named: Mapping[str, Parts], rules: Mapping[str, Serves]) -> ClauseServed:
    found = []
    for fact in clause.facts:
        by = {kind: tuple(getattr(named[fact.id], kind, ())) for kind in KINDS}
        by["rules"] = tuple(rule for rule, serves in rules.items() if fact.id in serves.get(clause.id, ()))
        found.append(FactServed(fact, {kind: names for kind, names in by.items() if names}))
    return ClauseServed(clause.id, clause.title, tuple(found))
