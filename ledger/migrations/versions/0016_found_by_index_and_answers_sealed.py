"""What is looked up with a message, at a gate or each minute is found by index; answers to tap are sealed as the words are.

Answers that stood in clear are dropped: the words of a message say how to answer without them, and a question that was
only to be tapped has been asked in words.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_alert_openid_reason", "alert", ["openid", "reason", "filed_at"]),
    ("ix_alert_filed_by", "alert", ["filed_by_id"]),
    ("ix_alert_about", "alert", ["about"]),
    ("ix_human_handover_filed_by", "human_handover", ["filed_by_id"]),
    ("ix_task_about", "task", ["about"]),
    ("ix_task_person", "task", ["person_id"]),
    ("ix_place_parent", "place", ["parent_id"]),
    ("ix_person_name", "person", ["name"]),
    ("ix_person_phone_tail", "person", ["phone_tail"]),
    ("ix_exit_request_place", "exit_request", ["place_id"]),
    ("ix_exit_request_filed_by", "exit_request", ["filed_by_id"]),
    ("ix_exit_pass_code", "exit_pass", ["code"]),
    ("ix_return_report_number", "return_report", ["number"]),
    ("ix_supply_request_number", "supply_request", ["number"]),
    ("ix_gate_log_noted_by", "gate_log", ["noted_by_id", "noted_at"]),
    ("ix_gate_log_plate", "gate_log", ["plate", "noted_at"]),
)
_SOME = (
    ("ix_account_tag", "account", ["tag"], "tag IS NOT NULL"),
    ("ix_role_of_staff", "role", ["person_id"], "until_at IS NULL AND kind != 'resident'"),
    (
        "ix_exit_request_countersign",
        "exit_request",
        ["countersign_due_at"],
        "countersign_due_at IS NOT NULL AND countersigned_at IS NULL",
    ),
    (
        "ix_supply_request_complained",
        "supply_request",
        ["settled_at"],
        "complained_at IS NOT NULL AND settled_at IS NULL",
    ),
)


def upgrade() -> None:
    """Bring the schema to this revision."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)
    for name, table, columns, where in _SOME:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.execute("DELETE FROM outbox WHERE kind = 'menu'")
    op.drop_column("outbox", "menu")
    op.add_column("outbox", sa.Column("menu_sealed", sa.LargeBinary(), nullable=True))
