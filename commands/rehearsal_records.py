"""Records of the ledger, found by what their rows have and shown as `ledger RECORD` prints them, in Chinese words."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Table, bindparam, func, literal, null, or_, select

from commands.rehearsal_labels import in_chinese, word
from knowledge.plan import the_plan
from ledger import Db, export
from ledger.export.pages import View
from ledger.statement import Statement
from ledger.tables import metadata

# Of a record and its version: the trace that is kept with the decision.
Found = dict[tuple[int, int], str | None]

# What a person sees as a record; the others are shown elsewhere (what was sent) or are about the installation.
RECORDS = tuple(name for name in export.RECORDS if name not in {"delivery", "audit", "announcement"})
_OF_EVERY_RECORD = frozenset({"id", "version", "status", "rule", "rule_version", "clause", "number"})
_SHOWN_FIRST = ("filed_at", "filed_by", "said_by", "via")
# Times that do not say when the row was written.
_NOT_WRITTEN_AT = frozenset({"said_at", "due_at", "leaves_at", "back_due_at", "expires_at", "countersign_due_at"})

Condition = Callable[[Table], Iterable[ColumnElement[bool]]]


def written_at(db: Db, moment: int) -> dict[str, Found]:
    """Every record of which something was written at this moment (ms UTC)."""
    return _find(db, _written_at, moment=moment)


def of_person(db: Db, person_id: int, openid: str) -> dict[str, Found]:
    """Every record that somebody filed or noted, that is about them, or that came from their account."""
    return _find(db, _of_person, whose=person_id, openid=openid)


def of_name(db: Db, name: str) -> dict[str, Found]:
    """Every record that names somebody so."""
    return _find(db, _of_name, name=name)


def about(db: Db, record: str, number: int) -> dict[str, Found]:
    """Every alert and task about a record."""
    return _find(db, _about, matter=f"{record}:{number}")


def shown(db: Db, found: Mapping[str, Found]) -> Iterator[dict[str, object]]:
    """What was found, the first filed first of each kind."""
    for record in RECORDS:
        rows = found.get(record)
        if not rows:
            continue
        for line in export.lines(record, View(db, versions=True)):
            place = (line["id"], line["version"])
            if place in rows:
                yield _shown(record, line, rows[place])


def _shown(record: str, line: Mapping[str, Any], trace: str | None) -> dict[str, object]:
    clause = line["clause"]
    fields = {name: line[name] for name in _SHOWN_FIRST if line.get(name)}
    fields |= {name: value for name, value in line.items() if name not in {*_OF_EVERY_RECORD, *_SHOWN_FIRST}}
    cited = the_plan().clauses.get(clause) if clause else None
    return {
        "record": record,
        "label": word("record", record),
        "id": line["id"],
        "number": line.get("number"),
        "version": line["version"],
        "status": line["status"],
        "status_label": word("status", line["status"]),
        "fields": in_chinese(fields),
        "rule": line["rule"],
        "rule_version": line["rule_version"],
        "clause": clause,
        "clause_text": cited.statement if cited else None,
        "announcement": line.get("announcement"),
        "trace": _sentences(trace),
    }


def _sentences(trace: str | None) -> list[str]:
    kept = json.loads(trace) if trace else []
    return [str(one) for one in kept] if isinstance(kept, list) else [str(kept)]


def _find(db: Db, condition: Condition, **params: object) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for record in RECORDS:
        statement = _statement(record, condition)
        rows = db.all(statement, **params) if statement is not None else []
        if rows:
            found[record] = {(number, version): trace for number, version, trace in rows}
    return found


@cache
def _statement(record: str, condition: Condition) -> Statement | None:
    """Number, version and trace of the rows for which one of the conditions holds; None where none applies."""
    table = metadata.tables[record]
    conditions = tuple(condition(table))
    if not conditions:
        return None
    columns = table.c
    number: ColumnElement[Any] = columns.id
    if "original_id" in columns:
        number = func.coalesce(columns.original_id, columns.id)
    version = columns.version if "version" in columns else literal(1)
    trace = columns.trace if "trace" in columns else null()
    return Statement(select(number.label("number"), version, trace.label("trace")).where(or_(*conditions)))


def _written_at(table: Table) -> Iterator[ColumnElement[bool]]:
    for column in table.c:
        is_time = column.name == "at" or column.name.endswith("_at")
        if is_time and isinstance(column.type, BigInteger) and column.name not in _NOT_WRITTEN_AT:
            yield column == bindparam("moment")


def _of_person(table: Table) -> Iterator[ColumnElement[bool]]:
    if table.name == "person":
        yield table.c.id == bindparam("whose")
    for name in ("person_id", "filed_by_id", "noted_by_id"):
        if name in table.c:
            yield table.c[name] == bindparam("whose")
    if "openid" in table.c:
        yield table.c.openid == bindparam("openid")


def _of_name(table: Table) -> Iterator[ColumnElement[bool]]:
    for name in ("name", "person", "filed_by"):
        if name in table.c:
            yield table.c[name] == bindparam("name")


def _about(table: Table) -> Iterator[ColumnElement[bool]]:
    if "about" in table.c:
        yield table.c.about == bindparam("matter")
