"""Where a backup is put: a database that is empty or may be replaced, and that nobody is using meanwhile."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, event, func, inspect, select, text

from ledger import schema
from ledger.backups.dump import sync_folder
from ledger.database import create_ledger_engine
from ledger.tables import inbox, person

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)

_PATIENCE_SECONDS = 2.0


class InTheWay(Exception):
    """Something is there already, or uses the database; the text says what to do. Nothing was changed."""


def is_empty(engine: Engine) -> bool:
    """Whether there is no database yet, or one in which nobody has said or registered anything."""
    if schema.state(engine) is schema.State.NONE:
        return True
    with engine.connect() as connection:
        known = set(inspect(connection).get_table_names())
        return not any(
            connection.execute(select(func.count()).select_from(table)).scalar()
            for table in (inbox, person)
            if table.name in known
        )


@contextmanager
def emptied(url: str, at_last: Callable[[], None]) -> Iterator[Connection]:
    """An empty database to fill, which takes the place of the one before when the block ends well; else nothing happens.

    `at_last` is called just before that moment: what must be on disk when the new database is there. Raises InTheWay
    where somebody uses the one before.
    """
    engine = create_ledger_engine(url)
    try:
        with (
            _sqlite(engine, at_last) if engine.dialect.name == "sqlite" else _postgresql(engine, at_last) as connection
        ):
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _postgresql(engine: Engine, at_last: Callable[[], None]) -> Iterator[Connection]:
    """All in one transaction: what was there is dropped in it, and is there again where it is not committed."""
    _wait_until_alone(engine)
    with schema.transaction(engine) as connection:
        before = MetaData()
        before.reflect(connection)
        before.drop_all(connection)
        yield connection
        at_last()


def _wait_until_alone(engine: Engine) -> None:
    """A service that was stopped this moment may be on the server's list for a little longer."""
    until = time.monotonic() + _PATIENCE_SECONDS
    with engine.connect() as connection:
        while connection.execute(_OTHERS).scalar():
            if time.monotonic() > until:
                raise InTheWay("somebody is connected to the database: stop the service on all hosts first")
            time.sleep(0.1)


@contextmanager
def _sqlite(engine: Engine, at_last: Callable[[], None]) -> Iterator[Connection]:
    """A file beside the database, which takes its place by being renamed."""
    place = Path(engine.url.database or "")
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.restoring")
    _close_down(place)
    _remove(draft)
    filling = create_ledger_engine(f"sqlite:///{draft}")
    # While it is filled rows may refer to later ones; in what order does not matter, nobody else sees it.
    event.listen(filling, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    try:
        with schema.transaction(filling) as connection:
            yield connection
        _close_down(draft)
        _sync(draft)
        _close_down(place)  # nobody has begun to use it meanwhile
        at_last()
        os.replace(draft, place)
        sync_folder(place.parent)
    finally:
        filling.dispose()
        _remove(draft)


def _close_down(database: Path) -> None:
    """Bring a SQLite database into one file, without a log beside it that would be taken for the next one's."""
    if not database.exists():
        return
    connection = sqlite3.connect(database, timeout=1.0)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError:
        raise InTheWay(f"somebody uses {database}: stop the service first") from None
    finally:
        connection.close()


def _sync(file: Path) -> None:
    with open(file, "rb") as opened:
        os.fsync(opened.fileno())


def _remove(draft: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        draft.with_name(draft.name + ending).unlink(missing_ok=True)
