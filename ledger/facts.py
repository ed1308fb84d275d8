"""Facts about this installation that all its processes share: the offset of the application's clock, the last head."""

from sqlalchemy import bindparam, select

from ledger.database import Db
from ledger.keys import BadKeys
from ledger.statement import Statement, insert_if_absent, upsert
from ledger.tables import fact

# By how many ms the application's clock is ahead of the machine's (HEXI_CLOCK, development only).
CLOCK_OFFSET = "clock_offset_ms"
# By which it is known that the keys are those of the database.
KEYS = "keys"
_GET = Statement(select(fact.c.value).where(fact.c.name == bindparam("fact_name")))
_KEEP_FIRST = insert_if_absent(fact, ["name"], ["value"])
_SET = upsert(fact, ["name"], ["value"])


def get(db: Db, name: str) -> str | None:
    """The value of a fact, None where it was never set."""
    row = db.one(_GET, fact_name=name)
    return None if row is None else str(row[0])


def keep_first(db: Db, name: str, value: str) -> str:
    """Set a fact if nobody has; returns the one that holds."""
    db.run(_KEEP_FIRST, name=name, value=value)
    return get(db, name) or value


def require_own_keys(db: Db) -> None:
    """Refuse to go on with other keys than this database was begun with: what they seal, nobody else could read.

    Raises BadKeys: the key file was lost, or another host has made keys of its own.
    """
    if keep_first(db, KEYS, db.keys.mark()) != db.keys.mark():
        raise BadKeys(
            "this database was sealed with other keys: restore the key file from the backup, "
            "or give all hosts the same HEXI_KEYS__SEAL and HEXI_KEYS__HASH"
        )


def keys_fit(db: Db) -> bool:
    """Whether these keys are those of the database, as far as it knows them; changes nothing."""
    return get(db, KEYS) in {None, db.keys.mark()}


def put(db: Db, name: str, value: str) -> None:
    """Set a fact."""
    db.run(_SET, name=name, value=value)
