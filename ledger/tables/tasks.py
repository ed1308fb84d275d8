"""What a group or a person has to see to: alerts, handovers to a person, who wants to be talked to, tasks; and who was
asked about what is late."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from ledger.tables.columns import RowId, metadata, record_columns, row_id, seen_to_columns

alert = Table(
    "alert",
    metadata,
    row_id(),
    *record_columns(),
    Column("group_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("person", Text),
    Column("openid", Text),
    Column("due_at", BigInteger, nullable=False),
    Column("climbed", Integer, nullable=False, server_default="0"),
    Column("acknowledged_at", BigInteger),
    Column("acknowledged_by", Text),
    Column("acknowledged_by_id", RowId),
    Column("helped_at", BigInteger),
    Column("there_at", BigInteger),
    Column("over_at", BigInteger),
)
Index("ix_alert_status_due", alert.c.status, alert.c.due_at)
Index("ix_alert_openid_reason", alert.c.openid, alert.c.reason, alert.c.filed_at)
Index("ix_alert_filed_by", alert.c.filed_by_id)
Index("ix_alert_filed_at", alert.c.filed_at)
Index("ix_alert_about", alert.c.about)

human_handover = Table(
    "human_handover",
    metadata,
    row_id(),
    *record_columns(),
    Column("openid", Text),
    Column("group_id", Text, nullable=False, server_default="office"),
    Column("reason", Text),
    Column("text_sealed", LargeBinary, nullable=False),
    *seen_to_columns(),
    Column("answer_sealed", LargeBinary),
    Column("answered_by", Text),
    Column("answered_at", BigInteger),
)
Index("ix_human_handover_status_due", human_handover.c.status, human_handover.c.due_at)
Index("ix_human_handover_filed_by", human_handover.c.filed_by_id)
Index("ix_human_handover_filed_at", human_handover.c.filed_at)

psych_support = Table(
    "psych_support",
    metadata,
    row_id(),
    *record_columns(),
    Column("number", Text, nullable=False),
    Column("openid", Text),
    Column("kind", Text),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("call_back", Text),
    Column("call_when_sealed", LargeBinary),
    Column("phone_sealed", LargeBinary),
    Column("office_too", Integer, nullable=False, server_default="0"),
    Column("due_at", BigInteger),
    Column("climbed", Integer, nullable=False, server_default="0"),
    Column("taken_at", BigInteger),
    Column("taken_by", Text),
    Column("taken_by_id", RowId),
    Column("closed_at", BigInteger),
    Column("closed_by", Text),
    Column("over_at", BigInteger),
)
Index("ix_psych_support_status_due", psych_support.c.status, psych_support.c.due_at)
Index("ix_psych_support_openid", psych_support.c.openid, psych_support.c.filed_at)
Index("ix_psych_support_filed_by", psych_support.c.filed_by_id)
Index("ix_psych_support_number", psych_support.c.number)

task = Table(
    "task",
    metadata,
    row_id(),
    *record_columns(),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("person_id", RowId),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("climbed", Integer, nullable=False, server_default="0"),
    Column("done_at", BigInteger),
    Column("done_by", Text),
)
Index("ix_task_status_due", task.c.status, task.c.due_at)
Index("ix_task_about", task.c.about)
Index("ix_task_person", task.c.person_id)

# A matter brings somebody to one door once, however many senders find them unreachable.
_OPEN_VISIT = (task.c.kind == "visit") & (task.c.status == "open")
Index(
    "uq_task_open_visit",
    task.c.about,
    task.c.person_id,
    unique=True,
    sqlite_where=_OPEN_VISIT,
    postgresql_where=_OPEN_VISIT,
)

escalation = Table(
    "escalation",
    metadata,
    row_id(),
    Column("about", Text, nullable=False),
    Column("record_id", RowId, nullable=False, server_default="0"),
    Column("ladder", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("group_id", Text),
    Column("place_id", RowId),
    Column("step", Integer, nullable=False),
    Column("rung", Text, nullable=False),
    Column("person_id", RowId),
    Column("person", Text),
    Column("outbox_key", Text),
    Column("asked_at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    Column("answer", Text),
    Column("words_sealed", LargeBinary),
    Column("answered_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("ended_by", Text),
)
Index("ix_escalation_about", escalation.c.about)
Index("ix_escalation_person_number", escalation.c.person_id, escalation.c.number)
# What still waits is few, however long the ledger is kept.
_STILL_WAITS = escalation.c.ended_at.is_(None)
Index("ix_escalation_waiting", escalation.c.person_id, sqlite_where=_STILL_WAITS, postgresql_where=_STILL_WAITS)
Index("ix_escalation_open", escalation.c.about, sqlite_where=_STILL_WAITS, postgresql_where=_STILL_WAITS)
