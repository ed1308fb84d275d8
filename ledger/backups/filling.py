"""Filling an empty database from the lines of a backup, in one transaction that somebody else opened and commits.

The tables are made as the backup's program had them, filled, and brought to this program's schema. Messages that were on
their way are not sent again: nobody knows whether they left after the backup was made (THREATS F25).
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Boolean, Connection, MetaData, Table, bindparam, delete, inspect, or_, text, update

from ledger import audit, schema
from ledger.backups.container import BadBackup
from ledger.backups.dump import Head
from ledger.database import Db
from ledger.outbox import MENU, NOTICE, WAITS_FOR_CONTACT
from ledger.records import compact
from ledger.statement import DialectName, Statement
from ledger.tables import notice, outbox

_ROWS_AT_ONCE = 1_000
_MAY_HAVE_LEFT = or_(
    outbox.c.status == "claimed",
    # Whoever had stopped it may have let it go on.
    (outbox.c.status == "due") & (outbox.c.kind == NOTICE),
    (outbox.c.status == "due") & or_(outbox.c.due_at <= bindparam("now"), outbox.c.error == WAITS_FOR_CONTACT),
)
_DROP_MENUS = Statement(delete(outbox).where(outbox.c.kind == MENU, _MAY_HAVE_LEFT))
_NOT_AGAIN = Statement(
    update(outbox)
    .where(_MAY_HAVE_LEFT)
    .values(status="unknown", error="restored from a backup", settled_at=bindparam("now"), lease=None, lease_until=None)
)
# Who else got it since then nobody knows: the office looks, and lets it go on or does not.
_STOP_NOTICES = Statement(
    update(notice)
    .where(
        or_(notice.c.status == "sending", (notice.c.status == "approved") & (notice.c.send_from <= bindparam("now"))),
        notice.c.stopped_at.is_(None),
    )
    .values(stopped_by="system", stopped_at=bindparam("now"), stopped="restored")
)


def fill(connection: Connection, head: Head, lines: Iterator[bytes], now: int) -> tuple[int, int]:
    """Fill the database; returns how many rows there are, and how many messages are now in doubt. Raises BadBackup."""
    schema.build(connection, head.schema)
    with _references_at_the_end(connection):
        rows = _load(connection, lines)
    schema.build(connection, "head")
    _count_on(connection)
    dialect: DialectName = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    driver = connection.connection.driver_connection
    assert driver is not None  # it is open
    db = Db(driver.cursor(), dialect, head.keys)
    db.run(_DROP_MENUS, now=now)
    in_doubt = db.run(_NOT_AGAIN, now=now)
    db.run(_STOP_NOTICES, now=now)
    detail = compact({"made_at": head.made_at, "rows": rows, "in_doubt": in_doubt})
    audit.note(db, now, None, "system", "restored from a backup", "", detail)
    return rows, in_doubt


def _load(connection: Connection, lines: Iterator[bytes]) -> int:
    tables = MetaData()
    tables.reflect(connection)
    table: Table | None = None
    columns: list[str] = []
    waiting: list[dict[str, object]] = []
    total = 0
    for line in lines:
        content = json.loads(line)
        if isinstance(content, list):
            if table is None or len(content) != len(columns):
                raise BadBackup("the backup has a row that fits no table")
            waiting.append({name: _value(table, name, value) for name, value in zip(columns, content, strict=True)})
            total += 1
            if len(waiting) < _ROWS_AT_ONCE:
                continue
        if waiting and table is not None:
            connection.execute(table.insert(), waiting)
            waiting = []
        if isinstance(content, dict) and "table" in content:
            table, columns = tables.tables.get(content["table"]), content["columns"]
            if table is None or not set(columns) <= set(table.columns.keys()):
                raise BadBackup(f"the backup has a table {content['table']} that its schema does not have")
        elif isinstance(content, dict):
            if content.get("end") != total:
                raise BadBackup("the backup does not hold as many rows as it says")
            return total
    raise BadBackup("the backup ends in the middle")


def _value(table: Table, column: str, value: object) -> object:
    if isinstance(value, dict):
        return base64.b64decode(value["b"])
    # SQLite has no truth values of its own.
    return bool(value) if isinstance(table.columns[column].type, Boolean) and value is not None else value


@contextmanager
def _references_at_the_end(connection: Connection) -> Iterator[None]:
    """Rows may come before those that they refer to (a place before its parent): looked at when all are there."""
    if connection.dialect.name == "sqlite":  # whoever opened the connection has turned them off
        yield
        if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
            raise BadBackup("the backup refers to rows that it does not hold")
        return
    looking = inspect(connection)
    references = [
        (table, str(key["name"])) for table in looking.get_table_names() for key in looking.get_foreign_keys(table)
    ]
    for table, name in references:
        connection.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" DEFERRABLE INITIALLY DEFERRED'))
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, name in references:
        connection.execute(text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" NOT DEFERRABLE'))


def _count_on(connection: Connection) -> None:
    """PostgreSQL numbers rows by itself: it goes on after the last number that is taken."""
    if connection.dialect.name == "sqlite":
        return
    looking = inspect(connection)
    for table in looking.get_table_names():
        if any(column["name"] == "id" and column["autoincrement"] for column in looking.get_columns(table)):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), "
                    f'(SELECT greatest(max(id), 1) FROM "{table}"), (SELECT count(*) > 0 FROM "{table}"))'
                )
            )
