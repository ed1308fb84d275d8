"""The metadata that all tables are of, and the columns that many of them share."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, Text
from sqlalchemy.dialects.postgresql import TEXT as PG_TEXT

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only for a column of type INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")
# Paths are compared by prefix, hence byte by byte, whatever the database's language is.
PathText = Text().with_variant(PG_TEXT(collation="C"), "postgresql")


def row_id() -> Column[int]:
    """The number of a row."""
    return Column("id", RowId, primary_key=True, autoincrement=True)


def record_columns() -> list[Column[object]]:
    """What every record has (INTERFACES 6): version, status, who filed it when and for whom, which rule decided."""
    return [
        Column("original_id", RowId),
        Column("version", Integer, nullable=False),
        Column("status", Text, nullable=False),
        Column("filed_at", BigInteger, nullable=False),
        Column("said_at", BigInteger, nullable=False),
        Column("filed_by_id", RowId),
        Column("filed_by", Text, nullable=False),
        Column("said_by", Text),
        Column("via", Text),
        Column("place_id", RowId),
        Column("rule", Text),
        Column("rule_version", Text),
        Column("clause", Text),
        Column("outcome", Text),
        Column("trace", Text),
    ]


def seen_to_columns() -> list[Column[object]]:
    """What somebody of a group takes and sees to: by when, how far it has climbed, who has taken it and who closed it."""
    return [
        Column("due_at", BigInteger, nullable=False),
        Column("climbed", Integer, nullable=False, server_default="0"),
        Column("taken_at", BigInteger),
        Column("taken_by", Text),
        Column("taken_by_id", RowId),
        Column("closed_at", BigInteger),
        Column("closed_by", Text),
    ]
