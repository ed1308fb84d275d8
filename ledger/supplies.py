"""Supply requests 物资申请 on their way (clause 3.4.5): who may see which, and the moves from state to state.

A group's members find what is their group's, grid workers and leads what lies in their scope, residents what they filed
or what is for them: each query has that in it. Every move is by the record's id and starts from the state that its
caller saw, so that of two people who act at once exactly one wins.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Text, and_, bindparam, func, or_, select, update

from ledger.database import Db
from ledger.places import path_end
from ledger.statement import Statement
from ledger.supply_filing import CHANGEABLE, OF_RECORD, NewRequest, add, correct
from ledger.tables import place, supply_request

__all__ = [
    "CANCEL",
    "CHANGEABLE",
    "CONFIRM",
    "ON_THE_WAY",
    "By",
    "NewRequest",
    "Request",
    "accept",
    "add",
    "answer",
    "climb",
    "complain",
    "correct",
    "deliver",
    "disinfect",
    "for_group",
    "get",
    "in_scope",
    "of_person",
    "open_for",
    "open_in",
    "overdue",
    "purchase",
    "refuse",
    "settle",
    "words_of",
]

COMPLAINT_COLUMN = b"supply_request.complaint"
REASON_COLUMN = b"supply_request.reason"
# The states in which somebody still has to do something for it.
ON_THE_WAY = ("submitted", "accepted", "purchased", "disinfected")
_row = supply_request.c
_FIRST = supply_request.alias("first_row")
_RECORD_ID = func.coalesce(_row.original_id, _row.id)
_SEEN: tuple[Column[object], ...] = (
    _row.number,
    _row.request,
    _row.version,
    _row.status,
    _row.group_id,
    _row.steps,
    _row.name,
    _row.community,
    _row.building,
    _row.unit,
    _row.room,
    _row["items"],
    _row.urgency,
    _row.for_special,
    _row.medicine,
    _row.substitute,
    _row.payment,
    _row.accepted_by,
    _row.accepted_by_id,
    _row.accepted_at,
    _row.purchased_at,
    _row.price_fen,
    _row.disinfected_at,
    _row.delivered_at,
    _row.confirmed_at,
    _row.asked_at,
    _row.agreed,
    _row.complained_at,
    _row.settled_at,
    _FIRST.c.filed_at,
    _FIRST.c.filed_by_id,
    _FIRST.c.filed_by,
    _row.place_id,
    _row.due_at,
    _row.climbed,
)
_SELECT = (
    select(
        _RECORD_ID.label("record_id"),
        *_SEEN,
        func.coalesce(place.c.path, "").label("path"),
        func.coalesce(place.c.address, "").label("address"),
    )
    .select_from(supply_request.join(_FIRST, _FIRST.c.id == _RECORD_ID).outerjoin(place, place.c.id == _row.place_id))
    .where(_row.status != "superseded")
    .order_by(_RECORD_ID)
)
_HAS_COMPLAINT = and_(_row.complained_at.is_not(None), _row.settled_at.is_(None))
_IS_OPEN = or_(*(_row.status == status for status in ON_THE_WAY), _HAS_COMPLAINT)
_NUMBERED = or_(_row.number == bindparam("number"), _row.request == bindparam("number"))
# Whose it is stands in the query: a group's members see their group's, the office all.
_OF_GROUP = or_(_row.group_id == bindparam("group_id"), bindparam("all_groups") == 1)
_IN_SCOPE = (place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
_FOR_GROUP = Statement(_SELECT.where(_NUMBERED, _OF_GROUP))
_BY_NUMBER_IN = Statement(_SELECT.where(_NUMBERED, *_IN_SCOPE))
_ONE = Statement(_SELECT.where(bindparam("record") == _RECORD_ID))
_OPEN_FOR = Statement(_SELECT.where(_IS_OPEN, _OF_GROUP).limit(bindparam("limit")))
_OPEN_IN = Statement(_SELECT.where(_IS_OPEN, *_IN_SCOPE).limit(bindparam("limit")))
_OF_PERSON = Statement(
    _SELECT.where(
        or_(_row.person_id == bindparam("who"), _FIRST.c.filed_by_id == bindparam("who")),
        or_(_IS_OPEN, _FIRST.c.filed_at >= bindparam("since")),
    )
)
_OVERDUE = Statement(
    _SELECT.where(_IS_OPEN, _row.due_at <= bindparam("now"), _row.climbed < bindparam("steps")).limit(
        bindparam("limit")
    )
)
_WORDS = Statement(select(_row.complaint_sealed, _row.reason_sealed).where(OF_RECORD, _row.status != "superseded"))


@dataclass(frozen=True, slots=True)
class Request:
    """A request in force as those see it who have to do with it; times in ms UTC, `items` as JSON.

    `filed_*` are of its first version. A question about things that were replaced or not to be had was put to the resident
    at `asked_at`; `agreed` is the answer.
    """

    id: int
    number: str
    request: str
    version: int
    status: str
    group_id: str
    steps: str
    name: str
    community: str | None
    building: str | None
    unit: str | None
    room: str | None
    items: str
    urgency: str | None
    for_special: str | None
    medicine: bool
    substitute: str | None
    payment: str | None
    accepted_by: str | None
    accepted_by_id: int | None
    accepted_at: int | None
    purchased_at: int | None
    price_fen: int | None
    disinfected_at: int | None
    delivered_at: int | None
    confirmed_at: int | None
    asked_at: int | None
    agreed: bool | None
    complained_at: int | None
    settled_at: int | None
    filed_at: int
    filed_by_id: int | None
    filed_by: str
    place_id: int | None
    due_at: int | None
    climbed: int
    path: str
    address: str

    @property
    def is_repair(self) -> bool:
        """Whether something is to be repaired, not brought."""
        return self.steps == "repair"

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait."""
        return self.urgency == "urgent"

    @property
    def can_change(self) -> bool:
        """Whether nothing was bought for it yet."""
        return self.status in CHANGEABLE

    @property
    def is_on_its_way(self) -> bool:
        """Whether somebody still has to do something for it."""
        return self.status in ON_THE_WAY

    @property
    def has_complaint(self) -> bool:
        """Whether something was wrong with what came, and nobody has seen to it yet."""
        return self.complained_at is not None and self.settled_at is None

    @property
    def waits_for_answer(self) -> bool:
        """Whether the resident was asked something about it and has not answered."""
        return self.asked_at is not None and self.agreed is None


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
    "delivered", delivered_by=bindparam("who", type_=Text()), delivered_at=bindparam("at", type_=BigInteger())
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
CONFIRM = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status == bindparam("from_status"))
    .values(status=bindparam("to_status"), confirmed_at=bindparam("at"), due_at=None)
)
CANCEL = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status == bindparam("from_status"))
    .values(status=bindparam("to_status"), due_at=None)
)
_ANSWER = Statement(
    update(supply_request)
    .where(OF_RECORD, _row.status != "superseded", _row.asked_at.is_not(None), _row.agreed.is_(None))
    .values(agreed=bindparam("answer"), items=bindparam("new_items"))
)
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
    .where(OF_RECORD, _row.status != "superseded", _HAS_COMPLAINT)
    .values(settled_by=bindparam("who"), settled_at=bindparam("at"), due_at=None)
)
_CLIMB = Statement(
    update(supply_request)
    .where(
        OF_RECORD,
        _row.status == bindparam("from_status"),
        _row.climbed == bindparam("seen"),
        _row.due_at == bindparam("seen_due"),
    )
    .values(climbed=bindparam("next_step"), due_at=bindparam("next_due"))
)


def for_group(db: Db, number: str, group_id: str | None) -> list[Request]:
    """The request with this number, or its parts, as far as they are the group's (None: the office may see any)."""
    rows = db.all(_FOR_GROUP, number=number, group_id=group_id or "", all_groups=int(group_id is None))
    return _requests(rows)


def get(db: Db, record_id: int) -> Request | None:
    """The request with this id, for whoever has found before that they may see it (its alert, their own list)."""
    row = db.one(_ONE, record=record_id)
    return None if row is None else Request(*row)


def in_scope(db: Db, number: str, scope: str) -> list[Request]:
    """The request with this number, or its parts, where its door lies in the scope (a path)."""
    return _requests(db.all(_BY_NUMBER_IN, number=number, low=scope, high=path_end(scope)))


def open_for(db: Db, group_id: str | None, limit: int = 30) -> list[Request]:
    """What waits for a group, the oldest first; for all groups where `group_id` is None (the office)."""
    rows = db.all(_OPEN_FOR, group_id=group_id or "", all_groups=int(group_id is None), limit=limit)
    return _requests(rows)


def open_in(db: Db, scope: str, limit: int = 30) -> list[Request]:
    """What is on its way to doors in the scope (a path), the oldest first."""
    return _requests(db.all(_OPEN_IN, low=scope, high=path_end(scope), limit=limit))


def of_person(db: Db, person_id: int, since: int) -> list[Request]:
    """What a person filed or what is for them: what is open, and what was filed since a moment (ms UTC)."""
    return _requests(db.all(_OF_PERSON, who=person_id, since=since))


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
    return db.run(_REFUSE, row=seen.id, from_status=seen.status, who=by.who, at=by.at, reason=sealed) > 0


def answer(db: Db, seen: Request, agreed: bool, items: str) -> bool:
    """The resident has answered about what was replaced or not to be had; False where that was answered before."""
    return db.run(_ANSWER, row=seen.id, answer=agreed, new_items=items) > 0


def complain(db: Db, seen: Request, words: str, now: int, due_at: int) -> bool:
    """Something was wrong with what came, in the resident's words (kept sealed)."""
    sealed = db.keys.seal(words, COMPLAINT_COLUMN)
    return db.run(_COMPLAIN, row=seen.id, words=sealed, at=now, due=due_at) > 0


def settle(db: Db, seen: Request, who: str, now: int) -> bool:
    """Somebody has seen to the complaint."""
    return db.run(_SETTLE, row=seen.id, who=who, at=now) > 0


def words_of(db: Db, record_id: int) -> tuple[str, str]:
    """The last complaint and the reason of a refusal, empty where there is none; for those who may see the request."""
    row = db.one(_WORDS, row=record_id)
    complaint, reason = row if row is not None else (None, None)
    return (
        db.keys.unseal(bytes(complaint), COMPLAINT_COLUMN) if complaint else "",
        db.keys.unseal(bytes(reason), REASON_COLUMN) if reason else "",
    )


def overdue(db: Db, now: int, steps: int, limit: int) -> list[Request]:
    """Open requests whose next step is overdue and that have not climbed all the `steps` yet."""
    return _requests(db.all(_OVERDUE, now=now, steps=steps, limit=limit))


def climb(db: Db, late: Request, next_step: int, next_due: int) -> bool:
    """Note up to which step an overdue request was put to somebody; False where another scheduler did it."""
    return (
        db.run(
            _CLIMB,
            row=late.id,
            from_status=late.status,
            seen=late.climbed,
            seen_due=late.due_at,
            next_step=next_step,
            next_due=next_due,
        )
        > 0
    )


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
    return changed > 0


def _requests(rows: list[tuple[Any, ...]]) -> list[Request]:
    return [Request(*row) for row in rows]
