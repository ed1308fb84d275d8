"""The newest notices of one person, in the very words that were approved: read again, or for the first time (clause 3.3).

Whoever reads one here that no message brought them has it then: nothing is sent once more, and nobody has to knock.
"""

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, or_, select, update

from ledger import tasks
from ledger.database import Db
from ledger.notices import sending as notice_sending
from ledger.notices.reading import Notice, by_row, get
from ledger.statement import Statement
from ledger.tables import outbox

_LOOKED_AT = 30
_HAVE_IT = frozenset({"sent", "confirmed"})
_THEIRS = Statement(
    select(outbox.c.id, outbox.c.notice_id, outbox.c.status, outbox.c.queued_at, outbox.c.settled_at)
    .where(outbox.c.person_id == bindparam("who"), outbox.c.notice_id.is_not(None))
    .order_by(outbox.c.id.desc())
    .limit(_LOOKED_AT)
)
_READ = Statement(
    update(outbox)
    .where(
        outbox.c.id == bindparam("row"),
        or_(*(outbox.c.status == status for status in ("due", "unreachable", "unknown"))),
    )
    .values(status="confirmed", channel="passive", error=None, settled_at=bindparam("at"))
)


# What became of a notice that somebody has: nothing, or it does not hold as they have it.
State = Literal["holds", "edited", "withdrawn", "differs"]


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """A notice for somebody: `at` is when it was for them (ms UTC). One that `differs` from what was approved has no words:
    somebody has to look."""

    words: str
    at: int
    state: State


def newest(
    db: Db, person_id: int, now: int, limit: int, *, about: re.Pattern[str] | None = None
) -> list[OwnNotice]:
    """Somebody's newest notices, each once, as far as they have it already or it may be read now; with `about` only those
    whose words it is found in: the others are not read by that."""
    found: list[OwnNotice] = []
    known: set[int] = set()
    for row, version, status, queued_at, settled_at in db.all(_THEIRS, who=person_id):
        one = by_row(db, version)
        if one is None or one.id in known or len(found) == limit:
            continue
        if about is not None and about.search(one.content.message) is None:
            continue
        state = _state(db, one)
        if status not in _HAVE_IT:
            if not _may_be_read(one, state):
                continue
            if db.run(_READ, row=row, at=now):
                tasks.finish_own_visit(db, one.about, person_id, now)
        known.add(one.id)
        at = settled_at if status in _HAVE_IT and settled_at is not None else queued_at
        found.append(OwnNotice("" if state == "differs" else one.content.message, at, state))
    return found


def _state(db: Db, one: Notice) -> State:
    """What to think of a version: its words are shown only as they were approved, also to whoever has them."""
    if not notice_sending.is_as_approved(db, one.row):
        return "differs"
    in_force = get(db, one.id)
    if in_force is None or in_force.status == "withdrawn":
        return "withdrawn"
    return "holds" if in_force.row == one.row else "edited"


def _may_be_read(one: Notice, state: State) -> bool:
    """Whether it is out and in the words that were approved: what is asked before a send is asked here too."""
    is_out = one.status in ("sending", "sent") or one.is_resting
    return state == "holds" and is_out and not one.is_stopped
