"""What somebody was told last of the assistant's own accord, for whoever only says 收到 or 谢谢 to it."""

from sqlalchemy import bindparam, or_, select

from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import outbox

_LAST = Statement(
    select(outbox.c.kind, outbox.c.settled_at)
    .where(
        outbox.c.openid == bindparam("openid"),
        or_(outbox.c.status == "sent", outbox.c.status == "confirmed"),
        outbox.c.kind != "reply",
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
)


def was_only_told(db: Db, openid: str, since: int) -> bool:
    """Whether it was a notice or a reminder, and came at that moment (ms UTC) or later: it asks for no answer in words."""
    found = db.all(_LAST, openid=openid)
    return any(kind in ("notice", "reminder") and (settled_at or 0) >= since for kind, settled_at in found)
