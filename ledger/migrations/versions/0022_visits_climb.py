"""Visits and what the office follows up climb as everything does; who was asked about which record, by its id.

Revision: 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("task", sa.Column("climbed", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_task_status_due", "task", ["status", "due_at"])
    op.add_column("escalation", sa.Column("record_id", _ROW_ID, server_default="0", nullable=False))
    op.create_index("ix_escalation_person_number", "escalation", ["person_id", "number"])
    waiting = sa.text("ended_at IS NULL")
    op.create_index("ix_escalation_open", "escalation", ["about"], sqlite_where=waiting, postgresql_where=waiting)
