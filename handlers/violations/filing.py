"""Filing what somebody told of others: decide whose it is, record it without its writer, put it to those, say so.

Nothing that goes out or is written down names whoever told it: not the messages, not the audit trail, not the record.
"""

from bot.turn import Answers, Turn
from handlers import groups
from handlers.said_back import clock_words, word
from handlers.supplies.notices import staff_of
from handlers.violations.shown import facts, without_the_writer
from handlers.violations.where import known_place
from knowledge.daytime import after_daytime
from knowledge.language.normalise import normalise
from knowledge.language.violations import read_violation
from knowledge.rules import Decision, decide
from knowledge.times import MINUTE, business_day
from ledger import audit, outbox, people, records, violations
from ledger.people import Recipient
from ledger.places import Place
from ledger.records import Filing, Stored, compact
from ledger.violations import Violation
from ledger.violations import filing as violation_filing
from ledger.violations.filing import NewViolation

# Who stands in the audit trail in the place of whoever told it.
HIDDEN = "somebody"


def file_report(turn: Turn, answers: Answers) -> str:
    """Record it, put it to the group, and say what happens next."""
    words, spot = str(answers["what"]), str(answers.get("spot") or answers.get("half") or "")
    kind = read_violation(normalise(words)).type
    decision = decide(turn.house.rules, "violation_handling", business_day(turn.now), {"type": kind})
    place = known_place(turn, spot) if spot else None
    seen = _record(turn, words, bool(answers.get("anonymous")), _new(turn, kind, spot, decision), decision, place)
    told = _tell(turn, seen, decision, place)
    return turn.render(
        "violation_filed",
        number=seen.number,
        type=word("violation_type", kind),
        place=spot,
        anonymous=seen.anonymous,
        told=told,
        due=clock_words(seen.due_at),
        call_police=bool(decision.outcome["call_police"]),
        police=turn.house.settings.office.hotlines.police.number,
        duty_phone=turn.house.settings.office.duty_phone,
        clause=turn.house.plan.cite(decision.clause),
    )


def _new(turn: Turn, kind: str, spot: str, decision: Decision) -> NewViolation:
    """What is told, with its number, whose it is, and by when somebody has to have taken it."""
    day = business_day(turn.now)
    number = f"Q{day:%m%d}-{records.next_number(turn.db, f'violation_report:{day}'):02d}"
    patience = turn.house.settings.deadlines.violation_taken_minutes * MINUTE
    due_at = turn.now + patience if decision.outcome["call_police"] else after_daytime(turn.now, patience)
    return NewViolation(number, kind, spot, False, str(decision.outcome["group"]), due_at)


def _record(
    turn: Turn, words: str, anonymous: bool, new: NewViolation, decision: Decision, place: Place | None
) -> Violation:
    filing = Filing(turn.now, turn.said_at, None, "", place.id if place is not None else None)
    record = violation_filing.add(
        turn.db,
        NewViolation(new.number, new.type, new.place, anonymous, new.group_id, new.due_at),
        without_the_writer(turn, words),
        turn.contact.openid,
        turn.contact.name,
        filing,
        Stored.of(decision),
    )
    note(turn, f"violation_report:{record}", "violation told", number=new.number, type=new.type)
    seen = violations.get(turn.db, record)
    assert seen is not None  # it was written just now
    return seen


def _tell(turn: Turn, seen: Violation, decision: Decision, place: Place | None) -> str:
    """Put it to the group, and what is to be asked at a door to whoever looks after it; in words whom it reached."""
    staff, told = _staff(turn, seen)
    menu = ((f"violation:take:{seen.number}", turn.render("supply_take_word", number=seen.number)),)
    body = turn.render(
        "violation_for_staff",
        words=seen.text,
        police=turn.house.settings.office.hotlines.police.number,
        group=groups.title(turn.house, seen.group_id),
        **facts(seen),
    )
    put(turn, seen, staff, body, "told", menu=menu)
    if decision.outcome["tell_grid_worker"] and place is not None:
        at_the_door = [one for one in people.grid_workers_for(turn.db, place.path) if one not in staff]
        put(turn, seen, at_the_door, turn.render("violation_for_grid_worker", **facts(seen)), "asked")
    return told


def _staff(turn: Turn, seen: Violation) -> tuple[list[Recipient], str]:
    """The group, or the office where nobody of the group but the writer can be reached; and the word for them."""
    staff, told = staff_of(turn, seen.group_id)
    others = [one for one in staff if one.person_id != turn.contact.person_id]
    if staff == others or any(one.openid is not None for one in others):
        return others, told
    return groups.asked_first(turn, groups.OFFICE), groups.title(turn.house, groups.OFFICE)


def put(
    turn: Turn,
    seen: Violation,
    staff: list[Recipient],
    body: str,
    key: str,
    *,
    menu: outbox.Menu = (),
    is_over: bool = False,
) -> None:
    """Put words to staff, once each, but not to whoever told it; words that it is over go out although it is."""
    outbox.tell(
        turn.db,
        staff,
        key=f"violation:{seen.id}:{key}",
        kind="alert",
        body=body,
        about=f"violation_told:{seen.id}" if is_over else seen.about,
        now=turn.now,
        template="task",
        menu=menu,
        but=turn.contact.person_id,
    )


def note(turn: Turn, about: str, action: str, **detail: object) -> None:
    """Write into the audit trail what whoever told it did, without saying who they are."""
    audit.note(turn.db, turn.now, None, HIDDEN, action, about, compact(detail) if detail else "")
