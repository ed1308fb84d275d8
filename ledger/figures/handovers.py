"""What people brought to a person 转人工, complaints among them, and alerts: what came, what waits and for how long.

Despair and violence stay with the group whose duty they are (DESIGN 6.15): they are in none of these.
"""

from dataclasses import dataclass

from ledger.alerts import KEPT_CLOSE
from ledger.database import Db
from ledger.figures.span import Row, Span, filed, filed_rows, hours_since, standing, standing_rows
from ledger.handovers import COMPLAINT
from ledger.tables import alert, human_handover

_NAMES = ("group_id", "status", "reason", "filed_at", "due_at", "climbed")
_ASKED = ("filed_by_id", "filed_by", *_NAMES)
_FILED = filed(human_handover, *_ASKED)
_WAITING = standing(human_handover, ("open", "taken"), *_ASKED)
_RAISED = ("filed_by_id", "person", *_NAMES)
_ALERTS = filed(alert, *_RAISED, only=(~KEPT_CLOSE,))
_ALERTS_OPEN = standing(alert, ("sent",), *_RAISED, only=(~KEPT_CLOSE,))


@dataclass(frozen=True, slots=True)
class Brought(Row):
    """A question, a complaint or an alert: about whom or from whom, whose it is; moments in ms UTC."""

    filed_by_id: int | None
    name: str | None
    group_id: str
    status: str
    reason: str | None
    filed_at: int
    due_at: int
    climbed: int

    def is_late(self, now: int) -> bool:
        """Whether it was to be taken before `now` (ms UTC); what has climbed was, and waits for another moment."""
        return self.climbed > 0 or self.due_at <= now


@dataclass(frozen=True, slots=True)
class Waiting:
    """`came` in the span; `open` at present, whenever they came. `now` is the moment of asking (ms UTC)."""

    came: tuple[Brought, ...] = ()
    open: tuple[Brought, ...] = ()
    now: int = 0

    @property
    def late(self) -> tuple[Brought, ...]:
        """Of those open, what was to be taken by now."""
        return tuple(one for one in self.open if one.is_late(self.now))

    @property
    def oldest_hours(self) -> int | None:
        """For how many hours the oldest open one waits; None where none is open."""
        return hours_since((one.filed_at for one in self.open), self.now)


def of_span(db: Db, scope: str, span: Span) -> Waiting:
    """The handovers and complaints of a scope; one that was taken is open where it is a complaint not seen to yet."""
    came = tuple(Brought(*row) for row in filed_rows(db, _FILED, scope, span))
    waiting = (Brought(*row) for row in standing_rows(db, _WAITING, scope))
    return Waiting(came, tuple(one for one in waiting if one.status == "open" or one.reason == COMPLAINT), span.until)


def alerts_of_span(db: Db, scope: str, span: Span) -> Waiting:
    """The alerts of a scope."""
    came = tuple(Brought(*row) for row in filed_rows(db, _ALERTS, scope, span))
    return Waiting(came, tuple(Brought(*row) for row in standing_rows(db, _ALERTS_OPEN, scope)), span.until)
