"""What of the knowledge a new official text touches: facts, what serves them, words for asking, and what questions taught.

A fact is touched where the sentence that said it is gone; whoever reads the list decides what has to be changed.
"""

from collections.abc import Iterator, Sequence

from commands.coverage import of_plan
from knowledge.answers import TAUGHT
from knowledge.answers.likely import labels_of
from knowledge.answers.model import Sayings
from knowledge.answers.search import pairs
from knowledge.official import OfficialText
from knowledge.official.comparing import Differences, sentences
from knowledge.plan import Plan
from knowledge.plan.model import Clause, ClauseFact
from knowledge.plan.serving import KINDS, ClauseServed, FactServed
from knowledge.strict_model import load_model

_NEW = "a clause of its own in clauses.yaml, and in serving.yaml what serves it"


def touched(plan: Plan, before: OfficialText, found: Differences) -> Iterator[str]:
    """The lines for each clause that differs; raises BadFile where the knowledge itself cannot be read."""
    served = {one.clause: one for one in of_plan(plan)}
    gone = {one.clause: one.gone for one in found.changed if one.was == one.clause}
    moved = dict(found.moved)
    sayings, _ = load_model(plan.folder / "sayings.yaml", Sayings)
    for clause in found.touched:
        known = plan.clauses.get(clause)
        if known is None:
            yield f"  {clause}: not in the plan's data; it needs {_NEW}"
            continue
        facts = known.facts
        if clause in gone:
            facts = facts_said_in(known, before.clauses[clause].words, gone[clause])
        yield f"  {clause} {known.title}{f' (now {moved[clause]})' if clause in moved else ''}"
        yield from _of_clause(plan, served[clause], facts, sayings)


def facts_said_in(clause: Clause, words: str, some: Sequence[str]) -> tuple[ClauseFact, ...]:
    """The facts of a clause that some of its sentences said: those to which no other sentence of `words` is nearer."""
    every = sentences(words)
    wanted = set(some)
    found = []
    for fact in clause.facts:
        said = pairs([fact.said, fact.what, *fact.covers])
        shared = {sentence: len(pairs([sentence]) & said) for sentence in every}
        nearest = max(shared.values(), default=0)
        if nearest and any(sentence in wanted for sentence, count in shared.items() if count == nearest):
            found.append(fact)
    return tuple(found)


def _of_clause(plan: Plan, served: ClauseServed, facts: Sequence[ClauseFact], sayings: Sayings) -> Iterator[str]:
    if served.clause in _organisation(plan):
        yield "    its people and duties: organisation.yaml"
    if not facts:
        yield "    no fact that clauses.yaml has: look whether it needs another one"
        return
    names = {fact.id for fact in facts}
    yield f"    facts: {', '.join(fact.id for fact in facts)}"
    by = _by([one for one in served.facts if one.fact.id in names])
    yield from (f"    {kind}: {', '.join(listed)}" for kind, listed in by.items())
    unclear = [one.id for one in plan.head.disagreements if served.clause in one.clauses]
    if unclear:
        yield f"    disagreements in document.yaml: {', '.join(unclear)}"
    if served.clause in sayings.asked:
        yield "    words by which it is asked for: sayings.yaml, asked"
    if (plan.folder / TAUGHT).exists():
        labels = len(labels_of(plan, plan.clauses[served.clause]))
        yield f"    learned questions: {labels} labels in {TAUGHT}; label again what asks for these facts, and learn anew"


def _organisation(plan: Plan) -> frozenset[str]:
    """The clauses whose people stand in organisation.yaml."""
    organisation = plan.organisation
    groups = (group.clause for group in organisation.groups)
    return frozenset((organisation.leading_group.clause, organisation.office.clause, *groups))


def _by(facts: Sequence[FactServed]) -> dict[str, tuple[str, ...]]:
    kinds = {kind: tuple(dict.fromkeys(name for one in facts for name in one.by.get(kind, ()))) for kind in KINDS}
    return {kind: names for kind, names in kinds.items() if names}
