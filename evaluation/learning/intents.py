"""What the open texts teach about intents, beside the lines of evidence.

The lines count for a fifth: they were written with texts in view, and would leave little to learn otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.cases import load
from evaluation.learning.log_linear import Lesson, learn
from knowledge.language.evidence import Evidence
from knowledge.language.intents import INTENTS, weigh_lines
from knowledge.language.leanings import Leaning, concept_sign, runs
from knowledge.language.normalise import normalise
from knowledge.language.reading import STAFF

_LEARNING = Path(__file__).parents[1] / "texts" / "learning"
_AT_LEAST = 3  # texts that hold a sign, for it to count


@dataclass(frozen=True, slots=True)
class Taught:
    """A text and its intent; `staff` where a member of staff writes it."""

    text: str
    intent: str
    staff: bool


def taught() -> list[Taught]:
    """The texts that may be learned from: the open set, and those that have an intent alone."""
    found = [Taught(case.text, case.intent, case.role in STAFF) for case in load("open")]
    return found + [one for file in sorted(_LEARNING.glob("*.tsv")) for one in taught_by(file.stem)]


def taught_by(name: str) -> list[Taught]:
    """The texts of a file: intent, role and text, parted by tabs; a line break in a text is written \\n."""
    found = []
    for line in (_LEARNING / f"{name}.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        intent, role, text = line.split("\t")
        found.append(Taught(text.replace("\\n", "\n"), intent, role in STAFF))
    return found


def leanings(texts: Sequence[Taught]) -> dict[str, Leaning]:
    """What the texts teach: for each sign that is worth it, its weights in hundredths by the intent's place."""
    return learn([_lesson(one) for one in texts], len(INTENTS), _AT_LEAST)


def _lesson(one: Taught) -> Lesson:
    text = normalise(one.text)
    lines, concepts = weigh_lines(text, Evidence(text, staff=one.staff))
    signs = runs(text, staff=one.staff) | {concept_sign(concept) for concept in concepts}
    return Lesson(signs, {INTENTS.index(one.intent): 1.0}, lines)
