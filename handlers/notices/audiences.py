"""To whom a notice goes: what the office said, as the specification that is approved with the words (clause 3.3).

Sealed areas are named one by one, as they are now; a place that the tree does not have is said to be none.
"""

from typing import cast

from bot.turn import Turn
from knowledge.language.audiences import AudienceSaid
from knowledge.notices.audience import Audience, Case, Everybody, Holding, Living, NotCheckedIn, StaffRole, WithOpenCase
from ledger import places
from ledger.notices import audience as people_of


class NoSuchAudience(Exception):
    """There is no such audience now; the text says what would be one."""


def resolved(turn: Turn, said: AudienceSaid) -> Audience:
    """The audience that is meant. Raises NoSuchAudience, also where the words were not understood to their end."""
    if said.unread:
        raise NoSuchAudience(turn.render("notice_audience_unread", unread=said.unread))
    for address in (*said.places, *said.but_places):
        if places.find(turn.db, address) is None:
            raise NoSuchAudience(turn.render("notice_place_unknown", place=address.replace("/", "")))
    return Audience(to=_to(turn, said), but_places=said.but_places)


def choices(turn: Turn) -> list[Audience]:
    """What can be chosen by number: everybody, what is sealed now, who has not checked in, the grid workers."""
    sealed = people_of.sealed_now(turn.db, places.root_path(turn.db))
    living = [Audience(to=Living(kind="sealed", places=sealed))] if sealed else []
    return [
        Audience(to=Everybody()),
        *living,
        Audience(to=NotCheckedIn()),
        Audience(to=Holding(role="grid_worker")),
    ]


def _to(turn: Turn, said: AudienceSaid) -> Everybody | Living | Holding | WithOpenCase | NotCheckedIn:
    match said.kind:
        case "everybody":
            return Everybody()
        case "sealed":
            return Living(kind="sealed", places=_sealed(turn, said))
        case "role":
            return Holding(role=cast(StaffRole, said.of), places=said.places)
        case "open_case":
            return WithOpenCase(case=cast(Case, said.of), places=said.places)
        case "not_checked_in":
            return NotCheckedIn(places=said.places)
        case "grid":
            return Living(kind="grid", places=said.places)
        case "place":
            return Living(kind="place", places=said.places)


def _sealed(turn: Turn, said: AudienceSaid) -> tuple[str, ...]:
    paths = [known.path for address in said.places if (known := places.find(turn.db, address)) is not None]
    found = [address for path in paths or [places.root_path(turn.db)] for address in people_of.sealed_now(turn.db, path)]
    if not found:
        where = "、".join(address.replace("/", "") for address in said.places)
        raise NoSuchAudience(turn.render("notice_nothing_sealed", place=where))
    return tuple(dict.fromkeys(found))
