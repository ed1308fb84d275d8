"""A small town for the tests of the ledger: its places, the same people everywhere, and filings of theirs."""

from collections.abc import Iterator

from sqlalchemy import MetaData, Table, func, select

from knowledge.times import parse_moment
from ledger import Db, Ledger, Statement, people, places
from ledger.people import accounts
from ledger.places import Place
from ledger.records import Filing
from ledger.tables import metadata

NOW = parse_moment("2022-01-20T09:00:00+08:00")
STREET = "河西街道"
PLACES = [("永茂社区", "community"), ("文化社区", "community"), ("二号村", "village")]


def found(ledger: Ledger) -> None:
    """Put the subdistrict and its communities and villages into the tree."""
    ledger.transact(lambda db: places.seed(db, STREET, PLACES))


def settle(
    db: Db,
    name: str,
    home: str | None = None,
    *,
    phone: str | None = None,
    openid: str | None = None,
    role: str | None = None,
    scope: str | None = None,
) -> int:
    """Register somebody: at a door, with an account, with a role for a place or a group; returns the person's id."""
    person_id = people.add(db, name=name, phone=phone, place_id=_place_id(db, home), now=NOW, filed_by="system")
    if openid is not None:
        accounts.bind(db, openid, person_id)
    if role == "group_member":
        people.grant(db, person_id, role, None, scope, NOW)
    elif role is not None:
        people.grant(db, person_id, role, _place_id(db, scope), None, NOW)
    return person_id


def _place_id(db: Db, address: str | None) -> int | None:
    return places.ensure(db, address).id if address else None


def filing(who: str = "王阿姨", who_id: int | None = None, place: Place | None = None, at: int = NOW) -> Filing:
    """That somebody files now."""
    return Filing(at, at, who_id, who, place.id if place else None)


def count(ledger: Ledger, table: Table) -> int:
    """How many rows a table has."""
    rows: int = ledger.read(lambda db: db.value(Statement(select(func.count()).select_from(table))))
    return rows


def everything(ledger: Ledger, tables: MetaData = metadata) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every row of every table, with the table's name."""
    for table in tables.sorted_tables:
        for row in ledger.read(lambda db, table=table: db.all(Statement(select(table)))):  # type: ignore[misc]
            yield table.name, row
