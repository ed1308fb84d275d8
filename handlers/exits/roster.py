"""排班: who leads the task force of a sealed place at which hours, entered by the office or the community's lead (3.4.3).

The right to sign follows it (ledger/duty/roster.py): an entry names somebody, bound already or not, and replaces for its
hours the rule that everybody who holds the role may sign.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.said_back import clock_words
from knowledge.language.reading import find_slots
from knowledge.times import parse_moment
from ledger import places, seals
from ledger.duty import roster
from ledger.duty.roster import Rank
from ledger.records import compact
from ledger.seals import Seal

_ENTRY = re.compile(r"排班 ?(\S+?)(?:的)? ?(组长|副组长|替班) ?([^\d ,。:]{2,10}?)[ ,:]+(.+)")
_RANKS: dict[str, Rank] = {"组长": "leader", "副组长": "deputy", "替班": "deputy"}


def _enter(turn: Turn, match: re.Match[str]) -> str | None:
    scopes = rights.led(turn)
    if not scopes:
        return None
    seal = _seal(turn, match[1], scopes)
    if seal is None:
        return turn.render("roster_no_seal", place=match[1])
    hours = find_slots(match[4], turn.said_time, ("leave_at", "return_by"))
    begins, ends = hours.get("leave_at"), hours.get("return_by")
    if not (isinstance(begins, str) and isinstance(ends, str) and "T" in begins and "T" in ends):
        return turn.render("roster_which_hours")
    from_at, until_at = parse_moment(begins), parse_moment(ends)
    rank = _RANKS[match[2]]
    roster.enter(turn.db, seal.place_id, rank, match[3], from_at, until_at, turn.now, turn.contact.name)
    detail = compact({"rank": rank, "from": begins, "until": ends})
    turn.note("on the roster", f"place:{seal.place_id}", detail)
    holds = any(who.recipient.name == match[3] for who in roster.leading(turn.db, seal, from_at))
    return turn.render(
        "roster_entered",
        place=seal.spoken,
        rank=match[2],
        who=match[3],
        begins=clock_words(from_at),
        ends=clock_words(until_at),
        holds=holds,
    )


def _seal(turn: Turn, said: str, scopes: list[str]) -> Seal | None:
    """The seal of the place that is named, where the writer's scope reaches it."""
    named = find_slots(said, turn.said_time, ("community", "building"))
    address = "/".join(str(named[part]) for part in ("community", "building") if part in named)
    place = places.find(turn.db, address) if address else None
    found = seals.of_place(turn.db, place.id) if place is not None else None
    return found if found is not None and any(found.path.startswith(scope) for scope in scopes) else None


commands = (Command("roster", _ENTRY, _enter),)
