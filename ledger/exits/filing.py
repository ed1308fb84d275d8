"""Filing exit requests 外出申请 (clause 3.4.1), and filing their corrections: a version more, the one before superseded.

A signature holds for exactly what was signed (THREATS I4): a changed request begins anew, without signature, record and
pass.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from ledger.database import Db
from ledger.exits import passes
from ledger.records import RECORD_COLUMNS, Filing, NoLongerSo, Stored, superseding
from ledger.statement import Statement, insert
from ledger.tables import exit_request

WORDS_COLUMN = b"exit_request.words"
_OWN = (
    "number",
    "kind",
    "urgent",
    "person_id",
    "name",
    "words_sealed",
    "reason",
    "leave_at",
    "return_by",
    "destination",
    "persons",
    "plate",
    "recurrence",
    "until_date",
    "leaves_at",
    "back_due_at",
    "expires_at",
    "due_at",
    "countersign_due_at",
    "recorded_at",
)
_ADD = insert(exit_request, *RECORD_COLUMNS, *_OWN, "climbed", returning="id")


def is_of(record: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a row is one of a record's, by the record's id; said so that both ways are found by index."""
    return or_(exit_request.c.id == record, exit_request.c.original_id == record)


# A record by its id: the one of its rows that is in the state from which the change starts.
OF_RECORD = is_of(bindparam("row"))
# Before anybody has gone out a request can be changed and withdrawn.
NOT_GONE = ("pending_approval", "signed", "on_record")
_IS_NOT_GONE = or_(*(exit_request.c.status == status for status in NOT_GONE))
# Agreed by telephone or let out in an emergency, and to be signed afterwards; what came to nothing need not be.
OWES_A_SIGNATURE = and_(
    exit_request.c.countersign_due_at.is_not(None),
    exit_request.c.countersigned_at.is_(None),
    *(exit_request.c.status != status for status in ("refused", "cancelled", "expired")),
)
_IN_FORCE = Statement(
    select(exit_request.c.id, exit_request.c.version, exit_request.c.status, exit_request.c.number).where(
        OF_RECORD, _IS_NOT_GONE, exit_request.c.out_at.is_(None)
    )
)
_REFUSED = Statement(
    select(exit_request.c.id, exit_request.c.version, exit_request.c.status, exit_request.c.number).where(
        OF_RECORD, exit_request.c.status == "refused"
    )
)
_SUPERSEDE = superseding(
    exit_request, exit_request.c.id == bindparam("seen"), exit_request.c.status == bindparam("seen_status")
)


@dataclass(frozen=True, slots=True)
class NewExit:
    """An exit request as it is filed.

    `kind`: ordinary, special (the rule is against it, a person is to look), necessary (staff whose work cannot stop),
    emergency (let out already, the papers follow). `words` are the writer's own. `leave_at` and `return_by` are local ISO
    days or minutes, `persons` and `recurrence` JSON lists; moments in ms UTC: the hours of the first trip, when the
    request runs out unsigned, by when somebody has to have signed.
    """

    number: str
    kind: str
    urgent: bool
    person_id: int | None
    name: str
    words: str
    reason: str
    leave_at: str
    return_by: str | None
    destination: str | None
    persons: str
    plate: str | None
    recurrence: str | None
    until_date: str | None
    leaves_at: int
    back_due_at: int
    expires_at: int
    due_at: int | None
    countersign_due_at: int | None = None


def add(db: Db, new: NewExit, filing: Filing, decision: Stored, status: str = "pending_approval") -> int:
    """File a request; returns the record's id. An emergency is filed `on_record`: let out, nobody has recorded it yet."""
    return _insert(db, new, filing, decision, original_id=None, version=1, status=status)


def correct(db: Db, record_id: int, new: NewExit, filing: Filing, decision: Stored) -> int:
    """File the next version of a request that nobody has gone out on; returns the record's id, as before.

    It waits for a signature anew; a pass ends. Raises NoLongerSo where it cannot be changed, or moved on this moment.
    """
    return _next_version(db, _IN_FORCE, record_id, new, filing, decision)


def reopen(db: Db, record_id: int, new: NewExit, filing: Filing, decision: Stored) -> int:
    """File a refused request once more, so that whoever signs looks again; the refusal stays in the version before."""
    return _next_version(db, _REFUSED, record_id, new, filing, decision)


def _next_version(
    db: Db, in_force: Statement, record_id: int, new: NewExit, filing: Filing, decision: Stored
) -> int:
    before = db.one(in_force, row=record_id)
    if before is None:
        raise NoLongerSo("the exit request cannot be changed any more")
    row, version, status, number = before
    told = db.one(_SUPERSEDE, seen=row, seen_status=status)
    if told is None:
        raise NoLongerSo("the exit request moved on")
    passes.end(db, record_id, "changed", filing.filed_at)
    kept = {"version": version + 1, "number": number}
    _insert(db, new, filing.of(told), decision, original_id=record_id, status="pending_approval", **kept)
    return record_id


def _insert(db: Db, new: NewExit, filing: Filing, decision: Stored, **kept: object) -> int:
    columns: dict[str, object] = {
        name: getattr(new, name) for name in _OWN if name not in {"words_sealed", "recorded_at"}
    }
    columns["words_sealed"] = db.keys.seal(new.words, WORDS_COLUMN)
    columns["recorded_at"] = filing.filed_at if kept["status"] == "on_record" else None
    columns["climbed"] = 0
    row_id: int = db.value(_ADD, **{**columns, **filing.columns(), **decision.columns(), **kept})
    return row_id
