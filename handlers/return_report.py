"""Return report 返乡报备 (clause 3.2): who comes back, from where, when and to which door; the stays decide the measure.

Filed after its summary was confirmed; the grid worker gets the proposal to confirm. What follows until the release is in
handlers/return_progress.py.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.conversation import Conversation, Option, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import return_stays
from handlers import slots as shared
from handlers.registering import place_of, register_writer
from handlers.return_decision import Measure, decide_measure
from handlers.said_back import day_words, word
from knowledge.language.people import find_relatives
from knowledge.language.place_names import place_names
from knowledge.language.places import find_origin, find_stays
from knowledge.regions import region
from knowledge.times import business_day
from ledger import audit, conversations, inbox, outbox, people, records, returns
from ledger.conversations import OpenForm
from ledger.people import Recipient
from ledger.places import Place
from ledger.records import compact, move
from ledger.returns import NewReport

_CAME_AT_MOST_DAYS_AGO = 60
_COMES_WITHIN_DAYS = 180
_NO_FURTHER = re.compile(
    r"(?:都|真的?)?(?:没有?|无)(?:别的|了|的|停留|停|再停|去过?|别处|别的地方|在别处|在别的地方|过){0,4}|(?:哪儿?|哪里)也?没去过?"
    r"|(?:我们?|是)?直接(?:回来|回家|到家|回)的?"
)
_HAS_STAYS = re.compile(r"2|有|有的|有,?我来说|停留过|停留要改|2 .{1,12}")
_WITH_SPEAKER = re.compile("[我俺咱](?:和|跟|带|领|陪|们|自己)|(?:和|跟)[我俺]")
_WANTS_CHANGE = re.compile(r"3|要改|改|修改|我要改|别的要改")
_HAS_ARRIVED = re.compile(
    r"(?:已经?|都|刚刚?|才)(?:平安|安全)?(?:到家|到屋|到村|回到|在家|(?:到|回来)了?(?=$|[,。!~ ]))"
    r"|(?:到家|到屋|到)了(?=$|[,。!~ ])"
)
_NOT_YET = re.compile(r"没到|还没|到了(?:再|以后|之后|后|就)|快到|就要|马上|要到|要回|准备|都回来(?!了)")
# Answers beside the slots: the stays named before the question is asked again, and that somebody said to be home.
_NAMED_BEFORE, _ARRIVED = "named_before", "arrived"


def _known_origin(value: Value, _turn: Turn) -> Value:
    """A place that is one place, or a country; a name that fits several places is asked about."""
    if isinstance(value, dict) and (value.get("code") or _abroad(str(value.get("name", "")))):
        return value
    raise InvalidAnswer


def _abroad(text: str) -> str:
    """The country that they come from, as said; empty where it is none. As an answer it may stand alone (韩国)."""
    pattern = place_names().abroad
    found = pattern.search(text) or pattern.match(f"从{text}")
    return re.sub(r"^[从在自]|(?:回|入境|来的|过来)$", "", found.group()) if found is not None else ""


def _bare_origin(text: str, _turn: Turn) -> Value:
    found = find_origin(text)
    if found is not None and found.code is not None:
        return {"code": found.code, "name": found.name}
    country = _abroad(text)
    if not country:
        raise InvalidAnswer
    return {"code": None, "name": country}


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
    """Where else somebody stayed, beside what was named before; 没去过沈阳 takes one away, 没有 adds nothing."""
    form = _form(turn)
    named = form.answers.get(_NAMED_BEFORE) if form is not None else None
    known = named if isinstance(named, list) else []
    if _NO_FURTHER.fullmatch(text) or text == "1":
        return known
    said = return_stays.in_answer(text, turn.said_time)
    if not said:
        raise InvalidAnswer
    return return_stays.merged(known, said)


def _form(turn: Turn) -> OpenForm | None:
    """The writer's open form as the ledger keeps it."""
    return inbox.arrive(turn.db, turn.message.key, turn.contact.openid).form


def _spoken_day(value: Value, turn: Turn) -> str:
    return day_words(date.fromisoformat(str(value)), turn.said_on)


def _prefill(turn: Turn) -> Answers:
    """Who writes and where they live; and what the first sentence says of stays, a country, and being home already."""
    known = shared.known_home(turn)
    phone = people.phone_of(turn.db, turn.contact.person_id) if turn.contact.person_id is not None else None
    if phone:
        known["phone"] = phone
    staff_without_home = turn.contact.is_staff and not turn.contact.address
    if staff_without_home:  # a grid worker files for somebody else
        known = {}
    elif _of_somebody_else(turn.text):
        known = {name: value for name, value in known.items() if name not in {"name", "phone"}}
    country = _abroad(turn.text) if place_names().abroad.search(turn.text) is not None else ""
    origin: dict[str, Value] = {"origin": {"code": None, "name": country}} if country else {}
    stays = return_stays.in_first_sentence(turn.text, turn.said_time) if find_stays(turn.text) else []
    return {**known, **origin, "stays": stays, _ARRIVED: _says_arrived(turn.text)}


def _of_somebody_else(text: str) -> bool:
    """Whether a relative comes back without the speaker: 我妈后天从呼市回来, not 我和老伴 or 我带孩子."""
    return bool(find_relatives(text)) and _WITH_SPEAKER.search(text) is None


def _says_arrived(text: str) -> bool:
    return _HAS_ARRIVED.search(text) is not None and _NOT_YET.search(text) is None


def _notice_arrival(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """Keep that an answer on the way says that they are home."""
    return ("", {**answers, _ARRIVED: True}) if _says_arrived(turn.text) else None


def _only_stays(_turn: Turn, _answers: Answers, found: Answers) -> tuple[str, Answers]:
    """An answer about stays names places and days; none of them are the origin or the day of arrival."""
    return "", {"stays": found["stays"]} if "stays" in found else found


def _options(turn: Turn) -> Option | None:
    """2: ask for stays, keeping those known; stays in words; nothing further, which submits; 3: ask what to change."""
    if _WANTS_CHANGE.fullmatch(turn.text):
        return Option(says=turn.render("return_change_what"))
    asks_for_stays = _HAS_STAYS.fullmatch(turn.text) is not None
    if not (asks_for_stays or _NO_FURTHER.fullmatch(turn.text) or return_stays.tells_of_stays(turn.text)):
        return None
    form = _form(turn)
    assert form is not None  # its summary is what this answers
    stays = form.answers.get("stays")
    known = stays if isinstance(stays, list) else []
    if asks_for_stays:
        kept = {name: value for name, value in form.answers.items() if name != "stays"}
        _keep(turn, form, {**kept, _NAMED_BEFORE: known})
        return Option(says=turn.house.words.form("return_report").slots["stays"].ask)
    if _NO_FURTHER.fullmatch(turn.text):
        return _nothing_further(turn, form) if not known else None
    said = return_stays.in_answer(turn.text, turn.said_time)
    if not said:
        return None
    answers = {**form.answers, "stays": return_stays.merged(known, said)}
    _keep(turn, form, answers)
    return Option(says=_summary(turn, answers))


def _nothing_further(turn: Turn, form: OpenForm) -> Option:
    """没有 where the summary asks for further stays: the answer 1."""
    conversations.close(turn.db, turn.contact.openid)
    return Option(says=_file(turn, form.answers))


def _keep(turn: Turn, form: OpenForm, answers: Answers) -> None:
    form = replace(form, answers=answers, updated_at=turn.now)
    conversations.save(turn.db, turn.contact.openid, form, return_report.private())


def _summary(turn: Turn, answers: Answers) -> str:
    return turn.render("return_summary", **_shown(turn, answers), is_new_here=not turn.contact.informed)


def _heard(turn: Turn, answers: Answers) -> str:
    return turn.render("return_heard", **_shown(turn, answers))


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
    has_arrived = _has_arrived(turn, answers)
    if has_arrived:
        _book_arrival(turn, row_id, number, report.arrive_date)
    told = _tell(turn, answers, report, row_id, place, measure, has_arrived=has_arrived)
    return turn.render(
        "return_filed",
        number=number,
        measure=measure,
        told=told,
        duty_phone=turn.house.settings.office.duty_phone,
        has_arrived=has_arrived,
        day=_shown(turn, answers)["day"],
        name=report.name,
        origin=_shown(turn, answers)["origin"],
        clause=measure.stored.clause,
    )


def _has_arrived(turn: Turn, answers: Answers) -> bool:
    """Whether they are home by what was said: on a day that is past, or today and said to be."""
    arrive_on = date.fromisoformat(str(answers["arrive_date"]))
    return arrive_on < turn.said_on or (arrive_on == turn.said_on and bool(answers.get(_ARRIVED)))


def _book_arrival(turn: Turn, row_id: int, number: str, day: str) -> None:
    move(turn.db, returns.ARRIVE, row_id, "submitted", "arrived", observation_until=None, arrive_date=day)
    audit.note(
        turn.db,
        turn.now,
        turn.contact.person_id,
        turn.contact.name,
        "arrived",
        f"return_report:{row_id}",
        compact({"number": number, "from": "submitted"}),
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
        origin_code=str(origin["code"]) if origin.get("code") else None,
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


def _tell(
    turn: Turn,
    answers: Answers,
    report: NewReport,
    row_id: int,
    place: Place | None,
    measure: Measure,
    *,
    has_arrived: bool,
) -> str:
    """Put the report before whoever has to confirm or decide; returns in words whom it reaches, empty for nobody."""
    workers = people.grid_workers_for(turn.db, place.path) if place is not None else []
    office = people.office(turn.db) if measure.decided_by == "office" or not _any_reached(workers) else []
    facts = _shown(turn, answers)
    for recipient in [*workers, *office]:
        outbox.queue(
            turn.db,
            key=f"return:{row_id}:{recipient.person_id}",
            to=recipient,
            kind="alert",
            body=turn.render(
                "return_for_staff", number=report.number, measure=measure, has_arrived=has_arrived, **facts
            ),
            about=f"return_report:{row_id}",
            now=turn.now,
            template="task",
        )
    if _any_reached(workers):
        return turn.render("grid_worker_word")
    return turn.render("office_word") if _any_reached(office) else ""


def _any_reached(recipients: list[Recipient]) -> bool:
    return any(one.openid is not None for one in recipients)


def _shown(turn: Turn, answers: Answers) -> dict[str, object]:
    """The answers as they are said back; of the phone only its ends."""
    origin, phone, further = answers.get("origin"), answers.get("phone"), answers.get("stays")
    transport, arrives = answers.get("transport"), answers.get("arrive_date")
    return {
        "name": answers.get("name"),
        "phone": f"{str(phone)[:3]}****{str(phone)[-4:]}" if phone else "",
        "address": shared.address_of(answers).spoken(),
        "day": day_words(date.fromisoformat(arrives), turn.said_on) if isinstance(arrives, str) else "",
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
        Slot("arrive_date", "day", check=_near_day, spoken=_spoken_day),
        Slot("arrive_time", "time", asked=False),
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
    heard=_heard,
    early=_notice_arrival,
    aside=_only_stays,
    options=_options,
    finish=_file,
)
