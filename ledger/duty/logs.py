"""What staff on duty have written down (clauses 3.4.1, 3.4.4, 3.4.6): shifts, handovers, patrols; disinfection, rubbish.

Two books of the same make: the duty log, of whose rows the shifts at a gate are those of ledger/gate/duty.py, and the log
of disinfection and rubbish. What is put right becomes the next version, what is taken back stays as cancelled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Table, bindparam, func, literal, null, or_, select, update

from knowledge.plan import the_plan
from knowledge.times import business_day
from ledger.database import Db
from ledger.places import path_end
from ledger.records import RECORD_COLUMNS, Filing, NoLongerSo, Stored
from ledger.statement import Statement, insert
from ledger.tables import disinfection_log, duty_log, place

# What goes on, and what is over, by the book; the rest of their states is of all records.
ON_DUTY, ENDED = "on_duty", "ended"
UNDER_WAY, DONE = "under_way", "done"
_OWN = ("kind", "person", "start_at", "end_at", "text")


class Book(NamedTuple):
    """The statements of one of the two logs, the columns that it alone has, and what its entries are when they go on and
    when they are over."""

    goes_on: str
    over: str
    extra: tuple[str, ...]
    add: Statement
    get: Statement
    supersede: Statement
    end: Statement
    withdraw: Statement
    of_person: Statement
    going_on: Statement
    within: Statement


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written down: of which kind, where, who was on duty or did it, from when to when (ms UTC), in which words.

    Without `end_at` it goes on; without `start_at` only its end was said. `post` is whose hours a shift covers,
    `taken_over_from` whose shift was open when it began.
    """

    kind: str
    place_id: int
    person: str
    start_at: int | None
    end_at: int | None
    text: str
    post: str = ""
    taken_over_from: str | None = None

    @property
    def day(self) -> str:
        """The day (ISO) that it counts for: on which it was over, or began; a stretch to midnight is of the day before."""
        moment = self.start_at or 0 if self.end_at is None else max(self.end_at - 1, self.start_at or 0)
        return business_day(moment).isoformat()


@dataclass(frozen=True, slots=True)
class Log:
    """An entry in force: the record's id, its row and version, and the entry with where it is."""

    id: int
    row: int
    version: int
    status: str
    filed_at: int
    filed_by: str
    filed_by_id: int | None
    kind: str
    person: str
    start_at: int | None
    end_at: int | None
    text: str
    place_id: int
    path: str
    address: str
    post: str
    taken_over_from: str | None

    @property
    def spoken(self) -> str:
        """The place as people read it."""
        return self.address.replace("/", "")

    def as_entry(self, **changes: object) -> Entry:
        """What it says, with some of it changed."""
        said: dict[str, object] = {name: getattr(self, name) for name in (*_OWN, "place_id", "post", "taken_over_from")}
        return Entry(**{**said, **changes})  # type: ignore[arg-type]


def _book(table: Table, goes_on: str, over: str, *extra: str) -> Book:
    in_force = or_(table.c.status == goes_on, table.c.status == over)
    record = func.coalesce(table.c.original_id, table.c.id)
    of_duty = (table.c.post, table.c.taken_over_from) if "post" in extra else (literal(""), null())
    head = ("version", "status", "filed_at", "filed_by", "filed_by_id", *_OWN)
    columns = (
        *(record, table.c.id, *(table.c[name] for name in head)),
        *(table.c.place_id, place.c.path, place.c.address, *of_duty),
    )
    seen = select(*columns).select_from(table.join(place, place.c.id == table.c.place_id)).where(in_force)
    of_record = or_(table.c.id == bindparam("record"), table.c.original_id == bindparam("record"))
    row = table.c.id == bindparam("row")
    order = (table.c.filed_at.desc(), table.c.id.desc())
    return Book(
        goes_on,
        over,
        extra,
        insert(table, *RECORD_COLUMNS, *_OWN, *extra, returning="id"),
        Statement(seen.where(of_record)),
        Statement(update(table).where(row, in_force).values(status="superseded")),
        Statement(
            update(table)
            .where(row, table.c.status == goes_on)
            .values(
                status=over,
                end_at=bindparam("at"),
                text=bindparam("words"),
                **({"day": bindparam("on_day")} if "day" in extra else {}),
            )
        ),
        Statement(update(table).where(row, in_force).values(status="cancelled")),
        Statement(
            seen.where(table.c.filed_by_id == bindparam("who"), table.c.filed_at >= bindparam("since"))
            .order_by(*order)
            .limit(bindparam("limit"))
        ),
        Statement(
            seen.where(
                table.c.filed_by_id == bindparam("who"),
                table.c.status == goes_on,
                table.c.filed_at >= bindparam("since"),
            ).order_by(*order)
        ),
        Statement(
            seen.where(
                place.c.path >= bindparam("low"),
                place.c.path < bindparam("high"),
                table.c.filed_at >= bindparam("since"),
            )
            .order_by(*order)
            .limit(bindparam("limit"))
        ),
    )


DUTY = _book(duty_log, ON_DUTY, ENDED, "post", "taken_over_from")
UPKEEP = _book(disinfection_log, UNDER_WAY, DONE, "day")


def add(db: Db, book: Book, entry: Entry, filing: Filing) -> int:
    """Write an entry down; returns the record's id."""
    return _insert(db, book, entry, filing, original_id=None, version=1)


def get(db: Db, book: Book, record_id: int) -> Log | None:
    """The entry in force of a record; None where it was taken back."""
    row = db.one(book.get, record=record_id)
    return None if row is None else Log(*row)


def correct(db: Db, book: Book, before: Log, entry: Entry, filing: Filing) -> None:
    """Put the next version of a record in force; raises NoLongerSo where it moved on."""
    if not db.run(book.supersede, row=before.row):
        raise NoLongerSo("the entry was changed or taken back")
    _insert(db, book, entry, filing, original_id=before.id, version=before.version + 1)


def end(db: Db, book: Book, going_on: Log, at: int, text: str) -> None:
    """End what goes on, with its words as they are then; raises NoLongerSo where it has ended already."""
    on_day = {"on_day": going_on.as_entry(end_at=at).day} if "day" in book.extra else {}
    if not db.run(book.end, row=going_on.row, at=at, words=text, **on_day):
        raise NoLongerSo("the entry has ended already")


def withdraw(db: Db, book: Book, entry: Log) -> None:
    """Take an entry back; raises NoLongerSo where it was changed or taken back before."""
    if not db.run(book.withdraw, row=entry.row):
        raise NoLongerSo("the entry was changed or taken back")


def of_person(db: Db, book: Book, person_id: int, since: int, limit: int = 30) -> list[Log]:
    """What somebody has written down since a moment (ms UTC), the newest first."""
    return [Log(*row) for row in db.all(book.of_person, who=person_id, since=since, limit=limit)]


def going_on(db: Db, book: Book, person_id: int, since: int) -> list[Log]:
    """What somebody has begun since a moment (ms UTC) and not ended, the newest first."""
    return [Log(*row) for row in db.all(book.going_on, who=person_id, since=since)]


def within(db: Db, book: Book, scope: str, since: int, limit: int) -> list[Log]:
    """What was written down since a moment (ms UTC) within a scope (a path), the newest first."""
    rows = db.all(book.within, low=scope, high=path_end(scope), since=since, limit=limit)
    return [Log(*row) for row in rows]


def _insert(db: Db, book: Book, entry: Entry, filing: Filing, **version: object) -> int:
    columns: Mapping[str, object] = {
        **filing.columns(),
        **Stored(clause=the_plan().rests_on(entry.kind)).columns(),
        **{name: getattr(entry, name) for name in _OWN},
        **{"post": entry.post, "day": entry.day, "taken_over_from": entry.taken_over_from},
        **{"place_id": entry.place_id, "status": book.goes_on if entry.end_at is None else book.over},
        **version,
    }
    names = {*RECORD_COLUMNS, *_OWN, *book.extra}
    row_id: int = db.value(book.add, **{name: value for name, value in columns.items() if name in names})
    return row_id
