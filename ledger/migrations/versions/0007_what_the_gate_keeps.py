"""What the gate keeps: duty log, necessary staff let in, tries of numbers, decisions on passages; pictures that are sent.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("outbox", sa.Column("picture", sa.Text(), nullable=True))
    for name in ("rule", "rule_version", "clause", "outcome", "trace"):
        op.add_column("gate_log", sa.Column(name, sa.Text(), nullable=True))

    op.create_table(
        "gate_try",
        sa.Column("person_id", row_id, autoincrement=False, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_gate_try")),
    )

    op.create_table(
        "entry_permit",
        sa.Column("id", row_id, autoincrement=True, nullable=False),
        sa.Column("place_id", row_id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("plate", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("filed_by_id", row_id, nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_entry_permit_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_permit")),
    )
    op.create_index("ix_entry_permit_place_until", "entry_permit", ["place_id", "until_at"])

    op.create_table(
        "duty_log",
        sa.Column("id", row_id, autoincrement=True, nullable=False),
        sa.Column("place_id", row_id, nullable=False),
        sa.Column("start_at", sa.BigInteger(), nullable=False),
        sa.Column("end_at", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_over_from", sa.Text(), nullable=True),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("filed_by_id", row_id, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_duty_log_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_log")),
    )
    op.create_index("ix_duty_log_place_start", "duty_log", ["place_id", "start_at"])
    op.create_index(
        "uq_duty_log_on_duty",
        "duty_log",
        ["filed_by_id"],
        unique=True,
        sqlite_where=sa.text("end_at IS NULL"),
        postgresql_where=sa.text("end_at IS NULL"),
    )
