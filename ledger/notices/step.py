"""What came of a step that somebody took with a notice: it was taken, or why not and how the notice stands instead."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_

from ledger.database import Db
from ledger.notices.reading import Notice, get
from ledger.tables import notice

# The program itself moves it from the one to the other: whoever stops, edits or withdraws it saw either and means both.
_APPROVED = ("approved", "sending")
# Whether a row is still the version in the state that somebody saw: the parameters are `as_seen`.
IS_AS_SEEN = and_(
    notice.c.id == bindparam("row"),
    notice.c.version == bindparam("seen_version"),
    or_(notice.c.status == bindparam("from_status"), notice.c.status == bindparam("or_status")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """`notice` is the version in force afterwards; `why` is empty where the step was taken, else one of

    unknown (there is no such notice), moved (somebody was first: `notice.moved_by`, `moved_at`, `status` and `version` say
    who, when and what), no_right (no role with a say in notices at this moment), own (whoever wrote it does not approve
    it), differs (its words are not the ones that were shown), too_many (as many as may be approved on a day),
    nobody (no one is in its audience), place (its audience names a place that cannot be).
    """

    done: bool
    notice: Notice | None
    why: str = ""


def as_seen(seen: Notice) -> dict[str, object]:
    """The parameters of IS_AS_SEEN."""
    before = _APPROVED if seen.status in _APPROVED else (seen.status, seen.status)
    return {"row": seen.row, "seen_version": seen.version, "from_status": before[0], "or_status": before[1]}


def moved_on(db: Db, notice_id: int) -> Step:
    """Somebody was first."""
    now_in_force = get(db, notice_id)
    return Step(False, now_in_force, "unknown" if now_in_force is None else "moved")
