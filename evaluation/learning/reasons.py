"""What labelled requests teach about why somebody asks to go out: the open set's, and those that have a reason alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evaluation.cases import load
from evaluation.learning.lines import labelled_lines
from evaluation.learning.log_linear import Lesson, Manner, learn
from knowledge.language.leanings import Leaning
from knowledge.language.normalise import normalise
from knowledge.language.trip_reasons import LABELS, NO_REASON, signs

LEARNING = Path(__file__).parents[1] / "texts" / "reasons"
_MANNER = Manner(at_least=2, rounds=12, step=0.08, left_out=0.3, times=4)


class Taught(NamedTuple):
    """A request and its reason."""

    text: str
    reason: str


def taught() -> list[Taught]:
    """The requests that may be learned from."""
    found = [
        Taught(case.text, str(case.slots.get("reason", NO_REASON)))
        for case in load("open")
        if case.intent == "exit_request"
    ]
    return found + [Taught(text, reason) for reason, text in labelled_lines(LEARNING)]


def leanings(requests: Sequence[Taught]) -> dict[str, Leaning]:
    """What they teach: for each sign that is worth it, its weights in hundredths by the reason's place."""
    lessons = [Lesson(signs(normalise(one.text)), {LABELS.index(one.reason): 1.0}) for one in requests]
    return learn(lessons, len(LABELS), _MANNER)
