"""不能办 S0120-01 面没货: where only some things of a request are not to be had, the rest of it goes on.

Those are marked on the list, and the resident is told which and why.
"""

from collections.abc import Sequence

from bot.turn import Turn
from handlers.supplies.bought import Unread, read_bought
from handlers.supplies.items import Thing, loaded, stored
from handlers.supplies.notices import note, tell_owner
from ledger import supplies
from ledger.records import compact
from ledger.supplies import Request


def lacks(turn: Turn, request: Request, reason: str) -> str | None:
    """Mark what the reason names as not to be had; None where it names nothing, or all that is left of the request."""
    before = loaded(request.items)
    after = _after(reason, before)
    lacking = [one for one, was in zip(after, before, strict=True) if one != was]
    left = [one for one in after if not one.is_missing]
    if not lacking or not left or not supplies.lack(turn.db, request, compact(stored(after))):
        return None
    note(turn, request.id, request.number, "supplies not to be had", things=len(lacking))
    facts = {
        "number": request.number,
        "lacking": [one.item for one in lacking],
        "left": [one.words for one in left],
        "reason": reason,
    }
    body = turn.render("supply_lacking_told", who=turn.contact.name, **facts)
    told = tell_owner(turn, request, body, f"lacking:{turn.message.key.hex()}")
    return turn.render("supply_lacking", name=request.name, told=told, **facts)


def _after(reason: str, before: Sequence[Thing]) -> Sequence[Thing]:
    """The list with what the reason names as missing; as it was where the reason says anything else."""
    try:
        said = read_bought(reason, before, agreed_before=False)
    except Unread:
        return before
    return before if said.replaced or said.price_fen is not None else said.things
