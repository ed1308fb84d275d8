"""Health check-in 健康打卡 (clause 3.4.2): of oneself and of others; fever, symptoms or a positive test alert at once.

The check-in of a known person is filed as soon as it is complete, without a summary: it is said back. What alarms is
filed and passed on at once, whoever it is about and whatever is still to be asked; later answers make its next version.
The fever threshold is the office's (config.yaml): the plan names none.
"""

import re
from dataclasses import replace
from datetime import date

from bot.conversation import Choice, Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import checkin_amending
from handlers import slots as shared
from handlers.checkin_days import DAY, day_matters, day_of, plain_day, said_day
from handlers.checkin_filing import (
    FILED,
    WAS_UNKNOWN,
    Judged,
    alarm_facts,
    is_news,
    judged,
    kept_twice,
    row,
    says_nothing,
    store,
    worst,
)
from handlers.checkin_people import called, candidates, checkin_of, rows_of, strings
from handlers.family import told_apart
from handlers.registering import place_of, register_writer
from handlers.said_back import day_words
from knowledge.language.reading import find_slots

_SPEAKS_OF_A_TEST = re.compile("[阳阴杠]")
_NO_THERMOMETER = re.compile(r".{0,3}(?:没有?体温计|没有?温度计|没量|不会量|量不了|没法量|体温计坏了).{0,3}")
_DENIED = frozenset({"1", "没有", "无", "都没有", "没", "都没", "正常", "没事", "都好"})
_HEALTH_SLOTS = frozenset(
    {"persons", "temperature", "symptoms", "complaints", "contact_history", "positive_test", "?proposed"}
)
# Kept beside the slots: who was told of what was filed already.
_TOLD = "told"
# A name that several people have whom the writer can mean.
_SAME_NAME = "same_name"


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
    return bool(answers.get(WAS_UNKNOWN)) and bool(answers.get(FILED))


def _prefill(turn: Turn) -> Answers:
    """Who writes, and what the first sentence says beyond the slots of `understand`: a day, a test's result, pains."""
    known = {**shared.known_writer(turn), **said_day(turn)}
    if _SPEAKS_OF_A_TEST.search(turn.text):
        result = find_slots(turn.text, turn.said_time, ["positive_test"]).get("positive_test")
        if isinstance(result, bool):
            known["positive_test"] = result
    names = [called(one) for one in rows_of(turn.reading.slots)]
    shared_name = next((name for name in names if name and len(candidates(turn, name)) > 1), None)
    if shared_name is not None:
        known[_SAME_NAME] = shared_name
    if not turn.reading.slots.get("symptoms"):
        pains = _complaints(find_slots(turn.text, turn.said_time, ["troubles"]), {})
        if pains:
            known["complaints"] = pains
    return known


def _is_shared(answers: Answers) -> bool:
    return _SAME_NAME in answers


def _who_can_be_meant(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """Everybody of the name, told apart by door and phone end."""
    found = candidates(turn, str(answers.get(_SAME_NAME, "")))
    return tuple(Choice(one.id, told_apart(turn, one)) for one in found[:9])


def _shared_name(_turn: Turn, answers: Answers) -> dict[str, str]:
    return {"name": str(answers.get(_SAME_NAME, ""))}


def _early(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """File and pass on what alarms and was not passed on yet, before the remaining questions are asked."""
    news = [one for one in _everybody(turn, answers) if one.health.alarms and is_news(one, answers)]
    if not news:
        return None
    told: list[str] = []
    kept: list[dict[str, object]] = []
    for one in news:
        booked = store(turn, one, answers)
        answers = booked.answers
        told += booked.told
        kept += kept_twice(turn, one, booked.earlier)
    answers = {**answers, _TOLD: list(dict.fromkeys([*strings(answers.get(_TOLD)), *told]))}
    if not turn.contact.is_bound:
        answers = {**answers, WAS_UNKNOWN: True}
    said = turn.render(
        "checkin_follow_up",
        rows=[row(one.checkin) for one in news],
        kept=kept,
        **alarm_facts(turn, worst(news), list(dict.fromkeys(told))),
    )
    return said, answers


def _aside(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """The health of others, said in the middle of one's own check-in, is filed beside it; one's own goes on."""
    said = rows_of(found)
    if not said or "persons" in answers or any(not called(one) for one in said):
        return "", {**found, **said_day(turn)} if found.keys() & _HEALTH_SLOTS else found
    left = {name: value for name, value in found.items() if name not in _HEALTH_SLOTS}  # these are of the others too
    return file_all(turn, {"persons": said, **said_day(turn)}), left


def _file(turn: Turn, answers: Answers) -> str:
    """File what was said of everybody and say it back."""
    if not turn.contact.is_bound and answers.get("name"):
        _register(turn, answers)
    return file_all(turn, answers)


def file_all(turn: Turn, answers: Answers) -> str:
    """File the check-ins of everybody whom the answers speak of, and say them back."""
    said: list[Judged] = []
    unread: list[str] = []
    kept: list[dict[str, object]] = []
    told = strings(answers.get(_TOLD))
    for one in _everybody(turn, answers):
        if says_nothing(one.checkin):
            unread.append(one.checkin.person)
            continue
        booked = store(turn, one, answers)
        answers = booked.answers
        told += [who for who in booked.told if who not in told]
        kept += kept_twice(turn, one, booked.earlier)
        said.append(one)
    if not said:
        return turn.render("checkin_unread", unread=unread)
    day = day_of(turn, answers)
    return turn.render(
        "checkin_filed",
        day_words=day_words(date.fromisoformat(day), turn.said_on),
        is_past=day < turn.said_on.isoformat(),
        rows=[row(one.checkin) for one in said],
        unread=unread,
        kept=kept,
        **alarm_facts(turn, worst(said), told),
    )


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


def _everybody(turn: Turn, answers: Answers) -> list[Judged]:
    """Everybody whom the answers speak of, with what the rule says."""
    day = day_of(turn, answers)
    said = rows_of(answers)
    return [
        judged(turn, called(one) if said else "", *checkin_of(turn, called(one) if said else "", one, day))
        for one in ([_with_person(one, answers) for one in said] or [answers])
    ]


def _with_person(row: Answers, answers: Answers) -> Answers:
    """The row with the person who was chosen among those of its name."""
    chosen = answers.get("which")
    is_chosen = isinstance(chosen, int) and called(row) == answers.get(_SAME_NAME)
    return {**row, "person": chosen} if is_chosen else row


health_checkin = Conversation(
    name="health_checkin",
    intents=("health_checkin", "batch_checkin"),
    slots=[
        Slot("persons", "people", asked=False),
        Slot("which", "person", offers=_who_can_be_meant, only_if=_is_shared, facts=_shared_name, optional=True),
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
        Slot(DAY, "day", bare=plain_day, only_if=day_matters),
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
    called=("打卡", "体温"),
    asks_which=False,
    filed=checkin_amending.filed,
    put_right=checkin_amending.put_right,
    amend=checkin_amending.amend,
    withdraw=checkin_amending.withdraw,
)
