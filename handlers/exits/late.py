"""堵车，要晚点回, 还在医院抢救: whoever is out says that they will be late (DESIGN 6.14). Gate and task force are told.

The hours of the pass stay as they were signed: a person decides what being late means, and whoever comes back gets in.
"""

import re

from bot.router import Command
from bot.turn import Turn
from handlers.exits.asked import known
from handlers.exits.filing import note
from ledger import exit_notices, people, seals
from ledger.exit_signers import signers

_LATE = re.compile(
    r".{0,20}(?:堵车|堵路上|晚点|晚一?会|晚些|晚[半一两三]|回来晚|回去晚|晚回|来不及|赶不回|赶不上|耽误|耽搁|[回出]不[去来]|还在(?:医院|抢救|手术|住院|急诊)"
    r"|抢救|住院了|转院|还没(?:完|做完|看完|排到|轮到|透完|打完))"
    r".{0,40}",
    re.DOTALL,
)
_IS_OUT = frozenset({"out", "overdue"})


def _say_late(turn: Turn, _match: re.Match[str]) -> str | None:
    """The words go to whoever waits for them; ordinary text for whoever is not out, or is asked something."""
    if turn.form is not None:
        return None
    out = [one for one in known(turn) if one.status in _IS_OUT]
    if len(out) != 1:
        return None
    one = note(turn, out[0].id, "said to be late", {})
    seal = seals.covering(turn.db, one.path) if one.path else None
    guards = people.reaching(turn.db, "gate_guard", seal.path) if seal is not None else []
    told = [*guards, *signers(turn.db, one, turn.now).everybody, *people.grid_workers_for(turn.db, one.path)]
    words = turn.message.text or turn.text
    exit_notices.tell(
        turn.db, turn.render, one, told, "exit_late_for_staff", f"late:{turn.now}", turn.now, purpose="progress", said=words
    )
    is_told = any(who.openid is not None for who in told)
    return turn.render("exit_late", told=is_told, number=one.number, is_emergency=one.kind == "emergency")


commands = (Command("exit_late", _LATE, _say_late, staff_only=False),)
