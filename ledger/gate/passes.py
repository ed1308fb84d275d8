"""What the gate sees of an exit request (clause 3.4.1): by pass or number, within its own place, and what may be done now.

Whether somebody may go out is not decided here but was signed and put on record; the gate looks whether that holds at
this moment. A number of another gate is as unknown as one that there never was (THREATS A16, A20).
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import and_, bindparam, or_, select

from knowledge.times import DAY
from ledger import exits, gate
from ledger.database import Db
from ledger.exits import Exit, passes
from ledger.exits.filing import is_of
from ledger.exits.times import Trip
from ledger.places import path_end
from ledger.statement import Statement
from ledger.tables import exit_pass, exit_request, place

# How an exit stands at the gate: may go out; is out and may come back; or why not.
Standing = Literal[
    "may_go",
    "is_out",
    "early",
    "used",
    "suspended",
    "unsigned",
    "unrecorded",
    "refused",
    "cancelled",
    "changed",
    "expired",
    "returned",
]
# A number that ended is still known for so long, so that the gate can say why it does not count any more.
_REMEMBERED = 3 * DAY

_IN_SCOPE = (
    select(exit_pass.c.exit_request_id, exit_pass.c.code, exit_pass.c.ended_by)
    .select_from(
        exit_pass.join(
            exit_request,
            and_(is_of(exit_pass.c.exit_request_id), exit_request.c.status != "superseded"),
        ).join(place, place.c.id == exit_request.c.place_id)
    )
    .where(place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
)
_BY_CODE = Statement(
    _IN_SCOPE.where(
        exit_pass.c.code == bindparam("typed"),
        or_(exit_pass.c.ended_at.is_(None), exit_pass.c.ended_at > bindparam("since")),
    )
    .order_by(exit_pass.c.ended_at.is_not(None), exit_pass.c.ended_at.desc())
    .limit(1)
)
_IN_FORCE = Statement(_IN_SCOPE.where(exit_pass.c.ended_at.is_(None)))


@dataclass(frozen=True, slots=True)
class Shown:
    """An exit as it is shown at the gate: its pass, which may have ended (`ended_by`)."""

    exit: Exit
    code: str
    ended_by: str | None = None

    @property
    def called(self) -> str:
        """By what the guard calls it: the pass, or the request's number where there is none."""
        return self.code or self.exit.number


def find(db: Db, typed: str, scope: str, now: int) -> Shown | None:
    """The exit with this pass, or this number of a request (W0121-02), within a gate's place."""
    if not typed.isdigit():
        one = exits.in_scope(db, typed.upper(), scope)
        return None if one is None else Shown(one, passes.code_of(db, one.id) or "")
    row = db.one(_BY_CODE, typed=typed, since=now - _REMEMBERED, low=scope, high=path_end(scope))
    if row is None:
        return None
    one = exits.get_in(db, int(row[0]), scope)
    return None if one is None else Shown(one, str(row[1]), row[2])


def codes_in(db: Db, scope: str) -> dict[int, str]:
    """The passes in force within a scope, by request."""
    return {int(row[0]): str(row[1]) for row in db.all(_IN_FORCE, low=scope, high=path_end(scope))}


def standing(db: Db, shown: Shown, now: int, early: int) -> tuple[Standing, Trip | None]:
    """How an exit stands at a moment, and the trip that it is about; `early`: ms before the hour that somebody may go."""
    one = shown.exit
    if one.status in {"out", "overdue"}:
        return "is_out", Trip(one.out_at or one.leaves_at, one.back_due_at)
    if shown.ended_by == "changed":
        return "changed", None
    match one.status:
        case "pending_approval":
            return "unsigned", one.hours.first
        case "signed":
            return "unrecorded", one.hours.first
        case "refused" | "cancelled" | "expired" | "returned" as ended:
            return ended, None
    return _on_record(db, one, now, early)


def _on_record(db: Db, one: Exit, now: int, early: int) -> tuple[Standing, Trip | None]:
    trip = one.hours.trip_at(now)
    if trip is None:
        return "expired", None
    if one.suspended_at is not None:
        return "suspended", trip
    if now < trip.leaves_at - early:
        return "early", trip
    if any(noted.direction == "out" and noted.at >= trip.leaves_at - early for noted in gate.of_request(db, one.id)):
        return "used", trip
    return "may_go", trip
