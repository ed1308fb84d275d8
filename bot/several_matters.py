"""Several matters in one message: one is begun, the next waits behind it, and what else was heard is said back."""

from collections.abc import Mapping

from bot import conversation as engine
from bot import waiting
from bot.asking import joined
from bot.form import Conversation
from bot.turn import Turn
from knowledge.language.matters import may_be_several, several
from knowledge.language.reading import Reading
from ledger.conversations import OpenForm

# Somebody else has to agree to it, so it is begun first.
_FIRST = "exit_request"


def begin(turn: Turn, by_intent: Mapping[str, Conversation]) -> str | None:
    """Begin the matters of a message that has several; None for any other message."""
    if not may_be_several(turn.reading):
        return None
    matters = [one for one in several(turn.text, turn.said_time) if one.intent in by_intent]
    matters.sort(key=lambda one: one.intent != _FIRST)
    if len({one.intent for one in matters}) < 2:
        return None
    first, rest = matters[0], matters[1:]
    second = next(one for one in rest if one.intent != first.intent)
    left = [one.text for one in rest if one is not second]
    done, behind = _behind(turn, by_intent[second.intent], second)
    turn.reading = first
    said = engine.start(turn, by_intent[first.intent], parked=behind)
    forms = turn.house.words.form
    titles = [forms(by_intent[one.intent].name).title for one in (first, second)]
    return joined(turn.render("several_matters", titles=titles, waits=behind is not None, done=done, left=left), said)


def _behind(turn: Turn, conversation: Conversation, matter: Reading) -> tuple[str, OpenForm | None]:
    """What could be dealt with at once, or the form that waits."""
    turn.reading = matter
    done = engine.beside(turn, conversation)
    return (done, None) if done is not None else ("", waiting.begun(turn, conversation))
