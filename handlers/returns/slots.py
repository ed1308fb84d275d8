"""What a return report asks (clause 3.2): where from, when, how, how many, which door, who, and where else they stayed."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.conversation import Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.returns import open_places, stays
from handlers.returns.named_below import named_below
from handlers.returns.open_places import NAMED_BEFORE
from handlers.said_back import day_words
from knowledge.language.place_names import place_names
from knowledge.language.places import find_origin
from knowledge.language.villages import places_below
from ledger.conversations import OpenForm

_CAME_AT_MOST_DAYS_AGO = 60
_COMES_WITHIN_DAYS = 180
NO_FURTHER = re.compile(
    r"(?:都|真的?)?(?:没有?|无)(?:别的|了|的|停留|停|再停|去过?|别处|别的地方|在别处|在别的地方|过){0,4}|(?:哪儿?|哪里)也?没去过?"
    r"|(?:我们?|是)?直接(?:回来|回家|到家|回)的?"
)


def _known_origin(value: Value, turn: Turn) -> Value:
    """A place that is one place, or a country; a name that fits several places is asked about.

    With township and village where they are said: announcements may name these.
    """
    if not isinstance(value, dict) or not (value.get("code") or country_in(str(value.get("name", "")))):
        raise InvalidAnswer
    found = find_origin(turn.text) if value.get("code") and "places" not in value else None
    if found is None or found.code != value["code"]:
        return value
    places = places_below(turn.text, found.span[1])
    return {**value, "places": list(places)} if places else value


def country_in(text: str) -> str:
    """The country that they come from, as said; empty where it is none. As an answer it may stand alone (韩国)."""
    pattern = place_names().abroad
    found = pattern.search(text) or pattern.match(f"从{text}")
    return re.sub(r"^[从在自]|(?:回|入境|来的|过来)$", "", found.group()) if found is not None else ""


def _bare_origin(text: str, turn: Turn) -> Value:
    found = find_origin(text)
    if found is not None and found.code is not None:
        return {"code": found.code, "name": found.name}
    country = country_in(text)
    if country:
        return {"code": None, "name": country}
    below = named_below(text, turn)
    if below is None:
        raise InvalidAnswer
    return below


def _near_day(value: Value, turn: Turn) -> Value:
    """A day that a return report can be about; further off it is a slip of the tongue."""
    day = date.fromisoformat(str(value))
    if timedelta(days=-_CAME_AT_MOST_DAYS_AGO) <= day - turn.said_on <= timedelta(days=_COMES_WITHIN_DAYS):
        return value
    raise InvalidAnswer


def _bare_count(text: str, _turn: Turn) -> Value:
    if re.fullmatch(r"[1-9]\d?", text):
        return int(text)
    raise InvalidAnswer


def _is_for_another(answers: Answers) -> bool:
    return bool(answers.get("for_another"))


def _whose_name(value: Value, turn: Turn) -> Value:
    """Of whoever comes back: the writer, as long as the report is for nobody else."""
    form = open_form(turn)
    return value if form is None or _is_for_another(form.answers) else shared.own_name(value, turn)


def _travels_by_number(answers: Answers) -> bool:
    return answers.get("transport") in {"train", "flight"}


def _bare_stays(text: str, turn: Turn) -> Value:
    """Where else somebody stayed, beside what was named before; 没去过沈阳 takes one away, 没有 adds nothing."""
    form = open_form(turn)
    answers = form.answers if form is not None else {}
    settled = open_places.settle_stay(turn, answers)
    if settled is not None:
        return settled
    named = answers.get(NAMED_BEFORE)
    known = named if isinstance(named, list) else []
    if NO_FURTHER.fullmatch(text):  # a bare 1 was "none" under the question before this one
        return known
    said = stays.in_answer(text, turn.said_time)
    if not said:
        raise InvalidAnswer
    return stays.merged(known, said)


def open_form(turn: Turn) -> OpenForm | None:
    """The writer's open form as the ledger keeps it."""
    return turn.form


def _spoken_day(value: Value, turn: Turn) -> str:
    return day_words(date.fromisoformat(str(value)), turn.said_on)


SLOTS = (
    Slot("origin", "region", bare=_bare_origin, check=_known_origin, offers=open_places.offers),
    Slot("arrive_date", "day", check=_near_day, spoken=_spoken_day),
    Slot("arrive_time", "time", asked=False),
    Slot("transport", "choice", choices=("train", "flight", "car", "bus", "other"), optional=True),
    Slot("transport_no", "text", only_if=_travels_by_number, optional=True),
    Slot("party_size", "count", bare=_bare_count, optional=True),
    shared.COMMUNITY,
    shared.BUILDING,
    shared.UNIT,
    shared.ROOM,
    replace(shared.NAME, check=_whose_name),
    replace(shared.NAME, name="writer", reads=("writer",), only_if=_is_for_another),
    Slot("phone", "phone", private=True),
    Slot("stays", "regions", bare=_bare_stays, offers=open_places.offers_of_stay),
)
PRIVATE = frozenset(slot.name for slot in SLOTS if slot.private)
