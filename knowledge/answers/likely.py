"""How likely each fact of the plan answers a question, and how likely none does, as labelled questions taught.

What the lists hear in a question and who is found by it are signs beside its runs of characters: how much each says is
learned too. The file belongs to one plan; a plan without one is searched only.
"""

from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from knowledge.language.leanings import Leanings
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
        likely = self._leanings.likelihoods(*self._leanings.lean(signs))
        *answers, (_, none) = zip(self._labels, likely, strict=True)
        return _likely(answers, none)


def labels(plan: Plan) -> tuple[str, ...]:
    """What a question can ask for: each fact of the plan, each working group as a whole, and nothing of it."""
    return (*(label for clause in plan.clauses.values() for label in labels_of(plan, clause)), NOTHING)


def labels_of(plan: Plan, clause: Clause) -> tuple[str, ...]:
    """The labels of one clause; what a group does and who is in it is answered as a whole."""
    if plan.group_of(clause.id) is not None:
        return (clause.id,)
    return tuple(label_of(clause.id, fact.id) for fact in clause.facts)


def label_of(clause: str, fact: str) -> str:
    """The label of one fact."""
    return f"{clause}{_OF}{fact}"


def _likely(answers: Iterable[tuple[str, float]], none: float) -> Likely:
    clauses: dict[str, float] = {}
    facts: dict[str, dict[str, float]] = {}
    for label, each in answers:
        clause, _, fact = label.partition(_OF)
        clauses[clause] = clauses.get(clause, 0.0) + each
        if fact:
            facts.setdefault(clause, {})[fact] = each
    return Likely(tuple(sorted(clauses.items(), key=lambda one: -one[1])), facts, none)
