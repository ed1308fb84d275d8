"""Daily reports on file: frozen once, found again, corrected by a sheet of their own, told to have been sent up.

A frozen file never changes: its bytes, their hash and its figures are kept together. A correction is another row.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, update

from ledger.database import Db
from ledger.records import compact
from ledger.reports.lines import Value
from ledger.statement import Statement, insert_if_new
from ledger.tables import daily_report

_CONTENT = b"daily_report.content"
_ADD = insert_if_new(
    daily_report,
    *("form", "number", "day", "correction", "since_at", "cutoff_at", "filed_at", "filed_by", "filed_by_id", "reason"),
    *("figures", "rows", "content_sealed", "file_hash"),
)
_SEEN = (
    *("id", "form", "number", "day", "correction", "since_at", "cutoff_at", "filed_at", "filed_by", "reason", "rows"),
    *("file_hash", "sent_up_at", "sent_up_by"),
)
_SELECT = select(*(daily_report.c[name] for name in _SEEN))
_NEWEST = Statement(_SELECT.order_by(daily_report.c.id.desc()).limit(bindparam("limit")))
_BY_NUMBER = Statement(_SELECT.where(daily_report.c.number == bindparam("called")))
_BY_ID = Statement(_SELECT.where(daily_report.c.id == bindparam("row")))
_LAST = Statement(
    _SELECT.where(daily_report.c.form == bindparam("of_form"), daily_report.c.correction == 0)
    .order_by(daily_report.c.day.desc())
    .limit(1)
)
_CORRECTIONS = Statement(
    select(func.max(daily_report.c.correction)).where(
        daily_report.c.form == bindparam("of_form"), daily_report.c.day == bindparam("of_day")
    )
)
_CONTENT_OF = Statement(select(daily_report.c.content_sealed).where(daily_report.c.id == bindparam("row")))
_FIGURES_OF = Statement(select(daily_report.c.figures).where(daily_report.c.id == bindparam("row")))
_SENT_UP = Statement(
    update(daily_report)
    .where(daily_report.c.id == bindparam("row"), daily_report.c.sent_up_at.is_(None))
    .values(sent_up_at=bindparam("at"), sent_up_by=bindparam("who"))
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report or a correction sheet on file; moments in ms UTC, `day` ISO, `file_hash` SHA-256 of the file."""

    id: int
    form: str
    number: str
    day: str
    correction: int
    since_at: int
    cutoff_at: int
    filed_at: int
    filed_by: str
    reason: str | None
    rows: int
    file_hash: bytes
    sent_up_at: int | None
    sent_up_by: str | None

    @property
    def about(self) -> str:
        """How tasks and the trail name it."""
        return f"daily_report:{self.id}"


@dataclass(frozen=True, slots=True)
class NewReport:
    """What is put on file: the file and its figures, and for a correction who made it and why."""

    form: str
    number: str
    day: str
    correction: int
    since_at: int
    cutoff_at: int
    filed_by: str
    filed_by_id: int | None
    reason: str | None
    figures: Sequence[Mapping[str, object]]
    rows: int
    content: bytes


def add(db: Db, new: NewReport, now: int) -> Report | None:
    """Put a report on file; None where one is there already: of two who freeze, one does."""
    added = db.run(
        _ADD,
        form=new.form,
        number=new.number,
        day=new.day,
        correction=new.correction,
        since_at=new.since_at,
        cutoff_at=new.cutoff_at,
        filed_at=now,
        filed_by=new.filed_by,
        filed_by_id=new.filed_by_id,
        reason=new.reason,
        figures=compact(list(new.figures)),
        rows=new.rows,
        content_sealed=db.keys.seal(b64encode(new.content).decode(), _CONTENT),
        file_hash=hashlib.sha256(new.content).digest(),
    )
    return by_number(db, new.number) if added else None


def newest(db: Db, limit: int = 60) -> list[Report]:
    """What is on file, the newest first."""
    return [_report(row) for row in db.all(_NEWEST, limit=limit)]


def by_number(db: Db, number: str) -> Report | None:
    """A report by its export number."""
    row = db.one(_BY_NUMBER, called=number)
    return None if row is None else _report(row)


def get(db: Db, report_id: int) -> Report | None:
    """A report by its id."""
    row = db.one(_BY_ID, row=report_id)
    return None if row is None else _report(row)


def last(db: Db, form: str) -> Report | None:
    """The report of the newest day, without its corrections."""
    row = db.one(_LAST, of_form=form)
    return None if row is None else _report(row)


def next_correction(db: Db, report: Report) -> int:
    """The number of the next correction sheet of a day."""
    newest_one: int = db.value(_CORRECTIONS, of_form=report.form, of_day=report.day)
    return newest_one + 1


def content(db: Db, report_id: int) -> bytes:
    """The file, as it was frozen."""
    return b64decode(db.keys.unseal(bytes(db.value(_CONTENT_OF, row=report_id)), _CONTENT))


def figures(db: Db, report_id: int) -> list[dict[str, Value]]:
    """The figures as they were frozen: of each line its place and its values by the column's key."""
    found: list[dict[str, Value]] = json.loads(db.value(_FIGURES_OF, row=report_id))
    return found


def mark_sent_up(db: Db, report_id: int, who: str, now: int) -> bool:
    """Somebody says that it was sent up; False where that was said before."""
    return db.run(_SENT_UP, row=report_id, at=now, who=who) > 0


def _report(row: Sequence[Any]) -> Report:
    *seen, file_hash, sent_up_at, sent_up_by = row
    return Report(*(*seen, bytes(file_hash), sent_up_at, sent_up_by))
