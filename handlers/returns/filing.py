"""Filing a return report (clause 3.2): decide, record, tell whoever has to confirm it, and say what happens next."""

from dataclasses import replace
from datetime import date

from bot.turn import Answers, Turn
from handlers.people import behalf
from handlers.people.registering import place_of, register_writer
from handlers.returns.decision import decide_measure
from handlers.returns.first_words import ARRIVED
from handlers.returns.shown import shown
from knowledge.return_deadline import confirm_by
from knowledge.times import business_day
from ledger import outbox, people, records, returns
from ledger.people import Recipient
from ledger.places import Place
from ledger.records import compact, move
from ledger.returns import NewReport
from ledger.returns.measures import Measure


def file_report(turn: Turn, answers: Answers) -> str:
    """Record the report with its decision, tell the grid worker or the office, and say what happens next."""
    place = place_of(turn, answers)
    if not turn.contact.is_bound:
        # Who reports for another lives elsewhere.
        writer = {"name": answers["writer"]} if answers.get("writer") else answers
        person_id = register_writer(turn, writer, None if answers.get("writer") else place)
        turn.contact = replace(turn.contact, person_id=person_id, name=str(writer["name"]))
    measure = decide_measure(turn, answers, place)
    day = business_day(turn.now)
    number = f"F{day:%m%d}-{records.next_number(turn.db, f'return_report:{day}'):02d}"
    arrived = has_arrived(turn, answers)
    due_at = confirm_by(turn.house.settings, turn.now, _arrive_on(answers), has_arrived=arrived)
    report = new_report(answers, number, behalf.person_of(turn, answers), measure, due_at)
    row_id = returns.add(turn.db, report, behalf.filing(turn, answers, place.id if place else None), measure.stored)
    turn.note("return reported", f"return_report:{row_id}", compact({"number": number, "measure": measure.id}))
    if arrived:
        _book_arrival(turn, row_id, number, report.arrive_date)
    told = _tell(turn, answers, report, row_id, place, measure, has_arrived=arrived)
    return turn.render(
        "return_filed",
        number=number,
        measure=measure,
        told=told,
        duty_phone=turn.house.settings.office.duty_phone,
        has_arrived=arrived,
        day=shown(turn, answers)["day"],
        name=report.name,
        origin=shown(turn, answers)["origin"],
        clause=measure.stored.clause,
    )


def has_arrived(turn: Turn, answers: Answers) -> bool:
    """Whether they are home by what was said: on a day that is past, or today and said to be."""
    arrive_on = _arrive_on(answers)
    return arrive_on < turn.said_on or (arrive_on == turn.said_on and bool(answers.get(ARRIVED)))


def _arrive_on(answers: Answers) -> date:
    return date.fromisoformat(str(answers["arrive_date"]))


def _book_arrival(turn: Turn, row_id: int, number: str, day: str) -> None:
    move(turn.db, returns.ARRIVE, row_id, "submitted", "arrived", observation_until=None, arrive_date=day)
    turn.note("arrived", f"return_report:{row_id}", compact({"number": number, "from": "submitted"}))


def new_report(answers: Answers, number: str, person_id: int | None, measure: Measure, due_at: int) -> NewReport:
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
        origin_places=compact(origin["places"]) if origin.get("places") else None,
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
        due_at=due_at,
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
    facts = shown(turn, answers)
    outbox.tell(
        turn.db,
        [*workers, *office],
        key=f"return:{row_id}",
        kind="alert",
        body=turn.render("return_for_staff", number=report.number, measure=measure, has_arrived=has_arrived, **facts),
        about=f"return_report:{row_id}",
        now=turn.now,
        template="task",
    )
    if _any_reached(workers):
        return turn.render("grid_worker_word")
    return turn.render("office_word") if _any_reached(office) else ""


def _any_reached(recipients: list[Recipient]) -> bool:
    return any(one.openid is not None for one in recipients)
