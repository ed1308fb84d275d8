"""The day's passes of a gate (DESIGN 6.9): what a guard keeps on the phone and on paper for a night without signal."""

from dataclasses import dataclass
from datetime import date

from knowledge.times import DAY, HOUR, day_start
from ledger import exits
from ledger.database import Db
from ledger.exits import Exit
from ledger.exits.times import Trip
from ledger.gate.passes import codes_in

# A list of a day reaches to the noon of the next one: the guard of the night is relieved in the morning.
_REACHES = DAY + 12 * HOUR


@dataclass(frozen=True, slots=True)
class Listed:
    """A pass with the trips for which it counts on the day of the list; `is_out`: somebody is out with it now."""

    exit: Exit
    code: str
    trips: tuple[Trip, ...]
    is_out: bool


def passes_of(db: Db, scope: str, on: date) -> list[Listed]:
    """The passes within a scope (a path) that count on a day, and who is out, the next to go first."""
    codes = codes_in(db, scope)
    begins = day_start(on)
    found = []
    for one in exits.with_pass(db, scope):
        is_out = one.status in {"out", "overdue"}
        trips = _trips(one, begins, begins + _REACHES)
        if (trips and one.status == "on_record" and one.suspended_at is None) or is_out:
            found.append(Listed(one, codes[one.id], trips, is_out))
    return sorted(found, key=lambda listed: (not listed.is_out, _first(listed), listed.code))


def _trips(one: Exit, begins: int, ends: int) -> tuple[Trip, ...]:
    trips = []
    trip = one.hours.trip_at(begins)
    while trip is not None and trip.leaves_at < ends:
        trips.append(trip)
        following = one.hours.trip_at(trip.back_due_at)
        trip = following if following != trip else None
    return tuple(trips)


def _first(listed: Listed) -> int:
    return listed.trips[0].leaves_at if listed.trips else listed.exit.back_due_at
