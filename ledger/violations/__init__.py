"""What people tell of others who break the rules 反映情况 (clauses 3.2, 3.3, 3.4.6), each a group's until it was seen to.

Whoever told it is hidden (DESIGN 6.14, 6.15; docs/decisions/0025): no name and no person stands with the record in clear,
their account is a keyed hash, and sealed for the answer alone; nothing that is read here for others says who it was. A
group's members find their group's, the office all, and whoever looks after a place what is to be asked there: returns
that nobody registered.
"""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select, update

from ledger.database import Db
from ledger.duty import escalations
from ledger.people import Recipient
from ledger.places import path_end
from ledger.records import RECORD_COLUMNS, Filing, Stored
from ledger.statement import Statement, insert
from ledger.tables import place, violation_report

TEXT_COLUMN = b"violation_report.text"
OUTCOME_COLUMN = b"violation_report.outcome"
ACCOUNT_COLUMN = b"violation_report.account"
NAME_COLUMN = b"violation_report.name"
HIDDEN_RETURN = "hidden_return"
_row = violation_report.c
_OWN = ("number", "type", "place", "anonymous", "group_id", "due_at")
_SEALED = ("account_hash", "account_sealed", "name_sealed", "text_sealed")
_ADD = insert(violation_report, *RECORD_COLUMNS, *_OWN, *_SEALED, returning="id")
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
_OVERDUE = Statement(
    _SELECT.where(WAITS, _row.due_at <= bindparam("now"), _row.climbed < bindparam("steps"))
    .order_by(_row.due_at, _row.id)
    .limit(bindparam("limit"))
)
_CLIMB = Statement(
    update(violation_report)
    .where(_row.id == bindparam("record"), WAITS, _row.climbed == bindparam("seen"), _row.due_at == bindparam("seen_due"))
    .values(climbed=bindparam("next_step"), due_at=func.coalesce(bindparam("next_due", type_=BigInteger()), _row.due_at))
)


@dataclass(frozen=True, slots=True)
class NewViolation:
    """What is told: the number people call it by, type, place in words, whether unnamed, whose it is, due when (ms UTC)."""

    number: str
    type: str
    place: str
    anonymous: bool
    group_id: str
    due_at: int


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


def add(db: Db, new: NewViolation, text: str, openid: str, name: str, filing: Filing, decision: Stored) -> int:
    """Record what somebody told; `name` is theirs, kept sealed where they did not wish to stay unnamed. Returns the id.

    The filing names nobody: whose account it was is in the hash and the sealed column alone.
    """
    row_id: int = db.value(
        _ADD,
        original_id=None,
        version=1,
        status="open",
        account_hash=_hash(db, openid),
        account_sealed=db.keys.seal(openid, ACCOUNT_COLUMN),
        name_sealed=db.keys.seal(name, NAME_COLUMN) if name and not new.anonymous else None,
        text_sealed=db.keys.seal(text, TEXT_COLUMN),
        **{one: getattr(new, one) for one in _OWN},
        **filing.columns(),
        **decision.columns(),
    )
    return row_id


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
    return _violations(db, db.all(_OF_ACCOUNT, whose=_hash(db, openid), since=since))


def account_of(db: Db, record: int) -> str | None:
    """The account to which the answer goes, for that alone; None where it has left."""
    row = db.one(_ACCOUNT, record=record)
    return db.keys.unseal(bytes(row[0]), ACCOUNT_COLUMN) if row is not None and row[0] else None


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
    return _settled(db, seen, db.run(_WITHDRAW, record=seen.id, whose=_hash(db, openid), at=now), "system", now)


def reword(db: Db, seen: Violation, openid: str, text: str) -> bool:
    """The words with what was added to them; False where it is over, or not theirs."""
    return db.run(_REWORD, record=seen.id, whose=_hash(db, openid), words=db.keys.seal(text, TEXT_COLUMN)) > 0


def put_at(db: Db, seen: Violation, openid: str, words: str, place_id: int | None) -> bool:
    """It is somewhere else than was said at first; False where it is over, or not theirs."""
    return db.run(_PUT_AT, record=seen.id, whose=_hash(db, openid), words=words, new_place=place_id) > 0


def unname(db: Db, seen: Violation, openid: str) -> bool:
    """Whoever told it wants to stay unnamed after all: the name goes. False where it is over, or not theirs."""
    return db.run(_UNNAME, record=seen.id, whose=_hash(db, openid)) > 0


def forget(db: Db, openid: str) -> None:
    """The account has left: nothing leads to it any more, and nobody is told what became of it."""
    db.run(_FORGET, whose=_hash(db, openid))


def overdue(db: Db, now: int, steps: int, limit: int) -> list[Violation]:
    """What waits although its deadline has passed, and has not climbed all the `steps` yet."""
    return _violations(db, db.all(_OVERDUE, now=now, steps=steps, limit=limit))


def climb(db: Db, late: Violation, next_step: int, next_due: int | None) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or an answer put it off."""
    seen = {"seen": late.climbed, "seen_due": late.due_at}
    return db.run(_CLIMB, record=late.id, next_step=next_step, next_due=next_due, **seen) > 0


def _settled(db: Db, seen: Violation, changed: int, who: str, now: int) -> bool:
    if changed:
        escalations.settle(db, seen.about, who, now)
    return changed > 0


def _hash(db: Db, openid: str) -> bytes:
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
