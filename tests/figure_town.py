"""A ledger made by hand for figures: any row in any state, with what its table needs and nobody looks at filled in."""

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, Table

from knowledge.times import HOUR
from ledger import Db, places
from ledger.statement import insert
from tests.town import NOW

DAY = "2022-01-20"
_OF_A_RECORD = {"version": 1, "status": "submitted", "filed_at": NOW, "said_at": NOW, "filed_by": "王阿姨"}


def put(db: Db, table: Table, at: str | None = None, **values: object) -> int:
    """Put a row into a table as it is given, at the door with this address; returns its id."""
    row = {**{name: value for name, value in _OF_A_RECORD.items() if name in table.c}, **values}
    if at is not None:
        row["place_id"] = places.ensure(db, at).id
    for column in table.columns:
        is_needed = not column.nullable and column.server_default is None and column.name != "id"
        if is_needed and column.name not in row:
            row[column.name] = _anything(column.type)
    new_id: int = db.value(insert(table, *row, returning="id"), **row)
    return new_id


def _anything(kind: object) -> object:
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, BigInteger | Integer):
        return NOW + HOUR
    return b"" if isinstance(kind, LargeBinary) else "[]"
