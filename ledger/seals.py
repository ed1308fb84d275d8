"""Sealed places 封闭管理 (clause 3.4.1): which places are under closed management, since when and led by whom."""

from sqlalchemy import bindparam, func, select

from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import place, seal

_COVERING = Statement(
    select(place.c.address)
    .select_from(seal.join(place, place.c.id == seal.c.place_id))
    .where(seal.c.unsealed_at.is_(None), func.substr(bindparam("path"), 1, func.length(place.c.path)) == place.c.path)
    .limit(1)
)


def covering(db: Db, path: str) -> str | None:
    """The address of the sealed place in which a place (by its path) lies, None where it is open."""
    row = db.one(_COVERING, path=path)
    return None if row is None else str(row[0])
