"""Notices as they are read: one by its number, what waits for an approval, what is under way, what was sent.

A notice's id is that of its first row; every query is about the version in force unless it says otherwise.
"""

from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import ColumnElement, bindparam, func, or_, select

from knowledge.notices import audience
from knowledge.notices.audience import Audience
from knowledge.notices.content import Content
from ledger.database import Db
from ledger.people import Recipient
from ledger.statement import Statement
from ledger.tables import notice

WORK = "notice_work:"
_C = notice.c
_FIRST = notice.alias("first_row")
_RECORD_ID = func.coalesce(_C.original_id, _C.id)
_CONTENT = ("title", "text", "broadcast", "mongolian", "audience", "template", "rhythm")
_OWN = (
    *("version", "status", "text_sha256", "filed_by", "filed_by_id", "filed_at", "moved_by", "moved_at"),
    *("counted", "with_account", "submitted_by", "submitted_by_id", "submitted_at", "sent_back"),
    *("approved_by", "approved_by_id", "approved_role", "approved_at", "approval_row", "override_reason"),
    *("send_from", "up_to_person", "stopped_by", "stopped_at", "stopped", "withdrawn"),
    *("filled_to", "filled_at", "sent_at", "round", "round_at"),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A version of a notice. `id` is the record's, `row` this version's; moments in ms UTC; people by name and id.

    `filed_by` wrote this version, `drafted_by` the first one; `moved_by` and `moved_at` say who moved it last and when.
    `round` and `round_at`: of a standing tip, which round it is at and when that began.
    """

    id: int
    row: int
    drafted_by: str
    drafted_by_id: int | None
    content: Content
    version: int
    status: str
    text_sha256: str
    filed_by: str
    filed_by_id: int | None
    filed_at: int
    moved_by: str
    moved_at: int
    counted: int | None
    with_account: int | None
    submitted_by: str | None
    submitted_by_id: int | None
    submitted_at: int | None
    sent_back: str | None
    approved_by: str | None
    approved_by_id: int | None
    approved_role: str | None
    approved_at: int | None
    approval_row: int | None
    override_reason: str | None
    send_from: int | None
    up_to_person: int | None
    stopped_by: str | None
    stopped_at: int | None
    stopped: str | None
    withdrawn: str | None
    filled_to: int
    filled_at: int | None
    sent_at: int | None
    round: int
    round_at: int | None

    @property
    def number(self) -> str:
        """The notice as people name it: G-31."""
        return f"G-{self.id}"

    @property
    def about(self) -> str:
        """The record as others name it: notice:31."""
        return f"notice:{self.id}"

    @property
    def about_work(self) -> str:
        """What is about the work on it: such a message is no visit with the notice's own words."""
        return f"{WORK}{self.id}"

    @property
    def audience(self) -> Audience:
        """To whom it goes."""
        return audience.parse(self.content.audience)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody stopped it and nobody has let it go on."""
        return self.stopped_at is not None

    @property
    def is_tip(self) -> bool:
        """Whether it is a standing tip, which comes round again and again."""
        return self.content.rhythm is not None

    @property
    def is_resting(self) -> bool:
        """Whether it is an approved tip that waits for its turn: nothing of it is on the way."""
        return self.is_tip and self.status == "approved" and self.send_from is None

    def is_written_by(self, who: Recipient) -> bool:
        """Whether somebody drafted it or wrote this version: by person where both are known, else by name."""
        authors = ((self.drafted_by, self.drafted_by_id), (self.filed_by, self.filed_by_id))
        return any(_is_same(who, name, person_id) for name, person_id in authors)


_SELECT = select(
    _RECORD_ID.label("record_id"),
    _C.id,
    _FIRST.c.filed_by,
    _FIRST.c.filed_by_id,
    *(_C[name] for name in (*_CONTENT, *_OWN)),
).select_from(notice.join(_FIRST, _FIRST.c.id == _RECORD_ID))
_OF_RECORD = or_(_C.id == bindparam("which"), _C.original_id == bindparam("which"))
_ONE = Statement(_SELECT.where(_OF_RECORD, _C.status != "superseded"))
_BY_ROW = Statement(_SELECT.where(_C.id == bindparam("row")))
_VERSIONS = Statement(_SELECT.where(_OF_RECORD).order_by(_C.version))


def _is(*statuses: str) -> ColumnElement[bool]:
    return or_(*(_C.status == status for status in statuses))


def _listed(*statuses: str, also: tuple[ColumnElement[bool], ...] = ()) -> Statement:
    """The newest first; the next page begins before the last row of this one."""
    return Statement(
        _SELECT.where(_is(*statuses), *also, _C.id < bindparam("before")).order_by(_C.id.desc()).limit(bindparam("limit"))
    )


_DRAFTS = _listed("draft")
_SUBMITTED = _listed("submitted")
# A standing tip that waits for its turn is not under way: 停 alone does not mean it.
_UNDER_WAY = _listed("approved", "sending", also=(or_(_C.rhythm.is_(None), _C.send_from.is_not(None)),))
# In the order in which it is their turn: what never went out, then what went longest ago.
_TIPS = Statement(
    _SELECT.where(_is("approved", "sending"), _C.rhythm.is_not(None))
    .order_by(func.coalesce(_C.round_at, 0), _C.id)
    .limit(bindparam("limit"))
)
_ENDED = _listed("sent", "withdrawn")
_BEFORE_ALL = 2**62


def get(db: Db, notice_id: int) -> Notice | None:
    """The version in force of a notice, by the record's id."""
    row = db.one(_ONE, which=notice_id)
    return None if row is None else _notice(row)


def by_row(db: Db, row: int) -> Notice | None:
    """One version of a notice by its row, in force or not: what a message of the outbox is of."""
    found = db.one(_BY_ROW, row=row)
    return None if found is None else _notice(found)


def versions(db: Db, notice_id: int) -> list[Notice]:
    """All versions of a notice, the first one first."""
    return [_notice(row) for row in db.all(_VERSIONS, which=notice_id)]


def drafts(db: Db, limit: int = 20, before: int = _BEFORE_ALL) -> list[Notice]:
    """Drafts, the newest first; `before` is the `row` of the last one seen."""
    return _page(db, _DRAFTS, limit, before)


def to_approve(db: Db, limit: int = 20, before: int = _BEFORE_ALL) -> list[Notice]:
    """What waits for an approval, the newest first."""
    return _page(db, _SUBMITTED, limit, before)


def under_way(db: Db, limit: int = 20, before: int = _BEFORE_ALL) -> list[Notice]:
    """What was approved and is not sent yet, stopped or not, the newest first; no tip that waits for its turn."""
    return _page(db, _UNDER_WAY, limit, before)


def tips(db: Db, limit: int = 50) -> list[Notice]:
    """The approved standing tips in the order in which it is their turn, also one that goes out now or is stopped."""
    return [_notice(row) for row in db.all(_TIPS, limit=limit)]


def ended(db: Db, limit: int = 20, before: int = _BEFORE_ALL) -> list[Notice]:
    """What was sent or withdrawn, the newest first."""
    return _page(db, _ENDED, limit, before)


def id_of(number: str) -> int | None:
    """The id in a number as people write it (G-31, g31, 31); None where it is none."""
    digits = number.strip().upper().removeprefix("G").removeprefix("-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


def parsed(spec: str) -> Audience | None:
    """A stored specification of an audience; None where it is none, because somebody spoilt it."""
    try:
        return audience.parse(spec)
    except ValidationError:
        return None


def _page(db: Db, statement: Statement, limit: int, before: int) -> list[Notice]:
    return [_notice(row) for row in db.all(statement, limit=limit, before=before)]


def _notice(row: tuple[object, ...]) -> Notice:
    head, content, rest = row[:4], row[4 : 4 + len(_CONTENT)], row[4 + len(_CONTENT) :]
    return Notice(*head, Content(*content), *rest)  # type: ignore[arg-type, call-arg]


def _is_same(who: Recipient, name: str, person_id: int | None) -> bool:
    return who.person_id == person_id if who.person_id is not None and person_id is not None else who.name == name
