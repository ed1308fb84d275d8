"""What becomes of a rumour: taken, answered for everybody who asked it, approved for whoever asks afterwards, climbed.

Each move starts from the state that whoever makes it has seen: of two one wins (THREATS I4).
"""

from typing import Any

from sqlalchemy import BigInteger, bindparam, func, update

from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.duty import escalations
from ledger.people import Recipient
from ledger.rumours import ANSWER_COLUMN, WAITS, Rumour
from ledger.statement import Statement
from ledger.tables import rumour_check

_row = rumour_check.c
_TAKE = Statement(
    update(rumour_check)
    .where(_row.id == bindparam("record"), _row.status == "open")
    .values(status="taken", taken_at=bindparam("at"), taken_by=bindparam("who"), taken_by_id=bindparam("who_id"))
)
_TAKE_OTHERS = Statement(
    update(rumour_check)
    .where(_row.joined_id == bindparam("record"), _row.status == "open")
    .values(status="taken", taken_at=bindparam("at"), taken_by=bindparam("who"), taken_by_id=bindparam("who_id"))
)
_ANSWER: dict[str, Any] = {
    "status": "closed",
    "closed_at": bindparam("at"),
    "closed_by": bindparam("who"),
    "answer_sealed": bindparam("words"),
    "approved_by": bindparam("approved_by"),
    "approved_at": bindparam("approved_at", type_=BigInteger()),
    "taken_at": func.coalesce(_row.taken_at, bindparam("at")),
    "taken_by": func.coalesce(_row.taken_by, bindparam("who")),
    "taken_by_id": func.coalesce(_row.taken_by_id, bindparam("who_id", type_=BigInteger())),
}
_CLOSE = Statement(update(rumour_check).where(_row.id == bindparam("record"), WAITS).values(**_ANSWER))
_CLOSE_OTHERS = Statement(update(rumour_check).where(_row.joined_id == bindparam("record"), WAITS).values(**_ANSWER))
_APPROVE = Statement(
    update(rumour_check)
    .where(_row.id == bindparam("record"), _row.status == "closed", _row.approved_at.is_(None))
    .values(approved_by=bindparam("who"), approved_at=bindparam("at"))
)
_CLIMB = climbing(rumour_check, WAITS)


def take(db: Db, seen: Rumour, who: Recipient, now: int) -> bool:
    """Somebody finds out about it; False where somebody was first."""
    taken = {"record": seen.id, "at": now, "who": who.name, "who_id": who.person_id}
    if not db.run(_TAKE, **taken):
        return False
    db.run(_TAKE_OTHERS, **taken)
    return True


def answer(db: Db, seen: Rumour, words: str, who: Recipient, now: int, *, approved_by: str | None) -> bool:
    """Somebody answers all who asked; False where somebody was first. `approved_by`: who of the office stands for it."""
    closed = {
        "record": seen.id,
        "at": now,
        "who": who.name,
        "who_id": who.person_id,
        "words": db.keys.seal(words, ANSWER_COLUMN),
        "approved_by": approved_by,
        "approved_at": now if approved_by is not None else None,
    }
    if not db.run(_CLOSE, **closed):
        return False
    db.run(_CLOSE_OTHERS, **closed)
    escalations.settle(db, seen.about, who.name, now)
    return True


def approve(db: Db, seen: Rumour, who: Recipient, now: int) -> bool:
    """The office lets whoever asks afterwards have the answer too; False where somebody was first."""
    return db.run(_APPROVE, record=seen.id, who=who.name, at=now) > 0


def climb(db: Db, late: Rumour, next_step: int, next_due: int | None) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or an answer put it off."""
    return put_up(db, _CLIMB, late.id, late, next_step, next_due)
