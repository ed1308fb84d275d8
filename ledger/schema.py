"""Bringing the database to this program's schema, once, under a lock, all or nothing (THREATS F26).

Only `serve` migrates; `worker`, `scheduler` and `serve --web-only` wait until the schema is current.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy import exc as sqlalchemy_errors

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number does, as long as nothing else of ours locks it (people's locks are 64-bit hashes).
_LOCK_NUMBER = 4_861_784


class WrongSchema(Exception):
    """The database is of another version than this program; the text says what to do."""


def migrate(engine: Engine) -> None:
    """Bring an empty or older database to the newest schema. Raises WrongSchema for a newer one."""
    with _locked(engine):
        at = current_revision(engine)
        if at == newest_revision():
            return
        if at is not None and at not in _known_revisions():
            raise WrongSchema(f"the database has schema {at}, which this program does not know: use the newer program")
        with transaction(engine) as connection:
            build(connection, "head")


def build(connection: Connection, revision: str) -> None:
    """Bring the database of an open transaction from where it is to a revision that this program knows."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def knows(revision: str) -> bool:
    """Whether this program can read a database, or a backup, of that revision."""
    return revision in _known_revisions()


class State(Enum):
    """What a database is, seen from this program."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def state(engine: Engine) -> State:
    """What the database is; changes nothing, and does not create a SQLite file. Raises SQLAlchemy's errors."""
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return State.NONE
    at = current_revision(engine)
    if at is None:
        return State.NONE
    if at == newest_revision():
        return State.CURRENT
    return State.OLDER if at in _known_revisions() else State.NEWER


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly this program's schema; False also where it cannot be reached."""
    try:
        return current_revision(engine) == newest_revision()
    except sqlalchemy_errors.OperationalError:
        return False


def current_revision(engine: Engine) -> str | None:
    """The schema's revision in the database, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision that this program needs."""
    head = _scripts().get_current_head()
    if head is None:
        raise WrongSchema("the program carries no migrations: install it again")
    return head


def _known_revisions() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


@contextmanager
def _locked(engine: Engine) -> Iterator[None]:
    """Hold the migration lock: a lock file beside a SQLite database, an advisory lock on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        database = engine.url.database
        if not database or database == ":memory:":
            raise WrongSchema("the ledger needs a file, not a database in memory")
        Path(database).parent.mkdir(parents=True, exist_ok=True)
        with open(f"{database}.migration-lock", "w", encoding="ascii") as lock_file:
            fcntl.flock(lock_file, fcntl.LOCK_EX)
            yield
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _LOCK_NUMBER})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _LOCK_NUMBER})


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction around all steps; SQLite's driver is told to begin it, as it runs in autocommit otherwise."""
    with engine.connect() as connection:
        begin = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "BEGIN"
        event.listen(connection, "begin", lambda opened: opened.exec_driver_sql(begin))
        with connection.begin():
            yield connection
