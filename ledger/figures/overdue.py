"""What should be done by now and is not, and whose duty it was (clause 4.3): by post, never by name.

What climbed has been late and waits for its next moment: it counts until somebody has done it. What a resident is to do
(to come home, to say that something came) is nobody's duty here and in no list of the inspectors.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, Text, bindparam, cast, exists, func, literal, or_, select

from ledger.alerts import KEPT_CLOSE
from ledger.database import Db
from ledger.duty.still_waiting import OPEN
from ledger.exits.filing import OWES_A_SIGNATURE
from ledger.figures.span import hours_since, standing, within
from ledger.handovers import COMPLAINT
from ledger.places import parts
from ledger.statement import Statement
from ledger.supplies.reading import HAS_COMPLAINT, ON_THE_WAY
from ledger.tables import (
    alert,
    escalation,
    exit_request,
    human_handover,
    kept_answer,
    notice,
    return_report,
    rumour_check,
    supply_request,
    task,
    violation_report,
)

GROUP, GRID, TASK_FORCE, OFFICE = "group", "grid_worker", "task_force_leader", "office"


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of thing that is to be done, and the post whose it is; of a group's things its record says which group."""

    kind: str
    post: str
    late: Statement


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many things of a kind one post has left: of which group or place, and for how many hours the oldest waits."""

    kind: str
    post: str
    group_id: str
    place: str
    count: int
    oldest_hours: int


def _counted(
    table: Table, is_late: ColumnElement[bool], statuses: tuple[str, ...], *only: ColumnElement[bool]
) -> Statement:
    # A draft waits for nobody: of a notice the wait begins when it is put forward.
    since = "submitted_at" if table is notice else "filed_at"
    columns = [since, *(["group_id"] if "group_id" in table.c else [])]
    return standing(table, statuses, *columns, only=(is_late, *only))


def _late(table: Table, statuses: tuple[str, ...], *only: ColumnElement[bool]) -> Statement:
    return _counted(table, or_(table.c.due_at <= bindparam("now"), table.c.climbed > 0), statuses, *only)


def _unsigned_afterwards() -> Statement:
    """What was agreed by telephone or let out and is late to be signed: a reminder puts its deadline off, so that what was
    reminded of and still waits is late too."""
    record_id = func.coalesce(exit_request.c.original_id, exit_request.c.id)
    about = literal("exit_request:").concat(cast(record_id, Text()))
    was_reminded = exists(
        select(escalation.c.id).where(escalation.c.about == about, escalation.c.ladder == "exit_countersignature", OPEN)
    )
    is_late = or_(exit_request.c.countersign_due_at <= bindparam("now"), was_reminded)
    return _counted(exit_request, is_late, (), OWES_A_SIGNATURE)


_DUTIES = (
    Duty("alert", GROUP, _late(alert, ("sent",), ~KEPT_CLOSE)),
    Duty("handover", GROUP, _late(human_handover, ("open",))),
    Duty("complaint", GROUP, _late(human_handover, ("taken",), human_handover.c.reason == COMPLAINT)),
    Duty("supplies", GROUP, _late(supply_request, ON_THE_WAY)),
    Duty("supplies_complaint", GROUP, _late(supply_request, (), HAS_COMPLAINT)),
    Duty("violation", GROUP, _late(violation_report, ("open", "taken"))),
    Duty("rumour", GROUP, _late(rumour_check, ("open", "taken"), rumour_check.c.joined_id.is_(None))),
    Duty("exit_unsigned", TASK_FORCE, _late(exit_request, ("pending_approval",))),
    Duty("exit_unrecorded", OFFICE, _late(exit_request, ("signed",), exit_request.c.sent_back.is_(None))),
    Duty("exit_uncountersigned", TASK_FORCE, _unsigned_afterwards()),
    Duty(
        "return_unconfirmed",
        GRID,
        _late(return_report, ("submitted", "arrived", "under_control"), return_report.c.confirmed_by.is_(None)),
    ),
    Duty("notice_unapproved", OFFICE, _late(notice, ("submitted",))),
    Duty("answer_unapproved", OFFICE, _late(kept_answer, ("submitted",))),
    Duty("visit", GRID, _late(task, ("open",), task.c.kind == "visit")),
    Duty("follow_up", OFFICE, _late(task, ("open",), task.c.kind == "follow_up")),
)
# A group is one for the whole subdistrict, and so is the office; the other posts are those of a place.
_OF_A_PLACE = frozenset({GRID, TASK_FORCE})


def overdue(db: Db, scope: str, now: int) -> list[Overdue]:
    """What is late in a scope (a path), by kind and whose duty it was."""
    found = list[Overdue]()
    for duty in _DUTIES:
        whose = defaultdict[tuple[str, str], list[int]](list)
        for _, _, address, began_at, *group in db.all(duty.late, now=now, **within(scope)):
            place = parts(address).community or "" if duty.post in _OF_A_PLACE else ""
            whose[group[0] if group else "", place].append(began_at)
        found += [
            Overdue(duty.kind, duty.post, group_id, place, len(since), hours_since(since, now) or 0)
            for (group_id, place), since in sorted(whose.items())
        ]
    return found
