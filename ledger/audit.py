"""The audit trail: who did what about which record, chained by hashes so that a later change shows (THREATS I8, A32).

Rows are written unchained in the transaction of what they tell (a locked head would make writers queue); the sealer, one
at a time, gives them their place in the chain within a second. A row's hash covers its content and the hash before it.
"""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import bindparam, select, text, update

from ledger.database import Db
from ledger.statement import Statement, insert
from ledger.tables import audit

_BATCH = 200  # rows a transaction at most: commands beside a running server keep out of its way
_LOCK_NUMBER = 4_861_785
_START = b"\0" * 32

_INSERT = insert(audit, "at", "actor_id", "actor", "action", "about", "detail")
_INSERT_NUMBERED = insert(audit, "at", "actor_id", "actor", "action", "about", "detail", returning="id")
_CONTENT = (audit.c.id, audit.c.at, audit.c.actor_id, audit.c.actor, audit.c.action, audit.c.about, audit.c.detail)
_UNCHAINED = Statement(
    select(*_CONTENT).where(audit.c.chain_no.is_(None)).order_by(audit.c.id).limit(bindparam("limit"))
)
_HEAD = Statement(
    select(audit.c.chain_no, audit.c.chain_hash)
    .where(audit.c.chain_no.is_not(None))
    .order_by(audit.c.chain_no.desc())
    .limit(1)
)
_CHAIN = Statement(
    update(audit)
    .where(audit.c.id == bindparam("row"))
    .values(chain_no=bindparam("chain_no"), chain_hash=bindparam("chain_hash"))
)
_CHAINED = Statement(
    select(audit.c.chain_no, audit.c.chain_hash, *_CONTENT)
    .where(audit.c.chain_no > bindparam("after"))
    .order_by(audit.c.chain_no)
    .limit(bindparam("limit"))
)
_ANY_UNCHAINED = Statement(select(audit.c.id).where(audit.c.chain_no.is_(None)).limit(1))
_LOCK = Statement(text(f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})"))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many rows it has and the hash of the last; sent out of the host every day."""

    count: int
    hash: bytes


def note(db: Db, at: int, actor_id: int | None, actor: str, action: str, about: str, detail: str = "") -> None:
    """Write one row in the transaction of what it tells; `detail` is JSON or empty and holds no personal data."""
    db.run(_INSERT, at=at, actor_id=actor_id, actor=actor, action=action, about=about, detail=detail)


def note_numbered(
    db: Db, at: int, actor_id: int | None, actor: str, action: str, about: str, detail: str = ""
) -> int:
    """As `note`; returns the row's id, for a record that rests on what stands there."""
    new_id: int = db.value(
        _INSERT_NUMBERED, at=at, actor_id=actor_id, actor=actor, action=action, about=about, detail=detail
    )
    return new_id


def chain(db: Db) -> int:
    """Chain the oldest rows that are not chained yet, at most 200; returns how many."""
    if db.dialect == "postgresql":
        db.one(_LOCK)
    rows = db.all(_UNCHAINED, limit=_BATCH)
    if not rows:
        return 0
    last = head(db)
    number, digest = last.count, last.hash
    links = []
    for row_id, *content in rows:
        number += 1
        digest = _digest(digest, number, [row_id, *content])
        links.append({"row": row_id, "chain_no": number, "chain_hash": digest})
    db.run_many(_CHAIN, links)
    return len(rows)


def head(db: Db) -> Head:
    """The head of the chain as it stands."""
    row = db.one(_HEAD)
    return Head(0, _START) if row is None else Head(row[0], bytes(row[1]))


def first_break(db: Db, known: Head | None = None) -> int | None:
    """The number in the chain at which it does not hold, or None where it holds.

    `known` is a head noted earlier: the chain must still contain it, so a cut tail shows too.
    """
    number, digest = 0, _START
    while rows := db.all(_CHAINED, after=number, limit=_BATCH):
        for chain_no, chain_hash, *content in rows:
            number += 1
            digest = _digest(digest, number, content)
            if chain_no != number or bytes(chain_hash) != digest:
                return number
            if known is not None and number == known.count and digest != known.hash:
                return number
    if known is not None and known.count > number:
        return number + 1
    return None


def any_unchained(db: Db) -> bool:
    """Whether rows wait for the sealer."""
    return db.one(_ANY_UNCHAINED) is not None


def _digest(before: bytes, number: int, content: list[object]) -> bytes:
    canonical = json.dumps([number, *content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(before + canonical.encode()).digest()
