"""What the platform reports of a message that it had taken: it arrived, or it did not."""

from sqlalchemy import bindparam, select, update

from ledger import tasks
from ledger.database import Db
from ledger.duty import asks
from ledger.notices import sending as notice_sending
from ledger.notices.sending import HELD, HELD_UNTIL, Leave
from ledger.outbox import words_of
from ledger.outbox.settling import is_brought
from ledger.statement import Statement
from ledger.tables import outbox

_BY_PLATFORM_ID = Statement(
    select(
        *(outbox.c[name] for name in ("id", "person_id", "kind", "about", "picture", "template")),
        *(outbox.c[name] for name in ("body_sealed", "notice_id")),
    ).where(
        outbox.c.openid == bindparam("whose"), outbox.c.platform_id == bindparam("platform_id")
    )
)
# Conditional: what the platform repeats, or a person has settled meanwhile, changes nothing.
_REPORTED = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.status == "sent")
    .values(status=bindparam("new_status"), error=bindparam("error"), settled_at=bindparam("at"))
)
# Of a notice that is stopped: it is tried again, and else brought to the door, once the notice goes on.
_HELD_BACK = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.status == "sent")
    .values(status="due", due_at=HELD_UNTIL, error=HELD, channel=None, settled_at=None)
)
_ON_ITS_WAY = Statement(
    select(outbox.c.id)
    .where(outbox.c.openid == bindparam("whose"), outbox.c.status == "claimed", outbox.c.template != "")
    .limit(1)
)


def settle_reported(db: Db, openid: str, platform_id: str, failure: str, now: int) -> bool:
    """The platform says what became of a template message: `failure` is empty where it arrived.

    One that did not arrive becomes a visit task with its words; one of a notice that is stopped waits for it to go on.
    Saying it twice changes nothing. False where no message to this account is known by this id.
    """
    row = db.one(_BY_PLATFORM_ID, whose=openid, platform_id=platform_id)
    if row is None:
        return False
    row_id, person_id, kind, about, picture, template, body, notice_id = row
    checked = notice_sending.to_bring(db, notice_id) if failure and notice_id is not None else None
    if checked is not None and checked.leave is Leave.HELD:
        db.run(_HELD_BACK, row=row_id)
        return True
    status, error = ("unreachable", f"not delivered: {failure}") if failure else ("confirmed", None)
    if not db.run(_REPORTED, row=row_id, new_status=status, error=error, at=now) or not failure:
        return True
    if checked is None and is_brought(kind, about, picture, template) and not asks.is_over(db, kind, about, now):
        tasks.add_visit(db, about=about, person_id=person_id, text=words_of(db, body), now=now)
    elif checked is not None and checked.is_brought:  # whoever knocks reads the words when they ask for them
        tasks.add_visit(db, about=about, person_id=person_id, text=checked.words, now=now)
    return True


def is_on_its_way(db: Db, openid: str) -> bool:
    """Whether a sender may just have sent this account a template message and not yet written down its id."""
    return db.one(_ON_ITS_WAY, whose=openid) is not None
