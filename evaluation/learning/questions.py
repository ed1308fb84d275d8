"""What labelled questions teach about which facts of the plan answer them, and about what the plan does not answer.

A line of `questions/learning` has the labels parted by blanks, the best first, a tab, and the question. A label is a fact
(`3.2#dissuade`), a clause (`org.group.medical`; `3.2` where all of it is asked for), or `-` for what the plan does not
answer.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evaluation.learning.lines import labelled_lines
from evaluation.learning.log_linear import Lesson, Manner, learn
from evaluation.questions import BY_OTHERS, OPEN, labelled
from knowledge.answers import the_answers
from knowledge.answers.judging import signs
from knowledge.answers.likely import NOTHING, labels, labels_of
from knowledge.language.leanings import Leaning
from knowledge.plan import the_plan

LEARNING = Path(__file__).parents[1] / "questions" / "learning"
_MANNER = Manner(at_least=2)
_BEST = 0.75  # how much of a question with several labels is the best one's


class Taught(NamedTuple):
    """A question and its labels, the best first."""

    question: str
    labels: tuple[str, ...]


def taught() -> list[Taught]:
    """The questions that may be learned from: those that are scored openly, and those that only teach."""
    scored = [one for file in (OPEN, BY_OTHERS) for one in labelled(file)]
    found = [Taught(one.question, one.facts or one.clauses or (NOTHING,)) for one in scored]
    return found + [Taught(question, tuple(named.split())) for named, question in labelled_lines(LEARNING)]


def leanings(questions: Sequence[Taught]) -> dict[str, Leaning]:
    """What the questions teach: for each sign that is worth it, its weights in hundredths by the place of the label.

    Raises ValueError for a label that the plan does not have.
    """
    plan = the_plan()
    names = labels(plan)
    places = {name: (names.index(name),) for name in names}
    whole = {one.id: tuple(names.index(name) for name in labels_of(plan, one)) for one in plan.clauses.values()}
    return learn([_lesson(one, {**whole, **places}) for one in questions], len(names), _MANNER)


def _lesson(one: Taught, places: dict[str, tuple[int, ...]]) -> Lesson:
    best, *others = one.labels
    shares: dict[int, float] = {}
    for label, part in ((best, _BEST if others else 1.0), *((other, (1 - _BEST) / len(others)) for other in others)):
        if label not in places:
            raise ValueError(f"{label}: the plan has no such fact or clause: {one.question}")
        for place in places[label]:
            shares[place] = shares.get(place, 0.0) + part / len(places[label])
    return Lesson(signs(the_answers().heard(one.question)), shares)
