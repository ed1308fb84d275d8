"""Filing a rumour that somebody asks about, joined to whoever asked the same on the same day before."""

from dataclasses import dataclass

from ledger.database import Db
from ledger.records import RECORD_COLUMNS, Filing, Stored, next_number
from ledger.rumours import ANSWER_COLUMN, TEXT_COLUMN, Rumour, same_hash
from ledger.statement import insert
from ledger.tables import rumour_check

_ASKED = ("number", "openid", "text_sealed", "asked_hash", "joined_id", "group_id", "due_at")
_ANSWERED = ("closed_at", "closed_by", "answer_sealed", "approved_by", "approved_at")
_ADD = insert(rumour_check, *RECORD_COLUMNS, *_ASKED, *_ANSWERED, returning="id")


@dataclass(frozen=True, slots=True)
class NewRumour:
    """A question: the number people call it by, the words and what they ask about, on which day (ISO), whose it is, due
    when (ms UTC)."""

    number: str
    text: str
    asked_about: str
    day: str
    openid: str
    group_id: str
    due_at: int


def number_of(db: Db, day: str, month_and_day: str) -> str:
    """The next number of a day (ISO), Z0120-01. Whoever takes one waits for whoever took one before: of two who ask the
    same at the same moment the second finds the first."""
    return f"Z{month_and_day}-{next_number(db, f'rumour_check:{day}'):02d}"


def add(db: Db, new: NewRumour, filing: Filing, decision: Stored, joins: Rumour | None) -> int:
    """Record that somebody asks, joined to whoever asked before and with their answer where there is one; the id."""
    row_id: int = db.value(
        _ADD,
        original_id=None,
        version=1,
        status=joins.status if joins is not None else "open",
        number=new.number,
        openid=new.openid,
        text_sealed=db.keys.seal(new.text, TEXT_COLUMN),
        asked_hash=same_hash(db, new.day, new.asked_about) if new.asked_about else None,
        joined_id=joins.id if joins is not None else None,
        group_id=new.group_id,
        due_at=joins.due_at if joins is not None else new.due_at,
        **_answered_by(db, joins, filing.filed_at),
        **filing.columns(),
        **decision.columns(),
    )
    return row_id


def _answered_by(db: Db, joins: Rumour | None, now: int) -> dict[str, object]:
    """The columns of the answer that whoever asks the same gets at once; all empty where there is none."""
    if joins is None or not joins.is_over:
        return dict.fromkeys(_ANSWERED)
    sealed = db.keys.seal(joins.answer, ANSWER_COLUMN)
    return dict(zip(_ANSWERED, (now, joins.closed_by, sealed, joins.approved_by, joins.approved_at), strict=True))
