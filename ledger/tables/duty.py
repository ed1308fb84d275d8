"""What staff on duty write down: shifts, handovers and patrols; disinfection and rubbish."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from ledger.tables.columns import metadata, record_columns, row_id

duty_log = Table(
    "duty_log",
    metadata,
    row_id(),
    *record_columns(),
    Column("kind", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("start_at", BigInteger, nullable=False),
    Column("end_at", BigInteger),
    Column("text", Text, nullable=False),
    Column("taken_over_from", Text),
)
Index("ix_duty_log_place_start", duty_log.c.place_id, duty_log.c.start_at)
Index("ix_duty_log_start", duty_log.c.start_at)
Index("ix_duty_log_filed_by", duty_log.c.filed_by_id, duty_log.c.filed_at)
Index("ix_duty_log_original", duty_log.c.original_id)
# Nobody is on duty twice at once, nor on two patrols.
_ON_DUTY = duty_log.c.status == "on_duty"
Index(
    "uq_duty_log_on_duty",
    duty_log.c.filed_by_id,
    duty_log.c.kind,
    unique=True,
    sqlite_where=_ON_DUTY,
    postgresql_where=_ON_DUTY,
)

disinfection_log = Table(
    "disinfection_log",
    metadata,
    row_id(),
    *record_columns(),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("start_at", BigInteger),
    Column("end_at", BigInteger),
    Column("text", Text, nullable=False),
)
Index("ix_disinfection_log_day", disinfection_log.c.day)
Index("ix_disinfection_log_place", disinfection_log.c.place_id, disinfection_log.c.filed_at)
Index("ix_disinfection_log_filed_by", disinfection_log.c.filed_by_id, disinfection_log.c.filed_at)
Index("ix_disinfection_log_original", disinfection_log.c.original_id)
