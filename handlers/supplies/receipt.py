"""The resident's side of a supply request that comes: 收到了, yes or no to what was replaced, and to whether it came.

Staff who asked the resident say the same for them. What was wrong with it is in handlers/supplies/complaint.py.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.supplies import complaint
from handlers.supplies.items import loaded, stored
from handlers.supplies.mine import mine
from handlers.supplies.notices import note, tell_owner, tell_whoever_has_it
from handlers.supplies.numbers import NUMBER, at_my_doors, choose, line, open_at_my_doors
from handlers.supplies.taking import has_moved_on, take_numbered
from handlers.supplies.words import staff_facts
from knowledge.times import DAY
from ledger import supplies
from ledger.records import compact
from ledger.supplies import Request

_GOT = re.compile(
    r"(?:(?:我|我们|东西|物资|菜|货|药|米|都|全|已经?|刚|也){0,4}(?:收到|拿到|取到|收着|修好)(?:东西|货|菜|药)?了?"
    r"|(?:东西|物资|菜|货|药|米|都|全){1,3}到了|(?:来水|来电|水来|电来|水通|暖气热)了)"
    rf"(?:[ ,:]*{NUMBER})?"
    r"(?:[ ,!。]*(?:谢谢.{0,3}|辛苦了?|多谢))?"
)
_REPAIRED = re.compile(r"修|水|电|热")
# Answers to 这样行吗 and to 您拿到了吗; a bare number is one to the newest question.
_SAYS = {
    ("replaced", True): re.compile(r"1|行|可以|好|好的|能行|没问题|就这样(?:吧)?"),
    ("replaced", False): re.compile(r"2|不行|不可以|不好|不要|不要换的?|算了|不要了"),
    ("came", True): re.compile(
        r"1|(?:东西)?(?:到了?|来了|收到了?|收着了|拿到了?|取了|取回来了|修好了?|好了)|有|是|是的|对|嗯"
    ),
    ("came", False): re.compile(
        r"2|(?:还)?(?:没有?|没到|没来|没收到|没有收到|没收着|没拿到|没见着|没送|没修好|没好)(?:啊|呢|呀)?|不是"
    ),
}
_NO_CHOICE = re.compile(r"[3-9]")
_ANSWER = re.compile("|".join(f"(?:{one.pattern})" for one in (*_SAYS.values(), _NO_CHOICE)))
# So long after it was asked a short answer still means that question.
_ASKED_WITHIN = 2 * DAY
_CAME_BY_STAFF = re.compile(rf"本人(?:说)?(?:已经?)?(?:收到|拿到|修好)了?[ ,:]*(?:{NUMBER})?")
_GONE_BY_STAFF = re.compile(rf"本人(?:说)?(?:还)?没有?(?:收到|拿到|修好)[ ,:]*(?:{NUMBER})?")
_MAY_HAVE_COME = frozenset({"purchased", "disinfected", "delivered"})


def _got(turn: Turn, match: re.Match[str]) -> str | None:
    """收到了: it came; where it was not said to be bought yet, or is one of several, only with its number."""
    number = match[1]
    if number is not None:
        named = [one for one in mine(turn) if number.upper() in {one.number, one.request}]
        if not named:
            return take_numbered(turn, number) if rights.groups(turn) else None
        return _confirm_all(turn, named)
    if turn.form is not None:
        return None
    coming = [one for one in mine(turn) if one.status in _MAY_HAVE_COME or (one.is_repair and one.status == "accepted")]
    meant = [one for one in coming if one.is_repair == (_REPAIRED.search(turn.text) is not None)]
    there = [one for one in meant if one.status == "delivered"] or meant
    if not there:
        return _not_yet(turn)
    if len({one.request for one in there}) > 1:
        return turn.render("supply_got_which", requests=[line(one) for one in there])
    return _confirm_all(turn, there)


def _not_yet(turn: Turn) -> str | None:
    """收到了 while nobody has bought anything: said as it stands; a bare 收到 only says that words were heard."""
    waiting = [one for one in mine(turn) if one.is_on_its_way]
    return (
        turn.render("supply_not_yet", requests=[line(one) for one in waiting])
        if waiting and "了" in turn.text
        else None
    )


def _confirm_all(turn: Turn, requests: Sequence[Request]) -> str:
    done = [one.number for one in requests if _confirmed(turn, one)]
    if not done:
        return has_moved_on(turn, requests[0])
    return turn.render("supply_confirmed", numbers=done)


def _confirmed(turn: Turn, request: Request) -> bool:
    if request.status not in _MAY_HAVE_COME | ({"accepted"} if request.is_repair else set()):
        return False
    if not supplies.confirm(turn.db, request, turn.contact.name, turn.now):
        return False
    note(turn, request.id, request.number, "supplies confirmed", state=request.status)
    tell_whoever_has_it(turn, request, turn.render("supply_confirmed_for_staff", **staff_facts(request)), "confirmed")
    return True


def _questions(turn: Turn) -> list[tuple[int, str, Request]]:
    """What the writer was asked and has not answered, the newest first: (when, what, of which request)."""
    asked = list[tuple[int, str, Request]]()
    for one in mine(turn):
        if one.waits_for_answer and one.asked_at is not None and one.status != "refused":
            asked.append((one.asked_at, "replaced", one))
        if one.reminded_at is not None and one.status == "delivered" and not one.has_complaint:
            asked.append((one.reminded_at, "came", one))
    newest_first = sorted(asked, key=lambda question: question[0], reverse=True)
    return [question for question in newest_first if question[0] > turn.now - _ASKED_WITHIN]


def _answer(turn: Turn, _match: re.Match[str]) -> str | None:
    """1, 行, 没到: the answer to the newest question that it fits; ordinary text in a form or where nothing was asked."""
    if turn.form is not None:
        return None
    for _, kind, request in _questions(turn):
        for agreed in (True, False):
            if _SAYS[kind, agreed].fullmatch(turn.text):
                return _settle_question(turn, kind, request, agreed=agreed)
        if _NO_CHOICE.fullmatch(turn.text):
            return turn.render("supply_one_or_two", number=request.number, kind=kind, is_repair=request.is_repair)
    return None


def _settle_question(turn: Turn, kind: str, request: Request, *, agreed: bool) -> str:
    if kind == "replaced":
        return answer(turn, request, agreed=agreed)
    return _confirm_all(turn, [request]) if agreed else not_there(turn, request)


def not_there(turn: Turn, request: Request) -> str:
    """It was said to be there and is not."""
    return complaint.complain(turn, request, turn.render("supply_it_did_not_come", **_repair(request)))


def _repair(request: Request) -> dict[str, object]:
    return {"is_repair": request.is_repair, "number": ""}


def answer(turn: Turn, request: Request, *, agreed: bool) -> str:
    """Whether what came instead, or without what was not to be had, is all right; whoever has it is told."""
    became = {"offered": "replaced" if agreed else "declined"}
    things = [replace(one, state=became.get(one.state or "", one.state)) for one in loaded(request.items)]
    if not supplies.answer(turn.db, request, agreed, compact(stored(things))):
        return has_moved_on(turn, request)
    note(turn, request.id, request.number, "supplies answered", agreed=agreed)
    changes = [one for one in things if one.state is not None]
    body = turn.render(
        "supply_answered_for_staff",
        agreed=agreed,
        changes=[(one.item, one.instead or "") for one in changes],
        **staff_facts(request),
    )
    told = tell_whoever_has_it(turn, request, body, "answered")
    return turn.render("supply_answered", number=request.number, agreed=agreed, told=told)


def _came_by_staff(turn: Turn, match: re.Match[str]) -> str | None:
    return said_by_staff(turn, match[1], came=True)


def _gone_by_staff(turn: Turn, match: re.Match[str]) -> str | None:
    return said_by_staff(turn, match[1], came=False)


def said_by_staff(turn: Turn, number: str | None, *, came: bool) -> str | None:
    """本人收到了 S0120-01: staff have asked the resident; None from whoever looks after no request."""
    if not (rights.groups(turn) or rights.scopes(turn)):
        return None
    if number is None:
        found = [one for one in open_at_my_doors(turn) if one.is_to_be_found_out]
    else:
        found = at_my_doors(turn, number)
    if number is None and not found:
        return None

    def act(request: Request) -> str:
        if request.status != "delivered":
            return has_moved_on(turn, request)
        if not came:
            return complaint.complain_for(turn, request, turn.message.text or turn.text)
        if not _confirmed(turn, request):
            return has_moved_on(turn, request)
        body = turn.render("supply_confirmed_for_you", who=turn.contact.name, **_said_of(request))
        told = tell_owner(turn, request, body, "confirmed-by-staff")
        return turn.render("supply_confirmed_by_staff", name=request.name, told=told, **_said_of(request))

    return choose(turn, number, found, lambda one: one.status == "delivered", turn.render("supply_deed_asked"), act)


def _said_of(request: Request) -> dict[str, object]:
    return {"number": request.number, "is_repair": request.is_repair}


def tapped(turn: Turn, verb: str, record_id: int) -> str | None:
    """A tap on what the resident was asked or told; None where the request is not theirs."""
    request = next((one for one in mine(turn) if one.id == record_id), None)
    if request is None:
        return None
    if verb in {"yes", "no"}:
        return answer(turn, request, agreed=verb == "yes")
    if verb == "got":
        return _confirm_all(turn, [request])
    if verb == "lost" and request.status == "delivered":
        return not_there(turn, request)
    if request.status not in complaint.CAME:
        return has_moved_on(turn, request)
    return engine.start(turn, complaint.complaint, turn.form)


commands = (
    Command("supplies_asked_for", _CAME_BY_STAFF, _came_by_staff),
    Command("supplies_not_there", _GONE_BY_STAFF, _gone_by_staff),
    Command("supplies_got", _GOT, _got, staff_only=False),
    Command("supplies_answered", _ANSWER, _answer, staff_only=False),
)
