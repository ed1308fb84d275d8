"""People of an account, people who are one and the same, what was told to staff, and scanned places.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_RECORDS = ("health_checkin", "return_report", "supply_request", "exit_request", "alert", "human_handover", "task")


def _row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "account_person",
        sa.Column("openid", sa.Text(), nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("guardian", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_person_id")),
        sa.PrimaryKeyConstraint("openid", "person_id", name=op.f("pk_account_person")),
    )
    with op.batch_alter_table("account_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_person_person_id"), ["person_id"], unique=False)
    op.create_table(
        "person_before",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("place_id", _row_id(), nullable=True),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_before_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_person_before_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_before")),
    )
    with op.batch_alter_table("person_before", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_before_person_id"), ["person_id"], unique=False)
    op.add_column("person", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("person", sa.Column("born_year", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("merged_into", _row_id(), nullable=True))
    op.add_column("account", sa.Column("scanned_place_id", _row_id(), nullable=True))
    for record in _RECORDS:
        op.add_column(record, sa.Column("said_by", sa.Text(), nullable=True))
        op.add_column(record, sa.Column("via", sa.Text(), nullable=True))
