"""What still waits, ladder by ladder (docs/decisions/0019): one condition for each, on the record itself.

An escalation is about the present wait of its record: where somebody acts on it the record moves on or begins anew
(`climbed` is 0 again), and whoever was asked before is asked no more. Nobody has to remember to say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, bindparam, exists, or_, select, update

from ledger.statement import Statement
from ledger.tables import (
    alert,
    escalation,
    exit_request,
    human_handover,
    kept_answer,
    notice,
    psych_support,
    return_report,
    rumour_check,
    supply_request,
    task,
    violation_report,
)


@dataclass(frozen=True, slots=True)
class Wait:
    """How a record of one kind waits: its table, the column with its deadline, and when it still waits."""

    table: Table
    due: str
    waits: ColumnElement[bool]
    versions: bool = False


def _is(table: Table, *statuses: str) -> ColumnElement[bool]:
    return or_(*(table.c.status == status for status in statuses))


def _climbed(table: Table) -> ColumnElement[bool]:
    """Whether it has climbed at least as far as the step that is looked at."""
    return table.c.climbed >= escalation.c.step


_EXIT, _SUPPLY, _HANDOVER = exit_request.c, supply_request.c, human_handover.c
_UNDER_WAY = _is(supply_request, "submitted", "accepted", "purchased", "disinfected")
_COMPLAINED = and_(_SUPPLY.complained_at.is_not(None), _SUPPLY.settled_at.is_(None))
_OWED = and_(_EXIT.countersign_due_at.is_not(None), _EXIT.countersigned_at.is_(None))
WAITS: Mapping[str, Wait] = {
    "alert": Wait(alert, "due_at", and_(alert.c.status == "sent", _climbed(alert))),
    "handover": Wait(
        human_handover,
        "due_at",
        and_(
            or_(_HANDOVER.status == "open", and_(_HANDOVER.status == "taken", _HANDOVER.reason == "complaint")),
            _climbed(human_handover),
        ),
    ),
    "psych_support": Wait(
        psych_support, "due_at", and_(psych_support.c.status == "open", _climbed(psych_support))
    ),
    "return_report": Wait(
        return_report,
        "due_at",
        and_(
            _is(return_report, "submitted", "arrived", "under_control"),
            return_report.c.confirmed_by.is_(None),
            _climbed(return_report),
        ),
        versions=True,
    ),
    "supply": Wait(supply_request, "due_at", and_(or_(_UNDER_WAY, _COMPLAINED), _climbed(supply_request)), versions=True),
    "supply_confirmation": Wait(
        supply_request,
        "due_at",
        and_(_SUPPLY.status == "delivered", ~_COMPLAINED, _climbed(supply_request)),
        versions=True,
    ),
    "exit_signature": Wait(
        exit_request, "due_at", and_(_EXIT.status == "pending_approval", _climbed(exit_request)), versions=True
    ),
    "exit_countersignature": Wait(
        exit_request,
        "countersign_due_at",
        and_(_OWED, ~_is(exit_request, "refused", "cancelled", "expired", "superseded")),
        versions=True,
    ),
    "exit_completion": Wait(
        exit_request,
        "due_at",
        and_(_EXIT.status == "signed", _EXIT.sent_back.is_not(None), _climbed(exit_request)),
        versions=True,
    ),
    "exit_return": Wait(exit_request, "due_at", _EXIT.status == "overdue", versions=True),
    "notice_approval": Wait(notice, "due_at", and_(notice.c.status == "submitted", _climbed(notice)), versions=True),
    "answer_approval": Wait(
        kept_answer, "due_at", and_(kept_answer.c.status == "submitted", _climbed(kept_answer)), versions=True
    ),
    "violation": Wait(
        violation_report, "due_at", and_(_is(violation_report, "open", "taken"), _climbed(violation_report))
    ),
    "rumour": Wait(rumour_check, "due_at", and_(_is(rumour_check, "open", "taken"), _climbed(rumour_check))),
    "visit": Wait(task, "due_at", and_(task.c.status == "open", _climbed(task))),
    "follow_up": Wait(task, "due_at", and_(task.c.status == "open", _climbed(task))),
}
# What a resident is to do or to say: whoever is asked about it has not left anything undone (clause 4.3).
OF_RESIDENTS = ("supply_confirmation", "exit_completion", "exit_return")


def _of_record(one: Wait, record: ColumnElement[int]) -> ColumnElement[bool]:
    own = one.table.c.id == record
    return or_(own, one.table.c.original_id == record) if one.versions else own


_MOVED_ON = or_(
    *(
        and_(
            escalation.c.ladder == ladder,
            ~exists(select(one.table.c.id).where(_of_record(one, escalation.c.record_id), one.waits)),
        )
        for ladder, one in WAITS.items()
    )
)
OPEN = escalation.c.ended_at.is_(None)
OVER = Statement(select(escalation.c.id, escalation.c.outbox_key).where(OPEN, _MOVED_ON).limit(bindparam("limit")))
OVER_ABOUT = Statement(
    select(escalation.c.id, escalation.c.outbox_key).where(escalation.c.about == bindparam("matter"), OPEN, _MOVED_ON)
)
# The next one is asked later; only where the deadline is the one that was seen, so that of two who act at once one wins.
PUT_OFF: Mapping[str, Statement] = {
    ladder: Statement(
        update(one.table)
        .where(
            _of_record(one, bindparam("record")),
            one.table.c[one.due] == bindparam("seen_due"),
            one.table.c[one.due] < bindparam("next_due"),
        )
        .values({one.due: bindparam("next_due")})
    )
    for ladder, one in WAITS.items()
}
# The next one is asked at once: whoever was asked cannot see to it.
ASK_NOW: Mapping[str, Statement] = {
    ladder: Statement(
        update(one.table)
        .where(_of_record(one, bindparam("record")), one.table.c[one.due] > bindparam("at"))
        .values({one.due: bindparam("at")})
    )
    for ladder, one in WAITS.items()
}
