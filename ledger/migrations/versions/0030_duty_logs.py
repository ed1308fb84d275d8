"""Duty logs are records with versions: shifts, handovers, patrols; and what was disinfected or cleared of rubbish.

Revision: 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ON_DUTY = sa.text("status = 'on_duty'")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.drop_index("uq_duty_log_on_duty", "duty_log")
    with op.batch_alter_table("duty_log") as batch:
        batch.drop_constraint("fk_duty_log_place_id", type_="foreignkey")
        batch.add_column(sa.Column("original_id", _ROW_ID))
        batch.add_column(sa.Column("version", sa.Integer()))
        batch.add_column(sa.Column("status", sa.Text()))
        batch.add_column(sa.Column("said_at", sa.BigInteger()))
        for name in ("said_by", "via", "rule", "rule_version", "clause", "outcome", "trace", "kind", "post", "person"):
            batch.add_column(sa.Column(name, sa.Text()))
    op.execute(
        "UPDATE duty_log SET version = 1, said_at = filed_at, clause = '3.4.1', kind = 'shift', post = 'gate_guard',"
        " person = filed_by, status = CASE WHEN end_at IS NULL THEN 'on_duty' ELSE 'ended' END"
    )
    with op.batch_alter_table("duty_log") as batch:
        batch.alter_column("version", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("said_at", existing_type=sa.BigInteger(), nullable=False)
        for name in ("status", "kind", "post", "person"):
            batch.alter_column(name, existing_type=sa.Text(), nullable=False)
        batch.alter_column("filed_by_id", existing_type=_ROW_ID, nullable=True)
        batch.alter_column("place_id", existing_type=_ROW_ID, nullable=True)
    op.create_index("ix_duty_log_start", "duty_log", ["start_at"])
    op.create_index("ix_duty_log_filed_by", "duty_log", ["filed_by_id", "filed_at"])
    op.create_index("ix_duty_log_original", "duty_log", ["original_id"])
    op.create_index(
        "uq_duty_log_on_duty",
        "duty_log",
        ["filed_by_id", "kind"],
        unique=True,
        sqlite_where=_ON_DUTY,
        postgresql_where=_ON_DUTY,
    )
    op.create_table(
        "disinfection_log",
        sa.Column("id", _ROW_ID, autoincrement=True, nullable=False),
        sa.Column("original_id", _ROW_ID),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_by_id", _ROW_ID),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text()),
        sa.Column("via", sa.Text()),
        sa.Column("place_id", _ROW_ID),
        *(sa.Column(name, sa.Text()) for name in ("rule", "rule_version", "clause", "outcome", "trace")),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("start_at", sa.BigInteger()),
        sa.Column("end_at", sa.BigInteger()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disinfection_log")),
    )
    op.create_index("ix_disinfection_log_day", "disinfection_log", ["day"])
    op.create_index("ix_disinfection_log_place", "disinfection_log", ["place_id", "filed_at"])
    op.create_index("ix_disinfection_log_filed_by", "disinfection_log", ["filed_by_id", "filed_at"])
    op.create_index("ix_disinfection_log_original", "disinfection_log", ["original_id"])
