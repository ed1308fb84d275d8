"""堵车，要晚点回, 还在医院抢救: whoever is out says that they will be late (DESIGN 6.14). Gate and task force are told.

The hours of the pass stay as they were signed: a person decides what being late means, and whoever comes back gets in.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.exits.asked import known
from handlers.exits.filing import note
from knowledge.times import HOUR
from ledger import people, seals
from ledger.exits import Exit
from ledger.exits import notices as exit_notices
from ledger.exits.signers import signers

_LATE = re.compile(
    r".{0,20}(?:堵车|堵路上|晚点|晚一?会|晚些|晚[半一两三]|回来晚|回去晚|晚回|来不及|赶不回|赶不上|耽误|耽搁|[回出]不[去来]|还在(?:医院|抢救|手术|住院|急诊)"
    r"|抢救|住院了|转院|还没(?:完|做完|看完|排到|轮到|透完|打完|结束|轮上)|要?晚.{0,3}(?:小时|钟头|分钟))"
    r".{0,40}",
    re.DOTALL,
)
IS_OUT = frozenset({"out", "overdue"})
# So long after the hour to be back nobody is still under way on a trip that the gate did not book.
_STILL_OUT = 6 * HOUR


def _say_late(turn: Turn, _match: re.Match[str]) -> str | None:
    """The words go to whoever waits for them; ordinary text for whoever is not out, or is asked something."""
    if turn.form is not None:
        return None
    mine = known(turn)
    out = [one for one in mine if one.status in IS_OUT] or [one for one in mine if _has_left_unbooked(turn, one)]
    if len(out) != 1:
        return None
    told = pass_on(turn, out[0], "said to be late", "exit_late_for_staff")
    return turn.render("exit_late", told=told, number=out[0].number, is_emergency=out[0].kind == "emergency")


def pass_on(turn: Turn, one: Exit, action: str, template: str) -> bool:
    """Tell the gate, the leader and the grid worker what whoever is out says; returns whether anybody was reached."""
    one = note(turn, one.id, action, {})
    seal = seals.covering(turn.db, one.path) if one.path else None
    guards = people.reaching(turn.db, "gate_guard", seal.path) if seal is not None else []
    told = [*guards, *signers(turn.db, one, turn.now).everybody, *people.grid_workers_for(turn.db, one.path)]
    words = turn.message.text or turn.text
    exit_notices.tell(
        turn.db, turn.render, one, told, template, f"late:{turn.now}", turn.now, purpose="progress", said=words
    )
    return any(who.openid is not None for who in told)


def _has_left_unbooked(turn: Turn, one: Exit) -> bool:
    """Whether the hours of a trip are running, or have just run, whose going out the gate did not book."""
    trip = one.hours.trip_at(turn.now) if one.is_standing else one.hours.first
    return one.status == "on_record" and trip is not None and trip.leaves_at <= turn.now < trip.back_due_at + _STILL_OUT


commands = (Command("exit_late", _LATE, _say_late, staff_only=False),)
