"""Announcements: when the open return reports had been worked out anew by one; the village that somebody comes from.

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision; what was put in force before changed no open report, and does not now."""
    op.add_column("return_report", sa.Column("origin_places", sa.Text()))
    op.add_column("announcement", sa.Column("taken_up_at", sa.BigInteger()))
    op.execute("UPDATE announcement SET taken_up_at = put_in_force_at")
