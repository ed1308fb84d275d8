"""The tag that an account was given on the platform, by which it sees the menu of its role.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("account", sa.Column("tag", sa.Text(), nullable=True))
