"""What leaders say about an exit with its number (THREATS A20): 同意 W0120-01, 04同意, 不同意 4 原因, 打电话 W0120-01.

Several numbers behind one 同意 are asked for one by one. To whoever leads nothing the same words are ordinary text, and of
another place's requests nothing is said but that there is none.
"""

import re
from collections.abc import Callable

from bot.offer import Command
from bot.turn import Turn
from handlers.exits import disowning, may_sign, signing
from handlers.exits.numbers import CALLED, SEVERAL, called, led, to_decide
from handlers.said_back import as_written
from ledger.exits import Exit
from ledger.exits import notices as exit_notices

_YES = r"(?:同意|签批|签字|批准|补签|准)"
_NO = r"(?:不同意|不批准?|不签|不准)"
_AGREE = re.compile(rf"{_YES}[ ,:]*(?P<behind>{SEVERAL})|(?P<before>{SEVERAL})[ ,:]*{_YES}")
_REFUSE = re.compile(
    rf"(?:{_NO} ?(?P<behind>{CALLED})|(?P<before>{CALLED})[ ,:]*{_NO})"
    r"(?:[ ,:;。]*(?:因为|原因是?)?[ ,:]*(?P<why>.+))?",
    re.DOTALL,
)
_CALL = re.compile(rf"(?:打电话问?|电话|问问?) ?(?P<behind>{CALLED})")
_ANOTHER = re.compile(rf"[ ,、和跟]*{CALLED}(?:$|[ ,、和跟])")


def tapped(turn: Turn, about: str) -> str | None:
    """A tap on a menu message: its number says which request it was about, whatever came since."""
    number, _, choice = about.partition(":")
    if not led(turn):
        return None
    one = to_decide(turn, number.removeprefix("W"))
    if one is None:
        return turn.render("exit_not_found", number=number)
    chosen = {"yes": signing.agree, "no": signing.refuse, "call": signing.call}.get(choice)
    return chosen(turn, one) if chosen is not None else None


def _command(name: str, pattern: re.Pattern[str], act: Callable[[Turn, list[Exit], re.Match[str]], str]) -> Command:
    """A command with a number: ordinary text for whoever leads nothing, `not found` for another place's leader."""

    def run(turn: Turn, match: re.Match[str]) -> str | None:
        if not led(turn):
            return None
        said = match["behind"] or match.groupdict().get("before") or ""
        meant: list[Exit] = []
        for digits in called(turn, said, may_sign.waiting(turn)):
            one = to_decide(turn, digits)
            if one is None:
                return turn.render("exit_not_found", number=f"W{digits}")
            meant.append(one)
        return act(turn, meant, match)

    return Command(name, pattern, run)


def _agree(turn: Turn, meant: list[Exit], match: re.Match[str]) -> str:
    is_one_number = len(re.findall(CALLED, match["behind"] or match["before"])) == 1
    if len(meant) > 1 and is_one_number:  # the same last figures on several days
        return _which(turn, meant)
    return signing.agree_to_several(turn, meant)


def _refuse(turn: Turn, meant: list[Exit], match: re.Match[str]) -> str:
    why = as_written(turn, match["why"] or "")
    others = _ANOTHER.match(why)  # one reason for several: each has its own answer
    if others is not None:
        found = (to_decide(turn, digits) for digits in called(turn, others[0], may_sign.waiting(turn)))
        meant = list({one.id: one for one in (*meant, *found) if one is not None}.values())
    if len(meant) > 1:
        return _which(turn, meant, refusing=True)
    if disowning.says_never(why) and meant[0].signed_at is not None:
        return disowning.disown(turn, meant[0])
    return signing.refuse(turn, meant[0], why)


def _call(turn: Turn, meant: list[Exit], _match: re.Match[str]) -> str:
    return signing.call(turn, meant[0]) if len(meant) == 1 else _which(turn, meant)


def _which(turn: Turn, meant: list[Exit], *, refusing: bool = False) -> str:
    shown = [exit_notices.staff_facts(turn.db, one) for one in meant]
    return turn.render("exit_which", to_sign=shown, to_record=[], refusing=refusing)


commands = (
    _command("exit_agree", _AGREE, _agree),
    _command("exit_refuse", _REFUSE, _refuse),
    _command("exit_call", _CALL, _call),
)
