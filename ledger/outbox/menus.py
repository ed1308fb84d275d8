"""The one message of an account under which the answers to its newest question can be tapped (docs/decisions/0013).

It is a row of the outbox that the next question takes over: of two questions only the newer one can be tapped, and none
is left behind by a long conversation.
"""

from sqlalchemy import bindparam, delete

from ledger.database import Db
from ledger.outbox import BODY, MENU, Menu, seal_menu
from ledger.statement import Statement, upsert
from ledger.tables import outbox

# It comes after the reply that asks the question, and after the parts of a long one.
_FOLLOWS_AFTER = 1_500

_OFFER = upsert(
    outbox,
    ["key"],
    [
        *("openid", "person_id", "kind", "body_sealed", "template", "menu_sealed", "picture", "about", "status"),
        *("queued_at", "due_at", "attempts", "lease", "lease_until", "channel", "platform_id", "error", "settled_at"),
    ],
)
_TAKE_BACK = Statement(delete(outbox).where(outbox.c.key == bindparam("row_key"), outbox.c.status == "due"))


def offer(db: Db, openid: str, person_id: int | None, head: str, menu: Menu, now: int) -> None:
    """Queue the menu of the question that an account was just asked, in place of the one before."""
    db.run(
        _OFFER,
        key=_key(db, openid),
        openid=openid,
        person_id=person_id,
        kind=MENU,
        body_sealed=db.keys.seal(head, BODY),
        template="",
        menu_sealed=seal_menu(db, menu),
        picture=None,
        about="reply",
        status="due",
        queued_at=now,
        due_at=now + _FOLLOWS_AFTER,
        attempts=0,
        lease=None,
        lease_until=None,
        channel=None,
        platform_id=None,
        error=None,
        settled_at=None,
    )
    db.queued = True


def take_back(db: Db, openid: str) -> None:
    """The question was answered: its menu does not go out any more, where it has not yet."""
    db.run(_TAKE_BACK, row_key=_key(db, openid))


def _key(db: Db, openid: str) -> str:
    return f"menu:{db.keys.of_account(openid)}"
