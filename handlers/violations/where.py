"""Where it is that somebody tells of: as said, what the sentence leaves out taken from where the writer lives or works."""

from dataclasses import dataclass

from bot.turn import Turn
from handlers import rights
from knowledge.language.addresses import AddressFound
from knowledge.language.communities import plan_communities
from knowledge.language.violations import ViolationFound, read_violation
from ledger import places
from ledger.places import Address, Place, UnknownPlace
from ledger.places import parts as parts_of


@dataclass(frozen=True, slots=True)
class Where:
    """A place in words, and whether it is known in which community or village it is."""

    spot: str
    is_whole: bool


def where_of(turn: Turn, found: ViolationFound) -> Where:
    """The place in a sentence, the community taken from the writer's home where the sentence leaves it out."""
    home = _base(turn)
    if found.spot:
        named = plan_communities().find_all(found.spot)
        if named or not home.community:
            return Where(found.spot, bool(named))
        at = found.address
        building = home.building if at is not None and at.building is None and (at.unit or at.room) else None
        return Where(f"{home.community}{building or ''}{found.spot}", True)
    if found.nearby == "building" and home.community and home.building:
        return Where(f"{home.community}{home.building}", True)
    if found.nearby and home.community:
        return Where(home.community, True)
    return Where("", False)


def joined(turn: Turn, before: str, answer: str) -> str:
    """The answer to where it is, with what was said of the place before (永茂 and 3号楼楼下), or the writer's community."""
    named = plan_communities().find_all(answer)
    is_community_alone = len(named) == 1 and len(answer) - (named[0].span[1] - named[0].span[0]) <= 1
    if before and is_community_alone:
        return f"{named[0].name}{before}"
    home = _base(turn).community
    return answer if named or home is None else f"{home}{answer}"


def names_place(text: str) -> bool:
    """Whether words name a place of which this much is certain."""
    return bool(read_violation(text).spot) or bool(plan_communities().find_all(text))


def known_place(turn: Turn, spot: str) -> Place | None:
    """The place of the ledger that the words name, as fine as the tree can hold it; None where it is not known."""
    found = read_violation(spot).address
    named = plan_communities().find_all(spot)
    community = (found.community if found is not None else None) or (named[0].name if named else None)
    if community is None:
        return None
    parts = [part for part in _parts(community, found) if part]
    while parts:
        try:
            return places.ensure(turn.db, "/".join(parts))
        except UnknownPlace:
            parts.pop()
    return None


def _base(turn: Turn) -> Address:
    """Where the writer lives, else where they work."""
    if turn.contact.home.community:
        return turn.contact.home
    return parts_of(next((role.address for role in rights.roles(turn) if role.address), ""))


def _parts(community: str | None, found: AddressFound | None) -> list[str | None]:
    if found is None:
        return [community]
    return [community, found.building, found.unit, found.room]
