"""Putting a supply request right, or taking it back, until something is bought for it: whoever has it is told.

A correction files the next version; both stay on record. A thing that goes to another group goes into that group's part
of the same request, or becomes one.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Filed
from bot.turn import Answers, Turn
from handlers.people.registering import place_of
from handlers.supplies.filing import Filed as FiledPart
from handlers.supplies.filing import file_part, new_request, next_letter, raise_alert, tell_grid_workers
from handlers.supplies.items import Thing, loaded, words_of
from handlers.supplies.mine import fixed, mine
from handlers.supplies.notices import end_alerts, note, tell_whoever_has_it
from handlers.supplies.numbers import line
from handlers.supplies.routing import Part, route
from handlers.supplies.slots import listed
from handlers.supplies.words import staff_facts
from ledger import supplies
from ledger.records import NoLongerSo
from ledger.supplies import NewRequest, Request


def amend(turn: Turn, one: Filed, answers: Answers) -> str:
    """The next version, put to whoever has it; what goes to another group goes into its part, or is filed beside it."""
    request = supplies.get(turn.db, one.record)
    assert request is not None  # the engine has just listed it
    things = listed(answers)
    if not things:
        return withdraw(turn, one)
    parts = route(turn, things, answers.get("urgency") == "urgent")
    same = next((part for part in parts if part.way == _way(request)), None)
    try:
        told = [_next_version(turn, request, answers, same) if same is not None else _cancel(turn, request)]
    except NoLongerSo:
        return fixed(turn, supplies.get(turn.db, request.id) or request)
    changed = [(request.number, words_of(same.things))] if same is not None and told[0] is not None else []
    beside: list[FiledPart] = []
    for part in parts:
        sibling = _sibling(turn, request, part) if part is not same else None
        if sibling is not None:
            joined = replace(part, things=_joined(sibling, part))
            told.append(_next_version(turn, sibling, answers, joined))
            changed.append((sibling.number, words_of(joined.things)))
        elif part is not same:
            beside.append(_file_beside(turn, request, answers, part))
    told += [part.told for part in beside]
    return turn.render(
        "supply_changed",
        changed=changed,
        beside=[part.shown(turn) for part in beside],
        told=list(dict.fromkeys(who for who in told if who)),
        clauses=list(dict.fromkeys(clause for part in parts for clause in part.clauses)),
    )


def _way(request: Request) -> tuple[str, str]:
    return request.group_id, request.steps


def _sibling(turn: Turn, request: Request, part: Part) -> Request | None:
    """Another part of the same request that goes the same way and can still be changed."""
    return next(
        (
            one
            for one in mine(turn)
            if one.request == request.request and one.id != request.id and one.can_change and _way(one) == part.way
        ),
        None,
    )


def _joined(sibling: Request, part: Part) -> tuple[Thing, ...]:
    """The things of a part with those that join it; what was there already has its new amount."""
    new = {one.item: one for one in part.things}
    before = [new.pop(one.item, one) for one in loaded(sibling.items)]
    return (*before, *new.values())


def _file_beside(turn: Turn, request: Request, answers: Answers, part: Part) -> FiledPart:
    place = place_of(turn, answers)
    number = f"{request.request}{next_letter(turn, request.request)}"
    filed_part = file_part(turn, answers, part, request.request, number, place)
    tell_grid_workers(turn, answers, [filed_part], place)
    return filed_part


def _next_version(turn: Turn, request: Request, answers: Answers, part: Part) -> str | None:
    """File the version; returns in words who was told, None where nothing of this part has changed."""
    new = new_request(turn, answers, part, request.request, request.number)
    if not _differs(request, new):
        return None
    place = place_of(turn, answers)
    supplies.correct(turn.db, request.id, new, turn.filing(place.id if place else None), part.stored)
    note(turn, request.id, request.number, "supplies changed", things=len(part.things))
    now = supplies.get(turn.db, request.id) or request
    if part.alert and not request.is_urgent and request.status == "submitted":
        raise_alert(turn, new, part, request.id, place)
    body = turn.render("supply_changed_for_staff", before=words_of(loaded(request.items)), **staff_facts(now))
    return tell_whoever_has_it(turn, now, body, f"changed:{turn.message.key.hex()}")


def _differs(request: Request, new: NewRequest) -> bool:
    fields = ("urgency", "for_special", "substitute", "payment", "name", "community", "building", "unit", "room")
    return loaded(request.items) != loaded(new.items) or any(
        getattr(request, name) != getattr(new, name) for name in fields
    )


def _cancel(turn: Turn, request: Request) -> str | None:
    """Take it back; returns in words who was told. Raises NoLongerSo where something was bought meanwhile."""
    if not request.can_change:
        raise NoLongerSo("the supply request moved on")
    if not supplies.cancel(turn.db, request, turn.contact.name, turn.now):
        raise NoLongerSo("the supply request moved on")
    note(turn, request.id, request.number, "supplies withdrawn", state=request.status)
    end_alerts(turn, request.id)
    return tell_whoever_has_it(
        turn, request, turn.render("supply_withdrawn_for_staff", **staff_facts(request)), "withdrawn"
    )


def withdraw(turn: Turn, one: Filed) -> str:
    """The request is taken back, and whoever had it is told."""
    request = supplies.get(turn.db, one.record)
    assert request is not None  # it was listed this moment
    return withdraw_all(turn, [request])


def withdraw_all(turn: Turn, requests: Sequence[Request]) -> str:
    """Take back the parts of one request, those that still can be."""
    done, late = list[Request](), list[Request]()
    told: dict[str | None, None] = {}
    for request in requests:
        try:
            told[_cancel(turn, request)] = None
            done.append(request)
        except NoLongerSo:
            late.append(supplies.get(turn.db, request.id) or request)
    if not done:
        return fixed(turn, late[0])
    return turn.render(
        "supply_withdrawn",
        numbers=[one.number for one in done],
        told=[who for who in told if who],
        late=[line(one) for one in late],
    )
