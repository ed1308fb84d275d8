"""Who is responsible: a person, a place, a working group by its name or by the matter, the leading group, its office.

From the organisation of the plan alone. A place's contact is called just that: by clause 3.1 the head of its leading group
is the branch secretary, and some of the contacts are not.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from knowledge.answers.model import ContactWords, GroupSaid, each
from knowledge.language.communities import Communities
from knowledge.language.words import WordTable, either
from knowledge.plan.model import Body, Group, Person, Place, Plan

OwnKind = Literal["grid_worker", "lead", "task_force_leader"]
# 村里的领导小组 is that of the place (3.1), not the subdistrict's.
_OF_A_PLACE = re.compile(r"(?:村|社区|屯|本级|各级)[里上的]*(?:应急)?领导小组")
_ROLES = (("副组长", "deputy"), ("组长", "head"), ("一把手", "head"), ("主任", "director"), ("成员", "member"))
_MOST_GROUPS = 2


class Held(NamedTuple):
    """What somebody is in the plan: of which body, group or place, and as what."""

    of: str
    role: str
    posts: tuple[str, ...]


class Named(NamedTuple):
    """Somebody whom the plan names, with all that they are in it."""

    name: str
    held: tuple[Held, ...]


class PeopleOf(NamedTuple):
    """The people of the leading group or of its office who were asked for."""

    body: Literal["leading_group", "office"]
    clause: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who was asked for; `own` names whoever answers for the asker's own home, which the ledger knows."""

    people: tuple[Named, ...]
    places: tuple[Place, ...]
    groups: tuple[Group, ...]
    bodies: tuple[PeopleOf, ...]
    counts_groups: bool
    asks_phone: bool
    own: frozenset[OwnKind]
    clauses: tuple[str, ...]

    @property
    def of_the_plan(self) -> bool:
        """Whether anything of it stands in the plan."""
        return bool(self.clauses)


class Directory:
    """The organisation of a plan, ready to be asked."""

    def __init__(self, plan: Plan, words: ContactWords) -> None:
        self._plan = plan
        self._asks = re.compile(either(each(words.asks)))
        self._phone = re.compile(either(each(words.phone)))
        self._counts = re.compile(either(each(words.counts)))
        self._own: dict[OwnKind, re.Pattern[str]] = {
            "grid_worker": re.compile(either(each(words.own.grid_worker))),
            "lead": re.compile(either(each(words.own.lead))),
            "task_force_leader": re.compile(either(each(words.own.task_force_leader))),
        }
        self._called = _table(words.groups, lambda group: group.called)
        self._matters = _table(words.groups, lambda group: group.matters)
        self._bodies = _table(words.bodies, lambda body: body.called)
        self._people = _people(plan)
        self._names = WordTable({name: name for name in self._people})
        self._places = Communities.of(plan.places)

    def asks_who(self, text: str) -> bool:
        """Whether a normalised question asks for a person, or whose matter something is."""
        return any(pattern.search(text) for pattern in (self._asks, self._counts)) or self._is_a_name(text)

    def _is_a_name(self, text: str) -> bool:
        """Whether somebody whom the plan names is named, and no number is asked for."""
        return bool(self._names.scan(text)) and not self.asks_phone(text)

    def asks_phone(self, text: str) -> bool:
        """Whether a normalised question asks for a telephone number."""
        return self._phone.search(text) is not None

    def find(self, text: str) -> Contacts:
        """Who a normalised question asks for; with nothing in it where it asks for nobody that the plan knows."""
        names = dict.fromkeys(found.tag for found in self._names.scan(text))
        places = dict.fromkeys(found.name for found in self._places.find_all(text))
        bodies = () if _OF_A_PLACE.search(text) else self._bodies_in(text)
        counts = self._counts.search(text) is not None
        called = _ids(self._called, text)
        is_named = bool(names or places or bodies or counts)
        groups = called or ([] if is_named else _ids(self._matters, text))
        found = tuple(group for group in self._plan.groups if group.id in groups[:_MOST_GROUPS])
        people = tuple(self._people[name] for name in names)
        at = tuple(place for place in self._plan.places if place.name in places)
        own = frozenset(kind for kind, pattern in self._own.items() if pattern.search(text))
        clauses = self._clauses(people, at, found, bodies, counts)
        return Contacts(people, at, found, bodies, counts, self.asks_phone(text), own, clauses)

    def group_of(self, clause: str) -> Contacts | None:
        """The working group whose duties a clause lists; None for any other clause."""
        group = self._plan.group_of(clause)
        if group is None:
            return None
        return Contacts((), (), (group,), (), False, False, frozenset(), (clause,))

    def _bodies_in(self, text: str) -> tuple[PeopleOf, ...]:
        organisation = self._plan.organisation
        bodies: dict[str, Body] = {"leading_group": organisation.leading_group, "office": organisation.office}
        found: list[PeopleOf] = []
        for name in _ids(self._bodies, text):
            body = bodies[name]
            words = (*((word, role) for role, word in body.roles.items()), *_ROLES)
            role = next((role for word, role in sorted(words, key=lambda one: -len(one[0])) if word in text), None)
            people = tuple(one for one in body.people if one.role == role) or body.people
            found.append(PeopleOf("leading_group" if name == "leading_group" else "office", body.clause, people))
        return tuple(found)

    def _clauses(
        self,
        people: Iterable[Named],
        places: Iterable[Place],
        groups: Iterable[Group],
        bodies: Iterable[PeopleOf],
        counts: bool,
    ) -> tuple[str, ...]:
        """Where what was found stands, the first first; the office's list has the places."""
        office = self._plan.organisation.office.clause
        by_name = {group.name: group.clause for group in self._plan.groups}
        clauses = [group.clause for group in groups]
        clauses += [body.clause for body in bodies]
        clauses += [office for _ in places] + ([office] if counts else [])
        for person in people:
            clauses += [by_name.get(held.of, self._clause_of_body(held.of)) for held in person.held]
        return tuple(dict.fromkeys(clauses))

    def _clause_of_body(self, name: str) -> str:
        organisation = self._plan.organisation
        return organisation.leading_group.clause if name == "leading_group" else organisation.office.clause


def _table(listed: Iterable[GroupSaid], words: Callable[[GroupSaid], str | None]) -> WordTable[str]:
    return WordTable({word: one.id for one in listed for word in each(words(one))})


def _ids(table: WordTable[str], text: str) -> list[str]:
    return list(dict.fromkeys(found.tag for found in table.scan(text)))


def _people(plan: Plan) -> Mapping[str, Named]:
    """Everybody whom the plan names, with all that they are in it."""
    held: dict[str, list[Held]] = {}
    organisation = plan.organisation
    for name, body in (("leading_group", organisation.leading_group), ("office", organisation.office)):
        for person in body.people:
            held.setdefault(person.name, []).append(Held(name, person.role, person.posts))
    for group in organisation.groups:
        for person in group.people:
            held.setdefault(person.name, []).append(Held(group.name, person.role, person.posts))
    for place in organisation.places:
        held.setdefault(place.contact.name, []).append(Held(place.name, "contact", place.contact.posts))
    return {name: Named(name, tuple(all_held)) for name, all_held in held.items()}
