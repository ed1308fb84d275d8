"""Health check-in 健康打卡 (clause 3.4.2): of oneself and of others; fever, symptoms or a positive test alert at once.

The check-in of a known person is filed as soon as it is complete, without a summary: it is said back. What alarms is
filed and passed on at once, whoever it is about and whatever is still to be asked; later answers make its next version.
The fever threshold is the office's (config.yaml): the plan names none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conversation import Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.health_alerts import LEVELS, Health, alarm, complete_alarm, is_fever, judge, what_was_said
from handlers.registering import place_of, register_writer
from handlers.said_back import day_words, word
from knowledge.language.persons import SPEAKER
from knowledge.language.reading import find_slots
from ledger import audit, checkins, people, places
from ledger.checkins import Checkin
from ledger.places import Place

_SPEAKS_OF_A_TEST = re.compile("[阳阴杠]")
_NO_THERMOMETER = re.compile(r".{0,3}(?:没有?体温计|没有?温度计|没量|不会量|量不了|没法量|体温计坏了).{0,3}")
_DENIED = frozenset({"1", "没有", "无", "都没有", "没", "都没", "正常", "没事", "都好"})
_HEALTH_SLOTS = frozenset(
    {"persons", "temperature", "symptoms", "complaints", "contact_history", "positive_test", "?proposed"}
)
# Answers that the filing keeps beside the slots: what was filed already, by person, and who was told.
_FILED = "filed"
_TOLD = "told"
_WAS_UNKNOWN = "was_unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """One person's check-in, under which key it is remembered, where they are, and what the rule says of it."""

    key: str
    checkin: Checkin
    place: Place | None
    health: Health


def _no_symptoms(text: str, _turn: Turn) -> Value:
    if text in _DENIED:
        return ["none"]
    raise InvalidAnswer


def _not_measured(text: str, _turn: Turn) -> Value:
    """Somebody without a thermometer can still say how they are."""
    if _NO_THERMOMETER.fullmatch(text):
        return None
    raise InvalidAnswer


def _of_oneself(answers: Answers) -> bool:
    return "persons" not in answers


def _symptoms(found: Answers, known: Answers) -> Value:
    """The listed symptoms; where only something else hurts, or nothing besides, none of them."""
    if found.get("symptoms") is not None:
        return found["symptoms"]
    if found.get("troubles"):
        return []
    if found.get("nothing_else"):
        return [] if known.get("complaints") else ["none"]
    return None


def _complaints(found: Answers, known: Answers) -> Value:
    """What else hurts, added to what was said before."""
    earlier, new = known.get("complaints"), found.get("troubles")
    if not isinstance(new, list | tuple) or not new:
        return None
    return list(dict.fromkeys([*(earlier if isinstance(earlier, list) else []), *new]))


def _phone_is_missing(answers: Answers) -> bool:
    """Somebody unknown who is ill is asked for a phone: whoever takes the alert has to reach them."""
    return bool(answers.get(_WAS_UNKNOWN)) and bool(answers.get(_FILED))


def _prefill(turn: Turn) -> Answers:
    """Who writes, and what the first sentence says beyond the slots of `understand`: a test's result, other pains."""
    known = shared.known_writer(turn)
    if _SPEAKS_OF_A_TEST.search(turn.text):
        result = find_slots(turn.text, turn.said_time, ["positive_test"]).get("positive_test")
        if isinstance(result, bool):
            known["positive_test"] = result
    if not turn.reading.slots.get("symptoms"):
        pains = _complaints(find_slots(turn.text, turn.said_time, ["troubles"]), {})
        if pains:
            known["complaints"] = pains
    return known


def _early(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """File and pass on what alarms and was not passed on yet, before the remaining questions are asked."""
    news = [one for one in _judged(turn, answers) if one.health.alarms and _is_news(one, answers)]
    if not news:
        return None
    told: list[str] = []
    for one in news:
        answers, newly_told = _store(turn, one, answers)
        told += newly_told
    answers = {**answers, _TOLD: list(dict.fromkeys([*_strings(answers.get(_TOLD)), *told]))}
    if not turn.contact.is_bound:
        answers = {**answers, _WAS_UNKNOWN: True}
    worst = _worst(news)
    said = turn.render(
        "checkin_follow_up", rows=[_row(one.checkin) for one in news], **_alarm_facts(turn, worst, _strings(told))
    )
    return said, answers


def _aside(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """The health of others, said in the middle of one's own check-in, is filed beside it; one's own goes on."""
    rows = found.get("persons")
    if not isinstance(rows, list) or "persons" in answers or any(_name(row) == SPEAKER for row in rows):
        return "", found
    left = {name: value for name, value in found.items() if name not in _HEALTH_SLOTS}  # these are of the others too
    return _file_all(turn, {"persons": rows}), left


def _file(turn: Turn, answers: Answers) -> str:
    """File what was said of everybody and say it back."""
    if not turn.contact.is_bound and answers.get("name"):
        _register(turn, answers)
    return _file_all(turn, answers)


def _file_all(turn: Turn, answers: Answers) -> str:
    said, unread = [], []
    told = _strings(answers.get(_TOLD))
    for one in _judged(turn, answers):
        if _says_nothing(one.checkin):
            unread.append(one.checkin.person)
            continue
        answers, newly_told = _store(turn, one, answers)
        told += [who for who in newly_told if who not in told]
        said.append(one)
    if not said:
        return turn.render("checkin_unread", unread=unread)
    return turn.render(
        "checkin_filed",
        day_words=day_words(turn.said_on, turn.said_on),
        rows=[_row(one.checkin) for one in said],
        unread=unread,
        **_alarm_facts(turn, _worst(said), told),
    )


def _alarm_facts(turn: Turn, worst: Judged, told: list[str]) -> dict[str, object]:
    """What the replies say of the gravest case: how high, what to do, who was told, by which clause."""
    if not worst.health.alarms:
        return {"level": worst.health.level}
    health, temperature = turn.house.settings.health, worst.checkin.temperature
    return {
        "level": worst.health.level,
        "recheck": worst.health.recheck,
        "others": worst.key != "",
        "fever": f"{temperature:g}" if is_fever(turn, temperature) else "",
        "threshold": f"{health.fever_celsius:g}",
        "threshold_source": health.fever_source,
        "told": told,
        "clause": turn.house.plan.cite(worst.health.stored.clause) if worst.health.stored.clause else "",
        "ambulance": turn.house.settings.office.hotlines.ambulance.number,
    }


def _register(turn: Turn, answers: Answers) -> None:
    """Somebody unknown becomes known by the form's own answers before anything is filed in their name."""
    home = place_of(turn, answers)
    person_id = register_writer(turn, answers, home)
    turn.contact = replace(
        turn.contact,
        person_id=person_id,
        name=str(answers["name"]),
        place_id=home.id if home else None,
        path=home.path if home else "",
        address=home.address if home else "",
    )


def _judged(turn: Turn, answers: Answers) -> list[Judged]:
    """Everybody whom the answers speak of, with what the rule says."""
    named = answers.get("persons")
    rows = [row for row in named if isinstance(row, Mapping)] if isinstance(named, list) else []
    judged = []
    for row in rows or [answers]:
        key = _name(row) if rows else ""
        key = "" if key == SPEAKER else key
        checkin, place = _checkin(turn, key, row)
        judged.append(Judged(key, checkin, place, judge(turn, checkin)))
    return judged


def _checkin(turn: Turn, name: str, row: Answers) -> tuple[Checkin, Place | None]:
    person_id, person, place = turn.contact.person_id, _own_name(turn), turn.contact.home_place
    if name:
        person_id, person, place = _whom(turn, name) or (None, name, turn.contact.home_place)
    temperature = row.get("temperature")
    return (
        Checkin(
            person_id=person_id,
            person=person,
            date=turn.said_on.isoformat(),
            temperature=float(temperature) if isinstance(temperature, int | float) else None,
            symptoms=tuple(_strings(row.get("symptoms"))),
            contact_history=_flag(row.get("contact_history")),
            positive_test=_flag(row.get("positive_test")),
            complaints=tuple(_strings(row.get("complaints"))),
        ),
        place,
    )


def _whom(turn: Turn, name: str) -> tuple[int, str, Place | None] | None:
    """The known person of this name at the writer's door, or in a grid worker's scope; None where there is not one."""
    if name == turn.contact.name and turn.contact.person_id is not None:
        return turn.contact.person_id, name, turn.contact.home_place
    found: list[tuple[int, int | None]] = []
    if turn.contact.place_id is not None:
        found = [
            (person_id, turn.contact.place_id)
            for person_id, known in people.household(turn.db, turn.contact.place_id)
            if known == name
        ]
    if not found and turn.contact.is_staff and turn.contact.person_id is not None:
        for role in people.roles_of(turn.db, turn.contact.person_id):
            if role.kind in {"grid_worker", "community_lead"}:
                found += people.named_in(turn.db, name, role.path)
    if len(set(found)) != 1:
        return None
    person_id, place_id = found[0]
    return person_id, name, places.get(turn.db, place_id) if place_id is not None else None


def _store(turn: Turn, one: Judged, answers: Answers) -> tuple[Answers, list[str]]:
    """File one check-in, or the next version of what was filed before; alarm where that says something new.

    Returns the answers with what is filed noted in them, and who was told now.
    """
    filing = turn.filing(one.place.id if one.place else None)
    before = _filed(answers).get(one.key)
    if before is None:
        record_id = checkins.add(turn.db, one.checkin, filing, one.health.stored)
    else:
        record_id = checkins.correct(turn.db, before[0], one.checkin, filing, one.health.stored)
    audit.note(
        turn.db,
        turn.now,
        turn.contact.person_id,
        turn.contact.name,
        "check-in filed",
        f"health_checkin:{record_id}",
    )
    told: list[str] = []
    if one.health.alarms and (before is None or one.health.is_worse_than(before[1])):
        told = alarm(turn, one.checkin, record_id, one.place, one.health)
    elif before is not None and answers.get(_WAS_UNKNOWN) and turn.contact.is_bound:
        complete_alarm(turn, one.checkin, record_id, one.place)
    noted: dict[str, Value] = {key: list(entry) for key, entry in _filed(answers).items()}
    noted[one.key] = [record_id, one.health.level]
    return {**answers, _FILED: noted}, told


def _is_news(one: Judged, answers: Answers) -> bool:
    before = _filed(answers).get(one.key)
    return before is None or one.health.is_worse_than(before[1])


def _filed(answers: Answers) -> dict[str, tuple[int, str]]:
    """What was filed in this form already: by person, the record and the level that was decided."""
    noted = answers.get(_FILED)
    filed: dict[str, tuple[int, str]] = {}
    if isinstance(noted, Mapping):
        for key, entry in noted.items():
            if isinstance(entry, list | tuple) and isinstance(entry[0], int):
                filed[key] = (entry[0], str(entry[1]))
    return filed


def _worst(judged: list[Judged]) -> Judged:
    return max(judged, key=lambda one: (LEVELS.index(one.health.level), one.checkin.temperature or 0.0))


def _says_nothing(checkin: Checkin) -> bool:
    said = (checkin.temperature, checkin.positive_test, checkin.contact_history)
    return not checkin.symptoms and not checkin.complaints and all(one is None for one in said)


def _own_name(turn: Turn) -> str:
    return turn.contact.name or word("person", "unknown")


def _row(checkin: Checkin) -> dict[str, object]:
    return {"person": checkin.person, "what": what_was_said(checkin)}


def _name(row: Value) -> str:
    return str(row.get("name", "")) if isinstance(row, Mapping) else ""


def _strings(value: Value) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _flag(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


health_checkin = Conversation(
    name="health_checkin",
    intents=("health_checkin", "batch_checkin"),
    slots=[
        Slot("persons", "people", asked=False),
        Slot("temperature", "temperature", bare=_not_measured, only_if=_of_oneself, optional=True),
        Slot(
            "symptoms",
            "symptoms",
            reads=("symptoms", "troubles", "nothing_else"),
            take=_symptoms,
            bare=_no_symptoms,
            only_if=_of_oneself,
        ),
        Slot("complaints", "words", reads=("troubles",), take=_complaints, only_if=_of_oneself, asked=False),
        Slot("contact_history", "yes_no", asked=False),
        Slot("positive_test", "yes_no", asked=False),
        shared.NAME,
        shared.COMMUNITY,
        shared.BUILDING,
        shared.UNIT,
        shared.ROOM,
        Slot("phone", "phone", only_if=_phone_is_missing, optional=True, private=True),
    ],
    prefill=_prefill,
    finish=_file,
    early=_early,
    aside=_aside,
)
