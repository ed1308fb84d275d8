"""From the shop to the door (clause 3.4.5): 已买, 已消杀, 已送到, and for a repair 已修好.

Life skips steps forward (bought and delivered at once), never backwards. The resident is told once a step, and asked
where something came instead of what they wanted, or did not come.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.said_back import word
from handlers.supplies.bought import Bought, Unread, read_bought
from handlers.supplies.deadlines import confirm_by
from handlers.supplies.items import loaded, stored, words_of
from handlers.supplies.mine import mine
from handlers.supplies.notices import end_alerts, note, tell_owner
from handlers.supplies.numbers import (
    NUMBER,
    at_my_doors,
    choose,
    line,
    open_at_my_doors,
    takes_supplies,
)
from handlers.supplies.taking import by, has_moved_on
from ledger import supplies
from ledger.records import compact
from ledger.supplies import Request

_BOUGHT = re.compile(rf"(?:已经?买好?了?|买好了?|已采购|采购好了?)[ ,:]*(?:{NUMBER})?[ ,:]*(.*)", re.DOTALL)
_DISINFECTED = re.compile(rf"(?:已经?消[杀毒]了?|消[杀毒]好?了)[ ,:]*(?:{NUMBER})?")
_DELIVERED = re.compile(rf"(?:已经?送[到达]?了?|送到了|已经?修好了?|修好了)[ ,:]*(?:{NUMBER})?")
# From which states each step can be taken.
_BEFORE = {
    "purchased": frozenset({"submitted", "accepted"}),
    "disinfected": frozenset({"submitted", "accepted", "purchased"}),
    "delivered": frozenset({"submitted", "accepted", "purchased", "disinfected"}),
}


def _bought(turn: Turn, match: re.Match[str]) -> str | None:
    return _step(turn, match, "purchased", lambda request: _purchase(turn, request, match[2].strip()))


def _disinfected(turn: Turn, match: re.Match[str]) -> str | None:
    return _step(turn, match, "disinfected", lambda request: _disinfect(turn, request))


def _delivered(turn: Turn, match: re.Match[str]) -> str | None:
    return _step(turn, match, "delivered", lambda request: _deliver(turn, request))


def _step(turn: Turn, match: re.Match[str], after: str, act: Callable[[Request], str]) -> str | None:
    """The step for the request that is meant; without a number for the only one that this person has taken."""
    if not (rights.groups(turn) or rights.scopes(turn)):
        return None
    number = match[1]
    if number is not None:
        found = at_my_doors(turn, number)
    else:
        open_ones = open_at_my_doors(turn)
        found = [one for one in open_ones if one.accepted_by_id == turn.contact.person_id]
        if turn.form is not None:
            return None
        others = [one for one in open_ones if one.is_on_its_way] if not found and after == "delivered" else []
        if others:  # somebody else has taken it: which one is meant is never guessed
            return turn.render("supply_which", deed=turn.render(f"supply_deed_{after}"), requests=[*map(line, others)])
        if not found and (not takes_supplies(turn) or mine(turn)):
            return None

    def fits(request: Request) -> bool:
        return request.status in _BEFORE[after] and not (request.is_repair and after != "delivered")

    def checked(request: Request) -> str:
        if request.is_repair and after != "delivered":
            return turn.render("supply_is_repair", number=request.number)
        return act(request) if fits(request) else has_moved_on(turn, request)

    return choose(turn, number, found, fits, turn.render(f"supply_deed_{after}"), checked)


def _purchase(turn: Turn, request: Request, said: str) -> str:
    things = loaded(request.items)
    try:
        bought = read_bought(said, things, agreed_before=request.substitute == "yes")
    except Unread as unread:
        return turn.render("supply_bought_unread", number=request.number, part=str(unread), things=words_of(things))
    items = compact(stored(bought.things))
    if not supplies.purchase(turn.db, request, by(turn, request), items, bought.price_fen, asks=bought.asks):
        return has_moved_on(turn, request)
    _noted(turn, request, "supplies purchased", missing=len(bought.missing), replaced=len(bought.replaced))
    facts = _bought_facts(request, bought)
    told = tell_owner(
        turn,
        request,
        turn.render("supply_bought_told", who=turn.contact.name, **facts),
        "purchased",
        _yes_or_no(turn, request) if bought.asks else (),
    )
    return turn.render("supply_bought", told=told, **facts)


def _bought_facts(request: Request, bought: Bought) -> dict[str, object]:
    price = bought.price_fen
    return {
        "number": request.number,
        "name": request.name,
        "price": f"{price / 100:.2f}".rstrip("0").rstrip(".") if price is not None else "",
        "payment": word("supply_payment", request.payment) if request.payment else "",
        "missing": [one.item for one in bought.missing],
        "replaced": [(one.item, one.instead) for one in bought.replaced],
        "asks": bought.asks,
    }


def _yes_or_no(turn: Turn, request: Request) -> tuple[tuple[str, str], ...]:
    return tuple((f"supply:{answer}:{request.id}", turn.render(f"supply_{answer}")) for answer in ("yes", "no"))


def _disinfect(turn: Turn, request: Request) -> str:
    if not supplies.disinfect(turn.db, request, by(turn, request)):
        return has_moved_on(turn, request)
    _noted(turn, request, "supplies disinfected")
    told = tell_owner(turn, request, turn.render("supply_disinfected_told", number=request.number), "disinfected")
    return turn.render("supply_disinfected", number=request.number, name=request.name, told=told)


def _deliver(turn: Turn, request: Request) -> str:
    if not supplies.deliver(turn.db, request, replace(by(turn, request), due_at=confirm_by(turn))):
        return has_moved_on(turn, request)
    _noted(turn, request, "supplies delivered")
    things = loaded(request.items)
    came = [one for one in things if one.state not in {"missing", "declined"}]
    facts = {"number": request.number, "is_repair": request.is_repair}
    menu = (
        (f"supply:got:{request.id}", turn.render("supply_got", is_repair=request.is_repair)),
        (f"supply:wrong:{request.id}", turn.render("supply_wrong")),
    )
    body = turn.render("supply_delivered_told", things=words_of(came), who=turn.contact.name, **facts)
    told = tell_owner(turn, request, body, "delivered", menu)
    return turn.render("supply_delivered", name=request.name, told=told, **facts)


def _noted(turn: Turn, request: Request, action: str, **detail: object) -> None:
    note(turn, request.id, request.number, action, state=request.status, **detail)
    if request.status == "submitted":
        end_alerts(turn, request.id)


commands = (
    Command("supplies_bought", _BOUGHT, _bought),
    Command("supplies_disinfected", _DISINFECTED, _disinfected),
    Command("supplies_delivered", _DELIVERED, _delivered),
)
