"""Who is not well of the day's check-ins (clauses 2.1, 3.4.2), and whether somebody has seen to it.

Two check-ins of one person on a day are one person. Somebody is seen to as soon as a group has taken an alert about one of
them; what it was decided by (rule health_alert) stands with the check-in.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Text, bindparam, cast, exists, func, literal, select

from ledger.database import Db
from ledger.figures.span import IN_SCOPE, Row, Span, path_of, within
from ledger.statement import Statement
from ledger.tables import alert, health_checkin, place

_FEELS_NOTHING = frozenset({"none"})
_RECORD_ID = func.coalesce(health_checkin.c.original_id, health_checkin.c.id)
_ABOUT_IT = alert.c.about == literal("health_checkin:").concat(cast(_RECORD_ID, Text()))
# As `records.compact` writes what the rule decided.
_IS_WELL = health_checkin.c.outcome.like('%"level":"none"%')
_NOT_WELL = Statement(
    select(
        _RECORD_ID,
        path_of,
        func.coalesce(place.c.address, ""),
        health_checkin.c.person_id,
        health_checkin.c.person,
        health_checkin.c.filed_by_id,
        health_checkin.c.temperature,
        health_checkin.c.symptoms,
        health_checkin.c.complaints,
        health_checkin.c.positive_test,
        exists(select(alert.c.id).where(_ABOUT_IT, alert.c.status == "acknowledged")),
    )
    .select_from(health_checkin.outerjoin(place, place.c.id == health_checkin.c.place_id))
    .where(
        health_checkin.c.date == bindparam("day"),
        health_checkin.c.status == "submitted",
        health_checkin.c.outcome.is_not(None),
        ~_IS_WELL,
        *IN_SCOPE,
    )
    .order_by(health_checkin.c.id)
)


@dataclass(frozen=True, slots=True)
class Ill(Row):
    """Somebody who is not well on a day: the gravest that was said, and whether anybody has taken it."""

    person_id: int | None
    name: str
    temperature: float | None
    symptoms: tuple[str, ...]
    positive_test: bool
    is_seen_to: bool


@dataclass(frozen=True, slots=True)
class Health:
    """Of a day: who has a fever, and who feels something else."""

    fevers: tuple[Ill, ...] = ()
    others: tuple[Ill, ...] = ()

    @property
    def seen_to(self) -> tuple[Ill, ...]:
        """Those whom somebody has taken."""
        return tuple(one for one in (*self.fevers, *self.others) if one.is_seen_to)

    @property
    def not_seen_to(self) -> tuple[Ill, ...]:
        """Those whom nobody has taken yet."""
        return tuple(one for one in (*self.fevers, *self.others) if not one.is_seen_to)


def of_day(db: Db, scope: str, span: Span, fever_celsius: float) -> Health:
    """Who is not well in a scope on a day; a fever is what the configuration says it is."""
    by_person: dict[tuple[object, ...], list[Ill]] = {}
    for row in db.all(_NOT_WELL, day=span.day, **within(scope)):
        person_id, name, filer = row[3:6]
        whose = (person_id,) if person_id is not None else (name, filer)
        by_person.setdefault(whose, []).append(_ill(row))
    people = [_gravest(said) for said in by_person.values()]
    fevers = tuple(one for one in people if one.temperature is not None and one.temperature >= fever_celsius)
    others = tuple(one for one in people if one not in fevers and (one.symptoms or one.positive_test))
    return Health(fevers, others)


def _ill(row: tuple[object, ...]) -> Ill:
    record_id, path, address, person_id, name, _, temperature, symptoms, complaints, positive, taken = row
    felt = set(json.loads(str(symptoms))) - _FEELS_NOTHING
    felt |= set(json.loads(str(complaints))) if complaints else set()
    return Ill(
        record_id,  # type: ignore[arg-type]
        str(path),
        str(address),
        person_id,  # type: ignore[arg-type]
        str(name),
        temperature,  # type: ignore[arg-type]
        tuple(sorted(felt)),
        bool(positive),
        bool(taken),
    )


def _gravest(said: Sequence[Ill]) -> Ill:
    """The check-in of a person that says most: the highest temperature; taken where any of them is."""
    worst = max(said, key=lambda one: (one.temperature or 0.0, len(one.symptoms)))
    every = tuple(sorted({symptom for one in said for symptom in one.symptoms}))
    return Ill(
        worst.record_id,
        worst.path,
        worst.address,
        worst.person_id,
        worst.name,
        worst.temperature,
        every,
        any(one.positive_test for one in said),
        any(one.is_seen_to for one in said),
    )
