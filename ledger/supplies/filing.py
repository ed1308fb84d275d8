"""Filing supply requests 物资申请 (clause 3.4.5) and their corrections: a version more, the one before superseded.

A request for things of several groups is filed in parts, a record each: S0120-01A and S0120-01B, both of the request
S0120-01.
"""

from dataclasses import dataclass, fields

from sqlalchemy import bindparam, or_, select

from ledger.database import Db
from ledger.records import RECORD_COLUMNS, Filing, NoLongerSo, Stored, superseding
from ledger.statement import Statement, insert
from ledger.tables import supply_request

# What a version takes over from the one before: where it stands, and with whom.
_KEPT = ("number", "request", "status", "accepted_by", "accepted_by_id", "accepted_at", "due_at", "climbed")
# Until something is bought for it a request can still be changed or taken back.
CHANGEABLE = ("submitted", "accepted")
# A record by its id: the one of its rows that is in the state which the change starts from.
OF_RECORD = or_(supply_request.c.id == bindparam("row"), supply_request.c.original_id == bindparam("row"))
_IN_FORCE = Statement(
    select(supply_request.c.id, supply_request.c.version, *(supply_request.c[name] for name in _KEPT)).where(
        OF_RECORD, or_(*(supply_request.c.status == status for status in CHANGEABLE))
    )
)
_SUPERSEDE = superseding(
    supply_request, supply_request.c.id == bindparam("seen"), supply_request.c.status == bindparam("seen_status")
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a supply request, or a part of one, says: what for whom, and where; `items` as JSON.

    `steps` is `delivery` (bought, disinfected, brought) or `repair`.
    """

    number: str
    request: str
    group_id: str
    steps: str
    person_id: int | None
    name: str
    community: str | None
    building: str | None
    unit: str | None
    room: str | None
    items: str
    urgency: str | None
    for_special: str | None
    medicine: bool
    substitute: str | None
    payment: str | None


@dataclass(frozen=True, slots=True)
class NewRequest(Asked):
    """A supply request as it is filed; `due_at` by when somebody of the group has to have taken it (ms UTC), None where
    an alert has that deadline.
    """

    due_at: int | None


ASKED = tuple(field.name for field in fields(Asked))
_OWN = (*ASKED, "due_at")
_ADD = insert(supply_request, *RECORD_COLUMNS, *_OWN, *_KEPT[3:6], "climbed", returning="id")


def add(db: Db, new: NewRequest, filing: Filing, decision: Stored) -> int:
    """File a request; returns the record's id."""
    return _insert(db, new, filing, decision, original_id=None, version=1, status="submitted")


def correct(db: Db, record_id: int, new: NewRequest, filing: Filing, decision: Stored) -> int:
    """File the next version of a request for which nothing was bought yet; returns the record's id, as before.

    Number, state, whoever took it and the deadline stay. Raises NoLongerSo where it moved on.
    """
    row = db.one(_IN_FORCE, row=record_id)
    if row is None:
        raise NoLongerSo("the supply request cannot be changed any more")
    seen, version, *values = row
    kept = dict(zip(_KEPT, values, strict=True))
    told = db.one(_SUPERSEDE, seen=seen, seen_status=kept["status"])
    if told is None:
        raise NoLongerSo("the supply request moved on")
    _insert(db, new, filing.of(told), decision, original_id=record_id, version=version + 1, **kept)
    return record_id


def _insert(db: Db, new: NewRequest, filing: Filing, decision: Stored, **kept: object) -> int:
    """One row: what the request says, and over it what is `kept`."""
    columns: dict[str, object] = {name: getattr(new, name) for name in _OWN}
    columns |= {**dict.fromkeys(_KEPT[3:6]), "climbed": 0}
    row_id: int = db.value(_ADD, **{**columns, **filing.columns(), **decision.columns(), **kept})
    return row_id
