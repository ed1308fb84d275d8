"""Putting a backup back: the whole of it or nothing, whenever it is interrupted (THREATS F25).

The database changes at one moment (a commit, or a file renamed). The keys are laid beside the old ones just before, and
take their place just after; where a restore was killed in between, the next start finds in the database which are right.
"""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from knowledge.official import shelf as official
from ledger import facts, schema
from ledger.backups import container, filling, target
from ledger.backups.container import BadBackup
from ledger.backups.dump import Head, read_head, sync_folder
from ledger.backups.target import InTheWay
from ledger.database import Db, create_ledger_engine
from ledger.keys import Keys, key_file, load_or_create
from ledger.statement import DialectName


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: as of when (ms UTC), how many rows, and how many messages nobody knows whether they left."""

    made_at: int
    rows: int
    in_doubt: int


def restore(
    backup: Path, passphrase: str, url: str, folder: Path, given: Keys | None, now: int, *, replace: bool
) -> Restored:
    """Put a backup into the database at `url` and its keys into the data folder; the service must be stopped.

    `given` are the keys of the environment, where the installation has them from there: then they must be those of the
    backup. Raises BadBackup, and InTheWay where something is there and `replace` was not asked for, or is in use.
    """
    with open(backup, "rb") as file:
        lines = container.read(file, passphrase)
        head = read_head(next(lines, b""))
        texts, lines = _official_texts(lines)
        _look_at_backup(head, given)
        _look_at_place(url, replace)
        keys = head.keys
        with target.emptied(url, lambda: None if given is not None else _lay_beside(folder, keys)) as connection:
            rows, in_doubt = filling.fill(connection, head, lines, now)
            if next(lines, None) is not None:
                raise BadBackup("something stands behind the end of the backup")
            for name, content in texts:
                official.put_back(folder, name, content)
    if given is None:
        _take_over(folder)
    return Restored(head.made_at, rows, in_doubt)


def settle_keys(url: str, folder: Path) -> None:
    """Finish what a restore left that was killed: the keys that it laid beside the old ones are right or are not."""
    waiting = _waiting(folder)
    if not waiting.exists():
        return
    if _mark_in(url) == _read(waiting).mark():
        _take_over(folder)
    else:
        waiting.unlink()


def _official_texts(lines: Iterator[bytes]) -> tuple[list[tuple[str, bytes]], Iterator[bytes]]:
    """The official texts at the beginning, by name, and the lines behind them; a backup of before has none."""
    found: list[tuple[str, bytes]] = []
    for line in lines:
        try:
            content = json.loads(line)
            if not isinstance(content, dict) or "official_text" not in content:
                return found, chain([line], lines)
            name = official.checked(content["official_text"])
            found.append((name, base64.b64decode(content["content"], validate=True)))
        except (ValueError, KeyError, TypeError):
            raise BadBackup("the backup holds an official text that this program cannot read") from None
    return found, lines


def _look_at_backup(head: Head, given: Keys | None) -> None:
    if not schema.knows(head.schema):
        raise BadBackup(f"the backup has schema {head.schema}, which this program does not know: use the newer one")
    if given is not None and given.mark() != head.keys.mark():
        raise InTheWay(
            "the backup was sealed with other keys than HEXI_KEYS__SEAL and HEXI_KEYS__HASH: "
            "take both out of the environment, and the keys of the backup are put into the data folder"
        )


def _look_at_place(url: str, replace: bool) -> None:
    engine = create_ledger_engine(url)
    try:
        if not replace and not target.is_empty(engine):
            raise InTheWay("there is an installation with records already: --replace puts the backup in its place")
    finally:
        engine.dispose()


def _mark_in(url: str) -> str | None:
    """Which keys the database says it was sealed with."""
    engine = create_ledger_engine(url)
    try:
        if schema.state(engine) is schema.State.NONE:
            return None
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None  # it is open
            dialect: DialectName = "sqlite" if engine.dialect.name == "sqlite" else "postgresql"
            return facts.get(Db(driver.cursor(), dialect, Keys(bytes(32), bytes(32))), facts.KEYS)
    finally:
        engine.dispose()


def _waiting(folder: Path) -> Path:
    return folder / "restored" / key_file(folder).name


def _read(waiting: Path) -> Keys:
    return load_or_create(waiting.parent)


def _lay_beside(folder: Path, keys: Keys) -> None:
    """Have the keys on disk, in a folder of their own, whole or not at all."""
    waiting = _waiting(folder)
    waiting.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = waiting.with_name(f".{waiting.name}.{os.urandom(4).hex()}")
    content = {"seal": base64.b64encode(keys.seal_key).decode(), "hash": base64.b64encode(keys.hash_key).decode()}
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, waiting)
    sync_folder(waiting.parent)


def _take_over(folder: Path) -> None:
    waiting = _waiting(folder)
    os.replace(waiting, key_file(folder))
    sync_folder(folder)
    with suppress(OSError):  # what a killed restore left in it disturbs nobody
        waiting.parent.rmdir()
