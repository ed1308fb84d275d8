"""The doors of several households for which one message orders: 3-2-301大米一袋,3-2-302大米两袋; 401要面,402要米.

Their goods stand in one list; where they go is said only as far as all of them share it. Another address counts for a
household only where what it wants stands right behind it: a neighbour, the office of the house or a delivery that went
astray changes nothing. 送到 and an address says where it goes. Text is normalised.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.language.address_patterns import MENDED, PLAUSIBLE_DOOR
from knowledge.language.addresses import AddressFound, addresses_besides
from knowledge.language.communities import plan_communities
from knowledge.language.supply_words import supply_words

# A door at the beginning of what a household wants: 402要5斤米, 403啥也不要, 给302的李奶奶带大米; but 250的要两箱.
_DOOR = re.compile(
    rf"(?:(?:(?<=[ ,。;、:\n])|^)(?P<door>{PLAUSIBLE_DOOR})(?![的元块度层路天年\d])"
    rf"|(?<=[给替帮和跟])(?P<of>{PLAUSIBLE_DOOR})(?!\d))(?:室|号|户|家)?(?=[ :]?[^\d\s,。;:、.%\-/×*xX]|[ :]\d)"
)
_NO_GOING = r"[^送放住在别找去回从说问给\s,]"
# What stands between the beginning of a clause, or an order, and the address of a household: 还有3-2-302, 我妈家3-2-302.
_BEGINS = re.compile(
    r"(?:.*[ ,。;、:\n])?(?:\d{1,2}[.)])?(?:还有|另外|再有|再|以及|和|跟|与|及|给|替|帮){0,2}"
    rf"(?:[我俺咱他她]{_NO_GOING}{{0,3}}|{_NO_GOING}{{1,4}}家)?"
    r"|.*[\d一二两俩三四五六七八九十半][ ]?[^\s\d,。;:是在到]{1,2}",
    re.DOTALL,
)
_WISH = re.compile("(?:还|也|就|都|只|再|各|想)*(?:需要|要|缺|差|需|订|买|报|来)")
_TOLD = re.compile(
    "也[要订买](?=$|[ ,。;!\n])|没有?(?:啥|什么)?(?:需要|要的)|(?:啥|什么)?(?:都|也)?(?:不|没)(?:要|缺|需要)"
)
_AMOUNT = re.compile(
    r"[ :]?(?:各?[要来])?(?:\d+(?:\.\d+)?|[一二两俩三仨四五六七八九十半几]{1,3})[ ]?(?P<unit>[^\s\d,。;:]{0,2})"
)
_NO_AMOUNT = frozenset("天月年次点号楼层元块度米回")
_NO_WISHES = frozenset("有在送放住找帮说叫是坏堵漏停修不没别收取拿问给,。;\n")  # 1单元的王大爷帮我拿上来
_SENT = re.compile(r"(?:送[到去至往]|放到|拿到|捎到)[^\s,。;:\d]{0,6}[ ]?$")
_ELSEWHERE = re.compile("[别错昨误]|快递|外卖|不[要用能是]|上[次回]|前天|老是")
_GONE = re.compile("[ ]?[去来]?[了过]")
_CALLED = re.compile(".(?:阿姨|老师|奶奶|爷爷|师傅|大?[娘爷妈]|[叔婶姨嫂哥姐家])")
_ALL_IN = ("都是", "都在", "都住")
_LONGEST = 7  # signs of a name
_NAME = 12  # signs of a name with its sort and maker
_REACH = 8  # signs from an address to what is wanted there
_BEFORE = 16  # signs of a clause before an address


def households_besides(text: str, address: AddressFound | None) -> Iterator[tuple[int, int]]:
    """Where the text names the addresses and doors of further households."""
    if address is None:
        return
    others = [other.span for other in addresses_besides(text, address)]
    yield from others
    yield from (span for span, _door in _doors(text, address, others))


def shared_address(text: str, address: AddressFound) -> AddressFound:
    """The address without the parts that another household of the text has otherwise; one that mends it holds."""
    parts = address.parts or (address.span,)
    others = list(addresses_besides(text, address))
    is_goal = _is_goal(text, parts[0])
    share = any(text[max(0, start - 2) : start] in _ALL_IN for start, _end in (*parts, *(one.span for one in others)))
    for other in others:
        if MENDED.search(text, parts[0][1], other.span[0]) is not None:
            address = replace(
                address,
                building=other.building or address.building,
                unit=other.unit or address.unit,
                room=other.room or address.room,
            )
        elif other.room is not None and not is_goal and _is_goal(text, other.span):
            address, is_goal = _sent_to(text, address, other), True
        elif share or (is_goal and _is_goal(text, other.span)) or _is_household(text, other.span):
            address = _in_common(address, other)
    if address.room is None:
        return address
    doors = (door for _span, door in _doors(text, address, [other.span for other in others]))
    return replace(address, room=None) if any(door != address.room for door in doors) else address


def _in_common(address: AddressFound, other: AddressFound) -> AddressFound:
    """What two households share of their addresses."""
    if None not in (other.building, address.building) and other.building != address.building:
        return replace(address, building=None, unit=None, room=None)
    if None not in (other.unit, address.unit) and other.unit != address.unit:
        return replace(address, unit=None, room=None)
    return replace(address, room=None) if other.room is not None and other.room != address.room else address


def _sent_to(text: str, address: AddressFound, goal: AddressFound) -> AddressFound:
    """The address to which it is sent, with what it leaves out: 住永茂6号楼2单元301,送到我妈家3号楼2单元201."""
    places = [place for place in plan_communities().find_all(text) if place.span[1] <= goal.span[0]]
    return replace(
        address,
        community=places[-1].name if places else address.community,
        building=goal.building or address.building,
        unit=goal.unit or (address.unit if goal.building is None else None),
        room=goal.room,
    )


def _is_goal(text: str, span: tuple[int, int]) -> bool:
    """Whether something is to be brought to an address; 别送到2单元302 and 上次送到301去了 are none."""
    before = re.split("[,。;\n]", text[max(0, span[0] - _BEFORE) : span[0]])[-1]
    sent = _SENT.search(before)
    return sent is not None and _ELSEWHERE.search(before) is None and _GONE.match(text, span[1]) is None


def _is_household(text: str, span: tuple[int, int]) -> bool:
    """Whether a further address begins a clause, and what is wanted there stands right behind it."""
    before = text[max(0, span[0] - _BEFORE) : span[0]]
    return _BEGINS.fullmatch(before) is not None and _SENT.search(before) is None and _is_wanted(text, span[1])


def _doors(text: str, address: AddressFound, others: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Doors that begin what a household wants, apart from the addresses themselves."""
    spans = (*(address.parts or (address.span,)), *others)
    for door in _DOOR.finditer(text):
        span = door.span("door") if door["door"] is not None else door.span("of")
        if any(start <= span[0] < end for start, end in spans) or _is_thing(text, span[0]):
            continue
        if _is_wanted(text, door.end()):
            yield span, text[slice(*span)]


def _is_wanted(text: str, begin: int) -> bool:
    """Whether a thing with its amount or a wish for one stands right behind an address, perhaps with who lives there."""
    for at in range(begin, min(len(text), begin + _REACH)):
        if _TOLD.match(text, at) is not None or _is_counted(text, at, at > begin):
            return True
        wish = _WISH.match(text, at)
        if wish is not None:
            amount = _AMOUNT.match(text, wish.end())
            is_amount = amount is not None and _unit_end(text, amount.start("unit")) is not None
            return is_amount or _name_end(text, wish.end()) is not None
        amount = _AMOUNT.match(text, at)
        if text[at] in _NO_WISHES or (amount is not None and _unit_end(text, amount.start("unit")) is not None):
            return False
    return False


def _is_counted(text: str, at: int, is_named: bool) -> bool:
    """Whether a thing and its amount stand there, in either order: 大米两袋, 两袋大米; `is_named`: behind some name."""
    end = _name_end(text, at)
    amount = _AMOUNT.match(text, at if end is None else end)
    if amount is None or amount["unit"][:1] in _NO_AMOUNT:
        return False
    if end is not None:
        return True
    unit = _unit_end(text, amount.start("unit"))
    return unit is not None and (is_named or _name_end(text, unit) is not None)


def _name_end(text: str, at: int) -> int | None:
    """Where the name of a thing ends that begins there, with its sort and maker: 飞鹤奶粉; 水管 is no water."""
    behind = 0
    for found in supply_words().table.scan(text[at : at + _NAME]):
        if found.start != behind:
            return None
        behind = found.start + len(found.word)
        if found.tag.role == "item":
            return at + behind
        if found.tag.role != "kinds":
            return None
    return None


def _unit_end(text: str, at: int) -> int | None:
    """Where a unit ends that begins there."""
    return next((at + size for size in (2, 1) if text[at : at + size] in supply_words().units), None)


def _is_thing(text: str, begin: int) -> bool:
    """Whether the figures are of a name, or an amount: 502胶水, 500克大米; 401张阿姨 is a door."""
    name = text[begin : begin + _LONGEST].replace(" ", "")
    if any(name[:size] in supply_words().kinds for size in range(4, _LONGEST)):
        return True
    behind = begin + len(name) - len(name.lstrip("0123456789"))
    return _unit_end(text, behind) is not None and _CALLED.match(text, behind) is None
