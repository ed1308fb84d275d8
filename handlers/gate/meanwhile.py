"""What a guard says while an emergency that they reported goes on: some of it is still the gate's.

Whoever has called for help goes on in their own words (handlers/following.py); a courier who comes meanwhile is no news of
it. What a guard noted with 急救 raised no alert of theirs, so that its end is heard here too.
"""

import re
from collections.abc import Callable

from bot.turn import Turn
from handlers import listening
from handlers.gate import duty, emergency, heard, rights
from knowledge.language.gate_entries import find_entry

_IS_PASSING = re.compile(r"回来|进(?:[来去门入了]|$)|来[了访]|到了|出去了|出了|走了|快递|外卖|送菜|送货")
_OF_AN_EMERGENCY = re.compile(
    r"救护|急救|120|119|110|医院|大夫|医生|消防|警察|民警|[拉抬接送]走|晕|倒|烧|火|烟|疼|喘|血|伤|人家|家里|他|她"
)


def after(follows: Callable[[Turn], str | None]) -> Callable[[Turn], str | None]:
    """What passes the gate, what follows an emergency, else what a guard on duty says; None for anybody else."""
    return lambda turn: _passes(turn) or follows(turn) or emergency.goes_on(turn) or heard.heard(turn)


def _passes(turn: Turn) -> str | None:
    if not turn.contact.is_staff or turn.form is not None or not listening.set_off(turn):
        return None
    is_of_gate = _IS_PASSING.search(turn.text) is not None and _OF_AN_EMERGENCY.search(turn.text) is None
    if not is_of_gate or not duty.is_on_duty(turn):
        return None
    return heard.passing(turn, rights.gates(turn), turn.text, find_entry(turn.text))
