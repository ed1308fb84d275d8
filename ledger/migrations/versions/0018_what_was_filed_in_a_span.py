"""What was filed in a span of time is found by index: the figures of a day cost the same however much was filed before.

Revision: 0018, after 0017.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLES = ("alert", "exit_request", "human_handover", "return_report", "supply_request")


def upgrade() -> None:
    """Bring the schema to this revision."""
    for table in _TABLES:
        op.create_index(f"ix_{table}_filed_at", table, ["filed_at"])
