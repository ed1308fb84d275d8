"""Telephone and doorstep entry 代报 (DESIGN 6.8): staff file for somebody without a phone, found within their own scope.

代报 王桂芝 101 36.4 电话; 替301张伟打卡 36.5 上门; 代 张伟 后天从呼市回来. Of several of one name it is asked which;
whoever is not registered yet is registered at a door that is named, in a building that is known. For anybody else
these words are ordinary text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation import Choice, Conversation, Slot
from bot.router import Command
from bot.turn import Answers, Turn, Value
from handlers import behalf, rights
from handlers import slots as shared
from handlers.beginning import begin
from handlers.checkin_days import said_day
from handlers.checkin_said import file_all
from handlers.family import told_apart
from handlers.household_places import looks_after_a_village, scopes, settle
from handlers.household_rows import entry_of
from handlers.said_back import word
from handlers.supply_slots import HOME
from knowledge.language.household_list import find_rows
from knowledge.language.names import looks_like_name
from knowledge.language.reading import find_slots, read
from ledger import audit, people, places, residents
from ledger.places import parts
from ledger.residents import Resident

_CALL = re.compile(r"(?:代(?:报|填|办|打卡)|代(?= )|替(?=[ \d一-鿿])) ?(?P<said>.{2,400})", re.DOTALL)
_DOOR = re.compile(
    r" ?(?:(?P<building>\d{1,3})(?P<kind>号楼|栋|幢|组|-))?(?:(?P<unit>\d{1,2})(?:单元|-))?"
    r"(?P<door>\d{3,4}(?=室|的|家| |[一-鿿]|$)|\d{1,4}号)(?:室)?(?:的|家)? ?"
)
# 365 behind a name is a temperature whose point is missing, where no other is said.
_SLIP = re.compile(r"3[4-9]\d|4[0-2]\d")
_HAN = re.compile(r"[一-鿿]+(?:·[一-鿿]+)*")
_LONGEST_NAME = 12
_VIA = re.compile(
    r"[ ,。;]*(?:是|在|用)?(电话|上门|入户|纸质|纸条|书面)(?:里|上)?(?:报|说|告诉|填|登记)?(?:的|我的)?[ 。!]*$"
)
_WAYS = {"电话": "phone", "上门": "doorstep", "入户": "doorstep", "纸质": "paper", "纸条": "paper", "书面": "paper"}
_SAID_BY = re.compile(
    r"[ ,(（]*(?:由|是)?(?:他|她)?(?:的)?([一-鿿·]{1,8}?)(?:代)?(?:说的|讲的|打来的|告诉的)[)） ,。]*$"
)
_FILED = re.compile(r"[ ,:]*(?:的?(?:健康)?打卡|健康)?[ ,:]*")
_HEALTH = ("temperature", "symptoms", "troubles", "contact_history", "positive_test")
# What a form knows of its writer, and is of somebody else here.
_IDENTITY = frozenset({"name", "phone", "community", "building", "unit", "room", HOME})


@dataclass(frozen=True, slots=True)
class Told:
    """What staff say for somebody: name, door as said, the matter, who said it and how."""

    name: str
    door: re.Match[str] | None
    matter: str
    said_by: str | None
    via: str | None


class OnBehalf:
    """The command over the forms that can be filled in for somebody, and the question which of several is meant."""

    def __init__(self, offered: Sequence[Conversation]) -> None:
        self._by_intent = {intent: one for one in offered for intent in one.intents}
        self.which = Conversation(
            name="on_behalf_which",
            intents=(),
            slots=[Slot("who", "person", offers=_candidates), Slot("words", "words", asked=False, private=True)],
            finish=self._go_on,
        )
        self.commands = (Command("on_behalf", _CALL, self._call),)

    def _call(self, turn: Turn, match: re.Match[str]) -> str | None:
        if not rights.scopes(turn):
            return None
        told = _read(turn, match["said"])
        if told is None:
            return None
        found = _found(turn, told)
        if len(found) > 1:
            known: Answers = {"ids": [one.id for one in found], "words": match["said"]}
            turn.reading = replace(turn.reading, slots={})
            return begin(turn, replace(self.which, prefill=lambda _turn: known))
        one = found[0] if found else _at_new_door(turn, told)
        if one is None:
            return turn.render("behalf_not_found", name=told.name)
        return self._file(turn, one, told)

    def _go_on(self, turn: Turn, answers: Answers) -> str:
        """The one who was meant is known now: what was said is filed for them."""
        one = next((one for one in _by_ids(turn, answers) if one.id == answers["who"]), None)
        told = _read(turn, str(answers["words"]))
        if one is None or told is None:
            return turn.render("correct_gone")
        turn.form = None
        return self._file(turn, one, told)

    def _file(self, turn: Turn, one: Resident, told: Told) -> str:
        said_by = told.said_by or one.name
        note = behalf.noted(one, said_by, told.via)
        reading = read(told.matter, turn.said_time)
        turn.reading = reading
        health = find_slots(told.matter, turn.said_time, _HEALTH)
        if reading.intent in {"health_checkin", "batch_checkin", "out_of_scope"} and health:
            return _check_in(turn, one, health, note)
        conversation = self._by_intent.get(reading.intent)
        if conversation is None:
            return turn.render("behalf_what", name=one.name)
        turn.reading = replace(reading, slots={k: v for k, v in reading.slots.items() if k not in _IDENTITY})
        base = conversation.prefill
        known = {**_identity(turn, one), **note}
        wrapped = replace(conversation, prefill=lambda turn: {**_without_identity(base(turn)), **known})
        if turn.resumed is not None:  # what waited behind the question which one is meant waits behind this form
            turn.form, turn.resumed = turn.resumed, None
        return f"{_for_whom(turn, one, told)}\n{begin(turn, wrapped, for_another=True)}"


def _read(turn: Turn, said: str) -> Told | None:
    """Door and name in either order, then the matter, and at the end who said it and how."""
    door = _DOOR.match(said)
    rest = said[door.end() :] if door is not None else said.lstrip()
    name = _name_at(turn, rest)
    if name is None:
        return None
    rest = rest[len(name) :]
    if door is None:
        door = _DOOR.match(rest)
        if door is not None and _is_temperature(turn, door, rest[door.end() :]):
            door = None
        rest = rest[door.end() :] if door is not None else rest
    via = _VIA.search(rest)
    rest = rest[: via.start()] if via is not None else rest
    by = _SAID_BY.search(rest)
    rest = rest[: by.start()] if by is not None else rest
    filed = _FILED.match(rest)
    matter = rest[filed.end() :] if filed is not None else rest
    return Told(name, door, matter.strip(" ,。"), by[1] if by is not None else None, _WAYS[via[1]] if via else None)


def _is_temperature(turn: Turn, door: re.Match[str], rest: str) -> bool:
    if _SLIP.fullmatch(door.group().strip()) is None:
        return False
    return "temperature" not in find_slots(rest, turn.said_time, ["temperature"])


def _name_at(turn: Turn, text: str) -> str | None:
    """The longest beginning that is somebody's name in the scope; else what looks like a name up to the next blank."""
    run = _HAN.match(text)
    if run is None:
        return None
    longest = run.group()[:_LONGEST_NAME]
    for size in range(len(longest), 1, -1):
        if _in_scope(turn, longest[:size]):
            return longest[:size]
    whole = run.group()
    return next((whole[:size] for size in (len(whole), 4, 3, 2) if looks_like_name(whole[:size])), None)


def _in_scope(turn: Turn, name: str) -> list[Resident]:
    """Everybody of a name within the writer's scopes: the scope goes into the query."""
    found = {one.id: one for scope in rights.scopes(turn) for one in residents.named_in(turn.db, name, scope)}
    return list(found.values())


def _found(turn: Turn, told: Told) -> list[Resident]:
    """Who can be meant: of this name in the scope, at the door where one is said."""
    found = _in_scope(turn, told.name)
    return [one for one in found if _lives_at(one, told.door)] if told.door is not None else found


def _lives_at(one: Resident, door: re.Match[str]) -> bool:
    home = parts(one.address)
    if home.room is None:
        return False
    building = f"{door['building']}{_kind(door)}" if door["building"] else None
    unit = f"{door['unit']}单元" if door["unit"] else None
    return (
        home.room.removesuffix("号") == door["door"].removesuffix("号")
        and building in {None, home.building}
        and unit in {None, home.unit}
    )


def _kind(door: re.Match[str]) -> str:
    return "组" if door["kind"] == "组" else "号楼"


def _at_new_door(turn: Turn, told: Told) -> Resident | None:
    """Somebody who is not registered yet, at a door that lies within the scope for certain."""
    if told.door is None:
        return None
    held = scopes(turn)
    rows = find_rows(f"{told.door.group().strip()} {told.name}36.5", looks_after_a_village(held))
    placed = settle(turn, held, [entry_of(row, "1") for row in rows[:1]], None).inside
    if not placed or placed[0].address is None:
        return None
    address = parts(placed[0].address)
    if places.find(turn.db, "/".join(part for part in (address.community, address.building) if part)) is None:
        return None
    door = places.ensure(turn.db, placed[0].address)
    person_id = people.add(
        turn.db, name=told.name, phone=None, place_id=door.id, now=turn.now, filed_by=turn.contact.name
    )
    people.grant(turn.db, person_id, "resident", door.id, None, turn.now)
    audit.note(turn.db, turn.now, turn.contact.person_id, turn.contact.name, "registered", f"person:{person_id}")
    return residents.get(turn.db, person_id)


def _check_in(turn: Turn, one: Resident, health: Answers, note: Answers) -> str:
    """A check-in by telephone: filed as it is, and what alarms passed on, whatever was left unsaid."""
    proposed = health.get("confirm")
    if "temperature" not in health and isinstance(proposed, dict):
        return turn.render("behalf_is_it", name=one.name, value=proposed.get("temperature"))
    row: dict[str, Value] = {
        "name": one.name,
        "person": one.id,
        "temperature": health.get("temperature"),
        "symptoms": health.get("symptoms") or [],
        "complaints": health.get("troubles") or [],
        "contact_history": health.get("contact_history"),
        "positive_test": health.get("positive_test"),
    }
    said = file_all(turn, {"persons": [row], **note, **said_day(turn)})
    filed = behalf.filing(turn, note, None)
    return turn.render("behalf_filed", said=said, who=told_apart(turn, one), by=_by(filed.said_by, filed.via))


def _by(said_by: str | None, via: str | None) -> dict[str, str]:
    return {"who": said_by or "", "via": word("via", via) if via else ""}


def _for_whom(turn: Turn, one: Resident, told: Told) -> str:
    return turn.render("behalf_begun", who=told_apart(turn, one), by=_by(told.said_by or one.name, told.via))


def _identity(turn: Turn, one: Resident) -> dict[str, Value]:
    """Who it is for, as answers: nothing of that is asked."""
    home = shared.address_answers(parts(one.address))
    phone = people.phone_of(turn.db, one.id)
    return {"name": one.name, "community": None, "building": None, "room": None, "phone": phone, **home}


def _without_identity(answers: Answers) -> Answers:
    return {name: value for name, value in answers.items() if name not in _IDENTITY}


def _by_ids(turn: Turn, answers: Answers) -> list[Resident]:
    """The candidates, as far as the writer's scopes still reach them."""
    ids = answers.get("ids")
    found = [residents.get(turn.db, int(str(one))) for one in ids] if isinstance(ids, list) else []
    reached = rights.scopes(turn)
    return [one for one in found if one is not None and any(one.path.startswith(scope) for scope in reached)]


def _candidates(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(one.id, told_apart(turn, one)) for one in _by_ids(turn, answers)[:9])
