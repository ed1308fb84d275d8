"""The resident's side of a supply request that comes: 收到了, yes or no to what was replaced, and what was wrong with it.

Who complains is apologised to, and the matter is back with whoever had it, with a deadline (CONVERSATIONS 12); no hour is
promised.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.router import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import rights
from handlers.supply_deadlines import complaint_by
from handlers.supply_items import loaded, meant, names_goods, stored
from handlers.supply_mine import mine
from handlers.supply_notices import note, tell_whoever_has_it
from handlers.supply_numbers import NUMBER, line
from handlers.supply_taking import has_moved_on, take_numbered
from handlers.supply_words import staff_facts
from knowledge.language.supplies import find_items
from knowledge.times import DAY
from ledger import supplies
from ledger.records import NoLongerSo, compact, move
from ledger.supplies import Request

_GOT = re.compile(
    r"(?:我|我们|东西|物资|菜|货|药|米|都|全|已经?|刚|也){0,4}(?:收到|拿到|取到|修好)(?:东西|货|菜|药)?了?"
    rf"(?:[ ,:]*{NUMBER})?"
    r"(?:[ ,!。]*(?:谢谢.{0,3}|辛苦了?|多谢))?"
)
_YES = re.compile(r"1|行|可以|好|好的|能行|没问题|就这样(?:吧)?")
_NO = re.compile(r"2|不行|不可以|不好|不要|不要换的?|算了|不要了")
_WRONG = re.compile(
    r".*(?:投诉|烂|坏了|坏的|臭了|馊|过期|发霉|长毛|不新鲜|少了|少送|缺了|漏了|没给|送错|不对数|数不对|弄错|破了|碎了|洒了|变质|不能吃"
    r"|没收到|没见到东西|没送到|没修好|又坏|有问题).*",
    re.DOTALL,
)
_NOT_THERE = re.compile(r".*(?:没收到|没见到|没送到).*", re.DOTALL)
_SAYS_NOTHING = re.compile(r"(?:我要|要)?(?:投诉|有问题|不对|没收到)")
# Messages of these kinds speak of something else, whatever words are in them.
_OTHER_MATTERS = frozenset(
    {"health_checkin", "batch_checkin", "return_report", "exit_request", "report_violation", "rumour_check"}
)
_COMPLAINT_WITHIN_DAYS = 7
_CAME = frozenset({"delivered", "confirmed"})
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
    there = [one for one in coming if one.status == "delivered"] or coming
    if not there:
        return None
    if len({one.request for one in there}) > 1:
        return turn.render("supply_got_which", requests=[line(one) for one in there])
    return _confirm_all(turn, there)


def _confirm_all(turn: Turn, requests: Sequence[Request]) -> str:
    done = [one.number for one in requests if _confirmed(turn, one)]
    if not done:
        return has_moved_on(turn, requests[0])
    return turn.render("supply_confirmed", numbers=done)


def _confirmed(turn: Turn, request: Request) -> bool:
    if request.status not in _MAY_HAVE_COME | ({"accepted"} if request.is_repair else set()):
        return False
    try:
        move(turn.db, supplies.CONFIRM, request.id, request.status, "confirmed", at=turn.now)
    except NoLongerSo:
        return False
    note(turn, request.id, request.number, "supplies confirmed", state=request.status)
    tell_whoever_has_it(turn, request, turn.render("supply_confirmed_for_staff", **staff_facts(request)), "confirmed")
    return True


def _asked(turn: Turn) -> Request | None:
    """The request about which the writer was asked and has not answered, the newest."""
    return next((one for one in reversed(mine(turn)) if one.waits_for_answer and one.status != "refused"), None)


def _agrees(turn: Turn, _match: re.Match[str]) -> str | None:
    return _answer_newest(turn, agreed=True)


def _declines(turn: Turn, _match: re.Match[str]) -> str | None:
    return _answer_newest(turn, agreed=False)


def _answer_newest(turn: Turn, *, agreed: bool) -> str | None:
    request = _asked(turn) if turn.form is None else None
    return answer(turn, request, agreed=agreed) if request is not None else None


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


def _wrong(turn: Turn, _match: re.Match[str]) -> str | None:
    """Something was wrong with what came, or it did not come though it was said to."""
    if turn.form is not None or turn.reading.intent in _OTHER_MATTERS or _is_new_fault(turn):
        return None
    request = _complained_of(turn)
    if request is None:
        return None
    if _SAYS_NOTHING.fullmatch(turn.text) and not _NOT_THERE.fullmatch(turn.text):
        return engine.start(turn, supply_complaint)
    return complain(turn, request, turn.message.text or turn.text)


def _is_new_fault(turn: Turn) -> bool:
    """Whether something in the house is out of order, which is a request of its own."""
    return any(one.kind == "utility" for one in find_items(turn.text)) and not any(one.is_repair for one in _came(turn))


def _came(turn: Turn) -> list[Request]:
    """What came in the last days, the newest first."""
    since = turn.now - _COMPLAINT_WITHIN_DAYS * DAY
    return [
        one
        for one in sorted(mine(turn), key=lambda one: one.delivered_at or one.confirmed_at or 0, reverse=True)
        if one.status in _CAME and (one.delivered_at or one.confirmed_at or 0) >= since
    ]


def _complained_of(turn: Turn) -> Request | None:
    """What the complaint is of: the request that has the thing which is named, else what came last."""
    came = _came(turn)
    if _NOT_THERE.fullmatch(turn.text):
        came = [one for one in came if one.status == "delivered"]
    if names_goods(turn.text):
        named = [one.item for one in find_items(turn.text)]
        for request in came:
            if any(meant(name, loaded(request.items)) is not None for name in named):
                return request
    return came[0] if came else None


def complain(turn: Turn, request: Request, words: str) -> str:
    """Kept in the resident's own words, back with whoever had it, with a deadline."""
    if not supplies.complain(turn.db, request, words, turn.now, complaint_by(turn)):
        return has_moved_on(turn, request)
    note(turn, request.id, request.number, "supplies complained of")
    body = turn.render("supply_complaint_for_staff", words=words, **staff_facts(request))
    told = tell_whoever_has_it(turn, request, body, f"complaint:{turn.message.key.hex()}")
    return turn.render(
        "supply_complained",
        number=request.number,
        told=told,
        is_repair=request.is_repair,
        not_there=_NOT_THERE.fullmatch(words) is not None,
        duty_phone=turn.house.settings.office.duty_phone,
    )


def _in_words(text: str, turn: Turn) -> Value:
    if len(text) < 2 or text.isdigit():
        raise InvalidAnswer
    return turn.message.text.strip()


def _file_complaint(turn: Turn, answers: Answers) -> str:
    request = _complained_of(turn)
    return complain(turn, request, str(answers["what"])) if request is not None else turn.render("supply_none_came")


supply_complaint = Conversation(
    name="supply_complaint",
    intents=(),
    slots=(Slot("what", "text", bare=_in_words, private=True),),
    finish=_file_complaint,
)


def tapped(turn: Turn, verb: str, record_id: int) -> str | None:
    """A tap on what the resident was asked or told; None where the request is not theirs."""
    request = next((one for one in mine(turn) if one.id == record_id), None)
    if request is None:
        return None
    if verb in {"yes", "no"}:
        return answer(turn, request, agreed=verb == "yes")
    if verb == "got":
        return _confirm_all(turn, [request])
    return engine.start(turn, supply_complaint, turn.form) if request.status in _CAME else has_moved_on(turn, request)


commands = (
    Command("supplies_got", _GOT, _got, staff_only=False),
    Command("supplies_agreed", _YES, _agrees, staff_only=False),
    Command("supplies_declined", _NO, _declines, staff_only=False),
    Command("supplies_wrong", _WRONG, _wrong, staff_only=False),
)
