"""Which measure a return report is given as a proposal (clause 3.2): the announcements in force, then the rule.

A proposal is never a verdict (DESIGN 6.2): a named grid worker confirms it, or the office decides where the announcements
are silent, differ, or the place is sealed.
"""

from dataclasses import dataclass
from datetime import date

from bot.turn import Answers, Turn
from knowledge.announcements import (
    Arrival,
    Conflict,
    Outcome,
    Proposal,
    Stay,
    doubt_words,
    in_force,
    propose,
    rule_facts,
)
from knowledge.rules import NoRuleApplies, decide
from ledger import seals
from ledger.places import Place
from ledger.records import Stored, compact


@dataclass(frozen=True, slots=True)
class Measure:
    """What is proposed for a report, by which announcement, who has to decide, and the decision as it is kept."""

    id: str | None
    words: str
    days: int | None
    announcement: str | None
    decided_by: str
    reason: str
    options: tuple[str, ...]
    doubts: tuple[str, ...]
    stored: Stored

    @property
    def is_proposed(self) -> bool:
        """Whether there is one measure to confirm."""
        return self.id is not None


def decide_measure(turn: Turn, answers: Answers, place: Place | None) -> Measure:
    """The proposal for a report by what its answers say of the journey."""
    arrive_on = date.fromisoformat(str(answers["arrive_date"]))
    current = in_force(turn.house.announcements(turn.db), turn.now)
    outcome = propose(current, Arrival(arrive_on, _stays(answers, arrive_on)))
    sealed = seals.covering(turn.db, place.path) is not None if place is not None else False
    decision = decide(turn.house.rules, "return_handling", arrive_on, {"sealed_place": sealed, **rule_facts(outcome)})
    proposal = outcome if isinstance(outcome, Proposal) and decision.outcome["propose_measure"] else None
    stored = Stored(
        decision.rule,
        decision.version,
        decision.clause,
        compact(dict(decision.outcome)),
        compact((*decision.trace, *outcome.trace)),
    )
    return Measure(
        id=proposal.measure if proposal else None,
        words=proposal.words if proposal else "",
        days=proposal.area.days if proposal else None,
        announcement=_announcement(outcome),
        decided_by=str(decision.outcome["decided_by"]),
        reason=str(decision.outcome["reason"]),
        options=tuple(option.words for option in outcome.options) if isinstance(outcome, Conflict) else (),
        doubts=tuple(doubt_words(doubt) for doubt in outcome.doubts),
        stored=stored,
    )


def _left_to_a_person(nothing: NoRuleApplies) -> Measure:
    """No version of the rule covers the day: the office decides, and the trace says why."""
    stored = Stored(rule=nothing.rule, trace=compact(nothing.trace))
    return Measure(None, "", None, None, "office", "no_rule", (), (), stored)


def _announcement(outcome: Outcome) -> str | None:
    if isinstance(outcome, Proposal):
        return outcome.announcement.number
    if isinstance(outcome, Conflict):
        return compact([option.announcement.number for option in outcome.options])
    return None


def _stays(answers: Answers, arrive_on: date) -> tuple[Stay, ...]:
    """The origin and every further stay; the origin is taken to have been left on the day of arrival."""
    origin, further = answers.get("origin"), answers.get("stays")
    stays = [_stay(origin, arrive_on)] if isinstance(origin, dict) else []
    if isinstance(further, list):
        stays += [_stay(one, None) for one in further if isinstance(one, dict)]
    return tuple(stays)


def _stay(said: Answers, until: date | None) -> Stay:
    code, began, ended = said.get("code"), said.get("from"), said.get("until")
    return Stay(
        str(code) if code else None,
        str(said.get("name", "")),
        from_on=date.fromisoformat(str(began)) if began else None,
        until_on=date.fromisoformat(str(ended)) if ended else until,
    )
