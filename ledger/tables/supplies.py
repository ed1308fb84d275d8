"""Supply requests 物资申请."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text

from ledger.tables.columns import RowId, metadata, record_columns, row_id

supply_request = Table(
    "supply_request",
    metadata,
    row_id(),
    *record_columns(),
    Column("number", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Column("person_id", RowId, index=True),
    Column("name", Text, nullable=False),
    Column("community", Text),
    Column("building", Text),
    Column("unit", Text),
    Column("room", Text),
    Column("items", Text, nullable=False),
    Column("urgency", Text),
    Column("for_special", Text),
    Column("medicine", Boolean, nullable=False),
    Column("substitute", Text),
    Column("payment", Text),
    Column("accepted_by", Text),
    Column("accepted_by_id", RowId),
    Column("accepted_at", BigInteger),
    Column("purchased_by", Text),
    Column("purchased_at", BigInteger),
    Column("price_fen", Integer),
    Column("disinfected_by", Text),
    Column("disinfected_at", BigInteger),
    Column("delivered_by", Text),
    Column("delivered_by_id", RowId),
    Column("delivered_at", BigInteger),
    Column("reminded_at", BigInteger),
    Column("confirmed_at", BigInteger),
    Column("refused_by", Text),
    Column("refused_at", BigInteger),
    Column("reason_sealed", LargeBinary),
    Column("asked_at", BigInteger),
    Column("agreed", Boolean),
    Column("complaint_sealed", LargeBinary),
    Column("complained_at", BigInteger),
    Column("settled_by", Text),
    Column("settled_at", BigInteger),
    Column("due_at", BigInteger),
    Column("climbed", Integer, nullable=False, server_default="0"),
)
Index("ix_supply_request_status", supply_request.c.status)
Index("ix_supply_request_request", supply_request.c.request)
Index("ix_supply_request_original", supply_request.c.original_id)
Index("ix_supply_request_filed_by", supply_request.c.filed_by_id)
Index("ix_supply_request_filed_at", supply_request.c.filed_at)
Index("ix_supply_request_number", supply_request.c.number)
_COMPLAINED = supply_request.c.complained_at.is_not(None) & supply_request.c.settled_at.is_(None)
Index(
    "ix_supply_request_complained", supply_request.c.settled_at, sqlite_where=_COMPLAINED, postgresql_where=_COMPLAINED
)
Index("ix_supply_request_due", supply_request.c.due_at)
