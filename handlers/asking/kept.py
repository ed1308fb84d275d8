"""What the office has answered before to the same question: told where the plan does not say, offered where it is only
much like it, and what was asked is noted without who asked it (clauses 3.3, 4.4).

Never instead of a clause that answers, and never after the last day of a kept answer.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.said_back import word
from knowledge.answers import the_answers
from knowledge.answers.alike import asks_something
from knowledge.times import business_day
from ledger import asked, kept_answers
from ledger.asked import Outcome
from ledger.kept_answers import KeptAnswer, entry, matching, moves

NUMBER = r"[Dd] ?-? ?(\d{1,9})"
_SHOW = re.compile(rf"看(?:一下)?答复[ ,:]*{NUMBER}")
_IN_OFFER = re.compile(r"（D-(\d{1,9})）")
_ANYTHING = re.compile(".{1,100}", re.DOTALL)
_LEAST = 3
_QUOTED = 40


def question_of(turn: Turn) -> str:
    """The question as it was typed."""
    return turn.message.text or turn.text


def note(turn: Turn, outcome: Outcome, about: str = "") -> None:
    """Note what was asked, where, and what became of it."""
    asked.add(turn.db, question_of(turn), outcome, about, turn.contact.path, turn.now)


def instead(turn: Turn, silence: str = "", *, same_only: bool = False) -> str | None:
    """What was answered before to this question; what is only like it is offered. None where nothing is kept of it."""
    found = matching.best(_told(turn), question_of(turn))
    if found is None or (same_only and not found.is_same):
        return None
    if found.is_same:
        note(turn, "kept", str(found.kept.id))
        return _tell(turn, found.kept)
    note(turn, "offered", silence)
    said, line = " ".join(question_of(turn).split())[:_QUOTED], offer(turn) if turn.form is None else ""
    return turn.render("kept_near", asked=said, number=found.kept.number, question=found.question, offer=line)


def instead_of_unknown(turn: Turn) -> str | None:
    """The same for what nothing here understands, where it is a question at all."""
    if turn.form is not None or not _is_question(turn):
        return None
    silence = matching.silence_of(question_of(turn)) or ""
    found = instead(turn, silence)
    if found is None:
        note(turn, "unknown", silence)
    return found


def offer(turn: Turn) -> str:
    """The last line of an answer under which 1 shows the kept answer, and 2 asks for a person."""
    return turn.render("kept_offer")


def offered(turn: Turn, said: str) -> str:
    """The kept answer that was offered just now, in `said`."""
    number = _IN_OFFER.search(said)
    return _shown(turn, int(number[1])) if number is not None else turn.render("kept_gone")


def _told(turn: Turn) -> list[KeptAnswer]:
    return kept_answers.in_force(turn.db, business_day(turn.now).isoformat(), turn.contact.path)


def _tell(turn: Turn, kept: KeptAnswer) -> str:
    moves.note_use(turn.db, kept, turn.now)
    turn.note("kept answer told", kept.key)
    said = {"question": kept.question, "answer": kept.answer, "place": kept.address.replace("/", "")}
    return turn.render("kept_told", **said, **entry.moment_facts(kept, word))


def _shown(turn: Turn, record: int) -> str:
    found = next((one for one in _told(turn) if one.id == record), None)
    return _tell(turn, found) if found is not None else turn.render("kept_gone")


def _show(turn: Turn, match: re.Match[str]) -> str:
    return _shown(turn, int(match[1]))


def _met(turn: Turn, _match: re.Match[str]) -> str | None:
    """The answer to just this question, however the question is read: it is nothing to ask back about."""
    if turn.form is not None or not _is_question(turn):
        return None
    found = matching.best(_told(turn), question_of(turn))
    if found is None or not found.is_same or the_answers().answer(question_of(turn)).answered:
        return None
    return instead(turn, same_only=True)


def _is_question(turn: Turn) -> bool:
    return len(turn.text) >= _LEAST and asks_something(turn.text)


commands = (
    Command("show_kept_answer", _SHOW, _show, staff_only=False),
    Command("tell_kept_answer", _ANYTHING, _met, staff_only=False),
)
