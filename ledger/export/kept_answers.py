"""How `ledger kept_answer` prints."""

from sqlalchemy import func

from knowledge.times import iso
from ledger.export.lines_of_records import KeptAnswerLine, Line
from ledger.export.pages import Head, Row, Source, View, filings
from ledger.tables import kept_answer, place

_NAMES = ("question", "wordings", "answer", "ends_on", "about", "approved_by", "approved_at", "sent_back", "ended_by")


def _kept(head: Head, row: Row, _view: View) -> Line:
    place_, question, wordings, answer, ends_on, about, approved_by, approved_at, *rest = row
    sent_back, ended_by, ended_at, used = rest
    return KeptAnswerLine(
        *head,
        number=f"D-{head[0]}",
        question=question,
        wordings=wordings.splitlines(),
        answer=answer,
        ends_on=ends_on,
        place=place_,
        about=about,
        approved_by=approved_by,
        approved_at=iso(approved_at) if approved_at is not None else None,
        sent_back=sent_back,
        ended_by=ended_by,
        ended_at=iso(ended_at) if ended_at is not None else None,
        used=used,
    )


KEPT = Source(
    filings(
        kept_answer,
        func.coalesce(place.c.address, ""),
        *(kept_answer.c[name] for name in (*_NAMES, "ended_at", "used")),
        source=kept_answer.outerjoin(place, place.c.id == kept_answer.c.place_id),
    ),
    _kept,
)
