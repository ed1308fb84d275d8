"""那外卖呢 behind another question: what was asked of is named, and what is asked is not.

Leaders who read figures mean the figures of another place. To everybody else the question before is put about the new
thing, where the answer just given quotes it (what the plan does not say); the same clause is told where it is what the
plan says of that thing too. Otherwise it is said how to ask: a guess at the other half would be answered with a clause
about something else. Who asked what is noted nowhere (decision 32): the answer itself is all there is to go by.
"""

import re
from dataclasses import replace

from bot.offer import Command
from bot.turn import Turn
from handlers.asking import contacts, plan
from handlers.asking.known import known, offer
from handlers.figures import asking as figures
from knowledge.answers import the_answers
from knowledge.language.asked_of import NO_THING, asked_instead
from knowledge.language.normalise import normalise
from knowledge.language.places import find_origin
from knowledge.language.reading import read
from knowledge.language.symptoms import find_symptoms
from knowledge.times import MINUTE
from ledger import inbox

_FOLLOW_UP = re.compile("(?:那么|那)(?:要是|如果|要)?(?P<what>[^,。?!了吗]{1,8}?)呢[?!。]*")
# So long the answer before is what is spoken of.
_JUST_NOW = 10 * MINUTE
_QUOTED = re.compile("您问的(?:是)?「([^「」…]{3,40})」")
# Readings that do not tell what is asked of the thing; whoever is ill or in despair is never asked for a whole sentence.
_NO_MATTER = frozenset(
    {"out_of_scope", "plan_question", "contact_query", "testing_info", "report_violation", "supply_request", "help"}
)
# 那北京回来呢 asks of 北京.
_COMES = re.compile("^(?:从|打|自)|(?:回来|过来|回|来)的?$")
# What is heard for itself, whatever was asked before.
_HEARD = frozenset({"psych_support", "human_handover", "cancel", "correct"})


def _follow_up(turn: Turn, match: re.Match[str]) -> str | None:
    what = match["what"]
    if turn.form is not None or NO_THING.search(what) is not None:
        return None
    if figures.sees_figures(turn):
        before, turn.reading = turn.reading, read(what, turn.said_time)
        said = figures.asked(turn, match)
        if said is not None:
            return said
        turn.reading = before
    if find_symptoms(turn.text) is not None:
        return None
    answered = _behind_an_answer(turn, what) if turn.reading.intent not in _HEARD else None
    if answered is not None or turn.reading.intent not in _NO_MATTER:
        return answered
    return turn.render("asking_whole", what=what, is_place=find_origin(f"从{what}回来") is not None)


def _behind_an_answer(turn: Turn, what: str) -> str | None:
    """What is said of it behind the answer just given; None where there is none, or it is not certain what is asked."""
    before = inbox.last_reply(turn.db, turn.contact.openid, turn.now - _JUST_NOW)
    quoted = _QUOTED.match(before)
    if quoted is None:
        return _same_clause(turn, what, before)
    question = asked_instead(normalise(quoted[1]), _COMES.sub("", what) or what)
    return _put(turn, question) if question is not None else None


def _put(turn: Turn, question: str) -> str:
    """The answer to a question that is put for the writer; it is said which, where the answer does not quote it."""
    put = replace(turn, message=replace(turn.message, text=question), reading=read(question, turn.said_time))
    asks_who = the_answers().asks_who(question) or put.reading.intent == "contact_query"
    said = contacts.answer(put) if asks_who else plan.answer(put)
    return said if f"「{question}」" in said else turn.render("asking_put", question=question, answer=said)


def _same_clause(turn: Turn, what: str, before: str) -> str | None:
    """What the plan says of it, where those are the very sentences that the answer before told."""
    answers = the_answers()
    found = answers.answer(f"{what}呢")
    if not found.passages or any(f"{one.words}{one.cited}" not in before for one in found.passages):
        return None
    turn.note("plan asked", "plan", ",".join(found.clauses))
    return turn.render("asking_same", what=what, answer=answers.words(found, known(turn), offer(turn)))


commands = (Command("follow_up", _FOLLOW_UP, _follow_up, staff_only=False),)
