"""Which kept answer is one to a question: the same question in other words, or one that is much like it (clause 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.answers import the_answers
from knowledge.answers.alike import Likeness, asks, likeness
from ledger.kept_answers import KeptAnswer


@dataclass(frozen=True, slots=True)
class Match:
    """A kept answer, which of its questions was met, and whether it is the same or only like what was asked."""

    kept: KeptAnswer
    question: str
    is_same: bool


def best(answers: Sequence[KeptAnswer], question: str) -> Match | None:
    """The answer that fits best; of two to the same question the one for the smaller place, then the newer one."""
    if not answers:
        return None
    found: tuple[tuple[Likeness, int, float, int], Match] | None = None
    wanted, silence = asks(question), silence_of(question)
    for one in answers:
        for words in one.questions:
            near, share = likeness(wanted, asks(words), (silence, silence_of(words)))
            rank = (near, len(one.path), share, one.row)
            if near > Likeness.OTHER and (found is None or rank > found[0]):
                found = (rank, Match(one, words, near is Likeness.SAME))
    return found[1] if found is not None else None


@lru_cache(maxsize=4096)
def silence_of(question: str) -> str | None:
    """What the plan is known not to say that a question asks for."""
    silence = the_answers().heard(question).silence
    return silence.id if silence is not None else None
