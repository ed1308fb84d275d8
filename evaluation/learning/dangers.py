"""What labelled texts teach about danger to life, beside the words that name it."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evaluation.danger import OPEN, labelled
from evaluation.learning import intents
from evaluation.learning.lines import labelled_lines
from evaluation.learning.log_linear import Lesson, Manner, learn
from knowledge.language.danger import find_named_danger
from knowledge.language.leanings import Leaning, runs
from knowledge.language.likely_danger import LABELS, NO_DANGER
from knowledge.language.normalise import normalise

LEARNING = Path(__file__).parents[1] / "danger" / "learning"
_MANNER = Manner(at_least=2)
# Matters beside which danger is told; the texts of all others teach what is none.
_MAY_TELL_OF_DANGER = frozenset({"psych_support", "health_checkin", "exit_request"})


class Taught(NamedTuple):
    """A text and the danger that it reports."""

    text: str
    danger: str


def taught() -> list[Taught]:
    """The texts that may be learned from."""
    found = [Taught(one.text, one.danger or NO_DANGER) for one in labelled(OPEN)]
    found += [Taught(text, danger) for danger, text in labelled_lines(LEARNING)]
    labelled_ones = {one.text for one in found}
    others = {one.text: None for one in intents.taught() if one.intent not in _MAY_TELL_OF_DANGER}
    quiet = [text for text in others if text not in labelled_ones and find_named_danger(normalise(text)) is None]
    return found + [Taught(text, NO_DANGER) for text in quiet]


def leanings(texts: Sequence[Taught]) -> dict[str, Leaning]:
    """What they teach: for each sign that is worth it, its weights in hundredths by the danger's place."""
    lessons = [Lesson(runs(normalise(one.text)), {LABELS.index(one.danger): 1.0}) for one in texts]
    return learn(lessons, len(LABELS), _MANNER)
