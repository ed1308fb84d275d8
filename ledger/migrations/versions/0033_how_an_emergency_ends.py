"""Emergencies: when whoever reported one said that help is called or there, and when that it is over.

Revision: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("alert", sa.Column("helped_at", sa.BigInteger()))
    op.add_column("alert", sa.Column("over_at", sa.BigInteger()))
