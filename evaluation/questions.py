"""How well questions about the plan are answered: the right clause, and what the plan does not say recognised as such.

`questions/open.jsonl` was written before the lists of knowledge/answers were fitted to it, in parts each of which was
scored first. `by_others.jsonl` and `kept_back.jsonl` are by two other hands, which had the plan and not the lists; the
first two files may be looked at and are learned from, of the last only the score is seen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.answers import Answer, Known, the_answers
from knowledge.strict_model import StrictModel

_FOLDER = Path(__file__).parent / "questions"
OPEN = _FOLDER / "open.jsonl"
BY_OTHERS = _FOLDER / "by_others.jsonl"
KEPT_BACK = _FOLDER / "kept_back.jsonl"
# Each set with its name, in the order in which they are scored.
SETS = (("open", OPEN), ("by others", BY_OTHERS), ("kept back", KEPT_BACK))
_NEAR = 3


class Labelled(StrictModel):
    """A question, and the clauses any of which answers it; none where the plan does not say. `facts`: which fact of them
    is asked for (`3.2#dissuade`), where that was looked at. `keys`: what the answer must hold, each in words of which any
    counts, where that was written down.
    """

    question: str
    clauses: tuple[str, ...]
    answerable: bool
    facts: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """What was made of labelled questions.

    Of the `answerable` ones: `first` has a right clause first, `near` among the first three, `turned_away` was taken for
    one that the plan does not answer. Of the `unanswerable` ones: `recognised`. Of the `keyed` ones, those whose key facts
    are written down, the answer `holds_keys`, all of them.
    """

    answerable: int
    first: int
    near: int
    turned_away: int
    unanswerable: int
    recognised: int
    keyed: int = 0
    holds_keys: int = 0

    @property
    def first_share(self) -> float:
        """The share of answerable questions with a right clause first, from 0 to 1."""
        return self.first / max(1, self.answerable)

    @property
    def near_share(self) -> float:
        """The share of answerable questions with a right clause among the first three, from 0 to 1."""
        return self.near / max(1, self.answerable)

    @property
    def turned_away_share(self) -> float:
        """The share of answerable questions that were turned away, from 0 to 1."""
        return self.turned_away / max(1, self.answerable)

    @property
    def recognised_share(self) -> float:
        """The share of unanswerable questions that were recognised, from 0 to 1."""
        return self.recognised / max(1, self.unanswerable)


    @property
    def keys_share(self) -> float:
        """The share of answers that hold all key facts, where these are written down, from 0 to 1."""
        return self.holds_keys / max(1, self.keyed)


def labelled(path: Path = OPEN) -> Iterator[Labelled]:
    """The questions of a file; raises pydantic.ValidationError for a line that is none."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Labelled.model_validate_json(line)


def score(questions: Iterable[Labelled]) -> QuestionScore:
    """What the answers make of the questions. A clause counts only where the question is answered with it."""
    return tally((one, the_answers().answer(one.question)) for one in questions)


def tally(answered: Iterable[tuple[Labelled, Answer]]) -> QuestionScore:
    """The score of questions with their answers."""
    answerable = first = near = turned_away = unanswerable = recognised = keyed = holds_keys = 0
    for one, answer in answered:
        if not one.answerable:
            unanswerable += 1
            recognised += not answer.answered
            continue
        answerable += 1
        keyed += bool(one.keys)
        holds_keys += bool(one.keys) and _holds(one, answer)
        if not answer.answered:
            turned_away += 1
            continue
        first += answer.clauses[0] in one.clauses
        near += not set(one.clauses).isdisjoint(answer.clauses[:_NEAR])
    return QuestionScore(answerable, first, near, turned_away, unanswerable, recognised, keyed, holds_keys)


def _holds(one: Labelled, answer: Answer) -> bool:
    """Whether an answer, as people read it, holds every key fact."""
    words = the_answers().words(answer, Known())
    return all(any(said in words for said in key) for key in one.keys)
