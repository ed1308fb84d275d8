"""Reports of returning home 返乡报备, and the announcements 公告 that a measure follows from."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from ledger.tables.columns import RowId, metadata, record_columns, row_id

return_report = Table(
    "return_report",
    metadata,
    row_id(),
    *record_columns(),
    Column("number", Text, nullable=False),
    Column("person_id", RowId, index=True),
    Column("name", Text, nullable=False),
    Column("phone_sealed", LargeBinary),
    Column("origin_code", Text),
    Column("origin_name", Text, nullable=False),
    Column("origin_places", Text),
    Column("stays", Text, nullable=False),
    Column("arrive_date", Text, nullable=False),
    Column("arrive_time", Text),
    Column("transport", Text),
    Column("transport_no", Text),
    Column("party_size", Integer),
    Column("community", Text),
    Column("building", Text),
    Column("unit", Text),
    Column("room", Text),
    Column("measure", Text),
    Column("proposed_measure", Text),
    Column("days", Integer),
    Column("announcement", Text),
    Column("confirmed_by", Text),
    Column("confirmed_by_id", RowId),
    Column("confirmed_at", BigInteger),
    Column("observation_until", Text),
    Column("released_by", Text),
    Column("released_at", BigInteger),
    Column("due_at", BigInteger),
    Column("climbed", Integer, nullable=False, server_default="0"),
)
Index("ix_return_report_status_arrive", return_report.c.status, return_report.c.arrive_date)
Index("ix_return_report_original", return_report.c.original_id)
Index("ix_return_report_filed_by", return_report.c.filed_by_id)
Index("ix_return_report_filed_at", return_report.c.filed_at)
Index("ix_return_report_number", return_report.c.number)

announcement = Table(
    "announcement",
    metadata,
    row_id(),
    Column("number", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("effective_at", BigInteger, nullable=False),
    Column("content", Text, nullable=False),
    Column("put_in_force_by", Text, nullable=False),
    Column("put_in_force_at", BigInteger, nullable=False),
    Column("taken_up_at", BigInteger),
    UniqueConstraint("issuer", "number", name="uq_announcement_issuer_number"),
)
