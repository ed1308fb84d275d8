"""Slots that several forms share: who somebody is and where they live; read once, asked for in each form's own words."""

import re
from dataclasses import replace

from bot.conversation import Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from knowledge.language.names import is_statement, looks_like_name
from knowledge.language.people import find_phone, find_relatives
from knowledge.language.reading import find_slots
from ledger import places
from ledger.people import accounts
from ledger.places import Address

_HAN = r"[\u3400-\u9fff\U00020000-\U0003134f]"
# Chinese characters, with the dot of Mongolian and other names; or letters of another script, with blanks between.
_NAME = re.compile(rf"{_HAN}{{2,8}}|{_HAN}{{1,10}}·{_HAN}{{1,10}}|[^\W\d_]{{2,20}}(?:[ .·-][^\W\d_]{{1,20}}){{0,4}}")
_NO_NAME = frozenset(
    {
        "不知道",
        "不清楚",
        "没有",
        "没有了",
        "没了",
        "不告诉你",
        "不说",
        "随便",
        "你好",
        "您好",
        "谢谢",
        "好的",
        "可以",
        "是的",
        "打卡",
        "报备",
    }
)
_OF_ANOTHER = re.compile("(?:他|她)(?:的?(?:名字|姓名|大名))?(?:叫|是|名叫)")
_IS_NAMED = re.compile(r"(?:的)?(?:名字|姓名|大名|全名)?[ :]*(?:是|叫做?|名叫|名字叫)?[ :]*")
_NAMED = re.compile(rf"(?:的)?(?:名字|姓名|大名|全名)?[ :]*(?:是|叫做?|名叫|名字叫)[ :]*({_HAN}{{2,8}}?)[啊呀吧。 ]*")
_BUILDING = re.compile(r"([0-9]{1,3})(号楼|栋|幢|组)?")
_NO_BUILDING = re.compile(r".{0,4}(?:平房|没有?门牌|没有?楼号|没有?组|沿街|门市|商铺|院子|独门独院|不分组).{0,6}")
_DOOR = re.compile(r"(?:([0-9]{1,2})(?:单元|-))?([0-9]{1,4})(号|室)?")


def _bare_name(text: str, turn: Turn) -> Value:
    """A name as the whole answer; words that are no name, and other matters, are not taken for one."""
    found = find_slots(text, turn.said_time, ["name"]).get("name")
    if isinstance(found, str):
        return found
    if find_phone(text) is not None or text in _NO_NAME:
        raise InvalidAnswer
    if turn.reading.intent == "out_of_scope" and _NAME.fullmatch(text) and not is_statement(text):
        return text
    raise InvalidAnswer


def _known_community(value: Value, turn: Turn) -> Value:
    names = {place.name for place in turn.house.plan.places}
    if value in names:
        return value
    raise InvalidAnswer


def _bare_building(text: str, _turn: Turn) -> Value:
    """A building or 组 by its number; a house without one is a house without one."""
    match = _BUILDING.fullmatch(text)
    if match is not None:
        return f"{int(match[1])}{match[2] or '号楼'}"
    if _NO_BUILDING.fullmatch(text):
        return None
    raise InvalidAnswer


def _bare_room(text: str, _turn: Turn) -> Value:
    match = _DOOR.fullmatch(text)
    if match is None:
        raise InvalidAnswer
    return match[2] + ("号" if match[3] == "号" else "")


def names_relative(text: str) -> tuple[str, str] | None:
    """Whom of the family a text names and how they are called, where it says nothing else: 我妈叫赵玉芬."""
    found = find_relatives(text)
    match = _NAMED.fullmatch(text, found[0].span[1]) if len(found) == 1 else None
    return (found[0].label, match[1]) if match is not None and looks_like_name(match[1]) else None


def own_name(value: Value, turn: Turn) -> Value:
    """A name that is given as the writer's own: 我妈叫赵玉芬 and 他叫李明 tell somebody else's."""
    if _OF_ANOTHER.match(turn.text) is not None:
        raise InvalidAnswer
    where = turn.text.find(str(value))
    for one in find_relatives(turn.text):
        if one.span[1] <= where and _IS_NAMED.fullmatch(turn.text[one.span[1] : where]) is not None:
            raise InvalidAnswer
    return value


NAME = Slot("name", "name", bare=_bare_name)
OWN_NAME = replace(NAME, check=own_name)
COMMUNITY = Slot("community", "place", check=_known_community, clears=("building", "unit", "room"))
BUILDING = Slot("building", "place", bare=_bare_building, optional=True, clears=("unit", "room"))
UNIT = Slot("unit", "place", asked=False)
ROOM = Slot("room", "place", bare=_bare_room, optional=True, private=True)


def of_writer(answers: Answers) -> tuple[str, ...]:
    """The slots that are about the writer: none where it is all about somebody else."""
    return () if answers.get("for_another") else ("name", "phone", "community", "building", "unit", "room")


def address_of(answers: Answers) -> Address:
    """The address that the answers give."""

    def part(name: str) -> str | None:
        value = answers.get(name)
        return value if isinstance(value, str) else None

    return Address(part("community"), part("building"), part("unit"), part("room"))


def known_home(turn: Turn) -> dict[str, Value]:
    """The name and home of a bound person as answers; of the home only what the ledger has.

    Of somebody unknown, the place whose code they have scanned.
    """
    if not turn.contact.is_bound:
        return scanned_home(turn)
    known = address_answers(turn.contact.home)
    if known:
        # A house without a unit or a number is complete as the ledger has it: nothing further is asked.
        known = {"building": None, "room": None, **known}
    return {"name": turn.contact.name, **known}


def address_answers(address: Address) -> dict[str, Value]:
    """The parts of an address that are known, as answers."""
    parts = {"community": address.community, "building": address.building, "unit": address.unit, "room": address.room}
    return {name: value for name, value in parts.items() if value}


def scanned_home(turn: Turn) -> dict[str, Value]:
    """The place whose code somebody unknown has scanned, as answers."""
    scanned = accounts.scanned_place(turn.db, turn.contact.openid)
    return {} if scanned is None else address_answers(places.parts(places.get(turn.db, scanned).address))


def known_writer(turn: Turn) -> dict[str, Value]:
    """For forms about the writer: a bound person is never asked where they live, even where the ledger has no home."""
    known = known_home(turn)
    if not turn.contact.is_bound:
        return known
    return {"community": None, "building": None, "room": None, **known} if known else {}
