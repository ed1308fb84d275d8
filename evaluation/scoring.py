"""How readings are scored against labels: intents strictly, slots as single values.

A reading's slots are taken apart into values (a symptom, an item, the unit of an item, the temperature of a person), and
precision, recall and F1 are those of all values together. Only the intents that have slots in INTERFACES.md 5 count there.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluation.cases import Case
from knowledge.language.reading import Reading

WITH_SLOTS = frozenset({"return_report", "health_checkin", "batch_checkin", "supply_request", "exit_request"})
# What names a row of a list: the other values of the row are compared under it.
_NAMED_BY = {"items": "item", "persons": "name"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot: `of` says whose it is, in a list of items or persons."""

    slot: str
    of: str
    value: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Values that are right, invented and missed."""

    right: int
    invented: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 1 where nothing was read."""
        return _share(self.right, self.right + self.invented)

    @property
    def recall(self) -> float:
        """The share of what was to be read that was; 1 where nothing was to be read."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.invented + self.missed)


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a set of texts. `confusions`: (meant, read) with how often, most often first."""

    texts: int
    right: int
    by_intent: Mapping[str, tuple[int, int]]  # of how many, how many are right
    confusions: Sequence[tuple[tuple[str, str], int]]
    slots: Tally
    by_slot: Mapping[str, Tally]

    @property
    def accuracy(self) -> float:
        """The share of the texts whose intent is right."""
        return _share(self.right, self.texts)


def score(cases: Sequence[Case], readings: Sequence[Reading]) -> Score:
    """The score of the readings of these texts, in the same order."""
    of, right, confused = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    hits, invented, missed = Counter[str](), Counter[str](), Counter[str]()
    for case, reading in zip(cases, readings, strict=True):
        of[case.intent] += 1
        if reading.intent == case.intent:
            right[case.intent] += 1
        else:
            confused[case.intent, reading.intent] += 1
        meant = frozenset(values(case.slots)) if case.intent in WITH_SLOTS else frozenset()
        read = frozenset(values(reading.slots)) if reading.intent in WITH_SLOTS else frozenset()
        hits.update(value.slot for value in meant & read)
        invented.update(value.slot for value in read - meant)
        missed.update(value.slot for value in meant - read)
    slots = sorted({*hits, *invented, *missed})
    return Score(
        len(cases),
        right.total(),
        {intent: (of[intent], right[intent]) for intent in sorted(of)},
        confused.most_common(),
        Tally(hits.total(), invented.total(), missed.total()),
        {slot: Tally(hits[slot], invented[slot], missed[slot]) for slot in slots},
    )


def values(slots: Mapping[str, object]) -> Iterator[Value]:
    """The single values of slots; a region is its code, a list of days is one value."""
    for slot, value in slots.items():
        named_by = _NAMED_BY.get(slot)
        if named_by is not None and isinstance(value, Sequence):
            for row in value:
                if isinstance(row, Mapping):
                    yield from _of_row(slot, named_by, row)
        elif slot == "origin" and isinstance(value, Mapping):
            yield Value(slot, "", str(value.get("code", value.get("name"))))
        elif isinstance(value, Mapping):
            yield from (Value(f"{slot}.{name}", "", _printed(one)) for name, one in value.items())
        elif slot == "symptoms" and isinstance(value, Sequence):
            yield from (Value(slot, "", str(symptom)) for symptom in value)
        else:
            yield Value(slot, "", _printed(value))


def _of_row(slot: str, named_by: str, row: Mapping[str, object]) -> Iterator[Value]:
    of = str(row.get(named_by, ""))
    for name, value in row.items():
        if isinstance(value, str) or not isinstance(value, Sequence):
            yield Value(f"{slot}.{name}", of, _printed(value))
        else:
            yield from (Value(f"{slot}.{name}", of, str(one)) for one in value)


def _printed(value: object) -> str:
    """Numbers are equal by value: 2 and 2.0."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(sorted(map(str, value)))
    return str(value)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
