"""Which measure a return report is given as a proposal (clause 3.2): the announcements in force, then the rule.

A proposal is never a verdict (DESIGN 6.2): a named grid worker confirms it, or the office decides where the announcements
are silent, differ, or the place is sealed. What the announcement says of the days is kept with the decision, so that a
measure ends when that announcement says, whichever is in force by then.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

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
from knowledge.vocabulary import measures, trace_words
from ledger import seals
from ledger.places import Place
from ledger.records import Stored, compact
from ledger.returns import Report


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
    stayed_at: str = ""
    """The place on the way that decides; empty where it is the one they come from."""

    @property
    def is_proposed(self) -> bool:
        """Whether there is one measure to confirm."""
        return self.id is not None


@dataclass(frozen=True, slots=True)
class Course:
    """A measure with its days: what they count from, and what follows. `left` is the day they left the place that decides,
    `on arrival` where they came from there directly, None where nobody knows it yet.
    """

    measure: str
    days: int | None
    count_from: str | None = None
    left: str | None = None
    then_measure: str | None = None
    then_days: int = 0

    @property
    def words(self) -> str:
        """The measure in Chinese, as the announcement puts it: 集中隔离14天，从离开当地算起，之后居家健康监测7天."""
        words = trace_words().announcement
        text = measures()[self.measure].words
        if self.days is not None:
            since = words.since_departure if self.count_from == "departure" else words.since_arrival
            text = words.lasting.format(measure=text, days=self.days, since=since)
        if self.then_measure is not None:
            second = measures()[self.then_measure].words
            text = words.followed_by.format(first=text, second=second, days=self.then_days)
        return text

    @property
    def controls(self) -> bool:
        """Whether somebody under this measure is under control."""
        return measures()[self.measure].controls

    def first_day(self, arrived_on: date) -> date | None:
        """The day from which the days count (Asia/Shanghai); None where it is not known."""
        if self.days is None:
            return None
        if self.count_from == "departure" and self.left != _ON_ARRIVAL:
            return date.fromisoformat(self.left) if self.left else None
        return arrived_on

    def change_day(self, first: date | None) -> date | None:
        """The last day of the measure itself where another follows it."""
        return first + timedelta(days=self.days) if first and self.days and self.then_measure else None

    def last_day(self, first: date | None) -> date | None:
        """The last day of the measure and of what follows it, from its first day."""
        return first + timedelta(days=self.days + self.then_days) if first and self.days else None


def course_of(outcome: str | None, measure: str, days: int | None) -> Course:
    """How a measure runs that a person has confirmed: as proposed where it is the proposed one, else from the arrival.

    `outcome` is that of the stored decision.
    """
    proposed = json.loads(outcome or "{}").get("course")
    if proposed is not None:
        course = Course(**proposed)
        if course.measure == measure and days in {None, course.days}:
            return course
    return Course(measure, days, "arrival" if days else None)


def confirmed_course(report: Report) -> Course | None:
    """How the confirmed measure runs; None as long as nobody has confirmed one."""
    if report.confirmed_by is None or report.measure is None:
        return None
    return course_of(report.outcome, report.measure, report.days)


_ON_ARRIVAL = "on arrival"


def decide_measure(turn: Turn, answers: Answers, place: Place | None) -> Measure:
    """The proposal for a report by what its answers say of the journey."""
    arrive_on = date.fromisoformat(str(answers["arrive_date"]))
    current = in_force(turn.house.announcements(turn.db), turn.now)
    outcome = propose(current, Arrival(arrive_on, _stays(answers, arrive_on)))
    sealed = seals.covering(turn.db, place.path) is not None if place is not None else False
    decision = decide(turn.house.rules, "return_handling", arrive_on, {"sealed_place": sealed, **rule_facts(outcome)})
    proposal = outcome if isinstance(outcome, Proposal) and decision.outcome["propose_measure"] else None
    course = {"course": asdict(_course(proposal, arrive_on))} if proposal else {}
    stored = Stored(
        decision.rule,
        decision.version,
        decision.clause,
        compact({**decision.outcome, **course}),
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
        stayed_at=_stayed_at(proposal, answers) if proposal else "",
    )


def _stayed_at(proposal: Proposal, answers: Answers) -> str:
    origin = answers.get("origin")
    said = origin.get("code") if isinstance(origin, dict) else None
    return "" if proposal.stay.code == said else proposal.stay.name


def _course(proposal: Proposal, arrive_on: date) -> Course:
    """What has to be kept of a proposal so that its last day can be told when they have come."""
    area, follow = proposal.area, proposal.area.followed_by
    left = proposal.counts_from_on if area.count_from == "departure" else None
    return Course(
        area.measure,
        area.days,
        area.count_from,
        # Who comes directly has left on the day they arrive, and that may yet be another than the one reported.
        _ON_ARRIVAL if left == arrive_on else left.isoformat() if left else None,
        follow.measure if follow else None,
        follow.days if follow else 0,
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
        passing_through=bool(said.get("passing")),
    )
