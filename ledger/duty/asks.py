"""Messages that ask somebody for something, and whether there is anything left to ask (clauses 3.2, 3.4.1, 3.4.5, 4.3).

What such a message is about names what is asked and the record: arrival:7. Whether it is over is read off the record, in
the moment in which it would be sent or brought to a door; what was on its way to a door already is called off in the
transaction that settles it (ledger/duty/escalations.py). Words that only tell something go out whatever follows.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, Table, and_, bindparam, or_, select

from ledger.checkins import reminders as checkin_reminders
from ledger.database import Db
from ledger.statement import Statement
from ledger.tables import (
    alert,
    exit_request,
    human_handover,
    psych_support,
    return_report,
    rumour_check,
    supply_request,
    violation_report,
)

ARRIVAL, OBSERVATION = "arrival", "observation"
TO_SIGN, TO_RECORD, TO_COMPLETE, TO_COME_BACK = "exit_to_sign", "exit_to_record", "exit_to_complete", "exit_to_come_back"
DID_IT_COME = "supply_did_it_come"
_EXIT, _SUPPLY, _RETURN, _HANDOVER = exit_request.c, supply_request.c, return_report.c, human_handover.c
_COMPLAINED = and_(_SUPPLY.complained_at.is_not(None), _SUPPLY.settled_at.is_(None))


def _still(table: Table, waits: ColumnElement[bool], *, versions: bool = True) -> Statement:
    """Finds the record as long as it waits; where it has versions, by the id of its first row."""
    own = table.c.id == bindparam("record")
    whose = or_(own, table.c.original_id == bindparam("record")) if versions else own
    return Statement(select(table.c.id).where(whose, waits))


def _is(status: ColumnElement[str], *statuses: str) -> ColumnElement[bool]:
    return or_(*(status == one for one in statuses))


_ASKED: Mapping[str, Statement] = {
    "alert": _still(alert, alert.c.status == "sent", versions=False),
    "human_handover": _still(
        human_handover,
        or_(_HANDOVER.status == "open", and_(_HANDOVER.status == "taken", _HANDOVER.reason == "complaint")),
        versions=False,
    ),
    "violation_report": _still(violation_report, _is(violation_report.c.status, "open", "taken"), versions=False),
    "rumour_check": _still(rumour_check, _is(rumour_check.c.status, "open", "taken"), versions=False),
    "psych_support": _still(psych_support, _is(psych_support.c.status, "open", "taken"), versions=False),
    ARRIVAL: _still(return_report, _RETURN.status == "submitted"),
    OBSERVATION: _still(return_report, _RETURN.status == "under_control"),
    TO_SIGN: _still(
        exit_request,
        or_(
            _EXIT.status == "pending_approval",
            and_(_EXIT.countersign_due_at.is_not(None), _EXIT.countersigned_at.is_(None)),
        ),
    ),
    TO_RECORD: _still(
        exit_request,
        and_(_EXIT.recorded_by.is_(None), _is(_EXIT.status, "signed", "on_record", "out", "overdue", "returned")),
    ),
    TO_COMPLETE: _still(exit_request, and_(_EXIT.status == "signed", _EXIT.sent_back.is_not(None))),
    TO_COME_BACK: _still(exit_request, _is(_EXIT.status, "out", "overdue")),
    DID_IT_COME: _still(supply_request, and_(_SUPPLY.status == "delivered", ~_COMPLAINED)),
}
# Members of the staff are asked to take it, and whoever set it off is told what becomes of it.
_TAKEN = frozenset({"alert", "human_handover", "psych_support", "violation_report", "rumour_check"})
# What was told of a record needs no visit any more once it is over for good.
_TOLD: Mapping[str, Statement] = {
    "return_report": _still(return_report, ~_is(_RETURN.status, "released", "cancelled", "superseded")),
    "exit_request": _still(
        exit_request, ~_is(_EXIT.status, "returned", "refused", "cancelled", "expired", "superseded")
    ),
    "supply_request": _still(
        supply_request, or_(~_is(_SUPPLY.status, "confirmed", "refused", "cancelled", "superseded"), _COMPLAINED)
    ),
}
_OF_RECORD: Mapping[str, tuple[str, ...]] = {
    "alert": ("alert",),
    "human_handover": ("human_handover",),
    "violation_report": ("violation_report",),
    "rumour_check": ("rumour_check",),
    "psych_support": ("psych_support",),
    "return_report": (ARRIVAL, OBSERVATION),
    "exit_request": (TO_SIGN, TO_RECORD, TO_COMPLETE, TO_COME_BACK),
    "supply_request": (DID_IT_COME,),
}


def is_over(db: Db, kind: str, about: str, now: int) -> bool:
    """Whether a message of a kind asks for something for which nobody waits any more; False where it only tells something,
    such as whoever waited that somebody has taken their matter."""
    if checkin_reminders.is_reminder(about):
        return checkin_reminders.is_settled(db, about, now)
    asked, _, record = about.rpartition(":")
    if asked in _TAKEN and kind == "reply":
        return False
    still = _ASKED.get(asked)
    return still is not None and db.one(still, record=int(record)) is None


def over_with(db: Db, about: str) -> Iterator[str]:
    """What messages about a record (exit_request:7) are about that nobody has to be visited for any more."""
    kind, _, record = about.rpartition(":")
    for asked in _OF_RECORD.get(kind, ()):
        if db.one(_ASKED[asked], record=int(record)) is None:
            yield f"{asked}:{record}"
    told = _TOLD.get(kind)
    if told is not None and db.one(told, record=int(record)) is None:
        yield about
