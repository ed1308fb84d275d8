"""A supply request after it was filed (clause 3.4.5): who says what, until it is there; and 「我的菜到哪了」.

The group's members take it and say each step, grid workers say what they brought to a door of theirs, residents change it,
take it back, say that it came or what was wrong. Where it is, is told with who has it since when; no hour is promised.
"""

import re

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers import groups, rights
from handlers.checkins.doubts import behind
from handlers.said_back import clock_words
from handlers.supplies import changes, complaint, receipt, steps, taking
from handlers.supplies.items import loaded, meant, words_of
from handlers.supplies.mine import mine
from handlers.supplies.numbers import NUMBER
from handlers.supplies.request import supply_request
from knowledge.language.names import looks_like_name
from knowledge.language.supplies import find_items
from ledger import supplies
from ledger.people import residents
from ledger.supplies import Request

_WHERE = re.compile(
    rf".{{0,14}}(?:到哪(?:儿|里)?了?|到了?没有?|到了吗|到没到|送了没有?|送了吗|(?:啥|什么)时候(?:能|会|才)?(?:到|送|修|来人?)|几点(?:能|会|才)?(?:到|送|修|来人?)"
    rf"|(?:怎么|咋)?还[没不](?:有)?(?:给我?)?(?:到|送来?|来|修|收到|人接|人修|人管)|有人接了?没有?|有人接了?吗|买了没有?|买好了?没有?|买了吗|办到哪了?|进度|怎么样了|咋样了)"
    rf"来?[啊呀呢吗了]?(?:[,。!? ]+[^,。]{{0,12}})?|(?:查|看看?|问)(?:一下)? ?{NUMBER}|没收到(?:东西|货|菜)?"
)
# 咋还没来 都三天了: of nothing in particular, so of what is on its way.
_DAYS = "(?:都|已经)?等?(?:了|有)?[一二两三四五六七八九十几半0-9]{1,3}个?(?:来|多)?(?:天|小时|钟头|宿|晚上)多?了?[啊呀]?"
_ONLY_WAITS = re.compile(
    rf"(?:我|俺|我们)?(?:{_DAYS}[ ,。!]*)?(?:怎么|咋|为啥)?(?:就|都)?还[没不](?:有)?(?:给我?)?(?:到|送来?|来)[啊呀呢吗了]*"
    rf"(?:[ ,。!?]+{_DAYS})?[!?。]*"
)
# 尿不湿退了 先修水: a thing that is not needed any more, and the repair that is waited for.
_REPAIR_FIRST = re.compile(
    r"(?:(.{1,16}?)(?:退了?|退掉|不要了?|不用了?)吧?[ ,。]*)?(?:先|快|赶紧|赶快)(?:来)?(?:给我|帮我|把)?(?:家)?"
    r"(?:修?[水电气暖]管?修?|修修?[水电气暖]?管?)(?:好|的事)?[吧啊呀了]*"
)
# 王阿姨的物资到哪了, asked by staff.
_OF = re.compile("([一-鿿·]{2,5}?)(?:家里?|那[家边儿])?(?:要|买|申请|报)?的(?=物资|东西|菜|药|货|申请|报修)")
_LOOKED_THROUGH = 500
_OURS = re.compile("物资|东西|菜|药|货|申请|报修|修|收到|送")


def where(turn: Turn, match: re.Match[str]) -> str | None:
    """Where the writer's requests are, also beside a new one; ordinary text where it is about something else."""
    if turn.form is not None and turn.form.name != supply_request.name:
        return None
    said = _said(turn, match[1])
    return said if said is None or turn.form is None else f"{said}\n{engine.repeat(turn, supply_request, turn.form)}"


def _repair_first(turn: Turn, match: re.Match[str]) -> str | None:
    """先修水 of a repair on record says where it is, and takes off what is said not to be needed; else ordinary text."""
    repairs = [one for one in mine(turn) if one.is_repair and (one.is_on_its_way or one.has_complaint)]
    if turn.form is not None or not repairs or "修" not in turn.text:
        return None
    less = changes.without(turn, match[1]) if match[1] else ""
    if less is None:
        return None
    return behind(less, turn.render("supply_where", whose="", requests=[_where(turn, one) for one in repairs]))


def _said(turn: Turn, number: str | None) -> str | None:
    named = _OF.match(turn.text) if number is None and turn.contact.is_staff else None
    name = named[1] if named is not None and looks_like_name(named[1]) else turn.contact.name
    if name != turn.contact.name:
        return _of_another(turn, name)
    requests = [one for one in mine(turn) if number is None or number.upper() in {one.number, one.request}]
    open_ones = [one for one in requests if one.is_on_its_way or one.status == "delivered" or one.has_complaint]
    only_waits = _ONLY_WAITS.fullmatch(turn.text) is not None and (open_ones or turn.form is not None)
    if number is None and not (_OURS.search(turn.text) or only_waits or _named(turn, requests)):
        return None
    if not requests:
        is_open = turn.form is not None
        is_sure = "物资" in turn.text or number is not None or is_open
        return turn.render("supply_none_asked_for", whose="", unknown="", is_open=is_open) if is_sure else None
    last = [one for one in requests if one.request == requests[-1].request]
    shown = _named(turn, open_ones) or open_ones or last
    return turn.render("supply_where", whose="", requests=[_where(turn, one) for one in shown])


def _of_another(turn: Turn, name: str) -> str:
    """What is on its way for somebody whom a member of staff names: to doors that they look after, or asked for by them."""
    scopes = rights.scopes(turn)
    at_doors = [one for scope in scopes for one in supplies.open_in(turn.db, scope, _LOOKED_THROUGH)]
    found = {one.id: one for one in [*at_doors, *mine(turn)] if one.name == name and one.is_on_its_way}
    if found:
        return turn.render("supply_where", whose=f"{name} ", requests=[_where(turn, one) for one in found.values()])
    known = residents.named_within(turn.db, name, scopes)
    return turn.render("supply_none_asked_for", whose=name if known else "", unknown="" if known else name, is_open=False)


def _named(turn: Turn, requests: list[Request]) -> list[Request]:
    """Those that have a thing which the message names."""
    names = [one.item for one in find_items(turn.text)]
    return [one for one in requests if any(meant(name, loaded(one.items)) is not None for name in names)]


def _where(turn: Turn, request: Request) -> dict[str, object]:
    since = {
        "submitted": request.filed_at,
        "accepted": request.accepted_at,
        "purchased": request.purchased_at,
        "disinfected": request.disinfected_at,
        "delivered": request.delivered_at,
        "confirmed": request.confirmed_at,
    }.get(request.status)
    _complaint, reason = supplies.words_of(turn.db, request.id)
    return {
        "number": request.number,
        "things": words_of(loaded(request.items)),
        "status": request.status,
        "on_the_way": request.is_on_its_way,
        "is_repair": request.is_repair,
        "has_complaint": request.has_complaint,
        "group": groups.title(turn.house, request.group_id),
        "who": request.accepted_by or "",
        "since": clock_words(since) if since is not None else "",
        "taken": clock_words(request.accepted_at) if request.accepted_at is not None else "",
        "urged": request.climbed > 0,
        "reason": reason,
    }


def _tap(turn: Turn, about: str) -> str | None:
    """A tap under a message about a request: take:S0120-01, came:S0120-01, yes:12, no:12, got:12, lost:12, wrong:12."""
    verb, _, which = about.partition(":")
    if verb == "take":
        return taking.take_numbered(turn, which) if turn.contact.is_staff else None
    if verb in {"came", "gone"}:
        return receipt.said_by_staff(turn, which, came=verb == "came") if turn.contact.is_staff else None
    return receipt.tapped(turn, verb, int(which)) if which.isdigit() else None


commands = (
    *taking.commands,
    *steps.commands,
    *receipt.commands,
    *complaint.commands,
    Command("where_are_supplies", _WHERE, where, staff_only=False),
    Command("repair_first", _REPAIR_FIRST, _repair_first, staff_only=False),
    *changes.commands,
)
conversations = (taking.supply_refusal, complaint.complaint)
taps = {"supply": _tap}
