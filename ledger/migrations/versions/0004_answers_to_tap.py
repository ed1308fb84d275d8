"""Answers that can be tapped under an outgoing message.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("outbox", sa.Column("menu", sa.Text(), nullable=True))
