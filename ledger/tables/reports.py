"""The reports that are sent up: frozen files and the figures in them; and the digests that leaders got."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text, UniqueConstraint

from ledger.tables.columns import RowId, metadata, row_id

daily_report = Table(
    "daily_report",
    metadata,
    row_id(),
    Column("form", Text, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("day", Text, nullable=False),
    Column("correction", Integer, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("cutoff_at", BigInteger, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("filed_by_id", RowId),
    Column("reason", Text),
    Column("figures", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
    Column("file_hash", LargeBinary, nullable=False),
    Column("sent_up_at", BigInteger),
    Column("sent_up_by", Text),
    UniqueConstraint("form", "day", "correction", name="uq_daily_report_form_day_correction"),
)

digest = Table(
    "digest",
    metadata,
    row_id(),
    Column("scope", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
    UniqueConstraint("scope", "day", name="uq_digest_scope_day"),
)
