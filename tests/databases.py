"""Ledgers on a PostgreSQL for the tests: copied from one that was migrated, and emptied after a test for the next one.

A copy costs the server hundreds of files, emptying it some milliseconds. Whatever a test wrote, altered or left open
is gone for the next one: its numbers begin at 1 again, and a database of which the tables are no longer what they
were is thrown away.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import URL

from ledger import schema
from ledger.database import create_ledger_engine
from ledger.tables import metadata

_CUT = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# What refers to others goes first; the version of the schema stays, and is looked at instead.
_EMPTY = ";".join(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables))
_NUMBER_ANEW = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
    " FROM pg_sequences WHERE last_value IS NOT NULL"
)
# Any CREATE, ALTER, TRUNCATE or ANALYZE leaves its mark in one of these.
_CATALOGUES = ("pg_class", "pg_attribute", "pg_constraint", "pg_proc", "pg_trigger", "pg_statistic")
_LOOKS = "SELECT (SELECT array_agg(version_num) FROM alembic_version), " + ", ".join(
    f"(SELECT (count(*), max(xmin::text::bigint))::text FROM {one})" for one in _CATALOGUES
)


@contextmanager
def database(server: URL, like: str = "template0") -> Iterator[URL]:
    """A new database on the server, a copy of another one, dropped again at the end."""
    name = f"hexi_test_{uuid.uuid4().hex}"
    with psycopg.connect(plain(server), autocommit=True) as connection:
        connection.execute(
            SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(*map(Identifier, (name, like)))
        )
    yield server.set(database=name)
    with psycopg.connect(plain(server), autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def plain(url: URL) -> str:
    """The address as PostgreSQL's own driver takes it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def migrate(url: str) -> None:
    """Bring the database to the current schema."""
    engine = create_ledger_engine(url)
    schema.migrate(engine)
    engine.dispose()


class Ledgers:
    """Hands out one empty ledger at a time, the same one as long as it stays what it was."""

    def __init__(self, server: URL, like: str) -> None:
        """`like` is the name of a migrated database on the server, which nobody uses."""
        self._server = server
        self._like = like
        self._kept: _Kept | None = None

    @contextmanager
    def lent(self) -> Iterator[URL]:
        """An empty ledger, for one test."""
        if self._kept is None:
            self._kept = _Kept(self._server, self._like)
        try:
            yield self._kept.url
        finally:
            if not self._kept.emptied():
                self.close()

    def close(self) -> None:
        """Drop what is kept."""
        if self._kept is not None:
            self._kept.drop()
            self._kept = None


class _Kept:
    """One database that is used again and again, and the connection that empties it."""

    def __init__(self, server: URL, like: str) -> None:
        self._database = database(server, like)
        self.url = self._database.__enter__()
        self._connection: psycopg.Connection[Any] = self._connect()
        self._looked = self._looks()

    def emptied(self) -> bool:
        """Cut off who is still connected and take away what was written; False where it is not what it was."""
        try:
            self._empty()
        except psycopg.OperationalError:  # a test cut everybody off, or let the server crash
            self._connection.close()
            self._connection = self._connect()
            self._empty()
        return self._looks() == self._looked

    def drop(self) -> None:
        """Away with it."""
        self._connection.close()
        self._database.__exit__(None, None, None)

    def _connect(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(plain(self.url), autocommit=True)

    def _empty(self) -> None:
        for words in (_CUT, _EMPTY, _NUMBER_ANEW):
            self._connection.execute(words)

    def _looks(self) -> tuple[Any, ...] | None:
        return self._connection.execute(_LOOKS).fetchone()
