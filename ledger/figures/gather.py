"""All figures of a scope at one moment."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from knowledge.times import DAY
from ledger import places, seals
from ledger.checkins import due as due_checkins
from ledger.checkins.due import Tally
from ledger.database import Db
from ledger.duty import gaps as duty_gaps
from ledger.duty import upkeep
from ledger.duty.gaps import Gap
from ledger.duty.upkeep import Spot
from ledger.figures import exits, handovers, health, questions, reports, returns, supplies
from ledger.figures.exits import Exits
from ledger.figures.handovers import Waiting
from ledger.figures.health import Health
from ledger.figures.questions import Questions
from ledger.figures.reports import Reports
from ledger.figures.returns import Returns
from ledger.figures.span import Span, is_whole
from ledger.figures.supplies import Supplies
from ledger.gate import hours

Part = Literal["checkins", "health", "returns", "exits", "supplies", "handovers", "reports", "gaps", "upkeep", "questions"]
EVERY_PART: frozenset[Part] = frozenset(get_args(Part))


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to say of a scope (a path, and its address; empty for the whole subdistrict).

    `checkins` are counts of the day by community, or by building within one. `gaps` are the hours of the next day that
    nobody covers by the roster: those that somebody can still do something about; `is_staffed` says whether any place is
    sealed at all, whose posts have to be.
    nobody covers by the roster: those that somebody can still do something about. `unmet_doors` are doors of the day at
    which nobody was met, beside those of people who are missing.
    """

    scope: str
    address: str
    span: Span
    checkins: dict[str, Tally]
    health: Health
    returns: Returns
    exits: Exits
    supplies: Supplies
    handovers: Waiting
    alerts: Waiting
    gaps: tuple[Gap, ...]
    is_staffed: bool = True
    unmet_doors: int = 0
    reports: Reports = field(default_factory=Reports)
    spots: tuple[Spot, ...] = ()
    unlogged: tuple[Gap, ...] = ()
    questions: Questions = field(default_factory=Questions)

    @property
    def checked_in(self) -> Tally:
        """The counts of all places together."""
        return sum(self.checkins.values(), Tally())

    @property
    def missing_by_place(self) -> list[tuple[str, int]]:
        """(place, people who are due and have not checked in), the most first; none with nobody missing."""
        missing = [(place, tally.missing) for place, tally in self.checkins.items() if tally.missing]
        return sorted(missing, key=lambda one: (-one[1], one[0]))


def checkins_by_place(db: Db, scope: str, day: str) -> dict[str, Tally]:
    """The counts of the whole subdistrict by community, of anything smaller by building."""
    by_place = due_checkins.by_community if is_whole(scope) else due_checkins.by_building
    return by_place(db, scope, day)


def gather(db: Db, scope: str, span: Span, fever_celsius: float, only: frozenset[Part] = EVERY_PART) -> Figures:
    """The figures of a scope (a path): every one, or those of some parts; the others are then empty."""
    return Figures(
        scope=scope,
        address=places.get(db, places.ancestor_ids(scope)[-1]).address,
        span=span,
        checkins=checkins_by_place(db, scope, span.day) if "checkins" in only else {},
        health=health.of_day(db, scope, span, fever_celsius) if "health" in only else Health(),
        returns=returns.of_span(db, scope, span) if "returns" in only else Returns(),
        exits=exits.of_span(db, scope, span) if "exits" in only else Exits(),
        supplies=supplies.of_span(db, scope, span) if "supplies" in only else Supplies(),
        handovers=handovers.of_span(db, scope, span) if "handovers" in only else Waiting(),
        alerts=handovers.alerts_of_span(db, scope, span) if "handovers" in only else Waiting(),
        reports=reports.of_span(db, scope, span) if "reports" in only else Reports(),
        gaps=tuple(duty_gaps.gaps(db, span.until, span.until + DAY, scope)) if "gaps" in only else (),
        is_staffed="gaps" not in only or bool(seals.within(db, scope)) or seals.covering(db, scope) is not None,
        spots=tuple(upkeep.of_day(db, span.day, scope)) if "upkeep" in only else (),
        unlogged=tuple(hours.unlogged(db, span.until - DAY, span.until, scope)) if "upkeep" in only else (),
        questions=questions.of_span(db, scope, span) if "questions" in only else Questions(),
        unmet_doors=due_checkins.unmet_doors(db, scope, span.day) if "checkins" in only else 0,
    )
