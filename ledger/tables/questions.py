"""Questions that people ask, without who asked them; answers that the office keeps for whoever asks next (4.4)."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from ledger.tables.columns import RowId, metadata, record_columns, row_id

kept_answer = Table(
    "kept_answer",
    metadata,
    row_id(),
    *record_columns(),
    Column("question", Text, nullable=False),
    Column("wordings", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("ends_on", Text, nullable=False),
    Column("about", Text),
    Column("approved_by", Text),
    Column("approved_by_id", RowId),
    Column("approved_at", BigInteger),
    Column("sent_back", Text),
    Column("ended_by", Text),
    Column("ended_at", BigInteger),
    Column("used", Integer, nullable=False, server_default="0"),
    Column("used_at", BigInteger),
    Column("due_at", BigInteger),
    Column("climbed", Integer, nullable=False, server_default="0"),
)
# A record has one version after the other, whoever edits it at the same moment.
Index("uq_kept_answer_version", kept_answer.c.original_id, kept_answer.c.version, unique=True)
Index("ix_kept_answer_status", kept_answer.c.status, kept_answer.c.ends_on)
Index("ix_kept_answer_about", kept_answer.c.about)

asked_question = Table(
    "asked_question",
    metadata,
    row_id(),
    Column("asked_at", BigInteger, nullable=False),
    Column("place_id", RowId),
    Column("outcome", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
)
Index("ix_asked_question_asked_at", asked_question.c.asked_at)
