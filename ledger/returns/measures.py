"""Which measure a return is given as a proposal (clause 3.2): the announcements in force, then the rule.

A proposal is never a verdict (DESIGN 6.2): a named grid worker confirms it, or the office decides where the announcements
are silent, differ, or the place is sealed. Whoever files, and whoever works out anew what a new announcement changes, asks
here. What the announcement says of the days is kept with the decision; where several differ, what each of them says.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from knowledge.announcements import (
    Announcement,
    Arrival,
    Conflict,
    Course,
    Outcome,
    Proposal,
    Stay,
    course_of_proposal,
    doubt_words,
    in_force,
    propose,
    rule_facts,
)
from knowledge.rules import NoRuleApplies, Rulebook, decide
from knowledge.times import DAY, SHANGHAI, day_start, to_ms
from ledger.records import Stored, compact
from ledger.returns import Report
from ledger.returns.filing import TOLD_BEFORE

# What somebody said, as a form keeps it: text, numbers, lists and mappings of them.
Said = Mapping[str, object]


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

    exceptions: str = ""
    """For whom the announcement has an exception, in its own words: a person looks at it."""
    numbers: tuple[str, ...] = ()
    """The announcements that differ, each with its measure in `options`."""

    @property
    def is_proposed(self) -> bool:
        """Whether there is one measure to confirm."""
        return self.id is not None


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in words as it was told: confirmed by somebody, or as a proposal where `by` is None; empty for none.

    `announcement` is the number that it was told by (a JSON list where several differed), `at` when (ms UTC).
    """

    words: str
    announcement: str | None
    by: str | None
    at: int

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the announcements that it was told by."""
        if self.announcement is None:
            return ()
        return tuple(json.loads(self.announcement)) if self.announcement.startswith("[") else (self.announcement,)


@dataclass(frozen=True, slots=True)
class Journey:
    """Where somebody was and when they come: the origin, then every further stay, as they said it."""

    origin: Said
    further: Sequence[Said]
    arrive_date: str
    arrive_time: str | None = None

    @property
    def arrive_on(self) -> date:
        """The day of arrival (Asia/Shanghai)."""
        return date.fromisoformat(self.arrive_date)

    @property
    def arrive_at(self) -> int:
        """The moment of arrival (ms UTC); the end of the day where no hour was said."""
        if self.arrive_time is None:
            return day_start(self.arrive_on) + DAY - 1
        clock = datetime.strptime(self.arrive_time, "%H:%M").time()
        return to_ms(datetime.combine(self.arrive_on, clock, SHANGHAI))

    @property
    def arrival(self) -> Arrival:
        """The same as an announcement is asked; the origin is taken to have been left on the day of arrival."""
        stays = (_stay(self.origin, self.arrive_on), *(_stay(one, None) for one in self.further))
        return Arrival(self.arrive_on, stays, self.arrive_at)


def decide_measure(
    rules: Rulebook, known: Sequence[Announcement], journey: Journey, at: int, *, sealed: bool
) -> Measure:
    """The proposal at a moment (ms UTC) by the announcements known by then; `sealed`: they come to a sealed place."""
    outcome = propose(in_force(known, at, journey.arrive_at), journey.arrival)
    facts = {"sealed_place": sealed, **rule_facts(outcome)}
    try:
        decision = decide(rules, "return_handling", journey.arrive_on, facts)
    except NoRuleApplies as nothing:
        return _left_to_a_person(nothing)
    proposal = outcome if isinstance(outcome, Proposal) and decision.outcome["propose_measure"] else None
    stored = Stored(
        decision.rule,
        decision.version,
        decision.clause,
        compact({**decision.outcome, **_courses(outcome, proposal, journey.arrive_on)}),
        compact((*decision.trace, *outcome.trace)),
    )
    return Measure(
        id=proposal.measure if proposal else None,
        words=proposal.words if proposal else "",
        days=proposal.area.days if proposal else None,
        announcement=_announcement(outcome),
        decided_by=str(decision.outcome["decided_by"]),
        reason=str(decision.outcome["reason"]),
        options=tuple(one.words for one in _options(outcome)),
        doubts=tuple(doubt_words(doubt) for doubt in outcome.doubts),
        stored=stored,
        stayed_at=proposal.stay.name if proposal and proposal.stay.code != journey.origin.get("code") else "",
        exceptions=_exceptions(outcome),
        numbers=tuple(one.announcement.number for one in _options(outcome)),
    )


def course_of(outcome: str | None, measure: str, days: int | None) -> Course:
    """How a measure runs that a person has confirmed: as proposed where it is the proposed one, else from the arrival.

    `outcome` is that of the stored decision. Where announcements differ, the one of them that names this measure counts.
    """
    kept = json.loads(outcome or "{}")
    offered = [kept["course"]] if kept.get("course") else [one["course"] for one in kept.get("options", ())]
    fitting = {
        course
        for course in (Course.from_kept(one) for one in offered)
        if course.measure == measure and days in {None, course.days}
    }
    return fitting.pop() if len(fitting) == 1 else Course(measure, days, "arrival" if days else None)


def course_by(outcome: str | None, number: str) -> Course | None:
    """How the measure of one of several announcements runs, by its number; None where it is none of them."""
    kept = json.loads(outcome or "{}")
    return next((Course.from_kept(one["course"]) for one in kept.get("options", ()) if one["announcement"] == number), None)


def told_before(outcome: str | None) -> Told | None:
    """What they were told before an announcement changed the proposal; None where none has."""
    kept = json.loads(outcome or "{}").get(TOLD_BEFORE)
    return Told(**kept) if kept is not None else None


def confirmed_course(report: Report) -> Course | None:
    """How the confirmed measure runs; None as long as nobody has confirmed one."""
    if report.confirmed_by is None or report.measure is None:
        return None
    return course_of(report.outcome, report.measure, report.days)


def _courses(outcome: Outcome, proposal: Proposal | None, arrive_on: date) -> dict[str, object]:
    """What is kept of the days: of the one proposal, or of each of those that a person has to choose from."""
    if proposal is not None:
        return {"course": asdict(course_of_proposal(proposal, arrive_on))}
    options = [
        {"announcement": one.announcement.number, "course": asdict(course_of_proposal(one, arrive_on))}
        for one in _options(outcome)
    ]
    return {"options": options} if options else {}


def _left_to_a_person(nothing: NoRuleApplies) -> Measure:
    """No version of the rule covers the day: the office decides, and the trace says why."""
    stored = Stored(rule=nothing.rule, trace=compact(nothing.trace))
    return Measure(None, "", None, None, "office", "no_rule", (), (), stored)


def _exceptions(outcome: Outcome) -> str:
    """What the rows that fit say of exceptions, and beside: whoever confirms has to know it."""
    rows = [one.area for one in ((outcome,) if isinstance(outcome, Proposal) else _options(outcome))]
    return "；".join(dict.fromkeys(said for area in rows for said in (area.exceptions, area.note) if said))


def _options(outcome: Outcome) -> tuple[Proposal, ...]:
    return outcome.options if isinstance(outcome, Conflict) else ()


def _announcement(outcome: Outcome) -> str | None:
    if isinstance(outcome, Proposal):
        return outcome.announcement.number
    if isinstance(outcome, Conflict):
        return compact([option.announcement.number for option in outcome.options])
    return None


def _stay(said: Said, until: date | None) -> Stay:
    code, began, ended, places = said.get("code"), said.get("from"), said.get("until"), said.get("places")
    return Stay(
        str(code) if code else None,
        str(said.get("name", "")),
        from_on=date.fromisoformat(str(began)) if began else None,
        until_on=date.fromisoformat(str(ended)) if ended else until,
        places=tuple(map(str, places)) if isinstance(places, list) else (),
        passing_through=bool(said.get("passing")),
    )
