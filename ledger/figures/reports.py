"""What people told of others who break the rules, and rumours that they asked about (clauses 3.4.6, 4.4): counts alone.

Nothing of who told or asked it is read for a figure.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from ledger.database import Db
from ledger.figures.span import Row, Span, filed, filed_rows, standing, standing_rows
from ledger.statement import Statement
from ledger.tables import rumour_check, violation_report

_NAMES = ("status", "due_at", "climbed")
_WAITING = ("open", "taken")
_TOLD = filed(violation_report, *_NAMES, only=(violation_report.c.withdrawn_at.is_(None),))
_NOT_SEEN_TO = standing(violation_report, _WAITING, *_NAMES)
# Whoever asks what was asked before is counted as one who asked, not as one more rumour that waits.
_FIRST: ColumnElement[bool] = rumour_check.c.joined_id.is_(None)
_ASKED = filed(rumour_check, *_NAMES)
_NOT_ANSWERED = standing(rumour_check, _WAITING, *_NAMES, only=(_FIRST,))


@dataclass(frozen=True, slots=True)
class Told(Row):
    """One of them; the deadline in ms UTC."""

    status: str
    due_at: int
    climbed: int


@dataclass(frozen=True, slots=True)
class Reports:
    """`told` and `asked` in the span; `not_seen_to` and `not_answered` at present, whenever they came."""

    told: tuple[Told, ...] = ()
    not_seen_to: tuple[Told, ...] = ()
    asked: tuple[Told, ...] = ()
    not_answered: tuple[Told, ...] = ()


def of_span(db: Db, scope: str, span: Span) -> Reports:
    """Those of a scope (a path); a rumour belongs to the subdistrict as a whole."""

    def came(statement: Statement) -> tuple[Told, ...]:
        return tuple(Told(*row) for row in filed_rows(db, statement, scope, span))

    def stands(statement: Statement) -> tuple[Told, ...]:
        return tuple(Told(*row) for row in standing_rows(db, statement, scope))

    return Reports(came(_TOLD), stands(_NOT_SEEN_TO), came(_ASKED), stands(_NOT_ANSWERED))
