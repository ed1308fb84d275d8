"""The tables of the office's pages: who may sign in, with what, and who is signed in.

Their moments are the machine's real clock, not the application's: a rehearsal that runs in another year does not make
a link live for ever (DESIGN 3, Start).
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Table, Text

from ledger.tables.columns import RowId, metadata, row_id

console_account = Table(
    "console_account",
    metadata,
    row_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("place_id", RowId, ForeignKey("place.id")),
    Column("group_id", Text),
    Column("person_id", RowId),
    Column("role_id", RowId),
    Column("password_hash", Text),
    Column("totp_sealed", LargeBinary),
    Column("totp_step", BigInteger),
    Column("made_at", BigInteger, nullable=False),
    Column("set_up_at", BigInteger),
    Column("ended_at", BigInteger),
)

console_link = Table(
    "console_link",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", RowId, ForeignKey("console_account.id"), nullable=False),
    Column("totp_sealed", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

console_recovery = Table(
    "console_recovery",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("account_id", RowId, ForeignKey("console_account.id"), nullable=False),
    Column("used_at", BigInteger),
)

console_session = Table(
    "console_session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", RowId, ForeignKey("console_account.id"), nullable=False, index=True),
    Column("address_hash", LargeBinary, nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)

console_try = Table(
    "console_try",
    metadata,
    Column("subject_hash", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("blocked_until", BigInteger),
)
