"""Emergencies: when whoever reported one said that help is there, or that they are at the hospital.

Revision: 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("alert", sa.Column("there_at", sa.BigInteger()))
