"""What is offered about notices 公告 (clause 3.3): the office's commands and forms, and everybody's 通知."""

from collections.abc import Callable

from bot.turn import Turn
from handlers import plain_answers
from handlers.notices import approving, deciding, drafting, looking, mine, putting_aside, running, stopping_all, tips
from ledger.notices import cards as notice_cards


def before(urgent: Callable[[Turn], str | None]) -> Callable[[Turn], str | None]:
    """What goes before everything else, but for words that the office writes for others to read."""
    return lambda turn: None if drafting.is_writing(turn) else urgent(turn)


def _in_other_words(turn: Turn) -> str:
    """发个通知 in any words: how it is done, for the office; for anybody else ordinary text."""
    return drafting.how(turn) or plain_answers.unknown(turn)


# In this order: what names a notice, bare words about one, and last whatever answers an open question of one.
commands = (
    *drafting.commands,
    *putting_aside.commands,
    *deciding.commands,
    *stopping_all.commands,
    *running.commands,
    *looking.commands,
    *tips.commands,
    *drafting.last,
)
of_everybody = (*mine.commands, *tips.of_everybody)
conversations = (*drafting.conversations, *approving.conversations, stopping_all.stopping_all)
taps = {notice_cards.TAP: approving.tapped}
answers = {"notice_draft": _in_other_words}
