"""Complaints 投诉 that belong to no request on record: apologised for, kept, and put to whom they are about.

Bad goods that were handed out go to the supplies group (clauses 3.4.5, org.group.supplies), everything else to the office.
Where the same words complain of somebody's conduct too they go to the office alone: whoever brought the goods, or has to
see to them, gets only that the goods are complained of (DESIGN 6.15).
Each has a deadline from config.yaml and climbs as every handover does (scheduler/handovers_overdue.py) until somebody says
how it was seen to: 已处理 5 换了新的.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import groups, rights
from handlers.checkins.doubts import behind
from handlers.said_back import clock_words, word
from handlers.supplies.deadlines import complaint_by
from handlers.supplies.items import names_goods
from handlers.supplies.notices import staff_of
from knowledge.times import MINUTE
from ledger import handovers, outbox
from ledger.handovers import COMPLAINT, Handover
from ledger.people import Recipient

SUPPLIES = "supplies"
SAYS_NOTHING = re.compile(r"(?:我想|我要|我得|要|想)?(?:投诉|有问题|不对|没收到)(?:你们|一下|个事|个人)?")
_COMPLAINS = re.compile(r"投诉|态度.{0,6}(?:差|恶劣|不好|坏|不行|凶|横)|骂人|骂我|凶我|推我|打我")
_PEOPLE = re.compile(
    r"态度|骂|凶我|推我|打我|不理人|网格员|工作人员|志愿者|保安|卡口|大白|社区的人|物业|组长|书记|主任"
)
# What is said of somebody, whatever else the words complain of. Too much of it costs little: the office reads the words.
_CONDUCT = re.compile(
    r"态度|骂|凶|吼|嚷|推我|打我|动手|欺负|威胁|吓唬|不耐烦|不理(?:人|我|睬)|赶我|白眼|难听|阴阳怪气"
    r"|偷|贪|私吞|克扣|故意|要(?:我的?)?钱|小费|红包|好处费"
)
_GOODS = re.compile(r"东西|物资|物品|货|菜|肉|蛋|米|面|奶|油|药|水果|粮|豆|包裹|口罩")
_HANDED_OUT = re.compile(r"你们|送的|送来|送过来|发的|发来|给的|给我|配的|拿来的|分的|分给|领的")
_BAD = re.compile(
    r"烂|坏|臭|馊|过期|霉|长毛|不新鲜|破|碎|洒|漏|变质|不能吃|没法吃|少了|少给|缺|送错|不对|没收到|没给|没发|没分|没送|只有"
)
_SETTLED = re.compile(r"已经?处理了?[ ,:]*第?(\d{1,9})号?(?:[ ,:]+(.*))?", re.DOTALL)
_SETTLED_AT_LEAST = 2


def is_about_people(words: str) -> bool:
    """Whether somebody's conduct is complained of, and no goods."""
    return _COMPLAINS.search(words) is not None and _PEOPLE.search(words) is not None and not _is_about_goods(words)


def names_conduct(words: str) -> bool:
    """Whether anything is said of somebody's conduct, of goods as well or not."""
    return _CONDUCT.search(words) is not None


def group_for(words: str) -> str | None:
    """Whose complaint it is: the supplies group's, the office's; None where the words complain of nothing."""
    if _is_about_goods(words):
        return SUPPLIES
    if _COMPLAINS.search(words) is None:
        return None
    return SUPPLIES if _names_goods(words) and _PEOPLE.search(words) is None else groups.OFFICE


def _is_about_goods(words: str) -> bool:
    was_handed_out = _HANDED_OUT.search(words) is not None or _COMPLAINS.search(words) is not None
    return was_handed_out and _BAD.search(words) is not None and _names_goods(words)


def _names_goods(words: str) -> bool:
    return names_goods(words) or _GOODS.search(words) is not None


def file(turn: Turn, words: str, group_id: str) -> str:
    """Kept in the writer's own words, put to whose it is, and apologised for."""
    apart = conduct_apart(turn, words) if group_id == SUPPLIES else ""
    shown = turn.render("complaint_of_goods", is_repair=False, not_there=False) if apart else words
    number, told, due_at = _put(turn, shown, group_id)
    noted = turn.render(
        "complaint_noted",
        number=number,
        told=told,
        due=clock_words(due_at),
        is_about_goods=group_id == SUPPLIES,
        known=turn.contact.is_bound,
        phone=turn.house.settings.office.duty_phone,
    )
    return behind(noted, apart)


def conduct_apart(turn: Turn, words: str) -> str:
    """Words that complain of goods and of somebody's conduct, put to the office; what is said of that, empty without."""
    if not names_conduct(words):
        return ""
    number, told, due_at = _put(turn, words, groups.OFFICE)
    return turn.render(
        "complaint_of_conduct",
        number=number,
        office=groups.title(turn.house, groups.OFFICE),
        told=told,
        due=clock_words(due_at),
        phone=turn.house.settings.office.duty_phone,
    )


def _put(turn: Turn, words: str, group_id: str) -> tuple[int, str, int]:
    """Put words to a group; returns the number, in words who was told (empty for nobody), and by when they answer."""
    due_at = complaint_by(turn) if group_id == SUPPLIES else turn.now + _office_patience(turn)
    filing = turn.filing(turn.contact.place_id)
    number = handovers.add(turn.db, turn.contact.openid, words, due_at, filing, group_id=group_id, reason=COMPLAINT)
    staff, told = staff_of(turn, group_id)
    body = turn.render(
        "complaint_for_staff",
        number=number,
        who=turn.contact.name,
        address=turn.contact.address.replace("/", ""),
        words=words,
        due=clock_words(due_at),
        group=groups.title(turn.house, group_id),
        is_about_goods=group_id == SUPPLIES,
    )
    for member in staff:
        _queue(turn, member, f"complaint:{number}:{member.person_id}", "alert", body, number)
    _note(turn, number, "complaint noted")
    return number, told, due_at


def _office_patience(turn: Turn) -> int:
    return turn.house.settings.deadlines.handover_minutes * MINUTE


def of_my_groups(turn: Turn, number: int) -> Handover | None:
    """The handover or complaint with this number where it is one of the writer's groups'."""
    found = (handovers.get(turn.db, number, group) for group in rights.groups(turn))
    return next((one for one in found if one is not None), None)


def _settled(turn: Turn, match: re.Match[str]) -> str | None:
    """已处理 5 换了新的: the complaint was seen to, and whoever complained is told how."""
    found = of_my_groups(turn, int(match[1]))
    if found is None or not found.is_complaint:
        return None
    how = (match[2] or "").strip()
    if len(how) < _SETTLED_AT_LEAST:
        return turn.render("supply_settled_how", number=found.id)
    assert turn.contact.person_id is not None  # staff are bound
    if not handovers.close(turn.db, found, turn.contact.name, turn.contact.person_id, turn.now):
        return gone(turn, found)
    _note(turn, found.id, "complaint settled")
    who = found.filed_by or word("person", "unknown")
    if found.openid is not None:
        body = turn.render("complaint_settled_told", who=turn.contact.name, how=how)
        owner = Recipient(found.openid, found.filed_by_id, found.filed_by)
        _queue(turn, owner, f"complaint-settled:{found.id}", "reply", body, found.id)
    number = turn.render("complaint_number", number=found.id)
    return turn.render("supply_settled", number=number, name=who, told=found.openid is not None)


def gone(turn: Turn, found: Handover) -> str:
    """Who was first, and when."""
    settled = handovers.settled(turn.db, found.id)
    if settled is None:
        return turn.render("handover_gone", number=found.id)
    return taken_before(turn, found.id, *settled)


def taken_before(turn: Turn, number: int, who: str, at: int, is_done: bool = False) -> str:
    """Who has taken an alert or a handover already, or seen to it, and when."""
    facts = {"is_own": who == turn.contact.name, "is_done": is_done}
    return turn.render("handover_taken_before", number=number, who=who, at=clock_words(at), **facts)


def _queue(turn: Turn, to: Recipient, key: str, kind: str, body: str, number: int) -> None:
    outbox.queue(
        turn.db,
        key=key,
        to=to,
        kind=kind,
        body=body,
        about=f"human_handover:{number}",
        now=turn.now,
        template="progress" if kind == "reply" else "task",
    )


def _note(turn: Turn, number: int, action: str) -> None:
    turn.note(action, f"human_handover:{number}")


commands = (Command("complaint_settled", _SETTLED, _settled),)
