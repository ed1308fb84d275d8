"""The short questions at the gate (放行 or not): each takes the place of the one before, and another form waits behind."""

from bot import conversation as engine
from bot.conversation import Conversation
from bot.turn import Answers, Turn
from ledger import conversations
from ledger.conversations import OpenForm

# The next car at the gate comes before the answer about the last one.
NAMES = frozenset({"gate_check", "gate_entry"})


def ask(turn: Turn, conversation: Conversation, answers: Answers) -> str:
    """Open a question of the gate with what it is about."""
    before = turn.form
    parked = before.parked if before is not None and before.name in NAMES else before
    if parked is not None and parked.parked is not None:
        return turn.render("gate_finish_first")
    form = OpenForm(conversation.name, answers, turn.now, turn.now, parked, turn.said_at)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    return engine.repeat(turn, conversation, form)
