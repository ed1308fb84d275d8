"""Health check-ins 健康打卡 and the doors at which nobody was reached on a day."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Table, Text

from ledger.tables.columns import RowId, metadata, record_columns, row_id

health_checkin = Table(
    "health_checkin",
    metadata,
    row_id(),
    *record_columns(),
    Column("person_id", RowId),
    Column("person", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("temperature", Float),
    Column("symptoms", Text, nullable=False),
    Column("contact_history", Boolean),
    Column("positive_test", Boolean),
    Column("complaints", Text),
)
Index("ix_health_checkin_person_date", health_checkin.c.person_id, health_checkin.c.date, health_checkin.c.status)
Index("ix_health_checkin_date", health_checkin.c.date)
_FOR_SOMEBODY_ELSE = health_checkin.c.person_id.is_distinct_from(health_checkin.c.filed_by_id)
Index(
    "ix_health_checkin_for_others",
    health_checkin.c.filed_by_id,
    sqlite_where=_FOR_SOMEBODY_ELSE,
    postgresql_where=_FOR_SOMEBODY_ELSE,
)
Index(
    "ix_health_checkin_original",
    health_checkin.c.original_id,
    sqlite_where=health_checkin.c.original_id.is_not(None),
    postgresql_where=health_checkin.c.original_id.is_not(None),
)

not_reached = Table(
    "not_reached",
    metadata,
    row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("date", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
    Column("said_at", BigInteger, nullable=False),
    Column("filed_by_id", RowId),
    Column("filed_by", Text, nullable=False),
)
Index("ix_not_reached_date", not_reached.c.date)
