"""All figures of a scope at one moment."""

from dataclasses import dataclass

from knowledge.times import DAY
from ledger import due_checkins, duty_gaps, places
from ledger.database import Db
from ledger.due_checkins import Tally
from ledger.duty_gaps import Gap
from ledger.figures import exits, handovers, health, returns, supplies
from ledger.figures.exits import Exits
from ledger.figures.handovers import Waiting
from ledger.figures.health import Health
from ledger.figures.returns import Returns
from ledger.figures.span import Span, is_whole
from ledger.figures.supplies import Supplies


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to say of a scope (a path, and its address; empty for the whole subdistrict).

    `checkins` are counts of the day by community, or by building within one. `gaps` are the hours of the next day that
    nobody covers by the roster: those that somebody can still do something about.
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


def gather(db: Db, scope: str, span: Span, fever_celsius: float) -> Figures:
    """Every figure of a scope (a path)."""
    return Figures(
        scope=scope,
        address=places.get(db, places.ancestor_ids(scope)[-1]).address,
        span=span,
        checkins=checkins_by_place(db, scope, span.day),
        health=health.of_day(db, scope, span, fever_celsius),
        returns=returns.of_span(db, scope, span),
        exits=exits.of_span(db, scope, span),
        supplies=supplies.of_span(db, scope, span),
        handovers=handovers.of_span(db, scope, span),
        alerts=handovers.alerts_of_span(db, scope, span),
        gaps=tuple(duty_gaps.gaps(db, span.until, span.until + DAY, scope)),
    )
