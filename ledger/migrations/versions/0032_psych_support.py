"""Who finds it hard and wants to be talked to (clause 3.4.7).

Revision: 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "psych_support",
        sa.Column("id", _ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("original_id", _ROW_ID),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_by_id", _ROW_ID),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text()),
        sa.Column("via", sa.Text()),
        sa.Column("place_id", _ROW_ID),
        sa.Column("rule", sa.Text()),
        sa.Column("rule_version", sa.Text()),
        sa.Column("clause", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("trace", sa.Text()),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("openid", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("call_back", sa.Text()),
        sa.Column("call_when_sealed", sa.LargeBinary()),
        sa.Column("phone_sealed", sa.LargeBinary()),
        sa.Column("office_too", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("climbed", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("taken_by", sa.Text()),
        sa.Column("taken_by_id", _ROW_ID),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("closed_by", sa.Text()),
    )
    op.create_index("ix_psych_support_status_due", "psych_support", ["status", "due_at"])
    op.create_index("ix_psych_support_openid", "psych_support", ["openid", "filed_at"])
    op.create_index("ix_psych_support_filed_by", "psych_support", ["filed_by_id"])
    op.create_index("ix_psych_support_number", "psych_support", ["number"])
