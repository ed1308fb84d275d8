"""What somebody writes after words of despair or danger is passed on to whoever looks after them (3.4.7, DESIGN 6.1).

It goes to whoever has taken the alert, else to the group, and to the office where nobody of the group can be reached; to
nobody else (DESIGN 6.15). After despair only what the assistant has no other answer to comes here, and is never answered
with a no; what follows another danger stands in handlers/following.py.
"""

from collections.abc import Iterable

from bot.turn import Turn
from handlers import groups
from handlers.said_back import clock_words
from knowledge.times import MINUTE
from ledger import alerts, outbox
from ledger.alerts import SetOff
from ledger.people import Recipient

DESPAIR = "despair"


def newest(turn: Turn, *reasons: str) -> SetOff | None:
    """What the writer set off last for one of the reasons, as long as what they write is passed on."""
    return next((one for one in set_off(turn) if one.reason in reasons), None)


def set_off(turn: Turn) -> list[SetOff]:
    """All that the writer set off of late and has not called over, the newest first."""
    if turn.contact.alerted_at < since(turn):
        return []
    return alerts.set_off_by(turn.db, turn.contact.openid, since(turn))


def since(turn: Turn) -> int:
    """From when on what somebody set off is remembered (ms UTC)."""
    return turn.now - turn.house.settings.alerts.listen_minutes * MINUTE


def goes_on(turn: Turn) -> str | None:
    """The words for somebody who goes on after words of despair; None where there was no such alert lately."""
    of = newest(turn, DESPAIR)
    if of is None:
        return None
    group_id, listeners = pass_on(turn, of)
    hotlines = turn.house.settings.office.hotlines
    return turn.render(
        "listening",
        reached=any(recipient.openid is not None for recipient in listeners),
        taken_by=listeners[0].name if of.taken_by is not None and listeners else "",
        group=groups.title(turn.house, group_id),
        psychology=hotlines.psychology.number,
        police=hotlines.police.number,
        ambulance=hotlines.ambulance.number,
    )


def pass_on(
    turn: Turn, of: SetOff, address: str = "", going: str = "", also: Iterable[Recipient] = (), *, over: bool = False
) -> tuple[str, list[Recipient]]:
    """Send the writer's words to whoever looks after the alert, and to others; gives the group and who of it listens.

    `address` and `going` are what was read in them of the place and of who goes out; `over`: they say that it is over.
    """
    group_id, listeners = _listeners(turn, of.group_id, of.taken_by)
    for recipient in dict.fromkeys([*listeners, *also]):
        if recipient.person_id == turn.contact.person_id:
            continue
        outbox.queue(
            turn.db,
            key=f"listening:{turn.message.key.hex()}:{recipient.person_id}",
            to=recipient,
            kind="alert",
            body=turn.render(
                "listening_for_staff",
                number=of.id,
                person=of.person or turn.contact.name or "",
                time=clock_words(turn.said_at),
                text=turn.message.text,
                taken=of.taken_by is not None,
                over=over,
                takes=recipient in listeners,
                address=address,
                going=going,
            ),
            about=f"alert_told:{of.id}",
            now=turn.now,
            template="alert",
        )
    return group_id, listeners


def _listeners(turn: Turn, group_id: str, taken_by: int | None) -> tuple[str, list[Recipient]]:
    """The group that listens and who of it: whoever has taken the alert, else all."""
    members = groups.members(turn.db, group_id)
    office = groups.members(turn.db, groups.OFFICE)
    if taken_by is not None:
        return group_id, [one for one in (*members, *office) if one.person_id == taken_by][:1] or members
    if any(one.openid is not None for one in members):
        return group_id, members
    return groups.OFFICE, office
