"""What the outcomes of a version cover: found by trying every case that its conditions can tell apart.

Facts are split at the values that the conditions name, so the cases are few and none is left out. They show
the outcomes that can never be reached, the cases that two outcomes claim, and a case that has no outcome.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product
from math import prod

from knowledge.rules.cells import Cell, Fact, FactKind, Value

# A rule that tells more cases apart than this is no rule that a person could proofread.
MAX_CASES = 20_000

Conditions = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Coverage:
    """`overlaps` gives for two outcomes (by place) a case that both claim; `gap` a case that none claims."""

    unreachable: tuple[int, ...]
    overlaps: Mapping[tuple[int, int], Mapping[str, Fact]]
    gap: Mapping[str, Fact] | None


def cases_of(kinds: Mapping[str, FactKind], outcomes: Sequence[Conditions]) -> dict[str, list[Fact]]:
    """For every fact that the outcomes look at, the values that have to be tried."""
    looked_at = [name for name in kinds if any(name in conditions for conditions in outcomes)]
    return {
        name: samples(kinds[name], [conditions[name] for conditions in outcomes if name in conditions])
        for name in looked_at
    }


def number_of_cases(cases: Mapping[str, Sequence[Fact]]) -> int:
    """How many combinations there are to try."""
    return prod(len(values) for values in cases.values())


def survey(cases: Mapping[str, Sequence[Fact]], outcomes: Sequence[Conditions]) -> Coverage:
    """Tries every combination of the cases against the outcomes in their order."""
    reached: set[int] = set()
    overlaps: dict[tuple[int, int], Mapping[str, Fact]] = {}
    gap: Mapping[str, Fact] | None = None
    for combination in product(*cases.values()):
        facts = dict(zip(cases, combination, strict=True))
        fitting = [
            place
            for place, conditions in enumerate(outcomes)
            if all(cell.fits(facts[name]) for name, cell in conditions.items())
        ]
        if not fitting:
            gap = gap if gap is not None else facts
            continue
        reached.add(fitting[0])
        for other in fitting[1:]:
            overlaps.setdefault((fitting[0], other), facts)
    unreachable = tuple(place for place in range(len(outcomes)) if place not in reached)
    return Coverage(unreachable, overlaps, gap)


def shown(facts: Mapping[str, Fact]) -> str:
    """A case as a message shows it."""
    said = (f"{name} {'not given' if value is None else value}" for name, value in facts.items())
    return ", ".join(said) or "any case"


def samples(kind: FactKind, cells: Iterable[Cell]) -> list[Fact]:
    """Values of a fact such that each way these cells can answer happens for one of them."""
    cuts = {cut for cell in cells for cut in cell.cuts()}
    found: list[Fact]
    if kind.type == "bool":
        found = [True, False]
    elif kind.type == "word":
        found = list(kind.one_of)
    elif kind.type == "text":
        found = [*sorted(map(str, cuts)), "".join(map(str, cuts)) + "…"]
    else:
        found = [value for value in _around(kind, cuts) if kind.fault(value) is None]
    return [*found, None] if kind.optional else found


def _around(kind: FactKind, cuts: Iterable[Value]) -> Sequence[Fact]:
    """For an ordered fact each cut, something between two neighbours, and something beyond both ends."""
    bounds = {bound for bound in (kind.lowest, kind.highest) if bound is not None}
    if kind.type == "date":
        days = sorted(cut for cut in {*cuts, *bounds} if isinstance(cut, date)) or [date(2022, 1, 1)]
        one = timedelta(days=1)
        beside = [days[0] - one, *(day + one for day in days)]
        return sorted({*days, *beside})
    numbers = sorted(float(cut) for cut in {*cuts, *bounds} if isinstance(cut, int | float)) or [0.0]
    if kind.type == "int":
        return [int(number) for number in sorted({numbers[0] - 1, *numbers, *(cut + 1 for cut in numbers)})]
    middles = ((low + high) / 2 for low, high in pairwise(numbers))
    return sorted({numbers[0] - 1, *numbers, *middles, numbers[-1] + 1})
