"""Who lives in a sealed place, who of them is due, why somebody was not checked in, and who stood at its gates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, or_, select

from ledger.checkins import rounds
from ledger.checkins.who_is_due import DUE, HAS_CHECKED_IN
from ledger.database import Db
from ledger.duty import gaps as duty_gaps
from ledger.duty import roster
from ledger.figures.span import Row, Span
from ledger.gate.duty import AT_GATE, GATE, LEADS, LONGEST_SHIFT
from ledger.places import path_end
from ledger.seals import Seal
from ledger.statement import Statement
from ledger.tables import duty_log, person, place

# A door at which nobody said why.
UNSAID = "unsaid"
_LIVING = Statement(
    select(person.c.id, place.c.path, place.c.address, person.c.id, person.c.name)
    .select_from(place.join(person, person.c.place_id == place.c.id))
    .where(person.c.status == "active", place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
    .order_by(place.c.address, person.c.id)
)
_DUE = Statement(
    select(person.c.id, place.c.path, place.c.address, person.c.id, person.c.name, HAS_CHECKED_IN)
    .select_from(DUE.join(person, person.c.id == DUE.c.person_id).join(place, place.c.id == DUE.c.home_id))
    .order_by(place.c.address, person.c.id)
)
_SHIFTS = (
    select(duty_log.c.filed_by_id, duty_log.c.person, place.c.address)
    .select_from(place.join(duty_log, duty_log.c.place_id == place.c.id))
    .where(
        place.c.path >= bindparam("low"),
        place.c.path < bindparam("high"),
        duty_log.c.start_at > bindparam("earliest"),
        duty_log.c.start_at <= bindparam("until"),
        or_(duty_log.c.end_at.is_(None), duty_log.c.end_at > bindparam("since")),
    )
    .order_by(duty_log.c.start_at, duty_log.c.id)
)
_ON_DUTY, _LEADING = Statement(_SHIFTS.where(AT_GATE)), Statement(_SHIFTS.where(LEADS))


@dataclass(frozen=True, slots=True)
class Resident(Row):
    """Somebody who lives in a place; `why` is why they were not checked in."""

    person_id: int
    name: str
    has_checked_in: bool = False
    why: str = UNSAID


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody who was on duty, or should have been, each once; `person_id` is who wrote it down."""

    person_id: int | None
    name: str
    address: str


def living_in(db: Db, scope: str) -> list[Resident]:
    """Everybody registered in a scope (a path), by door."""
    return [Resident(*row) for row in db.all(_LIVING, low=scope, high=path_end(scope))]


def due_in(db: Db, scope: str, day: str) -> list[Resident]:
    """Everybody in a scope who has to check in, and whether they have on a day (ISO)."""
    rows = db.all(_DUE, low=scope, high=path_end(scope), day=day)
    return [Resident(*(*known, bool(has))) for *known, has in rows]


def with_reasons(db: Db, scope: str, span: Span, missing: Iterable[Resident]) -> Iterator[Resident]:
    """Those who are missing with the reason that a grid worker noted at their door on the day."""
    said = rounds.not_reached_on(db, scope, span.day)
    return (replace(one, why=said.get(one.address, UNSAID)) for one in missing)


def on_duty(db: Db, scope: str, span: Span) -> list[Shift]:
    """Who was on duty at a scope's gates in the span by the duty log, each once."""
    return _shifts(db, _ON_DUTY, scope, span)


def leading(db: Db, scope: str, span: Span) -> list[Shift]:
    """Who led the shifts of a scope in the span (带班) by the duty log, each once."""
    return _shifts(db, _LEADING, scope, span)


def on_roster(db: Db, seal: Seal, span: Span) -> list[Shift]:
    """Who should have been on duty at a sealed place's gates in the span by the roster, each once; no stand-ins."""
    entries = roster.of_post(db, GATE, span.since, span.until)
    mine = [one for one in entries if one.rank == "leader" and duty_gaps.covers(one, seal)]
    return list({one.name: Shift(None, one.name, one.address) for one in mine}.values())


def _shifts(db: Db, of_post: Statement, scope: str, span: Span) -> list[Shift]:
    bounds = {"low": scope, "high": path_end(scope), "earliest": span.since - LONGEST_SHIFT}
    rows = db.all(of_post, since=span.since, until=span.until, **bounds)
    return list({one[:2]: Shift(*one) for one in reversed(rows)}.values())[::-1]
