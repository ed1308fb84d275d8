"""预案问答: what the plan says to a question, with its clause; 详细 gives the whole of it (clauses 3.3, 4.4)."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.asking import kept
from handlers.asking.known import words_of
from knowledge.answers import Answer, the_answers
from knowledge.answers.alike import asks_something
from knowledge.times import MINUTE
from ledger import inbox

# What was answered just now is what 详细 is about.
_BEFORE = 30 * MINUTE
_MORE = re.compile(r"(?:看|要|说|讲|再)?(?:一下)?详细(?:点|些|一点|一些|内容|的|说说|说|讲讲)*[!。?]?|看全(?:文|部)?")
_HOW = re.compile(r"预案问答|问预案|预案")
_MOST = 2


def answer(turn: Turn) -> str:
    """What the plan says; where it does not say, that, who would know, and the offer of a person."""
    found = the_answers().answer(kept.question_of(turn))
    turn.note("plan asked", "plan", ",".join(found.clauses) if found.answered else "not answered")
    return _told(turn, found) if found.answered else not_said(turn, found)


def surely(turn: Turn) -> str | None:
    """The same where it is beyond doubt what the plan says to a question; whoever may be in despair is listened to."""
    if turn.form is not None or turn.reading.intent == "psych_support" or not asks_something(turn.text):
        return None
    found = the_answers().answer(kept.question_of(turn))
    return _told(turn, found) if found.is_sure else None


def instead_of_unknown(turn: Turn) -> str | None:
    """The same for a question that nothing here understands, where the plan is also known not to say it (补偿, 开学)."""
    said = surely(turn)
    if said is not None or turn.form is not None or not asks_something(turn.text):
        return said
    found = the_answers().answer(kept.question_of(turn))
    return not_said(turn, found) if not found.answered and found.silence is not None else None


def _told(turn: Turn, found: Answer) -> str:
    kept.note(turn, "clause", ",".join(found.clauses))
    return words_of(turn, found)


def not_said(turn: Turn, found: Answer) -> str:
    """What the plan does not say: what the office has answered to it before, else who would know, and a person."""
    silence = found.silence.id if found.silence is not None else ""
    before = kept.instead(turn, silence)
    if before is not None:
        return before
    kept.note(turn, "silent", silence)
    return words_of(turn, found)


def _details(turn: Turn, _match: re.Match[str]) -> str | None:
    """The whole of what was cited in the answer just before; ordinary text where nothing was."""
    said = inbox.last_reply(turn.db, turn.contact.openid, turn.now - _BEFORE)
    plan = turn.house.plan
    cited = {said.find(plan.cite(clause)): clause for clause in plan.clauses if plan.cite(clause) in said}
    if not cited:
        return None
    return the_answers().details([cited[place] for place in sorted(cited)][:_MOST])


def _how(turn: Turn, _match: re.Match[str]) -> str | None:
    """The entry of the menu: how one asks."""
    return turn.render("plan_ask_how") if turn.form is None else None


commands = (
    Command("plan_details", _MORE, _details, staff_only=False),
    Command("plan_ask", _HOW, _how, staff_only=False),
)
