"""核酸安排: what was announced of testing to this person, and that nothing was where nothing was (clauses 3.4.8, 3.5).

Whoever cannot come down, or has missed it, is passed on to their grid worker by one word (passing_on.py).
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.asking import kept
from handlers.asking.known import known, offer, words_of
from handlers.said_back import clock_words
from knowledge.answers import the_answers
from knowledge.times import DAY
from ledger import people
from ledger.notices import own as notice_own

_OF_TESTING = re.compile(r"核酸|采样|全员检测|检测点")
_SHOWN = 2
# What the plan does not say that is asked here.
_SILENCE = "testing_details"
_NEW_ENOUGH = 14 * DAY
_CANNOT_COME = re.compile(
    r"下不(?:了|去)楼|下楼不|不能下楼|出不(?:了|去)门?|腿脚|瘫|卧床|走不(?:动|了)|行动不便|不方便|动不了|瘸|拐杖|轮椅|残疾|起不来|上门"
)
_MISSED = re.compile(r"没赶上|错过|漏(?:采|做|了|测)|没(?:采|做|测)上|补(?:采|做|测|一次)|没来得及|没轮到|落下了")
_RESULT = re.compile(r"结果|报告|出没出")
_HOW = re.compile(r"核酸安排|核酸")


def answer(turn: Turn) -> str:
    """What was asked about testing; what the office has answered to just that before goes before what it was told of."""
    found = the_answers().answer(turn.text)
    if found.is_sure and not _need(turn):  # by when everybody is sampled, and who does it
        kept.note(turn, "clause", ",".join(found.clauses))
        return words_of(turn, found)
    before = kept.instead(turn, same_only=True)
    return before if before is not None else _announced(turn, is_asked=True)


def _announced(turn: Turn, *, is_asked: bool) -> str:
    """The newest notices about testing, or that there is none; and whom to ask."""
    who = turn.contact.person_id
    seen = notice_own.newest(turn.db, who, turn.now, _SHOWN, about=_OF_TESTING) if who is not None else []
    need = _need(turn)
    workers = people.grid_workers_for(turn.db, turn.contact.path) if turn.contact.path else []
    can_pass_on = bool(need and workers and who is not None and turn.form is None)
    notices = [
        {"at": clock_words(one.at), "message": one.words, "state": one.state}
        for one in seen
        if turn.now - one.at <= _NEW_ENOUGH and one.state != "differs"
    ]
    if is_asked:
        kept.note(turn, "notice" if notices else "silent", "" if notices else _SILENCE)
    return turn.render(
        "testing_info",
        notices=notices,
        is_bound=turn.contact.is_bound,
        asks_result=_RESULT.search(turn.text) is not None,
        need=need,
        workers=list(dict.fromkeys(one.name for one in workers)),
        duty_phone=known(turn).duty_phone,
        offer=visit_offer(turn, need) if can_pass_on else the_answers().offer_words(offer(turn)),
    )


def _need(turn: Turn) -> str:
    """What keeps somebody from being tested; empty for nothing."""
    return "cannot_come" if _CANNOT_COME.search(turn.text) else "missed" if _MISSED.search(turn.text) else ""


def visit_offer(turn: Turn, need: str) -> str:
    """The last line of an answer under which 1 asks the grid worker to see to it."""
    return turn.render("testing_offer", need=need)


def _how(turn: Turn, _match: re.Match[str]) -> str | None:
    """The entry of the menu."""
    return _announced(turn, is_asked=False) if turn.form is None else None


commands = (Command("testing", _HOW, _how, staff_only=False),)
