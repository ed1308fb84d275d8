"""The measure of a return report, confirmed or changed by a named person (clause 3.2, DESIGN 6.2).

The days of a measure count as the announcement says that it was proposed by (handlers/returns/decision.py); a measure
that the grid worker names instead counts from the arrival, or from the day they name.
"""

import re
from datetime import date

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.returns.notices import note, tell_owner
from handlers.returns.numbers import NUMBER, find
from handlers.said_back import day_words
from knowledge.announcements import Course
from knowledge.language.dates import find_dates
from knowledge.vocabulary import measures
from ledger import inbox, returns
from ledger.returns import Report
from ledger.returns.measures import course_by, course_of, told_before

_TERMS = r"(?: ?([^\d从 ]\S*?))?(?: ?(\d{1,2})天)?(?:,? ?从 ?(\S{2,12}?)(?:算起|开始|起))?"
_CONFIRM = re.compile(rf"确认 ?{NUMBER}{_TERMS}")
_MEASURES = "|".join(sorted((one.words for one in measures().values()), key=len, reverse=True))
_CONFIRM_THE_ONE = re.compile(rf"确认(?: ?({_MEASURES})(?: ?(\d{{1,2}})天)?)?")
_CHANGE = re.compile(rf"(?:改|变更|更改)措施 ?{NUMBER}{_TERMS}")


def _confirm(turn: Turn, match: re.Match[str]) -> str | None:
    """确认 F0120-01: the proposal, or another measure that is named; by the first who says so."""
    if not rights.scopes(turn):
        return None
    report = find(turn, match[1])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[1]}")
    if report.status in {"released", "cancelled"}:
        return turn.render("return_over", number=report.number, cancelled=report.status == "cancelled")
    if report.confirmed_by is not None:
        return _confirmed_before(turn, report)
    return _set_measure(turn, report, match[2], match[3], match[4])


def _confirm_the_one(turn: Turn, match: re.Match[str]) -> str | None:
    """确认 without a number: the only report that waits for this person; ordinary text inside a form."""
    scopes = rights.scopes(turn)
    if not scopes or inbox.arrive(turn.db, turn.message.key, turn.contact.openid).form is not None:
        return None
    waiting = {
        report.id: report
        for scope in scopes
        for report in returns.unconfirmed_in(turn.db, scope)
    }
    if not waiting:
        return None
    if not rights.is_office(turn):  # what only the office decides is none of theirs, unless there is nothing else
        waiting = {key: one for key, one in waiting.items() if not one.is_for_the_office} or waiting
    if len(waiting) == 1:
        return _set_measure(turn, next(iter(waiting.values())), match[1], match[2], None)
    shown = [
        {
            "number": one.number,
            "name": one.name,
            "day": day_words(date.fromisoformat(one.arrive_date), turn.said_on),
            "address": one.address.replace("/", ""),
        }
        for one in waiting.values()
    ]
    return turn.render("return_which_one", reports=shown)


def _change(turn: Turn, match: re.Match[str]) -> str | None:
    """改措施 F0120-01 居家隔离 14天: another measure than the one confirmed, by whoever may confirm."""
    if not rights.scopes(turn):
        return None
    report = find(turn, match[1])
    if report is None or report.status in {"released", "cancelled"}:
        return turn.render("return_not_found", number=f"F{match[1]}")
    if not (match[2] or match[3] or match[4]):
        return _which_measure(turn, report, "")
    return _set_measure(turn, report, match[2], match[3], match[4])


def _confirmed_before(turn: Turn, report: Report) -> str:
    who, measure = report.confirmed_by, _measure_words(report.measure)
    return turn.render("return_confirmed_before", number=report.number, who=who, measure=measure)


def _which_measure(turn: Turn, report: Report, given: str) -> str:
    words = [one.words for one in measures().values()]
    return turn.render("return_which_measure", number=report.number, given=given, measures=words)


def _set_measure(turn: Turn, report: Report, named: str | None, said_days: str | None, since: str | None) -> str:
    """Confirm or change the measure; `since` is the day it counts from, in the grid worker's words."""
    if report.is_for_the_office and not rights.is_office(turn):
        return turn.render("return_for_the_office", number=report.number)
    course = _course(report, named, int(said_days) if said_days else None)
    if course is None:
        return _which_measure(turn, report, named or "")
    chosen = course.measure
    first = course.first_day(date.fromisoformat(report.arrive_date))
    if since is not None:
        found = find_dates(since, turn.said_time, "past")
        if not found or course.days is None:
            return turn.render("return_bad_first_day", number=report.number)
        first = found[0].value
    last = course.last_day(first)
    is_change = report.confirmed_by is not None
    arrived = report.status != "submitted"
    after = ("under_control" if course.controls else "arrived") if arrived else report.status
    who = turn.contact.person_id
    assert who is not None  # staff are bound
    # Before the arrival only a day that the grid worker named is settled; any other may still move with the arrival.
    kept = last.isoformat() if last and (arrived or since is not None) else None
    if not returns.confirm(turn.db, report, after, chosen, course.days, kept, who, turn.contact.name, turn.now):
        return turn.render("return_moved_on", number=report.number)
    action = "measure changed" if is_change else "measure confirmed"
    before = {"before": report.measure, "days_before": report.days} if is_change else {}
    note(turn, report, action, {"measure": chosen, "days": course.days, "until": kept, **before})
    return _tell(turn, report, course, kept, is_change=is_change)


def _tell(turn: Turn, report: Report, course: Course, last: str | None, *, is_change: bool) -> str:
    """Tell whoever reported what was confirmed, and that it changed where they were told otherwise; the reply too."""
    before = told_before(report.outcome)
    is_renewed = before is not None and before.words not in {"", course.words}
    facts = {
        "course": course.words,
        "last": day_words(date.fromisoformat(last), turn.said_on) if last else "",
        "asks_first_day": course.days is not None and last is None,
    }
    key = f"{'changed' if is_change else 'confirmed'}:{report.id}:{turn.now}"
    to_owner = {"who": turn.contact.name, "changed": is_change or is_renewed, "renewed": is_renewed and not is_change}
    told = tell_owner(turn, report, "return_measure_told", key, **to_owner, **facts)
    return turn.render(
        "return_confirmed",
        number=report.number,
        name=report.name,
        measure=measures()[course.measure].words,
        days=course.days,
        arrived=report.status != "submitted",
        told=told,
        **facts,
    )


def _course(report: Report, named: str | None, days: int | None) -> Course | None:
    """How the measure runs that is meant: by its name, by the number of one of several announcements, or as it is."""
    by_announcement = course_by(report.outcome, named) if named and days is None else None
    if by_announcement is not None:
        return by_announcement
    measure = _named_measure(named) if named else report.measure
    return course_of(report.outcome, measure, days) if measure else None


def _named_measure(words: str) -> str | None:
    return next((name for name, one in measures().items() if one.words == words), None)


def _measure_words(measure: str | None) -> str:
    return measures()[measure].words if measure else ""


commands = (
    Command("confirm_return", _CONFIRM, _confirm),
    Command("confirm_the_one", _CONFIRM_THE_ONE, _confirm_the_one),
    Command("change_measure", _CHANGE, _change),
)
