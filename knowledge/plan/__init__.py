"""The subdistrict's emergency plan as data (DESIGN 2): clauses, their facts, and who is who.

The YAML beside this file is one plan; another street's, or one for another kind of emergency, is another folder with the
same files, which config.yaml names (`plan.folder`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, RootModel

from knowledge.plan.model import (
    Clause,
    ClauseFact,
    Contact,
    Group,
    Head,
    Organisation,
    Person,
    Place,
    Plan,
)
from knowledge.settings import load_settings
from knowledge.strict_model import load_model
from knowledge.strict_yaml import BadFile, Document, Problem, Trail

__all__ = [
    "BadPlan",
    "Clause",
    "ClauseFact",
    "Contact",
    "Group",
    "Person",
    "Place",
    "Plan",
    "load_plan",
    "the_plan",
]

FOLDER = Path(__file__).parent


class BadPlan(BadFile):
    """The plan's files contradict themselves or cannot be read."""


class _Clauses(RootModel[Annotated[tuple[Clause, ...], Field(min_length=1)]]):
    """clauses.yaml: a list."""


def load_plan(folder: Path = FOLDER) -> Plan:
    """The plan of a folder; raises BadPlan with every fault of the first file that has any."""
    head, head_file = load_model(folder / "document.yaml", Head, BadPlan)
    listed, clauses_file = load_model(folder / "clauses.yaml", _Clauses, BadPlan)
    organisation, organisation_file = load_model(folder / "organisation.yaml", Organisation, BadPlan)
    clauses = {clause.id: clause for clause in listed.root}
    for problems in (
        _faults_of_clauses(listed.root, head, clauses_file),
        _faults_of_head(head, clauses, head_file),
        _faults_of_organisation(organisation, clauses, organisation_file),
    ):
        found = list(problems)
        if found:
            raise BadPlan(found)
    return Plan(head, MappingProxyType(clauses), organisation, folder)


@cache
def the_plan() -> Plan:
    """The plan that config.yaml names, read once; raises BadPlan, or BadConfig where the settings are wrong."""
    return load_plan(load_settings().plan.folder)


def _faults_of_clauses(clauses: Iterable[Clause], head: Head, file: Document) -> Iterator[Problem]:
    listed = tuple(clauses)
    yield from _repeated(((clause.id, (place, "id")) for place, clause in enumerate(listed)), file)
    for place, clause in enumerate(listed):
        at: Trail = (place, "facts")
        facts = tuple(enumerate(clause.facts))
        yield from _repeated(((fact.id, (*at, number, "id")) for number, fact in facts), file)
        for number, fact in facts:
            for field, actors in (("who", fact.who), ("to_whom", fact.to_whom)):
                for unknown in (actor for actor in actors if actor not in head.actors):
                    remedy = "use a word of document.yaml's `actors`, or add it there"
                    yield file.problem((*at, number, field), f"names the unknown actor {unknown}", remedy)


def _faults_of_head(head: Head, clauses: Iterable[str], file: Document) -> Iterator[Problem]:
    known = set(clauses)
    for what, clause in head.rests_on.items():
        if clause not in known:
            yield _unknown_clause(file, ("rests_on", what), clause)
    for place, disagreement in enumerate(head.disagreements):
        for clause in disagreement.clauses:
            if clause not in known:
                yield _unknown_clause(file, ("disagreements", place, "clauses"), clause)


def _faults_of_organisation(organisation: Organisation, clauses: Iterable[str], file: Document) -> Iterator[Problem]:
    known = set(clauses)
    cited: list[tuple[Trail, str]] = [
        (("leading_group", "clause"), organisation.leading_group.clause),
        (("office", "clause"), organisation.office.clause),
    ]
    groups = tuple(enumerate(organisation.groups))
    cited += [(("groups", number, "clause"), group.clause) for number, group in groups]
    yield from (_unknown_clause(file, trail, clause) for trail, clause in cited if clause not in known)
    yield from _repeated(((group.id, ("groups", number, "id")) for number, group in groups), file)
    names = [
        (name, ("places", number, "name"))
        for number, place in enumerate(organisation.places)
        for name in (place.name, *place.short_forms)
    ]
    yield from _repeated(names, file)


def _repeated(named: Iterable[tuple[str, Trail]], file: Document) -> Iterator[Problem]:
    """A problem for each name that stands more than once, at its last place."""
    listed = list(named)
    counts = Counter(name for name, _ in listed)
    last = dict(listed)
    for name, count in counts.items():
        if count > 1:
            yield file.problem(last[name], f"{name} is used {count} times", "keep one of them")


def _unknown_clause(file: Document, trail: Trail, clause: str) -> Problem:
    return file.problem(trail, f"names clause {clause}, which the plan does not have", "see clauses.yaml")
