"""The gate's log 卡口出入登记 (clause 3.4.1): who went out and came in where and when, and when that was written down.

Entries from paper come later with both times (DESIGN 6.9). What was noted wrongly stays on record and counts for nothing
(ledger/gate/undoing.py). What a pass allows and what is done with it is not decided here.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Integer, Text, bindparam, func, or_, select, update

from ledger.database import Db
from ledger.places import path_end
from ledger.records import DECISION_COLUMNS, NO_DECISION, Stored
from ledger.statement import Statement, insert
from ledger.tables import gate_log, place

_ADD = insert(
    gate_log,
    *(
        "place_id",
        "exit_request_id",
        "direction",
        "kind",
        "name",
        "plate",
        "people",
        "temperature",
        "purpose",
        "visits",
    ),
    *("at", "noted_at", "noted_by", "noted_by_id", "late_entry", "remark"),
    *DECISION_COLUMNS,
    returning="id",
)
HOLDS = gate_log.c.undone_at.is_(None)
_OF_REQUEST = Statement(
    select(gate_log.c.direction, gate_log.c.at, gate_log.c.noted_at, gate_log.c.noted_by, gate_log.c.late_entry)
    .where(gate_log.c.exit_request_id == bindparam("record"), HOLDS)
    .order_by(gate_log.c.at, gate_log.c.id)
)
_IN_SCOPE = Statement(
    select(gate_log.c.direction, gate_log.c.kind, gate_log.c.name, gate_log.c.plate, gate_log.c.people, gate_log.c.at)
    .select_from(gate_log.join(place, place.c.id == gate_log.c.place_id))
    .where(place.c.path >= bindparam("low"), place.c.path < bindparam("high"), gate_log.c.at >= bindparam("since"), HOLDS)
    .order_by(gate_log.c.at, gate_log.c.id)
)
_LAST_IN = Statement(
    select(gate_log.c.direction, gate_log.c.kind, gate_log.c.name, gate_log.c.plate, gate_log.c.people, gate_log.c.at)
    .select_from(gate_log.join(place, place.c.id == gate_log.c.place_id))
    .where(
        place.c.path >= bindparam("low"),
        place.c.path < bindparam("high"),
        or_(gate_log.c.direction == "in", gate_log.c.direction == "out"),
        or_(gate_log.c.plate == bindparam("with_plate"), gate_log.c.name == bindparam("by_name")),
        gate_log.c.exit_request_id.is_(None),
        gate_log.c.kind != "resident",
        HOLDS,
    )
    .order_by(gate_log.c.at.desc(), gate_log.c.id.desc())
    .limit(1)
)
_BLANK = Statement(
    select(gate_log.c.id)
    .where(
        gate_log.c.noted_by_id == bindparam("who"),
        gate_log.c.kind == "emergency",
        gate_log.c.direction == "out",
        gate_log.c.purpose.is_(None),
        gate_log.c.plate.is_(None),
        gate_log.c.late_entry.is_(False),
        gate_log.c.at >= bindparam("since"),
        HOLDS,
    )
    .order_by(gate_log.c.id.desc())
    .limit(1)
)
_HELD_BACK = Statement(
    select(gate_log.c.name, gate_log.c.plate, gate_log.c.purpose, gate_log.c.visits).where(
        gate_log.c.place_id == bindparam("gate"),
        gate_log.c.at >= bindparam("since"),
        gate_log.c.direction == "held",
        HOLDS,
    )
)
_MEASURE = Statement(
    update(gate_log)
    .where(gate_log.c.id == bindparam("row"), gate_log.c.temperature.is_(None), HOLDS)
    .values(temperature=bindparam("celsius"))
)
_COMPLETE = Statement(
    update(gate_log)
    .where(gate_log.c.id == bindparam("row"))
    .values(
        name=bindparam("whose"),
        plate=bindparam("with_plate"),
        people=bindparam("count"),
        purpose=bindparam("why"),
        visits=bindparam("door"),
        exit_request_id=bindparam("request"),
    )
)
_FILL_IN = Statement(
    update(gate_log)
    .where(gate_log.c.id == bindparam("row"), HOLDS)
    .values(
        plate=func.coalesce(bindparam("with_plate", type_=Text()), gate_log.c.plate),
        people=func.coalesce(bindparam("count", type_=Integer()), gate_log.c.people),
    )
)
# Who passes: 居民, 工作人员, 保供车, 维修, 快递, 急救消防, 其他
KINDS = ("resident", "staff", "supply", "repair", "courier", "emergency", "other")


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage as it is noted: `direction` out, in, turned_away, or held (waits at the gate for a person's word).

    `at` is when it was, `visits` the door they go to.
    """

    direction: str
    kind: str
    at: int
    exit_request_id: int | None = None
    name: str | None = None
    plate: str | None = None
    people: int | None = None
    temperature: float | None = None
    purpose: str | None = None
    visits: str | None = None
    late_entry: bool = False
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A passage of a request as the log has it; times in ms UTC."""

    direction: str
    at: int
    noted_at: int
    noted_by: str
    late_entry: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """A passage as the gate's list shows it."""

    direction: str
    kind: str
    name: str | None
    plate: str | None
    people: int | None
    at: int


def note(
    db: Db,
    place_id: int,
    passage: Passage,
    who: str,
    who_id: int | None,
    now: int,
    decision: Stored = NO_DECISION,
) -> int:
    """Write a passage down at the gate of a sealed place, with what a rule said about it; returns the entry's id."""
    row_id: int = db.value(
        _ADD,
        place_id=place_id,
        noted_at=now,
        noted_by=who,
        noted_by_id=who_id,
        **asdict(passage),
        **decision.columns(),
    )
    return row_id


def of_request(db: Db, record_id: int) -> list[Noted]:
    """Every trip of a request, in order."""
    rows = db.all(_OF_REQUEST, record=record_id)
    return [Noted(direction, at, noted_at, who, bool(late)) for direction, at, noted_at, who, late in rows]


def last_in(db: Db, scope: str, plate: str | None, name: str | None) -> Passed | None:
    """The passage by which a vehicle or somebody who does not live there came in and has not left since."""
    row = db.one(_LAST_IN, low=scope, high=path_end(scope), with_plate=plate or "", by_name=name or "")
    return Passed(*row) if row is not None and row[0] == "in" else None


def is_held(db: Db, place_id: int, passage: Passage, since_at: int) -> bool:
    """Whether somebody was noted as waiting at this gate, not before a moment: told apart by name, plate, purpose, door."""
    held = db.all(_HELD_BACK, gate=place_id, since=since_at)
    return (passage.name, passage.plate, passage.purpose, passage.visits) in [tuple(row) for row in held]


def blank_emergency(db: Db, who_id: int, since_at: int) -> int | None:
    """The emergency exit that a guard noted last without any words, not before a moment; None where there is none."""
    row = db.one(_BLANK, who=who_id, since=since_at)
    return None if row is None else int(row[0])


def complete(db: Db, row_id: int, passage: Passage) -> None:
    """Fill in who it was, what with and why, of an entry that was noted before anybody had time to say so."""
    db.run(
        _COMPLETE,
        row=row_id,
        whose=passage.name,
        with_plate=passage.plate,
        count=passage.people,
        why=passage.purpose,
        door=passage.visits,
        request=passage.exit_request_id,
    )


def fill_in(db: Db, row_id: int, plate: str | None, people: int | None) -> None:
    """Add the car and how many they were to a line; what is not known stays as it was."""
    db.run(_FILL_IN, row=row_id, with_plate=plate, count=people)


def measure(db: Db, row_id: int, celsius: float) -> bool:
    """Add a temperature to a line that has none; False where it has one."""
    return db.run(_MEASURE, row=row_id, celsius=celsius) > 0


def since(db: Db, scope: str, moment: int) -> list[Passed]:
    """What passed the gates within a scope (a path) since a moment."""
    return [Passed(*row) for row in db.all(_IN_SCOPE, low=scope, high=path_end(scope), since=moment)]
