"""A return report after it was filed (clause 3.2): arrival, the measure confirmed by a named person, release, withdrawal.

The resident says 到家了 or 不回来了; the grid worker or the community's lead says 确认, 到达, 解除 with the report's
number, and finds only reports of their own places. Every step is by a person and is told to the other side.
"""

import re
from datetime import date, timedelta

from bot.router import Command
from bot.turn import Turn
from handlers.said_back import word
from knowledge.vocabulary import measures
from ledger import audit, outbox, people, places, returns
from ledger.people import Recipient
from ledger.records import NoLongerSo, compact, move
from ledger.returns import Report

_NUMBER = r"[Ff]?(\d{4}-\d{2,4})"
_CONFIRM = re.compile(rf"确认 ?{_NUMBER}(?: ?(\S+?))?(?: ?(\d{{1,2}})天)?")
_ARRIVED_STAFF = re.compile(rf"(?:到达|已到) ?{_NUMBER}")
_RELEASE = re.compile(rf"解除 ?{_NUMBER}")
_ARRIVED = re.compile(r"(?:我们?)?(?:已经?|刚)?(?:到家|到了|安全到家|到村里|回来)了?")
_NOT_COMING = re.compile(r"(?:我们?)?(?:这次|先)?不(?:回来|回去|回)了|撤回(?:返乡)?报备|取消(?:返乡)?报备")


def _scopes(turn: Turn) -> list[str]:
    """Where this person may act on reports: their grids or communities; the office everywhere."""
    if turn.contact.person_id is None:
        return []
    roles = people.roles_of(turn.db, turn.contact.person_id)
    if any(role.kind in {"office", "admin"} for role in roles):
        return [places.root_path(turn.db)]
    return [role.path for role in roles if role.kind in {"grid_worker", "community_lead"} and role.path]


def _find(turn: Turn, digits: str) -> Report | None:
    for scope in _scopes(turn):
        found = returns.in_scope(turn.db, f"F{digits}", scope)
        if found is not None:
            return found
    return None


def _confirm(turn: Turn, match: re.Match[str]) -> str | None:
    if not _scopes(turn):
        return None
    report = _find(turn, match[1])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[1]}")
    if report.confirmed_by is not None:
        return turn.render(
            "return_confirmed_before",
            number=report.number,
            who=report.confirmed_by,
            measure=_measure_words(report.measure),
        )
    chosen = _named_measure(match[2]) if match[2] else report.measure
    if chosen is None:
        return turn.render(
            "return_which_measure",
            number=report.number,
            given=match[2] or "",
            measures=[one.words for one in measures().values()],
        )
    days = int(match[3]) if match[3] else (report.days if chosen == report.measure else None)
    after = "under_control" if report.status == "arrived" and measures()[chosen].controls else report.status
    until = _until(report, days) if report.status == "arrived" else None
    assert turn.contact.person_id is not None  # staff are bound
    if not returns.confirm(
        turn.db, report, after, chosen, days, until, turn.contact.person_id, turn.contact.name, turn.now
    ):
        return turn.render("return_moved_on", number=report.number)
    _note(turn, report, "measure confirmed", {"measure": chosen, "days": days})
    _tell_owner(
        turn, report, "return_measure_told", f"confirmed:{report.id}", measure=_measure_words(chosen), days=days
    )
    return turn.render(
        "return_confirmed",
        number=report.number,
        name=report.name,
        measure=_measure_words(chosen),
        days=days,
        arrived=report.status == "arrived",
    )


def _staff_arrival(turn: Turn, match: re.Match[str]) -> str | None:
    if not _scopes(turn):
        return None
    report = _find(turn, match[1])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[1]}")
    return _arrive(turn, report)


def _own_arrival(turn: Turn, _match: re.Match[str]) -> str | None:
    """到家了 from somebody with an open report; from anybody else ordinary text."""
    if turn.contact.person_id is None:
        return None
    mine = [one for one in returns.open_of(turn.db, turn.contact.person_id) if one.status == "submitted"]
    return _arrive(turn, mine[0]) if mine else None


def _arrive(turn: Turn, report: Report) -> str:
    controls = report.confirmed_by is not None and report.measure is not None and measures()[report.measure].controls
    after = "under_control" if controls else "arrived"
    until = _until(report, report.days) if controls else None
    try:
        move(turn.db, returns.ARRIVE, report.id, "submitted", after, observation_until=until)
    except NoLongerSo:
        return turn.render("return_moved_on", number=report.number)
    _note(turn, report, "arrived", {})
    _tell_staff(turn, report, "return_arrived_for_staff", f"arrived:{report.id}")
    return turn.render(
        "return_arrived",
        number=report.number,
        name=report.name,
        confirmed=controls,
        measure=_measure_words(report.measure) if controls else "",
        until=until,
    )


def _release(turn: Turn, match: re.Match[str]) -> str | None:
    if not _scopes(turn):
        return None
    report = _find(turn, match[1])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[1]}")
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
    _note(turn, report, "released", {})
    _tell_owner(turn, report, "return_released_told", f"released:{report.id}")
    return turn.render("return_released", number=report.number, name=report.name)


def _withdraw(turn: Turn, _match: re.Match[str]) -> str | None:
    """不回来了: the report is withdrawn, and whoever waited for it is told; both stay on record."""
    if turn.contact.person_id is None:
        return None
    mine = [one for one in returns.open_of(turn.db, turn.contact.person_id) if one.status == "submitted"]
    if not mine:
        return None
    report = mine[0]
    try:
        move(turn.db, returns.CANCEL, report.id, "submitted", "cancelled")
    except NoLongerSo:
        return turn.render("return_moved_on", number=report.number)
    _note(turn, report, "withdrawn", {})
    _tell_staff(turn, report, "return_withdrawn_for_staff", f"withdrawn:{report.id}")
    return turn.render("return_withdrawn", number=report.number)


def _until(report: Report, days: int | None) -> str | None:
    """The last day of the measure, counted from the day of arrival as reported."""
    return (date.fromisoformat(report.arrive_date) + timedelta(days=days)).isoformat() if days else None


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


def _tell_owner(turn: Turn, report: Report, template: str, key: str, **facts: object) -> None:
    if report.filed_by_id is not None and report.filed_by_id != turn.contact.person_id:
        _queue(turn, report, people.recipient(turn.db, report.filed_by_id), template, key, facts)


def _tell_staff(turn: Turn, report: Report, template: str, key: str) -> None:
    for recipient in people.grid_workers_for(turn.db, report.path) if report.path else people.office(turn.db):
        if recipient.person_id != turn.contact.person_id:
            _queue(
                turn,
                report,
                recipient,
                template,
                f"{key}:{recipient.person_id}",
                {"address": report.address.replace("/", ""), "status": word("return_status", report.status)},
            )


def _queue(turn: Turn, report: Report, to: Recipient, template: str, key: str, facts: dict[str, object]) -> None:
    outbox.queue(
        turn.db,
        key=f"return-{key}",
        to=to,
        kind="reminder",
        body=turn.render(template, number=report.number, name=report.name, **facts),
        about=f"return_report:{report.id}",
        now=turn.now,
    )


commands = (
    Command("confirm_return", _CONFIRM, _confirm),
    Command("staff_arrival", _ARRIVED_STAFF, _staff_arrival),
    Command("release", _RELEASE, _release),
    Command("own_arrival", _ARRIVED, _own_arrival, staff_only=False),
    Command("withdraw_return", _NOT_COMING, _withdraw, staff_only=False),
)
