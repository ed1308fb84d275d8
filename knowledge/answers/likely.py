"""How likely each fact of the plan answers a question, and how likely none does, as labelled questions taught.

What the lists hear in a question, who is found by it and what the search finds are signs beside its runs of characters: how
much each says is learned too. The file belongs to one plan; a plan without one is searched only.
"""

import math
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from knowledge.language.leanings import Leanings, share, unpacked
from knowledge.plan.model import Clause, Plan

NOTHING = "-"
_OF = "#"


class Likely(NamedTuple):
    """The clauses, the likeliest first, each with its share (0 to 1); the shares of their facts by id; that of nothing."""

    clauses: tuple[tuple[str, float], ...]
    facts: Mapping[str, Mapping[str, float]]
    none: float


class Taught:
    """What labelled questions have taught about the clauses of a plan. May be used from any thread."""

    def __init__(self, plan: Plan, file: Path) -> None:
        """Load the file; raises WordListError where it was made for other clauses or facts."""
        self._labels = labels(plan)
        self._leanings = Leanings(file, self._labels)

    def likely(self, signs: Set[str]) -> Likely:
        """What a question with these signs asks for."""
        worth, known = self._leanings.lean(signs)
        counts = share(known)
        sums = [counts * one for one in unpacked(worth, len(self._labels))]
        highest = max(sums)
        powers = [math.exp((one - highest) / 100) for one in sums]
        total = sum(powers)
        *answers, (_, none) = zip(self._labels, powers, strict=True)
        return _likely(((label, power / total) for label, power in answers), none / total)


def labels(plan: Plan) -> tuple[str, ...]:
    """What a question can ask for: each fact of the plan, each working group as a whole, and nothing of it."""
    return (*(label for clause in plan.clauses.values() for label in labels_of(plan, clause)), NOTHING)


def labels_of(plan: Plan, clause: Clause) -> tuple[str, ...]:
    """The labels of one clause; what a group does and who is in it is answered as a whole."""
    if plan.group_of(clause.id) is not None:
        return (clause.id,)
    return tuple(f"{clause.id}{_OF}{fact.id}" for fact in clause.facts)


def clause_of(label: str) -> str:
    """The clause of a label."""
    return label.partition(_OF)[0]


def _likely(answers: Iterable[tuple[str, float]], none: float) -> Likely:
    clauses: dict[str, float] = {}
    facts: dict[str, dict[str, float]] = {}
    for label, each in answers:
        clause, _, fact = label.partition(_OF)
        clauses[clause] = clauses.get(clause, 0.0) + each
        if fact:
            facts.setdefault(clause, {})[fact] = each
    return Likely(tuple(sorted(clauses.items(), key=lambda one: -one[1])), facts, none)
