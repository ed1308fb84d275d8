"""To whom a notice goes: a specification that is approved with its words and turned into people when it is filled.

Places are addresses as people say them (永茂社区/6号楼, 永茂社区/1网格). Sealed areas are named one by one: what is sealed
after the approval is not in it.
"""

import json
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field

from knowledge.strict_model import StrictModel, Words

MOST_PLACES = 60
MOST_PEOPLE_LEFT_OUT = 200

Case = Literal["return_report", "exit_request", "supply_request"]
StaffRole = Literal[
    "grid_worker",
    "community_lead",
    "task_force_leader",
    "gate_guard",
    "group_member",
    "office",
    "leader",
    "inspector",
]


T = TypeVar("T", str, int)


def _once_in_order(values: tuple[T, ...]) -> tuple[T, ...]:
    """The same audience has the same hash, whatever order somebody named its parts in."""
    return tuple(sorted(set(values)))


Places = Annotated[tuple[Words, ...], Field(max_length=MOST_PLACES), AfterValidator(_once_in_order)]
People = Annotated[tuple[int, ...], Field(max_length=MOST_PEOPLE_LEFT_OUT), AfterValidator(_once_in_order)]


class Everybody(StrictModel):
    """Everybody whom the ledger knows."""

    kind: Literal["everybody"] = "everybody"


class Living(StrictModel):
    """Whoever lives in one of these places, grids or sealed areas."""

    kind: Literal["place", "grid", "sealed"] = "place"
    places: Annotated[Places, Field(min_length=1)]


class Holding(StrictModel):
    """Whoever holds a role of the staff; with places, those whose role is for one of these or lies in it."""

    kind: Literal["role"] = "role"
    role: StaffRole
    places: Places = ()


class WithOpenCase(StrictModel):
    """Whoever has an open case of a kind; with places, those who live there."""

    kind: Literal["open_case"] = "open_case"
    case: Case
    places: Places = ()


class NotCheckedIn(StrictModel):
    """Whoever has to check in (rule checkin_due) and has not on the day it goes out; with places, those who live there."""

    kind: Literal["not_checked_in"] = "not_checked_in"
    places: Places = ()


class Audience(StrictModel):
    """To whom, and who is left out: everybody of some places, and people by their number in the ledger."""

    to: Annotated[Everybody | Living | Holding | WithOpenCase | NotCheckedIn, Field(discriminator="kind")]
    but_places: Places = ()
    but_people: People = ()

    def canonical(self) -> str:
        """The specification as it is stored and hashed: JSON, keys in order, UTF-8, no blanks."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def places(self) -> tuple[str, ...]:
        """The places that it is limited to; none for the whole subdistrict."""
        return () if isinstance(self.to, Everybody) else self.to.places


def everybody() -> Audience:
    """Everybody whom the ledger knows."""
    return Audience(to=Everybody())


def living_in(*addresses: str, kind: Literal["place", "grid", "sealed"] = "place") -> Audience:
    """Whoever lives in one of these places."""
    return Audience(to=Living(kind=kind, places=addresses))


def parse(canonical: str) -> Audience:
    """A stored specification; raises pydantic's ValidationError for one that is none."""
    return Audience.model_validate_json(canonical)
