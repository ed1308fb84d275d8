"""Whoever is not on duty and speaks of disinfection, rubbish or a shift is told kindly whose it is to write down.

楼道消毒了 from a resident is no entry. Whoever wishes for it (能来消毒吗, 垃圾没人清) is offered a person.
"""

from bot.conversation import Slot
from bot.turn import Answers, Turn
from handlers import human_handover
from handlers.logs.own import BY, SAID

PASS_ON = "pass_on"
# Who speaks: somebody on duty, somebody who wishes for something, or who only tells of it.
STAFF, WISHES, TELLS = "staff", "wishes", "tells"


def _wishes(answers: Answers) -> bool:
    return answers.get(BY) == WISHES


def is_of_staff(answers: Answers) -> bool:
    """Whether somebody on duty writes something down."""
    return answers.get(BY) == STAFF


slot = Slot(PASS_ON, "choice", choices=("yes", "no"), only_if=_wishes)


def answered(turn: Turn, answers: Answers, told: str) -> str:
    """Pass a wish on to a person, or leave it; who only tells of it reads `told`."""
    if not _wishes(answers):
        return turn.render(told)
    if answers[PASS_ON] == "yes":
        return human_handover.hand_over(turn, about=str(answers[SAID]))
    return turn.render("log_left")
