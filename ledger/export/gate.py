"""How `ledger duty_log` and `entry_permit` print (INTERFACES 6): the guards' shifts, and who may come in."""

from sqlalchemy import case

from knowledge.times import iso
from ledger.export.lines_of_records import DutyLine, Line, PermitLine
from ledger.export.pages import Head, Row, Source, View, notes
from ledger.tables import duty_log, entry_permit, place


def _shift(head: Head, row: Row, _view: View) -> Line:
    address, start_at, end_at, text, taken_over_from = row
    return DutyLine(*head, address, iso(start_at), _moment(end_at), text, taken_over_from)


def _permit(head: Head, row: Row, _view: View) -> Line:
    address, kind, name, plate, purpose, until_at, ended_at, ended_by = row
    return PermitLine(*head, address, kind, name, plate, purpose, iso(until_at), _moment(ended_at), ended_by)


def _moment(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)


DUTY = Source(
    notes(
        duty_log,
        duty_log.c.filed_at,
        duty_log.c.filed_by,
        case((duty_log.c.end_at.is_(None), "on_duty"), else_="ended").label("status"),
        place.c.address,
        *(duty_log.c[name] for name in ("start_at", "end_at", "text", "taken_over_from")),
        source=duty_log.join(place, place.c.id == duty_log.c.place_id),
    ),
    _shift,
)
PERMITS = Source(
    notes(
        entry_permit,
        entry_permit.c.filed_at,
        entry_permit.c.filed_by,
        case((entry_permit.c.ended_at.is_(None), "listed"), else_="ended").label("status"),
        place.c.address,
        *(entry_permit.c[name] for name in ("kind", "name", "plate", "purpose", "until_at", "ended_at", "ended_by")),
        source=entry_permit.join(place, place.c.id == entry_permit.c.place_id),
    ),
    _permit,
)
