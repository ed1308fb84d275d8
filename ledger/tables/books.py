"""What the house keeps for itself: the audit chain, numbers given out, jobs done, facts of the installation."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from ledger.tables.columns import RowId, metadata, row_id

occurrence = Table(
    "occurrence",
    metadata,
    row_id(),
    Column("job", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("claimed_by", Text, nullable=False),
    Column("claimed_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("status", Text, nullable=False),
    Column("count", Integer),
    UniqueConstraint("job", "due_at", name="uq_occurrence_job_due_at"),
)

audit = Table(
    "audit",
    metadata,
    row_id(),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", RowId),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("chain_no", RowId, unique=True),
    Column("chain_hash", LargeBinary),
)
Index("ix_audit_about", audit.c.about)
Index(
    "ix_audit_unchained",
    audit.c.id,
    sqlite_where=audit.c.chain_no.is_(None),
    postgresql_where=audit.c.chain_no.is_(None),
)

number_series = Table(
    "number_series",
    metadata,
    Column("series", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
