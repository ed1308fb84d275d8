"""Places, people and their accounts, what they may do, and who is invited."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, literal_column

from ledger.tables.columns import PathText, RowId, metadata, row_id

place = Table(
    "place",
    metadata,
    row_id(),
    Column("parent_id", RowId, ForeignKey("place.id")),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False, unique=True),
    Column("path", PathText, nullable=False, unique=True),
)
Index("ix_place_parent", place.c.parent_id)

person = Table(
    "person",
    metadata,
    row_id(),
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
Index("ix_person_name", person.c.name)
Index("ix_person_phone_tail", person.c.phone_tail)

person_before = Table(
    "person_before",
    metadata,
    row_id(),
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
    Column("tag", Text),
    Column("no_tips_at", BigInteger),
)
# Few carry one: those of the staff.
_IS_TAGGED = account.c.tag.is_not(None)
Index("ix_account_tag", account.c.tag, sqlite_where=_IS_TAGGED, postgresql_where=_IS_TAGGED)

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
    row_id(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("place_id", RowId, ForeignKey("place.id")),
    Column("group_id", Text),
    Column("since_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
)
Index("ix_role_kind_place", role.c.kind, role.c.place_id)
# Few beside the residents have one. A literal: as a parameter the databases would not see that a query asks for these.
ROLE_OF_STAFF = role.c.until_at.is_(None) & (role.c.kind != literal_column("'resident'"))
Index("ix_role_of_staff", role.c.person_id, sqlite_where=ROLE_OF_STAFF, postgresql_where=ROLE_OF_STAFF)

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
