"""How `ledger exit_request`, `gate_log` and `roster` print (INTERFACES 6): who asked, who passed, who is on duty."""

import json

from sqlalchemy import case, select

from knowledge.times import iso
from ledger.export.lines_of_records import ExitLine, GateLine, Goer, Line, RosterLine
from ledger.export.pages import Head, Row, Source, View, filings, notes
from ledger.tables import exit_request, gate_log, place, roster

_MOMENTS = (
    "signed_at",
    "countersigned_at",
    "refused_at",
    "recorded_at",
    "suspended_at",
    "out_at",
    "returned_at",
)
_PLAIN = (
    "number",
    "kind",
    "name",
    "reason",
    "leave_at",
    "return_by",
    "destination",
    "plate",
    "until_date",
    "signed_by",
    "signed_as",
    "signed_via",
    "heard_by",
    "refused_by",
    "refusal",
    "recorded_by",
    "sent_back",
)
_AT_GATE = ("direction", "kind", "name", "plate", "people", "temperature", "purpose", "visits", "remark", "undone_by")
# The number of the request that somebody passed the gate with, which all its versions share.
_NUMBER_AT_GATE = (
    select(exit_request.c.number)
    .where(exit_request.c.id == gate_log.c.exit_request_id)
    .correlate(gate_log)
    .scalar_subquery()
)


def _exit(head: Head, row: Row, _view: View) -> Line:
    urgent, address, persons, recurrence, *rest = row
    named = dict(zip((*_MOMENTS, *_PLAIN), rest, strict=True))
    named |= {moment: None if named[moment] is None else iso(named[moment]) for moment in _MOMENTS}
    return ExitLine(
        *head,
        urgent=bool(urgent),
        place=address,
        persons=tuple(Goer(one["name"]) for one in json.loads(persons)),
        recurrence=tuple(json.loads(recurrence)) if recurrence else (),
        **named,
    )


def _passage(head: Head, row: Row, _view: View) -> Line:
    address, number, at, late_entry, undone_at, *plain = row
    named = dict(zip(_AT_GATE, plain, strict=True))
    return GateLine(
        *head,
        place=address,
        exit_request=number,
        at=iso(at),
        late_entry=bool(late_entry),
        undone_at=None if undone_at is None else iso(undone_at),
        **named,
    )


def _on_duty(head: Head, row: Row, _view: View) -> Line:
    address, post, rank, name, from_at, until_at = row
    return RosterLine(*head, address, post, rank, name, iso(from_at), None if until_at is None else iso(until_at))


EXITS = Source(
    filings(
        exit_request,
        exit_request.c.urgent,
        place.c.address,
        *(exit_request.c[name] for name in ("persons", "recurrence", *_MOMENTS, *_PLAIN)),
        source=exit_request.outerjoin(place, place.c.id == exit_request.c.place_id),
    ),
    _exit,
)
GATE = Source(
    notes(
        gate_log,
        gate_log.c.noted_at,
        gate_log.c.noted_by,
        case((gate_log.c.undone_at.is_(None), "noted"), else_="undone").label("status"),
        place.c.address,
        _NUMBER_AT_GATE.label("number"),
        *(gate_log.c[name] for name in ("at", "late_entry", "undone_at", *_AT_GATE)),
        source=gate_log.join(place, place.c.id == gate_log.c.place_id),
        decided=True,
    ),
    _passage,
)
ROSTER = Source(
    notes(
        roster,
        roster.c.filed_at,
        roster.c.filed_by,
        case((roster.c.withdrawn_at.is_(None), "entered"), else_="withdrawn").label("status"),
        place.c.address,
        *(roster.c[name] for name in ("post", "rank", "name", "from_at", "until_at")),
        source=roster.join(place, place.c.id == roster.c.place_id),
    ),
    _on_duty,
)
