"""What there is to do for a mass send, step by step, and how many a reader had in a month (WECHAT.md 2.6)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import bindparam, update

from knowledge.times import from_ms
from ledger.database import Db
from ledger.statement import Statement, insert_if_absent
from ledger.tables import mass_month

CHANNEL = "mass"
PAGE = 200

_FIRST_OF_MONTH = insert_if_absent(mass_month, ["openid", "month"], ["openid", "month", "count"])
_CHANGE_COUNT = Statement(
    update(mass_month)
    .where(mass_month.c.openid == bindparam("whose"), mass_month.c.month == bindparam("in_month"))
    .values(count=mass_month.c.count + bindparam("by"))
)


class Todo(StrEnum):
    """What there is to do for mass sends."""

    START = "start"
    GATHER = "gather"
    HAND_IN = "hand_in"
    GIVE_UP_WAITING = "give_up_waiting"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done next; `batch` is the mass send's number, 0 for START, `notice_id` a version's row."""

    todo: Todo
    notice_id: int
    batch: int = 0
    client_id: str = ""
    status: str = ""
    attempts: int = 0
    msg_id: str = ""
    error: str = ""
    again_at: int | None = None
    month: str = ""

    def tried(self) -> "Step":
        """The step once its try is counted."""
        return replace(self, attempts=self.attempts + 1)


def month_of(now: int) -> str:
    """The calendar month in Beijing, in which a reader gets four at most."""
    return f"{from_ms(now):%Y-%m}"


def count_month(db: Db, openids: Iterable[str | None], month: str, by: int) -> None:
    """Count a mass send for its readers when they are gathered, and take it back where it was not sent."""
    readers = [openid for openid in openids if openid is not None]
    db.run_many(_FIRST_OF_MONTH, [{"openid": one, "month": month, "count": 0} for one in readers])
    db.run_many(_CHANGE_COUNT, [{"whose": one, "in_month": month, "by": by} for one in readers])
