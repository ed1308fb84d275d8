"""The lists by which questions are understood, as they stand in the YAML beside this file."""

from typing import Annotated

from pydantic import Field

from knowledge.strict_model import Frozen, StrictModel, Words

Listed = Annotated[Words, Field(description="words parted by blanks")]


def each(words: str | None) -> tuple[str, ...]:
    """The words of a list; empty for none."""
    return tuple(words.split()) if words is not None else ()


class Same(StrictModel):
    """Words of the plan, and what people say for them."""

    plan: Listed
    said: Listed


class Sayings(StrictModel):
    """sayings.yaml: how people ask about the plan."""

    matter: Listed
    elsewhere: Listed
    noise: Listed
    same: tuple[Same, ...]
    asked: Frozen[str, Listed]


class SilenceSaid(StrictModel):
    """By which words one hears that something is asked which the plan does not say."""

    id: Words
    about: Listed | None = None
    asks: tuple[Words, ...] = ()
    said: Listed | None = None
    unless: Listed | None = None


class Silences(StrictModel):
    """silences.yaml: what the plan does not say, as people ask for it."""

    questions: Frozen[str, Listed]
    silences: tuple[SilenceSaid, ...]


class Way(StrictModel):
    """What the assistant does itself about what some facts say, and how one gets it. `of`: labels of facts and groups."""

    of: Listed
    said: Words


class Ways(StrictModel):
    """ways.yaml."""

    ways: tuple[Way, ...]


class GroupSaid(StrictModel):
    """What a group or body is called, and the matters that are its duty."""

    id: Words
    called: Listed
    matters: Listed | None = None


class Own(StrictModel):
    """Words that mean whoever answers for the asker's own home."""

    grid_worker: Listed
    lead: Listed
    task_force_leader: Listed


class ContactWords(StrictModel):
    """contacts.yaml: how people ask who is responsible."""

    asks: Listed
    phone: Listed
    counts: Listed
    groups: tuple[GroupSaid, ...]
    bodies: tuple[GroupSaid, ...]
    own: Own
