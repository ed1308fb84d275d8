"""A passage at the gate that was noted wrongly is taken back and stays on record.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("gate_log", sa.Column("undone_at", sa.BigInteger(), nullable=True))
    op.add_column("gate_log", sa.Column("undone_by", sa.Text(), nullable=True))
