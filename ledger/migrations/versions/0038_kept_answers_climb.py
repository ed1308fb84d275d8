"""Answers to be kept: by when somebody of the office looks at one, and how far up it was put.

Revision: 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision; what waits already is put to the office at the next round."""
    op.add_column("kept_answer", sa.Column("due_at", sa.BigInteger()))
    op.add_column("kept_answer", sa.Column("climbed", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE kept_answer SET due_at = filed_at WHERE status = 'submitted'")
