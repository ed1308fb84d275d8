"""Migrations: from nothing to the newest schema, once, all or nothing, and never onto a newer one (THREATS F26)."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from ledger import schema
from ledger.database import create_ledger_engine
from ledger.schema import State, WrongSchema
from ledger.tables import metadata

_PROJECT = Path(__file__).resolve().parent.parent
_MIGRATE = """
import sys
from ledger import schema
from ledger.database import create_ledger_engine
engine = create_ledger_engine(sys.argv[1])
sys.stdin.read(1)
schema.migrate(engine)
"""
# Dies in the middle of its work, as by kill -9, when so many statements have changed the schema.
_DIE = """
import os, signal, sys
from sqlalchemy import Engine, event
from ledger import schema
from ledger.database import create_ledger_engine
left = [int(sys.argv[2])]
def count(connection, cursor, statement, *_):
    left[0] -= statement.split()[0] in {"CREATE", "INSERT"}
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "after_cursor_execute", count)
schema.migrate(create_ledger_engine(sys.argv[1]))
"""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = create_ledger_engine(database_url)
    yield opened
    opened.dispose()


def _program(source: str, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", source, *arguments]
    return subprocess.Popen(command, cwd=_PROJECT, stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def _is_whole(engine: Engine) -> None:
    assert schema.state(engine) is State.CURRENT
    assert schema.is_current(engine)
    assert set(metadata.tables) | {"alembic_version"} == set(inspect(engine).get_table_names())


def test_an_empty_database_becomes_the_newest_and_a_second_time_changes_nothing(engine: Engine) -> None:
    assert schema.state(engine) is State.NONE
    assert not schema.is_current(engine)
    schema.migrate(engine)
    _is_whole(engine)
    schema.migrate(engine)
    _is_whole(engine)


def test_looking_at_a_file_that_is_not_there_does_not_make_it(sqlite_url: str) -> None:
    engine = create_ledger_engine(sqlite_url)
    assert schema.state(engine) is State.NONE
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


def test_the_folder_of_a_new_database_is_made_with_it(tmp_path: Path) -> None:
    engine = create_ledger_engine(f"sqlite:///{tmp_path / 'a' / 'b' / 'hexi.sqlite3'}")
    schema.migrate(engine)
    _is_whole(engine)


def test_what_the_migrations_make_is_what_the_tables_say(engine: Engine) -> None:
    schema.migrate(engine)
    # Alembic cannot read an empty text as a default of SQLite; the other database shows that they agree.
    options = {"compare_type": True, "compare_server_default": engine.dialect.name == "postgresql"}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_reports_that_were_open_before_there_were_deadlines_get_one(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_PROJECT / "ledger" / "migrations"))
    filing = (
        "INSERT INTO return_report (version, status, filed_at, said_at, filed_by, number, name, origin_name, stays,"
    )
    filing += " arrive_date, confirmed_by) VALUES (1, :status, 1000, 1000, '王阿姨', 'F1', '王阿姨', '沈阳市', '[]',"
    filing += " '2022-01-22', :confirmed_by)"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for status, confirmed_by in (("submitted", None), ("arrived", "李强"), ("cancelled", None)):
            connection.execute(text(filing), {"status": status, "confirmed_by": confirmed_by})
    schema.migrate(engine)
    with engine.connect() as connection:
        due = connection.execute(text("SELECT due_at, climbed FROM return_report ORDER BY id")).all()
    assert [tuple(row) for row in due] == [(7_201_000, 0), (None, 0), (None, 0)]


def test_answers_to_tap_that_stood_in_clear_are_gone_and_what_they_stood_under_stays(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_PROJECT / "ledger" / "migrations"))
    message = "INSERT INTO outbox (key, openid, kind, body_sealed, menu, about, status, queued_at, due_at)"
    message += " VALUES (:key, 'o', :kind, :body, :menu, 'x', 'due', 1, 1)"
    given = {"body": b"sealed", "menu": '[["record:1", "张伟"]]'}
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0015")
        for kind in ("menu", "alert"):
            connection.execute(text(message), {"key": f"the {kind}", "kind": kind, **given})
    schema.migrate(engine)
    with engine.connect() as connection:
        left = [tuple(row) for row in connection.execute(text("SELECT * FROM outbox")).all()]
    assert ["the alert" in row for row in left] == [True]
    assert "张伟" not in repr(left)


def test_what_waited_or_was_in_doubt_before_it_was_counted_is_still_known(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_PROJECT / "ledger" / "migrations"))
    message = "INSERT INTO outbox (key, openid, kind, body_sealed, about, status, queued_at, due_at, attempts, error)"
    message += " VALUES (:error, 'o', 'reminder', :body, 'x', 'due', 7, 9, 1, :error)"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0025")
        for error in ("waits for the next contact", "unknown -1", "retry -1000"):
            connection.execute(text(message), {"body": b"sealed", "error": error})
    schema.migrate(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT error, doubts, waited_from FROM outbox ORDER BY error")).all()
    assert [tuple(row) for row in rows] == [
        ("retry -1000", 0, None),
        ("unknown -1", 1, None),
        ("waits for the next contact", 0, 7),
    ]


def test_the_guards_shifts_of_before_are_shifts_at_their_gate_going_on_or_over(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_PROJECT / "ledger" / "migrations"))
    place = "INSERT INTO place (id, kind, name, address, path) VALUES (1, 'subdistrict', '', '', '1.')"
    shift = "INSERT INTO duty_log (place_id, start_at, end_at, text, filed_at, filed_by, filed_by_id)"
    shift += " VALUES (1, 5, :end, '', 7, '老马', :who)"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0029")
        connection.execute(text(place))
        for who, end in ((1, 6), (1, None), (2, None)):
            connection.execute(text(shift), {"who": who, "end": end})
    schema.migrate(engine)
    columns = "version, status, said_at, kind, post, person, start_at, end_at"
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT {columns} FROM duty_log ORDER BY id")).all()
    common = (7, "shift", "gate_guard", "老马", 5)
    assert [tuple(row) for row in rows] == [
        (1, "ended", *common, 6),
        (1, "on_duty", *common, None),
        (1, "on_duty", *common, None),
    ]


def test_two_that_start_at_once_do_not_get_into_each_others_way(engine: Engine, database_url: str) -> None:
    programs = [_program(_MIGRATE, database_url) for _ in range(2)]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"!")
        program.stdin.flush()
    for program in programs:
        _, said = program.communicate(timeout=60)
        assert program.returncode == 0, said.decode()
    _is_whole(engine)


@pytest.mark.parametrize("after", [5, 30])
def test_whoever_is_killed_in_the_middle_leaves_the_old_schema(engine: Engine, database_url: str, after: int) -> None:
    killed = _program(_DIE, database_url, str(after))
    killed.communicate(timeout=60)
    assert killed.returncode == -9
    assert schema.state(engine) is State.NONE
    assert inspect(engine).get_table_names() == []
    schema.migrate(engine)
    _is_whole(engine)


def test_a_schema_of_a_newer_program_is_refused_and_left_alone(engine: Engine) -> None:
    schema.migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_next_year'"))
    assert schema.state(engine) is State.NEWER
    assert not schema.is_current(engine)
    with pytest.raises(WrongSchema, match="from_next_year"):
        schema.migrate(engine)
    assert schema.current_revision(engine) == "from_next_year"


def test_a_ledger_in_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongSchema, match="file"):
        schema.migrate(create_ledger_engine("sqlite://"))


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="SQLite or PostgreSQL"):
        create_ledger_engine("mysql://localhost/hexi")


def test_a_server_that_cannot_be_reached_is_not_current() -> None:
    assert not schema.is_current(create_ledger_engine("postgresql://hexi@127.0.0.1:1/hexi"))
