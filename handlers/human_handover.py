"""转人工: somebody wants a person; recorded with a deadline and passed to the office."""

from bot.turn import Turn
from handlers import groups
from handlers.violations import own as own_violations
from knowledge.times import MINUTE
from ledger import handovers, inbox, outbox

# A wish for a person in so few words does not say what it is about: what was answered just before does.
_BARE_WISH, _BEFORE = 12, 10 * MINUTE
_LONGEST = 160


def hand_over(turn: Turn, about: str = "") -> str:
    """Record the wish for a person and tell the office; the open form, if any, waits.

    `about` says what it is about where the words alone do not (请工作人员再看).
    """
    settings = turn.house.settings
    due_at = turn.now + settings.deadlines.handover_minutes * MINUTE
    about = about or _what_it_follows(turn)
    words = f"{turn.message.text or turn.text}\n{about}".rstrip()
    number = handovers.add(turn.db, turn.contact.openid, words, due_at, turn.filing(turn.contact.place_id))
    staff = groups.asked_first(turn, groups.OFFICE)
    for member in staff:
        outbox.queue(
            turn.db,
            key=f"handover:{number}:{member.person_id}",
            to=member,
            kind="alert",
            body=turn.render(
                "handover_for_office",
                number=number,
                about=about,
                who=turn.contact.name,
                address=turn.contact.address.replace("/", ""),
            ),
            about=f"human_handover:{number}",
            now=turn.now,
            template="task",
        )
    turn.note("handed over", f"human_handover:{number}")
    told = any(member.openid is not None for member in staff)
    return turn.render("handed_over", told=told, known=turn.contact.is_bound, phone=settings.office.duty_phone)


def _what_it_follows(turn: Turn) -> str:
    """What the writer was answered last, where the wish alone says nothing; else empty."""
    if len(turn.text) > _BARE_WISH or _tells_of_others(turn):
        return ""
    said = inbox.last_reply(turn.db, turn.contact.openid, turn.now - _BEFORE)
    shown = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    return turn.render("handover_before", said=shown) if said else ""


def _tells_of_others(turn: Turn) -> bool:
    """Whether the answer before may be about what the writer told of others: the office reads their name beside it."""
    return own_violations.is_telling(turn) or own_violations.newest(turn) is not None
