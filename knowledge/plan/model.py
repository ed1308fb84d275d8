"""What the plan is made of: clauses with their facts, the organisation, and what the document leaves open.

All of it is read from the YAML beside this file and never changes while the program runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field

from knowledge.strict_model import Frozen, StrictModel, Words

Role = Literal["head", "deputy", "director", "member", "responsible"]
ByWhen = Literal["at_once", "promptly", "daily", "same_day", "around_the_clock", "at_any_time", "beforehand"]


class HowMany(StrictModel):
    """A number that the document states, with what it counts."""

    number: Annotated[int, Field(ge=1)]
    of: Words


class ClauseFact(StrictModel):
    """One thing that a clause asks or states; a field is absent where the document does not say it.

    `said` is the fact in a sentence, for whoever asks for just that.
    """

    id: Words
    what: Words
    said: Words
    who: tuple[Words, ...] = ()
    to_whom: tuple[Words, ...] = ()
    by_when: ByWhen | None = None
    within_hours: Annotated[int, Field(ge=1)] | None = None
    how_many: HowMany | None = None
    covers: tuple[Words, ...] = ()
    unless: Words | None = None


class Clause(StrictModel):
    """A clause in the project's own words; `heading` is where it stands in the document."""

    id: Words
    title: Words
    heading: Words
    statement: Words
    facts: Annotated[tuple[ClauseFact, ...], Field(min_length=1)]


class Disagreement(StrictModel):
    """A point on which the document contradicts itself; whoever answers says both."""

    id: Words
    clauses: Annotated[tuple[Words, ...], Field(min_length=1)]
    words: Words


class Silence(StrictModel):
    """Something the document does not say, and who would know it."""

    id: Words
    words: Words
    ask: Literal["announcement", "configuration", "health_centre", "notice", "office"]


# What is filed or said by no rule, and rests on a clause all the same; texts name it so, never a clause of one plan.
RestsOn = Literal[
    "shift",
    "handover",
    "patrol",
    "disinfection",
    "rubbish",
    "emergency_exit",
    "notice",
    "returns",
    "police",
    "exit",
    "no_movement",
    "daily_count",
    "in_but_not_out",
    "no_outsiders",
    "worries",
]


class Head(StrictModel):
    """What the document is, who acts in it, and where it is unclear.

    `home` is what people call where they come home to, parted by blanks; `office` who answers what the document leaves
    open, as people call it, and `announced_by` whose announcements do. `reports_by` and `reports_to` are the unit that
    sends the daily reports up, and who gets them. `rests_on` names the clause of what is filed by no rule.
    """

    number: Words
    name: Words
    issuer: Words
    street: Words
    year: Annotated[int, Field(ge=2000, le=2100)]
    citation: Annotated[Words, Field(pattern=r"\{clause\}")]
    office: Words
    home: Words
    announced_by: Words
    reports_by: Words
    reports_to: Words
    rests_on: Frozen[RestsOn, Words] = Field(default_factory=lambda: MappingProxyType({}))
    actors: Frozen[str, Words]
    disagreements: tuple[Disagreement, ...]
    silences: tuple[Silence, ...]


class Person(StrictModel):
    """Somebody whom the plan names, with the posts as listed there."""

    name: Words
    role: Role
    posts: Annotated[tuple[Words, ...], Field(min_length=1)]


class Body(StrictModel):
    """The leading group or its office, by the name at the end of its full one; `roles` that have words of their own."""

    name: Words
    clause: Words
    people: Annotated[tuple[Person, ...], Field(min_length=1)]
    roles: Frozen[Role, Words] = Field(default_factory=lambda: MappingProxyType({}))


class GroupsHeading(StrictModel):
    """What the sentence before the list of groups says: its count and names differ from the list."""

    count: int
    names: tuple[Words, ...]


class Group(StrictModel):
    """One of the working groups; `name_in_heading` is there where the heading calls it otherwise."""

    id: Words
    name: Words
    name_in_heading: Words | None = None
    clause: Words
    duties: Annotated[tuple[Words, ...], Field(min_length=1)]
    people: Annotated[tuple[Person, ...], Field(min_length=1)]


class Contact(StrictModel):
    """Whom the office's list names for a place: not the head of the place's leading group (3.1)."""

    name: Words
    posts: Annotated[tuple[Words, ...], Field(min_length=1)]


class Place(StrictModel):
    """A community or village of the subdistrict; `also_means` warns that a short form proves nothing."""

    name: Words
    kind: Literal["community", "village"]
    short_forms: tuple[Words, ...]
    also_means: Words | None = None
    contact: Contact


class Organisation(StrictModel):
    """Everybody whom the plan lists, by body, group and place."""

    leading_group: Body
    office: Body
    heading_of_groups: GroupsHeading
    groups: tuple[Group, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan; `clauses` by id in the order of the document, `folder` is where its files stand."""

    head: Head
    clauses: Mapping[str, Clause]
    organisation: Organisation
    folder: Path

    @property
    def places(self) -> tuple[Place, ...]:
        """The communities and villages, communities first as the document lists them."""
        return self.organisation.places

    @property
    def groups(self) -> tuple[Group, ...]:
        """The working groups that have a list of duties."""
        return self.organisation.groups

    def cite(self, clause: str) -> str:
        """The citation of a clause as residents read it, 〔预案3.2〕; raises KeyError for an unknown one."""
        if clause not in self.clauses:
            raise KeyError(clause)
        return self.citing(clause)

    def rests_on(self, what: str) -> str | None:
        """The clause on which something rests that is filed by no rule; None where the plan says nothing of it."""
        return next((clause for one, clause in self.head.rests_on.items() if one == what), None)

    def rests(self) -> Mapping[str, str]:
        """The clause of everything that texts may cite by what it is about; empty where the plan says nothing of it."""
        return {what: self.head.rests_on.get(what, "") for what in get_args(RestsOn)}

    def citing(self, *clauses: str | None) -> str:
        """The citation of the clauses that are there, each once; empty where there is none.

        What a record cites may be of a plan before this one: it is shown as it was.
        """
        named = dict.fromkeys(self._named(clause) for clause in clauses if clause)
        return self.head.citation.format(clause="、".join(named)) if named else ""

    def place(self, name: str) -> Place | None:
        """The place of a canonical name or short form, exactly as written; None where there is none."""
        return next((place for place in self.places if name == place.name or name in place.short_forms), None)

    def group_of(self, clause: str) -> Group | None:
        """The working group whose duties a clause lists; None for any other clause."""
        return next((one for one in self.groups if one.clause == clause), None)

    def group(self, group: str) -> Group | None:
        """The working group of an id such as `medical`; None where there is none."""
        return next((one for one in self.groups if one.id == group), None)

    def _named(self, clause: str) -> str:
        """A clause as it is cited: what has no number in the document goes by its title."""
        known = self.clauses.get(clause)
        return clause if known is None or clause[0].isdigit() else known.title
