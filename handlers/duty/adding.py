"""Whoever has taken an alert adds what came of it: 说明 3 电话打不通 (clause 4.3).

It is written down with the steps of that alert, and told to the office and the grid worker, who can go and look. What is
kept close (DESIGN 6.15) is told to the office alone.
"""

from bot.turn import Turn
from handlers import groups, rights
from ledger import alerts, outbox, people
from ledger.alerts import Alert
from ledger.duty import escalations
from ledger.records import compact

_REMEMBERED = 2 * 24 * 60 * 60 * 1000  # ms


def add(turn: Turn, number: str | None, said: str, words: str) -> str | None:
    """Add to the alert of this number that the writer has taken, without one to the only one of late; None for none."""
    taken = _taken(turn, number)
    if not taken:
        return None
    if len(taken) > 1:
        shown = [{"id": one.id, "person": one.person, "address": one.address.replace("/", "")} for one in taken]
        return turn.render("alert_word_which", alerts=shown)
    (one,) = taken
    place_id = None if one.is_kept_close else one.place_id
    escalations.add_word(turn.db, one.id, one.group_id, place_id, turn.contact.recipient(), said, words, turn.now)
    turn.note("added to a taken alert", f"alert:{one.id}", compact({"answer": said}))
    workers = people.grid_workers_for(turn.db, one.path) if one.path and not one.is_kept_close else []
    told = dict.fromkeys([*groups.members(turn.db, groups.OFFICE), *workers])
    facts = {"number": one.id, "person": one.person or "", "address": one.address.replace("/", "")}
    outbox.tell(
        turn.db,
        told,
        key=f"alert:{one.id}:word:{turn.message.key.hex()}",
        kind="reply",  # it tells something, though nobody waits for the alert any more
        body=turn.render("alert_word_for_staff", who=turn.contact.name, answer=said, words=words, **facts),
        about=f"alert:{one.id}",
        now=turn.now,
        template="alert",
        but=turn.contact.person_id,
    )
    is_told = any(who.openid is not None and who.person_id != turn.contact.person_id for who in told)
    return turn.render("alert_word_added", answer=said, words=words, is_told=is_told, **facts)


def _taken(turn: Turn, number: str | None) -> list[Alert]:
    """What the writer has taken: of this number, or of late."""
    who = turn.contact.recipient()
    if number is None:
        return alerts.taken_lately(turn.db, who, turn.now - _REMEMBERED)
    if not number.isdigit():
        return []
    found = (alerts.taken_by(turn.db, int(number), group, who) for group in rights.groups(turn))
    return [one for one in found if one is not None][:1]
