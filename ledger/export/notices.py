"""How `ledger notice` and `ledger delivery` print (INTERFACES 6): what the office has people told, and each message that
leaves."""

import json
from typing import Any

from sqlalchemy import func, literal

from knowledge.notices.audience_words import audience_words
from knowledge.times import iso
from ledger.export.lines_of_records import DeliveryLine, Line, NoticeLine
from ledger.export.pages import Head, Row, Source, View, filings, notes
from ledger.notices.reading import parsed
from ledger.tables import notice, outbox, person

_PLAIN = (
    *("title", "text", "broadcast", "mongolian", "rhythm", "text_sha256", "counted", "with_account"),
    *("submitted_by", "sent_back", "approved_by", "approved_role", "override_reason", "stopped_by", "stopped"),
    "withdrawn",
)
_MOMENTS = ("submitted_at", "approved_at", "send_from", "stopped_at", "sent_at", "round_at")


def _notice(head: Head, row: Row, _view: View) -> Line:
    spec, *rest = row
    plain: dict[str, Any] = dict(zip(_PLAIN, rest, strict=False))
    plain |= dict(zip(_MOMENTS, map(_moment, rest[len(_PLAIN) :]), strict=True))
    known = parsed(spec)
    return NoticeLine(
        *head,
        number=f"G-{head[0]}",
        audience=json.loads(known.canonical()) if known else spec,
        to=audience_words(known) if known else spec,
        **plain,
    )


def _delivery(head: Head, row: Row, _view: View) -> Line:
    notice_id, key, kind, name, channel, attempts, error, about, due_at, settled_at = row
    return DeliveryLine(
        *head, notice_id, key, kind, name, channel, attempts, error, about, iso(due_at), _moment(settled_at)
    )


def _moment(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)


NOTICES = Source(
    filings(notice, notice.c.audience, *(notice.c[name] for name in (*_PLAIN, *_MOMENTS))),
    _notice,
)
DELIVERIES = Source(
    notes(
        outbox,
        outbox.c.queued_at,
        literal("system").label("filed_by"),
        outbox.c.status,
        func.coalesce(notice.c.original_id, notice.c.id).label("notice"),
        outbox.c.key,
        outbox.c.kind,
        person.c.name,
        *(outbox.c[name] for name in ("channel", "attempts", "error", "about", "due_at", "settled_at")),
        source=outbox.outerjoin(person, person.c.id == outbox.c.person_id).outerjoin(
            notice, notice.c.id == outbox.c.notice_id
        ),
    ),
    _delivery,
)
