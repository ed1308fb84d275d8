"""The records as `ledger RECORD` prints them (INTERFACES 4 and 6): which there are, and what makes a line of each row."""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import case, literal, null

from knowledge.times import iso
from ledger import handovers, people, places, psych_support, returns, tasks
from ledger.export import escalations as escalation_export
from ledger.export import exits as exit_export
from ledger.export import gate as gate_export
from ledger.export import kept_answers as kept_export
from ledger.export import notices as notice_export
from ledger.export import supplies as supply_export
from ledger.export import violations as violation_export
from ledger.export.lines_of_records import (
    AlertLine,
    AnnouncementLine,
    AuditLine,
    CheckinLine,
    Goer,
    HandoverLine,
    ItemLine,
    Line,
    NotReachedLine,
    PersonLine,
    PsychSupportLine,
    Region,
    ReplacedLine,
    ReturnLine,
    RoleLine,
    SealLine,
    TaskLine,
)
from ledger.export.pages import Both, Head, Row, Source, View, filings, notes, replaced_too
from ledger.tables import (
    alert,
    announcement,
    audit,
    health_checkin,
    human_handover,
    not_reached,
    person,
    person_before,
    place,
    return_report,
    seal,
    task,
)
from ledger.tables import psych_support as psych_table


def lines(record: str, view: View) -> Iterator[Mapping[str, object]]:
    """The records of one kind, ready for JSON, the first filed first. Raises KeyError for an unknown kind, BadKeys."""
    for line in RECORDS[record].lines(view):
        yield _json_ready(line)


def _person(head: Head, row: Row, view: View) -> Line:
    person_id, (name, sealed, path, address, merged_into) = head[0], row
    home = places.parts(address or "")
    roles = people.roles_of(view.db, person_id)
    return PersonLine(
        *head,
        name=name,
        phone=view.phone(sealed, people.PHONE_COLUMN),
        community=home.community,
        building=home.building,
        unit=home.unit,
        room=home.room,
        grid=view.grid(path) if path else None,
        roles=tuple(dict.fromkeys(role.kind for role in roles)),
        scopes=tuple(RoleLine(role.kind, role.address or role.group_id) for role in roles),
        merged_into=merged_into,
    )


def _checkin(head: Head, row: Row, _view: View) -> Line:
    name, date, temperature, symptoms, contact_history, positive_test, complaints = row
    said = tuple(json.loads(symptoms))
    pains = tuple(json.loads(complaints)) if complaints else ()
    return CheckinLine(*head, name, date, temperature, said, _flag(contact_history), _flag(positive_test), pains)


def _return(head: Head, row: Row, view: View) -> Line:
    number, name, phone, code, origin, stays, announced, confirmed_at, released_at, due_at, *plain = row
    return ReturnLine(
        *head,
        number=number,
        name=name,
        phone=view.phone(phone, returns.PHONE_COLUMN),
        origin=Region(code, origin),
        origin_code=code,
        origin_name=origin,
        stays=tuple(Region(stay.get("code"), stay.get("name", "")) for stay in json.loads(stays)),
        announcement=_announced(announced),
        confirmed_at=_moment(confirmed_at),
        released_at=_moment(released_at),
        due_at=_moment(due_at),
        **dict(zip(_PLAIN_OF_RETURN, plain, strict=True)),
    )


def _not_reached(head: Head, row: Row, _view: View) -> Line:
    return NotReachedLine(*head, *row)


def _alert(head: Head, row: Row, _view: View) -> Line:
    group, reason, about, name, address, due_at, climbed, acknowledged_at, acknowledged_by = row
    return AlertLine(
        *head, group, reason, about, name, address, iso(due_at), climbed, _moment(acknowledged_at), acknowledged_by
    )


def _handover(head: Head, row: Row, view: View) -> Line:
    group, reason, text, due_at, climbed, taken_at, taken_by, closed_at, closed_by, reply, answered_by, answered_at = row
    words = view.text(text, handovers.TEXT_COLUMN)
    seen_to = (_moment(taken_at), taken_by, _moment(closed_at), closed_by)
    answered = (view.text(reply, handovers.ANSWER_COLUMN) if reply else None, answered_by, _moment(answered_at))
    return HandoverLine(*head, group, reason, words, iso(due_at), climbed, *seen_to, *answered)


def _psych_support(head: Head, row: Row, view: View) -> Line:
    number, kind, text, call_back, when, phone, due_at, climbed, taken_at, taken_by, closed_at, closed_by = row
    return PsychSupportLine(
        *(*head, number, kind, view.text(text, psych_support.TEXT_COLUMN), call_back),
        view.text(when, psych_support.WHEN_COLUMN) if when else None,
        view.phone(phone, psych_support.PHONE_COLUMN),
        *(_moment(due_at), climbed, _moment(taken_at), taken_by, _moment(closed_at), closed_by),
    )


def _task(head: Head, row: Row, view: View) -> Line:
    kind, about, name, address, text, due_at, done_at, done_by = row
    words = view.text(text, tasks.TEXT_COLUMN)
    return TaskLine(*head, kind, about, name, address, words, iso(due_at), _moment(done_at), done_by)


def _seal(head: Head, row: Row, _view: View) -> Line:
    address, leader, unsealed_at, kind, order_number = row
    return SealLine(*head, address, leader, _moment(unsealed_at), kind, order_number)


def _announcement(head: Head, row: Row, _view: View) -> Line:
    number, issuer, effective_at, content = row
    issued = json.loads(content)
    return AnnouncementLine(*head, number, issuer, issued.get("title", ""), iso(effective_at), issued.get("replaces"))


def _audit(head: Head, row: Row, _view: View) -> Line:
    action, about, detail, chain_no, chain_hash = row
    digest = bytes(chain_hash).hex() if chain_hash is not None else None
    return AuditLine(*head, action, about, json.loads(detail) if detail else None, chain_no, digest)


_PLAIN_OF_RETURN = (
    "arrive_date",
    "arrive_time",
    "transport",
    "transport_no",
    "party_size",
    "community",
    "building",
    "unit",
    "room",
    "measure",
    "proposed_measure",
    "days",
    "confirmed_by",
    "observation_until",
    "released_by",
    "climbed",
)
RECORDS: Mapping[str, Source | Both] = {
    "person": Both(
        Source(
            notes(
                person,
                person.c.filed_at,
                person.c.filed_by,
                person.c.status,
                person.c.name,
                person.c.phone_sealed,
                place.c.path,
                place.c.address,
                person.c.merged_into,
                source=person.outerjoin(place, place.c.id == person.c.place_id),
                version=person.c.version,
                in_force=replaced_too(person.c.status == "active"),
            ),
            _person,
        ),
        Source(
            notes(
                person_before,
                person_before.c.filed_at,
                person_before.c.filed_by,
                literal("superseded"),
                person_before.c.name,
                person_before.c.phone_sealed,
                place.c.path,
                place.c.address,
                null(),
                source=person_before.outerjoin(place, place.c.id == person_before.c.place_id),
                record=person_before.c.person_id,
                version=person_before.c.version,
            ),
            _person,
        ),
    ),
    "health_checkin": Source(
        filings(
            health_checkin,
            *(
                health_checkin.c[name]
                for name in (
                    "person",
                    "date",
                    "temperature",
                    "symptoms",
                    "contact_history",
                    "positive_test",
                    "complaints",
                )
            ),
        ),
        _checkin,
    ),
    "return_report": Source(
        filings(
            return_report,
            *(
                return_report.c[name]
                for name in (
                    "number",
                    "name",
                    "phone_sealed",
                    "origin_code",
                    "origin_name",
                    "stays",
                    "announcement",
                    "confirmed_at",
                    "released_at",
                    "due_at",
                    *_PLAIN_OF_RETURN,
                )
            ),
        ),
        _return,
    ),
    "not_reached": Source(
        notes(
            not_reached,
            not_reached.c.filed_at,
            not_reached.c.filed_by,
            literal("noted").label("status"),
            place.c.address,
            not_reached.c.date,
            not_reached.c.reason,
            source=not_reached.join(place, place.c.id == not_reached.c.place_id),
        ),
        _not_reached,
    ),
    "supply_request": supply_export.SOURCE,
    "exit_request": exit_export.EXITS,
    "gate_log": exit_export.GATE,
    "entry_permit": gate_export.PERMITS,
    "duty_log": gate_export.DUTY,
    "disinfection_log": gate_export.UPKEEP,
    "roster": exit_export.ROSTER,
    "alert": Source(
        filings(
            alert,
            *(alert.c[name] for name in ("group_id", "reason", "about", "person")),
            place.c.address,
            *(alert.c[name] for name in ("due_at", "climbed", "acknowledged_at", "acknowledged_by")),
            source=alert.outerjoin(place, place.c.id == alert.c.place_id),
        ),
        _alert,
    ),
    "human_handover": Source(
        filings(
            human_handover,
            *(human_handover.c[name] for name in ("group_id", "reason", "text_sealed", "due_at", "climbed")),
            *(human_handover.c[name] for name in ("taken_at", "taken_by", "closed_at", "closed_by")),
            *(human_handover.c[name] for name in ("answer_sealed", "answered_by", "answered_at")),
        ),
        _handover,
    ),
    "violation_report": violation_export.VIOLATIONS,
    "rumour_check": violation_export.RUMOURS,
    "kept_answer": kept_export.KEPT,
    "psych_support": Source(
        filings(
            psych_table,
            *(psych_table.c[name] for name in ("number", "kind", "text_sealed", "call_back", "call_when_sealed")),
            *(psych_table.c[name] for name in ("phone_sealed", "due_at", "climbed", "taken_at", "taken_by")),
            *(psych_table.c[name] for name in ("closed_at", "closed_by")),
        ),
        _psych_support,
    ),
    "task": Source(
        filings(
            task,
            task.c.kind,
            task.c.about,
            person.c.name,
            place.c.address,
            *(task.c[name] for name in ("text_sealed", "due_at", "done_at", "done_by")),
            source=task.outerjoin(person, person.c.id == task.c.person_id).outerjoin(
                place, place.c.id == task.c.place_id
            ),
        ),
        _task,
    ),
    "escalation": escalation_export.SOURCE,
    "notice": notice_export.NOTICES,
    "delivery": notice_export.DELIVERIES,
    "seal": Source(
        notes(
            seal,
            seal.c.sealed_at,
            literal("admin").label("filed_by"),  # whoever can run the command that seals
            case((seal.c.unsealed_at.is_(None), "sealed"), else_="unsealed").label("status"),
            place.c.address,
            seal.c.leader_name,
            seal.c.unsealed_at,
            seal.c.kind,
            seal.c.order_number,
            source=seal.join(place, place.c.id == seal.c.place_id),
        ),
        _seal,
    ),
    "announcement": Source(
        notes(
            announcement,
            announcement.c.put_in_force_at,
            announcement.c.put_in_force_by,
            literal("put_in_force").label("status"),
            *(announcement.c[name] for name in ("number", "issuer", "effective_at", "content")),
        ),
        _announcement,
    ),
    "audit": Source(
        notes(
            audit,
            audit.c.at,
            audit.c.actor,
            case((audit.c.chain_no.is_(None), "unchained"), else_="chained").label("status"),
            *(audit.c[name] for name in ("action", "about", "detail", "chain_no", "chain_hash")),
        ),
        _audit,
    ),
}


def _moment(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)  # SQLite keeps 0 and 1


def _announced(number: str | None) -> str | tuple[str, ...] | None:
    """One number, or those of announcements that differ, which are kept as a list."""
    return tuple(json.loads(number)) if number is not None and number.startswith("[") else number


def _json_ready(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json_ready(item) for item in value]
    if isinstance(value, Line | Region | RoleLine | ItemLine | ReplacedLine | Goer):
        return {one.name: _json_ready(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return value
