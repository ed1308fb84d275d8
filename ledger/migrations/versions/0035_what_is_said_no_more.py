"""Psychological support: when somebody said that they are better, so that what they write then is no part of it.

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("psych_support", sa.Column("over_at", sa.BigInteger()))
