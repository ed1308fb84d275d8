"""What people say to the assistant and what it has to tell them: open forms, messages in, messages out."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from ledger.tables.columns import RowId, metadata, row_id

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
    row_id(),
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

subscription_consent = Table(
    "subscription_consent",
    metadata,
    Column("openid", Text, primary_key=True),
    Column("template_id", Text, primary_key=True),
    Column("left", Integer, nullable=False),
    Column("always", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

endpoint_rest = Table(
    "endpoint_rest",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("until_at", BigInteger, nullable=False),
    Column("noted_at", BigInteger, nullable=False),
)

mass_send = Table(
    "mass_send",
    metadata,
    row_id(),
    Column("notice_id", RowId, nullable=False),
    Column("client_id", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("lease_until", BigInteger),
    Column("msg_id", Text, index=True),
    Column("handed_in_at", BigInteger),
    Column("reported_at", BigInteger),
    Column("total", Integer),
    Column("filtered", Integer),
    Column("sent", Integer),
    Column("errors", Integer),
    Column("error", Text),
    Column("settled_at", BigInteger),
)
_IS_OPEN = mass_send.c.settled_at.is_(None)
Index("ix_mass_send_open", mass_send.c.id, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)

mass_month = Table(
    "mass_month",
    metadata,
    Column("openid", Text, primary_key=True),
    Column("month", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    Column("key", Text, nullable=False, unique=True),
    Column("openid", Text),
    Column("person_id", RowId),
    Column("kind", Text, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("template", Text, nullable=False, server_default=""),
    Column("menu_sealed", LargeBinary),
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
    Column("notice_id", RowId),
    Column("mass_id", RowId),
    Column("doubts", Integer, nullable=False, server_default="0"),
    Column("waited_from", BigInteger),
)
# What waits and what is in somebody's hands is little beside what was sent: each has an index that holds nothing else.
_IS_DUE, _IS_CLAIMED, _IS_UNKNOWN = (outbox.c.status == state for state in ("due", "claimed", "unknown"))
Index("ix_outbox_due", outbox.c.kind, outbox.c.due_at, sqlite_where=_IS_DUE, postgresql_where=_IS_DUE)
Index("ix_outbox_claimed", outbox.c.lease_until, sqlite_where=_IS_CLAIMED, postgresql_where=_IS_CLAIMED)
Index("ix_outbox_unknown", outbox.c.settled_at, sqlite_where=_IS_UNKNOWN, postgresql_where=_IS_UNKNOWN)
Index("ix_outbox_openid_status", outbox.c.openid, outbox.c.status)
_OF_NOTICE = outbox.c.notice_id.is_not(None)
Index(
    "ix_outbox_notice",
    outbox.c.notice_id,
    outbox.c.status,
    outbox.c.due_at,
    sqlite_where=_OF_NOTICE,
    postgresql_where=_OF_NOTICE,
)
Index(
    "ix_outbox_notice_person",
    outbox.c.person_id,
    outbox.c.id,
    sqlite_where=_OF_NOTICE,
    postgresql_where=_OF_NOTICE,
)

picture = Table(
    "picture",
    metadata,
    row_id(),
    Column("about", Text, nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
    Column("kept_at", BigInteger, nullable=False, index=True),
)
_OF_MASS_SEND = outbox.c.mass_id.is_not(None)
Index(
    "ix_outbox_mass",
    outbox.c.mass_id,
    outbox.c.status,
    sqlite_where=_OF_MASS_SEND,
    postgresql_where=_OF_MASS_SEND,
)
