"""Whoever is not on duty and speaks of disinfection, rubbish or a shift is told kindly whose it is to write down.

They are offered a person: 能来消毒吗 and 垃圾没人清 are wishes, and 楼道消毒了 from a resident is no entry.
"""

from bot.conversation import Slot
from bot.turn import Answers, Turn
from handlers import human_handover
from handlers.logs.own import BY, SAID

PASS_ON = "pass_on"
OTHERS, STAFF = "others", "staff"


def is_for_others(answers: Answers) -> bool:
    """Whether nothing is to be written down, but perhaps passed on."""
    return answers.get(BY) == OTHERS


def is_of_staff(answers: Answers) -> bool:
    """Whether somebody on duty writes something down."""
    return answers.get(BY) == STAFF


slot = Slot(PASS_ON, "choice", choices=("yes", "no"), only_if=is_for_others)


def answered(turn: Turn, answers: Answers) -> str:
    """Pass the words on to a person, or leave it."""
    if answers[PASS_ON] == "yes":
        return human_handover.hand_over(turn, about=str(answers[SAID]))
    return turn.render("log_left")
