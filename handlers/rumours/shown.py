"""A rumour in words, as those read it who find out about it: what is asked and by how many, not by whom."""

from bot.turn import Turn
from handlers import groups
from handlers.said_back import clock_words
from ledger.rumours import Rumour

NUMBER = r"([Zz]\d{4}-\d{2,4})"


def facts(one: Rumour) -> dict[str, object]:
    """A rumour as templates show it to staff."""
    return {
        "number": one.number,
        "text": one.text,
        "asked": one.asked,
        "due": clock_words(one.due_at),
        "taken_by": one.taken_by,
        "answer": one.answer,
        "closed_by": one.closed_by,
    }


def title_of(turn: Turn, one: Rumour) -> str:
    """What the group is called whose it is."""
    return groups.title(turn.house, one.group_id)


def moved_on(turn: Turn, one: Rumour) -> str:
    """Where a rumour stands now, for whoever wanted to do something to it and was not first."""
    at = one.closed_at if one.is_over else one.taken_at
    return turn.render(
        "rumour_moved_on",
        number=one.number,
        who=one.closed_by if one.is_over else one.taken_by,
        at=clock_words(at) if at is not None else "",
        is_over=one.is_over,
        is_own=not one.is_over and one.taken_by_id == turn.contact.person_id,
    )
