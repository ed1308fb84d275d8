"""`python -m evaluation.learning` (`make learn`): what the open texts teach, written to knowledge/language/leanings.txt.

A log-linear model over the signs of leanings.py, beside the lines of evidence, which count for a fifth: they were written
with texts in view, and would leave little to learn otherwise. Steps of AdaGrad in a fixed order from a fixed seed: the same
texts give the same file. The texts that are kept back are not read here.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evaluation.cases import load
from knowledge.language.evidence import Evidence
from knowledge.language.intents import INTENTS, LEANINGS, weigh_lines
from knowledge.language.leanings import Leaning, concept_sign, runs, share, written
from knowledge.language.normalise import normalise
from knowledge.language.reading import STAFF

_LEARNING = Path(__file__).parent / "texts" / "learning"
_SEED = 20
_ROUNDS = 8
_STEP = 0.15
_SHRINK = 0.001  # how much of a weight each of its texts takes away again
_AT_LEAST = 3  # texts that hold a sign, for it to count
_SMALLEST = 10  # hundredths; less is not worth its place

_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and its intent; `staff` where a member of staff writes it."""

    text: str
    intent: str
    staff: bool


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A lesson as numbers: the places of its signs and what each counts, what the lines say, and the intent's place."""

    signs: npt.NDArray[np.int64]
    share: float
    lines: _Numbers
    intent: int


def lessons() -> list[Lesson]:
    """The texts that may be learned from: the open set, and those that have an intent alone."""
    found = [Lesson(case.text, case.intent, case.role in STAFF) for case in load("open")]
    return found + [lesson for file in sorted(_LEARNING.glob("*.tsv")) for lesson in lessons_of(file.stem)]


def lessons_of(name: str) -> list[Lesson]:
    """The lessons of a file: intent, role and text, parted by tabs; a line break in a text is written \\n."""
    found = []
    for line in (_LEARNING / f"{name}.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        intent, role, text = line.split("\t")
        found.append(Lesson(text.replace("\\n", "\n"), intent, role in STAFF))
    return found


def learn(taught: Sequence[Lesson]) -> dict[str, Leaning]:
    """What the lessons teach: for each sign that is worth it, its weights in hundredths by the intent's place."""
    read = [_signs_and_lines(one) for one in taught]
    counted = Counter(sign for signs, _ in read for sign in signs)
    common = sorted(sign for sign, times in counted.items() if times >= _AT_LEAST)
    vocabulary = {sign: place for place, sign in enumerate(common)}
    prepared = [
        _prepared([vocabulary[sign] for sign in signs if sign in vocabulary], lines, one.intent)
        for (signs, lines), one in zip(read, taught, strict=True)
    ]
    weights = np.round(_weights(prepared, len(vocabulary)) * 100).astype(int)
    weights[np.abs(weights) < _SMALLEST] = 0
    return {
        sign: {int(intent): int(weights[place, intent]) for intent in np.flatnonzero(weights[place])}
        for sign, place in vocabulary.items()
        if weights[place].any()
    }


def _signs_and_lines(lesson: Lesson) -> tuple[set[str], Sequence[int]]:
    text = normalise(lesson.text)
    lines, concepts = weigh_lines(text, Evidence(text, staff=lesson.staff))
    return runs(text, staff=lesson.staff) | {concept_sign(concept) for concept in concepts}, lines


def _prepared(signs: Sequence[int], lines: Sequence[int], intent: str) -> _Prepared:
    known = np.array(sorted(signs), dtype=np.int64)
    return _Prepared(known, share(len(signs)), np.array(lines) / 100, INTENTS.index(intent))


def _weights(taught: Sequence[_Prepared], signs_known: int) -> _Numbers:
    weights = np.zeros((signs_known, len(INTENTS)))
    seen = np.full_like(weights, 0.01)
    order = list(range(len(taught)))
    chance = random.Random(_SEED)
    for _ in range(_ROUNDS):
        chance.shuffle(order)
        for one in (taught[place] for place in order):
            likely = one.lines + one.share * weights[one.signs].sum(axis=0)
            likely = np.exp(likely - likely.max())
            wrong = likely / likely.sum()
            wrong[one.intent] -= 1
            slope = one.share * wrong + _SHRINK * weights[one.signs]
            seen[one.signs] += slope * slope
            weights[one.signs] -= _STEP * slope / np.sqrt(seen[one.signs])
    return weights


def main() -> None:
    """Write the file and say what it holds."""
    taught = lessons()
    leanings = learn(taught)
    LEANINGS.write_text("".join(f"{line}\n" for line in written(leanings, INTENTS)), encoding="utf-8")
    print(f"{len(taught)} texts taught {len(leanings)} signs")


if __name__ == "__main__":
    main()
