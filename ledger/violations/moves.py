"""What becomes of what somebody told of others: taken, seen to, put right or taken back by whoever told it, climbed.

Each move starts from the state that whoever makes it has seen: of two one wins (THREATS I4).
"""

from sqlalchemy import BigInteger, and_, bindparam, func, update

from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.duty import escalations
from ledger.people import Recipient
from ledger.statement import Statement
from ledger.tables import violation_report
from ledger.violations import OUTCOME_COLUMN, TEXT_COLUMN, WAITS, Violation, account_hash

_row = violation_report.c
_TAKE = Statement(
    update(violation_report)
    .where(_row.id == bindparam("record"), _row.status == "open")
    .values(
        status="taken",
        taken_at=bindparam("at"),
        taken_by=bindparam("who"),
        taken_by_id=bindparam("who_id"),
        due_at=bindparam("due"),
        climbed=0,
    )
)
_CLOSE = Statement(
    update(violation_report)
    .where(_row.id == bindparam("record"), WAITS)
    .values(
        status="closed",
        closed_at=bindparam("at"),
        closed_by=bindparam("who"),
        outcome_sealed=bindparam("words"),
        taken_at=func.coalesce(_row.taken_at, bindparam("at")),
        taken_by=func.coalesce(_row.taken_by, bindparam("who")),
        taken_by_id=func.coalesce(_row.taken_by_id, bindparam("who_id", type_=BigInteger())),
    )
)
_MINE = and_(_row.id == bindparam("record"), _row.account_hash == bindparam("whose"), WAITS)
_WITHDRAW = Statement(
    update(violation_report).where(_MINE).values(status="closed", closed_at=bindparam("at"), withdrawn_at=bindparam("at"))
)
_REWORD = Statement(update(violation_report).where(_MINE).values(text_sealed=bindparam("words")))
_PUT_AT = Statement(
    update(violation_report).where(_MINE).values(place=bindparam("words"), place_id=bindparam("new_place"))
)
_UNNAME = Statement(update(violation_report).where(_MINE).values(anonymous=True, name_sealed=None))
_FORGET = Statement(
    update(violation_report)
    .where(_row.account_hash == bindparam("whose"))
    .values(account_hash=None, account_sealed=None)
)
_CLIMB = climbing(violation_report, WAITS)


def take(db: Db, seen: Violation, who: Recipient, due_at: int, now: int) -> bool:
    """Somebody takes it, to have seen to it by `due_at`; False where somebody was first."""
    changed = db.run(_TAKE, record=seen.id, at=now, who=who.name, who_id=who.person_id, due=due_at)
    return _settled(db, seen, changed, who.name, now)


def close(db: Db, seen: Violation, outcome: str, who: Recipient, now: int) -> bool:
    """Somebody has seen to it; False where it was seen to, or taken back, before."""
    words = db.keys.seal(outcome, OUTCOME_COLUMN)
    changed = db.run(_CLOSE, record=seen.id, at=now, who=who.name, who_id=who.person_id, words=words)
    return _settled(db, seen, changed, who.name, now)


def withdraw(db: Db, seen: Violation, openid: str, now: int) -> bool:
    """Whoever told it takes it back; False where it is over, or not theirs."""
    return _settled(db, seen, db.run(_WITHDRAW, record=seen.id, whose=account_hash(db, openid), at=now), "system", now)


def reword(db: Db, seen: Violation, openid: str, text: str) -> bool:
    """The words with what was added to them; False where it is over, or not theirs."""
    return db.run(_REWORD, record=seen.id, whose=account_hash(db, openid), words=db.keys.seal(text, TEXT_COLUMN)) > 0


def put_at(db: Db, seen: Violation, openid: str, words: str, place_id: int | None) -> bool:
    """It is somewhere else than was said at first; False where it is over, or not theirs."""
    return db.run(_PUT_AT, record=seen.id, whose=account_hash(db, openid), words=words, new_place=place_id) > 0


def unname(db: Db, seen: Violation, openid: str) -> bool:
    """Whoever told it wants to stay unnamed after all: the name goes. False where it is over, or not theirs."""
    return db.run(_UNNAME, record=seen.id, whose=account_hash(db, openid)) > 0


def forget(db: Db, openid: str) -> None:
    """The account has left: nothing leads to it any more, and nobody is told what became of it."""
    db.run(_FORGET, whose=account_hash(db, openid))


def climb(db: Db, late: Violation, next_step: int, next_due: int | None) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or an answer put it off."""
    return put_up(db, _CLIMB, late.id, late, next_step, next_due)


def _settled(db: Db, seen: Violation, changed: int, who: str, now: int) -> bool:
    if changed:
        escalations.settle(db, seen.about, who, now)
    return changed > 0
