"""What follows an emergency (DESIGN 6.1): whoever is in it goes on in their own words, and no form asks them anything.

For some hours what they write belongs to it, unless it plainly asks for something else or a form was begun afterwards:
where they are, who goes, in which car, where to and how they can be called is read, written down and passed on to
whoever looks after them. What nobody knows yet and has to is asked alone; nothing is refused.
"""

import re
from dataclasses import replace

from bot.conversation import YES
from bot.turn import Answers, Turn
from handlers import danger, ending, groups, in_need, listening
from handlers.ending import ILL
from handlers.exits import completing
from handlers.exits import emergency as exit_emergency
from knowledge.exit_words import SPEAKER
from knowledge.language.danger_over import find_course
from knowledge.language.off_topic import off_topic
from knowledge.language.people import find_phone, find_relatives
from knowledge.language.reading import find_slots
from knowledge.language.symptoms import find_symptoms
from ledger import alerts, people, places
from ledger.alerts import SetOff
from ledger.exits import passes

# Readings that are no other matter for somebody in an emergency, however sure they are.
_OF_THE_EMERGENCY = frozenset(
    {"out_of_scope", "exit_request", "cancel", "correct", "register", "greeting", "help", "plan_question"}
)
_ASKS_FOR_MORE = re.compile(r"外出申请|申请外出|我的外出|我的记录")
_I_GO_TOO = re.compile(r"我(?:也|来)?(?:得|要|会)?(?:自己)?(?:陪|跟着|跟车|一起|一块|送(?!了)|也去|也走|的车|开车)")
_THANKS = re.compile(r"(?:好的?|知道了|谢谢[您你]?|多谢|[嗯哦]+|明白了?|收到|[ ,。!])+")
# In the middle of a check-in these belong to the emergency, any other words to the check-in.
_IS_IN_NEED = re.compile(r"怎么办|咋办|能走|能出|自己走|走不了|走不动|动不了|下不了|车|医院|救")
# Questions about the plan that somebody in need may well ask: 医院让进吗, 孩子怎么办.
_ABOUT_THE_WAY = re.compile(r"出|走|(?<!送)进|[车院救陪接送]|核酸|证明|怎么办|咋办|孩子|老人")
_SHORT = 10
_READ = ("goers", "destination", "plate", "name")
_MEDICAL = frozenset(
    {"labour", "breathless", "unconscious", "bleeding", "poisoning", "chest_pain", "life_support", "health"}
)


def goes_on(turn: Turn) -> str | None:
    """The words for somebody in an emergency who writes on; None where there is none, or it is another matter."""
    of = _emergency(turn)
    if of is None or _is_another_matter(turn, of):
        return None
    if of.reason == listening.DESPAIR:
        return listening.goes_on(turn) if turn.form is not None else None
    return _passed_on(turn, of)


def _passed_on(turn: Turn, of: SetOff) -> str:
    """Write down what is new in the words, pass them on, and say what follows."""
    found = _read(turn)
    known = _located(turn, of, found)
    one = next(iter(exit_emergency.open_ones(turn, known.place_id, of.filed_at)), None)
    after = completing.complete(turn, one, found) if one is not None else None
    going = completing.going_words(turn, after) if after is not None else _going(found)
    place = places.get(turn.db, known.place_id) if known.place_id is not None else None
    address = place.address.replace("/", "") if place is not None else ""
    is_door = place is not None and place.kind == "household"
    moved = address if known.place_id != of.place_id else ""
    course = find_course(turn.text, ending.family_of(of.reason))
    if course is not None:
        alerts.note_helped(turn.db, of.id, turn.now, is_there=course == "come")
    is_called = course is not None
    is_thanks = turn.text in YES or turn.reading.intent == "greeting" or _THANKS.fullmatch(turn.text) is not None
    is_thanks = is_thanks and not is_called  # 谢谢 已经打120了 is news to those who help
    group_id, listeners = (of.group_id, []) if is_thanks else _told(turn, known, moved, going)
    hotlines = turn.house.settings.office.hotlines
    numbers = {"fire": hotlines.fire, "gas": hotlines.fire, "violence": hotlines.police, "lost": hotlines.police}
    return turn.render(
        "emergency_goes_on",
        address=moved,
        going=going,
        passed_on=not is_thanks,
        course=course or "",
        called=is_called or of.helped_at is not None,
        is_there=course == "come" or of.there_at is not None,
        reached=any(who.openid is not None for who in listeners),
        to=listeners[0].name if of.taken_by is not None and listeners else groups.title(turn.house, group_id),
        code=passes.code_of(turn.db, one.id) or "" if one is not None else "",
        is_out=one is not None and one.status != "on_record",
        gate_told=one is not None and exit_emergency.guards_reached(turn, one.path),
        is_medical=of.reason in _MEDICAL,
        asks_where=not address,
        lacks_community=in_need.lacks_community(turn) if not address else "",
        asks_door=bool(address) and of.reason in _MEDICAL and not is_door,
        asks_phone=bool(moved) and not turn.contact.is_bound and find_phone(turn.text) is None,
        number=numbers.get(of.reason, hotlines.ambulance).number,
    )


def help_is_there(turn: Turn) -> str | None:
    """The same for words that say no more than that help is there (拉走了), before any command takes them for its own."""
    of = next(iter(ending.emergencies(turn)), None) if len(turn.text) <= _SHORT else None
    if of is None or (turn.form is not None and turn.form.updated_at > of.filed_at):
        return None
    return _passed_on(turn, of) if find_course(turn.text, ending.family_of(of.reason)) == "come" else None


def _emergency(turn: Turn) -> SetOff | None:
    """What the writer set off last; an illness that was told in a check-in only where it opened a gate."""
    of = listening.newest(turn, *danger.KINDS)
    if of is not None:
        return of
    ill = listening.newest(turn, ILL)
    if ill is None or not exit_emergency.open_ones(turn, ill.place_id, ill.filed_at):
        return None
    is_checkin = turn.form is not None and turn.form.name in danger.CHECKINS
    return ill if turn.form is None or (is_checkin and _IS_IN_NEED.search(turn.text) is not None) else None


def _is_another_matter(turn: Turn, of: SetOff) -> bool:
    """A form that was begun or gone on with since, or a plain wish for something else."""
    form, reading = turn.form, turn.reading
    if form is not None and form.updated_at > of.filed_at and of.reason != ILL:
        return True
    if find_symptoms(turn.text) is not None and find_relatives(turn.text):
        return True  # somebody else is ill: 我妈也胸闷
    if reading.intent not in _OF_THE_EMERGENCY and reading.is_plain:
        return True
    if _ABOUT_THE_WAY.search(turn.text) is None and (
        (reading.intent == "plan_question" and reading.is_plain)
        or (reading.intent == "out_of_scope" and off_topic(turn.text) is not None)
    ):
        return True  # 能办席吗, 明天冷不冷: nobody's way to help
    return _ASKS_FOR_MORE.search(turn.text) is not None


def _read(turn: Turn) -> Answers:
    """Who goes, where to, in what, and the name, as the sentence says."""
    found = dict(find_slots(turn.text, turn.said_time, _READ))
    if "goers" not in found and _I_GO_TOO.search(turn.text) is not None:
        found["goers"] = [{"name": SPEAKER}]
    return found


def _located(turn: Turn, of: SetOff, found: Answers) -> SetOff:
    """The emergency with the place and the name that were open so far; a place that is said opens its gate."""
    place = places.get(turn.db, of.place_id) if of.place_id is not None else None
    before = place.path if place is not None else ""
    where = in_need.place_said(turn, place.address if place is not None and place.kind != "household" else "")
    is_nearer = where is not None and where.id != of.place_id and where.path.startswith(before)
    name = of.person or ""
    if in_need.is_unknown(name) and isinstance(found.get("name"), str):
        name = str(found["name"])
    if where is not None and is_nearer:
        called = "" if in_need.is_unknown(name) else name
        exit_emergency.let_out(turn, of.reason, in_need.somebody_at(turn, where, called))
        known = replace(of, person=name, place_id=where.id)
    else:
        known = replace(of, person=name)
    if known != of:
        alerts.put_at(turn.db, of.id, name, known.place_id)
    return known


def _told(turn: Turn, known: SetOff, moved: str, going: str) -> tuple[str, list[people.Recipient]]:
    """Pass the words on; a place also to everybody who was told of the emergency, and to the grid worker there."""
    also: list[people.Recipient] = []
    if moved and known.place_id is not None:
        workers = people.grid_workers_for(turn.db, places.get(turn.db, known.place_id).path)
        also = [*groups.members(turn.db, known.group_id), *people.office(turn.db), *workers]
    return listening.pass_on(turn, known, moved, going, also)


def _going(found: Answers) -> str:
    """What was read of the way, where no exit is there to be completed."""
    return "，".join(str(found[name]) for name in ("plate", "destination") if found.get(name))
