"""What somebody has said of how they are, among their own records: in neutral words, and they can take it back."""

from collections.abc import Sequence

from bot.conversation import Conversation, Filed
from bot.turn import Answers, Turn
from handlers.psych import support
from handlers.said_back import word
from knowledge.times import DAY
from ledger import alerts, psych_support
from ledger.psych_support import PsychSupport

# So long what is over is still shown.
_REMEMBERED_DAYS = 14
NAME = "psych_support"


def filed(turn: Turn) -> Sequence[Filed]:
    """What the writing account itself has said, the newest first; never what others said of somebody."""
    found = psych_support.of_writer(turn.db, turn.contact.openid, turn.now - _REMEMBERED_DAYS * DAY)
    return [_filed(turn, one) for one in reversed(found)]


def _filed(turn: Turn, one: PsychSupport) -> Filed:
    return Filed(
        record=one.id,
        name=f"{one.number} {turn.house.words.form(NAME).title}",
        status=word("psych_status", one.status),
        filed_at=one.filed_at,
        answers={},
        fixed=turn.render("psych_fixed"),
        can_be_withdrawn=one.status != "closed",
    )


def _withdraw(turn: Turn, one: Filed) -> str:
    """Taken back by whoever said it: nobody calls any more. What may be despair is still looked at by whoever has it."""
    if not psych_support.close(turn.db, one.record, turn.contact.name, turn.now):
        return turn.render("correct_gone")
    turn.note("psych support taken back", psych_support.about(one.record))
    is_looked_at = bool(alerts.about(turn.db, psych_support.about(one.record)))
    hotlines = turn.house.settings.office.hotlines
    return turn.render("psych_withdrawn", is_looked_at=is_looked_at, psychology=hotlines.psychology.number)


def _finish(turn: Turn, _answers: Answers) -> str:
    return support.answer(turn)


conversation = Conversation(name=NAME, intents=(), slots=[], finish=_finish, filed=filed, withdraw=_withdraw)
