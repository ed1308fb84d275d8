"""A supply request from state to state (clause 3.4.5).

Every move is by the record's id and starts from the state that its caller saw, so that of two people who act at once
exactly one wins.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Text, bindparam, case, func, update

from ledger.database import Db
from ledger.statement import Statement
from ledger.supplies.complaints import REASON_COLUMN, settled
from ledger.supplies.filing import OF_RECORD
from ledger.supplies.reading import HAS_COMPLAINT, Request
from ledger.tables import supply_request

_row = supply_request.c


@dataclass(frozen=True, slots=True)
class By:
    """Who does something for a request, when, and by when the next step is due (ms UTC)."""

    who: str
    who_id: int
    at: int
    due_at: int | None


# Whoever does a later step without having taken the request has taken it by that.
_TAKEN = {
    "accepted_by": func.coalesce(_row.accepted_by, bindparam("who", type_=Text())),
    "accepted_by_id": func.coalesce(_row.accepted_by_id, bindparam("who_id", type_=BigInteger())),
    "accepted_at": func.coalesce(_row.accepted_at, bindparam("at", type_=BigInteger())),
    "due_at": bindparam("due"),
    "climbed": 0,
}


def _stepping(after: str, **values: object) -> Statement:
    """To the state `after`, by a named person, from the state that they saw."""
    return Statement(
        update(supply_request)
        .where(OF_RECORD, _row.status == bindparam("from_status"))
        .values(status=after, **{**_TAKEN, **values})
    )


_ACCEPT = _stepping("accepted")
_PURCHASE = _stepping(
    "purchased",
    purchased_by=bindparam("who", type_=Text()),
    purchased_at=bindparam("at", type_=BigInteger()),
    items=bindparam("new_items"),
    price_fen=bindparam("price"),
    asked_at=bindparam("asked", type_=BigInteger()),
    agreed=None,
)
_DISINFECT = _stepping(
    "disinfected", disinfected_by=bindparam("who", type_=Text()), disinfected_at=bindparam("at", type_=BigInteger())
)
_DELIVER = _stepping(
    "delivered",
    delivered_by=bindparam("who", type_=Text()),
    delivered_by_id=bindparam("who_id", type_=BigInteger()),
    delivered_at=bindparam("at", type_=BigInteger()),
)
_REFUSE = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status == bindparam("from_status"))
    .values(
        status="refused",
        refused_by=bindparam("who"),
        refused_at=bindparam("at"),
        reason_sealed=bindparam("reason"),
        due_at=None,
    )
)
_CONFIRM = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status == bindparam("from_status"))
    .values(status=bindparam("to_status"), confirmed_at=bindparam("at"), due_at=case((HAS_COMPLAINT, _row.due_at)))
)
_CANCEL = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status == bindparam("from_status"))
    .values(status=bindparam("to_status"), due_at=None)
)
_ANSWER = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status != "superseded", _row.asked_at.is_not(None), _row.agreed.is_(None))
    .values(agreed=bindparam("answer"), items=bindparam("new_items"))
)
_LACK = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status == bindparam("from_status"), _row["items"] == bindparam("old_items"))
    .values(items=bindparam("new_items"))
)


def accept(db: Db, seen: Request, by: By) -> bool:
    """A named person takes it; False where somebody was first."""
    return _step(db, _ACCEPT, seen, by)


def purchase(db: Db, seen: Request, by: By, items: str, price_fen: int | None, *, asks: bool) -> bool:
    """It was bought, with what became of its items (JSON); `asks`: the resident is asked about them."""
    return _step(db, _PURCHASE, seen, by, new_items=items, price=price_fen, asked=by.at if asks else None)


def disinfect(db: Db, seen: Request, by: By) -> bool:
    """It was disinfected."""
    return _step(db, _DISINFECT, seen, by)


def deliver(db: Db, seen: Request, by: By) -> bool:
    """It was brought to the door, or repaired."""
    return _step(db, _DELIVER, seen, by)


def refuse(db: Db, seen: Request, by: By, reason: str) -> bool:
    """A named person cannot do it, for a reason (kept sealed)."""
    sealed = db.keys.seal(reason, REASON_COLUMN)
    done = db.run(_REFUSE, row=seen.id, from_status=seen.status, who=by.who, at=by.at, reason=sealed) > 0
    return done and settled(db, seen, by.who, by.at)


def lack(db: Db, seen: Request, items: str) -> bool:
    """Some of its items (JSON) are not to be had; the rest goes on. False where it has changed meanwhile."""
    return db.run(_LACK, row=seen.id, from_status=seen.status, old_items=seen.items, new_items=items) > 0


def answer(db: Db, seen: Request, agreed: bool, items: str) -> bool:
    """The resident has answered about what was replaced or not to be had; False where that was answered before."""
    return db.run(_ANSWER, row=seen.id, answer=agreed, new_items=items) > 0


def _step(db: Db, statement: Statement, seen: Request, by: By, **columns: object) -> bool:
    changed = db.run(
        statement,
        row=seen.id,
        from_status=seen.status,
        who=by.who,
        who_id=by.who_id,
        at=by.at,
        due=by.due_at,
        **columns,
    )
    return changed > 0 and settled(db, seen, by.who, by.at)


def confirm(db: Db, seen: Request, who: str, now: int) -> bool:
    """It came, as whoever it is for says; False where it has moved on."""
    known = {"row": seen.id, "from_status": seen.status, "to_status": "confirmed", "at": now}
    return db.run(_CONFIRM, **known) > 0 and settled(db, seen, who, now)


def cancel(db: Db, seen: Request, who: str, now: int) -> bool:
    """Taken back; False where it has moved on."""
    known = {"row": seen.id, "from_status": seen.status, "to_status": "cancelled"}
    return db.run(_CANCEL, **known) > 0 and settled(db, seen, who, now)
