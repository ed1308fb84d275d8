"""How `ledger escalation` prints who was asked about what is late, and what they answered (clause 4.3)."""

from sqlalchemy import case, literal

from knowledge.times import iso
from ledger.duty.escalations import WORDS_COLUMN
from ledger.export.lines_of_records import EscalationLine, Line
from ledger.export.pages import Head, Row, Source, View, notes
from ledger.tables import escalation, place

_STATUS = case((escalation.c.ended_at.is_not(None), "closed"), (escalation.c.answer.is_not(None), "answered"), else_="open")


def _escalation(head: Head, row: Row, view: View) -> Line:
    about, ladder, number, group, address, step, rung, person, due_at, answer, words, answered_at, ended_at, ended_by = row
    return EscalationLine(
        *head,
        about,
        ladder,
        number,
        group,
        address,
        step,
        rung,
        person,
        _moment(due_at),
        answer,
        view.text(words, WORDS_COLUMN) if words else None,
        _moment(answered_at),
        _moment(ended_at),
        ended_by,
    )


def _moment(at: int | None) -> str | None:
    return None if at is None else iso(at)


SOURCE = Source(
    notes(
        escalation,
        escalation.c.asked_at,
        literal("system").label("filed_by"),
        _STATUS.label("status"),
        *(escalation.c[name] for name in ("about", "ladder", "number", "group_id")),
        place.c.address,
        *(escalation.c[name] for name in ("step", "rung", "person", "due_at", "answer", "words_sealed")),
        *(escalation.c[name] for name in ("answered_at", "ended_at", "ended_by")),
        source=escalation.outerjoin(place, place.c.id == escalation.c.place_id),
    ),
    _escalation,
)
