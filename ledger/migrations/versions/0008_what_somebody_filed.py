"""What somebody filed is found by an index: check-ins for others (one's own are found by their person), return reports.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    for_others = sa.column("person_id").is_distinct_from(sa.column("filed_by_id"))
    op.create_index(
        "ix_health_checkin_for_others",
        "health_checkin",
        ["filed_by_id"],
        sqlite_where=for_others,
        postgresql_where=for_others,
    )
    op.create_index("ix_return_report_filed_by", "return_report", ["filed_by_id"])
