"""Who was asked when something waited too long, and what they answered; entries of the roster that were taken back.

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("roster", sa.Column("withdrawn_at", sa.BigInteger(), nullable=True))
    op.add_column("roster", sa.Column("withdrawn_by", sa.Text(), nullable=True))
    op.create_index("ix_roster_post_from", "roster", ["post", "from_at"])
    op.create_table(
        "escalation",
        sa.Column("id", _ROW_ID, autoincrement=True, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("ladder", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=True),
        sa.Column("place_id", _ROW_ID, nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("person_id", _ROW_ID, nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("outbox_key", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index("ix_escalation_about", "escalation", ["about"])
    waiting = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_escalation_waiting", "escalation", ["person_id"], sqlite_where=waiting, postgresql_where=waiting
    )
