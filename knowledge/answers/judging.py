"""Whether the plan answers a question, and with which clauses: by what labelled questions taught, or by the search alone.

The search alone serves a plan for which no questions have been labelled yet.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.answers.answerable import is_of_the_plan
from knowledge.answers.contacts import Contacts
from knowledge.answers.likely import Likely
from knowledge.answers.search import Asked, Hit
from knowledge.language.leanings import concept_sign, runs
from knowledge.plan.model import Silence

_NEAREST = 3
# A question is left to a person where it is so likely that no clause answers it.
_TURNED_AWAY = 0.5
# A second clause is said beside the first where it fits nearly as well: by its score in the search, by its likelihood.
_NEARLY = 0.85
_NEARLY_AS_LIKELY = 0.25
# A text that was taken for no question about the plan is one where a clause is so likely to answer it.
_SURE = 0.7
# Of the facts of a clause those are said that are so likely beside the likeliest; more than a few are the whole clause.
_ALSO_ASKED = 0.35
_FEW = 3
_PHONES = "phone_numbers"


class Heard(NamedTuple):
    """What the lists hear in a normalised question: what the plan is known not to say, and who is found by it."""

    text: str
    silence: Silence | None
    asks_who: bool
    contacts: Contacts

    @property
    def asks_for_phones(self) -> bool:
        """Whether it asks for a telephone number, which the plan has of nobody."""
        return self.silence is not None and self.silence.id == _PHONES

    @property
    def names_somebody(self) -> bool:
        """Whether it asks for a person or a number, of whom the plan names."""
        return (self.asks_who or self.contacts.asks_phone) and self.contacts.of_the_plan


class Said(NamedTuple):
    """A clause that is said, and which of its facts answer; none of them: what fits in its statement is said."""

    clause: str
    facts: frozenset[str] = frozenset()


class Judged(NamedTuple):
    """The clauses that answer, the best first (none: the plan does not say); those of them that are said; whether the
    people who were found answer it; and whether it is beyond doubt that the first clause does."""

    clauses: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    names_people: bool = False
    is_sure: bool = False


def by_search(heard: Heard, asked: Asked, hits: Sequence[Hit]) -> Judged:
    """What the lists and the search make of a question."""
    if heard.silence is not None and not (heard.asks_for_phones and heard.asks_who and heard.names_somebody):
        return Judged()
    near = tuple(hit.clause for hit in hits)
    if heard.names_somebody:
        return Judged(tuple(dict.fromkeys((*heard.contacts.clauses, *near)))[:_NEAREST], (), names_people=True)
    if not near or not is_of_the_plan(asked):
        return Judged()
    enough = hits[0].score * _NEARLY
    return Judged(near, tuple(Said(hit.clause) for hit in hits[:2] if hit.score >= enough))


def by_what_was_taught(heard: Heard, likely: Likely) -> Judged:
    """What labelled questions taught about a question with these signs."""
    if likely.none >= _TURNED_AWAY:
        return Judged()
    nearest = likely.clauses[:_NEAREST]
    clauses = tuple(clause for clause, _ in nearest)
    enough = nearest[0][1] * _NEARLY_AS_LIKELY
    said = tuple(Said(clause, _answering(likely, clause)) for clause, share in nearest[:2] if share >= enough)
    found = heard.contacts
    names_some = bool(found.people or found.places or found.counts_groups)
    names_people = names_some and not {one.clause for one in said}.isdisjoint(found.clauses)
    return Judged(clauses, said, names_people, is_sure=nearest[0][1] >= _SURE)


def _answering(likely: Likely, clause: str) -> frozenset[str]:
    """The facts of a clause that are asked for; none where no few of them stand out, and all of it is."""
    facts = likely.facts.get(clause, {})
    most = max(facts.values(), default=0.0)
    found = frozenset(fact for fact, share in facts.items() if share >= most * _ALSO_ASKED)
    return found if len(found) <= _FEW else frozenset()


def signs(heard: Heard) -> frozenset[str]:
    """The signs of a question: its runs of characters, and what the lists heard in it."""
    return frozenset(runs(heard.text)).union(map(concept_sign, _concepts(heard)))


def _concepts(heard: Heard) -> Iterator[str]:
    if heard.silence is not None:
        yield "silence"
        yield f"silence {heard.silence.id}"
    contacts = heard.contacts
    for name, holds in (
        ("who", heard.asks_who),
        ("phone", contacts.asks_phone),
        ("people", contacts.people),
        ("places", contacts.places),
    ):
        if holds:
            yield name
    for clause in contacts.clauses:
        yield f"of {clause}"
        if heard.asks_who:
            yield f"who of {clause}"
