"""The examples of a rule file are its tests and its proofreading sheet: running them, and what is missing."""

from collections.abc import Iterator
from datetime import timedelta

from knowledge.rules.cells import Range, Value
from knowledge.rules.coverage import cases_of, survey
from knowledge.rules.deciding import NoRuleApplies, decide
from knowledge.rules.model import Decision, Example, Rule, Rulebook, Version


def failure(rulebook: Rulebook, rule: Rule, example: Example) -> str | None:
    """What an example shows to be wrong, None where it holds."""
    where = f"{example.file}:{example.line}: example {example.name}: "
    try:
        decision = decide(rulebook, rule.name, example.on, example.facts)
    except NoRuleApplies as nothing:
        expected = example.no_rule or "an outcome"
        right = nothing.reason == example.no_rule
        return None if right else f"{where}expected {expected}, found {nothing.reason}"
    if example.no_rule is not None:
        return f"{where}expected {example.no_rule}, found an outcome under clause {decision.clause}"
    if example.clause not in (None, decision.clause):
        return f"{where}expected clause {example.clause}, found {decision.clause}"
    for name, value in example.then.items():
        if decision.outcome[name] != value:
            return f"{where}expected {name} {value}, found {decision.outcome[name]}"
    return None


def missing_examples(rulebook: Rulebook, rule: Rule) -> Iterator[str]:
    """What a careful proofreader would still ask for, a sentence each.

    For each version its first day and the day before, every outcome, every word that a condition names, every boundary
    of a number or day, and the case that no outcome takes.
    """
    days = {example.on for example in rule.examples}
    for version in rule.versions:
        if version.start not in days:
            yield f"{rule.file}: no example on {version.shown}, the first day of a version"
        if version.start - timedelta(days=1) not in days:
            yield f"{rule.file}: no example on the day before {version.shown}"
        yield from _missing_in(rulebook, rule, version)


def _missing_in(rulebook: Rulebook, rule: Rule, version: Version) -> Iterator[str]:
    if version.outcomes is None:
        return
    examples = [example for example in rule.examples if rule.version_on(example.on) is version]
    shown_by = {
        id(outcome)
        for example in examples
        for outcome in version.outcomes
        if (decision := _decision(rulebook, rule, example)) and decision.outcome is outcome.then
    }
    for outcome in version.outcomes:
        if id(outcome) not in shown_by:
            yield f"{rule.file}: no example of {version.shown} shows the outcome {outcome.name}"
    for fact, named in dict.fromkeys(_named(rule, version)):
        if all(example.facts.get(fact) != named for example in examples):
            yield f"{rule.file}: no example of {version.shown} has {fact} exactly {named}"
    cells = [{condition.fact: condition.cell for condition in outcome.conditions} for outcome in version.outcomes]
    open_case = survey(cases_of(rule.facts, cells), cells).gap
    if open_case is not None and not any(example.no_rule == "no_outcome" for example in examples):
        yield f"{rule.file}: no example of {version.shown} shows the case that a person decides"


def _named(rule: Rule, version: Version) -> Iterator[tuple[str, Value]]:
    """The boundaries and words that the conditions of a version name."""
    for outcome in version.outcomes or ():
        for condition in outcome.conditions:
            if isinstance(condition.cell, Range) or rule.facts[condition.fact].type == "word":
                yield from ((condition.fact, value) for value in condition.cell.cuts())


def _decision(rulebook: Rulebook, rule: Rule, example: Example) -> Decision | None:
    try:
        return decide(rulebook, rule.name, example.on, example.facts)
    except NoRuleApplies:
        return None
