"""Deciding by a rule: facts and a day in, a decision with version, clause and reasons out (STYLE 4).

Pure: no clock, no database, no state. What can be worked out beforehand is worked out when the rules are
loaded: every sentence, and for rules whose facts are words and flags every case, so that a decision takes a microsecond.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product

from knowledge.rules.cells import Fact
from knowledge.rules.coverage import cases_of, number_of_cases
from knowledge.rules.model import Decision, Outcome, Ready, Rule, Rulebook, Version
from knowledge.rules.spec import NoRule

# A version with more cases than this works each out when it is asked.
_MOST_CASES = 1_000


class NoRuleApplies(Exception):
    """No version is in force on the day or no outcome fits: a person decides. `trace` says why."""

    def __init__(self, rule: str, on: date, reason: NoRule, trace: tuple[str, ...]) -> None:
        self.rule = rule
        self.on = on
        self.reason = reason
        self.trace = trace
        super().__init__(f"{rule} on {on.isoformat()}: {reason}")


def decide(rulebook: Rulebook, rule: str, on: date, facts: Mapping[str, Fact]) -> Decision:
    """What the version of the rule in force on a day (Asia/Shanghai) says for these facts.

    Raises NoRuleApplies where a person has to decide, BadFacts and UnknownRule for a wrong call.
    """
    asked = rulebook.rule(rule)
    ready = asked.ready_on(on)
    found = ready.decision(facts) if ready is not None else None
    return found if found is not None else _work_out(asked, on, facts)


def prepared(rule: Rule) -> Rule:
    """The rule with what its versions decide in every case, where the cases can be counted."""
    return replace(rule, ready=tuple(_ready(rule, version) for version in rule.versions))


def _ready(rule: Rule, version: Version) -> Ready | None:
    outcomes = [{one.fact: one.cell for one in outcome.conditions} for outcome in version.outcomes or ()]
    cases = cases_of(rule.facts, outcomes)
    is_finite = all(kind.type in ("bool", "word") for kind in rule.facts.values())
    if not is_finite or cases.keys() != rule.facts.keys() or number_of_cases(cases) > _MOST_CASES:
        return None
    decisions: dict[tuple[Fact, ...], Decision] = {}
    for case in product(*cases.values()):
        try:
            decisions[case] = _work_out(rule, version.start, dict(zip(cases, case, strict=True)))
        except NoRuleApplies:  # says its day, so that it is made when it is asked
            continue
    flags = tuple(name for name, kind in rule.facts.items() if kind.type == "bool")
    return Ready(tuple(cases), frozenset(cases), flags, decisions)


def _work_out(asked: Rule, on: date, facts: Mapping[str, Fact]) -> Decision:
    asked.check(facts)
    version = asked.version_on(on)
    if version is None:
        raise NoRuleApplies(asked.name, on, "not_yet", (asked.not_yet,))
    if version.outcomes is None:
        raise NoRuleApplies(asked.name, on, "ended", (version.heading,))
    chosen: Outcome | None = None
    others: list[str] = []
    for outcome in version.outcomes:
        failing = outcome.failing(facts)
        if failing is not None:
            others.append(failing.fails)
        elif chosen is None:
            chosen = outcome
        elif outcome.conditions:  # an outcome for all other cases explains nothing
            others.append(outcome.later[chosen.name])
    if chosen is None:
        raise NoRuleApplies(asked.name, on, "no_outcome", (version.heading, *others, version.no_outcome))
    trace = (version.heading, *chosen.because, *others)
    return Decision(asked.name, version.shown, chosen.clause, chosen.then, trace, chosen.see_also)
