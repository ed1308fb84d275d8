"""How `ledger duty_log`, `disinfection_log` and `entry_permit` print (INTERFACES 6): what staff on duty write down."""

from sqlalchemy import case

from knowledge.times import iso
from ledger.export.lines_of_records import DutyLine, Line, PermitLine, UpkeepLine
from ledger.export.pages import Head, Row, Source, View, filings, notes
from ledger.tables import disinfection_log, duty_log, entry_permit, place


def _duty(head: Head, row: Row, _view: View) -> Line:
    address, kind, start_at, end_at, text, post, person, taken_over_from = row
    hours = (iso(start_at), _moment(end_at))
    return DutyLine(*head, address, kind, *hours, text, post, person, taken_over_from)


def _upkeep(head: Head, row: Row, _view: View) -> Line:
    address, kind, start_at, end_at, text, person = row
    return UpkeepLine(*head, address, kind, _moment(start_at), _moment(end_at), text, person)


def _permit(head: Head, row: Row, _view: View) -> Line:
    address, kind, name, plate, purpose, until_at, ended_at, ended_by = row
    return PermitLine(*head, address, kind, name, plate, purpose, iso(until_at), _moment(ended_at), ended_by)


def _moment(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)


DUTY = Source(
    filings(
        duty_log,
        place.c.address,
        *(duty_log.c[name] for name in ("kind", "start_at", "end_at", "text", "post", "person", "taken_over_from")),
        source=duty_log.join(place, place.c.id == duty_log.c.place_id),
    ),
    _duty,
)
UPKEEP = Source(
    filings(
        disinfection_log,
        place.c.address,
        *(disinfection_log.c[name] for name in ("kind", "start_at", "end_at", "text", "person")),
        source=disinfection_log.join(place, place.c.id == disinfection_log.c.place_id),
    ),
    _upkeep,
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
