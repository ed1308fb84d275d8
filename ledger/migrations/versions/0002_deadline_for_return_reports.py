"""By when a return report has to be confirmed, and how far it has climbed; open ones get their deadline too.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TWO_HOURS = 2 * 60 * 60 * 1000


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("return_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("climbed", sa.Integer(), server_default="0", nullable=False))
    op.execute(
        sa.text(
            "UPDATE return_report SET due_at = filed_at + :patience"
            " WHERE confirmed_by IS NULL AND status IN ('submitted', 'arrived', 'under_control')"
        ).bindparams(patience=_TWO_HOURS)
    )
