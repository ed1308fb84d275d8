"""Which time and which place a figure is about, and the two queries that most of them are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, func, or_, select, union

from knowledge.times import DAY, HOUR, business_day, day_start
from ledger.database import Db
from ledger.places import ancestor_ids, path_end
from ledger.statement import Statement
from ledger.tables import place

# A record without a place belongs to the subdistrict as a whole.
path_of = func.coalesce(place.c.path, "")
IN_SCOPE = (path_of >= bindparam("low"), path_of < bindparam("high"))


@dataclass(frozen=True, slots=True)
class Span:
    """What is counted: check-ins of the `day` (ISO, Asia/Shanghai), and what was filed after `since` and up to `until`.

    Both moments in ms UTC. What is open is what is open when it is asked.
    """

    day: str
    since: int
    until: int

    @classmethod
    def today(cls, now: int) -> "Span":
        """The day so far."""
        day = business_day(now)
        return cls(day.isoformat(), day_start(day) - 1, now)

    @classmethod
    def since_yesterday(cls, now: int) -> "Span":
        """The last 24 hours: of daily reports at one time of day, each filing is in exactly one."""
        return cls(business_day(now).isoformat(), now - DAY, now)


def within(scope: str) -> dict[str, str]:
    """The parameters of a scope (a path); the subdistrict's own takes in what has no place."""
    return {"low": "" if is_whole(scope) else scope, "high": path_end(scope)}


def is_whole(scope: str) -> bool:
    """Whether a scope is the whole subdistrict."""
    return len(ancestor_ids(scope)) == 1


@dataclass(frozen=True, slots=True)
class Row:
    """One record that a figure counts, and the place it is about; what derives from it says the rest."""

    record_id: int
    path: str
    address: str

    @property
    def spoken(self) -> str:
        """The place as people read it."""
        return self.address.replace("/", "")


_PLACE = (path_of.label("path"), func.coalesce(place.c.address, "").label("address"))


def filed(table: Table, *names: str, only: Sequence[ColumnElement[bool]] = ()) -> Statement:
    """The records first filed in a span as they stand now: the record's id, path, address and the named columns.

    `only` are further conditions.
    """
    first, row = table.alias("its_first"), table.alias("one_row")
    # Which are first versions is not asked of the index of what was corrected: in it they are all one.
    then = select(first.c.id).where(
        func.coalesce(first.c.original_id, 0) == 0,
        first.c.filed_at > bindparam("since"),
        first.c.filed_at <= bindparam("until"),
    )
    versions = [then]
    if any(index.columns.keys() == ["original_id"] for index in table.indexes):  # else it is never corrected
        versions.append(select(row.c.id).where(row.c.original_id.in_(then)))
    record_id = func.coalesce(table.c.original_id, table.c.id).label("record_id")
    return Statement(
        select(record_id, *_PLACE, *(table.c[name] for name in names))
        .select_from(table.outerjoin(place, place.c.id == table.c.place_id))
        .where(table.c.id.in_(union(*versions)), table.c.status != "superseded", *IN_SCOPE, *only)
        .order_by(record_id)
    )


def standing(
    table: Table, statuses: Sequence[str], *names: str, only: Sequence[ColumnElement[bool]] = ()
) -> Statement:
    """The records that are in one of these statuses now, in any where there are none: id, path, address, named columns.

    `filed_at` among them is when the record was first filed; `only` are further conditions.
    """
    first = table.alias("its_first")
    columns = [first.c.filed_at if name == "filed_at" else table.c[name] for name in names]
    record_id = func.coalesce(table.c.original_id, table.c.id)
    in_status = or_(*(table.c.status == status for status in statuses)) if statuses else table.c.status != "superseded"
    return Statement(
        select(record_id.label("record_id"), *_PLACE, *columns)
        .select_from(table.join(first, first.c.id == record_id).outerjoin(place, place.c.id == table.c.place_id))
        .where(in_status, *IN_SCOPE, *only)
        .order_by(table.c.id)
    )


def filed_rows(db: Db, statement: Statement, scope: str, span: Span) -> list[tuple[Any, ...]]:
    """The rows of a statement that `filed` made."""
    return db.all(statement, since=span.since, until=span.until, **within(scope))


def standing_rows(db: Db, statement: Statement, scope: str) -> list[tuple[Any, ...]]:
    """The rows of a statement that `standing` made."""
    return db.all(statement, **within(scope))


def hours_since(moments: Iterable[int], now: int) -> int | None:
    """For how many whole hours the oldest of these moments (ms UTC) is past; None where there is none."""
    oldest = min(moments, default=None)
    return None if oldest is None else max(0, now - oldest) // HOUR
