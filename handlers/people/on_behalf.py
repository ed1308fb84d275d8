"""Telephone and doorstep entry 代报 (DESIGN 6.8): staff file for somebody without a phone, found within their own scope.

代报 王桂芝 101 36.4 电话; 替301张伟打卡 36.5 上门; 代 张伟 后天从呼市回来. Of several of one name it is asked which;
whoever is not registered yet is registered at a door that is named, in a building that is known. For anybody else
these words are ordinary text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation import Choice, Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, Turn, Value
from handlers import rights
from handlers import slots as shared
from handlers.beginning import begin
from handlers.checkins.doubts import behind
from handlers.households.places import looks_after_a_village, scopes, settle
from handlers.households.rows import entry_of
from handlers.people import behalf
from handlers.people.family import told_apart
from handlers.people.on_behalf_checkin import HEALTH, check_in, feels_ill, file_unknown, filed_by_words, slip_left
from handlers.people.on_behalf_reading import Told, in_scope, read_told
from handlers.people.on_behalf_registration import CALL, known_from, own_community, register, registration_of
from handlers.supplies.slots import HOME
from knowledge.language.household_list import find_rows
from knowledge.language.reading import find_slots, read
from ledger import people, places
from ledger.people import residents
from ledger.people.residents import Resident
from ledger.places import parts

_CALL = re.compile(r"(?:代(?:报|填|办|打卡)|代(?= )|替(?=[ \d一-鿿])) ?(?P<said>.{2,400})", re.DOTALL)
# What a form knows of its writer, and is of somebody else here.
_IDENTITY = frozenset({"name", "phone", "community", "building", "unit", "room", HOME})


class OnBehalf:
    """The command over the forms that can be filled in for somebody, and the question which of several is meant."""

    def __init__(self, offered: Sequence[Conversation]) -> None:
        self._by_intent = {intent: one for one in offered for intent in one.intents}
        self.which = Conversation(
            name="on_behalf_which",
            asks_how_one_is=True,
            intents=(),
            slots=[Slot("who", "person", offers=_candidates), Slot("words", "words", asked=False, private=True)],
            finish=self._go_on,
        )
        self.slip = Conversation(
            name="on_behalf_slip",
            asks_how_one_is=True,
            intents=(),
            slots=[
                Slot("meant", "choice", choices=("yes", "no"), only_if=_is_not_said, facts=_of_slip),
                Slot("temperature", "temperature", only_if=_was_wrong),
                Slot("symptoms", "symptoms", asked=False),
                Slot("who", "person", asked=False),
                Slot("words", "words", asked=False, private=True),
            ],
            finish=self._file_slip,
        )
        self.registration = registration_of(self._file_registered)
        self.commands = (
            Command("on_behalf_registration", CALL, self._register),
            Command("on_behalf", _CALL, self._call),
        )

    def _call(self, turn: Turn, match: re.Match[str]) -> str | None:
        if not rights.scopes(turn):
            return None
        told = read_told(turn, match["said"])
        if told is None:
            return None
        found = _found(turn, told)
        if len(found) > 1:
            which: Answers = {"ids": [one.id for one in found], "words": match["said"]}
            turn.reading = replace(turn.reading, slots={})
            return begin(turn, replace(self.which, prefill=lambda _turn: which))
        one = found[0] if found else _at_new_door(turn, told)
        if one is not None:
            return self._file(turn, one, told, match["said"])
        urgent = file_unknown(turn, told)
        if urgent or told.door is not None:
            return behind(urgent, turn.render("behalf_not_found", name=told.name, asks=False))
        new = {"name": told.name, "said_by": told.said_by, "via": told.via, "words": match["said"]}
        known: Answers = {**own_community(turn), **{name: value for name, value in new.items() if value}}
        said = turn.render("behalf_not_found", name=told.name, asks=True)
        return f"{said}\n{self._begin_registration(turn, known)}"

    def _file_registered(self, turn: Turn, one: Resident, words: str) -> str:
        """Whoever was not found is registered now: what was said is filed for them."""
        told = read_told(turn, words)
        turn.form = None
        return turn.render("correct_gone") if told is None else self._file(turn, one, told, words)

    def _register(self, turn: Turn, match: re.Match[str]) -> str | None:
        if not rights.scopes(turn):
            return None
        return self._begin_registration(turn, known_from(turn, match["said"]))

    def _begin_registration(self, turn: Turn, known: Answers) -> str:
        turn.reading = replace(turn.reading, slots={})
        return begin(turn, replace(self.registration, prefill=lambda _turn: known))

    def _ask_slip(self, turn: Turn, one: Resident, value: Value, words: str) -> str:
        """365 behind a name: asked as in a check-in of one's own, and filed on a yes."""
        known: Answers = {"who": one.id, "words": words, "value": value}
        turn.reading = replace(turn.reading, slots={})
        if turn.resumed is not None:
            turn.form, turn.resumed = turn.resumed, None
        return begin(turn, replace(self.slip, prefill=lambda _turn: known), for_another=True)

    def _file_slip(self, turn: Turn, answers: Answers) -> str:
        told = read_told(turn, str(answers["words"]))
        one = next(iter(_reached(turn, [answers["who"]])), None)
        if one is None or told is None:
            return turn.render("correct_gone")
        reading = read(told.matter, turn.said_time)
        health: dict[str, Value] = {**find_slots(told.matter, turn.said_time, HEALTH)}
        health["temperature"] = answers.get("value") if answers.get("meant") == "yes" else answers.get("temperature")
        if answers.get("symptoms") is not None:
            health["symptoms"] = answers["symptoms"]
        turn.reading = reading
        said = check_in(turn, one, health, behalf.noted(one, told.said_by or one.name, told.via))
        return said if health["temperature"] is not None else behind(said, slip_left(turn, one, answers.get("value")))

    def _go_on(self, turn: Turn, answers: Answers) -> str:
        """The one who was meant is known now: what was said is filed for them."""
        one = next((one for one in _by_ids(turn, answers) if one.id == answers["who"]), None)
        told = read_told(turn, str(answers["words"]))
        if one is None or told is None:
            return turn.render("correct_gone")
        turn.form = None
        return self._file(turn, one, told, str(answers["words"]))

    def _file(self, turn: Turn, one: Resident, told: Told, words: str) -> str:
        said_by = told.said_by or one.name
        note = behalf.noted(one, said_by, told.via)
        reading = read(told.matter, turn.said_time)
        turn.reading = reading
        health = find_slots(told.matter, turn.said_time, HEALTH)
        if reading.intent in {"health_checkin", "batch_checkin", "out_of_scope"} and health:
            proposed = health.get("confirm")
            slip = proposed.get("temperature") if isinstance(proposed, Mapping) and "temperature" not in health else None
            if slip is None:
                return check_in(turn, one, health, note)
            if feels_ill(health):  # that does not wait for the figure
                return behind(check_in(turn, one, health, note), slip_left(turn, one, slip))
            return self._ask_slip(turn, one, slip, words)
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


def _is_not_said(answers: Answers) -> bool:
    return "temperature" not in answers and "?proposed" not in answers and not feels_ill(answers)


def _was_wrong(answers: Answers) -> bool:
    return answers.get("meant") != "yes" and ("temperature" in answers or not feels_ill(answers))


def _of_slip(turn: Turn, answers: Answers) -> dict[str, str]:
    """Whose temperature was meant, and what it looks like."""
    one = residents.get(turn.db, int(str(answers["who"])))
    return {"name": one.name if one is not None else "", "value": f"{answers['value']:g}"}


def _found(turn: Turn, told: Told) -> list[Resident]:
    """Who can be meant: of this name in the scope, at the door where one is said."""
    found = in_scope(turn, told.name)
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
    said_by = "self" if told.said_by is None else told.said_by
    person_id = register(turn, told.name, None, door, {"said_by": said_by, "via": told.via})
    return residents.get(turn.db, person_id)


def _for_whom(turn: Turn, one: Resident, told: Told) -> str:
    return turn.render("behalf_begun", who=told_apart(turn, one), by=filed_by_words(told.said_by or one.name, told.via))


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
    return _reached(turn, ids if isinstance(ids, list) else [])


def _reached(turn: Turn, ids: Sequence[Value]) -> list[Resident]:
    """The people of these ids, as far as the writer's scopes still reach them."""
    found = [residents.get(turn.db, int(str(one))) for one in ids]
    reached = rights.scopes(turn)
    return [one for one in found if one is not None and any(one.path.startswith(scope) for scope in reached)]


def _candidates(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(one.id, told_apart(turn, one)) for one in _by_ids(turn, answers)[:9])
