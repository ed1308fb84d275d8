"""A return report decided again as of the moment it was filed: by the announcements known then, the same must come out."""

import json
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select

from knowledge.rules import Rulebook
from ledger.announcements import kept, known_at
from ledger.database import Db
from ledger.returns.filing import TOLD_BEFORE
from ledger.returns.measures import Journey, Measure, decide_measure
from ledger.statement import Statement
from ledger.tables import place, return_report, seal

_VERSIONS = Statement(
    select(
        return_report.c.version,
        return_report.c.filed_at,
        return_report.c.origin_code,
        return_report.c.origin_name,
        return_report.c.origin_places,
        return_report.c.stays,
        return_report.c.arrive_date,
        return_report.c.arrive_time,
        return_report.c.outcome,
        func.coalesce(place.c.path, ""),
    )
    .select_from(return_report.outerjoin(place, place.c.id == return_report.c.place_id))
    .where(return_report.c.number == bindparam("number"))
    .order_by(return_report.c.version)
)
_SEALED_THEN = Statement(
    select(place.c.path)
    .select_from(seal.join(place, place.c.id == seal.c.place_id))
    .where(
        seal.c.sealed_at <= bindparam("at"),
        or_(seal.c.unsealed_at.is_(None), seal.c.unsealed_at > bindparam("at")),
    )
)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A version of a report with its decision made again; `is_same` where it comes to what is stored."""

    version: int
    filed_at: int
    again: Measure
    is_same: bool


def of(db: Db, rules: Rulebook, number: str) -> list[Replayed]:
    """Every version of the report with this number, the first first."""
    every = kept(db)
    found = []
    for version, filed_at, code, name, places, stays, day, clock, outcome, path in db.all(_VERSIONS, number=number):
        below = {"places": json.loads(places)} if places else {}
        journey = Journey({"code": code, "name": name, **below}, json.loads(stays), day, clock)
        sealed = bool(path) and any(path.startswith(row[0]) for row in db.all(_SEALED_THEN, at=filed_at))
        again = decide_measure(rules, known_at(every, filed_at), journey, filed_at, sealed=sealed)
        stored = json.loads(outcome or "{}")
        stored.pop(TOLD_BEFORE, None)
        found.append(Replayed(version, filed_at, again, stored == json.loads(again.stored.outcome or "{}")))
    return found
