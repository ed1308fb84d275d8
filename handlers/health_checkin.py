"""Health check-in 健康打卡 (clause 3.4.2): of oneself and of others; fever, symptoms or a positive test alert at once.

The check-in of a known person is filed as soon as it is complete, without a summary: it is said back. What alarms is
filed and passed on before the remaining questions are asked; their answers make its second version. The fever threshold
is the office's (config.yaml): the plan names none.
"""

import re
from dataclasses import dataclass, replace

from bot.conversation import Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.health_alerts import Health, alarm, is_fever, judge
from handlers.registering import place_of, register_writer
from handlers.said_back import day_words, symptom_words, word
from knowledge.language.persons import SPEAKER
from knowledge.language.reading import find_slots
from ledger import audit, checkins, people, places
from ledger.checkins import Checkin
from ledger.places import Place

_SPEAKS_OF_A_TEST = re.compile("[阳阴杠]")
_DENIED = frozenset({"1", "没有", "无", "都没有", "没", "都没", "正常", "没事", "都好"})


@dataclass(frozen=True, slots=True)
class Judged:
    """One person's check-in, where they are, and what the rule says of it."""

    checkin: Checkin
    place: Place | None
    health: Health


def _no_symptoms(text: str, _turn: Turn) -> Value:
    if text in _DENIED:
        return ["none"]
    raise InvalidAnswer


def _of_oneself(answers: Answers) -> bool:
    return "persons" not in answers


def _early(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """File and pass on what alarms, before the remaining questions are asked."""
    if "filed" in answers or "persons" in answers:
        return None
    mine = _judged(turn, answers)[0]
    if not mine.health.alarms:
        return None
    row_id, told = _store(turn, mine, None)
    said = turn.render(
        "checkin_follow_up",
        person=mine.checkin.person,
        temperature=mine.checkin.temperature,
        symptoms=symptom_words(mine.checkin.symptoms) if mine.checkin.symptoms else "",
        level=mine.health.level,
        ambulance=turn.house.settings.office.hotlines.ambulance.number,
        told=told,
        clause=mine.health.stored.clause,
    )
    filed: Answers = {**answers, "filed": row_id, "told": list(told)}
    # Who is not known yet gives name and home next: then those who were told are told again, with both.
    return said, {**filed, "level": mine.health.level} if turn.contact.is_bound else filed


def _file(turn: Turn, answers: Answers) -> str:
    """File what was said of everybody and say it back."""
    register_writer_first(turn, answers)
    filed = answers.get("filed")
    said, unread, told = [], [], []
    earlier = answers.get("told")
    if isinstance(earlier, list):
        told += [str(who) for who in earlier]
    for one in _judged(turn, answers):
        if one.checkin.temperature is None and not one.checkin.symptoms and one.checkin.positive_test is None:
            unread.append(one.checkin.person)
            continue
        _, newly_told = _store(turn, one, filed if isinstance(filed, int) else None, answers.get("level"))
        told += [who for who in newly_told if who not in told]
        said.append(one)
    if not said:
        return turn.render("checkin_unread", unread=unread)
    worst = max(said, key=lambda one: ("none", "watch", "urgent", "emergency").index(one.health.level))
    health = turn.house.settings.health
    temperature = worst.checkin.temperature
    return turn.render(
        "checkin_filed",
        day_words=day_words(turn.said_on, turn.said_on),
        rows=[_row(one.checkin) for one in said],
        unread=unread,
        level=worst.health.level,
        fever=f"{temperature:g}" if is_fever(turn, temperature) else "",
        threshold=f"{health.fever_celsius:g}",
        threshold_source=health.fever_source,
        told=told,
        clause=worst.health.stored.clause,
        ambulance=turn.house.settings.office.hotlines.ambulance.number,
        is_new_here=not turn.contact.informed,
    )


def register_writer_first(turn: Turn, answers: Answers) -> None:
    """Somebody unknown becomes known by the form's own answers before anything is filed in their name."""
    if turn.contact.is_bound:
        return
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
    rows = named if isinstance(named, list) else [answers]
    judged = []
    for row in rows:
        assert isinstance(row, dict) or row is answers  # the language's own shape: one mapping a person
        checkin, place = _checkin(turn, answers, row)
        judged.append(Judged(checkin, place, judge(turn, checkin)))
    return judged


def _checkin(turn: Turn, answers: Answers, row: Answers) -> tuple[Checkin, Place | None]:
    said_name = row.get("name") if row is not answers else None
    name = None if said_name == SPEAKER else said_name
    whom = _whom(turn, str(name)) if name else None
    person_id, person, place = whom or (
        (None, str(name), turn.contact.home_place)
        if name
        else (turn.contact.person_id, _own_name(turn), turn.contact.home_place)
    )
    temperature, symptoms = row.get("temperature"), row.get("symptoms")
    return (
        Checkin(
            person_id=person_id,
            person=person,
            date=turn.said_on.isoformat(),
            temperature=float(temperature) if isinstance(temperature, int | float) else None,
            symptoms=tuple(str(one) for one in symptoms) if isinstance(symptoms, list | tuple) else (),
            contact_history=_flag(row.get("contact_history")),
            positive_test=_flag(row.get("positive_test")),
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


def _own_name(turn: Turn) -> str:
    return turn.contact.name or word("person", "unknown")


def _store(turn: Turn, one: Judged, filed: int | None, level_before: object = None) -> tuple[int, list[str]]:
    """File one check-in (or the next version of what was filed early) and alarm where that says something new."""
    filing = turn.filing(one.place.id if one.place else None)
    if filed is None:
        row_id = checkins.add(turn.db, one.checkin, filing, one.health.stored)
    else:
        row_id = checkins.correct(turn.db, filed, one.checkin, filing, one.health.stored)
    audit.note(
        turn.db, turn.now, turn.contact.person_id, turn.contact.name, "check-in filed", f"health_checkin:{row_id}"
    )
    if level_before is not None and not one.health.is_worse_than(level_before):
        return row_id, []
    return row_id, alarm(turn, one.checkin, row_id, one.place, one.health)


def _row(checkin: Checkin) -> dict[str, object]:
    return {
        "person": checkin.person,
        "temperature": f"{checkin.temperature:g}" if checkin.temperature is not None else None,
        "symptoms": symptom_words(checkin.symptoms),
        "contact": symptom_words(["contact_history"]) if checkin.contact_history else "",
        "positive": bool(checkin.positive_test),
    }


def _flag(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _prefill(turn: Turn) -> Answers:
    """Who writes, and a test's result where the sentence names one: `understand` has no slot for it."""
    known = shared.known_writer(turn)
    if _SPEAKS_OF_A_TEST.search(turn.text):
        result = find_slots(turn.text, turn.said_time, ["positive_test"]).get("positive_test")
        if isinstance(result, bool):
            known["positive_test"] = result
    return known


health_checkin = Conversation(
    name="health_checkin",
    intents=("health_checkin", "batch_checkin"),
    slots=[
        Slot("persons", "people", only_if=shared.UNASKED),
        Slot("temperature", "temperature", only_if=_of_oneself),
        Slot("symptoms", "symptoms", bare=_no_symptoms, only_if=_of_oneself),
        Slot("contact_history", "yes_no", only_if=shared.UNASKED),
        Slot("positive_test", "yes_no", only_if=shared.UNASKED),
        shared.NAME,
        shared.COMMUNITY,
        shared.BUILDING,
        shared.UNIT,
        shared.ROOM,
    ],
    prefill=_prefill,
    finish=_file,
    early=_early,
)
