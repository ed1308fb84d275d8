"""The notices of one person, found by index.

Revision: 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_OF_NOTICE = sa.text("notice_id IS NOT NULL")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_index(
        "ix_outbox_notice_person",
        "outbox",
        ["person_id", "id"],
        sqlite_where=_OF_NOTICE,
        postgresql_where=_OF_NOTICE,
    )
