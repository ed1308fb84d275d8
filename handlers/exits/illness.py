"""What somebody who asks to go out says of an illness is passed on before the form asks for the rest (clause 2.1)."""

from bot.turn import Answers, Turn
from handlers.checkins.alerts import life_at_stake
from handlers.checkins.passed_on import everybody_ill, pass_on

# Kept beside the answers of the form: said once, passed on once.
_PASSED_ON = "illness_passed_on"


def early(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """File and pass on what alarms in the sentence, once in a form; returns the words and the answers with that noted."""
    ill = [] if answers.get(_PASSED_ON) else everybody_ill(turn, turn.text)
    return (pass_on(turn, ill), {**answers, _PASSED_ON: True}) if ill else None


def is_grave(turn: Turn) -> bool:
    """Whether the sentence tells of an illness for which somebody is let out at once."""
    return any(life_at_stake(one.checkin) for one in everybody_ill(turn, turn.text))
