"""`backup FILE` and `restore FILE`: the whole state in one encrypted file, and back (INTERFACES 4, THREATS F25)."""

from pathlib import Path

from commands.errors import Refused
from commands.ledger import open_existing
from commands.wiring import installation_keys, machine_clock
from knowledge.settings import Settings
from knowledge.times import iso
from ledger import backups
from ledger.backups import BadBackup, InTheWay


def back_up(settings: Settings, path: Path) -> str:
    """Write a backup beside a running server; returns what to say. Raises Refused."""
    passphrase = _passphrase(settings)
    if path.exists():
        raise Refused(f"{path}: is there already; name another file")
    ledger = open_existing(settings)
    try:
        rows = backups.make(ledger.engine, ledger.keys, path, passphrase, machine_clock(), settings.data_dir)
    finally:
        ledger.close()
    return f"{path}: {rows} rows and the keys; keep the passphrase somewhere else"


def restore(settings: Settings, path: Path, *, replace: bool) -> str:
    """Put a backup back while the service is stopped; returns what to say. Raises Refused."""
    passphrase = _passphrase(settings)
    given = installation_keys(settings) if settings.keys.seal is not None else None
    try:
        restored = backups.restore(
            path, passphrase, settings.database_url, settings.data_dir, given, machine_clock(), replace=replace
        )
    except (BadBackup, InTheWay) as wrong:
        raise Refused(f"{path}: {wrong}") from None
    doubt = (
        f"; {restored.in_doubt} messages may or may not have left: see `ledger delivery`" if restored.in_doubt else ""
    )
    return f"restored {restored.rows} rows as of {iso(restored.made_at)}{doubt}; start the service and run doctor"


def _passphrase(settings: Settings) -> str:
    if settings.backup.passphrase is None:
        raise Refused(
            "set HEXI_BACKUP__PASSPHRASE, or HEXI_BACKUP__PASSPHRASE_FILE, to a passphrase of 12 characters or more"
        )
    return settings.backup.passphrase.get_secret_value()
