"""What labelled texts have taught: how much a sign speaks for or against a label, such as an intent.

A sign is a run of characters, or a concept that word lists or grammars find. The files are made by `make learn`
(evaluation/learning.py) from the labelled texts that may be looked at, and from no other; they stand beside what is
written by hand: that holds what is known, this what is usual. A weight is in hundredths of the natural logarithm of the
odds; sums are whole numbers, so that nothing depends on an order.
"""

import math
import re
import struct
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from pathlib import Path

from knowledge.language.words import WordListError

# What a sign is worth for labels, by their place.
Leaning = Mapping[int, int]
# The weights of all labels stand in one number, so that adding two numbers adds them all: a field of so many bits each,
# as many as one that `struct` takes apart.
_BITS = 32
_TOP_BIT = 1 << (_BITS - 1)
_LONGEST = 4
# A text longer than this is taken apart into its runs: to look back for each of them costs more then.
_LOOKED_BACK = 80
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


class _Endings(ABC):
    """Looks up a text by where its runs end: of those that end at a place the longest known one says what all are worth."""

    def __init__(self, known: Iterable[str]) -> None:
        # By each run what it and all the runs that end it are worth; None before it is first met.
        self._endings: dict[str, int | None] = dict.fromkeys(known)

    @abstractmethod
    def _alone(self, run: str) -> int:
        """What a known run is worth by itself, never nought."""

    def _in_text(self, text: str) -> int:
        """What all runs of a text with its ends are worth, each once: those that it had before do not count again."""
        longest = [text[:end] for end in range(1, min(_LONGEST, len(text) + 1))]
        longest += [text[start : start + _LONGEST] for start in range(len(text) - _LONGEST + 1)]
        met = list(map(self._endings.get, longest))
        worth = sum(filter(None, met))
        worth += sum([self._ending(run) for run, one in zip(longest, met, strict=True) if not one])
        if len(set(text)) < len(text):
            had: set[str] = set()
            for end, char in enumerate(text, start=1):
                if char in had:
                    worth -= self._ending(_had_before(text, end))
                had.add(char)
        return worth

    def _ending(self, run: str) -> int:
        """What the runs are worth that end a run, all of it among them."""
        endings = self._endings
        while run:
            worth = endings.get(run, 0)
            if worth is None:
                worth = endings[run] = self._alone(run) + self._ending(run[1:])
            if worth:
                return worth
            run = run[1:]
        return 0


class Leanings(_Endings):
    """What was learned about some labels, from the file that `written` makes. May be used from any thread."""

    def __init__(self, file: Path, labels: Sequence[str]) -> None:
        """Load the file; raises WordListError with what to do where it was made for other labels."""
        first, _, lines = file.read_text(encoding="utf-8").rstrip("\n").partition("\n")
        if first.split() != list(labels):
            raise WordListError(f"{file.name}: was made for other labels; make it anew with `make learn`")
        signs_and_worth = iter(lines.replace("\t", "\n").split("\n"))  # in turns: each line holds one of both
        worth = dict(zip(signs_and_worth, signs_and_worth, strict=True))
        for sign in [sign for sign in worth if "\\" in sign]:
            worth[_plain(sign)] = worth.pop(sign)
        super().__init__(worth)
        self.signs: Set[str] = worth.keys()
        self._worth = _Worth(worth)
        self._labels = len(labels)
        self.bits = _BITS * (self._labels + 1)  # of what signs are worth, and how many they are in the field above it

    def lean(self, signs: Set[str]) -> tuple[int, int]:
        """What signs are worth for each label, packed, and how many of them are known."""
        found = signs & self.signs
        return sum(map(self._worth.__getitem__, found)), len(found)

    def lean_text(self, text: str, *, staff: bool = False) -> tuple[int, int]:
        """The same of all runs of a normalised text, as `runs` gives them."""
        if len(text) > _LOOKED_BACK or (staff and _STAFF[0] in text):  # who writes the staff's run is no more of the staff
            return self.lean(runs(text, staff=staff))
        # The staff's run ends with one that every text has.
        of_staff = self._ending(_STAFF) - self._ending(_STAFF[1:]) if staff else 0
        return self.apart(self._in_text(_bounded(text)) + of_staff)

    def counted(self, run: str) -> int:
        """What a run is worth and that it is one; nought where it is not known."""
        return self._alone(run) if run in self.signs else 0

    def apart(self, counted: int) -> tuple[int, int]:
        """What runs are worth, packed, and how many they are."""
        known = (counted + (_TOP_BIT << _BITS * (self._labels - 1))) >> _BITS * self._labels
        return counted - (known << _BITS * self._labels), known

    def _alone(self, run: str) -> int:
        return self._worth[run] + (1 << _BITS * self._labels)

    def lean_on(self, concepts: Iterable[str]) -> tuple[int, int]:
        """The same of concepts."""
        return self.lean({concept_sign(concept) for concept in concepts})

    def likelihoods(self, worth: int, known: int) -> list[float]:
        """How likely each label is (0 to 1, together 1) by what so many known signs are worth together."""
        counts = share(known) / 100
        weights = unpacked(worth, self._labels)
        most = max(weights)
        powers = [math.exp(counts * (weight - most)) for weight in weights]
        total = sum(powers)
        return [power / total for power in powers]

    def strongest(self, signs: Set[str], label: int, count: int) -> list[tuple[str, int]]:
        """The signs that speak most for a label, by its place, and what they are worth."""
        worth = [(sign, unpacked(self._worth[sign], self._labels)[label]) for sign in signs & self.signs]
        return sorted([one for one in worth if one[1] > 0], key=lambda one: (-one[1], one[0]))[:count]


class LookedUpTogether(_Endings):
    """Several leanings looked up in a text by one walk: each look-up among so many signs costs more than what follows."""

    def __init__(self, *parts: Leanings) -> None:
        super().__init__(sign for part in parts for sign in part.signs)
        self._parts = [(part, sum(before.bits for before in parts[:place])) for place, part in enumerate(parts)]

    def lean_text(self, text: str) -> list[tuple[int, int]]:
        """What `lean_text` of each says of a normalised text that nobody of the staff has written."""
        if len(text) > _LOOKED_BACK:
            found = runs(text)
            return [part.lean(found) for part, _ in self._parts]
        counted = self._in_text(_bounded(text))
        # How many are known is never below nought, and it stands above their weights: so no part borrows from the next.
        return [part.apart((counted >> shift) & ((1 << part.bits) - 1)) for part, shift in self._parts]

    def _alone(self, run: str) -> int:
        return sum(part.counted(run) << shift for part, shift in self._parts)


def runs(text: str, *, staff: bool = False) -> set[str]:
    """All runs of up to four characters of a normalised text, each once; its ends are characters too.

    A number is as many noughts as it has digits, three at most: 36.5 and 36.7 say the same about the matter. That a member
    of staff writes counts as a run of its own.
    """
    text = _bounded(text)
    found = set(text)
    for size in range(2, _LONGEST + 1):
        found.update([text[start : start + size] for start in range(len(text) - size + 1)])
    if staff:
        found.add(_STAFF)
    return found


def _bounded(text: str) -> str:
    """A text as its runs see it: with its ends, and noughts for numbers."""
    text = text.strip()
    if _DIGITS.search(text) is not None:
        text = _NUMBER.sub(_noughts, text)
    return f"^{text}$"


def _had_before(text: str, end: int) -> str:
    """Of the runs that end at a place the longest that the text had before; its last character is one."""
    size = 1
    while size < _LONGEST and text.find(text[end - size - 1 : end], 0, end - 1) >= 0:
        size += 1
    return text[end - size : end]


def _noughts(number: re.Match[str]) -> str:
    return "000"[: len(number[0])]


def concept_sign(concept: str) -> str:
    """A concept as a sign; no run of characters is as long."""
    return f"#{concept:_<{_LONGEST}}"


def share(signs: int) -> float:
    """What each sign counts where there are so many: in a long text a single one says less."""
    return math.sqrt(_USUAL / (signs + 1))


def packed(weights: Leaning) -> int:
    """The weights of labels in one number; `unpacked` takes it apart, also a sum of such numbers."""
    return sum(weight << (_BITS * label) for label, weight in weights.items())


def unpacked(number: int, labels: int) -> list[int]:
    """The weights of so many labels."""
    top_bits, fields = _fields(labels)
    # Lifted above nought no field borrows from the next; what is its sign is turned then.
    return list(fields.unpack(((number + top_bits) ^ top_bits).to_bytes(fields.size, "little")))


@cache
def _fields(labels: int) -> tuple[int, struct.Struct]:
    """The top bits of so many fields, and what takes the fields apart."""
    return sum(_TOP_BIT << (_BITS * label) for label in range(labels)), struct.Struct(f"<{labels}i")


def written(leanings: Mapping[str, Leaning], labels: Sequence[str]) -> Iterator[str]:
    """The lines of the file: the labels in the first, then a sign with its weights, in the order of the signs."""
    yield " ".join(labels)
    for sign in sorted(leanings):
        weights = " ".join(f"{label}:{weight}" for label, weight in sorted(leanings[sign].items()))
        yield f"{_escaped(sign)}\t{weights}"


def _pair(each: str) -> tuple[int, int]:
    label, _, weight = each.partition(":")
    return int(label), int(weight)


def _escaped(run: str) -> str:
    return run.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace(" ", "\\s")


def _plain(run: str) -> str:
    if "\\" not in run:
        return run
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t", "s": " "}.get(match[1], match[1]), run)
