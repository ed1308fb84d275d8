"""What there is to do for notices now: a look that writes nothing, for each round of a sender.

Tidied up is first, so that nobody keeps an open visit with words that do not hold any more; then the notice whose time
came first goes on.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sqlalchemy import bindparam, func, literal, select, union_all

from knowledge.notices.timing import quiet_until
from knowledge.settings.duties import Notices
from ledger.database import Db
from ledger.notices.sending import HELD_UNTIL
from ledger.statement import Statement
from ledger.tables import notice, outbox

# So many messages of one notice wait to be sent before more are written: a stop leaves few behind, and a look into the
# outbox stays quick.
_AHEAD = 400

_C = notice.c
_OF_NOTICE = outbox.c.notice_id == bindparam("row")
_LIVE_COLUMNS = (
    *(_C.id, func.coalesce(_C.original_id, _C.id).label("record_id"), _C.clearing_at),
    *(_C.stopped_at, _C.filled_at, _C.send_from, _C.override_reason),
)
_LIVE = Statement(
    union_all(
        select(*_LIVE_COLUMNS).where(_C.clearing_at.is_not(None)),
        select(*_LIVE_COLUMNS).where(_C.status == "approved"),
        select(*_LIVE_COLUMNS).where(_C.status == "sending"),
    )
)
_HAS = {
    status: Statement(select(outbox.c.id).where(_OF_NOTICE, outbox.c.status == status).limit(1))
    for status in ("due", "claimed")
}
# Which messages of a version wait until it goes on.
IS_HELD = (_OF_NOTICE, outbox.c.status == "due", outbox.c.due_at == HELD_UNTIL)
_HAS_HELD = Statement(select(outbox.c.id).where(*IS_HELD).limit(1))
_AHEAD_ROWS = (
    select(outbox.c.id)
    .where(_OF_NOTICE, outbox.c.status == "due", outbox.c.due_at <= bindparam("now"))
    .limit(literal(_AHEAD))
    .subquery()
)
_HOW_FAR_AHEAD = Statement(select(func.count()).select_from(_AHEAD_ROWS))


class Todo(StrEnum):
    """What there is to do for a notice."""

    CLEAR = "clear"
    WAKE = "wake"
    FILL = "fill"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done next, and for which version (its row) of which notice."""

    todo: Todo
    row: int
    notice_id: int


def next_step(db: Db, now: int, settings: Notices) -> Next | None:
    """What there is to do now, None for nothing: a look that writes nothing, for each round of a sender."""
    live = [_Live(*row) for row in db.all(_LIVE)]
    untidy = {one.notice_id for one in live if one.clearing_at is not None}
    quiet = quiet_until(settings, now) is not None
    for one in sorted(live, key=lambda one: (one.clearing_at is None, one.send_from or 0, one.row)):
        if one.clearing_at is not None:
            todo = _to_clear(db, one)
        elif one.waits(now, quiet):
            continue
        else:
            todo = _to_send(db, one, now, untidy)
        if todo is not None:
            return Next(todo, one.row, one.notice_id)
    return None


@dataclass(frozen=True, slots=True)
class _Live:
    row: int
    notice_id: int
    clearing_at: int | None
    stopped_at: int | None
    filled_at: int | None
    send_from: int | None
    override_reason: str | None

    def waits(self, now: int, quiet: bool) -> bool:
        """Whether nothing of it may leave now; a standing tip that waits for its turn has no moment to leave."""
        is_time = self.send_from is not None and self.send_from <= now
        return self.stopped_at is not None or not is_time or (quiet and not self.override_reason)


def _to_clear(db: Db, one: _Live) -> Todo | None:
    """What a sender has in its hands it takes away itself: until then there is nothing to do."""
    return Todo.CLEAR if has(db, "due", one.row) or not has(db, "claimed", one.row) else None


def _to_send(db: Db, one: _Live, now: int, untidy: set[int]) -> Todo | None:
    if db.one(_HAS_HELD, row=one.row) is not None:
        return Todo.WAKE
    if one.filled_at is not None:
        return None if has(db, "due", one.row) or has(db, "claimed", one.row) else Todo.FINISH
    # What is left of the version before goes first: an open visit with the old words would keep out the new one.
    if one.notice_id in untidy or db.value(_HOW_FAR_AHEAD, row=one.row, now=now) >= _AHEAD:
        return None
    return Todo.FILL


def has(db: Db, status: Literal["due", "claimed"], row: int) -> bool:
    """Whether a version has messages in this state."""
    return db.one(_HAS[status], row=row) is not None
