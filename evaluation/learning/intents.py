"""What the open texts teach about intents, beside the lines of evidence.

The lines count for a fifth: they were written with texts in view, and would leave little to learn otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.cases import load
from evaluation.learning.log_linear import Lesson, Manner, learn
from knowledge.language.evidence import Evidence
from knowledge.language.intents import INTENTS, weigh_lines
from knowledge.language.leanings import Leaning, concept_sign, runs
from knowledge.language.normalise import normalise
from knowledge.language.reading import STAFF

_LEARNING = Path(__file__).parents[1] / "texts" / "learning"
# Sayings on which the conversations of the tests and borders between matters rest: each counts so many times.
_WEIGHTY, _TIMES = frozenset({"borders", "transcripts"}), 3
_MANNER = Manner(at_least=2, smallest=15, rounds=12, step=0.08, left_out=0.3, times=4)


@dataclass(frozen=True, slots=True)
class Taught:
    """A text and its intent; `staff` where a member of staff writes it."""

    text: str
    intent: str
    staff: bool


def taught() -> list[Taught]:
    """The texts that may be learned from: the open set, and those that have an intent alone."""
    found = [Taught(case.text, case.intent, case.role in STAFF) for case in load("open")]
    for file in sorted(_LEARNING.glob("*.tsv")):
        found += taught_by(file.stem) * (_TIMES if file.stem in _WEIGHTY else 1)
    return found


def taught_by(name: str) -> list[Taught]:
    """The texts of a file: intent, role and text, parted by tabs; a line break in a text is written \\n."""
    found = []
    for line in (_LEARNING / f"{name}.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        intent, role, text = line.split("\t")
        found.append(Taught(text.replace("\\n", "\n"), intent, role in STAFF))
    return found


def leanings(texts: Sequence[Taught]) -> dict[str, Leaning]:
    """What the texts teach: for each sign that is worth it, its weights in hundredths by the intent's place."""
    return learn([_lesson(one) for one in texts], len(INTENTS), _MANNER)


def _lesson(one: Taught) -> Lesson:
    text = normalise(one.text)
    lines, concepts = weigh_lines(text, Evidence(text, staff=one.staff))
    signs = runs(text, staff=one.staff) | {concept_sign(concept) for concept in concepts}
    return Lesson(signs, {INTENTS.index(one.intent): 1.0}, lines)
