"""What people tell of others who break the rules 反映情况, rumours that they ask about 求证 (clauses 3.3, 3.4.6, 4.4)."""

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, Table, Text

from ledger.tables.columns import RowId, metadata, record_columns, row_id, seen_to_columns

violation_report = Table(
    "violation_report",
    metadata,
    row_id(),
    *record_columns(),
    Column("number", Text, nullable=False),
    Column("account_hash", LargeBinary),
    Column("account_sealed", LargeBinary),
    Column("name_sealed", LargeBinary),
    Column("type", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("group_id", Text, nullable=False),
    *seen_to_columns(),
    Column("outcome_sealed", LargeBinary),
    Column("withdrawn_at", BigInteger),
)
Index("ix_violation_report_status_due", violation_report.c.status, violation_report.c.due_at)
Index("ix_violation_report_number", violation_report.c.number)
Index("ix_violation_report_account", violation_report.c.account_hash)
Index("ix_violation_report_filed_at", violation_report.c.filed_at)

rumour_check = Table(
    "rumour_check",
    metadata,
    row_id(),
    *record_columns(),
    Column("number", Text, nullable=False),
    Column("openid", Text),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("asked_hash", LargeBinary),
    Column("joined_id", RowId),
    Column("group_id", Text, nullable=False),
    *seen_to_columns(),
    Column("answer_sealed", LargeBinary),
    Column("approved_by", Text),
    Column("approved_at", BigInteger),
)
Index("ix_rumour_check_status_due", rumour_check.c.status, rumour_check.c.due_at)
Index("ix_rumour_check_number", rumour_check.c.number)
Index("ix_rumour_check_openid", rumour_check.c.openid)
Index("ix_rumour_check_filed_by", rumour_check.c.filed_by_id)
Index("ix_rumour_check_filed_at", rumour_check.c.filed_at)
Index("ix_rumour_check_asked", rumour_check.c.asked_hash)
Index("ix_rumour_check_joined", rumour_check.c.joined_id)
