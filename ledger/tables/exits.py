"""Sealed places, who signs there, exit requests 外出申请 and their passes."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from ledger.tables.columns import RowId, metadata, record_columns, row_id

seal = Table(
    "seal",
    metadata,
    row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False, index=True),
    Column("leader_name", Text, nullable=False),
    Column("sealed_at", BigInteger, nullable=False),
    Column("unsealed_at", BigInteger),
    Column("kind", Text),
    Column("order_number", Text),
)
# A place is sealed once at a time.
_SEALED = seal.c.unsealed_at.is_(None)
Index("uq_seal_in_force", seal.c.place_id, unique=True, sqlite_where=_SEALED, postgresql_where=_SEALED)

roster = Table(
    "roster",
    metadata,
    row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("post", Text, nullable=False),
    Column("rank", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("from_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
    Column("filed_at", BigInteger, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("withdrawn_at", BigInteger),
    Column("withdrawn_by", Text),
)
Index("ix_roster_place_post_from", roster.c.place_id, roster.c.post, roster.c.from_at)
Index("ix_roster_post_from", roster.c.post, roster.c.from_at)

exit_request = Table(
    "exit_request",
    metadata,
    row_id(),
    *record_columns(),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("person_id", RowId, index=True),
    Column("name", Text, nullable=False),
    Column("words_sealed", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("leave_at", Text, nullable=False),
    Column("return_by", Text),
    Column("destination", Text),
    Column("persons", Text, nullable=False),
    Column("plate", Text),
    Column("recurrence", Text),
    Column("until_date", Text),
    Column("leaves_at", BigInteger, nullable=False),
    Column("back_due_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("due_at", BigInteger),
    Column("climbed", Integer, nullable=False, server_default="0"),
    Column("signed_by", Text),
    Column("signed_by_id", RowId),
    Column("signed_as", Text),
    Column("signed_via", Text),
    Column("signed_at", BigInteger),
    Column("heard_by", Text),
    Column("heard_by_id", RowId),
    Column("countersign_due_at", BigInteger),
    Column("countersigned_at", BigInteger),
    Column("refused_by", Text),
    Column("refused_by_id", RowId),
    Column("refused_at", BigInteger),
    Column("refusal", Text),
    Column("recorded_by", Text),
    Column("recorded_by_id", RowId),
    Column("recorded_at", BigInteger),
    Column("sent_back_by", Text),
    Column("sent_back_at", BigInteger),
    Column("sent_back", Text),
    Column("suspended_by", Text),
    Column("suspended_at", BigInteger),
    Column("suspended", Text),
    Column("out_at", BigInteger),
    Column("returned_at", BigInteger),
)
Index("ix_exit_request_status_due", exit_request.c.status, exit_request.c.due_at)
Index("ix_exit_request_number", exit_request.c.number)
Index("ix_exit_request_original", exit_request.c.original_id)
Index("ix_exit_request_place", exit_request.c.place_id)
Index("ix_exit_request_filed_by", exit_request.c.filed_by_id)
Index("ix_exit_request_filed_at", exit_request.c.filed_at)
_OWES_A_SIGNATURE = exit_request.c.countersign_due_at.is_not(None) & exit_request.c.countersigned_at.is_(None)
Index(
    "ix_exit_request_countersign",
    exit_request.c.countersign_due_at,
    sqlite_where=_OWES_A_SIGNATURE,
    postgresql_where=_OWES_A_SIGNATURE,
)

exit_draft = Table(
    "exit_draft",
    metadata,
    Column("openid", Text, primary_key=True),
    Column("answers_sealed", LargeBinary, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
)

exit_pass = Table(
    "exit_pass",
    metadata,
    row_id(),
    Column("exit_request_id", RowId, nullable=False, index=True),
    Column("code", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_by", Text),
)
Index("ix_exit_pass_code", exit_pass.c.code)
# Of the passes in force each code is one, and so is each request.
_IN_FORCE = exit_pass.c.ended_at.is_(None)
Index("uq_exit_pass_code", exit_pass.c.code, unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE)
Index(
    "uq_exit_pass_request", exit_pass.c.exit_request_id, unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE
)
