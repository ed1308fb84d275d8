"""Mass sends of notices, and how many of them a reader had in a month.

Revision: 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "mass_send",
        sa.Column("id", _ROW_ID, autoincrement=True, nullable=False),
        sa.Column("notice_id", _ROW_ID, nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("msg_id", sa.Text(), nullable=True),
        sa.Column("handed_in_at", sa.BigInteger(), nullable=True),
        sa.Column("reported_at", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("filtered", sa.Integer(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=True),
        sa.Column("errors", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mass_send")),
        sa.UniqueConstraint("client_id", name=op.f("uq_mass_send_client_id")),
    )
    op.create_index(op.f("ix_mass_send_msg_id"), "mass_send", ["msg_id"])
    is_open = sa.text("settled_at IS NULL")
    op.create_index("ix_mass_send_open", "mass_send", ["id"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_table(
        "mass_month",
        sa.Column("openid", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("openid", "month", name=op.f("pk_mass_month")),
    )
    op.add_column("outbox", sa.Column("mass_id", _ROW_ID, nullable=True))
    of_mass_send = sa.text("mass_id IS NOT NULL")
    op.create_index(
        "ix_outbox_mass", "outbox", ["mass_id", "status"], sqlite_where=of_mass_send, postgresql_where=of_mass_send
    )
