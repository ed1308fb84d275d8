"""What the platform reports of messages: one that it had taken arrived or did not, somebody agreed to others or no longer.

The errcode 0 of the sending said only that the platform would try. Sources: the platform's documents 模板消息 (event
TEMPLATESENDJOBFINISH), 群发 (MASSSENDJOBFINISH) and 订阅通知的事件推送 (subscribe_msg_popup_event,
subscribe_msg_change_event, subscribe_msg_sent_event), whose example names the elements of the second as those of the first.
"""

from collections.abc import Iterator, Mapping

from bot.turn import Turn
from knowledge.template_fields import PURPOSES
from ledger import Busy
from ledger.outbox import mass_reports, subscriptions
from ledger.outbox import reports as outbox_reports

# The ways of failing that the platform's document names; anything else is kept as `other`, not in its own words.
_CAUSES = frozenset({"user block", "system failed"})


def template_finished(turn: Turn) -> str:
    """Settle the delivery; nothing is answered. A message that is not from the outbox is none of ours.

    Raises Busy where the report may have overtaken the sender's own note: the platform reports again in a moment.
    """
    message_id, status = (turn.message.fields.get(name, "") for name in ("MsgID", "Status"))
    if not message_id or not status:
        return ""
    _settle(turn, message_id, _failure(status))
    return ""


def mass_send_finished(turn: Turn) -> str:
    """Note what became of a mass send; its rows follow. Nothing is answered: it comes from the platform, from nobody.

    Raises Busy where the report may have overtaken the sender's own note.
    """
    fields = turn.message.fields
    message_id, status = fields.get("MsgID", ""), fields.get("Status", "")
    if not message_id or not status:
        return ""
    counts = (_count(fields.get(name, "")) for name in ("TotalCount", "FilterCount", "SentCount", "ErrorCount"))
    known = mass_reports.report(turn.db, message_id, mass_reports.Report(status, *counts), turn.now)
    if not known and mass_reports.is_being_handed_in(turn.db):
        raise Busy("a mass send has not been written down yet")
    return ""


def subscribed_finished(turn: Turn) -> str:
    """Settle the deliveries of subscription messages, as template_finished does. Raises Busy."""
    for one in _listed(turn, "SubscribeMsgSentEvent"):
        message_id, errcode = one.get("MsgID", ""), one.get("ErrorCode", "")
        if message_id and errcode:
            _settle(turn, message_id, "" if errcode == "0" else _named(errcode))
    return ""


def consents_changed(turn: Turn) -> str:
    """Note to which templates somebody agreed or agrees no more; nothing is answered."""
    long_term = _long_term_templates(turn)
    for element in ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"):
        for one in _listed(turn, element):
            template_id, answer = one.get("TemplateId", ""), one.get("SubscribeStatusString", "")
            if not template_id:
                continue
            if answer == "accept":
                is_long_term = template_id in long_term
                openid = turn.contact.openid
                subscriptions.agree(turn.db, openid, template_id, long_term=is_long_term, now=turn.now)
            elif answer == "reject":
                subscriptions.end(turn.db, turn.contact.openid, template_id)
    return ""


def _settle(turn: Turn, message_id: str, failure: str) -> None:
    openid = turn.contact.openid
    known = outbox_reports.settle_reported(turn.db, openid, message_id, failure, turn.now)
    if not known and outbox_reports.is_on_its_way(turn.db, openid):
        raise Busy("a template message to this account has not been settled yet")


def _listed(turn: Turn, element: str) -> Iterator[Mapping[str, str]]:
    """The entries of an event's list: with one entry it is an element like any other, with several they have numbers."""
    fields = turn.message.fields
    for name in dict.fromkeys(path.split(".")[1] for path in fields if path.startswith(f"{element}.List")):
        start = f"{element}.{name}."
        yield {path.removeprefix(start): text for path, text in fields.items() if path.startswith(start)}


def _long_term_templates(turn: Turn) -> frozenset[str | None]:
    settings = turn.house.settings.subscriptions
    forms = (getattr(settings, purpose) for purpose in PURPOSES)
    return frozenset(form.template_id for form in forms if form.long_term)


def _count(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _named(errcode: str) -> str:
    """An errcode as it may stand in the outbox; whatever is no number is kept as `other`."""
    return f"error {errcode}" if errcode.isascii() and errcode.lstrip("-").isdigit() and len(errcode) < 9 else "other"


def _failure(status: str) -> str:
    """Why it did not arrive, from `success` or `failed:user block`; empty where it did."""
    if status == "success":
        return ""
    cause = status.partition(":")[2].strip()
    return cause if cause in _CAUSES else "other"


events = {
    "TEMPLATESENDJOBFINISH": template_finished,
    "MASSSENDJOBFINISH": mass_send_finished,
    "subscribe_msg_popup_event": consents_changed,
    "subscribe_msg_change_event": consents_changed,
    "subscribe_msg_sent_event": subscribed_finished,
}
