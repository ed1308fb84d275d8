"""Who agreed to which subscription message (订阅通知): one message for each consent, or all from then on (DESIGN 3).

The platform keeps the same count and has the last word: it refuses where there is none left. Ours says whom to try.
"""

from sqlalchemy import bindparam, delete, func, select, update

from ledger.database import Db
from ledger.statement import Statement, insert_if_absent
from ledger.tables import subscription_consent

_C = subscription_consent.c
_OF = (_C.openid == bindparam("whose"), _C.template_id == bindparam("template"))
_FIRST = insert_if_absent(
    subscription_consent, ["openid", "template_id"], ["openid", "template_id", "left", "always", "changed_at"]
)
_AGREE = Statement(
    update(subscription_consent)
    .where(*_OF)
    .values(left=_C.left + bindparam("more"), always=bindparam("for_good"), changed_at=bindparam("at"))
)
_END = Statement(delete(subscription_consent).where(*_OF))
_USE = Statement(update(subscription_consent).where(*_OF, _C.always == 0, _C.left > 0).values(left=_C.left - 1))
_USED_UP = Statement(delete(subscription_consent).where(*_OF, _C.always == 0, _C.left <= 0))
_COUNT = Statement(select(_C.template_id, func.count()).select_from(subscription_consent).group_by(_C.template_id))


def agree(db: Db, openid: str, template_id: str, *, long_term: bool, now: int) -> None:
    """Somebody agreed: to one message more, or where the template is a long-term one (长期订阅) to all from now on."""
    db.run(_FIRST, openid=openid, template_id=template_id, left=0, always=0, changed_at=now)
    db.run(_AGREE, whose=openid, template=template_id, more=0 if long_term else 1, for_good=int(long_term), at=now)


def end(db: Db, openid: str, template_id: str) -> None:
    """Somebody refused or switched it off, or the platform says that nothing is left."""
    db.run(_END, whose=openid, template=template_id)


def use(db: Db, openid: str, template_id: str) -> None:
    """A message went out: of single consents one is used up, one for good stays."""
    db.run(_USE, whose=openid, template=template_id)
    db.run(_USED_UP, whose=openid, template=template_id)


def counts(db: Db) -> dict[str, int]:
    """How many accounts have agreed to each template."""
    return {str(template_id): int(count) for template_id, count in db.all(_COUNT)}
