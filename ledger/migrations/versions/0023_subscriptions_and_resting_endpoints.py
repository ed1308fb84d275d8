"""Who agreed to which subscription message, and which endpoints of the platform are left alone.

Revision: 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "subscription_consent",
        sa.Column("openid", sa.Text(), nullable=False),
        sa.Column("template_id", sa.Text(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("always", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("openid", "template_id", name=op.f("pk_subscription_consent")),
    )
    op.create_table(
        "endpoint_rest",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_endpoint_rest")),
    )
