"""What the tests share: real servers, and a database of its own for each test.

HEXI_TEST_POSTGRES_URL and HEXI_TEST_REDIS_URL name servers that are there already: the tests create and drop
databases on the one and empty those of the other. Without them both are started here (tests.servers). A test
that needs a server which does not start fails; skipped are the tests of the pages alone, where there is no Chromium.

A transcript is played on both kinds of database, the further wordings of the same transcript on SQLite alone: they differ
in what is understood, which no database takes part in. Where the rows of a table differ in what is looked up, the test is
marked `both_databases`; whoever asks for a `ledger` or a `ledger_url` itself has both in any case.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
import redis
from sqlalchemy.engine import URL, make_url

from ledger import Ledger
from ledger.keys import load_or_create
from tests import databases, servers
from tests.talking import Talk, talking

_NAME_CHARACTERS = 40


def pytest_configure() -> None:
    """Let `tmp_path` be in memory; `disk_path` is for tests that are about what reached the disk."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", servers.quick_folder())
    # The first text of a property loads the lists, and a busy machine is slow; a text that takes longer than this is stuck.
    hypothesis.settings.register_profile("patient", hypothesis.settings.default, deadline=timedelta(seconds=30))
    hypothesis.settings.load_profile("patient")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a row by the beginning of a text, not by all of it: every process of tests tells every name of every test."""
    if isinstance(val, str | bytes) and len(val) > _NAME_CHARACTERS:
        return ascii(val[:_NAME_CHARACTERS])
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the further wordings of a transcript on PostgreSQL (above)."""
    played = set[str]()
    kept, left = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        (left if _is_further_wording(item, played) else kept).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def _is_further_wording(item: pytest.Item, played: set[str]) -> bool:
    """Whether its transcript is one of those `played` on PostgreSQL already; it is one of them afterwards."""
    row = getattr(item, "callspec", None)
    if not isinstance(item, pytest.Function) or row is None or row.params.get("ledger_url") != "postgresql":
        return False
    if "talk" not in item.fixturenames or item.get_closest_marker("both_databases"):
        return False
    transcript = item.nodeid.partition("[")[0]
    before = transcript in played
    played.add(transcript)
    return before


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL on which databases may be created."""
    given = os.environ.get("HEXI_TEST_POSTGRES_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with servers.postgres() as url:
        yield make_url(url)


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database, this test's own."""
    with databases.database(postgres_server) as database:
        yield database.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A Redis that the tests may empty."""
    given = os.environ.get("HEXI_TEST_REDIS_URL")
    if given:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        yield urlsplit(given)._replace(path=f"/{worker}").geturl()  # a database for each process of tests
        return
    with servers.redis_server() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of an empty Redis database."""
    with redis.Redis.from_url(redis_server) as connection:
        connection.flushdb()
    return redis_server


@pytest.fixture
def disk_path() -> Iterator[Path]:
    """An empty folder on the disk, this test's own."""
    with tempfile.TemporaryDirectory(prefix="hexi-test-") as name:
        yield Path(name)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder, this test's own."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def sqlite_url(data_dir: Path) -> str:
    """The SQLAlchemy URL of a SQLite file that is not there yet, this test's own."""
    return f"sqlite:///{data_dir / 'hexi.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind: a test that asks for it runs on both."""
    chosen: str = request.getfixturevalue(
        {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    )
    return chosen


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the current schema, to be copied: copying is quicker than migrating."""
    path = tmp_path_factory.mktemp("migrated") / "hexi.sqlite3"
    databases.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: URL) -> Iterator[str]:
    """The name of a database on PostgreSQL with the current schema, to be copied."""
    with databases.database(postgres_server) as migrated:
        databases.migrate(migrated.render_as_string(hide_password=False))
        yield str(migrated.database)


@pytest.fixture(scope="session")
def postgres_ledgers(postgres_server: URL, migrated_postgres: str) -> Iterator[databases.Ledgers]:
    """Lends ledgers on PostgreSQL, empty and with the current schema."""
    ledgers = databases.Ledgers(postgres_server, like=migrated_postgres)
    yield ledgers
    ledgers.close()


@pytest.fixture
def postgres_copy_url(postgres_server: URL, migrated_postgres: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with the current schema for this test alone, which may do anything to it."""
    with databases.database(postgres_server, like=migrated_postgres) as database:
        yield database.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_ledger_url(migrated_sqlite: Path, data_dir: Path) -> str:
    """The URL of a SQLite ledger without records, where the settings of data_dir expect it."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, data_dir)}"


@pytest.fixture
def postgres_ledger_url(postgres_ledgers: databases.Ledgers) -> Iterator[str]:
    """The URL of a PostgreSQL ledger without records, this test's own while it runs."""
    with postgres_ledgers.lent() as database:
        yield database.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest) -> str:
    """A ledger without records of each kind: a test that asks for it runs on both."""
    name = {"sqlite": "sqlite_ledger_url", "postgresql": "postgres_ledger_url"}[request.param]
    chosen: str = request.getfixturevalue(name)
    return chosen


@pytest.fixture
def ledger(ledger_url: str, data_dir: Path) -> Iterator[Ledger]:
    """An open ledger without records, on each kind of database, with keys of its own."""
    opened = Ledger(ledger_url, load_or_create(data_dir))
    yield opened
    opened.close()


@pytest.fixture
def talk(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """Plays transcripts against a running assistant, on each kind of database."""
    with talking(ledger_url, data_dir) as playing:
        yield playing
