"""Complaints go to the group they are about; who brought a supply request, and when it was asked once more whether it came.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("supply_request", sa.Column("delivered_by_id", _ROW_ID))
    op.add_column("supply_request", sa.Column("reminded_at", sa.BigInteger()))
    op.add_column("human_handover", sa.Column("group_id", sa.Text(), nullable=False, server_default="office"))
    op.add_column("human_handover", sa.Column("reason", sa.Text()))
    op.add_column("human_handover", sa.Column("closed_at", sa.BigInteger()))
    op.add_column("human_handover", sa.Column("closed_by", sa.Text()))
