"""What the platform reports of messages it had taken: a template message arrived, or did not (TEMPLATESENDJOBFINISH).

The errcode 0 of the sending said only that the platform would try. Source: the platform's document 模板消息, event
事件推送.
"""

from bot.turn import Turn
from ledger import Busy, outbox_reports

# The ways of failing that the platform's document names; anything else is kept as `other`, not in its own words.
_CAUSES = frozenset({"user block", "system failed"})


def template_finished(turn: Turn) -> str:
    """Settle the delivery; nothing is answered. A message that is not from the outbox is none of ours.

    Raises Busy where the report may have overtaken the sender's own note: the platform reports again in a moment.
    """
    message_id, status = (turn.message.fields.get(name, "") for name in ("MsgID", "Status"))
    if not message_id or not status:
        return ""
    openid = turn.contact.openid
    known = outbox_reports.settle_reported(turn.db, openid, message_id, _failure(status), turn.now)
    if not known and outbox_reports.is_on_its_way(turn.db, openid):
        raise Busy("a template message to this account has not been settled yet")
    return ""


def _failure(status: str) -> str:
    """Why it did not arrive, from `success` or `failed:user block`; empty where it did."""
    if status == "success":
        return ""
    cause = status.partition(":")[2].strip()
    return cause if cause in _CAUSES else "other"


events = {"TEMPLATESENDJOBFINISH": template_finished}
