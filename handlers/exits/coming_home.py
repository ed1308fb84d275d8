"""我生了,后天出院回家; 我出院了怎么进门: whoever comes home needs no new request (clause 3.4.1).

Whoever is out comes in at the gate with the number that they went out with; the gate and the leader are told her words.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.exits.asked import known
from handlers.exits.late import IS_OUT, pass_on
from knowledge.language.goings import comes_home

_ANYTHING = re.compile(".{2,80}", re.DOTALL)


def _comes_home(turn: Turn, _match: re.Match[str]) -> str | None:
    """How they get in; ordinary text inside a form, and for staff who have no home here."""
    if turn.form is not None or not comes_home(turn.text) or (turn.contact.is_staff and not turn.contact.address):
        return None
    out = [one for one in known(turn) if one.status in IS_OUT]
    told = pass_on(turn, out[0], "said to come home", "exit_home_for_staff") if len(out) == 1 else False
    return turn.render("exit_home", number=out[0].number if len(out) == 1 else "", told=told)


commands = (Command("exit_home", _ANYTHING, _comes_home, staff_only=False),)
