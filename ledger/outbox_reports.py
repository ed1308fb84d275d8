"""What the platform reports of a message that it had taken: it arrived, or it did not."""

from sqlalchemy import bindparam, select, update

from ledger import notice_sending, tasks
from ledger.database import Db
from ledger.outbox import words_of
from ledger.statement import Statement
from ledger.tables import outbox

_BY_PLATFORM_ID = Statement(
    select(outbox.c.id, outbox.c.person_id, outbox.c.about, outbox.c.body_sealed, outbox.c.notice_id).where(
        outbox.c.openid == bindparam("whose"), outbox.c.platform_id == bindparam("platform_id")
    )
)
# Conditional: what the platform repeats, or a person has settled meanwhile, changes nothing.
_REPORTED = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.status == "sent")
    .values(status=bindparam("new_status"), error=bindparam("error"), settled_at=bindparam("at"))
)
_ON_ITS_WAY = Statement(
    select(outbox.c.id)
    .where(outbox.c.openid == bindparam("whose"), outbox.c.status == "claimed", outbox.c.template != "")
    .limit(1)
)


def settle_reported(db: Db, openid: str, platform_id: str, failure: str, now: int) -> bool:
    """The platform says what became of a template message: `failure` is empty where it arrived.

    One that did not arrive becomes a visit task with its words. Saying it twice changes nothing. False where no message
    to this account is known by this id.
    """
    row = db.one(_BY_PLATFORM_ID, whose=openid, platform_id=platform_id)
    if row is None:
        return False
    row_id, person_id, about, body, notice_id = row
    status, error = ("unreachable", f"not delivered: {failure}") if failure else ("confirmed", None)
    if db.run(_REPORTED, row=row_id, new_status=status, error=error, at=now) and failure:
        words = words_of(db, body) if notice_id is None else notice_sending.to_bring(db, notice_id).words
        if words or notice_id is None:  # what was withdrawn is not brought any more
            tasks.add_visit(db, about=about, person_id=person_id, text=words, now=now)
    return True


def is_on_its_way(db: Db, openid: str) -> bool:
    """Whether a sender may just have sent this account a template message and not yet written down its id."""
    return db.one(_ON_ITS_WAY, whose=openid) is not None
