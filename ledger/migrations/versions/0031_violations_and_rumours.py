"""What people tell of others who break the rules, and rumours that they ask about.

Revision: 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "violation_report",
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
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("account_hash", sa.LargeBinary(), nullable=True),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("climbed", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.Column("taken_by_id", _ROW_ID, nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation_report")),
    )
    op.create_table(
        "rumour_check",
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
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("openid", sa.Text(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_hash", sa.LargeBinary(), nullable=True),
        sa.Column("joined_id", _ROW_ID, nullable=True),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("climbed", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.Column("taken_by_id", _ROW_ID, nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rumour_check")),
    )
    op.create_index("ix_violation_report_status_due", "violation_report", ["status", "due_at"])
    op.create_index("ix_violation_report_number", "violation_report", ["number"])
    op.create_index("ix_violation_report_account", "violation_report", ["account_hash"])
    op.create_index("ix_violation_report_filed_at", "violation_report", ["filed_at"])
    op.create_index("ix_rumour_check_status_due", "rumour_check", ["status", "due_at"])
    op.create_index("ix_rumour_check_number", "rumour_check", ["number"])
    op.create_index("ix_rumour_check_openid", "rumour_check", ["openid"])
    op.create_index("ix_rumour_check_filed_by", "rumour_check", ["filed_by_id"])
    op.create_index("ix_rumour_check_filed_at", "rumour_check", ["filed_at"])
    op.create_index("ix_rumour_check_asked", "rumour_check", ["asked_hash"])
    op.create_index("ix_rumour_check_joined", "rumour_check", ["joined_id"])
