"""Health check-in 健康打卡 (clause 3.4.2): of oneself and of others; fever, symptoms or a positive test alert at once.

The check-in of a known person is filed as soon as it is complete, without a summary: it is said back. What alarms is
filed and passed on at once, whoever it is about and whatever is still to be asked; later answers make its next version.
The fever threshold is the office's (config.yaml): the plan names none.
"""

import re
from dataclasses import replace

from bot.conversation import Choice, Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.checkins import amending, doubts, unread
from handlers.checkins.belonging import (
    FOR_WHOM,
    WHOSE,
    asked_whose,
    bare_person,
    spoken_people,
    spoken_person,
    whose_it_can_be,
)
from handlers.checkins.days import DAY, day_matters, plain_day, said_day, spoken_day
from handlers.checkins.everybody import UNNAMED, with_everybody
from handlers.checkins.filing import (
    FILED,
    WAS_UNKNOWN,
    alarm_facts,
    is_news,
    kept_twice,
    said_of_day,
    says_nothing,
    store,
    worst,
)
from handlers.checkins.people import called, candidates, rows_of, strings
from handlers.checkins.said import EARLIER, SAME_NAME, TOLD, everybody, file_all, file_and_doubt, split_days
from handlers.people.family import told_apart
from handlers.people.registering import place_of, register_writer
from handlers.said_back import symptom_words
from knowledge.language.reading import find_slots

_SPEAKS_OF_A_TEST = re.compile("[阳阴杠]")
_NO_THERMOMETER = re.compile(r".{0,3}(?:没有?体温计|没有?温度计|没量|不会量|量不了|没法量|体温计坏了).{0,3}")
_DENIED = frozenset({"1", "没有", "无", "都没有", "没", "都没", "正常", "没事", "都好"})
# What goes with the health of others that is said in the middle of one's own check-in.
_BESIDE = (DAY, EARLIER, UNNAMED, doubts.DENIED)
_HEALTH_SLOTS = frozenset(
    {"persons", "temperature", "symptoms", "complaints", "contact_history", "positive_test", "?proposed"}
)


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
    """Somebody unknown who is ill is asked for a phone, so that they can be reached; one that is said is kept."""
    return bool(answers.get("phone")) or (bool(answers.get(WAS_UNKNOWN)) and bool(answers.get(FILED)))


def _prefill(turn: Turn) -> Answers:
    """Who writes, and what the first sentence says beyond the slots of `understand`: a day, a test's result, pains."""
    earlier = split_days(turn)
    everybody = with_everybody(turn, turn.reading.slots)
    if everybody.found is not turn.reading.slots:
        turn.reading = replace(turn.reading, slots=everybody.found)  # type: ignore[arg-type]  # rows, and no None
    denied = doubts.with_denied(turn, {})
    known = {**shared.known_writer(turn), **(earlier or said_day(turn)), **denied}
    if everybody.unnamed:
        known[UNNAMED] = True
    if _SPEAKS_OF_A_TEST.search(turn.text):
        result = find_slots(turn.text, turn.said_time, ["positive_test"]).get("positive_test")
        if isinstance(result, bool):
            known["positive_test"] = result
    names = [called(one) for one in rows_of(turn.reading.slots)]
    shared_name = next((name for name in names if name and len(candidates(turn, name)) > 1), None)
    if shared_name is not None:
        known[SAME_NAME] = shared_name
    if not turn.reading.slots.get("symptoms"):
        pains = _complaints(find_slots(turn.text, turn.said_time, ["troubles"]), {})
        if pains:
            known["complaints"] = pains
    return known


def _is_shared(answers: Answers) -> bool:
    return SAME_NAME in answers


def _who_can_be_meant(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """Everybody of the name, told apart by door and phone end."""
    found = candidates(turn, str(answers.get(SAME_NAME, "")))
    return tuple(Choice(one.id, told_apart(turn, one)) for one in found[:9])


def _shared_name(_turn: Turn, answers: Answers) -> dict[str, str]:
    return {"name": str(answers.get(SAME_NAME, ""))}


def _early(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """File and pass on what alarms and was not passed on yet, before the remaining questions are asked.

    What a known writer said of earlier days is filed with it: nothing more is asked of those.
    """
    if amending.is_on_record(answers):
        return None  # a correction is passed on as one
    news = [
        one
        for one in everybody(turn, answers)
        if is_news(one, answers)
        and (one.health.alarms or ("@" in one.key and turn.contact.is_bound and not says_nothing(one.checkin)))
    ]
    if not news:
        return None
    told: list[str] = []
    kept: list[dict[str, object]] = []
    for one in news:
        booked = store(turn, one, answers)
        answers = booked.answers
        told += booked.told
        kept += kept_twice(turn, one, booked.earlier)
    answers = {**answers, TOLD: list(dict.fromkeys([*strings(answers.get(TOLD)), *told]))}
    if not turn.contact.is_bound:
        answers = {**answers, WAS_UNKNOWN: True}
    said = turn.render(
        "checkin_follow_up",
        rows=[said_of_day(turn, one.checkin) for one in news],
        kept=kept,
        **alarm_facts(turn, worst(news), list(dict.fromkeys(told)), news),
    )
    return said, answers


def _aside(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """The health of others, said in the middle of one's own check-in, is filed beside it; one's own goes on."""
    if not found.keys() & _HEALTH_SLOTS:
        return "", found
    earlier = split_days(turn)
    if earlier:
        found = {**{name: value for name, value in found.items() if name not in _HEALTH_SLOTS}, **_last_day(turn, answers)}
    spoken = with_everybody(turn, found)
    found = {**spoken.found, UNNAMED: True} if spoken.unnamed else spoken.found
    found = {**found, **(earlier or said_day(turn)), **doubts.with_denied(turn, answers)}
    said = rows_of(found)
    if not said or "persons" in answers or any(not called(one) for one in said):
        return "", found
    of_others = {name: found[name] for name in ("persons", *_BESIDE) if name in found}
    left = {name: value for name, value in found.items() if name not in _HEALTH_SLOTS and name not in _BESIDE}
    return file_all(turn, of_others, may_ask=False), left


def _last_day(turn: Turn, answers: Answers) -> dict[str, Value]:
    """What is said of the last of several days, as answers."""
    found = turn.reading.slots
    kept = ("persons", "temperature", "contact_history", "positive_test")
    read: dict[str, Value] = {name: found.get(name) for name in kept}
    read |= {"symptoms": _symptoms(found, answers), "complaints": _complaints(found, answers)}
    return {name: value for name, value in read.items() if value is not None}


def _file(turn: Turn, answers: Answers) -> str:
    """File what was said of everybody and say it back."""
    if not turn.contact.is_bound and answers.get("name"):
        _register(turn, answers)
    said, doubted = file_and_doubt(turn, answers)
    return doubts.behind(said, doubts.ask_about(turn, doubted) or unread.ask(turn, answers))


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


def _spoken_symptoms(value: Value, _turn: Turn) -> str:
    return symptom_words(strings(value))


# Asked of somebody unknown.
_WHO_IT_IS = (shared.OWN_NAME, shared.COMMUNITY, shared.BUILDING, shared.UNIT, shared.ROOM)

health_checkin = Conversation(
    name="health_checkin",
    asks_how_one_is=True,
    intents=("health_checkin", "batch_checkin"),
    slots=[
        Slot("persons", "people", asked=False, spoken=spoken_people),
        Slot(
            FOR_WHOM,
            "person",
            offers=whose_it_can_be,
            bare=bare_person,
            only_if=asked_whose,
            spoken=spoken_person,
        ),
        Slot("which", "person", offers=_who_can_be_meant, only_if=_is_shared, facts=_shared_name, optional=True),
        Slot("temperature", "temperature", bare=_not_measured, only_if=_of_oneself, optional=True),
        Slot(
            "symptoms",
            "symptoms",
            reads=("symptoms", "troubles", "nothing_else"),
            take=_symptoms,
            bare=_no_symptoms,
            only_if=_of_oneself,
            spoken=_spoken_symptoms,
        ),
        Slot("complaints", "words", reads=("troubles",), take=_complaints, only_if=_of_oneself, asked=False),
        Slot("contact_history", "yes_no", asked=False),
        Slot("positive_test", "yes_no", asked=False),
        Slot(DAY, "day", bare=plain_day, only_if=day_matters, spoken=spoken_day),
        Slot(
            WHOSE,
            "person",
            offers=whose_it_can_be,
            bare=bare_person,
            only_if=amending.is_on_record,
            spoken=spoken_person,
        ),
        *(replace(one, only_if=amending.is_new) for one in _WHO_IT_IS),
        Slot("phone", "phone", only_if=_phone_is_missing, optional=True, private=True),
    ],
    prefill=_prefill,
    own=shared.of_writer,
    finish=_file,
    early=_early,
    aside=_aside,
    called=("打卡", "体温"),
    asks_which=False,
    filed=amending.filed,
    put_right=amending.put_right,
    amend=amending.amend,
    withdraw=amending.withdraw,
)
