"""What a sender asks right before each send of a notice (THREATS I5, F21, F22): may it leave, and in which words?

The words are read from the notice at that moment, hashed again, and held against what was approved: the hash in the
notice, and the audit row of the approval, which the chain protects. Of thousands of messages one after the other each
reads anew; what was read with the very same bytes just before has been hashed already (docs/decisions/0021).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import local
from typing import Any

from sqlalchemy import bindparam, func, select

from knowledge.notices.content import Content
from knowledge.notices.timing import quiet_until
from knowledge.settings.duties import Notices
from knowledge.times import SECOND
from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import audit, notice

APPROVAL = "notice_approve"
# When a row is due that waits until its notice goes on: never by itself (the year 9999).
HELD_UNTIL = 253_402_300_800_000
HELD = "the notice is stopped"
QUIET = "quiet hours"
# More notices than this do not go out at the same time.
_NOTICES_AT_ONCE = 50

_ONE = Statement(
    select(
        func.coalesce(notice.c.original_id, notice.c.id).label("record_id"),
        *(notice.c[name] for name in ("version", "status", "stopped_at", "override_reason", "send_from", "text_sha256")),
        *(audit.c.action, audit.c.about, audit.c.detail),
        *(notice.c[name] for name in ("title", "text", "broadcast", "mongolian", "audience", "template", "rhythm")),
    )
    .select_from(notice.outerjoin(audit, audit.c.id == notice.c.approval_row))
    .where(notice.c.id == bindparam("row"))
)


class Leave(StrEnum):
    """Whether a message of a notice may leave now."""

    SEND = "send"
    LATER = "later"  # not in the quiet hours
    HELD = "held"  # stopped until somebody lets it go on
    GONE = "gone"  # withdrawn, edited, or a tip whose round is over: this is not sent any more
    DIFFERS = "differs"  # not what was approved: the notice is to be stopped, and somebody has to look


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether it may leave; `words` as approved, `until` (ms UTC) for LATER, `number` (G-31) where it is known.

    `is_tip`: a standing tip, for which nobody knocks at a door. `is_overridden`: whether it leaves at night too.
    """

    leave: Leave
    number: str = ""
    words: str = ""
    until: int = 0
    is_tip: bool = False
    is_overridden: bool = False

    @property
    def is_brought(self) -> bool:
        """Whether somebody knocks at the door of whom it did not reach."""
        return self.leave is not Leave.GONE and not self.is_tip


class Hashed:
    """What was read of versions of notices when they were last hashed and found as approved, and what came of it.

    Only what was good is kept: everything that is hashed and everything that it is held against, value by value. To find
    the very same again says as much as to hash it again, for a hundredth of the time; and where nothing at all was changed
    in the database since a thread read it, it would find the very same. For any number of threads.
    """

    def __init__(self) -> None:
        self._own = local()
        self._good: dict[int, tuple[tuple[Any, ...], Checked]] = {}
        self._quiet: tuple[int, int | None] = (-1, None)

    def unchanged(self, row: int, version: int | None) -> Checked | None:
        """What came of it where the database is as it was when this thread last found it good."""
        seen: tuple[int | None, int, Checked] | None = getattr(self._own, "seen", None)
        return seen[2] if seen is not None and version is not None and seen[:2] == (version, row) else None

    def found_good(self, row: int, version: int | None, checked: Checked) -> None:
        """This thread found it good. `version` is that from before it was read: what changed in between shows next time."""
        self._own.seen = version, row, checked

    def checked(self, row: int, found: tuple[Any, ...]) -> Checked | None:
        """What came of it where just this was found good before."""
        good = self._good.get(row)
        return good[1] if good is not None and good[0] == found else None

    def keep(self, row: int, found: tuple[Any, ...], checked: Checked) -> None:
        """It was hashed, and is good."""
        if len(self._good) > _NOTICES_AT_ONCE:
            self._good = {}
        self._good[row] = found, checked

    def quiet_until(self, settings: Notices, now: int) -> int | None:
        """When the quiet hours end in which `now` lies (knowledge/notices/timing.py); looked up once a second."""
        second, until = self._quiet
        if second != now // SECOND:
            second, until = self._quiet = now // SECOND, quiet_until(settings, now)
        return until


def check(db: Db, row: int, now: int, settings: Notices, hashed: Hashed | None = None) -> Checked:
    """Look at a version of a notice (by its row) at the moment of sending; `hashed` is of whoever looks again and again."""
    hashed = hashed or Hashed()
    version = db.data_version()
    checked = hashed.unchanged(row, version)
    if checked is None:
        checked = _looked(db, row, hashed)
        if checked.leave is Leave.SEND:
            hashed.found_good(row, version, checked)
    if checked.leave is not Leave.SEND or checked.is_overridden:
        return checked
    morning = hashed.quiet_until(settings, now)
    return checked if morning is None else Checked(Leave.LATER, checked.number, until=morning)


def _looked(db: Db, row: int, hashed: Hashed) -> Checked:
    found = db.one(_ONE, row=row)
    checked = None if found is None else hashed.checked(row, found)
    if checked is None:
        checked = _judged(found, also_resting=False)
        if found is not None and checked.leave is Leave.SEND:
            hashed.keep(row, found, checked)
    return checked


def to_bring(db: Db, row: int) -> Checked:
    """The same for a visit, which is nobody's message at night, and for whoever reads again what they have."""
    return _judged(db.one(_ONE, row=row), also_resting=True)


def is_as_approved(db: Db, row: int) -> bool:
    """Whether the words of a version are, to the byte, those that were approved by a step that is in the audit."""
    found = db.one(_ONE, row=row)
    return found is not None and _approved(found[0], found[1], found[6:]) is not None


def _judged(found: tuple[Any, ...] | None, *, also_resting: bool) -> Checked:
    if found is None:
        return Checked(Leave.GONE)
    record_id, version, status, stopped_at, override_reason, send_from, *bound = found
    number = f"G-{record_id}"
    is_tip = bound[-1] is not None
    rests = is_tip and status == "approved" and send_from is None
    if status in ("superseded", "withdrawn") or (rests and not also_resting):
        return Checked(Leave.GONE, number, is_tip=is_tip)
    if stopped_at is not None:
        return Checked(Leave.HELD, number, is_tip=is_tip)
    content = _approved(record_id, version, bound)
    if content is None or not (status in ("sending", "sent") or rests):
        return Checked(Leave.DIFFERS, number, is_tip=is_tip)
    return Checked(Leave.SEND, number, words=content.message, is_tip=is_tip, is_overridden=bool(override_reason))


def _approved(record_id: int, version: int, bound: Sequence[Any]) -> Content | None:
    """The content where its hash, the one in the notice and the one in the audit row of the approval are the same."""
    text_sha256, action, about, detail, *parts = bound
    content = Content(*parts)
    if content.sha256 != text_sha256 or (action, about) != (APPROVAL, f"notice:{record_id}"):
        return None
    return content if _noted(detail) == (text_sha256, version) else None


def _noted(detail: str) -> tuple[object, object]:
    """Hash and version in an audit row; nothing where somebody spoilt it."""
    try:
        noted = json.loads(detail)
        return noted["sha256"], noted["version"]
    except (ValueError, TypeError, KeyError):
        return None, None
