"""Tests on PostgreSQL share a database one after the other: none finds what another has written, altered or left open."""

from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL

from ledger import Db, Ledger, people
from ledger.keys import load_or_create
from tests import databases

_NUMBERED = "INSERT INTO number_series (series, last) VALUES ('one', 1)"


def names(url: URL) -> list[str]:
    with psycopg.connect(databases.plain(url)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM person").fetchall()]


def file_somebody(db: Db) -> int:
    return people.add(db, name="王秀英", phone="13800001111", place_id=None, now=0, filed_by="test")


def test_what_was_written_is_gone_and_numbers_begin_anew(postgres_ledgers: databases.Ledgers, tmp_path: Path) -> None:
    given = []
    for _ in range(2):
        with postgres_ledgers.lent() as url:
            assert names(url) == []
            ledger = Ledger(url.render_as_string(hide_password=False), load_or_create(tmp_path))
            given.append((url, ledger.transact(file_somebody)))
            assert names(url) == ["王秀英"]
            ledger.close()
    assert given[0] == given[1]


@pytest.mark.parametrize(
    "altering",
    [
        pytest.param("ALTER TABLE person ADD COLUMN more text", id="a column more"),
        pytest.param("ALTER TABLE person ALTER COLUMN name DROP NOT NULL", id="a rule less"),
        pytest.param("DROP INDEX ix_person_name", id="an index less"),
        pytest.param("CREATE TABLE more (id int)", id="a table more"),
        pytest.param(f"{_NUMBERED}; ANALYZE number_series", id="other ways to look things up"),
        pytest.param("UPDATE alembic_version SET version_num = '0001'", id="an older schema"),
    ],
)
def test_what_was_altered_is_not_lent_again(postgres_ledgers: databases.Ledgers, altering: str) -> None:
    with postgres_ledgers.lent() as first, psycopg.connect(databases.plain(first)) as connection:
        connection.execute(altering)
    with postgres_ledgers.lent() as second:
        assert second != first
        assert names(second) == []


def test_whoever_is_still_connected_is_cut_off(postgres_ledgers: databases.Ledgers) -> None:
    with postgres_ledgers.lent() as first:
        left_open = psycopg.connect(databases.plain(first))
        left_open.execute("LOCK TABLE person")
    with postgres_ledgers.lent() as second:
        assert second == first
        assert names(second) == []
    with closing(left_open), pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")


def test_after_everybody_was_cut_off_it_is_emptied_all_the_same(postgres_ledgers: databases.Ledgers) -> None:
    with postgres_ledgers.lent() as first, psycopg.connect(databases.plain(first), autocommit=True) as connection:
        connection.execute(_NUMBERED)
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    with postgres_ledgers.lent() as second, psycopg.connect(databases.plain(second)) as connection:
        assert connection.execute("SELECT count(*) FROM number_series").fetchone() == (0,)
