"""A return report said back before it is filed, and what can be answered to that: submit, more stays, change."""

import re
from dataclasses import replace

from bot.conversation import Option
from bot.turn import Answers, Turn, Value
from handlers.returns import open_places
from handlers.returns import stays as return_stays
from handlers.returns.first_words import ARRIVED, says_arrived
from handlers.returns.open_places import NAMED_BEFORE, ORIGIN_OPEN
from handlers.returns.shown import shown
from handlers.returns.slots import NO_FURTHER, PRIVATE, open_form
from ledger import conversations
from ledger.conversations import OpenForm

_HAS_STAYS = re.compile(r"2|(?:2 ?)?(?:有|有的|有,?我来说|停留过|停留要改)")
_NUMBERED = re.compile(r"2[ ,.、]+")
_WANTS_CHANGE = re.compile(r"3|要改|改|修改|我要改|别的要改")


def options(turn: Turn) -> Option | None:
    """2: ask for stays, keeping those known; stays in words; nothing further, which submits; 3: ask what to change."""
    if _WANTS_CHANGE.fullmatch(turn.text):
        return Option(lists=True)
    if says_arrived(turn.text):
        return _arrived_today(turn)
    open_ones = [] if return_stays.tells_of_stays(turn.text) else open_places.fitting(turn.text)
    if open_ones:
        return _which_origin(turn, open_ones)
    return _about_stays(turn)


def _about_stays(turn: Turn) -> Option | None:
    """What is said of stays: that there are some, which, or that there are none, which submits."""
    asks_for_stays = _HAS_STAYS.fullmatch(turn.text) is not None
    numbered = _NUMBERED.match(turn.text)  # 2 在集宁住了一晚: the answer and what it is about at once
    told = turn.text[numbered.end() :] if numbered else turn.text
    if not (asks_for_stays or numbered or NO_FURTHER.fullmatch(turn.text) or return_stays.tells_of_stays(turn.text)):
        return None
    form = open_form(turn)
    assert form is not None  # its summary is what this answers
    stays = form.answers.get("stays")
    known = stays if isinstance(stays, list) else []
    if asks_for_stays:
        kept = {name: value for name, value in form.answers.items() if name != "stays"}
        _keep(turn, form, {**kept, NAMED_BEFORE: known})
        return Option(says=turn.house.words.form("return_report").slots["stays"].ask)
    if NO_FURTHER.fullmatch(turn.text):
        return Option(submits=True) if not known else None
    said = return_stays.in_answer(told, turn.said_time)
    if not said:
        return None
    without = {name: value for name, value in form.answers.items() if name != "stays"}
    answers = {**without, **open_places.kept(return_stays.merged(known, said))}
    _keep(turn, form, answers)
    if "stays" not in answers:
        return Option(says=open_places.question(turn, answers, "stays"))
    return Option(says=summary(turn, answers))


def _arrived_today(turn: Turn) -> Option:
    """到家了 before it was confirmed: they are here today, whatever day was meant before."""
    form = open_form(turn)
    assert form is not None  # its summary is what this answers
    answers = {**form.answers, "arrive_date": turn.said_on.isoformat(), ARRIVED: True}
    _keep(turn, form, answers)
    return Option(says=summary(turn, answers))


def _which_origin(turn: Turn, open_ones: list[Value]) -> Option:
    """Another origin than before, by a name that fits several places."""
    form = open_form(turn)
    assert form is not None  # its summary is what this answers
    answers = {name: value for name, value in form.answers.items() if name != "origin"} | {ORIGIN_OPEN: open_ones}
    _keep(turn, form, answers)
    return Option(says=open_places.question(turn, answers, "origin"))


def _keep(turn: Turn, form: OpenForm, answers: Answers) -> None:
    form = replace(form, answers=answers, updated_at=turn.now)
    conversations.save(turn.db, turn.contact.openid, form, PRIVATE)


def summary(turn: Turn, answers: Answers) -> str:
    """Everything as it will be filed, with what can be answered."""
    return turn.render("return_summary", **shown(turn, answers), is_new_here=not turn.contact.informed)


def heard(turn: Turn, answers: Answers) -> str:
    """What a first sentence gave, before the rest is asked."""
    return turn.render("return_heard", **shown(turn, answers))
