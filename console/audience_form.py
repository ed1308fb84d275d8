"""To whom a notice goes, as the page's form asks for it: who, where, and who is left out; and back again to change it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import cast, get_args

from knowledge.language.audience_places import places_in
from knowledge.language.audiences import says_nothing
from knowledge.language.communities import plan_communities
from knowledge.language.normalise import normalise
from knowledge.notices.audience import (
    Audience,
    Case,
    Everybody,
    Holding,
    Living,
    NotCheckedIn,
    StaffRole,
    WithOpenCase,
)
from knowledge.notices.content import RHYTHMS
from ledger import Db, places
from ledger.notices import audience

WHO = ("living", "sealed", "not_checked_in", "role", "open_case")
ROLES: tuple[str, ...] = get_args(StaffRole)
CASES: tuple[str, ...] = get_args(Case)
_LONGEST = 2_000


class BadAudience(Exception):
    """The form names no audience; `field` is where, `fault` its text in words.yaml."""

    def __init__(self, field: str, fault: str, about: str = "") -> None:
        super().__init__(fault)
        self.field, self.fault, self.about = field, fault, about


@dataclass(frozen=True, slots=True)
class Fields:
    """What the form holds: the notice's words, and to whom as it is filled in."""

    title: str = ""
    text: str = ""
    broadcast: str = ""
    mongolian: str = ""
    rhythm: str = ""
    who: str = WHO[0]
    role: str = ROLES[0]
    case: str = CASES[0]
    where: str = ""
    but: str = ""


def read(form: Mapping[str, str]) -> Fields:
    """What somebody sent; a choice that is none of those offered is the first one."""
    said = {one.name: form.get(one.name, "").replace("\r\n", "\n").strip()[: _LONGEST * 2] for one in fields(Fields)}
    said["rhythm"] = said["rhythm"] if said["rhythm"] in RHYTHMS else ""
    said["who"] = said["who"] if said["who"] in WHO else WHO[0]
    said["role"] = said["role"] if said["role"] in ROLES else ROLES[0]
    said["case"] = said["case"] if said["case"] in CASES else CASES[0]
    return Fields(**said)


def audience_of(db: Db, said: Fields) -> Audience:
    """The audience that the form names. Raises BadAudience."""
    where, but = _places(db, "where", said.where), _places(db, "but", said.but)
    return Audience(to=_to(db, said, where), but_places=but)


def of_audience(one: Audience) -> dict[str, str]:
    """The form's fields for an audience; people who are left out one by one are the chat's alone to name."""
    to = one.to
    found = {"where": _spoken(one.places), "but": _spoken(one.but_places)}
    match to:
        case Everybody():
            return {**found, "who": "living"}
        case Living():
            return {**found, "who": "sealed" if to.kind == "sealed" else "living"}
        case Holding():
            return {**found, "who": "role", "role": to.role}
        case WithOpenCase():
            return {**found, "who": "open_case", "case": to.case}
        case NotCheckedIn():
            return {**found, "who": "not_checked_in"}


def _to(
    db: Db, said: Fields, where: tuple[str, ...]
) -> Everybody | Living | Holding | WithOpenCase | NotCheckedIn:
    match said.who:
        case "role":
            return Holding(role=cast(StaffRole, said.role), places=where)
        case "open_case":
            return WithOpenCase(case=cast(Case, said.case), places=where)
        case "not_checked_in":
            return NotCheckedIn(places=where)
        case "sealed":
            return Living(kind="sealed", places=_sealed(db, where))
    if not where:
        return Everybody()
    return Living(kind="grid" if all(_is_grid(one) for one in where) else "place", places=where)


def _sealed(db: Db, where: tuple[str, ...]) -> tuple[str, ...]:
    paths = [known.path for one in where if (known := places.find(db, one)) is not None] or [places.root_path(db)]
    found = dict.fromkeys(address for path in paths for address in audience.sealed_now(db, path))
    if not found:
        raise BadAudience("where", "nothing_sealed")
    return tuple(found)


def _places(db: Db, field: str, said: str) -> tuple[str, ...]:
    """The places in the words, each of which there is, and nothing else."""
    found, rest = places_in(normalise(said), plan_communities())
    if not says_nothing(rest):
        raise BadAudience(field, "place_unknown", rest.strip())
    for address in found:
        if places.find(db, address) is None:
            raise BadAudience(field, "place_unknown", address.replace("/", ""))
    return found


def _is_grid(address: str) -> bool:
    return address.rpartition("/")[2].endswith("网格")


def _spoken(addresses: tuple[str, ...]) -> str:
    return "、".join(one.replace("/", "") for one in addresses)
