"""What should be done by now and is not, and whose duty it was (clause 4.3): by post, never by name.

What climbed has been late and waits for its next moment: it counts until somebody has done it.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, bindparam, or_

from ledger.alerts import KEPT_CLOSE
from ledger.database import Db
from ledger.figures.span import hours_since, standing, within
from ledger.places import parts
from ledger.statement import Statement
from ledger.supply_reading import ON_THE_WAY
from ledger.tables import alert, exit_request, human_handover, return_report, supply_request, task

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


def _late(table: Table, statuses: tuple[str, ...], *only: ColumnElement[bool]) -> Statement:
    is_late = or_(table.c.due_at <= bindparam("now"), table.c.climbed > 0)
    columns = ["filed_at", *(["group_id"] if "group_id" in table.c else [])]
    return standing(table, statuses, *columns, only=(is_late, *only))


_DUTIES = (
    Duty("alert", GROUP, _late(alert, ("sent",), ~KEPT_CLOSE)),
    Duty("handover", GROUP, _late(human_handover, ("open",))),
    Duty("supplies", GROUP, _late(supply_request, ON_THE_WAY)),
    Duty("exit_unsigned", TASK_FORCE, _late(exit_request, ("pending_approval",))),
    Duty("exit_unrecorded", OFFICE, _late(exit_request, ("signed",), exit_request.c.sent_back.is_(None))),
    Duty("exit_not_back", GRID, standing(exit_request, ("overdue",), "filed_at")),
    Duty(
        "return_unconfirmed",
        GRID,
        _late(return_report, ("submitted", "arrived"), return_report.c.confirmed_by.is_(None)),
    ),
    Duty("visit", GRID, _late(task, ("open",), task.c.kind == "visit")),
)
# A group is one for the whole subdistrict, and so is the office; the other posts are those of a place.
_OF_A_PLACE = frozenset({GRID, TASK_FORCE})


def overdue(db: Db, scope: str, now: int) -> list[Overdue]:
    """What is late in a scope (a path), by kind and whose duty it was."""
    found = list[Overdue]()
    for duty in _DUTIES:
        whose = defaultdict[tuple[str, str], list[int]](list)
        for _, _, address, filed_at, *group in db.all(duty.late, now=now, **within(scope)):
            place = parts(address).community or "" if duty.post in _OF_A_PLACE else ""
            whose[group[0] if group else "", place].append(filed_at)
        found += [
            Overdue(duty.kind, duty.post, group_id, place, len(since), hours_since(since, now) or 0)
            for (group_id, place), since in sorted(whose.items())
        ]
    return found

