"""A named person of the group takes a supply request (接 S0120-01), or says why it cannot be done (不能办 S0120-01 原因).

A refusal always has a reason, says what can be done instead, and can be looked at again by somebody else (DESIGN 6.2).
"""

import re

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import groups, rights
from handlers.supplies.deadlines import next_step_by
from handlers.supplies.items import loaded, words_of
from handlers.supplies.lacking import lacks
from handlers.supplies.notices import end_alerts, note, tell_owner
from handlers.supplies.numbers import (
    NUMBER,
    choose,
    of_my_groups,
    open_of_my_groups,
    status_words,
    takes_supplies,
    words_behind,
)
from handlers.supplies.words import staff_facts
from ledger import alerts, people, supplies
from ledger.supplies import By, Request

_TAKE = re.compile(rf"(?:接手?|接单)[ ,:]*{NUMBER}")
_TAKE_THE_ONE = re.compile(r"接|接单")
_REFUSE = re.compile(rf"(?:不能办|办不了|没法办|退回)[ ,:]*{NUMBER}[ ,:]*(.*)", re.DOTALL)
_REASON_AT_LEAST = 2
_ABOUT = alerts.SUPPLIES


def _take(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.groups(turn):
        return None
    return take_numbered(turn, match[1])


def take_numbered(turn: Turn, number: str) -> str:
    """接 S0120-01, said or tapped."""
    found = of_my_groups(turn, number)
    deed = turn.render("supply_deed_take")
    return choose(turn, number, found, lambda one: one.status == "submitted", deed, lambda one: take(turn, one))


def _take_the_one(turn: Turn, _match: re.Match[str]) -> str | None:
    """接 without a number: the only request that waits for this person's group; ordinary text inside a form."""
    if turn.form is not None:
        return None
    waiting = [one for one in open_of_my_groups(turn) if one.status == "submitted"]
    if not waiting and not takes_supplies(turn):
        return None
    return choose(turn, None, waiting, lambda _one: True, turn.render("supply_deed_take"), lambda one: take(turn, one))


def take(turn: Turn, request: Request) -> str:
    """The request is this person's; a second one is told who has it."""
    if request.status != "submitted":
        if request.status == "accepted" and request.accepted_by_id == turn.contact.person_id:
            return _taken(turn, request, told=False)
        return has_moved_on(turn, request)
    if not supplies.accept(turn.db, request, by(turn, request)):
        return has_moved_on(turn, request)
    note(turn, request.id, request.number, "supplies accepted")
    end_alerts(turn, request.id)
    told = tell_owner(
        turn,
        request,
        turn.render(
            "supply_taken_told",
            number=request.number,
            things=words_of(loaded(request.items)),
            group=groups.title(turn.house, request.group_id),
            who=turn.contact.name,
            is_repair=request.is_repair,
            asks_for_help=request.payment == "help",
        ),
        "accepted",
    )
    return _taken(turn, request, told=told)


def _taken(turn: Turn, request: Request, *, told: bool) -> str:
    """Everything that whoever has it needs, the phone too."""
    phone = people.phone_of(turn.db, request.filed_by_id) if request.filed_by_id is not None else None
    return turn.render("supply_taken", phone=phone, told=told, **staff_facts(request))


def by(turn: Turn, request: Request, *, last: bool = False) -> By:
    """That the writer does something for a request now; `last`: nothing is due after it."""
    assert turn.contact.person_id is not None  # staff are bound
    due_at = None if last else next_step_by(turn, request)
    return By(turn.contact.name, turn.contact.person_id, turn.now, due_at)


def has_moved_on(turn: Turn, request: Request) -> str:
    """Where a request stands now, where what was said of it does not fit any more."""
    now = supplies.get(turn.db, request.id) or request
    return turn.render(
        "supply_moved_on",
        number=now.number,
        status=status_words(now),
        who="" if now.is_called_off else now.accepted_by or "",
        is_mine=not now.is_called_off and now.accepted_by_id == turn.contact.person_id,
    )


def is_about_supplies(about: str) -> bool:
    """Whether an alert was raised by a supply request."""
    return about.startswith(_ABOUT)


def take_alerted(turn: Turn, about: str) -> str | None:
    """收到 to the alert of an urgent request takes the request; None where the alert is about something else."""
    request = supplies.get(turn.db, int(about.removeprefix(_ABOUT))) if is_about_supplies(about) else None
    return take(turn, request) if request is not None else None


def _refuse(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.groups(turn):
        return None
    found = of_my_groups(turn, match[1])
    reason = words_behind(turn, match[2])

    def act(request: Request) -> str:
        if not request.is_on_its_way:
            return has_moved_on(turn, request)
        if len(reason) < _REASON_AT_LEAST:
            return engine.start(turn, supply_refusal, turn.form)
        return refuse(turn, request, reason)

    deed = turn.render("supply_deed_refuse")
    return choose(turn, match[1], found, lambda one: one.is_on_its_way, deed, act)


def refuse(turn: Turn, request: Request, reason: str) -> str:
    """It cannot be done, or only some things of it, for a reason that is told with what can be done instead."""
    some = lacks(turn, request, reason)
    if some is not None:
        return some
    if not supplies.refuse(turn.db, request, by(turn, request, last=True), reason):
        return has_moved_on(turn, request)
    note(turn, request.id, request.number, "supplies refused", state=request.status)
    end_alerts(turn, request.id)
    body = turn.render(
        "supply_refused_told",
        number=request.number,
        things=words_of(loaded(request.items)),
        reason=reason,
        who=turn.contact.name,
        group=groups.title(turn.house, request.group_id),
        is_repair=request.is_repair,
        clause=turn.render("duties_of", group=groups.title(turn.house, request.group_id)),
    )
    told = tell_owner(turn, request, body, "refused")
    return turn.render("supply_refused", number=request.number, name=request.name, told=told)


def _which(turn: Turn) -> Answers:
    """Which request the reason is asked for: the one that was named, found again in the same words."""
    match = _REFUSE.fullmatch(turn.text)
    return {"number": match[1].upper()} if match is not None else {}


def _reason(text: str, turn: Turn) -> Value:
    if len(text) < _REASON_AT_LEAST or text.isdigit():
        raise InvalidAnswer
    return turn.message.text.strip()


def _refuse_with_reason(turn: Turn, answers: Answers) -> str:
    number = str(answers["number"])
    found = [one for one in of_my_groups(turn, number) if one.is_on_its_way]
    deed = turn.render("supply_deed_refuse")
    return choose(turn, number, found, lambda _one: True, deed, lambda one: refuse(turn, one, str(answers["why"])))


supply_refusal = Conversation(
    name="supply_refusal",
    intents=(),
    slots=(Slot("number", "text", asked=False), Slot("why", "text", bare=_reason, private=True, takes_questions=True)),
    prefill=_which,
    finish=_refuse_with_reason,
)
commands = (
    Command("take_supplies", _TAKE, _take),
    Command("take_the_supplies", _TAKE_THE_ONE, _take_the_one),
    Command("refuse_supplies", _REFUSE, _refuse),
)
