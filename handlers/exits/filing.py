"""Filing an exit request and its corrections (clause 3.4.1): decide, record, ask whoever signs, say what follows."""

from dataclasses import replace

from bot.conversation import Filed
from bot.turn import Answers, Turn
from handlers.exits import shown, times
from handlers.exits.course import ASKS_PERSON, Course, course_of
from handlers.people import behalf
from handlers.people.registering import place_of, register_writer
from handlers.said_back import clock_words
from knowledge.exit_deadlines import sign_by, unsigned_until
from knowledge.times import business_day
from ledger import exits, people, records, seals
from ledger.exits import Exit
from ledger.exits import notices as exit_notices
from ledger.exits import recording as exit_recording
from ledger.exits.filing import NewExit
from ledger.exits.signers import Signers, signers
from ledger.exits.times import Hours, is_to_the_minute
from ledger.people import Recipient
from ledger.places import Place
from ledger.records import NoLongerSo, compact


def file_request(turn: Turn, answers: Answers) -> str:
    """Record the request, ask whoever leads the sealed place now, and say what happens next."""
    place = place_of(turn, answers)
    if not turn.contact.is_bound:
        person_id = register_writer(turn, answers, place)
        turn.contact = replace(turn.contact, person_id=person_id, name=str(answers["name"]))
    course = _course(turn, answers, place)
    new = _new(turn, answers, place, course, _number(turn))
    record_id = exits.add(turn.db, new, behalf.filing(turn, answers, place.id if place else None), course.stored)
    one = note(turn, record_id, "exit requested", {"kind": new.kind, "urgent": new.urgent})
    told, asks = put_before_signers(turn, one, "asked")
    return turn.render(
        "exit_filed",
        told=told,
        asks=asks,
        reason_code=one.reason,
        due=clock_words(new.due_at) if new.due_at is not None else "",
        duty_phone=turn.house.settings.office.duty_phone,
        **exit_notices.facts(turn.db, one),
    )


def amend(turn: Turn, filed: Filed, answers: Answers) -> str:
    """File the next version: signature, record and pass of the one before are void, and whoever was told is told."""
    before = exits.get(turn.db, filed.record)
    assert before is not None  # it was found among the writer's own a moment ago
    place = place_of(turn, answers)
    course = _course(turn, answers, place)
    new = _new(turn, answers, place, course, before.number)
    try:
        exits.correct(turn.db, before.id, new, turn.filing(place.id if place else None), course.stored)
    except NoLongerSo:
        return turn.render("correct_gone")
    one = note(turn, before.id, "exit request changed", {"from": before.status})
    _tell_that_it_is_void(turn, before, one)
    told, asks = put_before_signers(turn, one, "asked")
    return turn.render(
        "exit_changed", told=told, asks=asks, was_signed=before.is_signed, **exit_notices.facts(turn.db, one)
    )


def put_before_signers(turn: Turn, one: Exit, key: str, note: str = "") -> tuple[str, str]:
    """Ask whoever may sign; returns the name of who was reached (empty for nobody), and as what: leader, office, nobody.

    `note` tells the leader why they get it once more.
    """
    found = signers(turn.db, one, turn.now)
    if found.asked_first:
        exit_notices.ask_to_sign(turn.db, turn.render, one, found.asked_first, key, turn.now, note)
        return "、".join(dict.fromkeys(who.name for who in found.asked_first)), "leader"
    return ask_the_office(turn, one, found, key)


def ask_the_office(turn: Turn, one: Exit, found: Signers, key: str) -> tuple[str, str]:
    """Nobody who may sign can be reached: the office finds somebody, by telephone if need be."""
    office = people.office(turn.db)
    leader = found.seal.leader_name if found.seal is not None else ""
    exit_notices.tell(
        turn.db, turn.render, one, office, "exit_without_leader", f"{key}:office", turn.now, leader=leader
    )
    return turn.render("office_word"), "office" if _any_reached(office) else "nobody"


def note(turn: Turn, record_id: int, action: str, detail: dict[str, object]) -> Exit:
    """Write down who did what to a request, and give the request as it stands now."""
    who = replace(turn.contact.recipient(), name=turn.contact.name or "follower")
    return exit_recording.note(turn.db, record_id, action, detail, who, turn.now)


def _course(turn: Turn, answers: Answers, place: Place | None) -> Course:
    sealed = place is not None and seals.covering(turn.db, place.path) is not None
    return course_of(turn, answers, sealed=sealed)


def _number(turn: Turn) -> str:
    day = business_day(turn.now)
    return f"W{day:%m%d}-{records.next_number(turn.db, f'exit_request:{day}'):02d}"


def _new(turn: Turn, answers: Answers, place: Place | None, course: Course, number: str) -> NewExit:
    leave, back = shown.moments(answers)
    days = shown.days_of(answers)
    until = str(answers["until_date"]) if times.comes_again(answers) else None
    hours = Hours(leave, back, days, until)
    settings = turn.house.settings.exits
    first = hours.first
    urgent = course.urgent or first.leaves_at - turn.now < settings.sign_within_minutes.normal * 60_000
    words = answers.get("plea") if answers.get(ASKS_PERSON) else answers.get("job")
    name = str(answers["name"])
    return NewExit(
        number=number,
        kind=course.kind,
        urgent=urgent,
        person_id=_applicant(turn, answers, place),
        name=name,
        words=str(words or ""),
        reason=str(answers["reason"]),
        leave_at=leave,
        return_by=back,
        destination=str(answers["destination"]) if answers.get("destination") else None,
        persons=compact(answers.get("goers") or []),
        plate=shown.plate_of(answers),
        recurrence=compact(days) if days else None,
        until_date=until,
        leaves_at=first.leaves_at,
        back_due_at=first.back_due_at,
        expires_at=hours.ends_at
        if until is not None
        else unsigned_until(settings, turn.now, first.leaves_at, whole_day=not is_to_the_minute(leave)),
        due_at=sign_by(settings, turn.now, first.leaves_at, urgent=urgent),
    )


def _applicant(turn: Turn, answers: Answers, place: Place | None) -> int | None:
    """Whose request it is: the writer's own, that of their family, or of somebody of this name at this door."""
    known = behalf.person_of(turn, answers)
    if known is not None:
        return known
    at_door = people.household(turn.db, place.id) if place is not None and place.kind == "household" else []
    return next((person_id for person_id, named in at_door if named == answers.get("name")), None)


def _tell_that_it_is_void(turn: Turn, before: Exit, one: Exit) -> None:
    """Whoever has signed or recorded the version before learns that it does not hold any more."""
    involved = [who for who in (before.signed_by_id, before.recorded_by_id) if who is not None]
    told = [people.recipient(turn.db, who) for who in dict.fromkeys(involved)]
    exit_notices.tell(turn.db, turn.render, one, told, "exit_void", "void", turn.now, purpose="progress")


def _any_reached(recipients: list[Recipient]) -> bool:
    return any(who.openid is not None for who in recipients)
