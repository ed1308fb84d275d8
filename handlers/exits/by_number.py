"""Bare answers of staff about exits: 1, 2, 3 and 同意, 不同意, 备案, 退回 without a number (THREATS A20).

Only where exactly one request waits for the writer they are about that one; of several the numbers are listed, because
an old message could be meant. Inside a form, and where nothing waits, they are ordinary text.
"""

import re
from collections.abc import Callable, Sequence

from bot.router import Command
from bot.turn import Turn
from handlers import rights
from handlers.exits import recording, signing
from handlers.exits.numbers import led
from ledger import exit_notices
from ledger.exits import Exit

_FIRST = re.compile(r"1|同意|签批|备案")
_SECOND = re.compile(r"2|不同意|退回|退回补充")
_THIRD = re.compile(r"3|打电话|打电话问")
_OF_SIGNING = frozenset({"同意", "签批", "不同意"})
_OF_RECORDING = frozenset({"备案", "退回", "退回补充"})

Act = Callable[[Turn, Exit], str]


def _bare(sign: Act, record: Act | None) -> Callable[[Turn, re.Match[str]], str | None]:
    def run(turn: Turn, match: re.Match[str]) -> str | None:
        if turn.form is not None:
            return None
        to_sign = [] if match[0] in _OF_RECORDING else signing.waiting(turn)
        to_record = [] if match[0] in _OF_SIGNING or record is None else recording.waiting(turn)
        if len(to_sign) + len(to_record) > 1:
            return turn.render("exit_which", to_sign=_shown(turn, to_sign), to_record=_shown(turn, to_record))
        if to_sign:
            return sign(turn, to_sign[0])
        if to_record and record is not None:
            return record(turn, to_record[0])
        return turn.render("exit_nothing_waits") if _is_about_exits(turn, match[0]) else None

    return run


def _is_about_exits(turn: Turn, said: str) -> bool:
    """Whether the words can only be meant for an exit: a leader's 同意, the office's 备案."""
    return (said in _OF_SIGNING and bool(led(turn))) or (said in _OF_RECORDING and rights.is_office(turn))


def _shown(turn: Turn, found: Sequence[Exit]) -> list[dict[str, object]]:
    return [exit_notices.facts(turn.db, one) for one in found]


commands = (
    Command("exit_first", _FIRST, _bare(signing.agree, recording.record)),
    Command("exit_second", _SECOND, _bare(signing.refuse, recording.send_back)),
    Command("exit_third", _THIRD, _bare(signing.call, None)),
)
