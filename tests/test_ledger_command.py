"""`ledger RECORD` as operators and scripts call it: lines of JSON, beside a running server, one clear line if not."""

import json
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from commands.errors import Refused
from commands.ledger import print_records
from knowledge.settings import Settings, load_settings
from ledger import Db, Ledger, facts, people, schema
from ledger.database import create_ledger_engine
from ledger.keys import BadKeys, key_file, load_or_create
from tests import processes
from tests.town import NOW, found, settle


def settings_of(data_dir: Path, **more: str) -> Settings:
    return load_settings(environ={"HEXI_DATA_DIR": str(data_dir), **more})


@pytest.fixture
def settings(ledger: Ledger, data_dir: Path) -> Settings:
    """The settings of a ledger in which 王阿姨 is known; the ledger stays open, as in a running server."""
    found(ledger)
    ledger.transact(facts.require_own_keys)
    ledger.transact(lambda db: settle(db, "王阿姨", "永茂社区/6号楼/2单元/301", phone="13800001111"))
    return settings_of(data_dir, HEXI_DATABASE__URL=ledger.url)


def test_every_line_is_an_object_in_plain_characters(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    print_records(settings, "person", None, versions=False, unmasked=False)
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["phone"] == "138****1111"
    assert "王阿姨" in line
    print_records(settings, "person", "2022-01-20", versions=False, unmasked=True)
    assert json.loads(capsys.readouterr().out)["phone"] == "13800001111"
    print_records(settings, "person", "2022-01-20T09:00:01+08:00", versions=True, unmasked=False)
    assert capsys.readouterr().out == ""


def test_it_prints_one_moment_while_the_server_goes_on_writing(
    settings: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    class Paper:
        def write(self, line: str) -> None:
            printed.append(line)
            number = len(printed)

            def work(db: Db) -> None:
                people.add(db, name=f"居民{number}", phone=None, place_id=None, now=NOW, filed_by="system")

            ledger.transact(work)

    monkeypatch.setattr(sys, "stdout", Paper())
    print_records(settings, "person", None, versions=False, unmasked=False)
    assert len(printed) == 1


@pytest.mark.parametrize(
    ("record", "since", "named"), [("secrets", None, "health_checkin"), ("person", "yesterday", "2022-01-20T18:00")]
)
def test_a_wrong_call_is_refused_and_says_what_would_be_right(
    data_dir: Path, record: str, since: str | None, named: str
) -> None:
    with pytest.raises(Refused, match=named):
        print_records(settings_of(data_dir), record, since, versions=False, unmasked=False)
    assert list(data_dir.iterdir()) == []


def test_where_there_is_no_ledger_none_is_made(data_dir: Path) -> None:
    with pytest.raises(Refused, match="serve"):
        print_records(settings_of(data_dir), "person", None, versions=False, unmasked=False)
    assert list(data_dir.iterdir()) == []


def test_lost_keys_are_not_replaced_by_new_ones(sqlite_ledger_url: str, data_dir: Path) -> None:
    with pytest.raises(BadKeys, match="backup"):
        print_records(settings_of(data_dir), "person", None, versions=False, unmasked=False)
    assert not key_file(data_dir).exists()


def test_keys_of_another_installation_are_refused(settings: Settings, data_dir: Path) -> None:
    key_file(data_dir).unlink()
    load_or_create(data_dir)
    with pytest.raises(BadKeys, match="other keys"):
        print_records(settings, "person", None, versions=False, unmasked=False)


def test_a_ledger_of_a_newer_program_is_refused(sqlite_ledger_url: str, data_dir: Path) -> None:
    engine = create_ledger_engine(sqlite_ledger_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_next_year'"))
    assert not schema.is_current(engine)
    with pytest.raises(Refused, match="newer"):
        print_records(settings_of(data_dir), "person", None, versions=False, unmasked=False)


def test_the_program_ends_with_one_line_on_standard_error(data_dir: Path) -> None:
    ran = processes.run(["ledger", "secrets"], {"HEXI_DATA_DIR": str(data_dir), "PATH": ""})
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert "there is no record secrets" in ran.stderr
