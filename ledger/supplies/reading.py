"""Supply requests 物资申请 as those see them who have to do with them (clause 3.4.5): who may see which.

A group's members find what is their group's, grid workers and leads what lies in their scope, residents what they filed
or what is for them: each query has that in it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, and_, bindparam, func, or_, select

from ledger.database import Db
from ledger.places import path_end
from ledger.records import theirs
from ledger.statement import Statement
from ledger.supplies.filing import ASKED, CHANGEABLE, Asked
from ledger.tables import place, supply_request

# The states in which somebody still has to do something for it.
ON_THE_WAY = ("submitted", "accepted", "purchased", "disinfected")
_row = supply_request.c
_FIRST = supply_request.alias("firstROW")
_RECORD_ID = func.coalesce(_row.original_id, _row.id)
_SEEN: tuple[Column[object], ...] = (
    _row.version,
    _row.status,
    _row.accepted_by,
    _row.accepted_by_id,
    _row.accepted_at,
    _row.purchased_at,
    _row.price_fen,
    _row.disinfected_at,
    _row.delivered_by,
    _row.delivered_by_id,
    _row.delivered_at,
    _row.reminded_at,
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
SELECT = (
    select(
        *(_row[name] for name in ASKED),
        _RECORD_ID.label("record_id"),
        *_SEEN,
        func.coalesce(place.c.path, "").label("path"),
        func.coalesce(place.c.address, "").label("address"),
    )
    .select_from(supply_request.join(_FIRST, _FIRST.c.id == _RECORD_ID).outerjoin(place, place.c.id == _row.place_id))
    .where(_row.status != "superseded")
    .order_by(_RECORD_ID)
)
HAS_COMPLAINT = and_(_row.complained_at.is_not(None), _row.settled_at.is_(None))
# Nobody said that it came, though the resident was asked again: whoever brought it is to find out.
BY_STAFF = 2
_IS_TO_BE_FOUND_OUT = and_(_row.status == "delivered", _row.climbed >= BY_STAFF)
IS_OPEN = or_(*(_row.status == status for status in ON_THE_WAY), HAS_COMPLAINT)
_WAITS = or_(IS_OPEN, _IS_TO_BE_FOUND_OUT)
_NUMBERED = or_(_row.number == bindparam("number"), _row.request == bindparam("number"))
# Whose it is stands in the query: a group's members see their group's, the office all.
_OF_GROUP = or_(_row.group_id == bindparam("group_id"), bindparam("all_groups") == 1)
_IN_SCOPE = (place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
_FOR_GROUP = Statement(SELECT.where(_NUMBERED, _OF_GROUP))
_BY_NUMBER_IN = Statement(SELECT.where(_NUMBERED, *_IN_SCOPE))
_ONE = Statement(SELECT.where(or_(_row.id == bindparam("record"), _row.original_id == bindparam("record"))))
_OPEN_FOR = Statement(SELECT.where(_WAITS, _OF_GROUP).limit(bindparam("limit")))
_UNTAKEN_FOR = Statement(SELECT.where(_row.status == "submitted", _OF_GROUP).limit(bindparam("limit")))
_OPEN_IN = Statement(SELECT.where(_WAITS, *_IN_SCOPE).limit(bindparam("limit")))
_OF_PERSON = Statement(
    SELECT.where(
        theirs(supply_request, "who"),
        or_(IS_OPEN, _row.status == "delivered", _FIRST.c.filed_at >= bindparam("since")),
    )
)


@dataclass(frozen=True, slots=True)
class Request(Asked):
    """A request in force as those see it who have to do with it; times in ms UTC.

    `filed_*` are of its first version. A question about things that were replaced or not to be had was put to the resident
    at `asked_at`; `agreed` is the answer.
    """

    id: int
    version: int
    status: str
    accepted_by: str | None
    accepted_by_id: int | None
    accepted_at: int | None
    purchased_at: int | None
    price_fen: int | None
    disinfected_at: int | None
    delivered_by: str | None
    delivered_by_id: int | None
    delivered_at: int | None
    reminded_at: int | None
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
    def is_called_off(self) -> bool:
        """Whether nothing will come: taken back, or it cannot be done."""
        return self.status in {"refused", "cancelled"}

    @property
    def has_complaint(self) -> bool:
        """Whether something was wrong with what came, and nobody has seen to it yet."""
        return self.complained_at is not None and self.settled_at is None

    @property
    def is_to_be_found_out(self) -> bool:
        """Whether staff are to find out if it came: the resident was asked again and has not said."""
        return self.status == "delivered" and self.climbed >= BY_STAFF and not self.has_complaint

    @property
    def waits_for_answer(self) -> bool:
        """Whether the resident was asked something about it and has not answered."""
        return self.asked_at is not None and self.agreed is None


def for_group(db: Db, number: str, group_id: str | None) -> list[Request]:
    """The request with this number, or its parts, as far as they are the group's (None: the office may see any)."""
    rows = db.all(_FOR_GROUP, number=number, group_id=group_id or "", all_groups=int(group_id is None))
    return requests(rows)


def get(db: Db, record_id: int) -> Request | None:
    """The request with this id, for whoever has found before that they may see it (its alert, their own list)."""
    row = db.one(_ONE, record=record_id)
    return None if row is None else Request(*row)


def in_scope(db: Db, number: str, scope: str) -> list[Request]:
    """The request with this number, or its parts, where its door lies in the scope (a path)."""
    return requests(db.all(_BY_NUMBER_IN, number=number, low=scope, high=path_end(scope)))


def open_for(db: Db, group_id: str | None, limit: int = 30) -> list[Request]:
    """What waits for a group, the oldest first; for all groups where `group_id` is None (the office)."""
    rows = db.all(_OPEN_FOR, group_id=group_id or "", all_groups=int(group_id is None), limit=limit)
    return requests(rows)


def untaken_for(db: Db, group_id: str | None, limit: int = 30) -> list[Request]:
    """Those of them that nobody has taken yet."""
    return requests(db.all(_UNTAKEN_FOR, group_id=group_id or "", all_groups=int(group_id is None), limit=limit))


def open_in(db: Db, scope: str, limit: int = 30) -> list[Request]:
    """What is on its way to doors in the scope (a path), the oldest first."""
    return requests(db.all(_OPEN_IN, low=scope, high=path_end(scope), limit=limit))


def of_person(db: Db, person_id: int, since: int) -> list[Request]:
    """What a person filed or what is for them: what is open, and what was filed since a moment (ms UTC)."""
    return requests(db.all(_OF_PERSON, who=person_id, since=since))


def requests(rows: list[tuple[Any, ...]]) -> list[Request]:
    return [Request(*row) for row in rows]
