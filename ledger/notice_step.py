"""What came of a step that somebody took with a notice: it was taken, or why not and how the notice stands instead."""

from dataclasses import dataclass

from ledger.database import Db
from ledger.notice_reading import Notice, get


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


def moved_on(db: Db, notice_id: int) -> Step:
    """Somebody was first."""
    now_in_force = get(db, notice_id)
    return Step(False, now_in_force, "unknown" if now_in_force is None else "moved")
