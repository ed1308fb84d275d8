"""Deciding by a rule: facts and a day in, a decision with version, clause and reasons out (STYLE 4).

Pure: no clock, no database, no state. What can be worked out beforehand is worked out when the rules are
loaded, the sentences of the trace too, so that a decision takes a few microseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.rules.cells import Fact
from knowledge.rules.model import FieldValue, Outcome, Rulebook
from knowledge.rules.spec import NoRule


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule says for a case; `version` is the first day of the version that decided (ISO)."""

    rule: str
    version: str
    clause: str
    outcome: Mapping[str, FieldValue]
    trace: tuple[str, ...]
    see_also: tuple[str, ...] = ()


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
    asked.check(facts)
    version = asked.version_on(on)
    if version is None:
        raise NoRuleApplies(rule, on, "not_yet", (asked.not_yet,))
    if version.outcomes is None:
        raise NoRuleApplies(rule, on, "ended", (version.heading,))
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
        raise NoRuleApplies(rule, on, "no_outcome", (version.heading, *others, version.no_outcome))
    trace = (version.heading, *chosen.because, *others)
    return Decision(asked.name, version.shown, chosen.clause, chosen.then, trace, chosen.see_also)
