"""A return report after it was filed (clause 3.2): arrival, the measure confirmed by a named person, release, withdrawal.

The resident says 到家了 or 不回来了; the grid worker or the community's lead says 确认, 改措施, 到达, 解除 with the
report's number, and finds only reports of their own places. Every step is by a person and is told to the other side.
The days of a measure count as the announcement says that it was proposed by (handlers/return_decision.py); a measure
that the grid worker names instead counts from the arrival, or from the day they name.
"""

import json
import re
from dataclasses import replace
from datetime import date

from bot.router import Command
from bot.turn import Turn
from handlers import rights
from handlers.return_decision import Course, course_of
from handlers.said_back import day_words, word
from knowledge.language.dates import find_dates
from knowledge.vocabulary import measures
from ledger import audit, inbox, outbox, people, returns
from ledger.people import Recipient
from ledger.records import NoLongerSo, compact, move
from ledger.returns import Report

_NUMBER = r"[Ff]?(\d{4}-\d{2,4})"
_TERMS = r"(?: ?([^\d从 ]\S*?))?(?: ?(\d{1,2})天)?(?:,? ?从 ?(\S{2,12}?)(?:算起|开始|起))?"
_CONFIRM = re.compile(rf"确认 ?{_NUMBER}{_TERMS}")
_MEASURES = "|".join(sorted((one.words for one in measures().values()), key=len, reverse=True))
_CONFIRM_THE_ONE = re.compile(rf"确认(?: ?({_MEASURES})(?: ?(\d{{1,2}})天)?)?")
_CHANGE = re.compile(rf"(?:改|变更|更改)措施 ?{_NUMBER}{_TERMS}")
_ARRIVED_STAFF = re.compile(rf"(?:到达|已到) ?{_NUMBER}")
_RELEASE = re.compile(rf"(确定)? ?(?:现在)?解除 ?{_NUMBER}")
_ARRIVED = re.compile(
    r"(?:我|俺|咱|我们|俺们|咱们|大家|全家|一家人?|人)?(?:都|也|已经?|刚刚?|才|平安|安全|顺利){0,4}"
    r"(?:到家|到了|到屋|进屋|进家门?|到村里?|到地方|回到家|(?:回来|回家|在家)(?=[了啦咯喽]))"
    r"(?:了|啦|咯|喽|哈|呢|[!。~,. ]){0,4}"
)
_NOT_COMING = re.compile(r"(?:[我俺咱]们?)?(?:这次|先)?不(?:回来|回去|回)了|(?:撤回|取消)(?:返乡)?报备")
_WITHDRAW_ONE = re.compile(rf"(?:撤回|取消) ?{_NUMBER}")


def _find(turn: Turn, digits: str) -> Report | None:
    for scope in rights.scopes(turn):
        found = returns.in_scope(turn.db, f"F{digits}", scope)
        if found is not None:
            return found
    return None


def _confirm(turn: Turn, match: re.Match[str]) -> str | None:
    """确认 F0120-01: the proposal, or another measure that is named; by the first who says so."""
    if not rights.scopes(turn):
        return None
    report = _find(turn, match[1])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[1]}")
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
        for report in returns.open_in(turn.db, scope)
        if report.confirmed_by is None
    }
    if not waiting:
        return None
    if len(waiting) == 1:
        return _set_measure(turn, next(iter(waiting.values())), match[1], match[2], None)
    shown = [
        {
            "number": one.number,
            "name": one.name,
            "day": _day(turn, date.fromisoformat(one.arrive_date)),
            "address": one.address.replace("/", ""),
        }
        for one in waiting.values()
    ]
    return turn.render("return_which_one", reports=shown)


def _change(turn: Turn, match: re.Match[str]) -> str | None:
    """改措施 F0120-01 居家隔离 14天: another measure than the one confirmed, by whoever may confirm."""
    if not rights.scopes(turn):
        return None
    report = _find(turn, match[1])
    if report is None or report.status in {"released", "cancelled"}:
        return turn.render("return_not_found", number=f"F{match[1]}")
    if not (match[2] or match[3] or match[4]):
        return _which_measure(turn, report, "")
    return _set_measure(turn, report, match[2], match[3], match[4])


def _confirmed_before(turn: Turn, report: Report) -> str:
    who, measure = report.confirmed_by, _measure_words(report.measure)
    return turn.render("return_confirmed_before", number=report.number, who=who, measure=measure)


def _is_for_the_office(report: Report) -> bool:
    """Whether the rule left this report to the office: a sealed place, no announcement, announcements that differ."""
    outcome = json.loads(report.outcome) if report.outcome else {}
    return bool(outcome.get("decided_by", "office") == "office")


def _which_measure(turn: Turn, report: Report, given: str) -> str:
    words = [one.words for one in measures().values()]
    return turn.render("return_which_measure", number=report.number, given=given, measures=words)


def _set_measure(turn: Turn, report: Report, named: str | None, said_days: str | None, since: str | None) -> str:
    """Confirm or change the measure; `since` is the day it counts from, in the grid worker's words."""
    if _is_for_the_office(report) and not rights.is_office(turn):
        return turn.render("return_for_the_office", number=report.number)
    chosen = _named_measure(named) if named else report.measure
    if chosen is None:
        return _which_measure(turn, report, named or "")
    days = int(said_days) if said_days else None
    course = course_of(report.outcome, chosen, days)
    first = _first_day(report, course)
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
    _note(turn, report, action, {"measure": chosen, "days": course.days, "until": kept, **before})
    facts = {
        "course": course.words,
        "last": _day(turn, date.fromisoformat(kept)) if kept else "",
        "asks_first_day": course.days is not None and last is None,
    }
    key = f"{'changed' if is_change else 'confirmed'}:{report.id}:{turn.now}"
    told = _tell_owner(turn, report, "return_measure_told", key, changed=is_change, who=turn.contact.name, **facts)
    return turn.render(
        "return_confirmed",
        number=report.number,
        name=report.name,
        measure=measures()[chosen].words,
        days=course.days,
        arrived=arrived,
        told=told,
        **facts,
    )


def _first_day(report: Report, course: Course) -> date | None:
    return course.first_day(date.fromisoformat(report.arrive_date))


def _day(turn: Turn, day: date) -> str:
    return day_words(day, turn.said_on)


def _staff_arrival(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.scopes(turn):
        return None
    report = _find(turn, match[1])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[1]}")
    return _arrive(turn, report)


def _own_arrival(turn: Turn, _match: re.Match[str]) -> str | None:
    """到家了 from somebody with an open report; from anybody else ordinary text."""
    if turn.contact.person_id is None:
        return None
    mine = returns.open_of(turn.db, turn.contact.person_id)
    coming = [one for one in mine if one.status == "submitted"]
    if coming:
        return _arrive(turn, coming[0])
    return (
        _what_comes_next(turn, mine[-1], before=True, early=False, told=_staff_words(turn, mine[-1])) if mine else None
    )


def _arrive(turn: Turn, report: Report) -> str:
    """Book the arrival; whoever comes before the reported day has arrived today, and the measure counts from then."""
    if report.status in {"arrived", "under_control"}:
        return _what_comes_next(turn, report, before=True, early=False, told=_staff_words(turn, report))
    reported = date.fromisoformat(report.arrive_date)
    arrived_on = min(reported, turn.said_on)
    course = _confirmed_course(report)
    last = course.last_day(course.first_day(arrived_on)) if course else None
    until = report.observation_until or (last.isoformat() if last else None)
    after = "under_control" if course and course.controls else "arrived"
    day = arrived_on.isoformat()
    try:
        move(turn.db, returns.ARRIVE, report.id, "submitted", after, observation_until=until, arrive_date=day)
    except NoLongerSo:
        return turn.render("return_moved_on", number=report.number)
    early = arrived_on < reported
    _note(turn, report, "arrived", {"reported": report.arrive_date, "arrived": day} if early else {})
    arrived = replace(report, status=after, arrive_date=day, observation_until=until)
    told = _tell_staff(
        turn,
        arrived,
        "return_arrived_for_staff",
        f"arrived:{report.id}",
        "task",
        early=early,
        reported=_day(turn, reported),
        confirmed=course is not None,
        last=_day(turn, date.fromisoformat(until)) if until else "",
        asks_first_day=course is not None and course.days is not None and until is None,
        measure=_measure_words(report.measure),
        days=report.days,
    )
    return _what_comes_next(turn, arrived, before=False, early=early, told=told)


def _what_comes_next(turn: Turn, report: Report, *, before: bool, early: bool, told: str) -> str:
    """What holds for somebody who has arrived: the measure with its last day, or who will say."""
    course = _confirmed_course(report)
    until = date.fromisoformat(report.observation_until) if report.observation_until else None
    first = _first_day(report, course) if course else None
    counted = first is not None and course is not None and course.last_day(first) == until
    change = course.change_day(first) if course else None
    return turn.render(
        "return_arrived",
        number=report.number,
        before=before,
        early=early,
        course=course.words if course else "",
        confirmed_by=report.confirmed_by,
        controls=course is not None and course.controls,
        days=course.days if course else None,
        first=_day(turn, first) if first and counted else "",
        change=_day(turn, change) if change and counted else "",
        last=_day(turn, until) if until else "",
        told=told,
        duty_phone=turn.house.settings.office.duty_phone,
    )


def _confirmed_course(report: Report) -> Course | None:
    """How the confirmed measure runs; None as long as nobody has confirmed one."""
    if report.confirmed_by is None or report.measure is None:
        return None
    return course_of(report.outcome, report.measure, report.days)


def _release(turn: Turn, match: re.Match[str]) -> str | None:
    """解除 F0120-01; before the last day only when it is said twice."""
    if not rights.scopes(turn):
        return None
    report = _find(turn, match[2])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[2]}")
    if report.status == "submitted":
        return turn.render("return_not_arrived", number=report.number, name=report.name)
    until = date.fromisoformat(report.observation_until) if report.observation_until else None
    is_early = report.status == "under_control" and (until is None or turn.said_on < until)
    if is_early and match[1] is None:
        last = _day(turn, until) if until else ""
        return turn.render("return_release_early", number=report.number, name=report.name, last=last)
    try:
        move(
            turn.db,
            returns.RELEASE,
            report.id,
            report.status if report.status == "arrived" else "under_control",
            "released",
            released_by=turn.contact.name,
            released_at=turn.now,
        )
    except NoLongerSo:
        return turn.render("return_moved_on", number=report.number)
    _note(turn, report, "released", {"before_last_day": report.observation_until or "unknown"} if is_early else {})
    told = _tell_owner(turn, report, "return_released_told", f"released:{report.id}")
    return turn.render("return_released", number=report.number, name=report.name, told=told)


def _withdraw(turn: Turn, match: re.Match[str]) -> str | None:
    """不回来了: the report is withdrawn, and whoever waited for it is told; both stay on record."""
    if turn.contact.person_id is None:
        return None
    mine = [one for one in returns.open_of(turn.db, turn.contact.person_id) if one.status == "submitted"]
    if match.re is _WITHDRAW_ONE:
        mine = [one for one in mine if one.number == f"F{match[1]}"]
    elif inbox.arrive(turn.db, turn.message.key, turn.contact.openid).form is not None and "报备" in turn.text:
        return None  # the form that is open is meant, not the report that was filed before
    if not mine:
        return None
    if len(mine) > 1:
        return turn.render("return_withdraw_which", reports=[(one.number, one.name) for one in mine])
    report = mine[0]
    try:
        move(turn.db, returns.CANCEL, report.id, "submitted", "cancelled")
    except NoLongerSo:
        return turn.render("return_moved_on", number=report.number)
    _note(turn, report, "withdrawn", {})
    withdrawn = replace(report, status="cancelled")
    told = _tell_staff(turn, withdrawn, "return_withdrawn_for_staff", f"withdrawn:{report.id}", "progress")
    return turn.render("return_withdrawn", number=report.number, told=told)


def _named_measure(words: str) -> str | None:
    return next((name for name, one in measures().items() if one.words == words), None)


def _measure_words(measure: str | None) -> str:
    return measures()[measure].words if measure else ""


def _note(turn: Turn, report: Report, action: str, detail: dict[str, object]) -> None:
    audit.note(
        turn.db,
        turn.now,
        turn.contact.person_id,
        turn.contact.name,
        action,
        f"return_report:{report.id}",
        compact({"number": report.number, "from": report.status, **detail}),
    )


def _tell_owner(turn: Turn, report: Report, reply: str, key: str, **facts: object) -> bool:
    """Tell whoever filed the report; False where that is the writer, or nobody who can be reached."""
    if report.filed_by_id is None or report.filed_by_id == turn.contact.person_id:
        return False
    owner = people.recipient(turn.db, report.filed_by_id)
    body = turn.render(reply, number=report.number, name=report.name, **facts)
    _queue(turn, report, owner, body, key, "progress")
    return owner.openid is not None


def _staff_of(turn: Turn, report: Report) -> tuple[list[Recipient], str]:
    """Who looks after a report, and the word for them; the word is empty where none of them can be reached."""
    workers = people.grid_workers_for(turn.db, report.path) if report.path else []
    if any(one.openid is not None for one in workers):
        return workers, "grid_worker_word"
    office = people.office(turn.db)
    return [*workers, *office], "office_word" if any(one.openid is not None for one in office) else ""


def _staff_words(turn: Turn, report: Report) -> str:
    _staff, template = _staff_of(turn, report)
    return turn.render(template) if template else ""


def _tell_staff(turn: Turn, report: Report, reply: str, key: str, purpose: str, **facts: object) -> str:
    """Tell whoever looks after the report, as it stands now; returns in words who that is, empty for nobody."""
    course = _confirmed_course(report)
    only_advised = course is not None and not course.controls and report.status == "arrived"
    body = turn.render(
        reply,
        number=report.number,
        name=report.name,
        address=report.address.replace("/", ""),
        status=course.words if course and only_advised else word("return_status", report.status),
        **facts,
    )
    staff, template = _staff_of(turn, report)
    for recipient in staff:
        if recipient.person_id != turn.contact.person_id:
            _queue(turn, report, recipient, body, f"{key}:{recipient.person_id}", purpose)
    return turn.render(template) if template else ""


def _queue(turn: Turn, report: Report, to: Recipient, body: str, key: str, purpose: str) -> None:
    outbox.queue(
        turn.db,
        key=f"return-{key}",
        to=to,
        kind="reminder",
        body=body,
        about=f"return_report:{report.id}",
        now=turn.now,
        template=purpose,
    )


commands = (
    Command("confirm_return", _CONFIRM, _confirm),
    Command("confirm_the_one", _CONFIRM_THE_ONE, _confirm_the_one),
    Command("change_measure", _CHANGE, _change),
    Command("staff_arrival", _ARRIVED_STAFF, _staff_arrival),
    Command("release", _RELEASE, _release),
    Command("own_arrival", _ARRIVED, _own_arrival, staff_only=False),
    Command("withdraw_return", _NOT_COMING, _withdraw, staff_only=False),
    Command("withdraw_one", _WITHDRAW_ONE, _withdraw, staff_only=False),
)
