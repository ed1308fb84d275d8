"""Pictures that are drawn here and sent (a digest's figures): kept sealed until the sender has uploaded them.

The outbox names one as `kept:` and its number. Several messages may show the same.
"""

from base64 import b64decode, b64encode

from sqlalchemy import bindparam, select

from ledger.database import Db
from ledger.outbox import KEPT_HERE
from ledger.statement import Statement, insert
from ledger.tables import picture

_CONTENT = b"picture.content"
_ADD = insert(picture, "about", "content_sealed", "kept_at", returning="id")
_ONE = Statement(select(picture.c.content_sealed).where(picture.c.id == bindparam("number")))


def keep(db: Db, content: bytes, about: str, now: int) -> str:
    """Keep a picture (PNG) that is about a record; returns how the outbox names it."""
    number: int = db.value(_ADD, about=about, content_sealed=_sealed(db, content), kept_at=now)
    return f"{KEPT_HERE}{number}"


def content(db: Db, named: str) -> bytes:
    """The picture that the outbox names so; empty where it is none of these, or was deleted since. Raises BadKeys."""
    if not named.startswith(KEPT_HERE):
        return b""
    row = db.one(_ONE, number=int(named.removeprefix(KEPT_HERE)))
    return b64decode(db.keys.unseal(bytes(row[0]), _CONTENT)) if row is not None else b""


def _sealed(db: Db, content: bytes) -> bytes:
    return db.keys.seal(b64encode(content).decode(), _CONTENT)
