"""Bare answers of staff about exits: 1, 2, 3 and 同意, 不同意, 备案, 退回 without a number (THREATS A20).

Only where exactly one request waits for the writer they are about that one; of several the numbers are listed, because
an old message could be meant. Inside a form, and where nothing waits, they are ordinary text; inside the question for the
second word they are about the request that was said back, unless something newer came meanwhile.
"""

import re
from collections.abc import Callable, Sequence

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.exits import may_sign, recording, signing
from handlers.exits.numbers import led
from handlers.said_back import as_written
from ledger.exits import Exit
from ledger.exits import notices as exit_notices

_FIRST = re.compile(r"(?P<said>1|同意|签批|备案)")
# 2 with the reason behind it, as the answers that are offered ask for: 2 不是本人看病; never 2袋大米.
_SECOND = re.compile(
    r"(?P<said>2(?!\d)(?=$|[ ,:;。、]|[不没说请要还缺])|不同意|不批|不准|退回补充|退回)"
    r"(?:[ ,:;。、]*(?P<why>.+))?",
    re.DOTALL,
)
_THIRD = re.compile(r"(?P<said>3|打电话问?)")
_LAST_FIGURES = re.compile(r"(?P<said>0\d)号?")
_OF_SIGNING = frozenset({"同意", "签批", "不同意", "不批", "不准"})
_OF_RECORDING = frozenset({"备案", "退回", "退回补充"})

Act = Callable[[Turn, Exit, str], str]


def _bare(sign: Act, record: Act | None) -> Callable[[Turn, re.Match[str]], str | None]:
    def run(turn: Turn, match: re.Match[str]) -> str | None:
        said, why = match["said"], as_written(turn, match.groupdict().get("why") or "")
        if turn.form is not None:
            return _in_question(turn, said, why)
        to_sign = [] if said in _OF_RECORDING else may_sign.waiting(turn)
        to_record = [] if said in _OF_SIGNING or record is None else recording.waiting(turn)
        if len(to_sign) + len(to_record) > 1:
            return _which(turn, to_sign, to_record)
        if to_sign:
            return sign(turn, to_sign[0], why)
        if to_record and record is not None:
            return record(turn, to_record[0], why)
        return turn.render("exit_nothing_waits") if not why and _is_about_exits(turn, said) else None

    return run


def _in_question(turn: Turn, said: str, why: str) -> str | None:
    """1, 同意, 2, 不同意 while a leader is asked for the second word, or for the reason."""
    asked, form = signing.asked_about(turn), turn.form
    if asked is None or form is None or said in _OF_RECORDING:
        return None
    if said in {"2", "不同意", "不批", "不准"}:
        return signing.refuse(turn, asked, why) if form.name == signing.signature.name or why else None
    if said not in {"1", "同意", "签批"}:
        return None
    waits = may_sign.waiting(turn)
    if asked.id not in {one.id for one in waits}:
        return signing.settled_meanwhile(turn, asked, waits)
    newer = [one for one in waits if one.filed_at > form.opened_at]
    if newer:
        return _which(turn, [asked, *newer], [])
    return signing.agree(turn, asked) if form.name == signing.refusal.name else None


def _last_figures(turn: Turn, match: re.Match[str]) -> str | None:
    """04 alone: the request that waits under these figures, to sign or to put on record."""
    if turn.form is not None:
        return None
    number = int(match["said"])
    to_sign, to_record = (
        [one for one in waits if int(one.number.split("-")[1]) == number]
        for waits in (may_sign.waiting(turn), recording.waiting(turn))
    )
    if len(to_sign) == 1 and not to_record:
        return signing.agree(turn, to_sign[0])
    return _which(turn, to_sign, to_record) if to_sign or to_record else None


def _which(turn: Turn, to_sign: Sequence[Exit], to_record: Sequence[Exit]) -> str:
    return turn.render("exit_which", to_sign=_shown(turn, to_sign), to_record=_shown(turn, to_record))


def _is_about_exits(turn: Turn, said: str) -> bool:
    """Whether the words can only be meant for an exit: a leader's 同意, the office's 备案."""
    return (said in _OF_SIGNING and bool(led(turn))) or (said in _OF_RECORDING and rights.is_office(turn))


def _shown(turn: Turn, found: Sequence[Exit]) -> list[dict[str, object]]:
    return [exit_notices.staff_facts(turn.db, one) for one in found]


commands = (
    Command(
        "exit_first",
        _FIRST,
        _bare(lambda turn, one, _: signing.agree(turn, one), lambda turn, one, _: recording.record(turn, one)),
    ),
    Command("exit_second", _SECOND, _bare(signing.refuse, recording.send_back)),
    Command("exit_third", _THIRD, _bare(lambda turn, one, _: signing.call(turn, one), None)),
    Command("exit_last_figures", _LAST_FIGURES, _last_figures),
)
