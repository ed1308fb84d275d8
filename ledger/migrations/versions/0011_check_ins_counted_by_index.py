"""A person's check-ins of a day are counted from the index alone.

Revision: 0011, after 0010.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.drop_index("ix_health_checkin_person_date", table_name="health_checkin")
    op.create_index("ix_health_checkin_person_date", "health_checkin", ["person_id", "date", "status"])
