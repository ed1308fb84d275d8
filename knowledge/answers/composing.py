"""An answer out of clauses: the sentences that fit what was asked, in the plan's plain words, with where they stand."""

import re
from collections.abc import Iterable, Set
from typing import NamedTuple

from knowledge.answers.judging import Said
from knowledge.answers.quoting import quote
from knowledge.answers.search import Asked, pairs
from knowledge.official import OfficialText
from knowledge.plan.model import Clause, ClauseFact, Disagreement, Plan

# A statement of this length fits a phone as it is.
_SHORT = 75
# Of a longer one the sentence that shares most with the question is said, and those that share nearly as much.
_ALSO = 0.4
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")


class Passage(NamedTuple):
    """What one clause says of the question, how it is cited, and the official words (empty where they are not there)."""

    clause: str
    words: str
    cited: str
    quote: str


class FactShown(NamedTuple):
    """A fact of a clause with its people in words."""

    fact: ClauseFact
    who: tuple[str, ...]
    to_whom: tuple[str, ...]


class Details(NamedTuple):
    """All of a clause: its statement, its facts, the official words for it (empty where they are not there), and where
    the document does not agree with itself about it."""

    title: str
    statement: str
    cited: str
    quote: str
    facts: tuple[FactShown, ...]
    disagreements: tuple[Disagreement, ...]


def passages(
    plan: Plan, said: Iterable[Said], asked: Asked | None, official: OfficialText | None
) -> tuple[Passage, ...]:
    """What clauses say of the question, in their order; a working group's is left to its contacts.

    Where it is not known which facts are asked for, `asked` chooses the sentences of a long statement.
    """
    clauses = ((plan.clauses[one.clause], one.facts) for one in said if plan.group_of(one.clause) is None)
    return tuple(_passage(plan, clause, facts, asked, official) for clause, facts in clauses)


def details(plan: Plan, clause_id: str, official: OfficialText | None) -> Details:
    """All that is known of a clause; raises KeyError for an unknown one."""
    clause, actors = plan.clauses[clause_id], plan.head.actors
    facts = tuple(
        FactShown(fact, tuple(actors[one] for one in fact.who), tuple(actors[one] for one in fact.to_whom))
        for fact in clause.facts
    )
    unclear = tuple(one for one in plan.head.disagreements if clause_id in one.clauses)
    quoted = quote(official, clause_id, clause.statement)
    return Details(clause.title, clause.statement, plan.cite(clause_id), quoted, facts, unclear)


def _passage(
    plan: Plan, clause: Clause, facts: Set[str], asked: Asked | None, official: OfficialText | None
) -> Passage:
    """The facts that are asked for, in the order of the clause; where that is not known, of a long statement what fits."""
    words = clause.statement
    if facts:
        words = "".join(fact.said for fact in clause.facts if fact.id in facts)
    elif len(words) > _SHORT and asked is not None:
        words = _fitting(words, asked)
    return Passage(clause.id, words, plan.cite(clause.id), quote(official, clause.id, words))


def _fitting(statement: str, asked: Asked) -> str:
    """The sentences that share most with the question; all of them where none shares anything."""
    wanted = {gram for grams in (asked.grams, *asked.meant) for gram in grams if len(gram) > 1}
    shared = {
        one: sum(asked.rarity.get(gram, 0.0) for gram in wanted & pairs([one])) for one in _SENTENCE.findall(statement)
    }
    most = max(shared.values())
    if not most:
        return statement
    fitting = "".join(one for one, count in shared.items() if count >= most * _ALSO)
    return f"{fitting.rstrip('；;。')}。"
