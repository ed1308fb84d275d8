"""The ledger's tables (台账) as SQLAlchemy Core metadata: one definition for SQLite and PostgreSQL.

Columns ending in `_at` are milliseconds of UTC, `_on` and `date` columns are ISO days of Asia/Shanghai, columns ending
in `_sealed` are encrypted (ledger.keys). Records that can be corrected carry `original_id`, `version` and `status`: the
record's id is that of its first row, a correction adds a row and marks the one before `superseded`.
docs/data-dictionary.md explains each column.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TEXT as PG_TEXT

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only for a column of type INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")
# Paths are compared by prefix, hence byte by byte, whatever the database's language is.
PathText = Text().with_variant(PG_TEXT(collation="C"), "postgresql")


def _row_id() -> Column[int]:
    return Column("id", RowId, primary_key=True, autoincrement=True)


def _record_columns() -> list[Column[object]]:
    """What every record has (INTERFACES 6): version, status, who filed it when and for whom, which rule decided."""
    return [
        Column("original_id", RowId),
        Column("version", Integer, nullable=False),
        Column("status", Text, nullable=False),
        Column("filed_at", BigInteger, nullable=False),
        Column("said_at", BigInteger, nullable=False),
        Column("filed_by_id", RowId),
        Column("filed_by", Text, nullable=False),
        Column("said_by", Text),
        Column("via", Text),
        Column("place_id", RowId),
        Column("rule", Text),
        Column("rule_version", Text),
        Column("clause", Text),
        Column("outcome", Text),
        Column("trace", Text),
    ]


place = Table(
    "place",
    metadata,
    _row_id(),
    Column("parent_id", RowId, ForeignKey("place.id")),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False, unique=True),
    Column("path", PathText, nullable=False, unique=True),
)

person = Table(
    "person",
    metadata,
    _row_id(),
    Column("name", Text, nullable=False),
    Column("phone_sealed", LargeBinary),
    Column("phone_hash", LargeBinary, index=True),
    Column("phone_tail", Text),
    Column("place_id", RowId, ForeignKey("place.id"), index=True),
    Column("filed_at", BigInteger, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("born_year", Integer),
    Column("merged_into", RowId),
)

person_before = Table(
    "person_before",
    metadata,
    _row_id(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("phone_sealed", LargeBinary),
    Column("place_id", RowId, ForeignKey("place.id")),
    Column("filed_at", BigInteger, nullable=False),
    Column("filed_by", Text, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("openid", Text, primary_key=True),
    Column("person_id", RowId, ForeignKey("person.id"), index=True),
    Column("followed_at", BigInteger),
    Column("message_at", BigInteger),
    Column("click_at", BigInteger),
    Column("bad_codes", Integer, nullable=False, server_default="0"),
    Column("bad_code_at", BigInteger),
    Column("informed_at", BigInteger),
    Column("scanned_place_id", RowId),
)

account_person = Table(
    "account_person",
    metadata,
    Column("openid", Text, primary_key=True),
    Column("person_id", RowId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("relation", Text, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("guardian", Boolean, nullable=False),
)

role = Table(
    "role",
    metadata,
    _row_id(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("place_id", RowId, ForeignKey("place.id")),
    Column("group_id", Text),
    Column("since_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
)
Index("ix_role_kind_place", role.c.kind, role.c.place_id)

invitation = Table(
    "invitation",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("role", Text, nullable=False),
    Column("place_id", RowId, ForeignKey("place.id")),
    Column("group_id", Text),
    Column("name", Text, nullable=False),
    Column("phone_sealed", LargeBinary),
    Column("invited_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("used_by", RowId),
)

conversation = Table(
    "conversation",
    metadata,
    Column("openid", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("private_sealed", LargeBinary),
    Column("opened_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    _row_id(),
    Column("key", LargeBinary, nullable=False, unique=True),
    Column("openid", Text),
    Column("said_at", BigInteger, nullable=False),
    Column("booked_at", BigInteger, nullable=False),
    Column("reply_sealed", LargeBinary),
)

Index(
    "ix_inbox_openid",
    inbox.c.openid,
    sqlite_where=inbox.c.openid.is_not(None),
    postgresql_where=inbox.c.openid.is_not(None),
)

parked_message = Table(
    "parked_message",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("openid", Text),
    Column("tries", Integer, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("parked_at", BigInteger),
    Column("error", Text, nullable=False),
    Column("message_sealed", LargeBinary, nullable=False),
)

health_checkin = Table(
    "health_checkin",
    metadata,
    _row_id(),
    *_record_columns(),
    Column("person_id", RowId),
    Column("person", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("temperature", Float),
    Column("symptoms", Text, nullable=False),
    Column("contact_history", Boolean),
    Column("positive_test", Boolean),
    Column("complaints", Text),
)
Index("ix_health_checkin_person_date", health_checkin.c.person_id, health_checkin.c.date, health_checkin.c.status)
Index("ix_health_checkin_date", health_checkin.c.date)
_FOR_SOMEBODY_ELSE = health_checkin.c.person_id.is_distinct_from(health_checkin.c.filed_by_id)
Index(
    "ix_health_checkin_for_others",
    health_checkin.c.filed_by_id,
    sqlite_where=_FOR_SOMEBODY_ELSE,
    postgresql_where=_FOR_SOMEBODY_ELSE,
)
Index(
    "ix_health_checkin_original",
    health_checkin.c.original_id,
    sqlite_where=health_checkin.c.original_id.is_not(None),
    postgresql_where=health_checkin.c.original_id.is_not(None),
)

not_reached = Table(
    "not_reached",
    metadata,
    _row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("date", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
    Column("said_at", BigInteger, nullable=False),
    Column("filed_by_id", RowId),
    Column("filed_by", Text, nullable=False),
)
Index("ix_not_reached_date", not_reached.c.date)

return_report = Table(
    "return_report",
    metadata,
    _row_id(),
    *_record_columns(),
    Column("number", Text, nullable=False),
    Column("person_id", RowId, index=True),
    Column("name", Text, nullable=False),
    Column("phone_sealed", LargeBinary),
    Column("origin_code", Text),
    Column("origin_name", Text, nullable=False),
    Column("stays", Text, nullable=False),
    Column("arrive_date", Text, nullable=False),
    Column("arrive_time", Text),
    Column("transport", Text),
    Column("transport_no", Text),
    Column("party_size", Integer),
    Column("community", Text),
    Column("building", Text),
    Column("unit", Text),
    Column("room", Text),
    Column("measure", Text),
    Column("proposed_measure", Text),
    Column("days", Integer),
    Column("announcement", Text),
    Column("confirmed_by", Text),
    Column("confirmed_by_id", RowId),
    Column("confirmed_at", BigInteger),
    Column("observation_until", Text),
    Column("released_by", Text),
    Column("released_at", BigInteger),
    Column("due_at", BigInteger),
    Column("climbed", Integer, nullable=False, server_default="0"),
)
Index("ix_return_report_status_arrive", return_report.c.status, return_report.c.arrive_date)
Index("ix_return_report_original", return_report.c.original_id)
Index("ix_return_report_filed_by", return_report.c.filed_by_id)

supply_request = Table(
    "supply_request",
    metadata,
    _row_id(),
    *_record_columns(),
    Column("number", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Column("person_id", RowId, index=True),
    Column("name", Text, nullable=False),
    Column("community", Text),
    Column("building", Text),
    Column("unit", Text),
    Column("room", Text),
    Column("items", Text, nullable=False),
    Column("urgency", Text),
    Column("for_special", Text),
    Column("medicine", Boolean, nullable=False),
    Column("substitute", Text),
    Column("payment", Text),
    Column("accepted_by", Text),
    Column("accepted_by_id", RowId),
    Column("accepted_at", BigInteger),
    Column("purchased_by", Text),
    Column("purchased_at", BigInteger),
    Column("price_fen", Integer),
    Column("disinfected_by", Text),
    Column("disinfected_at", BigInteger),
    Column("delivered_by", Text),
    Column("delivered_at", BigInteger),
    Column("confirmed_at", BigInteger),
    Column("refused_by", Text),
    Column("refused_at", BigInteger),
    Column("reason_sealed", LargeBinary),
    Column("asked_at", BigInteger),
    Column("agreed", Boolean),
    Column("complaint_sealed", LargeBinary),
    Column("complained_at", BigInteger),
    Column("settled_by", Text),
    Column("settled_at", BigInteger),
    Column("due_at", BigInteger),
    Column("climbed", Integer, nullable=False, server_default="0"),
)
Index("ix_supply_request_status", supply_request.c.status)
Index("ix_supply_request_request", supply_request.c.request)
Index("ix_supply_request_original", supply_request.c.original_id)
Index("ix_supply_request_filed_by", supply_request.c.filed_by_id)
Index("ix_supply_request_due", supply_request.c.due_at)

alert = Table(
    "alert",
    metadata,
    _row_id(),
    *_record_columns(),
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
)
Index("ix_alert_status_due", alert.c.status, alert.c.due_at)

human_handover = Table(
    "human_handover",
    metadata,
    _row_id(),
    *_record_columns(),
    Column("openid", Text),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("climbed", Integer, nullable=False, server_default="0"),
    Column("taken_at", BigInteger),
    Column("taken_by", Text),
    Column("taken_by_id", RowId),
)
Index("ix_human_handover_status_due", human_handover.c.status, human_handover.c.due_at)

task = Table(
    "task",
    metadata,
    _row_id(),
    *_record_columns(),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("person_id", RowId),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    Column("done_by", Text),
)

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

outbox = Table(
    "outbox",
    metadata,
    _row_id(),
    Column("key", Text, nullable=False, unique=True),
    Column("openid", Text),
    Column("person_id", RowId),
    Column("kind", Text, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("template", Text, nullable=False, server_default=""),
    Column("menu", Text),
    Column("picture", Text),
    Column("about", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("queued_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease", Text),
    Column("lease_until", BigInteger),
    Column("channel", Text),
    Column("platform_id", Text),
    Column("error", Text),
    Column("settled_at", BigInteger),
)
Index("ix_outbox_status_due", outbox.c.status, outbox.c.due_at)
Index("ix_outbox_openid_status", outbox.c.openid, outbox.c.status)

occurrence = Table(
    "occurrence",
    metadata,
    _row_id(),
    Column("job", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("claimed_by", Text, nullable=False),
    Column("claimed_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("status", Text, nullable=False),
    Column("count", Integer),
    UniqueConstraint("job", "due_at", name="uq_occurrence_job_due_at"),
)

announcement = Table(
    "announcement",
    metadata,
    _row_id(),
    Column("number", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("effective_at", BigInteger, nullable=False),
    Column("content", Text, nullable=False),
    Column("put_in_force_by", Text, nullable=False),
    Column("put_in_force_at", BigInteger, nullable=False),
    UniqueConstraint("issuer", "number", name="uq_announcement_issuer_number"),
)

seal = Table(
    "seal",
    metadata,
    _row_id(),
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
    _row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("post", Text, nullable=False),
    Column("rank", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("from_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
    Column("filed_at", BigInteger, nullable=False),
    Column("filed_by", Text, nullable=False),
)
Index("ix_roster_place_post_from", roster.c.place_id, roster.c.post, roster.c.from_at)

exit_request = Table(
    "exit_request",
    metadata,
    _row_id(),
    *_record_columns(),
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
    _row_id(),
    Column("exit_request_id", RowId, nullable=False, index=True),
    Column("code", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_by", Text),
)
# Of the passes in force each code is one, and so is each request.
_IN_FORCE = exit_pass.c.ended_at.is_(None)
Index("uq_exit_pass_code", exit_pass.c.code, unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE)
Index(
    "uq_exit_pass_request", exit_pass.c.exit_request_id, unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE
)

gate_log = Table(
    "gate_log",
    metadata,
    _row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("exit_request_id", RowId, index=True),
    Column("direction", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("plate", Text),
    Column("people", Integer),
    Column("temperature", Float),
    Column("purpose", Text),
    Column("visits", Text),
    Column("at", BigInteger, nullable=False),
    Column("noted_at", BigInteger, nullable=False),
    Column("noted_by", Text, nullable=False),
    Column("noted_by_id", RowId),
    Column("late_entry", Boolean, nullable=False),
    Column("remark", Text),
    Column("rule", Text),
    Column("rule_version", Text),
    Column("clause", Text),
    Column("outcome", Text),
    Column("trace", Text),
)
Index("ix_gate_log_place_at", gate_log.c.place_id, gate_log.c.at)

gate_try = Table(
    "gate_try",
    metadata,
    Column("person_id", RowId, primary_key=True, autoincrement=False),
    Column("wrong", Integer, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("locked_until", BigInteger),
)

entry_permit = Table(
    "entry_permit",
    metadata,
    _row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("plate", Text),
    Column("purpose", Text),
    Column("until_at", BigInteger, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("filed_by_id", RowId),
    Column("ended_at", BigInteger),
    Column("ended_by", Text),
)
Index("ix_entry_permit_place_until", entry_permit.c.place_id, entry_permit.c.until_at)

duty_log = Table(
    "duty_log",
    metadata,
    _row_id(),
    Column("place_id", RowId, ForeignKey("place.id"), nullable=False),
    Column("start_at", BigInteger, nullable=False),
    Column("end_at", BigInteger),
    Column("text", Text, nullable=False),
    Column("taken_over_from", Text),
    Column("filed_at", BigInteger, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("filed_by_id", RowId, nullable=False),
)
Index("ix_duty_log_place_start", duty_log.c.place_id, duty_log.c.start_at)
# Nobody is on duty twice at once.
_ON_DUTY = duty_log.c.end_at.is_(None)
Index("uq_duty_log_on_duty", duty_log.c.filed_by_id, unique=True, sqlite_where=_ON_DUTY, postgresql_where=_ON_DUTY)

audit = Table(
    "audit",
    metadata,
    _row_id(),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", RowId),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("chain_no", RowId, unique=True),
    Column("chain_hash", LargeBinary),
)
Index("ix_audit_about", audit.c.about)
Index(
    "ix_audit_unchained",
    audit.c.id,
    sqlite_where=audit.c.chain_no.is_(None),
    postgresql_where=audit.c.chain_no.is_(None),
)

number_series = Table(
    "number_series",
    metadata,
    Column("series", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
