"""Opening a form by a command: what was open before waits behind it, as where the router opens one."""

from bot.conversation import Conversation, start
from bot.turn import Turn


def begin(turn: Turn, conversation: Conversation, *, for_another: bool = False) -> str:
    """The first words of the form, whatever is open; it takes the place of one of its kind, unless it is for another."""
    before = turn.form
    if before is None or (before.name == conversation.name and not for_another):
        return start(turn, conversation, before.parked if before is not None else None)
    title = turn.house.words.form(before.name).title
    if before.parked is not None:
        return turn.render("form_waits_already", open=title)
    said = start(turn, conversation, before)
    return said if turn.resumed else f"{turn.render('form_waits', open=title)}\n{said}"
