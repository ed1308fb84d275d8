"""`plan coverage`: every clause of the plan with what serves it today, and honestly what nothing serves yet.

The parts stand in serving.yaml beside the plan, the rules in their own files; that all of them exist, and that none is
left out, is checked by `plan check` with `faults`.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from commands.parts import parts_of
from knowledge.plan import Plan, the_plan
from knowledge.plan.model import ClauseFact
from knowledge.plan.serving import ClauseServed, Serving, coverage, load_serving
from knowledge.rules import Rulebook, load_rules
from knowledge.strict_yaml import Problem

# Of these every one has a place in serving.yaml: below a clause, or beside them.
_WHOLE = ("conversations", "jobs", "records", "pages")


def printed(*, as_json: bool) -> Iterator[str]:
    """The lines of the command for the plan that is served; raises BadConfig and BadFile."""
    clauses = of_plan(the_plan())
    return objects(clauses) if as_json else lines(clauses, load_serving(the_plan()).asked_rules)


def of_plan(plan: Plan, folder: Path | None = None, rulebook: Rulebook | None = None) -> tuple[ClauseServed, ...]:
    """What serves each clause of a plan; raises BadFile."""
    rules = (rulebook or load_rules(plan=plan)).rules
    return coverage(plan, load_serving(plan, folder), {name: rule.serves for name, rule in rules.items()})


def faults(plan: Plan, serving: Serving, rules: Collection[str]) -> Iterator[Problem]:
    """Parts that are named and do not exist, and parts that exist and are left out of a file with `beside`; `rules` are
    the rules there are.

    Where there is no rule at all that is another's to say.
    """
    parts = parts_of(plan)
    for place, rule in enumerate(serving.asked_rules):
        if rules and rule not in rules:
            fault = f"names {rule}, which is no rule"
            yield serving.document.problem(("asked_rules", place), fault, f"use one of {', '.join(rules)}")
    named: dict[str, set[str]] = {kind: set() for kind in parts}
    for one in serving.named():
        if one.kind not in parts:
            continue
        named[one.kind].add(one.name)
        if one.name not in parts[one.kind]:
            remedy = f"use one of {', '.join(sorted(parts[one.kind]))}"
            yield serving.document.problem(one.trail, f"names {one.name}, which is none of the {one.kind}", remedy)
    for kind in _WHOLE if serving.beside is not None else ():
        for missing in sorted(parts[kind] - named[kind]):
            remedy = f"name it below the clause that it serves, or in `beside.{kind}`"
            yield serving.document.problem(("beside", kind), f"leaves out {missing}", remedy)


def lines(clauses: Sequence[ClauseServed], asked_rules: Sequence[str]) -> Iterator[str]:
    """The coverage for people: a paragraph for each clause, and how much there is of it.

    `asked_rules` are those that something of the program asks; the others are marked.
    """
    for one in clauses:
        yield f"{one.clause} {one.title}"
        for kind, names in one.by.items():
            shown = (name if kind != "rules" or name in asked_rules else f"{name} (decide alone)" for name in names)
            yield f"  {kind}: {', '.join(shown)}"
        yield from _facts("only decided by a rule, nothing carries it out yet", one.only_decided)
        yield from _facts("nothing yet", one.unserved)
    yield ""
    yield from summary(clauses)


def summary(clauses: Sequence[ClauseServed]) -> Iterator[str]:
    """How many clauses are served in all that they ask, in part and not at all, and the same of their facts."""
    whole = sum(not one.unserved and not one.only_decided for one in clauses)
    none = sum(all(not fact.by or fact.is_only_decided for fact in one.facts) for one in clauses)
    part = len(clauses) - whole - none
    yield f"{len(clauses)} clauses: {whole} served in all that they ask, {part} in part, {none} by nothing"
    facts = sum(len(one.facts) for one in clauses)
    decided, unserved = sum(len(one.only_decided) for one in clauses), sum(len(one.unserved) for one in clauses)
    served = facts - decided - unserved
    yield f"{facts} facts: {served} served, {decided} only decided by a rule, {unserved} with nothing yet"
    yield "every clause can be asked about: `ask`, 预案问答"


def objects(clauses: Sequence[ClauseServed]) -> Iterator[str]:
    """The coverage for programs: one JSON object a clause."""
    for one in clauses:
        facts = {served.fact.id: served.by for served in one.facts}
        shown = {"clause": one.clause, "title": one.title, "served_by": one.by, "facts": facts}
        decided, unserved = ([fact.id for fact in listed] for listed in (one.only_decided, one.unserved))
        yield json.dumps(shown | {"only_decided": decided, "nothing_yet": unserved}, ensure_ascii=False)


def _facts(heading: str, facts: Iterable[ClauseFact]) -> Iterator[str]:
    shown = [f"{fact.what} ({fact.id})" for fact in facts]
    if shown:
        yield f"  {heading}: {'; '.join(shown)}"
