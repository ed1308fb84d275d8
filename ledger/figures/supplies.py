"""Supplies and repairs 物资 (clause 3.4.5): what was asked for in a span, what became of it, what is open and how old."""

from dataclasses import dataclass

from ledger.database import Db
from ledger.figures.span import Row, Span, filed, filed_rows, hours_since, standing, standing_rows
from ledger.supplies.reading import ON_THE_WAY
from ledger.tables import supply_request

_DONE = frozenset({"delivered", "confirmed"})
_NAMES = (
    *("number", "person_id", "name", "group_id", "steps", "status", "urgency", "medicine", "filed_at", "due_at"),
    *("climbed", "accepted_by"),
)
_FILED = filed(supply_request, *_NAMES)
_OPEN = standing(supply_request, ON_THE_WAY, *_NAMES)


@dataclass(frozen=True, slots=True)
class Wanted(Row):
    """A request, or the part of one that is a group's; moments in ms UTC."""

    number: str
    person_id: int | None
    name: str
    group_id: str
    steps: str
    status: str
    urgency: str | None
    medicine: bool
    filed_at: int
    due_at: int | None
    climbed: int
    accepted_by: str | None

    @property
    def is_repair(self) -> bool:
        """Whether something is to be repaired, not brought."""
        return self.steps == "repair"

    @property
    def is_done(self) -> bool:
        """Whether it came, or works again."""
        return self.status in _DONE

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something for it."""
        return self.status in ON_THE_WAY

    def is_late(self, now: int) -> bool:
        """Whether its next step was due before `now` (ms UTC); what has climbed was, and waits for another moment."""
        return self.climbed > 0 or (self.due_at is not None and self.due_at <= now)


@dataclass(frozen=True, slots=True)
class Supplies:
    """`received` in the span; `open` at present, whenever they were filed. `now` is the moment of asking (ms UTC)."""

    received: tuple[Wanted, ...] = ()
    open: tuple[Wanted, ...] = ()
    now: int = 0

    @property
    def done(self) -> tuple[Wanted, ...]:
        """Of those received, what came."""
        return tuple(one for one in self.received if one.is_done)

    @property
    def late(self) -> tuple[Wanted, ...]:
        """Of those open, what is late."""
        return tuple(one for one in self.open if one.is_late(self.now))

    @property
    def oldest_hours(self) -> int | None:
        """For how many hours the oldest open one waits; None where none is open."""
        return hours_since((one.filed_at for one in self.open), self.now)


def of_span(db: Db, scope: str, span: Span) -> Supplies:
    """The supplies of a scope."""
    received = tuple(Wanted(*row) for row in filed_rows(db, _FILED, scope, span))
    still_open = tuple(Wanted(*row) for row in standing_rows(db, _OPEN, scope))
    return Supplies(received, still_open, span.until)
