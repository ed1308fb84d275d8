"""Return report 返乡报备 (clause 3.2): who comes back, from where, when and to which door; the stays decide the measure.

Filed after its summary was confirmed; the grid worker gets the proposal to confirm. What follows until the release is in
handlers/return_progress.py.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.conversation import Conversation, Option, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.registering import place_of, register_writer
from handlers.return_decision import Measure, decide_measure
from handlers.said_back import day_words, word
from knowledge.language.dates import find_dates
from knowledge.language.places import find_origin, find_stays
from knowledge.regions import region
from knowledge.times import business_day
from ledger import audit, outbox, people, records, returns
from ledger.places import Place
from ledger.records import compact
from ledger.returns import NewReport

_CAME_AT_MOST_DAYS_AGO = 60
_COMES_WITHIN_DAYS = 180
_NO_STAYS = frozenset({"没有", "没", "无", "没停", "直接回来", "没有停留", "1"})
_HAS_STAYS = re.compile(r"2|有|有,?我来说|停留过")
_WANTS_CHANGE = re.compile(r"3|要改|改|修改|我要改")


def _known_origin(value: Value, _turn: Turn) -> Value:
    """A place that is one place; a name that fits several is asked about."""
    if isinstance(value, dict) and value.get("code"):
        return value
    raise InvalidAnswer


def _bare_origin(text: str, _turn: Turn) -> Value:
    found = find_origin(text)
    if found is None or found.code is None:
        raise InvalidAnswer
    return {"code": found.code, "name": found.name}


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


def _travels_by_number(answers: Answers) -> bool:
    return answers.get("transport") in {"train", "flight"}


def _bare_stays(text: str, turn: Turn) -> Value:
    """Where somebody stayed, with the days where the sentence names them; [] for 没有."""
    if text in _NO_STAYS:
        return []
    stays = _stays_in(text, turn)
    if not stays:
        raise InvalidAnswer
    return stays


def _stays_in(text: str, turn: Turn) -> list[Value]:
    places = list(find_stays(text))
    origin = find_origin(text)
    if not places and origin is not None:
        places = [origin]
    days = [found.value.isoformat() for found in find_dates(text, turn.said_time, "past")]
    # One place and its days belong together; of several nobody can say which day is whose, and the grid worker asks.
    span: dict[str, Value] = {"from": min(days), "until": max(days)} if days and len(places) == 1 else {}
    return [{"code": place.code, "name": place.name, **span} for place in places if place.code is not None]


def _prefill(turn: Turn) -> Answers:
    """Who writes and where they live; and that no further stays were named, which the summary asks about."""
    known = shared.known_home(turn)
    phone = people.phone_of(turn.db, turn.contact.person_id) if turn.contact.person_id is not None else None
    if phone:
        known["phone"] = phone
    staff_without_home = turn.contact.is_staff and not turn.contact.address
    if staff_without_home:  # a grid worker files for somebody else
        known = {}
    stays: list[Value] = _stays_in(turn.text, turn) if find_stays(turn.text) else []
    return {**known, "stays": stays}


def _options(turn: Turn) -> Option | None:
    """2: there were stays, ask for them; 3: something else is to be changed, ask what."""
    if _HAS_STAYS.fullmatch(turn.text):
        return Option(reopens="stays")
    return Option(says=turn.render("return_change_what")) if _WANTS_CHANGE.fullmatch(turn.text) else None


def _summary(turn: Turn, answers: Answers) -> str:
    return turn.render("return_summary", **_shown(turn, answers), is_new_here=not turn.contact.informed)


def _file(turn: Turn, answers: Answers) -> str:
    """Record the report with its decision, tell the grid worker or the office, and say what happens next."""
    place = place_of(turn, answers)
    if not turn.contact.is_bound:
        person_id = register_writer(turn, answers, place)
        turn.contact = replace(turn.contact, person_id=person_id, name=str(answers["name"]))
    measure = decide_measure(turn, answers, place)
    day = business_day(turn.now)
    number = f"F{day:%m%d}-{records.next_number(turn.db, f'return_report:{day}'):02d}"
    about_self = answers.get("name") == turn.contact.name
    report = _new_report(answers, number, turn.contact.person_id if about_self else None, measure)
    row_id = returns.add(turn.db, report, turn.filing(place.id if place else None), measure.stored)
    audit.note(
        turn.db,
        turn.now,
        turn.contact.person_id,
        turn.contact.name,
        "return reported",
        f"return_report:{row_id}",
        compact({"number": number, "measure": measure.id}),
    )
    told = _tell(turn, answers, report, row_id, place, measure)
    return turn.render(
        "return_filed",
        number=number,
        measure=measure,
        told=told,
        name=report.name,
        origin=_shown(turn, answers)["origin"],
        clause=measure.stored.clause,
    )


def _new_report(answers: Answers, number: str, person_id: int | None, measure: Measure) -> NewReport:
    def text(name: str) -> str | None:
        value = answers.get(name)
        return value if isinstance(value, str) else None

    origin, size = answers["origin"], answers.get("party_size")
    assert isinstance(origin, dict)  # its check let nothing else pass
    return NewReport(
        number=number,
        person_id=person_id,
        name=str(answers["name"]),
        phone=text("phone"),
        origin_code=str(origin["code"]),
        origin_name=str(origin["name"]),
        stays=compact(answers.get("stays") or []),
        arrive_date=str(answers["arrive_date"]),
        arrive_time=text("arrive_time"),
        transport=text("transport"),
        transport_no=text("transport_no"),
        party_size=size if isinstance(size, int) else None,
        community=text("community"),
        building=text("building"),
        unit=text("unit"),
        room=text("room"),
        proposed_measure=measure.id,
        days=measure.days,
        announcement=measure.announcement,
    )


def _tell(turn: Turn, answers: Answers, report: NewReport, row_id: int, place: Place | None, measure: Measure) -> str:
    """Put the report before whoever has to confirm or decide; returns who that is, in words."""
    workers = people.grid_workers_for(turn.db, place.path) if place is not None else []
    office = people.office(turn.db) if measure.decided_by == "office" or not workers else []
    facts = _shown(turn, answers)
    for recipient in [*workers, *office]:
        outbox.queue(
            turn.db,
            key=f"return:{row_id}:{recipient.person_id}",
            to=recipient,
            kind="alert",
            body=turn.render("return_for_staff", number=report.number, measure=measure, **facts),
            about=f"return_report:{row_id}",
            now=turn.now,
        )
    return turn.house.words.render("grid_worker_word" if workers else "office_word")


def _shown(turn: Turn, answers: Answers) -> dict[str, object]:
    """The answers as they are said back; of the phone only its ends."""
    origin, phone, further = answers.get("origin"), answers.get("phone"), answers.get("stays")
    transport = answers.get("transport")
    return {
        "name": answers.get("name"),
        "phone": f"{str(phone)[:3]}****{str(phone)[-4:]}" if phone else "",
        "address": shared.address_of(answers).spoken(),
        "day": day_words(date.fromisoformat(str(answers["arrive_date"])), turn.said_on),
        "time": answers.get("arrive_time") or "",
        "origin": _full_name(origin) if isinstance(origin, dict) else "",
        "transport": word("transport", str(transport)) if transport else "",
        "transport_no": answers.get("transport_no") or "",
        "party_size": answers.get("party_size"),
        "stays": [_full_name(one) for one in further if isinstance(one, dict)] if isinstance(further, list) else [],
    }


def _full_name(place: Answers) -> str:
    """A place of China with the places above it: 天津市津南区 says more than 津南区."""
    code = place.get("code")
    return region(str(code)).full_name if code else str(place.get("name", ""))


return_report = Conversation(
    name="return_report",
    intents=("return_report",),
    slots=[
        Slot("origin", "region", bare=_bare_origin, check=_known_origin),
        Slot("arrive_date", "day", check=_near_day),
        Slot("arrive_time", "time", only_if=shared.UNASKED),
        Slot("transport", "choice", choices=("train", "flight", "car", "bus", "other"), optional=True),
        Slot("transport_no", "text", only_if=_travels_by_number, optional=True),
        Slot("party_size", "count", bare=_bare_count, optional=True),
        shared.COMMUNITY,
        shared.BUILDING,
        shared.UNIT,
        shared.ROOM,
        shared.NAME,
        Slot("phone", "phone", private=True),
        Slot("stays", "regions", bare=_bare_stays),
    ],
    prefill=_prefill,
    summary=_summary,
    options=_options,
    finish=_file,
)
