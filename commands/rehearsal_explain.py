"""One message of a rehearsal from end to end: what came, what was understood, what was decided, written and sent.

The message is tied to its rows by the moment of its turn: whatever a turn writes carries it, and in a rehearsal no two
turns have the same (commands/rehearsal_clock.py). A row that was changed by several messages is shown as it is now.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from bot.turn import House
from commands.rehearsal_labels import about as about_label
from commands.rehearsal_labels import answering, in_chinese, nobody, seen_words, word
from commands.rehearsal_notes import Note
from commands.rehearsal_records import shown, written_at
from knowledge.language.reading import read, read_by_staff, why
from knowledge.times import from_ms, iso
from ledger import Db
from ledger import outbox as outgoing
from ledger.inbox import arrive
from ledger.statement import Statement
from ledger.tables import inbox, outbox, person

_BOOKED_AT = Statement(select(inbox.c.booked_at).where(inbox.c.key == bindparam("key")))
# What is read where no matter is named: answers to questions, commands, small talk.
_NOTHING = "out_of_scope"
_SENT = Statement(
    select(
        person.c.name,
        outbox.c.openid,
        outbox.c.kind,
        outbox.c.channel,
        outbox.c.status,
        outbox.c.error,
        outbox.c.body_sealed,
        outbox.c.about,
        outbox.c.picture,
    )
    .select_from(outbox.outerjoin(person, person.c.id == outbox.c.person_id))
    .where(outbox.c.queued_at == bindparam("moment"))
    .order_by(outbox.c.id)
)


def explain(db: Db, house: House, note: Note) -> Mapping[str, object]:
    """All that is known of a message."""
    booked_at: int | None = db.value(_BOOKED_AT, key=bytes.fromhex(note.key)) if _is_booked(db, note) else None
    return {
        "message": {
            "openid": note.openid,
            "msg_id": note.msg_id,
            "kind": note.kind,
            "kind_label": word("event", note.event) if note.event else word("kind", note.kind),
            "event": note.event,
            "event_key": note.event_key,
            "text": note.text,
            "said_at": iso(note.said_at),
            "came_at": iso(note.came_at),
            "booked_at": None if booked_at is None else iso(booked_at),
        },
        "understood": _understood(db, house, note),
        "form": _form(house, note),
        "written": [] if booked_at is None else list(shown(db, written_at(db, booked_at))),
        "sent": [] if booked_at is None else [_sent(db, row) for row in db.all(_SENT, moment=booked_at)],
        "reply": note.reply,
    }


def _is_booked(db: Db, note: Note) -> bool:
    return db.one(_BOOKED_AT, key=bytes.fromhex(note.key)) is not None


def _understood(db: Db, house: House, note: Note) -> Mapping[str, object] | None:
    """The reading with which the turn began; the same text at the same time is always read so."""
    text = note.event_key if note.event == "CLICK" else note.text
    if not text:
        return None
    by_staff = arrive(db, bytes.fromhex(note.key), note.openid).contact.is_staff
    reading = read(text, from_ms(note.said_at))
    reading = read_by_staff(reading, from_ms(note.said_at)) if by_staff else reading
    because = why(reading, staff=by_staff)
    open_then = house.words.forms.get(note.form_before)
    in_form = None if open_then is None else open_then.title
    return {
        "intent": reading.intent,
        "label": answering(in_form) if in_form and reading.intent == _NOTHING else word("intent", reading.intent),
        "in_form": in_form,
        "confidence": reading.confidence,
        "why": [seen_words(because.words)] if because.words else [],
        "clues": [*because.lines, *because.learned],
        "slots": in_chinese(reading.slots),
    }


def _form(house: House, note: Note) -> Mapping[str, object] | None:
    if not note.form or note.form not in house.words.forms:
        return None
    words = house.words.form(note.form)
    answers: dict[str, str] = {}
    for name, slot in words.slots.items():  # in the order of the form; the engine's own marks are no answers
        value = note.answers.get(name)
        chosen = slot.choices.get(value) if isinstance(value, str) else None
        said = chosen or next(iter(in_chinese({name: value}).values()), "")
        if said:
            answers[slot.label] = said
    return {"kind": note.form, "title": words.title, "answers": answers}


def _sent(db: Db, row: tuple[Any, ...]) -> Mapping[str, object]:
    name, openid, kind, channel, status, error, body, about, picture = row
    return {
        "to": name or nobody(),
        "openid": openid,
        "kind": kind,
        "kind_label": word("outgoing", kind),
        "channel": channel,
        "channel_label": word("channel", channel) if channel else "",
        "state": status,
        "state_label": word("state", status),
        "error": error,
        "text": outgoing.words_of(db, body),
        "picture": bool(picture),
        "about": about,
        "about_label": about_label(about),
    }
