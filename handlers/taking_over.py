"""Staff take what waits for a person: 收到 N for alerts, 接 N for handovers and parked messages, 待办 for the list."""

import re
from datetime import date
from typing import Any

from bot.offer import Command
from bot.turn import Turn
from handlers import complaints, groups, rights
from handlers import visits as door_visits
from handlers.asking import keeping
from handlers.duty import answering as duty_answering
from handlers.exits import lists as exit_lists
from handlers.gate import duty as gate_duty
from handlers.logs import missing as upkeep_missing
from handlers.notices import looking as notice_looking
from handlers.psych import taking as psych_taking
from handlers.returns.shown import status_words
from handlers.rumours import answering as rumour_answering
from handlers.said_back import clock_words, day_words, word
from handlers.supplies import taking as supply_taking
from handlers.supplies.numbers import line, open_at_my_doors
from handlers.violations import taking as violation_taking
from ledger import alerts, handovers, outbox, people, returns, taking, tasks
from ledger.alerts import Alert
from ledger.duty.escalations import TAKEN
from ledger.handovers import Handover

_AT_MOST = 30
_ACKNOWLEDGE = re.compile(r"(?:收到|接手)\s*第?(\d{1,9})?号?")
_ACKNOWLEDGE_SEVERAL = re.compile(r"(?:收到|接手)((?:[ ,、和]*第?\d{1,9}号?){2,10})")
_TAKE = re.compile(r"接\s*转?人?工?\s*第?(\d{1,9})号?")
_DONE = re.compile(r"已?上门\s*第?(\d{1,9})号?")
_LIST = re.compile(
    r"待办|我的任务|任务|我(?:这边?|这儿|这里|手上|手头)?(?:现在|今天)?(?:还)?有(?:哪些|什么|啥|几[个件])"
    r"(?:要办|没办|等着|等我)?的?(?:事儿?|活儿?|任务|警报)?(?:要办|没办|没办完|等着|等我办?)?的?[吗呢啊]?"
)
_HANDOVERS = re.compile(r"转人工|人工列表")


def _acknowledge(turn: Turn, match: re.Match[str]) -> str | None:
    mine = rights.groups(turn)
    if not mine:
        return duty_answering.take(turn, match[1]) or turn.render("alert_not_for_you")
    return _acknowledge_alone(turn, mine) if match[1] is None else _acknowledge_one(turn, int(match[1]))


def _acknowledge_alone(turn: Turn, mine: list[str | None]) -> str:
    """收到 without a number takes what was put to the writer, where that is one matter; else it is asked which."""
    waiting = [alert for group in mine for alert in alerts.open_for(turn.db, group)]
    asked = duty_answering.asked(turn)
    others = [one for one in asked if one.ladder != "alert"]
    climbed = {one.record_id for one in asked if one.ladder == "alert"}
    put = [one for one in waiting if one.id in climbed or _was_told(turn, one, mine)]
    if not put and len(others) == 1:
        return duty_answering.take(turn, others[0].number) or turn.render("alerts_none")
    if not others and len(put) == 1:
        return _take_alert(turn, put[0])
    listed = put if put or others else waiting  # whoever may take any is told what there is
    if not listed and not others:
        return turn.render("alerts_none")
    return turn.render(
        "alerts_which",
        alerts=[_shown(turn, alert) for alert in listed],
        matters=[duty_answering.shown(turn, one) for one in others],
    )


def _was_told(turn: Turn, alert: Alert, mine: list[str | None]) -> bool:
    """Whether an alert is the writer's own group's, or was sent to them: the office may take any, and is told of few."""
    key = f"alert:{alert.id}:{turn.contact.person_id}"
    return alert.group_id in mine or outbox.was_queued(turn.db, key)


def _acknowledge_several(turn: Turn, match: re.Match[str]) -> str:
    """收到 2 3: one by one, each as if it had been said alone."""
    if not rights.groups(turn):
        return turn.render("alert_not_for_you")
    numbers = dict.fromkeys(int(one) for one in re.findall(r"\d{1,9}", match[1]))
    return "\n".join(_acknowledge_one(turn, number) for number in numbers)


def _acknowledge_one(turn: Turn, number: int) -> str:
    return _take_open(turn, number) or _not_open(turn, number)


def _take_open(turn: Turn, number: int) -> str | None:
    """Take the open alert of this number; None where none of the writer's has it."""
    found = next((one for group in rights.groups(turn) if (one := alerts.one_for(turn.db, number, group))), None)
    return _take_alert(turn, found) if found is not None else None


def _not_open(turn: Turn, number: int) -> str:
    """Who has taken it and when, where it is the writer's to know; or something else of this number that is late."""
    ended = (alerts.settled(turn.db, number, group) for group in rights.groups(turn))
    taken = next((one for one in ended if one is not None), None)
    if taken is not None:
        return complaints.taken_before(turn, number, *taken)
    return duty_answering.take(turn, str(number)) or turn.render("alert_not_yours", number=number)


def _take_alert(turn: Turn, alert: Alert) -> str:
    taken = supply_taking.take_alerted(turn, alert.about)
    if taken is not None:
        return taken
    taker = rights.takes_for(turn, alert.group_id)
    group = groups.title(turn.house, taker)
    if not taking.take_alert(turn.db, turn.render, alert, group, turn.contact.recipient(), turn.now):
        return _not_open(turn, alert.id)
    psych_taking.take_alerted(turn, alert.about)
    if taker != alert.group_id:
        _tell_its_group(turn, alert, group)
    return turn.render(
        "alert_acknowledged",
        number=alert.id,
        person=alert.person or "",
        address=alert.address.replace("/", ""),
        filed_by=alert.filed_by,
        phone=people.phone_of(turn.db, alert.filed_by_id) if alert.filed_by_id is not None else None,
    )


def _tell_its_group(turn: Turn, alert: Alert, group: str) -> None:
    """Whoever waits to take it hears that somebody of another group, `group`, has it."""
    outbox.tell(
        turn.db,
        groups.asked_first(turn, alert.group_id),
        key=f"alert:{alert.id}:taken",
        kind="reply",  # it tells something, and goes out though nobody waits for the alert any more
        body=turn.render("alert_taken_for_group", number=alert.id, group=group, who=turn.contact.name),
        about=f"alert:{alert.id}",
        now=turn.now,
        template="progress",
    )


def _shown(turn: Turn, alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "person": alert.person,
        "address": alert.address.replace("/", ""),
        "group": groups.title(turn.house, alert.group_id),
        "due": clock_words(alert.due_at),
    }


def _list(turn: Turn, _match: re.Match[str]) -> str:
    """Everything that waits for this person, by role; names and doors, no phones."""
    scopes, mine, more = rights.scopes(turn), rights.groups(turn), _AT_MOST + 1  # one more says that there are more
    waiting = [one for group in mine for one in alerts.open_but_supplies(turn.db, group, more)]
    unconfirmed = [report for scope in scopes for report in returns.unconfirmed_in(turn.db, scope, more)]
    confirmed = [report for scope in scopes for report in returns.confirmed_in(turn.db, scope, more)]
    visits = [visit for scope in scopes for visit in tasks.visits_in(turn.db, scope, more)]
    may_decide = rights.is_office(turn)
    asked = _waiting(turn, limit=more)
    listed: list[list[Any]] = [waiting, unconfirmed, confirmed, visits, asked]
    is_cut = any(len(ones) > _AT_MOST for ones in listed)
    for ones in listed:
        del ones[_AT_MOST:]
    return turn.render(
        "todo",
        is_cut=is_cut,
        alerts=[_shown(turn, alert) for alert in waiting],
        supplies=[line(one) for one in open_at_my_doors(turn)],
        outside=gate_duty.out_now(turn),
        to_confirm=[_report(turn, one) for one in unconfirmed if may_decide or not one.is_for_the_office],
        for_the_office=[_report(turn, one) for one in unconfirmed if one.is_for_the_office and not may_decide],
        to_watch=[_report(turn, report) for report in confirmed],
        visits=[
            {"id": one.id, "name": one.name, "address": one.address.replace("/", ""), "text": one.text}
            for one in visits
        ],
        handovers=[_handover(one) for one in asked],
        psych=psych_taking.waiting(turn),
        notice_doors=door_visits.to_do(turn),
        **upkeep_missing.to_do(turn),
        **notice_looking.to_do(turn),
        **violation_taking.to_do(turn),
        **rumour_answering.to_do(turn),
        **keeping.to_do(turn),
        **exit_lists.todo(turn),
    )


def _report(turn: Turn, report: returns.Report) -> dict[str, object]:
    return {
        "number": report.number,
        "name": report.name,
        "address": report.address.replace("/", ""),
        "arrive": day_words(date.fromisoformat(report.arrive_date), turn.said_on),
        "status": status_words(report),
    }


def _handovers(turn: Turn, _match: re.Match[str]) -> str | None:
    """What waits for the writer's groups; who has nothing there wants a person themselves."""
    asked = _waiting(turn, limit=5)
    if not asked and not rights.is_office(turn):
        return None
    return turn.render("handovers", handovers=[_handover(one) for one in asked])


def _waiting(turn: Turn, limit: int = 20) -> list[Handover]:
    """What waits for a person of the writer's groups; the office has all."""
    return [one for group in rights.groups(turn) for one in handovers.waiting(turn.db, group, limit)]


def _handover(one: Handover) -> dict[str, object]:
    return {
        "id": one.id,
        "who": one.filed_by or word("person", "unknown"),
        "text": one.text,
        "due": clock_words(one.due_at),
        "is_complaint": one.is_complaint,
        "taken_by": one.taken_by,
    }


def _take_handover(turn: Turn, match: re.Match[str]) -> str | None:
    return _take_numbered(turn, int(match[1])) if rights.groups(turn) else None


def _take_numbered(turn: Turn, number: int) -> str:
    found = complaints.of_my_groups(turn, number)
    if found is None:
        # 接 1 where only an alert has that number
        return _take_open(turn, number) or turn.render("handover_gone", number=number)
    group = groups.title(turn.house, rights.takes_for(turn, found.group_id))
    if not taking.take_handover(turn.db, turn.render, found, group, turn.contact.recipient(), turn.now):
        return complaints.gone(turn, found)
    phone = people.phone_of(turn.db, found.filed_by_id) if found.filed_by_id is not None else None
    return turn.render(
        "handover_taken", **_handover(found), number=found.id, phone=phone, address=found.address.replace("/", "")
    )


def tapped(turn: Turn, about: str) -> str | None:
    """收到 under a reminder takes an alert or a handover, as it does when it is typed; of anything else it is an answer."""
    said, _, matter = about.partition(":")
    ladder, _, record = matter.partition(":")
    number = int(record.rpartition(":")[2])
    if said == TAKEN and rights.groups(turn):
        if ladder == "alert":
            return _acknowledge_one(turn, number)
        if ladder == "handover":
            return _take_numbered(turn, number)
        if ladder == "psych_support" and (taken := psych_taking.take_row(turn, number)):
            return taken
    return duty_answering.tapped(turn, about)


def _visited(turn: Turn, match: re.Match[str]) -> str | None:
    scopes = rights.scopes(turn)
    if not scopes:
        return None
    number = int(match[1])
    if taking.finish_visit(turn.db, number, scopes, turn.contact.recipient(), turn.now):
        return turn.render("visit_done", number=number)
    return turn.render("visit_gone", number=number)


commands = (
    Command("acknowledge", _ACKNOWLEDGE, _acknowledge),
    Command("acknowledge_several", _ACKNOWLEDGE_SEVERAL, _acknowledge_several),
    Command("take_handover", _TAKE, _take_handover),
    Command("visited", _DONE, _visited),
    Command("handovers", _HANDOVERS, _handovers),
    Command("todo", _LIST, _list),
)
