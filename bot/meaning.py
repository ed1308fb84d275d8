"""Asking back what is meant, where a message may mean two or three things and none of them is sure enough.

The question is a form like any other, so that its answers can be tapped; what was said waits in it, sealed. Whatever does
not answer it is a new message: nobody has to get out of a question that was not theirs.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot import conversation as engine
from bot.form import Choice, Conversation, Slot
from bot.turn import Answers, Turn
from knowledge.answers.alike import asks_something
from knowledge.language.reading import read_as
from knowledge.times import MINUTE
from ledger import asked
from ledger.conversations import OpenForm
from ledger.kept_answers import matching

NAME = "which_matter"
NONE_OF_THEM = "none"
_AT_MOST = 3
# What is this unlikely is not offered.
_LEAST = 0.1


def is_unsure(turn: Turn) -> bool:
    """Whether the reading is so weak that it may mean something else."""
    return turn.reading.confidence < turn.house.settings.conversation.asks_back_below


def likely(turn: Turn) -> Sequence[str]:
    """The matters that a message may mean, the likeliest first; empty where it is sure enough, or nothing is near."""
    reading, words = turn.reading, turn.house.words.form(NAME).slots["which"].choices
    if not is_unsure(turn):
        return ()
    ranked = [(reading.intent, reading.confidence), *reading.others]
    found = [intent for intent, confidence in ranked if confidence >= _LEAST and intent in words][:_AT_MOST]
    return found if len(found) > 1 else ()


def is_listened_to(turn: Turn) -> bool:
    """Whether the writer's words set off an alert so lately that what they go on writing belongs to it."""
    return turn.contact.alerted_at >= turn.now - turn.house.settings.alerts.listen_minutes * MINUTE


def ask(turn: Turn, which: Conversation, matters: Sequence[str]) -> str:
    """Ask which of these is meant. A question is noted among those that nothing answered, until somebody says (4.4)."""
    said = turn.message.text or turn.text
    known: Answers = {"words": said, "at": turn.said_time.isoformat(), "matters": list(matters)}
    about = matching.silence_of(said) or ""
    if about or asks_something(said):
        noted = asked.add(turn.db, said, "unclear", about, turn.contact.path, turn.now)
        known = {**known, "noted": str(noted)}
    turn.reading = replace(turn.reading, slots={})
    return engine.start(turn, replace(which, prefill=lambda _turn: known))


def answers(turn: Turn, which: Conversation, form: OpenForm) -> bool:
    """Whether a message answers the question."""
    return engine.steers(turn.text) or engine.answers_the_question(turn, which, form)


def go_back(turn: Turn, form_answers: Answers) -> bool:
    """Make the turn about the message that was asked about, read as it was meant; False where it was none of the offers."""
    said, at, chosen = (str(form_answers[name]) for name in ("words", "at", "which"))
    if "noted" in form_answers:
        asked.forget(turn.db, int(str(form_answers["noted"])))
    turn.form = None
    turn.said_time = datetime.fromisoformat(at)
    turn.message = replace(turn.message, text=said)
    if chosen == NONE_OF_THEM:
        return False
    turn.reading = read_as(said, turn.said_time, chosen)
    return True


def _offers(turn: Turn, known: Answers) -> tuple[Choice, ...]:
    matters, words = known.get("matters"), turn.house.words.form(NAME).slots["which"].choices
    if not isinstance(matters, list | tuple):
        return ()
    return tuple([Choice(str(matter), words[str(matter)]) for matter in (*matters, NONE_OF_THEM)])


def conversation(finish: Callable[[Turn, Answers], str]) -> Conversation:
    """The question as a conversation; `finish` goes on with what was meant."""
    return Conversation(
        name=NAME,
        intents=(),
        slots=[Slot("which", "choice", offers=_offers), Slot("words", "words", asked=False, private=True)],
        finish=finish,
    )
