"""What waits in the outbox, what is in a sender's hands and what nobody knows of: each found by an index of its own.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_outbox_due", ["kind", "due_at"], "due"),
    ("ix_outbox_claimed", ["lease_until"], "claimed"),
    ("ix_outbox_unknown", ["settled_at"], "unknown"),
)


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.drop_index("ix_outbox_status_due", "outbox")
    for name, columns, status in _INDEXES:
        where = sa.text(f"status = '{status}'")
        op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)
