"""They are here 到家了: said by whoever returns or by the grid worker; the measure counts from then (clause 3.2)."""

import re
from dataclasses import replace
from datetime import date

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.returns.notices import note, staff_words, tell_staff
from handlers.returns.numbers import NUMBER, find
from handlers.said_back import day_words
from knowledge.return_deadline import confirm_by
from knowledge.vocabulary import measures
from ledger import returns
from ledger.duty import escalations
from ledger.records import NoLongerSo, move
from ledger.returns import Report
from ledger.returns.measures import confirmed_course

_ARRIVED_STAFF = re.compile(rf"(?:到达|已到) ?{NUMBER}")
_ARRIVED = re.compile(
    r"(?:(?:落地|下车|下飞机|到站|进村)了?[ ,，。!]*)?"
    r"(?:我|俺|咱|我们|俺们|咱们|大家|全家|一家人?|人)?(?:都|也|已经?|刚刚?|才|平安|安全|顺利){0,4}"
    r"(?:到家|到了|到屋|进屋|进家门?|到村里?|到地方|回到家|(?:回来|回家|在家)(?=[了啦咯喽]))"
    r"(?:了|啦|咯|喽|哈|呢|[!。~,. ]){0,4}"
)


# 到家 F0120-01, F0120-01到家了; and 林秀已经到家了, whatever the name is: only that of a report counts.
_ARRIVED_ONE = re.compile(rf"(?=.*到)(?:到家|到屋|到了?)? ?{NUMBER} ?(?:已经?|都)?(?:到家|到屋|到)?了?")
_ARRIVED_NAMED = re.compile(
    r"(\S{2,12}?) ?(?:也|都|已经?|刚刚?|平安|安全){0,3}(?:到家|到屋|回到家|回家|到)(?:了|啦|[!。,. ]){1,3}"
)


def _staff_arrival(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.scopes(turn):
        return None
    report = find(turn, match[1])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[1]}")
    return _arrive(turn, report)


def _own_arrival(turn: Turn, _match: re.Match[str]) -> str | None:
    """到家了 from somebody with an open report; from anybody else ordinary text."""
    if turn.contact.person_id is None:
        return None
    mine = returns.open_of(turn.db, turn.contact.person_id)
    coming = [one for one in mine if one.status == "submitted"]
    if len(coming) > 1:
        return _which(turn, coming)
    if coming:
        return _arrive(turn, coming[0])
    if mine:
        return _what_comes_next(turn, mine[-1], before=True, early=False, told=staff_words(turn, mine[-1]))
    is_home = re.search("[家屋村]", turn.text) is not None  # a bare 到了 may be said of goods
    return turn.render("return_none_to_arrive") if is_home and turn.form is None else None


def _own_arrival_of_one(turn: Turn, match: re.Match[str]) -> str | None:
    """到家 F0120-01, 林秀到家了: one of the writer's open reports by its number or by the name; else ordinary text."""
    if turn.contact.person_id is None:
        return None
    mine = returns.open_of(turn.db, turn.contact.person_id)
    named = [one for one in mine if f"F{match[1]}" == one.number or match[1] == one.name]
    coming = [one for one in named if one.status == "submitted"] or named[-1:]
    if len(coming) > 1:
        return _which(turn, coming)
    return _arrive(turn, coming[0]) if coming else None


def _which(turn: Turn, coming: list[Report]) -> str:
    days = [day_words(date.fromisoformat(one.arrive_date), turn.said_on) for one in coming]
    reports = [{"number": one.number, "name": one.name, "day": day} for one, day in zip(coming, days, strict=True)]
    by_name = len({one.name for one in coming}) == len(coming)
    return turn.render("return_arrived_which", reports=reports, by_name=by_name)


def _arrive(turn: Turn, report: Report) -> str:
    """Book the arrival; whoever comes before the reported day has arrived today, and the measure counts from then."""
    if report.status in {"arrived", "under_control"}:
        return _what_comes_next(turn, report, before=True, early=False, told=staff_words(turn, report))
    reported = date.fromisoformat(report.arrive_date)
    arrived_on = min(reported, turn.said_on)
    course = confirmed_course(report)
    last = course.last_day(course.first_day(arrived_on)) if course else None
    until = report.observation_until or (last.isoformat() if last else None)
    after = "under_control" if course and course.controls else "arrived"
    day = arrived_on.isoformat()
    try:
        move(turn.db, returns.ARRIVE, report.id, "submitted", after, observation_until=until, arrive_date=day)
    except NoLongerSo:
        return turn.render("return_moved_on", number=report.number)
    escalations.settle(turn.db, f"return_report:{report.id}", turn.contact.name or "", turn.now)
    if report.confirmed_by is None:
        due_at = confirm_by(turn.house.settings, turn.now, arrived_on, has_arrived=True)
        returns.hurry(turn.db, report.id, due_at)
    early = arrived_on < reported
    note(turn, report, "arrived", {"reported": report.arrive_date, "arrived": day} if early else {})
    arrived = replace(report, status=after, arrive_date=day, observation_until=until)
    told = tell_staff(
        turn,
        arrived,
        "return_arrived_for_staff",
        f"arrived:{report.id}",
        "task",
        early=early,
        reported=day_words(reported, turn.said_on),
        confirmed=course is not None,
        last=day_words(date.fromisoformat(until), turn.said_on) if until else "",
        asks_first_day=course is not None and course.days is not None and until is None,
        measure=measures()[report.measure].words if report.measure else "",
        days=report.days,
    )
    return _what_comes_next(turn, arrived, before=False, early=early, told=told)


def _what_comes_next(turn: Turn, report: Report, *, before: bool, early: bool, told: str) -> str:
    """What holds for somebody who has arrived: the measure with its last day, or who will say."""
    course = confirmed_course(report)
    until = date.fromisoformat(report.observation_until) if report.observation_until else None
    first = course.first_day(date.fromisoformat(report.arrive_date)) if course else None
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
        first=day_words(first, turn.said_on) if first and counted else "",
        change=day_words(change, turn.said_on) if change and counted else "",
        last=day_words(until, turn.said_on) if until else "",
        told=told,
        duty_phone=turn.house.settings.office.duty_phone,
    )


commands = (
    Command("staff_arrival", _ARRIVED_STAFF, _staff_arrival),
    Command("own_arrival", _ARRIVED, _own_arrival, staff_only=False),
    Command("own_arrival_by_number", _ARRIVED_ONE, _own_arrival_of_one, staff_only=False),
    Command("own_arrival_by_name", _ARRIVED_NAMED, _own_arrival_of_one, staff_only=False),
)
