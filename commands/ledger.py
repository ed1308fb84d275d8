"""`ledger RECORD`: the records in force, one JSON object a line, beside a running server (INTERFACES 4 and 6)."""

import json
import sys

from commands.errors import Refused
from commands.wiring import open_ledger
from knowledge.settings import Settings
from knowledge.times import parse_moment
from ledger import Ledger, export, facts, schema
from ledger.backups import settle_keys
from ledger.database import create_ledger_engine
from ledger.export.pages import View
from ledger.keys import BadKeys, key_file
from ledger.schema import State

_REFUSALS = {
    State.NONE: "there is no ledger yet: start `serve` once",
    State.OLDER: "the database has an older schema: start `serve` once, which brings it up to date",
    State.NEWER: "the database belongs to a newer program: use that one",
}


def print_records(settings: Settings, record: str, since: str | None, versions: bool, unmasked: bool) -> None:
    """Print the records of one kind, filed at or after `since` (ISO 8601, Asia/Shanghai without an offset).

    Raises Refused for an unknown record, a bad time or where there is no ledger, BadKeys, and Busy.
    """
    if record not in export.RECORDS:
        raise Refused(f"there is no record {record}; there are {', '.join(export.RECORDS)}")
    try:
        moment = parse_moment(since) if since is not None else 0
    except ValueError:
        raise Refused(f"--since {since}: must be a time such as 2022-01-20T18:00") from None
    ledger = open_existing(settings)
    try:
        # One snapshot: a record that is corrected meanwhile must not be printed in both its versions.
        ledger.read(lambda db: _print(record, View(db, moment, versions, unmasked)), snapshot=True)
    finally:
        ledger.close()


def open_existing(settings: Settings) -> Ledger:
    """The ledger for looking at it; makes neither database nor keys. Raises Refused where there is none, BadKeys."""
    engine = create_ledger_engine(settings.database_url)
    try:
        refusal = _REFUSALS.get(schema.state(engine))
    finally:
        engine.dispose()
    if refusal is not None:
        raise Refused(refusal)
    if settings.keys.seal is None:
        settle_keys(settings.database_url, settings.data_dir)
    if settings.keys.seal is None and not key_file(settings.data_dir).exists():
        raise BadKeys(f"{key_file(settings.data_dir)} is missing: restore it from the backup")
    ledger = open_ledger(settings)
    try:
        if not ledger.read(facts.keys_fit):
            raise BadKeys("the ledger was sealed with other keys than those of this data folder: restore them")
    except BaseException:
        ledger.close()
        raise
    return ledger


def _print(record: str, view: View) -> None:
    for line in export.lines(record, view):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
