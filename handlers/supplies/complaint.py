"""What was wrong with what came, or that it did not: apologised for, and back with whoever brought it (CONVERSATIONS 12).

Complaining never changes the state of a request. What belongs to no request on record is in handlers/complaints.py.
"""

import re

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import complaints, groups, human_handover, rights
from handlers.checkins.doubts import behind
from handlers.said_back import clock_words
from handlers.supplies.deadlines import complaint_by, confirm_by
from handlers.supplies.items import loaded, meant, names_goods
from handlers.supplies.mine import mine
from handlers.supplies.notices import note, tell_owner, tell_whoever_brought_it
from handlers.supplies.numbers import NUMBER, at_my_doors, choose, open_at_my_doors, words_behind
from handlers.supplies.taking import has_moved_on
from handlers.supplies.words import staff_facts
from knowledge.language.supplies import find_items
from knowledge.times import DAY
from ledger import supplies
from ledger.supplies import Request

_WRONG = re.compile(
    r".*(?:投诉|烂|坏了|坏的|臭了|馊|过期|发霉|长毛|不新鲜|少了|少送|缺了|漏了|没给|送错|不对数|数不对|弄错|破了|碎了|洒了|变质|不能吃"
    r"|没收到|没收着|没见到东西|没见着|没送到|没修好|又坏|(?:还是|还|又)[没停][水电气热暖]|有问题|态度|骂人|骂我).*",
    re.DOTALL,
)
NOT_THERE = re.compile(r".*(?:没收到|没收着|没见到|没见着|没送到|没有收到).*", re.DOTALL)
# Messages of these kinds speak of something else, whatever words are in them.
_OTHER_MATTERS = frozenset(
    {"health_checkin", "batch_checkin", "return_report", "exit_request", "report_violation", "rumour_check"}
)
# What stands in the house and came with no request: 电梯坏了 is no complaint about what was brought.
_OF_THE_HOUSE = re.compile(r"电梯|门禁|单元门|手机|灯|锁|车|路|电视|空调|冰箱|洗衣机|体温计|摄像头|网络|宽带")
# What does not work again after it was said to be repaired.
_OF_A_REPAIR = re.compile(r"修|(?:还是|还|又)[没停][水电气热暖]|[一半]滴水")
_SETTLED = re.compile(rf"已经?处理了?[ ,:]*(?:{NUMBER})?[ ,:]*(.*)", re.DOTALL)
_COMPLAINT_WITHIN_DAYS = 7
_SETTLED_AT_LEAST = 2
CAME = frozenset({"delivered", "confirmed"})


def _wrong(turn: Turn, _match: re.Match[str]) -> str | None:
    """Something was wrong with what came, or it did not come though it was said to; or another complaint."""
    return heard(turn) if turn.form is None else None


def heard(turn: Turn) -> str | None:
    """A complaint noted where it belongs; None where the message is none."""
    said = turn.text
    if _is_of_another_matter(turn) or _is_new_fault(turn):
        return None
    if complaints.SAYS_NOTHING.fullmatch(said) and not NOT_THERE.fullmatch(said):
        return engine.start(turn, complaint) if turn.form is None and ("投诉" in said or _came(turn)) else None
    return note_complaint(turn, turn.message.text or said)


def _is_of_another_matter(turn: Turn) -> bool:
    """Whether the words speak of something else; 有问题 after something came is about that, whatever it reminds of."""
    is_of_what_came = complaints.SAYS_NOTHING.fullmatch(turn.text) or _OF_A_REPAIR.search(turn.text)
    return turn.reading.intent in _OTHER_MATTERS and not (is_of_what_came and _came(turn))


def note_complaint(turn: Turn, words: str) -> str | None:
    """Back with whoever brought the goods that it is about, else to the group; None for words that are no complaint."""
    request = None if complaints.is_about_people(words) else _complained_of(turn)
    if request is not None:
        return complain(turn, request, words)
    group_id = complaints.group_for(words)
    return complaints.file(turn, words, group_id) if group_id is not None else None


def _is_new_fault(turn: Turn) -> bool:
    """Whether something in the house is out of order, which is a request of its own or nothing of ours."""
    if any(one.is_repair for one in _came(turn)):
        return False
    is_utility = any(one.kind == "utility" for one in find_items(turn.text))
    return is_utility or (_OF_THE_HOUSE.search(turn.text) is not None and not names_goods(turn.text))


def _came(turn: Turn) -> list[Request]:
    """What came in the last days, the newest first."""
    since = turn.now - _COMPLAINT_WITHIN_DAYS * DAY
    return [
        one
        for one in sorted(mine(turn), key=lambda one: one.delivered_at or one.confirmed_at or 0, reverse=True)
        if one.status in CAME and (one.delivered_at or one.confirmed_at or 0) >= since
    ]


def _complained_of(turn: Turn) -> Request | None:
    """What the complaint is of: the request that has the thing which is named, else what came last."""
    came = _came(turn)
    if NOT_THERE.fullmatch(turn.text):
        came = [one for one in came if one.status == "delivered"]
    if names_goods(turn.text):
        named = [one.item for one in find_items(turn.text)]
        for request in came:
            if any(meant(name, loaded(request.items)) is not None for name in named):
                return request
    return came[0] if came else None


def complain(turn: Turn, request: Request, words: str) -> str:
    """Kept in the resident's own words, back with whoever brought it, with a deadline; what is said of them is not."""
    due_at = complaint_by(turn)
    apart = complaints.conduct_apart(turn, words)
    told = _put_back(turn, request, words, due_at)
    if told is None:
        return behind(has_moved_on(turn, request), apart)
    noted = turn.render(
        "supply_complained",
        number=request.number,
        told=told,
        due=clock_words(due_at),
        is_repair=request.is_repair,
        not_there=NOT_THERE.fullmatch(words) is not None,
        duty_phone=turn.house.settings.office.duty_phone,
    )
    return behind(noted, apart)


def complain_for(turn: Turn, request: Request, words: str) -> str:
    """Staff have asked the resident and heard that it did not come."""
    apart = complaints.conduct_apart(turn, words)
    told = _put_back(turn, request, words, complaint_by(turn))
    if told is None:
        return behind(has_moved_on(turn, request), apart)
    noted = turn.render(
        "supply_not_there_by_staff",
        number=request.number,
        name=request.name,
        told=told,
        due=clock_words(complaint_by(turn)),
        is_repair=request.is_repair,
    )
    return behind(noted, apart)


def _put_back(turn: Turn, request: Request, words: str, due_at: int) -> str | None:
    """Who was told, in words; None where the request is not in a state in which something can be wrong with it."""
    if not supplies.complain(turn.db, request, words, turn.now, due_at):
        return None
    note(turn, request.id, request.number, "supplies complained of")
    shown = _of_goods(turn, request, words) if complaints.names_conduct(words) else words
    body = turn.render("supply_complaint_for_staff", words=shown, due=clock_words(due_at), **staff_facts(request))
    return tell_whoever_brought_it(turn, request, body, f"complaint:{turn.message.key.hex()}")


def _of_goods(turn: Turn, request: Request, words: str) -> str:
    """What whoever brought it reads where the words are for the office alone."""
    not_there = NOT_THERE.fullmatch(words) is not None
    return turn.render("complaint_of_goods", is_repair=request.is_repair, not_there=not_there)


def _settled(turn: Turn, match: re.Match[str]) -> str | None:
    """已处理 S0120-01 已补送一袋: a complaint was seen to, and the resident is told how."""
    if not (rights.groups(turn) or rights.scopes(turn)):
        return None
    number, how = match[1], words_behind(turn, match[2])
    found = at_my_doors(turn, number) if number else [one for one in open_at_my_doors(turn) if one.has_complaint]
    if number is None and (turn.form is not None or not found):
        return None

    def act(request: Request) -> str:
        if not request.has_complaint:
            return has_moved_on(turn, request)
        if len(how) < _SETTLED_AT_LEAST:
            return turn.render("supply_settled_how", number=request.number)
        due_at = confirm_by(turn) if request.status == "delivered" else None
        if not supplies.settle(turn.db, request, turn.contact.name, turn.now, due_at):
            return has_moved_on(turn, request)
        note(turn, request.id, request.number, "supplies complaint settled")
        body = turn.render("supply_settled_told", number=request.number, who=turn.contact.name, how=how)
        told = tell_owner(turn, request, body, f"settled:{request.complained_at}")
        return turn.render("supply_settled", number=request.number, name=request.name, told=told)

    return choose(turn, number, found, lambda one: one.has_complaint, turn.render("supply_deed_settled"), act)


def hand_over(turn: Turn) -> str:
    """Somebody wants a person, beside a form too; whoever complains is heard as such."""
    return (heard(turn) if _WRONG.fullmatch(turn.text) else None) or human_handover.hand_over(turn)


def _in_words(text: str, turn: Turn) -> Value:
    if len(text) < 2 or text.isdigit():
        raise InvalidAnswer
    return turn.message.text.strip()


def _tapped_under(turn: Turn) -> Answers:
    """Under which request 有问题 was tapped, where it was."""
    number = turn.message.menu_id.rpartition(":")[2]
    return {"about": int(number)} if number.isdigit() else {}


def _file(turn: Turn, answers: Answers) -> str:
    words = str(answers["what"])
    tapped = next((one for one in _came(turn) if one.id == answers.get("about")), None)
    if tapped is not None and not complaints.is_about_people(words):
        return complain(turn, tapped, words)
    return note_complaint(turn, words) or complaints.file(turn, words, groups.OFFICE)


complaint = Conversation(
    name="supply_complaint",
    intents=(),
    slots=(Slot("about", "number", asked=False), Slot("what", "text", bare=_in_words, private=True, takes_questions=True)),
    prefill=_tapped_under,
    finish=_file,
)
commands = (
    *complaints.commands,
    Command("supplies_settled", _SETTLED, _settled),
    Command("supplies_wrong", _WRONG, _wrong, staff_only=False),
)
