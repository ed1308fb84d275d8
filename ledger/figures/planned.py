"""What is laid down for a day that is still to come: who comes back, who goes out, who will have to check in.

Nothing here foretells: it counts what was reported and asked for so far, and who has to check in as things stand now.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam

from knowledge.times import DAY, day_start
from ledger import exits
from ledger.checkins import due as due_checkins
from ledger.database import Db
from ledger.duty import gaps as duty_gaps
from ledger.exits import Exit
from ledger.figures.span import standing, within
from ledger.tables import return_report

_ARRIVING = standing(
    return_report, ("submitted",), "party_size", only=(return_report.c.arrive_date == bindparam("day"),)
)


@dataclass(frozen=True, slots=True)
class Planned:
    """How many have to check in, return reports and their people, exits that are signed and that wait for it, and the
    stretches of hours that nobody covers by the roster.
    """

    due: int
    reports: int
    people: int
    going: int
    waiting: int
    gaps: int


def of_day(db: Db, scope: str, day: date) -> Planned:
    """What is laid down so far for a day in a scope (a path)."""
    arriving = db.all(_ARRIVING, day=day.isoformat(), **within(scope))
    going = [one for one in (*exits.under_way(db, scope), *exits.out_in(db, scope)) if _goes_on(one, day)]
    signed = sum(one.is_signed for one in going)
    begins = day_start(day)
    return Planned(
        due=due_checkins.total(db, scope, day.isoformat()).due,
        reports=len(arriving),
        people=sum(party or 1 for *_, party in arriving),
        going=signed,
        waiting=len(going) - signed,
        gaps=len(duty_gaps.gaps(db, begins, begins + DAY, scope)),
    )


def _goes_on(one: Exit, day: date) -> bool:
    """Whether a trip of the request begins on the day, and nothing holds it."""
    if one.suspended_at is not None:
        return False
    trip = one.hours.trip_at(day_start(day))
    return trip is not None and day_start(day) <= trip.leaves_at < day_start(day) + DAY
