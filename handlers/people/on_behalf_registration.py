"""Registering somebody for them 代登记 (DESIGN 6.8, 6.15): at the door or by telephone, within the writer's own scope.

代登记 孙凤 13800001234 6号楼2单元401 电话. Name and home, and a phone where there is one, nothing else; who said it and
how stand in the audit. Whoever is under 14 is registered only with the word of their guardian, whose account then speaks
for the child. Whoever is not found by 代报 is registered in the same conversation, and what was said is filed then.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.conversation import Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import rights
from handlers import slots as shared
from handlers.households.places import lies_within, scopes
from handlers.people import guardians
from handlers.people.guardians import is_child
from handlers.people.on_behalf_reading import SAID_BY, VIA, WAYS
from handlers.people.registering import place_of
from handlers.said_back import word
from knowledge.language.names import looks_like_name
from knowledge.language.people import find_phone
from knowledge.language.reading import find_slots
from ledger import people, places
from ledger.people import residents
from ledger.people.residents import Resident
from ledger.places import Place
from ledger.records import compact

NAME = "on_behalf_registration"
CALL = re.compile(r"(?:代(?:为|替)?登记|(?:替|帮)(?:人|别人|居民)登记)[ ,:]*(?P<said>.{0,200})", re.DOTALL)
_OF_AGE = 14
_AGE = re.compile(r"(\d{1,3}) ?(?:周?岁)")
_CHILD = re.compile(r"小孩儿?|孩子|儿童|娃娃?")
_ADDRESS = re.compile(r"[一-鿿]{2,6}(?:社区|村)|\d+ ?(?:号楼|栋|幢|组|单元|室|号|-)?|平房")
_APART = re.compile(r"[ ,、。;:]+")
_HOME = ("community", "building", "unit", "room")


def known_from(turn: Turn, said: str) -> dict[str, Value]:
    """What the words behind 代登记 give: name, phone, home, age, who said it and how."""
    known: dict[str, Value] = dict(own_community(turn))
    via = VIA.search(said)
    if via is not None:
        known["via"], said = WAYS[via[1]], said[: via.start()]
    by = SAID_BY.search(said)
    if by is not None:
        known["said_by"], said = by[1], said[: by.start()]
    phone = find_phone(said)
    if phone is not None:
        known["phone"], said = phone.number, f"{said[: phone.span[0]]} {said[phone.span[1] :]}"
    age = _AGE.search(said)
    if age is not None:
        known["grown"], said = "yes" if int(age[1]) >= _OF_AGE else "no", f"{said[: age.start()]} {said[age.end() :]}"
    elif _CHILD.search(said) is not None:
        known["grown"], said = "no", _CHILD.sub(" ", said)
    known |= {name: value for name, value in find_slots(said, turn.said_time, _HOME).items() if name in _HOME}
    words = _APART.split(_ADDRESS.sub(" ", said))
    name = next((one for one in words if looks_like_name(one)), None)
    return known if name is None else {**known, "name": name}


def own_community(turn: Turn) -> dict[str, Value]:
    """The community of whoever looks after one only."""
    if rights.is_office(turn):
        return {}
    held = {role.address.partition("/")[0] for role in scopes(turn)}
    return {"community": held.pop()} if len(held) == 1 else {}


def register(turn: Turn, name: str, phone: str | None, home: Place, told: dict[str, object]) -> int:
    """Somebody who is not registered yet; `told`: who said it and how, for the audit."""
    person_id = people.add(
        turn.db, name=name, phone=phone, place_id=home.id, now=turn.now, filed_by=turn.contact.name
    )
    people.grant(turn.db, person_id, "resident", home.id, None, turn.now)
    about = f"person:{person_id}"
    turn.note("registered", about, compact(told))
    return person_id


def _is_not_child(answers: Answers) -> bool:
    return not is_child(answers)


def _is_to_be_filed(answers: Answers) -> bool:
    """Whether something was said for somebody who was not found: then it is asked first whether they are new."""
    return "words" in answers


def _bare_name(text: str, _turn: Turn) -> Value:
    if looks_like_name(text):
        return text
    raise InvalidAnswer


def _instead(turn: Turn, answers: Answers) -> str | None:
    """Nobody is registered who is not new, is a child without a guardian's word, or lives outside the scope."""
    if answers.get("new") == "no":
        return turn.render("behalf_not_registered", name=answers.get("name"))
    if answers.get("agreed") == "no":
        return turn.render("behalf_needs_guardian", name=answers.get("name"))
    if {"community", "building"} <= answers.keys() and not _is_reached(turn, answers):
        return turn.render("behalf_outside", name=answers.get("name"))
    return None


def _is_reached(turn: Turn, answers: Answers) -> bool:
    """Whether the home lies in the writer's scope: a building, or the village itself where there is none."""
    address = shared.address_of(answers)
    parts = [part for part in (address.community, address.building) if part]
    if not parts:
        return False
    known = places.find(turn.db, "/".join(parts))
    if known is not None:
        return any(known.path.startswith(scope) for scope in rights.scopes(turn))
    return rights.is_office(turn) or lies_within(turn, scopes(turn), "/".join(parts))


def _summary(turn: Turn, answers: Answers) -> str:
    phone = answers.get("phone") if _is_not_child(answers) else None
    return turn.render(
        "behalf_registration_summary",
        name=answers.get("name"),
        address=shared.address_of(answers).spoken(),
        phone=f"{str(phone)[:3]}****{str(phone)[-4:]}" if phone else "",
        guardian=answers.get("guardian") if is_child(answers) else "",
        said_by=_said_by(answers),
        via=word("via", str(answers["via"])),
        files=_is_to_be_filed(answers),
    )


def _said_by(answers: Answers) -> str:
    """Who said it: whoever was named, else the guardian of a child, else the person."""
    of_themselves = answers.get("guardian") if is_child(answers) else answers.get("name")
    return str(answers.get("said_by") or of_themselves)


def _file(turn: Turn, answers: Answers) -> tuple[int, str] | str:
    """Register, or find whoever is registered at the door already; the words where it cannot be."""
    name, phone = str(answers["name"]), answers.get("phone")
    home = place_of(turn, answers) if _is_reached(turn, answers) else None
    if home is None:
        return turn.render("behalf_outside", name=name)
    at_door = residents.at_door(turn.db, home.id) if home.kind == "household" else []
    known = next((one.id for one in at_door if one.name == name), None)
    told: dict[str, object] = {"said_by": "self" if _said_by(answers) == name else _said_by(answers), "via": answers["via"]}
    person_id = known or register(
        turn, name, phone if isinstance(phone, str) and _is_not_child(answers) else None, home, told
    )
    guardian = str(answers["guardian"]) if is_child(answers) else ""
    return person_id, turn.render(
        "behalf_registered",
        name=name,
        address=home.address.replace("/", ""),
        again=known is not None,
        guardian=guardian,
        linked=bool(guardian) and guardians.link(turn, person_id, guardian, home),
    )


def registration_of(go_on: Callable[[Turn, Resident, str], str]) -> Conversation:
    """The form; `go_on` files what was said for somebody who was not found, once they are registered."""

    def finish(turn: Turn, answers: Answers) -> str:
        done = _file(turn, answers)
        if isinstance(done, str):
            return done
        person_id, said = done
        one = residents.get(turn.db, person_id)
        if not _is_to_be_filed(answers) or one is None:
            return said
        return f"{said}\n{go_on(turn, one, str(answers['words']))}"

    return Conversation(
        name=NAME,
        intents=(),
        slots=[
            Slot("new", "choice", choices=("yes", "no"), only_if=_is_to_be_filed),
            replace(shared.NAME, check=guardians.not_of_guardian),
            Slot("grown", "choice", choices=("yes", "no")),
            Slot("guardian", "name", ("name",), bare=_bare_name, check=guardians.of_guardian, only_if=is_child),
            Slot("agreed", "choice", choices=("yes", "no"), only_if=is_child),
            shared.COMMUNITY,
            shared.BUILDING,
            shared.UNIT,
            shared.ROOM,
            Slot("phone", "phone", optional=True, private=True, only_if=_is_not_child),
            Slot("via", "choice", choices=("phone", "doorstep", "paper")),
            Slot("said_by", "name", asked=False),
            Slot("words", "words", asked=False, private=True),
        ],
        finish=finish,
        summary=_summary,
        instead=_instead,
    )
