"""Endpoints of the platform whose quota is used up (45009, WECHAT.md 2.2): nobody asks them before midnight in Beijing."""

from sqlalchemy import bindparam, select

from ledger.database import Db
from ledger.statement import Statement, upsert
from ledger.tables import endpoint_rest

_NOTE = upsert(endpoint_rest, ["channel"], ["until_at", "noted_at"])
_RESTING = Statement(
    select(endpoint_rest.c.channel, endpoint_rest.c.until_at).where(endpoint_rest.c.until_at > bindparam("now"))
)


def note(db: Db, channel: str, until: int, now: int) -> None:
    """The endpoint of a channel is left alone until then (ms UTC)."""
    db.run(_NOTE, channel=channel, until_at=until, noted_at=now)


def resting(db: Db, now: int) -> dict[str, int]:
    """Which channels rest, each with the moment (ms UTC) until which."""
    return dict(db.all(_RESTING, now=now))
