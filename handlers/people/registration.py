"""Registration 登记 (DESIGN 6.15): name, phone and home, after it was said who asks, why, what, how long and which rights.

Whoever is registered sees what is on record and changes it: 电话改成…, 我搬到7号楼了. A change is the next version; the one
before is kept.
"""

import re
from dataclasses import replace

from bot.conversation import Conversation, Filed, Slot
from bot.conversation import amends as puts_right
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.beginning import begin
from handlers.people import moving
from handlers.people.registering import place_of, register_writer
from handlers.said_back import masked, word
from knowledge.language.people import find_relatives
from knowledge.language.reading import find_slots
from ledger import audit, people
from ledger.conversations import OpenForm
from ledger.people import accounts, family, merging, residents
from ledger.records import NoLongerSo

NAME = "registration"
_ADDRESS = ("community", "building", "unit", "room")
_MOVED = re.compile(
    r"(?:(?:我|俺)?们?(?:一家|全家|家)?(?:已经|都|刚刚?|最近|今天|昨天)?搬家?了[ ,，。!]+)?"
    r"(?:(?:我|俺)?们?(?:一家|全家|家)?(?:已经|都|刚刚?|最近|今天|昨天)?搬家?(?:(?:到|去|来|进|至)(?P<where>.{1,40}?)?了?|了)"
    r"|(?<=[ ,，。!])(?:现在|新家|新?地址|我?们?)*(?:住|在|是)+(?P<lives>.{2,40}?)了?)[。!]?"
)
# Beside the slots: the privacy notice was shown with this form.
_TOLD = "told"


_OF_ONESELF = re.compile("我(?:叫|是|姓|的名字)|本人|姓名|名字|改名")


def _own_name(value: Value, turn: Turn) -> Value:
    """A name that is said of somebody else (老伴叫陈德福) never becomes the writer's own."""
    if find_relatives(turn.text) and _OF_ONESELF.search(turn.text) is None:
        raise InvalidAnswer
    return value


def on_record(turn: Turn) -> dict[str, Value]:
    """What the ledger has of the writer, as answers."""
    known: dict[str, Value] = dict(shared.known_home(turn))
    if turn.contact.person_id is not None:
        phone = people.phone_of(turn.db, turn.contact.person_id)
        if phone is not None:
            known["phone"] = phone
    return known


def _notice(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """Before the first question of somebody who was never told: who asks, why, what, how long, which rights."""
    if turn.contact.informed or answers.get(_TOLD):
        return None
    accounts.note_informed(turn.db, turn.contact.openid, turn.now)
    return _privacy(turn), {**answers, _TOLD: True}


def _privacy(turn: Turn) -> str:
    return turn.render("privacy", retention=turn.house.settings.retention)


def _shown(answers: Answers) -> dict[str, object]:
    phone = answers.get("phone")
    return {
        "name": answers.get("name"),
        "phone": masked(str(phone)) if phone else "",
        "address": shared.address_of(answers).spoken(),
    }


def _summary(turn: Turn, answers: Answers) -> str:
    told = turn.contact.informed or bool(answers.get(_TOLD))
    along = moving.called(moving.along(turn, answers))
    return turn.render("registration_summary", notice="" if told else _privacy(turn), along=along, **_shown(answers))


def _instead(turn: Turn, answers: Answers) -> str | None:
    """Whoever is registered and says nothing new sees what is on record."""
    if not turn.contact.is_bound or puts_right(OpenForm(NAME, answers, turn.now, turn.now)):
        return None
    known = on_record(turn)
    if registration.missing(known) is not None or registration.missing(answers) is not None:
        return None
    if any(answers[slot.name] != known.get(slot.name) for slot in registration.slots if slot.name in answers):
        return None
    return shownon_record(turn)


def shownon_record(turn: Turn) -> str:
    """What the ledger has of the writer, with how it is changed."""
    own = family.of(turn.db, turn.contact.openid)
    return turn.render("registration_on_record", family=[one.relation for one in own], **_shown(on_record(turn)))


def _file(turn: Turn, answers: Answers) -> str:
    """Register somebody unknown, or complete and change what is on record."""
    if turn.contact.is_bound:
        return change(turn, answers)
    home = place_of(turn, answers)
    if family.is_child_at(turn.db, str(answers["name"]), home.id if home else None):
        return turn.render("registration_of_child")
    person_id = register_writer(turn, answers, home)
    audit.note(turn.db, turn.now, person_id, str(answers["name"]), "registered", f"person:{person_id}")
    return turn.render("registered", **_shown(answers))


def change(turn: Turn, answers: Answers) -> str:
    """The next version of the writer's registration, said back as before and after."""
    assert turn.contact.person_id is not None  # a bound person
    known, before = residents.get(turn.db, turn.contact.person_id), on_record(turn)
    moves = any(answers.get(part) != before.get(part) for part in _ADDRESS)
    home = place_of(turn, answers) if moves else None
    phone = answers.get("phone")
    try:
        if known is None:
            raise NoLongerSo("registered no more")
        residents.change(
            turn.db,
            known,
            name=str(answers["name"]),
            phone=str(phone) if phone and phone != before.get("phone") else None,
            place_id=home.id if home is not None else None,
            now=turn.now,
            who=turn.contact.name,
        )
        along = moving.move(turn, answers, home) if home is not None else ""
    except NoLongerSo:
        return turn.render("correct_gone")
    merging.join(turn.db, turn.contact.person_id, turn.now)
    about = f"person:{turn.contact.person_id}"
    turn.note("registration changed", about)
    accounts.note_informed(turn.db, turn.contact.openid, turn.now)
    turn.contact = replace(turn.contact, name=str(answers["name"]))
    return turn.render("registration_changed", before=_shown(before), after=_shown(answers), along=along)


def _filed(turn: Turn) -> list[Filed]:
    """The registration itself, as something that can be corrected."""
    person_id = turn.contact.person_id
    known = residents.get(turn.db, person_id) if person_id is not None else None
    if known is None:
        return []
    title = turn.house.words.form(NAME).title
    return [Filed(known.id, title, word("person", "registered"), known.filed_at, on_record(turn))]


def _amend(turn: Turn, _filed_before: Filed, answers: Answers) -> str:
    return change(turn, answers)


registration = Conversation(
    name=NAME,
    intents=("register",),
    slots=[
        replace(shared.NAME, check=_own_name),
        Slot("phone", "phone", optional=True, private=True),
        shared.COMMUNITY,
        shared.BUILDING,
        shared.UNIT,
        shared.ROOM,
        moving.SLOT,
    ],
    prefill=on_record,
    finish=_file,
    summary=_summary,
    own=shared.of_writer,
    early=_notice,
    instead=_instead,
    called=("登记", "电话", "手机", "住址", "地址", "我的信息", "个人信息"),
    filed=_filed,
    amend=_amend,
)


def _move(turn: Turn, match: re.Match[str]) -> str | None:
    """我搬到7号楼了: the new home is asked for as far as it is not said, shown and confirmed."""
    if not turn.contact.is_bound or (turn.form is not None and turn.form.name == NAME):
        return None
    said = find_slots(match["where"] or match["lives"] or "", turn.said_time, _ADDRESS)
    if match["lives"] and not said:
        return None
    known = {name: value for name, value in on_record(turn).items() if said or name not in _ADDRESS}
    kept = {**known, **moving.leaves(turn)}
    turn.reading = replace(turn.reading, slots=said)
    return begin(turn, replace(registration, prefill=lambda _turn: kept))


commands = (Command("moved", _MOVED, _move, staff_only=False),)
