"""What texts have taught about intents: how much a sign speaks for or against which intent.

A sign is a run of characters, or a concept of `intents.yaml`. `leanings.txt` is made by `make learn`
(evaluation/learning.py) from the labelled texts that may be looked at, and from no other. It stands beside the lines of
evidence that are written by hand: they hold what is known, this what is usual. A weight is in hundredths of the natural
logarithm of the odds; sums are whole numbers, so that nothing depends on an order.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.language.words import WordListError

FILE = Path(__file__).parent / "leanings.txt"
# What a sign is worth for intents, by their place.
Leaning = Mapping[int, int]
# The weights of all intents stand in one number, so that adding two numbers adds them all: a field of so many bits each.
_BITS = 20
_FIELD = (1 << _BITS) - 1
_HALF = 1 << (_BITS - 1)
_LONGEST = 4
_USUAL = 30  # signs of a text in which each counts in full
_STAFF = "^^"
_NUMBER = re.compile(r"\d+")
_DIGITS = re.compile(r"\d")


class _Worth(dict[str, int]):
    """What signs are worth, packed; each is taken apart when it is first met, so that the start does not wait for all."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines

    def __missing__(self, sign: str) -> int:
        worth = self[sign] = packed(dict(map(_pair, self._lines[sign].split())))
        return worth


class _Leanings(NamedTuple):
    signs: frozenset[str]
    worth: _Worth
    intents: int


def runs(text: str, *, staff: bool = False) -> set[str]:
    """All runs of up to four characters of a normalised text, each once; its ends are characters too.

    A number is as many noughts as it has digits, three at most: 36.5 and 36.7 say the same about the matter. That a member
    of staff writes counts as a run of its own.
    """
    text = text.strip()
    if _DIGITS.search(text) is not None:
        text = _NUMBER.sub(_noughts, text)
    text = f"^{text}$"
    found = set(text)
    for size in range(2, _LONGEST + 1):
        found.update([text[start : start + size] for start in range(len(text) - size + 1)])
    if staff:
        found.add(_STAFF)
    return found


def _noughts(number: re.Match[str]) -> str:
    return "000"[: len(number[0])]


def lean(text: str, *, staff: bool) -> tuple[int, int]:
    """What the runs of a normalised text are worth for each intent, packed, and how many of them are known."""
    known = _leanings()
    found = runs(text, staff=staff) & known.signs
    return sum(map(known.worth.__getitem__, found)), len(found)


def lean_on(concepts: Iterable[str]) -> tuple[int, int]:
    """The same of concepts."""
    known = _leanings()
    found = {concept_sign(concept) for concept in concepts} & known.signs
    return sum(map(known.worth.__getitem__, found)), len(found)


def concept_sign(concept: str) -> str:
    """A concept as a sign; no run of characters is as long."""
    return f"#{concept:_<{_LONGEST}}"


def share(signs: int) -> float:
    """What each sign counts where there are so many: in a long text a single one says less."""
    return math.sqrt(_USUAL / (signs + 1))


def packed(weights: Leaning) -> int:
    """The weights of intents in one number; `unpacked` takes it apart, also a sum of such numbers."""
    return sum(weight << (_BITS * intent) for intent, weight in weights.items())


def unpacked(number: int, intents: int) -> list[int]:
    """The weights of so many intents."""
    weights = []
    for _ in range(intents):
        weight = ((number & _FIELD) ^ _HALF) - _HALF  # the field as a signed number
        number = (number - weight) >> _BITS
        weights.append(weight)
    return weights


def strongest(text: str, intent: int, count: int, *, staff: bool) -> list[tuple[str, int]]:
    """The runs of a text that speak most for an intent, and what they are worth."""
    known = _leanings()
    found = runs(text, staff=staff) & known.signs
    worth = [(run, unpacked(known.worth[run], known.intents)[intent]) for run in found]
    return sorted([one for one in worth if one[1] > 0], key=lambda one: (-one[1], one[0]))[:count]


def written(leanings: Mapping[str, Leaning], intents: Sequence[str]) -> Iterator[str]:
    """The lines of the file: the intents in the first, then a sign with its weights, in the order of the signs."""
    yield " ".join(intents)
    for sign in sorted(leanings):
        weights = " ".join(f"{intent}:{weight}" for intent, weight in sorted(leanings[sign].items()))
        yield f"{_escaped(sign)}\t{weights}"


def use(intents: Sequence[str]) -> None:
    """Load the file, and check that it was made for these intents; raises WordListError with what to do."""
    if _lines()[0].split() != list(intents):
        raise WordListError(f"{FILE.name}: was made for other intents; make it anew with `make learn`")


@cache
def _leanings() -> _Leanings:
    first, *lines = _lines()
    worth = {_plain(sign): weights for sign, _, weights in (line.partition("\t") for line in lines)}
    return _Leanings(frozenset(worth), _Worth(worth), len(first.split()))


def _lines() -> list[str]:
    return FILE.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _pair(each: str) -> tuple[int, int]:
    intent, _, weight = each.partition(":")
    return int(intent), int(weight)


def _escaped(run: str) -> str:
    return run.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace(" ", "\\s")


def _plain(run: str) -> str:
    if "\\" not in run:
        return run
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t", "s": " "}.get(match[1], match[1]), run)
