"""Writing a backup: the ledger as it is at one moment, table by table, beside a running server.

A line is JSON: first what the backup is of, then the official texts that were imported, then for each table its columns
and its rows, at last how many rows there were.
"""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select

from knowledge.official import shelf as official
from ledger import schema
from ledger.backups.container import BadBackup, Writer
from ledger.keys import Keys
from ledger.tables import metadata

_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup is of: the schema's revision, when it was made (ms UTC), and the installation's keys."""

    schema: str
    made_at: int
    seal_key: str
    hash_key: str

    @property
    def keys(self) -> Keys:
        """The keys that the backup brings along."""
        return Keys(base64.b64decode(self.seal_key), base64.b64decode(self.hash_key))


def make(engine: Engine, keys: Keys, path: Path, passphrase: str, now: int, data_dir: Path) -> int:
    """Write a backup to `path`, where it appears only when it is whole; returns how many rows it holds.

    The official texts in the data folder go along.

    Readers and writers go on meanwhile. Raises WrongSchema where the database is not of this program's schema.
    """
    if not schema.is_current(engine):
        raise schema.WrongSchema("the database is not of this program's schema: start `serve` once")
    head = Head(schema.newest_revision(), now, _text(keys.seal_key), _text(keys.hash_key))
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            writer = Writer(file, passphrase)
            count = 0
            for line, rows in _lines(engine, head, data_dir):
                writer.write(line.encode() + b"\n")
                count += rows
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return count


def sync_folder(folder: Path) -> None:
    """See to it that what was renamed in a folder is so after a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_head(line: bytes) -> Head:
    """The first line of a backup. Raises BadBackup."""
    try:
        return Head(**json.loads(line)["backup"])
    except (ValueError, KeyError, TypeError):
        raise BadBackup("the backup does not begin as this program knows it") from None


def _lines(engine: Engine, head: Head, data_dir: Path) -> Iterator[tuple[str, int]]:
    """Every line, and how many rows are in it."""
    yield _json({"backup": {name: getattr(head, name) for name in head.__slots__}}), 0
    for name, content in official.all_files(data_dir):
        yield _json({"official_text": name, "content": _text(content)}), 0
    total = 0
    with _one_moment(engine) as connection:
        for table in metadata.sorted_tables:
            yield _json({"table": table.name, "columns": [column.name for column in table.columns]}), 0
            for row in _rows(connection, table):
                yield _json(list(row)), 1
                total += 1
    yield _json({"end": total}), 0


def _rows(connection: Connection, table: Table) -> Iterator[tuple[object, ...]]:
    for row in connection.execute(select(table).execution_options(stream_results=True, yield_per=_ROWS_AT_ONCE)):
        yield tuple(row)


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the ledger as it is now for as long as it is open, and holds nobody up."""
    begin = "BEGIN" if engine.dialect.name == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with engine.connect() as connection:
        connection.exec_driver_sql(begin)
        try:
            yield connection
        finally:
            connection.exec_driver_sql("ROLLBACK")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_bytes)


def _bytes(value: object) -> dict[str, str]:
    """Sealed columns and hashes as text."""
    assert isinstance(value, bytes | memoryview)  # nothing else in the tables is not JSON
    return {"b": _text(bytes(value))}


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
