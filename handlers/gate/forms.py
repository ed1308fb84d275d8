"""The short questions at the gate (放行 or not): each takes the place of the one before, and another form waits behind.

Where menu messages can be shown the answers can be tapped too: 1 and 2 are hard to hit with cold fingers.
"""

import re
from collections.abc import Callable

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from knowledge.times import SECOND
from ledger import conversations, outbox
from ledger.conversations import OpenForm

# The next car at the gate comes before the answer about the last one.
NAMES = frozenset({"gate_check", "gate_again", "gate_outside", "gate_entry"})
# Who let them, and that it is done: 大夫放行, 人和车已经走了, 组长同意了.
_WHO = r"(?:已经?|都|刚刚?|人|车|和|大夫|医生|组长|书记|领导|他|她|可以|说)*"
_DONE = r"(?:了|吧|啊|呀|哈)?[ 。.!]*"
_YES = engine.YES | {"一"}
_NO = engine.NO | {"二"}
# The reply comes first.
_FOLLOWS_AFTER = 1 * SECOND


def ask(
    turn: Turn, conversation: Conversation, answers: Answers, about: str = "", taps: outbox.Menu = (), hint: str = ""
) -> str:
    """Open a question of the gate with what it is about; its answers to tap follow with the words of `hint`."""
    before = turn.form
    parked = before.parked if before is not None and before.name in NAMES else before
    if parked is not None and parked.parked is not None:
        return turn.render("gate_finish_first")
    form = OpenForm(conversation.name, answers, turn.now, turn.now, parked, turn.said_at)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    question = engine.repeat(turn, conversation, form)
    if taps:
        turn.asked = None  # the answers have a menu of their own, whose ids name what they are about
        offer_taps(turn, about, hint, taps)
    return question


def offer_taps(turn: Turn, about: str, body: str, taps: outbox.Menu) -> None:
    """Answers to tap beside the reply, which has just opened the window for them: a convenience, let go if it fails."""
    outbox.queue(
        turn.db,
        key=f"gate-tap:{turn.message.key.hex()}",
        to=turn.contact.recipient(),
        kind=outbox.MENU,
        body=body,
        about=about,
        now=turn.now,
        due_at=turn.now + _FOLLOWS_AFTER,
        menu=taps,
    )


def question(
    name: str, finish: Callable[[Turn, Answers], str], first: tuple[str, str], second: tuple[str, str]
) -> Conversation:
    """A question of the gate with two answers, each a value and the pattern of its words, about what was shown."""
    return Conversation(
        name=name,
        intents=(),
        slots=(
            about(),
            Slot("shown", "text", asked=False, private=True),
            Slot(
                "answer",
                "choice",
                bare=either(*first, *second),
                choices=(first[0], second[0]),
                facts=lambda _turn, answers: {"shown": str(answers["shown"])},
            ),
        ),
        finish=finish,
    )


def about(private: bool = True) -> Slot:
    """What a question of the gate is about; it is no answer of the guard's, so nothing of it is said back."""
    return Slot("subject", "data", asked=False, private=private, spoken=lambda _value, _turn: "")


def either(first: Value, yes: str, second: Value, no: str) -> Callable[[str, Turn], Value]:
    """Reads one of two answers: 1, 一, 对, 好 and the words of `yes`; 2, 二, 不 and those of `no` (patterns)."""
    said_yes, said_no = (re.compile(rf"{_WHO}(?:{words}){_DONE}") for words in (yes, no))

    def bare(text: str, _turn: Turn) -> Value:
        if said_no.fullmatch(text) or text in _NO:
            return second
        if said_yes.fullmatch(text) or text in _YES:
            return first
        raise InvalidAnswer

    return bare


def subject_of(turn: Turn, name: str) -> dict[str, object]:
    """What the open question of this name is about; empty where another one or none is open."""
    form = turn.form
    subject = form.answers.get("subject") if form is not None and form.name == name else None
    return dict(subject) if isinstance(subject, dict) else {}
