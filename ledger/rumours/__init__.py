"""Rumours that people ask about 求证 (clauses 3.3, 4.4): whose it is, who asked the same, and what was answered.

Whoever asks the same on the same day is joined to whoever asked first: one matter for the staff, one answer for all. An
answer that the office has approved is given to whoever asks afterwards too, at once; no other answer is (clause 3.3).
"""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from ledger.database import Db
from ledger.people import Recipient
from ledger.statement import Statement
from ledger.tables import rumour_check

TEXT_COLUMN = b"rumour_check.text"
ANSWER_COLUMN = b"rumour_check.answer"
_row = rumour_check.c
_same = rumour_check.alias("same")
_COUNT = select(func.count()).select_from(_same).where(_same.c.joined_id == _row.id).scalar_subquery()
_SELECT = select(
    *(_row.id, _row.number, _row.text_sealed, _row.status, _row.group_id, _row.filed_at, _row.due_at, _row.climbed),
    *(func.coalesce(_row.taken_by, ""), _row.taken_by_id, _row.taken_at, func.coalesce(_row.closed_by, "")),
    *(_row.closed_at, _row.answer_sealed, func.coalesce(_row.approved_by, ""), _row.approved_at, 1 + _COUNT),
)
WAITS = or_(_row.status == "open", _row.status == "taken")
# The rest of those who asked the same follow whoever asked first; staff see that one alone.
IS_FIRST = _row.joined_id.is_(None)
_OF_GROUP = or_(_row.group_id == bindparam("group_id"), bindparam("all_groups") == 1)
_WAITING = Statement(_SELECT.where(WAITS, IS_FIRST, _OF_GROUP).order_by(_row.id).limit(bindparam("limit")))
# What was answered and not approved is the office's to approve, as long as somebody may still ask the same.
_TO_APPROVE = Statement(
    _SELECT.where(
        _row.status == "closed", IS_FIRST, _row.approved_at.is_(None), _row.filed_at >= bindparam("since")
    )
    .order_by(_row.id)
    .limit(bindparam("limit"))
)
_ONE = Statement(_SELECT.where(_row.number == bindparam("wanted"), _OF_GROUP))
_GET = Statement(_SELECT.where(_row.id == bindparam("record")))
_FIRST_OF = Statement(select(_row.joined_id).where(_row.id == bindparam("record")))
_ASKED_TODAY = Statement(
    _SELECT.where(_row.asked_hash == bindparam("same"), IS_FIRST, or_(WAITS, _row.approved_at.is_not(None)))
    .order_by(_row.approved_at.is_(None), _row.id.desc())
    .limit(1)
    # Whoever answers it at this moment is waited for, or waits until whoever joins it is there to be answered too.
    .with_for_update(of=rumour_check)
)
# Who asked the same while the answer was not approved yet waits for an answer of their own.
_WAITING_SAME = Statement(
    _SELECT.where(
        WAITS,
        IS_FIRST,
        _row.asked_hash == select(_same.c.asked_hash).where(_same.c.id == bindparam("record")).scalar_subquery(),
    ).order_by(_row.id)
)
_OF_ACCOUNT = Statement(
    select(_row.id, _row.number, _row.status, _row.filed_at)
    .where(_row.openid == bindparam("whose"), or_(WAITS, _row.filed_at >= bindparam("since")))
    .order_by(_row.id.desc())
)
_WITH_OTHERS = or_(_row.id == bindparam("record"), _row.joined_id == bindparam("record"))
_ASKERS = Statement(
    select(_row.id, _row.number, _row.openid, _row.filed_by_id, _row.filed_by).where(_WITH_OTHERS).order_by(_row.id)
)
_OVERDUE = Statement(
    _SELECT.where(WAITS, IS_FIRST, _row.due_at <= bindparam("now"), _row.climbed < bindparam("steps"))
    .order_by(_row.due_at, _row.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Rumour:
    """A rumour as those see it who find out about it, without who asks; `asked` is how many did. Times in ms UTC."""

    id: int
    number: str
    text: str
    status: str
    group_id: str
    filed_at: int
    due_at: int
    climbed: int
    taken_by: str
    taken_by_id: int | None
    taken_at: int | None
    closed_by: str
    closed_at: int | None
    answer: str
    approved_by: str
    approved_at: int | None
    asked: int

    @property
    def is_over(self) -> bool:
        """Whether it was answered."""
        return self.status == "closed"

    @property
    def about(self) -> str:
        """How other records name it."""
        return f"rumour_check:{self.id}"

_FIELDS = tuple(field.name for field in fields(Rumour))


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asked, with the number under which they did."""

    id: int
    number: str
    to: Recipient


@dataclass(frozen=True, slots=True)
class Own:
    """A question as whoever asked it finds it again; `filed_at` in ms UTC."""

    id: int
    number: str
    status: str
    filed_at: int


def waiting(db: Db, group_id: str | None, limit: int = 20) -> list[Rumour]:
    """What a group has not answered yet, the oldest first; of all groups where `group_id` is None (the office)."""
    return _rumours(db, db.all(_WAITING, limit=limit, **_whose(group_id)))


def to_approve(db: Db, since: int, limit: int = 20) -> list[Rumour]:
    """Answers to what was asked since a moment (ms UTC) that the office has not approved for whoever asks afterwards."""
    return _rumours(db, db.all(_TO_APPROVE, since=since, limit=limit))


def numbered(db: Db, number: str, group_id: str | None) -> Rumour | None:
    """The rumour with this number, as far as it is the group's (None: the office's); a joined one is the one it joins."""
    found = _one(db, db.one(_ONE, wanted=number, **_whose(group_id)))
    first = db.value(_FIRST_OF, record=found.id) if found is not None else None
    return found if first is None else get(db, first)


def get(db: Db, record: int) -> Rumour | None:
    """The rumour with this id, for whoever has found before that they may see it."""
    return _one(db, db.one(_GET, record=record))


def asked_before(db: Db, day: str, asked_about: str) -> Rumour | None:
    """The rumour of a day (ISO) that asks just this and waits for its answer, or has an approved one."""
    return _one(db, db.one(_ASKED_TODAY, same=same_hash(db, day, asked_about))) if asked_about else None


def waiting_same(db: Db, seen: Rumour) -> list[Rumour]:
    """What asks just the same on the same day and waits for its answer still."""
    return _rumours(db, db.all(_WAITING_SAME, record=seen.id))


def of_account(db: Db, openid: str, since: int) -> list[Own]:
    """What an account has asked: what is not answered yet, and what was asked since a moment; the newest first."""
    return [Own(*row) for row in db.all(_OF_ACCOUNT, whose=openid, since=since)]


def askers(db: Db, seen: Rumour) -> list[Asker]:
    """Everybody who asked it, the first before the others."""
    rows = db.all(_ASKERS, record=seen.id)
    return [Asker(record, number, Recipient(openid, who_id, who)) for record, number, openid, who_id, who in rows]


def overdue(db: Db, now: int, steps: int, limit: int) -> list[Rumour]:
    """What waits for its answer although its deadline has passed, and has not climbed all the `steps` yet."""
    return _rumours(db, db.all(_OVERDUE, now=now, steps=steps, limit=limit))


def same_hash(db: Db, day: str, asked_about: str) -> bytes:
    """Under which the same question of a day (ISO) is found."""
    return db.keys.hash(f"rumour_check:{day}:{asked_about}".encode())


def _whose(group_id: str | None) -> dict[str, object]:
    return {"group_id": group_id or "", "all_groups": int(group_id is None)}


def _one(db: Db, row: tuple[Any, ...] | None) -> Rumour | None:
    return _rumours(db, [row])[0] if row is not None else None


def _rumours(db: Db, rows: list[tuple[Any, ...]]) -> list[Rumour]:
    found = []
    for row in rows:
        seen = dict(zip(_FIELDS, row, strict=True))
        seen["text"] = db.keys.unseal(bytes(seen["text"]), TEXT_COLUMN)
        seen["answer"] = db.keys.unseal(bytes(seen["answer"]), ANSWER_COLUMN) if seen["answer"] else ""
        found.append(Rumour(**seen))
    return found
