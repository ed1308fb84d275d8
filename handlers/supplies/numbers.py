"""A supply request by its number, S0120-01 or S0120-01A, as far as the writer's groups and places reach.

A number without its letter means all parts that the writer may see. Where several fit it is asked which.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from bot.turn import Turn
from handlers import rights
from handlers.said_back import word
from handlers.supplies.items import loaded, words_of
from ledger import supplies
from ledger.supplies import Request

NUMBER = r"([Ss]\d{4}-\d{2,4}[A-Ha-h]?)"
_BEHIND = re.compile(rf".*?{NUMBER}(.*)".replace("(", "(?:", 1), re.DOTALL)

# To whom the rule supply_routing sends requests; None is the office, which sees all.
_GROUPS = frozenset({None, "supplies", "medical"})


def of_my_groups(turn: Turn, number: str) -> list[Request]:
    """What has this number and is the writer's group's; for the office, any."""
    wanted = number.upper()
    return _once(one for group in rights.groups(turn) for one in supplies.for_group(turn.db, wanted, group))


def at_my_doors(turn: Turn, number: str) -> list[Request]:
    """The same, with what goes to a door that the writer looks after: who brings it there may say so."""
    wanted = number.upper()
    at_doors = (one for scope in rights.scopes(turn) for one in supplies.in_scope(turn.db, wanted, scope))
    return _once([*of_my_groups(turn, number), *at_doors])


def words_behind(turn: Turn, words: str) -> str:
    """The words behind a number as they were typed; `words` are the same, normalised, for where there is no number."""
    found = _BEHIND.fullmatch(turn.message.text)
    return (found[1] if found is not None else words).strip(" ,。:，：")


def takes_supplies(turn: Turn) -> bool:
    """Whether supply requests can be the writer's: a member of a group to which the rule sends some, or the office."""
    return not _GROUPS.isdisjoint(rights.groups(turn))


def open_of_my_groups(turn: Turn) -> list[Request]:
    """What waits for the writer's groups."""
    return _once(one for group in rights.groups(turn) for one in supplies.open_for(turn.db, group))


def open_at_my_doors(turn: Turn) -> list[Request]:
    """What waits for the writer's groups, or is on its way to doors that they look after."""
    at_doors = (one for scope in rights.scopes(turn) for one in supplies.open_in(turn.db, scope))
    return _once([*open_of_my_groups(turn), *at_doors])


def choose(
    turn: Turn,
    number: str | None,
    found: Sequence[Request],
    fitting: Callable[[Request], bool],
    deed: str,
    act: Callable[[Request], str],
) -> str:
    """Act on the one that is meant: what has the number, of several the only one that fits; else it is asked which."""
    if not found:
        return turn.render("supply_not_found", number=(number or "").upper(), deed=deed)
    fit = [one for one in found if fitting(one)] or list(found)
    if len(fit) == 1:
        return act(fit[0])
    return turn.render("supply_which", deed=deed, requests=[line(one) for one in fit])


def line(request: Request) -> dict[str, object]:
    """A request as lists show it: names and doors, no phones."""
    return {
        "number": request.number,
        "name": request.name,
        "address": request.address.replace("/", ""),
        "things": words_of(loaded(request.items)),
        "status": status_words(request),
        "urgent": request.is_urgent,
        "who": request.delivered_by or request.accepted_by or "",
    }


def status_words(request: Request) -> str:
    """The state in words."""
    if request.has_complaint:
        return word("supply_status", "complained")
    if request.is_to_be_found_out:
        return word("supply_status", "unconfirmed")
    if request.is_repair and request.status in {"delivered", "confirmed"}:
        return word("supply_status", "repaired")
    return word("supply_status", request.status)


def _once(requests: Iterable[Request]) -> list[Request]:
    return sorted({one.id: one for one in requests}.values(), key=lambda one: one.id)
