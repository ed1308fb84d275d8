"""Announcements 公告 that a named person has put in force; every past one stays (DESIGN 6.6).

One that is put in force is taken up when its minute has come: the open return reports are worked out anew by it
(ledger/returns/anew.py), once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, select, update

from knowledge.announcements import Announcement
from ledger import audit
from ledger.database import Db
from ledger.statement import Statement, insert_if_absent
from ledger.tables import announcement

_ADD = insert_if_absent(
    announcement, ["issuer", "number"], ["effective_at", "content", "put_in_force_by", "put_in_force_at"]
)
_KEPT = select(
    announcement.c.id,
    announcement.c.content,
    announcement.c.put_in_force_by,
    announcement.c.put_in_force_at,
    announcement.c.taken_up_at,
).order_by(announcement.c.effective_at, announcement.c.id)
_ALL = Statement(_KEPT)
_ONE = Statement(_KEPT.where(announcement.c.id == bindparam("row")))
_TAKE_UP = Statement(
    update(announcement)
    .where(announcement.c.id == bindparam("row"), announcement.c.taken_up_at.is_(None))
    .values(taken_up_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An announcement with who put it in force here and when, and when it was taken up (ms UTC; None: not yet)."""

    id: int
    issued: Announcement
    put_in_force_by: str
    put_in_force_at: int
    taken_up_at: int | None


def put_in_force(db: Db, *, issuer: str, number: str, effective_at: int, content: str, who: str, now: int) -> bool:
    """Keep an announcement (its content as JSON); False where this issuer's number is there already."""
    return (
        db.run(
            _ADD,
            issuer=issuer,
            number=number,
            effective_at=effective_at,
            content=content,
            put_in_force_by=who,
            put_in_force_at=now,
        )
        > 0
    )


def enter(db: Db, issued: Announcement, who: str, now: int, person_id: int | None = None, detail: str = "") -> bool:
    """A named person puts an announcement in force; False where this issuer's number is there already.

    It has to say of old cases what holds: where the paper does not, `who` has chosen (ValueError else).
    """
    if issued.keep_old_cases is None:
        raise ValueError("nobody has chosen whether old cases keep the old rule")
    added = put_in_force(
        db,
        issuer=issued.issuer,
        number=issued.number,
        effective_at=issued.effective_at,
        content=issued.model_dump_json(),
        who=who,
        now=now,
    )
    if added:
        audit.note(db, now, person_id, who, "announcement put in force", f"announcement:{issued.number}", detail)
    return added


def kept(db: Db) -> list[Kept]:
    """All announcements by their effective minute, the earliest first."""
    return [_kept(row) for row in db.all(_ALL)]


def one(db: Db, row_id: int) -> Kept | None:
    """The announcement of an id; None where there is none."""
    row = db.one(_ONE, row=row_id)
    return None if row is None else _kept(row)


def known(db: Db) -> tuple[Announcement, ...]:
    """What all announcements say, by their effective minute; parsed once each."""
    return tuple(found.issued for found in kept(db))


def known_at(among: Iterable[Kept], at: int) -> tuple[Announcement, ...]:
    """Those that somebody had put in force here by a moment (ms UTC): with these what was decided then is decided again."""
    return tuple(found.issued for found in among if found.put_in_force_at <= at)


def take_up(db: Db, row_id: int, at: int) -> bool:
    """Note that the open reports are worked out anew by it; False where that was noted before."""
    return db.run(_TAKE_UP, row=row_id, at=at) > 0


def _kept(row: tuple[object, ...]) -> Kept:
    row_id, content, who, at, taken_up_at = row
    return Kept(row_id, _parsed(str(content)), str(who), at, taken_up_at)  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def _parsed(content: str) -> Announcement:
    return Announcement.model_validate_json(content)
