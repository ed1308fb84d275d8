"""`python -m evaluation.learning` (`make learn`): learn everything anew, or what is named, and say what it holds."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from evaluation.learning import dangers, intents, questions, reasons
from knowledge.answers import TAUGHT, the_answers
from knowledge.answers.likely import labels
from knowledge.language import likely_danger, trip_reasons
from knowledge.language.intents import INTENTS, LEANINGS
from knowledge.language.leanings import Leaning, written
from knowledge.plan import FOLDER


class _Subject(NamedTuple):
    """What is learned: its file, its labels, and what the lessons teach, with how many there were."""

    file: Path
    labels: Callable[[], Sequence[str]]
    learn: Callable[[], tuple[int, Mapping[str, Leaning]]]


def _intents() -> tuple[int, Mapping[str, Leaning]]:
    texts = intents.taught()
    return len(texts), intents.leanings(texts)


def _questions() -> tuple[int, Mapping[str, Leaning]]:
    asked = questions.taught()
    return len(asked), questions.leanings(asked)


def _reasons() -> tuple[int, Mapping[str, Leaning]]:
    requests = reasons.taught()
    return len(requests), reasons.leanings(requests)


def _dangers() -> tuple[int, Mapping[str, Leaning]]:
    texts = dangers.taught()
    return len(texts), dangers.leanings(texts)


_SUBJECTS = {
    "intents": _Subject(LEANINGS, lambda: INTENTS, _intents),
    "reasons": _Subject(trip_reasons.LEANINGS, lambda: trip_reasons.LABELS, _reasons),
    "dangers": _Subject(likely_danger.LEANINGS, lambda: likely_danger.LABELS, _dangers),
    "questions": _Subject(FOLDER / TAUGHT, lambda: labels(the_answers().plan), _questions),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.learning", description=__doc__)
    parser.add_argument("subjects", nargs="*", choices=[*_SUBJECTS, []], help="all of them where none is named")
    for name in parser.parse_args(arguments).subjects or _SUBJECTS:
        file, names, learn = _SUBJECTS[name]
        texts, leanings = learn()
        file.write_text("".join(f"{line}\n" for line in written(leanings, names())), encoding="utf-8")
        print(f"{name}: {texts} texts taught {len(leanings)} signs")


if __name__ == "__main__":
    main()
