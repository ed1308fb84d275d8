"""An answer out of clauses: the sentences that fit what was asked, in the plan's plain words, with where they stand."""

import re
from typing import NamedTuple

from knowledge.answers.search import Asked, Hit, pairs
from knowledge.plan.model import Clause, ClauseFact, Disagreement, Plan

# A statement of this length fits a phone as it is.
_SHORT = 75
# A second clause is said beside the first where it fits nearly as well.
_NEARLY = 0.85
# Of a longer one the sentence that shares most with the question is said, and those that share nearly as much.
_ALSO = 0.4
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")


class Passage(NamedTuple):
    """What one clause says of the question, and how it is cited."""

    clause: str
    words: str
    cited: str


class FactShown(NamedTuple):
    """A fact of a clause with its people in words."""

    fact: ClauseFact
    who: tuple[str, ...]
    to_whom: tuple[str, ...]


class Details(NamedTuple):
    """All of a clause: its statement, its facts, and where the document does not agree with itself about it."""

    title: str
    statement: str
    cited: str
    facts: tuple[FactShown, ...]
    disagreements: tuple[Disagreement, ...]


def passages(plan: Plan, asked: Asked, hits: list[Hit]) -> tuple[Passage, ...]:
    """What the best clause says, and the second where it fits nearly as well; the best first."""
    near = [hit for hit in hits[:2] if hit.score >= hits[0].score * _NEARLY]
    return tuple(_passage(plan, asked, plan.clauses[hit.clause]) for hit in near)


def details(plan: Plan, clause_id: str) -> Details:
    """All that is known of a clause; raises KeyError for an unknown one."""
    clause, actors = plan.clauses[clause_id], plan.head.actors
    facts = tuple(
        FactShown(fact, tuple(actors[one] for one in fact.who), tuple(actors[one] for one in fact.to_whom))
        for fact in clause.facts
    )
    unclear = tuple(one for one in plan.head.disagreements if clause_id in one.clauses)
    return Details(clause.title, clause.statement, plan.cite(clause_id), facts, unclear)


def _passage(plan: Plan, asked: Asked, clause: Clause) -> Passage:
    return Passage(clause.id, _fitting(clause.statement, asked), plan.cite(clause.id))


def _fitting(statement: str, asked: Asked) -> str:
    """The sentences that share most with the question; all of a short statement, or where none shares anything."""
    if len(statement) <= _SHORT:
        return statement
    wanted = {gram for grams in (asked.grams, *asked.meant) for gram in grams if len(gram) > 1}
    shared = {
        one: sum(asked.rarity.get(gram, 0.0) for gram in wanted & pairs([one])) for one in _SENTENCE.findall(statement)
    }
    most = max(shared.values())
    if not most:
        return statement
    fitting = "".join(one for one, count in shared.items() if count >= most * _ALSO)
    return f"{fitting.rstrip('；;。')}。"
