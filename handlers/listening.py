"""Whoever has spoken of despair is listened to: what they write next is passed on, never answered with a no (3.4.7).

Only what the assistant has no other answer to comes here. It goes to whoever has taken the alert, else to the group, and
to the office where nobody of the group can be reached; to nobody else (DESIGN 6.15).
"""

from bot.turn import Turn
from handlers import groups
from handlers.said_back import clock_words
from knowledge.times import MINUTE
from ledger import alerts, outbox
from ledger.people import Recipient

DESPAIR = "despair"


def goes_on(turn: Turn) -> str | None:
    """The words for somebody who goes on after words of despair; None where there was no such alert lately."""
    since = turn.now - turn.house.settings.alerts.listen_minutes * MINUTE
    newest = alerts.newest_of(turn.db, turn.contact.openid, DESPAIR, since)
    if newest is None:
        return None
    number, group_id, taken_by = newest
    group_id, listeners = _listeners(turn, group_id, taken_by)
    for recipient in listeners:
        outbox.queue(
            turn.db,
            key=f"listening:{turn.message.key.hex()}:{recipient.person_id}",
            to=recipient,
            kind="alert",
            body=turn.render(
                "listening_for_staff",
                number=number,
                person=turn.contact.name or "",
                time=clock_words(turn.said_at),
                text=turn.message.text,
                taken=taken_by is not None,
            ),
            about=f"alert:{number}",
            now=turn.now,
            template="alert",
        )
    hotlines = turn.house.settings.office.hotlines
    return turn.render(
        "listening",
        reached=any(recipient.openid is not None for recipient in listeners),
        taken_by=listeners[0].name if taken_by is not None and listeners else "",
        group=groups.title(turn.house, group_id),
        psychology=hotlines.psychology.number,
        police=hotlines.police.number,
        ambulance=hotlines.ambulance.number,
    )


def _listeners(turn: Turn, group_id: str, taken_by: int | None) -> tuple[str, list[Recipient]]:
    """The group that listens and who of it: whoever has taken the alert, else all."""
    members = groups.members(turn.db, group_id)
    office = groups.members(turn.db, groups.OFFICE)
    if taken_by is not None:
        return group_id, [one for one in (*members, *office) if one.person_id == taken_by][:1] or members
    if any(one.openid is not None for one in members):
        return group_id, members
    return groups.OFFICE, office
