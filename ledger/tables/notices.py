"""Notices of the office 通知, each version a row: what it says, for whom, who approved it, how far it has gone."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from ledger.tables.columns import RowId, metadata, record_columns, row_id

notice = Table(
    "notice",
    metadata,
    row_id(),
    *record_columns(),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("broadcast", Text),
    Column("mongolian", Text),
    Column("audience", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("rhythm", Text),
    Column("text_sha256", Text, nullable=False),
    Column("moved_by", Text, nullable=False),
    Column("moved_at", BigInteger, nullable=False),
    Column("counted", Integer),
    Column("with_account", Integer),
    Column("submitted_by", Text),
    Column("submitted_by_id", RowId),
    Column("submitted_at", BigInteger),
    Column("due_at", BigInteger),
    Column("climbed", Integer, nullable=False, server_default="0"),
    Column("sent_back", Text),
    Column("approved_by", Text),
    Column("approved_by_id", RowId),
    Column("approved_role", Text),
    Column("approved_at", BigInteger),
    Column("approval_row", RowId),
    Column("override_reason", Text),
    Column("send_from", BigInteger),
    Column("up_to_person", RowId),
    Column("stopped_by", Text),
    Column("stopped_at", BigInteger),
    Column("stopped", Text),
    Column("withdrawn", Text),
    Column("filled_to", RowId, nullable=False, server_default="0"),
    Column("filled_at", BigInteger),
    Column("sent_at", BigInteger),
    Column("clearing_at", BigInteger),
    Column("round", Integer, nullable=False, server_default="0"),
    Column("round_at", BigInteger),
)
# A record has one version after the other, whoever edits it at the same moment.
Index("uq_notice_version", notice.c.original_id, notice.c.version, unique=True)
Index("ix_notice_status", notice.c.status, notice.c.id)
Index("ix_notice_approved", notice.c.approved_at)
# Whose rows in the outbox are still to be taken away: few at a time.
_CLEARING = notice.c.clearing_at.is_not(None)
Index("ix_notice_clearing", notice.c.clearing_at, sqlite_where=_CLEARING, postgresql_where=_CLEARING)
# Standing tips alone: few.
_STANDING = notice.c.rhythm.is_not(None)
Index("ix_notice_standing", notice.c.status, notice.c.round_at, sqlite_where=_STANDING, postgresql_where=_STANDING)
