"""What people tell of others who break the rules 反映情况 (clauses 3.2, 3.3, 3.4.6), each a group's until it was seen to.

Whoever told it is hidden (DESIGN 6.14, 6.15; docs/decisions/0025): no name and no person stands with the record in clear,
their account is a keyed hash, and sealed for the answer alone; nothing that is read here for others says who it was. A
group's members find their group's, the office all, and whoever looks after a place what is to be asked there: returns
that nobody registered.
"""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from ledger.database import Db
from ledger.places import path_end
from ledger.statement import Statement
from ledger.tables import place, violation_report

TEXT_COLUMN = b"violation_report.text"
OUTCOME_COLUMN = b"violation_report.outcome"
ACCOUNT_COLUMN = b"violation_report.account"
NAME_COLUMN = b"violation_report.name"
HIDDEN_RETURN = "hidden_return"
_row = violation_report.c
_SELECT = select(
    *(_row.id, _row.number, _row.type, _row.place, _row.text_sealed, _row.anonymous, _row.status, _row.group_id),
    *(_row.clause, _row.filed_at, _row.due_at, _row.climbed, func.coalesce(_row.taken_by, ""), _row.taken_by_id),
    *(_row.taken_at, func.coalesce(_row.closed_by, ""), _row.closed_at, _row.outcome_sealed, _row.withdrawn_at),
    *(_row.place_id, func.coalesce(place.c.path, "")),
).select_from(violation_report.outerjoin(place, place.c.id == _row.place_id))
WAITS = or_(_row.status == "open", _row.status == "taken")
_OF_GROUP = or_(_row.group_id == bindparam("group_id"), bindparam("all_groups") == 1)
_AT_MY_DOORS = and_(
    _row.type == HIDDEN_RETURN, place.c.path >= bindparam("low"), place.c.path < bindparam("high")
)
_NUMBERED = _row.number == bindparam("wanted")
_WAITING = Statement(_SELECT.where(WAITS, _OF_GROUP).order_by(_row.id).limit(bindparam("limit")))
_WAITING_IN = Statement(_SELECT.where(WAITS, _AT_MY_DOORS).order_by(_row.id).limit(bindparam("limit")))
_ONE = Statement(_SELECT.where(_NUMBERED, _OF_GROUP))
_ONE_IN = Statement(_SELECT.where(_NUMBERED, _AT_MY_DOORS))
_GET = Statement(_SELECT.where(_row.id == bindparam("record")))
_OF_ACCOUNT = Statement(
    _SELECT.where(_row.account_hash == bindparam("whose"), or_(WAITS, _row.filed_at >= bindparam("since"))).order_by(
        _row.id.desc()
    )
)
_ACCOUNT = Statement(select(_row.account_sealed).where(_row.id == bindparam("record")))
_OVERDUE = Statement(
    _SELECT.where(WAITS, _row.due_at <= bindparam("now"), _row.climbed < bindparam("steps"))
    .order_by(_row.due_at, _row.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A report as those see it who see to it; nothing of it says who told it. Times in ms UTC.

    `place` in words; `path` of the place in the ledger, empty where it is not known.
    """

    id: int
    number: str
    type: str
    place: str
    text: str
    anonymous: bool
    status: str
    group_id: str
    clause: str | None
    filed_at: int
    due_at: int
    climbed: int
    taken_by: str
    taken_by_id: int | None
    taken_at: int | None
    closed_by: str
    closed_at: int | None
    outcome: str
    withdrawn_at: int | None
    place_id: int | None
    path: str

    @property
    def is_over(self) -> bool:
        """Whether somebody has seen to it, or it was taken back."""
        return self.status == "closed"

    @property
    def about(self) -> str:
        """How other records name it."""
        return f"violation_report:{self.id}"

_FIELDS = tuple(field.name for field in fields(Violation))


def waiting(db: Db, group_id: str | None, limit: int = 20) -> list[Violation]:
    """What nobody of a group has seen to yet, the oldest first; of all groups where `group_id` is None (the office)."""
    return _violations(db, db.all(_WAITING, limit=limit, **_whose(group_id)))


def waiting_in(db: Db, scope: str, limit: int = 20) -> list[Violation]:
    """Returns that nobody registered, at doors in a scope (a path), as long as nobody has seen to them."""
    return _violations(db, db.all(_WAITING_IN, low=scope, high=path_end(scope), limit=limit))


def numbered(db: Db, number: str, group_id: str | None) -> Violation | None:
    """The report with this number, as far as it is the group's (None: the office may see any)."""
    return _one(db, db.one(_ONE, wanted=number, **_whose(group_id)))


def numbered_in(db: Db, number: str, scope: str) -> Violation | None:
    """The return with this number that nobody registered, where its door lies in the scope (a path)."""
    return _one(db, db.one(_ONE_IN, wanted=number, low=scope, high=path_end(scope)))


def get(db: Db, record: int) -> Violation | None:
    """The report with this id, for whoever has found before that they may see it."""
    return _one(db, db.one(_GET, record=record))


def of_account(db: Db, openid: str, since: int) -> list[Violation]:
    """What an account has told: what is not seen to yet, and what was told since a moment; the newest first."""
    return _violations(db, db.all(_OF_ACCOUNT, whose=account_hash(db, openid), since=since))


def account_of(db: Db, record: int) -> str | None:
    """The account to which the answer goes, for that alone; None where it has left."""
    row = db.one(_ACCOUNT, record=record)
    return db.keys.unseal(bytes(row[0]), ACCOUNT_COLUMN) if row is not None and row[0] else None


def overdue(db: Db, now: int, steps: int, limit: int) -> list[Violation]:
    """What waits although its deadline has passed, and has not climbed all the `steps` yet."""
    return _violations(db, db.all(_OVERDUE, now=now, steps=steps, limit=limit))


def account_hash(db: Db, openid: str) -> bytes:
    """Under which an account finds what it has told."""
    return db.keys.hash(b"violation_report:" + openid.encode())


def _whose(group_id: str | None) -> dict[str, object]:
    return {"group_id": group_id or "", "all_groups": int(group_id is None)}


def _one(db: Db, row: tuple[Any, ...] | None) -> Violation | None:
    return _violations(db, [row])[0] if row is not None else None


def _violations(db: Db, rows: list[tuple[Any, ...]]) -> list[Violation]:
    found = []
    for row in rows:
        seen = dict(zip(_FIELDS, row, strict=True))
        seen["text"] = db.keys.unseal(bytes(seen["text"]), TEXT_COLUMN)
        seen["outcome"] = db.keys.unseal(bytes(seen["outcome"]), OUTCOME_COLUMN) if seen["outcome"] else ""
        seen["anonymous"] = bool(seen["anonymous"])  # SQLite keeps 0 and 1
        found.append(Violation(**seen))
    return found
