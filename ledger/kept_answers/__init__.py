"""Answers of the office that are kept for whoever asks next (clauses 3.3, 4.4): versions, states, and which hold now.

Told to many, an answer is a publication: it holds once another person of the office has approved it, the rule `publication`
says so. Each edit is a version with a row of its own, and waits for approval anew. States: submitted, approved, sent_back,
ended, superseded. Moves are in moves.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Text, bindparam, func, select

from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import kept_answer, place

LONGEST = 500
LONGEST_QUESTION = 80
_row = kept_answer.c
_RECORD = func.coalesce(_row.original_id, _row.id)
_COLUMNS = (
    _row.id.label("row"),
    _RECORD.label("id"),
    _row.version,
    _row.status,
    _row.question,
    _row.wordings,
    _row.answer,
    _row.ends_on,
    func.coalesce(place.c.path, "").label("path"),
    func.coalesce(place.c.address, "").label("address"),
    _row.place_id,
    _row.about,
    _row.filed_by,
    _row.filed_by_id,
    _row.filed_at,
    func.coalesce(_row.approved_by, "").label("approved_by"),
    _row.approved_at,
    func.coalesce(_row.sent_back, "").label("sent_back"),
    func.coalesce(_row.ended_by, "").label("ended_by"),
    _row.used,
)
_SELECT = select(*_COLUMNS).select_from(kept_answer.outerjoin(place, place.c.id == _row.place_id))
_IS_OF = (_row.id == bindparam("record")) | (_row.original_id == bindparam("record"))
# Whoever lives within the place, or anybody where it is for all.
_REACHES = (_row.place_id.is_(None)) | (
    func.substr(bindparam("whose", type_=Text()), 1, func.length(func.coalesce(place.c.path, ""))) == place.c.path
)
_IN_FORCE = Statement(
    _SELECT.where(_row.status == "approved", _row.ends_on >= bindparam("day"), _REACHES).order_by(_row.id)
)
_ONE = Statement(_SELECT.where(_IS_OF, _row.status != "superseded"))
_VERSIONS = Statement(_SELECT.where(_IS_OF).order_by(_row.version))
_SUBMITTED = Statement(_SELECT.where(_row.status == "submitted").order_by(_row.id).limit(bindparam("limit")))
_STANDING = Statement(
    _SELECT.where(_row.status != "superseded")
    .order_by(_row.status.desc(), _row.ends_on.desc(), _row.id.desc())
    .limit(bindparam("limit"))
)
_ABOUT = Statement(_SELECT.where(_row.about == bindparam("record"), _row.status != "superseded").limit(1))


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A version of a kept answer. `ends_on` (ISO) is the last day on which it is told; `path` and `address` of the place
    for which alone it holds, empty: for everybody; `used` how often it was told; moments in ms UTC."""

    row: int
    id: int
    version: int
    status: str
    question: str
    wordings: str
    answer: str
    ends_on: str
    path: str
    address: str
    place_id: int | None
    about: str | None
    filed_by: str
    filed_by_id: int | None
    filed_at: int
    approved_by: str
    approved_at: int | None
    sent_back: str
    ended_by: str
    used: int

    @property
    def number(self) -> str:
        """What people call it."""
        return f"D-{self.id}"

    @property
    def key(self) -> str:
        """How other records name it."""
        return f"kept_answer:{self.id}"

    @property
    def questions(self) -> tuple[str, ...]:
        """The question, and how else it may be asked."""
        return (self.question, *self.other_wordings)

    @property
    def other_wordings(self) -> tuple[str, ...]:
        """How else the question may be asked."""
        return tuple(self.wordings.splitlines())

    def is_told(self, day: str) -> bool:
        """Whether it is told on a day (ISO)."""
        return self.status == "approved" and self.ends_on >= day


assert tuple(field.name for field in fields(KeptAnswer)) == tuple(one.name for one in _COLUMNS)


def in_force(db: Db, day: str, path: str) -> list[KeptAnswer]:
    """What is told on a day (ISO) to somebody who lives at `path` (empty: nobody knows where)."""
    return _opened(db.all(_IN_FORCE, day=day, whose=path))


def get(db: Db, record: int) -> KeptAnswer | None:
    """The version of a record that is not replaced, for the office."""
    row = db.one(_ONE, record=record)
    return KeptAnswer(*row) if row is not None else None


def versions(db: Db, record: int) -> list[KeptAnswer]:
    """Every version of a record, the first one first, for the office."""
    return _opened(db.all(_VERSIONS, record=record))


def submitted(db: Db, limit: int = 20) -> list[KeptAnswer]:
    """What waits for somebody's approval, the oldest first, for the office."""
    return _opened(db.all(_SUBMITTED, limit=limit))


def standing(db: Db, limit: int) -> list[KeptAnswer]:
    """What waits, what is told and what is over, in this order and the newest first, for the office."""
    return _opened(db.all(_STANDING, limit=limit))


def of_handover(db: Db, handover: int) -> KeptAnswer | None:
    """What was kept of the answer to a handover."""
    row = db.one(_ABOUT, record=f"human_handover:{handover}")
    return KeptAnswer(*row) if row is not None else None


def _opened(rows: Iterable[tuple[Any, ...]]) -> list[KeptAnswer]:
    return [KeptAnswer(*row) for row in rows]
