"""One person's way through all records, with every version: what was said by whom, what decided, and what became of it.

Whose rights reach how far stands in the queries: the person must live within the scope (a path), and of their records those
are read whose place lies within it. What somebody of the staff filed for others is those others' way, not theirs. What is
kept close (despair, violence) is never among it (DESIGN 6.15).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, Table, and_, bindparam, cast, func, literal, null, or_, select

from ledger import alerts, handovers, people, tasks
from ledger.database import Db
from ledger.exits import filing as exit_filing
from ledger.places import path_end
from ledger.statement import Statement
from ledger.tables import (
    alert,
    exit_request,
    gate_log,
    health_checkin,
    human_handover,
    person,
    person_before,
    place,
    return_report,
    supply_request,
    task,
)

_AT_MOST = 300
_HEAD = ("version", "status", "filed_at", "filed_by", "said_by", "via", "rule", "rule_version", "clause", "trace")
_WHO: ColumnElement[Any] = bindparam("who")
# What has no place, a home that is not known or a record without one, is for whoever looks after everybody.
_IN_SCOPE = or_(
    and_(place.c.path >= bindparam("low"), place.c.path < bindparam("high")),
    and_(place.c.id.is_(None), bindparam("everywhere") == 1),
)
_CALLED = select(person.c.name).where(person.c.id == _WHO).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as they are found: told apart from others of the name by door and phone end."""

    id: int
    name: str
    phone_tail: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of one record; moments in ms UTC, `facts` by the names of their columns, what is not known left out."""

    kind: str
    record: int
    version: int
    status: str
    filed_at: int
    filed_by: str
    said_by: str | None
    via: str | None
    rule: str | None
    rule_version: str | None
    clause: str | None
    trace: tuple[str, ...]
    facts: Mapping[str, Any]


_FOUND = (
    select(person.c.id, person.c.name, person.c.phone_tail, func.coalesce(place.c.address, ""))
    .select_from(person.outerjoin(place, place.c.id == person.c.place_id))
    .where(person.c.status == "active", _IN_SCOPE)
    .order_by(place.c.address, person.c.name, person.c.id)
    .limit(bindparam("limit"))
)
_NAMED = Statement(_FOUND.where(person.c.name == bindparam("whose")))
_PHONE_ENDS = Statement(_FOUND.where(person.c.phone_tail == bindparam("tail")))
_WITH_PHONE = Statement(_FOUND.where(person.c.phone_hash == bindparam("phone")))
_AT = Statement(_FOUND.where(place.c.path >= bindparam("door"), place.c.path < bindparam("door_end")))
_ONE = Statement(_FOUND.where(person.c.id == _WHO))


def _filings(table: Table, own: Sequence[str], whose: ColumnElement[bool]) -> Statement:
    """Every version of somebody's filings of one kind; texts that are sealed come sealed."""
    record = func.coalesce(table.c.original_id, table.c.id)
    return Statement(
        select(record, *(table.c[name] for name in _HEAD), *(table.c[name] for name in own))
        .select_from(table.outerjoin(place, place.c.id == table.c.place_id))
        .where(whose, _IN_SCOPE)
        .order_by(table.c.id.desc())
        .limit(_AT_MOST)
    )


def _theirs(table: Table) -> ColumnElement[bool]:
    """A record about the person: theirs, or one in their name that they filed before they were known; never what they
    filed for others."""
    return or_(table.c.person_id == _WHO, and_(table.c.person_id.is_(None), _in_own_name(table)))


def _in_own_name(table: Table) -> ColumnElement[bool]:
    named = table.c.person if "person" in table.c else table.c.name
    return and_(table.c.filed_by_id == _WHO, named == _CALLED)


_NOTHING = [null().label(name) for name in ("said_by", "via", "rule", "rule_version", "clause", "trace")]
_OWN: Mapping[str, tuple[str, ...]] = {
    "person": ("name", "phone_sealed", "address"),
    "health_checkin": ("person", "date", "temperature", "symptoms", "contact_history", "positive_test", "complaints"),
    "return_report": (
        *("number", "name", "origin_name", "arrive_date", "transport_no", "party_size", "proposed_measure", "measure"),
        *("days", "announcement", "confirmed_by", "confirmed_at", "observation_until", "released_by", "released_at"),
    ),
    "exit_request": (
        *("number", "name", "reason", "leave_at", "return_by", "recurrence", "until_date", "destination", "persons"),
        *("plate", "words_sealed", "signed_by", "signed_via", "heard_by", "signed_at", "refused_by", "refusal"),
        *("recorded_by", "recorded_at", "sent_back_by", "sent_back"),
    ),
    "gate_log": ("direction", "name", "at", "noted_by", "remark"),
    "supply_request": ("number", "name", "items", "urgency", "accepted_by", "accepted_at", "delivered_by", "delivered_at"),
    "alert": ("group_id", "reason", "person", "due_at", "acknowledged_by", "acknowledged_at"),
    "human_handover": ("group_id", "reason", "text_sealed", "due_at", "taken_by", "taken_at"),
    "task": ("text_sealed", "due_at", "done_by", "done_at"),
}
_ABOUT_A_CHECKIN = alert.c.about.in_(
    select(literal("health_checkin:").concat(cast(health_checkin.c.id, String))).where(
        health_checkin.c.person_id == _WHO
    )
)
_READ: Mapping[str, Statement] = {
    "health_checkin": _filings(health_checkin, _OWN["health_checkin"], _theirs(health_checkin)),
    "return_report": _filings(return_report, _OWN["return_report"], _theirs(return_report)),
    "exit_request": _filings(exit_request, _OWN["exit_request"], _theirs(exit_request)),
    "supply_request": _filings(supply_request, _OWN["supply_request"], _theirs(supply_request)),
    "alert": _filings(
        alert, _OWN["alert"], and_(or_(_in_own_name(alert), _ABOUT_A_CHECKIN), ~alerts.KEPT_CLOSE)
    ),
    "human_handover": _filings(human_handover, _OWN["human_handover"], human_handover.c.filed_by_id == _WHO),
    "task": _filings(task, _OWN["task"], and_(task.c.person_id == _WHO, task.c.kind == "visit")),
    "gate_log": Statement(
        select(
            gate_log.c.id,
            literal(1),
            gate_log.c.kind,
            gate_log.c.noted_at,
            gate_log.c.noted_by,
            null(),
            null(),
            *(gate_log.c[name] for name in ("rule", "rule_version", "clause", "trace", *_OWN["gate_log"])),
        )
        .select_from(
            gate_log.join(exit_request, exit_request.c.id == gate_log.c.exit_request_id).outerjoin(
                place, place.c.id == gate_log.c.place_id
            )
        )
        .where(_theirs(exit_request), gate_log.c.undone_at.is_(None), _IN_SCOPE)
        .order_by(gate_log.c.id.desc())
        .limit(_AT_MOST)
    ),
}
_REGISTERED = tuple(
    Statement(
        select(
            key,
            table.c.version,
            literal("active" if table is person else "superseded"),
            table.c.filed_at,
            table.c.filed_by,
            *_NOTHING,
            table.c.name,
            table.c.phone_sealed,
            func.coalesce(place.c.address, ""),
        )
        .select_from(table.outerjoin(place, place.c.id == table.c.place_id))
        .where(key == _WHO, _IN_SCOPE)
    )
    for table, key in ((person, person.c.id), (person_before, person_before.c.person_id))
)
_SEALED = {
    ("exit_request", "words_sealed"): exit_filing.WORDS_COLUMN,
    ("human_handover", "text_sealed"): handovers.TEXT_COLUMN,
    ("task", "text_sealed"): tasks.TEXT_COLUMN,
    ("person", "phone_sealed"): people.PHONE_COLUMN,
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody's rights reach: a path, and whether people without a known home and handovers are theirs too."""

    scope: str
    is_office: bool

    def bounds(self) -> dict[str, object]:
        """The scope as the queries take it."""
        return {"low": self.scope, "high": path_end(self.scope), "everywhere": int(self.is_office)}


def named(db: Db, name: str, reach: Reach, limit: int = 30) -> list[Somebody]:
    """Everybody of this name within reach."""
    return _found(db.all(_NAMED, whose=name, limit=limit, **reach.bounds()))


def with_phone(db: Db, digits: str, reach: Reach, limit: int = 30) -> list[Somebody]:
    """Everybody with this phone, or with one that ends in these four figures, within reach."""
    if len(digits) == 4:
        return _found(db.all(_PHONE_ENDS, tail=digits, limit=limit, **reach.bounds()))
    return _found(db.all(_WITH_PHONE, phone=db.keys.hash(digits.encode()), limit=limit, **reach.bounds()))


def living_at(db: Db, path: str, reach: Reach, limit: int = 30) -> list[Somebody]:
    """Everybody who lives at a place (by its path) or below it, within reach."""
    return _found(db.all(_AT, door=path, door_end=path_end(path), limit=limit, **reach.bounds()))


def one(db: Db, person_id: int, reach: Reach) -> Somebody | None:
    """A person by id, within reach."""
    found = _found(db.all(_ONE, who=person_id, limit=1, **reach.bounds()))
    return found[0] if found else None


def of_person(db: Db, person_id: int, reach: Reach) -> list[Entry]:
    """All that is on record about somebody within reach, the newest first; of one record the newest version first."""
    bounds = reach.bounds()
    entries = [
        _entry(db, "person", row) for statement in _REGISTERED for row in db.all(statement, who=person_id, **bounds)
    ]
    for kind, statement in _READ.items():
        if kind != "human_handover" or reach.is_office:
            entries += [_entry(db, kind, row) for row in db.all(statement, who=person_id, **bounds)]
    return sorted(entries, key=lambda entry: (entry.filed_at, entry.record, entry.version), reverse=True)


def _found(rows: list[tuple[Any, ...]]) -> list[Somebody]:
    return [Somebody(*row) for row in rows]


def _entry(db: Db, kind: str, row: tuple[Any, ...]) -> Entry:
    count = len(_HEAD)
    record, version, status, filed_at, filed_by, said_by, via, rule, rule_version, clause, trace = row[: count + 1]
    facts: dict[str, Any] = {}
    for name, value in zip(_OWN[kind], row[count + 1 :], strict=True):
        if value is None or value in ("", b""):
            continue
        column = _SEALED.get((kind, name))
        facts[name] = db.keys.unseal(bytes(value), column) if column is not None else value
    reasons = tuple(json.loads(trace)) if trace else ()
    return Entry(
        *(kind, record, version, status, filed_at, filed_by, said_by, via, rule, rule_version, clause, reasons), facts
    )
