"""Announcements 公告 that a named person has put in force; every past one stays (DESIGN 6.6)."""

from sqlalchemy import select

from ledger.database import Db
from ledger.statement import Statement, insert_if_absent
from ledger.tables import announcement

_ADD = insert_if_absent(
    announcement, ["issuer", "number"], ["effective_at", "content", "put_in_force_by", "put_in_force_at"]
)
_ALL = Statement(select(announcement.c.content).order_by(announcement.c.effective_at, announcement.c.id))


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


def contents(db: Db) -> list[str]:
    """The contents of all announcements as JSON, by their effective minute."""
    return [row[0] for row in db.all(_ALL)]
