"""A backup holds the whole state, goes back whole or not at all, and into either kind of database (THREATS F25)."""

import base64
import hashlib
import json
import os
import re
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, Boolean, Float, Integer, LargeBinary, Table, insert, text

from knowledge.official import Kept, Shelf
from knowledge.official import shelf as official_shelf
from knowledge.times import DAY, HOUR
from ledger import Db, Ledger, Statement, backups, facts, inbox, outbox, places, schema
from ledger.backups import BadBackup, InTheWay, container, shelf
from ledger.keys import Keys, load_or_create
from ledger.people import Recipient
from ledger.tables import metadata, notice
from tests.flood_plan import OFFICIAL, flood_plan
from tests.town import NOW, everything, found, settle

PASSPHRASE = "红山果园 正确的 马 电池"
_AS_NEW = Statement(text("UPDATE notice SET original_id = NULL, stopped_at = NULL, stopped = NULL"))
_STOPPED = Statement(text("SELECT status, stopped FROM notice ORDER BY id"))
_STATES = Statement(text("SELECT key, status FROM outbox ORDER BY key"))


def sample(table: Table, number: int) -> dict[str, object]:
    """A row for each kind of value; of two rows the second leaves open what may be open."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.foreign_keys:
            # A place is below one that was made after it: after a move that is so.
            row[column.name] = (2 if number == 1 else None) if table.name == "place" else number
        elif number == 2 and column.nullable:
            row[column.name] = None
        elif isinstance(column.type, Boolean):
            row[column.name] = number == 1
        elif isinstance(column.type, LargeBinary):
            row[column.name] = bytes([number, 0, 255]) + column.name.encode()
        elif isinstance(column.type, Float):
            row[column.name] = 36.6 + number
        elif isinstance(column.type, BigInteger) and not column.primary_key:
            row[column.name] = 1_642_640_400_123 + number
        elif isinstance(column.type, Integer):
            row[column.name] = number
        else:
            row[column.name] = f'{table.name}.{column.name} "{number}"\n王阿姨 🐎'
    return row


def fill(ledger: Ledger) -> None:
    """Two rows in every table, whatever tables there are."""

    def work(db: Db) -> None:
        for table in metadata.sorted_tables:
            numbers = (2, 1) if table.name == "place" else (1, 2)
            for number in numbers:
                db.run(Statement(insert(table).values(sample(table, number))))
        facts.put(db, facts.KEYS, db.keys.mark())

    ledger.transact(work)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, to put a backup into."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'hexi.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def source(sqlite_ledger_url: str, data_dir: Path) -> Iterator[Ledger]:
    """A ledger to make a backup of, where it does not matter of which kind."""
    opened_ledger = Ledger(sqlite_ledger_url, load_or_create(data_dir))
    yield opened_ledger
    opened_ledger.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def installed(request: pytest.FixtureRequest, folder: Path) -> str:
    """The database of an installation that is there already, of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "hexi.sqlite3")
        return f"sqlite:///{folder / 'hexi.sqlite3'}"
    url: str = request.getfixturevalue("postgres_copy_url")
    return url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of the installation that a backup is put into."""
    made = tmp_path / "new"
    made.mkdir()
    return made


def back_up(ledger: Ledger, path: Path) -> Path:
    backups.make(ledger.engine, ledger.keys, path, PASSPHRASE, NOW, path.parent)
    return path


def put_back(
    path: Path, url: str, folder: Path, *, replace: bool = False, given: Keys | None = None
) -> backups.Restored:
    return backups.restore(path, PASSPHRASE, url, folder, given, NOW + HOUR, replace=replace)


@contextmanager
def opened(url: str, folder: Path) -> Iterator[Ledger]:
    """A ledger as the service opens it: with the keys of its data folder."""
    backups.settle_keys(url, folder)
    ledger = Ledger(url, load_or_create(folder))
    ledger.transact(facts.require_own_keys)
    yield ledger
    ledger.close()


def test_everything_is_there_again_in_either_kind_of_database(
    ledger: Ledger, new_url: str, folder: Path, tmp_path: Path
) -> None:
    fill(ledger)
    before = list(everything(ledger))
    assert {name for name, _ in before} == set(metadata.tables)
    path = back_up(ledger, tmp_path / "hexi.backup")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    restored = put_back(path, new_url, folder)
    assert (restored.made_at, restored.rows, restored.in_doubt) == (NOW, len(before), 0)
    with opened(new_url, folder) as again:
        assert again.keys.mark() == ledger.keys.mark()
        assert schema.is_current(again.engine)
        added = [(name, row) for name, row in everything(again) if (name, row) not in before]
        assert [(name, row[4]) for name, row in added] == [("audit", "restored from a backup")]
    assert "王阿姨".encode() not in path.read_bytes()


def test_the_official_texts_go_along(source: Ledger, installed: str, folder: Path, tmp_path: Path) -> None:
    plan = flood_plan()
    content = OFFICIAL.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    kept = Kept(file="plan.txt", number=plan.head.number, sha256=digest, imported_at="2022-01-20", by="王主任")
    Shelf.of(tmp_path, plan).add(content, kept)
    backup = back_up(source, tmp_path / "a.backup")
    put_back(backup, installed, folder, replace=True)
    there = Shelf.of(folder, plan)
    assert there.kept() == (kept,)
    text = there.in_force(plan)
    assert text is not None
    assert text.sha256 == digest


@pytest.mark.parametrize(
    "name", ["../keys.json", "plan/../../x.txt", "/etc/hexi.env", "plan/other.txt", ".x/imports.jsonl"]
)
def test_a_text_of_a_backup_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        official_shelf.put_back(tmp_path, name, b"")
    assert list(tmp_path.iterdir()) == []


def test_numbers_go_on_after_those_that_are_taken(source: Ledger, installed: str, folder: Path, tmp_path: Path) -> None:
    found(source)
    known = source.transact(lambda db: settle(db, "王阿姨", "永茂社区/6号楼"))
    put_back(back_up(source, tmp_path / "hexi.backup"), installed, folder)
    with opened(installed, folder) as again:
        assert again.transact(lambda db: settle(db, "李强", "永茂社区/7号楼/101")) == known + 1


def test_it_is_the_state_of_one_moment_while_people_go_on(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    """Each transaction writes a pair: a backup between the two would tear it."""
    pair = Statement(text("INSERT INTO number_series (series, last) VALUES (:series, 1)"))
    person = Statement(text("INSERT INTO fact (name, value) VALUES (:series, '1')"))
    end = threading.Event()

    def write() -> None:
        number = 0
        while not end.is_set():
            number += 1
            series = f"pair {number}"
            ledger.transact(lambda db, series=series: (db.run(person, series=series), db.run(pair, series=series)))  # type: ignore[misc]

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(ledger, tmp_path / f"{number}.backup")
    finally:
        end.set()
        writer.join()
    new_url = f"sqlite:///{folder / 'hexi.sqlite3'}"
    put_back(tmp_path / "2.backup", new_url, folder)
    first = Statement(text("SELECT count(*) FROM fact WHERE name LIKE 'pair%'"))
    second = Statement(text("SELECT count(*) FROM number_series WHERE series LIKE 'pair%'"))
    with opened(new_url, folder) as again:
        counted = again.read(lambda db: (db.value(first), db.value(second)))
    assert counted[0] == counted[1] > 0


def test_what_was_on_its_way_is_not_sent_again_and_no_message_counts_twice(
    source: Ledger, installed: str, folder: Path, tmp_path: Path
) -> None:
    def before(db: Db) -> None:
        to = Recipient("o1", None, "王阿姨")
        for key, due_at in (("due", NOW), ("tomorrow", NOW + DAY), ("waits", NOW + DAY)):
            outbox.queue(db, key=key, to=to, kind="reminder", body=key, about="", now=NOW, due_at=due_at)
        outbox.queue(db, key="menu", to=to, kind=outbox.MENU, body="1 2", about="", now=NOW, menu=(("1", "是"),))
        outbox.queue(db, key="claimed", to=to, kind="alert", body="claimed", about="", now=NOW)
        db.run(Statement(text("UPDATE outbox SET status = 'claimed', lease = 'a' WHERE key = 'claimed'")))
        db.run(Statement(text("UPDATE outbox SET error = :why WHERE key = 'waits'")), why=outbox.WAITS_FOR_CONTACT)
        inbox.book(db, b"message 1", "o1", NOW, NOW, "打卡好了")
        for number, (status, send_from) in enumerate(
            (("sending", NOW), ("approved", NOW + DAY), ("sent", NOW)), start=1
        ):
            db.run(
                Statement(insert(notice).values(sample(notice, number) | {"status": status, "send_from": send_from}))
            )
        db.run(_AS_NEW)

    source.transact(before)
    restored = put_back(back_up(source, tmp_path / "hexi.backup"), installed, folder)
    assert restored.in_doubt == 3
    with opened(installed, folder) as again:
        states = dict(again.read(lambda db: db.all(_STATES)))
        assert states == {"claimed": "unknown", "due": "unknown", "tomorrow": "due", "waits": "unknown"}
        stopped = again.read(lambda db: db.all(_STOPPED))
        assert stopped == [("sending", "restored"), ("approved", None), ("sent", None)]
        assert again.transact(lambda db: inbox.arrive(db, b"message 1", "o1")).reply == "打卡好了"


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(lambda whole: whole[:-1], "damaged", id="one byte is missing"),
        pytest.param(lambda whole: whole[: len(whole) // 2], "cut off|damaged", id="half is missing"),
        pytest.param(flipped, "damaged", id="one bit is another"),
        pytest.param(lambda whole: whole + b"more", "behind the end", id="something more"),
        pytest.param(lambda whole: whole.replace(b'"passes": 3', b'"passes": 2'), "passphrase", id="another key"),
        pytest.param(lambda whole: whole.replace(b'"passes": 3', b'"passes": 9999'), "beginning", id="costs too much"),
        pytest.param(lambda whole: whole.replace(b"BACKUP 1", b"BACKUP 2"), "newer program", id="a newer format"),
        pytest.param(lambda whole: b"", "no backup", id="empty"),
        pytest.param(lambda whole: os.urandom(5000), "no backup", id="something else"),
    ],
)
def test_a_damaged_backup_is_seen(source: Ledger, tmp_path: Path, spoil: Callable[[bytes], bytes], says: str) -> None:
    path = back_up(source, tmp_path / "hexi.backup")
    path.write_bytes(spoil(path.read_bytes()))
    with open(path, "rb") as file, pytest.raises(BadBackup, match=says):
        list(container.read(file, PASSPHRASE))


def test_a_backup_whose_end_is_missing_changes_nothing(
    source: Ledger, installed: str, folder: Path, tmp_path: Path
) -> None:
    fill(source)
    path = back_up(source, tmp_path / "hexi.backup")
    with opened(installed, folder) as there:
        found(there)
        there.transact(lambda db: settle(db, "王阿姨"))
        before = list(everything(there))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BadBackup, match="damaged"):
        put_back(path, installed, folder, replace=True)
    with opened(installed, folder) as there:
        assert list(everything(there)) == before
    assert set(os.listdir(folder)) <= {"keys.json", "hexi.sqlite3", "hexi.sqlite3.migration-lock"}


def test_chunks_in_another_order_or_from_another_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.backup"
    lines = [os.urandom(1000).hex().encode() for _ in range(4000)]
    with open(path, "wb") as file:
        writer = container.Writer(file, PASSPHRASE)
        for line in lines:
            writer.write(line + b"\n")
        writer.finish()
    with open(path, "rb") as file:
        assert list(container.read(file, PASSPHRASE)) == lines
    whole = path.read_bytes()
    begin = whole.index(b"\n", whole.index(b"\n") + 1) + 1
    size = 4 + (1 << 20) + 16
    head, first, second, rest = (
        whole[:begin],
        *(whole[begin + n * size : begin + (n + 1) * size] for n in range(2)),
        whole[begin + 2 * size :],
    )
    for spoiled in (
        head + second + first + rest,
        head + first + rest,
        head + first + first + second + rest,
        head + first,
    ):
        path.write_bytes(spoiled)
        with open(path, "rb") as file, pytest.raises(BadBackup):
            list(container.read(file, PASSPHRASE))


def test_another_passphrase_opens_nothing(source: Ledger, folder: Path, tmp_path: Path) -> None:
    path = back_up(source, tmp_path / "hexi.backup")
    with pytest.raises(BadBackup, match="the passphrase is another one"):
        backups.restore(path, "another passphrase", "sqlite://", folder, None, NOW, replace=False)


def test_records_that_are_there_are_replaced_only_when_that_is_asked_for(
    source: Ledger, installed: str, folder: Path, tmp_path: Path
) -> None:
    found(source)
    path = back_up(source, tmp_path / "empty.backup")
    source.transact(lambda db: settle(db, "王阿姨"))
    full = back_up(source, tmp_path / "full.backup")
    put_back(full, installed, folder)  # nobody is registered in it: it may be replaced
    with pytest.raises(InTheWay, match="--replace"):
        put_back(path, installed, folder)
    put_back(path, installed, folder, replace=True)


def test_a_database_that_somebody_uses_is_left_alone(
    source: Ledger, installed: str, folder: Path, tmp_path: Path
) -> None:
    path = back_up(source, tmp_path / "hexi.backup")
    with opened(installed, folder), pytest.raises(InTheWay, match="stop the service"):
        put_back(path, installed, folder, replace=True)


def test_keys_of_the_environment_must_be_those_of_the_backup(source: Ledger, folder: Path, tmp_path: Path) -> None:
    path = back_up(source, tmp_path / "hexi.backup")
    new_url = f"sqlite:///{folder / 'hexi.sqlite3'}"
    with pytest.raises(InTheWay, match="HEXI_KEYS__SEAL"):
        put_back(path, new_url, folder, given=Keys(bytes(32), bytes(32)))
    put_back(path, new_url, folder, given=source.keys)
    assert not (folder / "keys.json").exists()


class Killed(BaseException):
    """As if the process was gone here."""


@pytest.mark.parametrize("moment", [2, 3, 4, 5])
def test_killed_at_any_moment_it_is_the_old_state_or_the_new_one(
    source: Ledger, installed: str, folder: Path, tmp_path: Path, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step that lasts (a file renamed, a folder synced) may be the last that was done."""
    with opened(installed, folder) as old:
        found(old)
        old.transact(lambda db: settle(db, "王阿姨"))
    others = Keys(os.urandom(32), os.urandom(32))
    source.transact(lambda db: facts.put(db, facts.KEYS, others.mark()))
    source.transact(lambda db: settle(db, "李强"))
    new = tmp_path / "new.backup"
    backups.make(source.engine, others, new, PASSPHRASE, NOW, tmp_path)
    steps = 0
    rename = os.replace

    def killing(source: object, target: object) -> None:
        nonlocal steps
        steps += 1
        if steps * 2 - 1 == moment:
            raise Killed
        rename(str(source), str(target))
        if steps * 2 == moment:
            raise Killed

    monkeypatch.setattr(os, "replace", killing)
    with suppress(Killed):
        put_back(new, installed, folder, replace=True)
    monkeypatch.setattr(os, "replace", rename)
    with opened(installed, folder) as after:
        names = [row[1] for name, row in everything(after) if name == "person"]
        assert names == (["李强"] if after.keys.mark() == others.mark() else ["王阿姨"])
    assert not (folder / "restored" / "keys.json").exists()


def test_a_backup_of_an_older_program_is_brought_up_to_date(new_url: str, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "older.backup"
    keys = Keys(os.urandom(32), os.urandom(32))
    head = {"schema": "0001", "made_at": NOW, "seal_key": _base64(keys.seal_key), "hash_key": _base64(keys.hash_key)}
    lines: list[object] = [
        {"backup": head},
        {"table": "fact", "columns": ["name", "value"]},
        ["keys", keys.mark()],
        {"table": "place", "columns": ["id", "parent_id", "kind", "name", "address", "path"]},
        [1, None, "subdistrict", "河西街道", "", "1."],
        {"end": 2},
    ]
    with open(path, "wb") as file:
        writer = container.Writer(file, PASSPHRASE)
        for line in lines:
            writer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        writer.finish()
    assert put_back(path, new_url, folder).rows == 2
    with opened(new_url, folder) as ledger:
        assert schema.is_current(ledger.engine)
        assert ledger.read(places.root_path) == "1."


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param({"backup": {"schema": "9999"}}, "newer", id="a schema of a newer program"),
        pytest.param({"table": "nothing", "columns": ["id"]}, "a table nothing", id="a table that is not known"),
        pytest.param({"end": 7}, "as many rows", id="rows that are missing"),
    ],
)
def test_a_backup_that_does_not_add_up_is_refused(
    new_url: str, folder: Path, tmp_path: Path, changed: dict[str, object], says: str
) -> None:
    head = {"schema": "0001", "made_at": NOW, "seal_key": _base64(bytes(32)), "hash_key": _base64(bytes(32))}
    given = changed.get("backup")
    lines = [{"backup": head | (given if isinstance(given, dict) else {})}, *([] if given else [changed]), {"end": 0}]
    path = tmp_path / "odd.backup"
    with open(path, "wb") as file:
        writer = container.Writer(file, PASSPHRASE)
        for line in lines:
            writer.write(json.dumps(line).encode() + b"\n")
        writer.finish()
    with pytest.raises(BadBackup, match=says):
        put_back(path, new_url, folder)


def _base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def test_of_the_nightly_backups_the_newest_days_and_weeks_stay(tmp_path: Path) -> None:
    first = date(2022, 1, 1)
    for number in range(60):
        shelf.place_for(tmp_path, first + timedelta(number)).touch()
        shelf.tidy(tmp_path, 7, 4)
    (tmp_path / shelf.FOLDER / "何主任的.backup").touch()
    (tmp_path / shelf.FOLDER / ".hexi-2022-01-01.backup.12ab").touch()
    shelf.tidy(tmp_path, 7, 4)
    kept = [f"{day:%m-%d}" for day in shelf.on(tmp_path)]
    # The last seven days to 1 March, a Tuesday, and the Sundays of the weeks before.
    assert kept == ["03-01", "02-28", "02-27", "02-26", "02-25", "02-24", "02-23", "02-20", "02-13"]
    assert (tmp_path / shelf.FOLDER / "何主任的.backup").exists()
    assert not list((tmp_path / shelf.FOLDER).glob(".hexi*"))
