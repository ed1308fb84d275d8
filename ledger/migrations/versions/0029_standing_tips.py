"""Standing tips: how often a notice comes round, which round it is at and since when; who wants none.

Revision: 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("notice", sa.Column("rhythm", sa.Text()))
    op.add_column("notice", sa.Column("round", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("notice", sa.Column("round_at", sa.BigInteger()))
    op.add_column("account", sa.Column("no_tips_at", sa.BigInteger()))
    where = sa.text("rhythm IS NOT NULL")
    op.create_index("ix_notice_standing", "notice", ["status", "round_at"], sqlite_where=where, postgresql_where=where)
