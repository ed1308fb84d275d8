"""Settling the messages of a mass send in pages: it was taken, arrived, failed, is in doubt, or was not handed in."""

from sqlalchemy import bindparam, func, or_, select, update

from ledger import tasks
from ledger.database import Db
from ledger.notices import sending as notice_sending
from ledger.notices.sending import HELD, HELD_UNTIL, Leave
from ledger.outbox.mass_step import CHANNEL, PAGE, Step, count_month
from ledger.statement import Statement
from ledger.tables import mass_send, outbox

_M = mass_send.c
_O = outbox.c
_SETTLED = Statement(update(mass_send).where(_M.id == bindparam("batch")).values(settled_at=bindparam("at")))
_ITS_PAGE = (
    select(_O.id)
    .where(_O.mass_id == bindparam("batch"), or_(_O.status == "claimed", _O.status == bindparam("also")))
    .limit(bindparam("limit"))
)
_SETTLE_PAGE = Statement(
    update(outbox)
    .where(_O.id.in_(_ITS_PAGE))
    .values(
        status=bindparam("new_status"),
        channel=bindparam("channel"),
        platform_id=bindparam("platform_id"),
        error=bindparam("error"),
        settled_at=bindparam("at"),
        lease=None,
        lease_until=None,
    )
    .returning(_O.openid, _O.person_id, _O.about)
)
_FREE_PAGE = Statement(
    update(outbox)
    .where(_O.id.in_(_ITS_PAGE))
    .values(
        status="due", mass_id=None, lease=None, lease_until=None, error=bindparam("error"),
        due_at=func.coalesce(bindparam("again_at", type_=_O.due_at.type), _O.due_at),
        channel=None, platform_id=None, settled_at=None,
    )
    .returning(_O.openid)
)  # fmt: skip

# What the rows of a mass send become, by its status; beside those in its hands, which others it still has to change. Of one
# that did not reach all the platform says how many it reached, not whom: nobody knows of each.
_BECOMES = {
    "accepted": ("sent", "claimed"),
    "partly": ("unknown", "sent"),
    "arrived": ("confirmed", "sent"),
    "failed": ("unreachable", "sent"),
    "unknown": ("unknown", "claimed"),
}


def settle(db: Db, step: Step, now: int) -> None:
    """Settle at most 200 messages of a mass send as its status says; the last of them settle it too."""
    if step.status == "given_back":
        freed = db.all(
            _FREE_PAGE, batch=step.batch, also="claimed", limit=PAGE, error=step.error, again_at=step.again_at
        )
        count_month(db, (openid for (openid,) in freed), step.month, -1)
        changed = len(freed)
    elif step.status == "failed" and notice_sending.to_bring(db, step.notice_id).leave is Leave.HELD:
        # A stopped notice: they are tried again, and else visited, once it goes on.
        changed = len(db.all(_FREE_PAGE, batch=step.batch, also="sent", limit=PAGE, error=HELD, again_at=HELD_UNTIL))
    else:
        new_status, also = _BECOMES[step.status]
        rows = db.all(
            _SETTLE_PAGE,
            batch=step.batch,
            also=also,
            limit=PAGE,
            new_status=new_status,
            channel=None if new_status == "unknown" else CHANNEL,
            platform_id=step.msg_id or None,
            error=step.error or None,
            at=now,
        )
        if new_status == "unreachable":
            _visit(db, step.notice_id, rows, now)
        changed = len(rows)
    if changed < PAGE:
        db.run(_SETTLED, batch=step.batch, at=now)


def _visit(db: Db, notice_id: int, rows: list[tuple[str | None, int | None, str]], now: int) -> None:
    """Whom the mass send did not reach is visited with the words as they were approved, unless the notice was withdrawn."""
    checked = notice_sending.to_bring(db, notice_id)
    for _, person_id, about in rows if checked.leave is not Leave.GONE else []:
        tasks.add_visit(db, about=about, person_id=person_id, text=checked.words, now=now)
