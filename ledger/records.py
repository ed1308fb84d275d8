"""What all records share: ids, versions, the decision that is stored with them, and moves from state to state.

A record's id is that of its first row; a correction adds a row with the next version and marks the one before
`superseded`. A change of state updates the row in force, and only from the state that the caller saw: of two people who
act at once exactly one wins (THREATS I4, F23).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.rules import Decision
from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import number_series

DECISION_COLUMNS = ("rule", "rule_version", "clause", "outcome", "trace")
RECORD_COLUMNS = (
    "original_id",
    "version",
    "status",
    "filed_at",
    "said_at",
    "filed_by_id",
    "filed_by",
    "said_by",
    "via",
    "place_id",
    *DECISION_COLUMNS,
)

# One statement, which waits for whoever took a number before: read first and written then, two would get the same.
_NEXT = Statement(
    *(
        dialect.insert(number_series)
        .values(series=bindparam("series"), last=1)
        .on_conflict_do_update(index_elements=["series"], set_={"last": number_series.c.last + 1})
        .returning(number_series.c.last)
        for dialect in (sqlite, postgresql)
    )
)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def theirs(table: Table, who: str) -> ColumnElement[bool]:
    """Whether a row is about somebody, or the first version of its record was filed by them; `who` is a parameter.

    Each way by an index of its own: an OR over both would read the whole table.
    """
    row, first = table.alias("one_row"), table.alias("its_first")
    about = select(row.c.id).where(row.c.person_id == bindparam(who))
    filed = select(first.c.id).where(first.c.filed_by_id == bindparam(who), first.c.original_id.is_(None))
    corrected = select(row.c.id).where(row.c.original_id.in_(filed))
    return table.c.id.in_(union(about, filed, corrected))


class NoLongerSo(Exception):
    """The record is not in the state that the change starts from: somebody else was first."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A decision as it is kept with the record: what decided, on which ground, with what result and why."""

    rule: str | None = None
    rule_version: str | None = None
    clause: str | None = None
    outcome: str | None = None
    trace: str | None = None

    @classmethod
    def of(cls, decision: Decision) -> "Stored":
        """A rule's decision as it is kept."""
        outcome, trace = compact(dict(decision.outcome)), compact(decision.trace)
        return cls(decision.rule, decision.version, decision.clause, outcome, trace)

    def columns(self) -> dict[str, str | None]:
        """The decision's columns of a record."""
        return {
            "rule": self.rule,
            "rule_version": self.rule_version,
            "clause": self.clause,
            "outcome": self.outcome,
            "trace": self.trace,
        }


@dataclass(frozen=True, slots=True)
class Filing:
    """Who files, when (ms UTC: booked and said) and for which place.

    Where staff file what somebody told them: who said it, and `via` telephone, doorstep or paper.
    """

    filed_at: int
    said_at: int
    filed_by_id: int | None
    filed_by: str
    place_id: int | None
    said_by: str | None = None
    via: str | None = None

    def columns(self) -> dict[str, object]:
        """The filing's columns of a record."""
        return {
            "filed_at": self.filed_at,
            "said_at": self.said_at,
            "filed_by_id": self.filed_by_id,
            "filed_by": self.filed_by,
            "said_by": self.said_by,
            "via": self.via,
            "place_id": self.place_id,
        }


    def of(self, before: Sequence[Any]) -> "Filing":
        """The filing of a record's next version, `before` as `superseding` gives it: what somebody told stays told by them.

        Whoever puts right what is about themselves says it themselves.
        """
        person_id, said_by, via = before
        is_told = self.said_by is None and (person_id is None or person_id != self.filed_by_id)
        return replace(self, said_by=said_by, via=via) if is_told else self


NO_DECISION = Stored()


def compact(value: object) -> str:
    """JSON as the store keeps it: UTF-8, no blanks."""
    return _ENCODER.encode(value)


def superseding(table: Table, *where: ColumnElement[bool]) -> Statement:
    """An update that lets a version in force be superseded; it gives back whose the record is, who said it and how."""
    return Statement(
        update(table)
        .where(*where)
        .values(status="superseded")
        .returning(table.c.person_id, table.c.said_by, table.c.via)
    )


def moving(table: Table, *columns: str) -> Statement:
    """An update of one row in force from `from_status` to `to_status` that also sets the named columns."""
    values: dict[str, object] = {name: bindparam(name) for name in columns}
    return Statement(
        update(table)
        .where(table.c.id == bindparam("row"), table.c.status == bindparam("from_status"))
        .values(status=bindparam("to_status"), **values)
    )


def move(db: Db, statement: Statement, row_id: int, before: str, after: str, **columns: object) -> None:
    """Move a record on; raises NoLongerSo where it is not in the state `before` any more."""
    if not db.run(statement, row=row_id, from_status=before, to_status=after, **columns):
        raise NoLongerSo(f"the record is no longer {before}")


def next_number(db: Db, series: str) -> int:
    """The next number of a series (one a day and kind), without gaps: 1, 2, 3 …"""
    number: int = db.value(_NEXT, series=series)
    return number
