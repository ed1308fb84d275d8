"""What the assistant does itself about what the plan says: who asks how food comes in is told that it takes the order.

ways.yaml beside the plan says it in words; a plan without that file tells of nothing.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge.answers.judging import Said
from knowledge.answers.likely import label_of, labels
from knowledge.answers.model import Way, Ways, each
from knowledge.plan.model import Plan
from knowledge.strict_model import load_model
from knowledge.strict_yaml import BadFile, Problem

_FILE = "ways.yaml"


class OwnWays:
    """The ways of a plan, those first that are told before others."""

    def __init__(self, ways: Sequence[Way] = ()) -> None:
        self._ways = tuple((frozenset(each(way.of)), way.said) for way in ways)

    def of(self, said: Iterable[Said]) -> str:
        """The first way for anything that is said; empty where there is none."""
        labels = {label for one in said for label in (one.clause, *(label_of(one.clause, fact) for fact in one.facts))}
        return next((words for of, words in self._ways if not of.isdisjoint(labels)), "")


def load_ways(plan: Plan, folder: Path, error: type[BadFile]) -> tuple[OwnWays, list[Problem]]:
    """The ways in a folder, and what is wrong in them; none where it has no such file. Raises `error`."""
    if not (folder / _FILE).exists():
        return OwnWays(), []
    listed, file = load_model(folder / _FILE, Ways, error)
    known = frozenset(labels(plan))
    problems = [
        file.problem(("ways", place, "of"), f"names no fact of the plan: {label}", "see knowledge/plan/clauses.yaml")
        for place, way in enumerate(listed.ways)
        for label in each(way.of)
        if label not in known
    ]
    return OwnWays(listed.ways), problems
