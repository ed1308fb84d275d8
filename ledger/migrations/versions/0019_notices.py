"""Notices of the office, and which message of the outbox is one.

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "notice",
        sa.Column("id", _ROW_ID, autoincrement=True, nullable=False),
        sa.Column("original_id", _ROW_ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_by_id", _ROW_ID, nullable=True),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("place_id", _ROW_ID, nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("rule_version", sa.Text(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("trace", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("broadcast", sa.Text(), nullable=True),
        sa.Column("mongolian", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("with_account", sa.Integer(), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("submitted_by_id", _ROW_ID, nullable=True),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_back", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_by_id", _ROW_ID, nullable=True),
        sa.Column("approved_role", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("approval_row", _ROW_ID, nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("send_from", sa.BigInteger(), nullable=True),
        sa.Column("up_to_person", _ROW_ID, nullable=True),
        sa.Column("stopped_by", sa.Text(), nullable=True),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.Column("stopped", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.Column("filled_to", _ROW_ID, nullable=False, server_default="0"),
        sa.Column("filled_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("clearing_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("uq_notice_version", "notice", ["original_id", "version"], unique=True)
    op.create_index("ix_notice_status", "notice", ["status", "id"])
    op.create_index("ix_notice_approved", "notice", ["approved_at"])
    where = sa.text("clearing_at IS NOT NULL")
    op.create_index("ix_notice_clearing", "notice", ["clearing_at"], sqlite_where=where, postgresql_where=where)
    op.add_column("outbox", sa.Column("notice_id", _ROW_ID))
    where = sa.text("notice_id IS NOT NULL")
    op.create_index(
        "ix_outbox_notice", "outbox", ["notice_id", "status", "due_at"], sqlite_where=where, postgresql_where=where
    )
