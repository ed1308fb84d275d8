"""取消 over the card of a notice: the card is put aside, and the notice stays as it is, which is said (clause 3.3)."""

import re

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers.notices.approving import approval, sending_back
from handlers.notices.drafts import NEXT, seen
from handlers.notices.editing import edit_form
from handlers.notices.numbers import has_a_say
from ledger import notices
from ledger.notices import cards as notice_cards

_OF_ONE = frozenset({NEXT, edit_form.name, approval.name, sending_back.name})


def _put_aside(turn: Turn, _match: re.Match[str]) -> str | None:
    form = turn.form
    if form is None or form.name not in _OF_ONE or not has_a_say(turn):
        return None
    one = notices.get(turn.db, seen(form.answers)[0])
    assert one is not None  # a notice is never deleted
    engine.close(turn, form)
    return turn.render("notice_put_aside", **notice_cards.facts(one))


commands = (Command("notice_put_aside", engine.CANCEL, _put_aside),)
