"""By when a notice is to be approved, and how far up it has been put.

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("notice", sa.Column("due_at", sa.BigInteger()))
    op.add_column("notice", sa.Column("climbed", sa.Integer(), server_default="0", nullable=False))
