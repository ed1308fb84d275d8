"""What a check-in says in one line, 37.8℃，咳嗽, and lists as people read them: in the chat and on the pages alike.

The signs between the words stand in knowledge/vocabulary/findings.yaml.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from knowledge.strict_model import StrictModel, Words, load_model
from knowledge.vocabulary import FOLDER

_NOTHING = ("none",)


class _FindingWords(StrictModel):
    """findings.yaml."""

    listed: Words
    findings: Words
    temperature: Words


@cache
def _words() -> _FindingWords:
    """The words, read once; raises BadFile."""
    return load_model(FOLDER / "findings.yaml", _FindingWords)[0]


def listed(names: Iterable[str]) -> str:
    """咳嗽、乏力."""
    return _words().listed.join(names)


@lru_cache(maxsize=256)
def measured(temperature: float) -> str:
    """37.8℃."""
    return _words().temperature.format(degrees=f"{temperature:g}")


def symptoms_in_words(symptoms: Sequence[str], word: Callable[[str], str]) -> str:
    """Symptoms in words, by the `word` for each; nothing said is said to be nothing said."""
    return listed(word(name) for name in symptoms or ("unsaid",))


def findings(
    temperature: float | None,
    symptoms: Sequence[str],
    complaints: Sequence[str],
    more: Sequence[str],
    word: Callable[[str], str],
) -> str:
    """A check-in's findings in one line; `more` names what else is so, such as positive_test.

    What somebody said in their own words stands for "no symptom of the list".
    """
    parts = [] if temperature is None else [measured(temperature)]
    if symptoms and not (complaints and tuple(symptoms) == _NOTHING):
        parts.append(symptoms_in_words(symptoms, word))
    parts += [*complaints, *(word(name) for name in more)]
    return _words().findings.join(parts or [symptoms_in_words((), word)])
