"""What a guard at a gate 卡口 writes down of who passes, and may let in."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

from ledger.tables.columns import RowId, metadata, row_id

gate_log = Table(
    "gate_log",
    metadata,
    row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("exit_request_id", RowId, index=True),
    Column("direction", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("plate", Text),
    Column("people", Integer),
    Column("temperature", Float),
    Column("purpose", Text),
    Column("visits", Text),
    Column("at", BigInteger, nullable=False),
    Column("noted_at", BigInteger, nullable=False),
    Column("noted_by", Text, nullable=False),
    Column("noted_by_id", RowId),
    Column("late_entry", Boolean, nullable=False),
    Column("remark", Text),
    Column("rule", Text),
    Column("rule_version", Text),
    Column("clause", Text),
    Column("outcome", Text),
    Column("trace", Text),
    Column("undone_at", BigInteger),
    Column("undone_by", Text),
)
Index("ix_gate_log_place_at", gate_log.c.place_id, gate_log.c.at)
Index("ix_gate_log_noted_by", gate_log.c.noted_by_id, gate_log.c.noted_at)
Index("ix_gate_log_plate", gate_log.c.plate, gate_log.c.noted_at)

gate_try = Table(
    "gate_try",
    metadata,
    Column("person_id", RowId, primary_key=True, autoincrement=False),
    Column("wrong", Integer, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("locked_until", BigInteger),
)

entry_permit = Table(
    "entry_permit",
    metadata,
    row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("plate", Text),
    Column("purpose", Text),
    Column("until_at", BigInteger, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("filed_by_id", RowId),
    Column("ended_at", BigInteger),
    Column("ended_by", Text),
)
Index("ix_entry_permit_place_until", entry_permit.c.place_id, entry_permit.c.until_at)
