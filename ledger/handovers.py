"""Handovers to a person 转人工: what the assistant cannot or must not answer, kept until somebody takes it; and complaints
投诉 that belong to no record, kept until somebody has seen to them. Each is a group's, most of them the office's.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.duty import escalations
from ledger.records import NO_DECISION, RECORD_COLUMNS, Filing, NoLongerSo, move, moving
from ledger.statement import Statement, insert
from ledger.tables import human_handover, place

OFFICE = "office"
COMPLAINT = "complaint"
TEXT_COLUMN = b"human_handover.text"
ANSWER_COLUMN = b"human_handover.answer"
_row = human_handover.c
_ADD = insert(human_handover, *RECORD_COLUMNS, "openid", "group_id", "reason", "text_sealed", "due_at", returning="id")
_SELECT = select(
    _row.id,
    _row.filed_by,
    _row.text_sealed,
    _row.due_at,
    _row.openid,
    _row.filed_by_id,
    _row.status,
    _row.group_id,
    _row.reason,
    _row.filed_at,
    func.coalesce(_row.taken_by, ""),
    _row.taken_by_id,
    func.coalesce(place.c.address, ""),
).select_from(human_handover.outerjoin(place, place.c.id == _row.place_id))
# A complaint is not done with until it was seen to, whoever has taken it.
_WAITS = or_(_row.status == "open", and_(_row.status == "taken", _row.reason == COMPLAINT))
_OF_GROUP = or_(_row.group_id == bindparam("group_id"), bindparam("all_groups") == 1)
_WAITING = Statement(_SELECT.where(_WAITS, _OF_GROUP).order_by(_row.id).limit(bindparam("limit")))
_OPEN = Statement(_SELECT.where(_row.status == "open", _OF_GROUP).order_by(_row.id).limit(bindparam("limit")))
_ONE = Statement(_SELECT.where(_row.id == bindparam("number"), _OF_GROUP))
_COMPLAINED = Statement(
    _SELECT.where(
        _row.openid == bindparam("whose"), _row.reason == COMPLAINT, _WAITS, _row.filed_at >= bindparam("since")
    )
    .order_by(_row.id.desc())
    .limit(1)
)
_TAKEN_BY = Statement(
    _SELECT.where(_row.status == "taken", _row.taken_by_id == bindparam("who_id"), _row.filed_at >= bindparam("since"))
    .order_by(_row.id.desc())
    .limit(bindparam("limit"))
)
_SETTLED = Statement(
    select(_row.taken_by, _row.taken_at, _row.closed_by, _row.closed_at).where(
        _row.id == bindparam("number"), _row.taken_at.is_not(None)
    )
)
_OVERDUE = Statement(
    select(_row.id, _row.filed_by, _row.climbed, _row.group_id, _row.reason, _row.due_at, _row.place_id)
    .where(_WAITS, _row.due_at <= bindparam("now"), _row.climbed < bindparam("steps"))
    .order_by(_row.due_at, _row.id)
    .limit(bindparam("limit"))
)
_CLIMB = climbing(human_handover, _WAITS)
_TAKE = moving(human_handover, "taken_at", "taken_by", "taken_by_id")
_CLOSE = Statement(
    update(human_handover)
    .where(_row.id == bindparam("row"), _row.reason == COMPLAINT, _WAITS)
    .values(
        status="closed",
        closed_at=bindparam("at"),
        closed_by=bindparam("who"),
        taken_at=func.coalesce(_row.taken_at, bindparam("at")),
        taken_by=func.coalesce(_row.taken_by, bindparam("who")),
        taken_by_id=func.coalesce(_row.taken_by_id, bindparam("who_id")),
    )
)

_ANSWER = Statement(
    update(human_handover)
    .where(_row.id == bindparam("row"))
    .values(answer_sealed=bindparam("words"), answered_by=bindparam("who"), answered_at=bindparam("at"))
)
_ANSWERED = Statement(
    select(_row.answer_sealed, _row.answered_by, _row.answered_at).where(
        _row.id == bindparam("number"), _row.answer_sealed.is_not(None)
    )
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answered last, and when (ms UTC)."""

    words: str
    who: str
    at: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """A handover that nobody has taken in time, or a complaint that nobody saw to, and how far up it has gone."""

    id: int
    filed_by: str
    climbed: int
    group_id: str
    reason: str | None
    due_at: int
    place_id: int | None


@dataclass(frozen=True, slots=True)
class Handover:
    """A handover; times in ms UTC, `address` of whoever asked where the ledger knows it."""

    id: int
    filed_by: str
    text: str
    due_at: int
    openid: str | None
    filed_by_id: int | None
    status: str
    group_id: str
    reason: str | None
    filed_at: int
    taken_by: str
    taken_by_id: int | None
    address: str

    @property
    def is_complaint(self) -> bool:
        """Whether somebody complains of something."""
        return self.reason == COMPLAINT


def add(
    db: Db, openid: str, text: str, due_at: int, filing: Filing, *, group_id: str = OFFICE, reason: str | None = None
) -> int:
    """Record that somebody asked for a person, or complained, with their words (sealed); returns its id."""
    row_id: int = db.value(
        _ADD,
        original_id=None,
        version=1,
        status="open",
        openid=openid,
        group_id=group_id,
        reason=reason,
        text_sealed=db.keys.seal(text, TEXT_COLUMN),
        due_at=due_at,
        **filing.columns(),
        **NO_DECISION.columns(),
    )
    return row_id


def waiting(db: Db, group_id: str | None = None, limit: int = 20) -> list[Handover]:
    """What waits for a group, the oldest first; for all groups where `group_id` is None (the office)."""
    rows = db.all(_WAITING, group_id=group_id or "", all_groups=int(group_id is None), limit=limit)
    return [_opened(db, row) for row in rows]


def taken_by(db: Db, who_id: int, since: int, limit: int = 20) -> list[Handover]:
    """What somebody has taken of what was asked since a moment, the newest first."""
    return [_opened(db, row) for row in db.all(_TAKEN_BY, who_id=who_id, since=since, limit=limit)]


def open_ones(db: Db, group_id: str | None = None, limit: int = 20) -> list[Handover]:
    """What nobody of a group has taken yet, the oldest first; of all groups where `group_id` is None (the office)."""
    rows = db.all(_OPEN, group_id=group_id or "", all_groups=int(group_id is None), limit=limit)
    return [_opened(db, row) for row in rows]


def get(db: Db, number: int, group_id: str | None = None) -> Handover | None:
    """The handover with this number, as far as it is the group's (None: the office may see any)."""
    row = db.one(_ONE, number=number, group_id=group_id or "", all_groups=int(group_id is None))
    return None if row is None else _opened(db, row)


def settled(db: Db, number: int) -> tuple[str, int, bool] | None:
    """Who has taken it and when (ms UTC), or has seen to it (True), for whoever may see it; None where nobody has."""
    row = db.one(_SETTLED, number=number)
    if row is None:
        return None
    taken_by, taken_at, closed_by, closed_at = row
    return (closed_by or "", closed_at, True) if closed_at is not None else (taken_by or "", taken_at, False)


def last_complaint(db: Db, openid: str, since: int) -> Handover | None:
    """The newest complaint of an account since a moment that nobody has seen to yet."""
    row = db.one(_COMPLAINED, whose=openid, since=since)
    return None if row is None else _opened(db, row)


def close(db: Db, seen: Handover, who: str, who_id: int, now: int) -> bool:
    """Somebody has seen to a complaint; False where it was seen to before."""
    if not db.run(_CLOSE, row=seen.id, who=who, who_id=who_id, at=now):
        return False
    escalations.settle(db, f"human_handover:{seen.id}", who, now)
    return True


def take(db: Db, number: int, who: str, who_id: int | None, now: int) -> bool:
    """Somebody takes it; False where somebody was first."""
    try:
        move(db, _TAKE, number, "open", "taken", taken_at=now, taken_by=who, taken_by_id=who_id)
    except NoLongerSo:
        return False
    escalations.settle(db, f"human_handover:{number}", who, now)
    return True


def note_answer(db: Db, number: int, words: str, who: str, now: int) -> None:
    """Keep what somebody has answered (sealed); of several answers the last one."""
    db.run(_ANSWER, row=number, words=db.keys.seal(words, ANSWER_COLUMN), who=who, at=now)


def answered(db: Db, number: int) -> Answered | None:
    """What was answered to a handover, for whoever may see it; None where nothing was, or the words are gone."""
    row = db.one(_ANSWERED, number=number)
    return Answered(db.keys.unseal(bytes(row[0]), ANSWER_COLUMN), row[1], row[2]) if row is not None else None


def overdue(db: Db, now: int, steps: int, limit: int) -> list[Overdue]:
    """What waits although its deadline has passed, and has not climbed all the `steps` yet."""
    return [Overdue(*row) for row in db.all(_OVERDUE, now=now, steps=steps, limit=limit)]


def climb(db: Db, late: Overdue, next_step: int, next_due: int | None) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or an answer put it off."""
    return put_up(db, _CLIMB, late.id, late, next_step, next_due)


def _opened(db: Db, row: tuple[Any, ...]) -> Handover:
    number, filed_by, text, *others = row
    return Handover(number, filed_by, db.keys.unseal(bytes(text), TEXT_COLUMN), *others)
