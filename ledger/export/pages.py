"""How records are read for print: page by page in the order of their rows, seen through a view that may mask.

Every page begins with the same eleven columns: the row's number, and what each record has (lines_of_records.Line).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, func, literal, null, or_, select
from sqlalchemy.sql.selectable import FromClause

from knowledge.times import iso
from ledger import places
from ledger.database import Db
from ledger.export.lines_of_records import Line
from ledger.statement import Statement
from ledger.tables import place

Row = tuple[Any, ...]
# What Line begins with: id, version, filed_at, filed_by, said_by, via, status, rule, rule_version, clause.
Head = tuple[int, int, str, str, str | None, str | None, str, str | None, str | None, str | None]

_BATCH = 500
_HEAD_COLUMNS = 11
_OF_FILINGS = ("version", "filed_at", "filed_by", "said_by", "via", "status", "rule", "rule_version", "clause")
_MOBILE = re.compile(r"(?<![0-9])(1[0-9]{2})[0-9]{4}([0-9]{4})(?![0-9])")
_GRIDS = Statement(select(place.c.id, place.c.name).where(place.c.kind == "grid"))


@dataclass(slots=True)
class View:
    """What is to be seen of the ledger: from when (ms UTC), replaced versions too or not, phones in clear or not."""

    db: Db
    since: int = 0
    versions: bool = False
    unmasked: bool = False
    _grids: dict[int, str] = field(default_factory=dict)

    def phone(self, sealed: bytes | None, column: bytes) -> str | None:
        """A sealed phone, 138****1234 unless unmasked."""
        if not sealed:
            return None
        clear = self.db.keys.unseal(bytes(sealed), column)
        if self.unmasked:
            return clear
        return f"{clear[:3]}****{clear[-4:]}" if len(clear) > 7 else "****"

    def text(self, sealed: bytes, column: bytes) -> str:
        """A sealed text; phones that somebody wrote into it are masked unless unmasked."""
        clear = self.db.keys.unseal(bytes(sealed), column)
        return clear if self.unmasked else masked(clear)

    def grid(self, path: str) -> str | None:
        """The name of the grid in which a place lies."""
        if not self._grids:
            self._grids = {row[0]: row[1] for row in self.db.all(_GRIDS)}
        return next((self._grids[one] for one in places.ancestor_ids(path) if one in self._grids), None)


def masked(text: str) -> str:
    """A text in which each phone is 138****1234."""
    return _MOBILE.sub(r"\1****\2", text)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record is read from: its pages, and what makes a line of a row's own columns."""

    page: Statement
    line: Callable[[Head, Row, View], Line]

    def lines(self, view: View) -> Iterator[Line]:
        """Every record in view, the first filed first."""
        after = 0
        while True:
            rows = view.db.all(self.page, after=after, since=view.since, versions=int(view.versions), limit=_BATCH)
            for row in rows:
                yield self.line(_head(row), row[_HEAD_COLUMNS:], view)
            if len(rows) < _BATCH:
                return
            after = rows[-1][0]


@dataclass(frozen=True, slots=True)
class Both:
    """A record whose replaced versions are kept apart: what is in force first."""

    now: Source
    before: Source

    def lines(self, view: View) -> Iterator[Line]:
        """Every record in view."""
        yield from self.now.lines(view)
        if view.versions:
            yield from self.before.lines(view)


def filings(table: Table, *own: ColumnElement[Any], source: FromClause | None = None) -> Statement:
    """Pages of filings: those in force, or with `versions` all."""
    head = (
        func.coalesce(table.c.original_id, table.c.id).label("record"),
        *(table.c[name] for name in _OF_FILINGS),
    )
    in_force = replaced_too(table.c.status != "superseded")
    return _pages(table, table.c.filed_at, (*head, *own), source, in_force)


def notes(
    table: Table,
    at: ColumnElement[Any],
    by: ColumnElement[Any],
    status: ColumnElement[Any],
    *own: ColumnElement[Any],
    source: FromClause | None = None,
    decided: bool = False,
    record: ColumnElement[Any] | None = None,
    version: ColumnElement[Any] | None = None,
    in_force: ColumnElement[bool] | None = None,
) -> Statement:
    """Pages of what is told to nobody; `decided`: the table keeps what a rule decided.

    With `version` (and the `record` that it is of) its own versions, else one; only what is `in_force`.
    """
    first = (table.c.id if record is None else record, literal(1) if version is None else version)
    head = (first[0].label("record"), first[1].label("version"), at, by)
    names = ("rule", "rule_version", "clause")
    rule = [table.c[name] if decided else null().label(name) for name in names]
    columns = (*head, null().label("said_by"), null().label("via"), status, *rule, *own)
    return _pages(table, at, columns, source, *([] if in_force is None else [in_force]))


def replaced_too(in_force: ColumnElement[bool]) -> ColumnElement[bool]:
    """What is in force, or everything where versions are to be seen."""
    return or_(in_force, bindparam("versions") == 1)


def _pages(
    table: Table,
    at: ColumnElement[Any],
    columns: tuple[ColumnElement[Any], ...],
    source: FromClause | None,
    *conditions: ColumnElement[bool],
) -> Statement:
    return Statement(
        select(table.c.id, *columns)
        .select_from(table if source is None else source)
        .where(table.c.id > bindparam("after"), at >= bindparam("since"), *conditions)
        .order_by(table.c.id)
        .limit(bindparam("limit"))
    )


def _head(row: Row) -> Head:
    _, record, version, filed_at, filed_by, *rest = row[:_HEAD_COLUMNS]
    said_by, via, status, rule, rule_version, clause = rest
    return record, version, iso(filed_at), filed_by, said_by, via, status, rule, rule_version, clause
