"""Exits of sealed places 外出 (clause 3.4.1): what was asked in a span and how it stands, who is outside, who is late.

What was asked for is what was agreed to and what was not: refused, taken back, run out, or still waiting. Whoever was let
out in an emergency asked nobody and is counted apart.
"""

from dataclasses import dataclass

from ledger.database import Db
from ledger.figures.span import Row, Span, filed, filed_rows, standing, standing_rows
from ledger.tables import exit_request

EMERGENCY = "emergency"
_AGREED = frozenset({"signed", "on_record", "out", "overdue", "returned"})
_NAMES = ("number", "person_id", "name", "kind", "reason", "status", "signed_at", "recorded_at", "filed_at")
_FILED = filed(exit_request, *_NAMES)
_WAITING = standing(exit_request, ("pending_approval",), *_NAMES)
_TO_RECORD = standing(exit_request, ("signed",), *_NAMES)
_OUTSIDE = standing(exit_request, ("out", "overdue"), *_NAMES)


@dataclass(frozen=True, slots=True)
class Going(Row):
    """An exit as it stands; moments in ms UTC."""

    number: str
    person_id: int | None
    name: str
    kind: str
    reason: str
    status: str
    signed_at: int | None
    recorded_at: int | None
    filed_at: int

    @property
    def is_agreed(self) -> bool:
        """Whether it was signed, whatever came after that."""
        return self.status in _AGREED or self.signed_at is not None


@dataclass(frozen=True, slots=True)
class Exits:
    """`asked` and `emergencies` of the span; `waiting` for a signature, `to_record` and `outside` at present."""

    asked: tuple[Going, ...] = ()
    emergencies: tuple[Going, ...] = ()
    waiting: tuple[Going, ...] = ()
    to_record: tuple[Going, ...] = ()
    outside: tuple[Going, ...] = ()

    @property
    def agreed(self) -> tuple[Going, ...]:
        """Of those asked for, what was signed."""
        return tuple(one for one in self.asked if one.is_agreed)

    @property
    def not_agreed(self) -> tuple[Going, ...]:
        """Of those asked for, what was not signed, for whatever reason."""
        return tuple(one for one in self.asked if not one.is_agreed)

    @property
    def overdue(self) -> tuple[Going, ...]:
        """Of those outside, who should be back."""
        return tuple(one for one in self.outside if one.status == "overdue")


def of_span(db: Db, scope: str, span: Span) -> Exits:
    """The exits of a scope."""
    filed_then = [Going(*row) for row in filed_rows(db, _FILED, scope, span)]
    waiting, to_record, outside = (
        tuple(Going(*row) for row in standing_rows(db, statement, scope))
        for statement in (_WAITING, _TO_RECORD, _OUTSIDE)
    )
    return Exits(
        asked=tuple(one for one in filed_then if one.kind != EMERGENCY),
        emergencies=tuple(one for one in filed_then if one.kind == EMERGENCY),
        waiting=waiting,
        to_record=to_record,
        outside=outside,
    )
