"""Of a message: how often nobody knew whether it reached the platform, and since when it waits for its person.

Both were read off the number of tries before, which counts refusals too.

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("outbox", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("waited_from", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE outbox SET waited_from = queued_at WHERE status = 'due' AND attempts > 0"
        " AND error IN ('waits for the next contact', 'waits for a mass send')"
    )
    op.execute("UPDATE outbox SET doubts = 1 WHERE status = 'due' AND attempts > 0 AND error LIKE 'unknown %'")
