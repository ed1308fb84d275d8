"""What was wrong with what came: a supply request complained of, and somebody who sees to it. Its state stays."""

from sqlalchemy import bindparam, or_, select, update

from ledger.database import Db
from ledger.duty import escalations
from ledger.statement import Statement
from ledger.supplies.filing import OF_RECORD
from ledger.supplies.reading import HAS_COMPLAINT, Request
from ledger.tables import supply_request

COMPLAINT_COLUMN = b"supply_request.complaint"
REASON_COLUMN = b"supply_request.reason"
_row = supply_request.c
_WORDS = Statement(select(_row.complaint_sealed, _row.reason_sealed).where(OF_RECORD, _row.status != "superseded"))
_COMPLAIN = Statement(
    update(supply_request)
    .where(OF_RECORD, or_(_row.status == "delivered", _row.status == "confirmed"))
    .values(
        complaint_sealed=bindparam("words"),
        complained_at=bindparam("at"),
        settled_by=None,
        settled_at=None,
        due_at=bindparam("due"),
        climbed=0,
    )
)
_SETTLE = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status != "superseded", HAS_COMPLAINT)
    .values(settled_by=bindparam("who"), settled_at=bindparam("at"), reminded_at=None, due_at=bindparam("due"), climbed=0)
)


def complain(db: Db, seen: Request, words: str, now: int, due_at: int) -> bool:
    """Something was wrong with what came, in the resident's words (kept sealed)."""
    sealed = db.keys.seal(words, COMPLAINT_COLUMN)
    return db.run(_COMPLAIN, row=seen.id, words=sealed, at=now, due=due_at) > 0 and settled(db, seen, seen.name, now)


def settle(db: Db, seen: Request, who: str, now: int, due_at: int | None) -> bool:
    """Somebody has seen to the complaint; `due_at` by when the resident should have said that it came."""
    return db.run(_SETTLE, row=seen.id, who=who, at=now, due=due_at) > 0 and settled(db, seen, who, now)


def settled(db: Db, seen: Request, who: str, now: int) -> bool:
    """Nobody is asked any more about what was waited for; says True, for the caller to end with."""
    escalations.settle(db, f"supply_request:{seen.id}", who, now)
    return True


def words_of(db: Db, record_id: int) -> tuple[str, str]:
    """The last complaint and the reason of a refusal, empty where there is none; for those who may see the request."""
    row = db.one(_WORDS, row=record_id)
    complaint, reason = row if row is not None else (None, None)
    return (
        db.keys.unseal(bytes(complaint), COMPLAINT_COLUMN) if complaint else "",
        db.keys.unseal(bytes(reason), REASON_COLUMN) if reason else "",
    )
