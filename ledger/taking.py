"""A named person takes what waits for one: an alert, a handover, somebody to talk to, a visit; from the chat and from the
pages alike.

Whoever asked is told that somebody looks after it. `render` gives the words of a reply template. Of two who are quick,
one takes it; the other is told so (THREATS I4).
"""

from collections.abc import Callable, Iterable

from ledger import alerts, audit, handovers, outbox, psych_support, tasks
from ledger.alerts import Alert
from ledger.database import Db
from ledger.handovers import Handover
from ledger.people import Recipient
from ledger.psych_support import PsychSupport

Render = Callable[..., str]


def take_alert(db: Db, render: Render, alert: Alert, group: str, who: Recipient, now: int) -> bool:
    """Acknowledge an alert; `group` is what its group is called. False where somebody was first."""
    if not alerts.acknowledge(db, alert.id, who.person_id, who.name, now):
        return False
    audit.note(db, now, who.person_id, who.name, "alert acknowledged", f"alert:{alert.id}")
    asker = Recipient(alert.openid, alert.filed_by_id, alert.filed_by)
    # Brought to a door because nothing else reached them, the words tell nobody what it is about (DESIGN 6.15).
    words = render("alert_taken_for_resident", group="" if alert.is_kept_close else group, who=who.name)
    _tell(db, asker, f"alert-taken:{alert.id}", words, f"alert:{alert.id}", now)
    return True


def take_handover(db: Db, render: Render, found: Handover, group: str, who: Recipient, now: int) -> bool:
    """Take a question that needs a person; `group` is what its group is called. False where somebody was first."""
    if not handovers.take(db, found.id, who.name, who.person_id, now):
        return False
    about = f"human_handover:{found.id}"
    audit.note(db, now, who.person_id, who.name, "handover taken", about)
    asker = Recipient(found.openid, found.filed_by_id, found.filed_by)
    words = render("handover_taken_for_resident", group=group)
    _tell(db, asker, f"handover-taken:{found.id}", words, about, now)
    return True


def answer_handover(
    db: Db, render: Render, found: Handover, words: str, group: str, who: Recipient, key: str, now: int
) -> bool:
    """Answer whoever asked for a person, in somebody's own words; what nobody had taken is taken with it.

    `key` tells this answer from others to the same question. False where somebody else took it first.
    """
    if found.status == "open" and not take_handover(db, render, found, group, who, now):
        return False
    about = f"human_handover:{found.id}"
    handovers.note_answer(db, found.id, words, who.name, now)
    asker = Recipient(found.openid, found.filed_by_id, found.filed_by)
    body = render("handover_answered", who=who.name, words=words)
    _tell(db, asker, f"handover-answered:{found.id}:{key}", body, about, now)
    audit.note(db, now, who.person_id, who.name, "handover answered", about)
    return True


def take_psych_support(db: Db, render: Render, found: PsychSupport, who: Recipient, now: int) -> bool:
    """Take what somebody said of how they are, with the alert about it, and tell them who will call.

    False where somebody was first.
    """
    if not psych_support.take(db, found.id, who.name, who.person_id, now):
        return False
    for number, _ in alerts.about(db, found.about):
        alerts.acknowledge(db, number, who.person_id, who.name, now)
    audit.note(db, now, who.person_id, who.name, "psych support taken", found.about)
    wanted = found.call_back != psych_support.DECLINED
    words = render("psych_taken_for_writer", who=who.name, call=wanted, when=found.call_when if wanted else "")
    _tell(db, _writer(found), f"psych-taken:{found.id}", words, found.about, now)
    return True


def close_psych_support(db: Db, render: Render, found: PsychSupport, who: Recipient, now: int) -> bool:
    """They were talked to. False where it was closed before."""
    if not psych_support.close(db, found.id, who.name, now):
        return False
    audit.note(db, now, who.person_id, who.name, "psych support closed", found.about)
    words = render("psych_closed_for_writer")
    _tell(db, _writer(found), f"psych-closed:{found.id}", words, found.about, now)
    return True


def _writer(found: PsychSupport) -> Recipient:
    return Recipient(found.openid, found.filed_by_id, found.filed_by)


def finish_visit(db: Db, number: int, scopes: Iterable[str], who: Recipient, now: int) -> bool:
    """The visit was made. False where there is no such open visit in the scopes (paths)."""
    if not any(tasks.finish_visit(db, number, scope, who.name, now) for scope in scopes):
        return False
    audit.note(db, now, who.person_id, who.name, "visit made", f"task:{number}")
    return True


def _tell(db: Db, asker: Recipient, key: str, words: str, about: str, now: int) -> None:
    """Tell whoever asked, where they have an account that follows."""
    if asker.openid is not None:
        outbox.queue(db, key=key, to=asker, kind="reply", body=words, about=about, now=now, template="progress")
