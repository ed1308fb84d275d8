"""How a notice moves from state to state, each step from the state and version that its caller saw (THREATS I4, F22, F23).

Of two people who act at once exactly one moves it; the other learns who did and when. The right to a step is looked up in
the transaction that takes it.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, bindparam, case, or_, update

from knowledge.notices.moves import MOVES, leads
from ledger import audit
from ledger.database import Db
from ledger.duty import escalations
from ledger.notices import audience
from ledger.notices import rights as notice_rights
from ledger.notices.reading import Notice, by_row, get, under_way
from ledger.notices.sending import is_as_approved
from ledger.notices.step import IS_AS_SEEN, Step, as_seen, moved_on
from ledger.people import Recipient
from ledger.places import UnknownPlace
from ledger.records import compact
from ledger.statement import Statement
from ledger.tables import notice

_C = notice.c
DIFFERS = "differs"
SYSTEM = "system"


def _move(move: str, *conditions: ColumnElement[bool], sets: tuple[str, ...] = (), **fixed: object) -> Statement:
    """A step of the table from the version and state that were seen, setting the named columns."""
    after = MOVES[move].after
    values: dict[str, object] = {name: bindparam(name) for name in ("moved_by", "moved_at", *sets)}
    if after is not None:
        values["status"] = after
    return Statement(update(notice).where(IS_AS_SEEN, *conditions).values(**values, **fixed))


_SUBMIT = _move(
    "submit",
    sets=("counted", "with_account", "submitted_by", "submitted_by_id", "submitted_at", "due_at"),
    climbed=0,
    sent_back=None,
)
_SEND_BACK = _move("send_back", sets=("sent_back",))
_STOP = _move("stop", _C.stopped_at.is_(None), sets=("stopped_by", "stopped_at", "stopped"))
_GO_ON = _move("go_on", _C.stopped_at.is_not(None), stopped_by=None, stopped_at=None, stopped=None)
_IS_OUT = or_(_C.status == "sending", _C.status == "sent")
_WITHDRAW = _move("withdraw", sets=("withdrawn",), clearing_at=case((_IS_OUT, bindparam("moved_at"))))


def submit(db: Db, seen: Notice, who: Recipient, role: str, now: int, due_at: int | None = None) -> Step:
    """Put a draft before somebody else for approval; how many it is for is counted now and shown from then on.

    At `due_at` (ms UTC; None for never) whoever may approve it is asked once more.
    """
    try:
        counted = audience.count(db, seen.audience, now=now)
    except UnknownPlace:
        return Step(False, seen, "place")
    if not counted.people:
        return Step(False, seen, "nobody")
    columns = {"submitted_by": who.name, "submitted_by_id": who.person_id, "submitted_at": now, "due_at": due_at}
    columns |= {"counted": counted.people, "with_account": counted.with_account}
    detail = {"version": seen.version, "people": counted.people}
    return _step(db, "submit", _SUBMIT, seen, who, role, now, detail, **columns)


def send_back(db: Db, seen: Notice, who: Recipient, role: str, now: int, why: str) -> Step:
    """It is not to go out like this: a draft again, with the reason."""
    return _step(db, "send_back", _SEND_BACK, seen, who, role, now, {"version": seen.version}, sent_back=why)


def stop(db: Db, seen: Notice, who: Recipient, role: str, now: int, why: str | None = None) -> Step:
    """Let nothing more of it go out until somebody lets it go on; who has it already has it."""
    columns = {"stopped_by": who.name, "stopped_at": now, "stopped": why}
    return _step(db, "stop", _STOP, seen, who, role, now, {"version": seen.version}, **columns)


def go_on(db: Db, seen: Notice, who: Recipient, role: str, now: int) -> Step:
    """Let what was stopped go on; `why` is differs where its words are not those that were approved."""
    if not is_as_approved(db, seen.row):
        return Step(False, seen, DIFFERS)
    return _step(db, "go_on", _GO_ON, seen, who, role, now, {"version": seen.version})


def withdraw(db: Db, seen: Notice, who: Recipient, role: str, now: int, why: str | None = None) -> Step:
    """End it: whoever has not got it will not get it."""
    return _step(db, "withdraw", _WITHDRAW, seen, who, role, now, {"version": seen.version}, withdrawn=why)


def stop_all(db: Db, who: Recipient, role: str, now: int, why: str | None = None) -> list[Notice]:
    """Stop whatever is under way, at most 200 notices at a time; returns those that it stopped."""
    running = [one for one in under_way(db, limit=200) if not one.is_stopped]
    steps = [stop(db, one, who, role, now, why) for one in running]
    stopped = [step.notice for step in steps if step.done and step.notice is not None]
    if stopped:
        detail = compact({"notices": [one.id for one in stopped]})
        audit.note(db, now, who.person_id, who.name, "notice_stop_all", "notice", detail)
    return stopped


def stop_for_difference(db: Db, row: int, now: int) -> bool:
    """What is to be sent of a version is not what was approved: nothing more goes out; False where it was stopped."""
    seen = by_row(db, row)
    if seen is None:
        return False
    columns = {"stopped_by": SYSTEM, "stopped_at": now, "stopped": DIFFERS}
    if not _ran(db, _STOP, seen, SYSTEM, now, **columns):
        return False
    detail = compact({"version": seen.version, "approved": seen.text_sha256, "found": seen.content.sha256})
    audit.note(db, now, None, SYSTEM, "notice_differs", seen.about, detail)
    return True


def _step(
    db: Db,
    move: str,
    statement: Statement,
    seen: Notice,
    who: Recipient,
    role: str,
    now: int,
    detail: Mapping[str, object],
    **columns: object,
) -> Step:
    if not notice_rights.may(db, who, role):
        return Step(False, seen, "no_right")
    if leads(move, seen.status) is None or not _ran(db, statement, seen, who.name, now, **columns):
        return moved_on(db, seen.id)
    audit.note(db, now, who.person_id, who.name, f"notice_{move}", seen.about, compact(detail))
    escalations.settle(db, seen.about_work, who.name, now)
    return Step(True, get(db, seen.id))


def _ran(db: Db, statement: Statement, seen: Notice, who: str, now: int, **columns: object) -> bool:
    return db.run(statement, **as_seen(seen), moved_by=who, moved_at=now, **columns) > 0
