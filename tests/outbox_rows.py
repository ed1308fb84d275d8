"""Messages put into the outbox for a test, notices without an approval among them: how they are claimed and settled."""

from typing import Any

from sqlalchemy import text

from ledger import Db, Statement, outbox

_MAKE_NOTICE = Statement(text("UPDATE outbox SET kind = 'notice' WHERE key = :row_key"))


def put(db: Db, *, key: str, kind: str, **given: Any) -> None:
    """As `outbox.queue`; a notice, which that refuses, gets its kind by hand."""
    if kind != "notice" or outbox.was_queued(db, key):
        outbox.queue(db, key=key, kind="reminder" if kind == "notice" else kind, **given)
        return
    outbox.queue(db, key=key, kind="reminder", **given)
    db.run(_MAKE_NOTICE, row_key=key)
