"""`python -m evaluation.learning` (`make learn`): learn everything anew, or what is named, and say what it holds."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from evaluation.learning import dangers, intents, questions, reasons, things
from knowledge.answers import TAUGHT, the_answers
from knowledge.answers.likely import labels
from knowledge.language import likely_danger, supply_told, trip_reasons
from knowledge.language.intents import INTENTS, LEANINGS
from knowledge.language.leanings import Leaning, written
from knowledge.plan import FOLDER

T = TypeVar("T")


class _Subject(NamedTuple):
    """What is learned: its file, its labels, and what the lessons teach, with how many there were."""

    file: Path
    labels: Callable[[], Sequence[str]]
    learn: Callable[[], tuple[int, Mapping[str, Leaning]]]


def _subject(
    file: Path,
    labels: Callable[[], Sequence[str]],
    taught: Callable[[], list[T]],
    leanings: Callable[[Sequence[T]], Mapping[str, Leaning]],
) -> _Subject:
    def learn() -> tuple[int, Mapping[str, Leaning]]:
        texts = taught()
        return len(texts), leanings(texts)

    return _Subject(file, labels, learn)


_SUBJECTS = {
    "intents": _subject(LEANINGS, lambda: INTENTS, intents.taught, intents.leanings),
    "reasons": _subject(trip_reasons.LEANINGS, lambda: trip_reasons.LABELS, reasons.taught, reasons.leanings),
    "things": _subject(supply_told.LEANINGS, lambda: supply_told.LABELS, things.taught, things.leanings),
    "dangers": _subject(likely_danger.LEANINGS, lambda: likely_danger.LABELS, dangers.taught, dangers.leanings),
    "questions": _subject(FOLDER / TAUGHT, lambda: labels(the_answers().plan), questions.taught, questions.leanings),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.learning", description=__doc__)
    # With none named the empty list is looked for among the choices.
    parser.add_argument("subjects", nargs="*", choices=[*_SUBJECTS, []], help="all of them where none is named")
    for name in parser.parse_args(arguments).subjects or _SUBJECTS:
        file, names, learn = _SUBJECTS[name]
        texts, leanings = learn()
        file.write_text("".join(f"{line}\n" for line in written(leanings, names())), encoding="utf-8")
        print(f"{name}: {texts} texts taught {len(leanings)} signs")


if __name__ == "__main__":
    main()
