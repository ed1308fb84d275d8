"""Exit requests 外出申请 (clause 3.4.1) as they are read: by their owner, whoever signs, the office, the gate and the jobs.

pending_approval → signed → on_record → out → returned; refused, cancelled, expired; overdue where nobody came back. How
they move stands in ledger/exits/moves.py, how they are filed in ledger/exits/filing.py. A request's id is that of its first
row; every query is about the version in force, and takes the scope of whoever asks as a path.
"""

import json
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from ledger.database import Db
from ledger.exits.filing import OF_RECORD, OWES_A_SIGNATURE, WORDS_COLUMN, NewExit, add, correct, is_of
from ledger.exits.times import Hours
from ledger.places import path_end
from ledger.records import theirs
from ledger.seals import is_sealed
from ledger.statement import Statement
from ledger.tables import exit_pass, exit_request, place

__all__ = ["WORDS_COLUMN", "Exit", "NewExit", "add", "correct"]

_FIRST = exit_request.alias("first_row")
_RECORD_ID = func.coalesce(exit_request.c.original_id, exit_request.c.id)
_OWN = (
    *("number", "version", "status", "kind", "urgent", "person_id", "name", "words_sealed", "reason", "leave_at"),
    *("return_by", "destination", "persons", "plate", "recurrence", "until_date", "leaves_at", "back_due_at"),
    *("expires_at", "due_at", "climbed", "signed_by", "signed_by_id", "signed_as", "signed_via", "signed_at"),
    *("heard_by", "heard_by_id", "countersign_due_at", "countersigned_at", "refused_by", "refused_at", "refusal"),
    *("recorded_by", "recorded_by_id", "recorded_at", "sent_back", "sent_back_by", "sent_back_at"),
    *("suspended_by", "suspended_at", "suspended", "out_at", "place_id"),
    *("filed_at", "clause"),
)
_SELECT = (
    select(
        _RECORD_ID.label("record_id"),
        *(exit_request.c[name] for name in _OWN),
        _FIRST.c.filed_by_id,
        _FIRST.c.filed_by,
        func.coalesce(place.c.path, "").label("path"),
        func.coalesce(place.c.address, "").label("address"),
    )
    .select_from(
        exit_request.join(_FIRST, _FIRST.c.id == _RECORD_ID).outerjoin(place, place.c.id == exit_request.c.place_id)
    )
    .where(exit_request.c.status != "superseded")
)
_IN_SCOPE = (place.c.path >= bindparam("low"), place.c.path < bindparam("high"))


def _is(*statuses: str) -> ColumnElement[bool]:
    return or_(*(exit_request.c.status == status for status in statuses))


_ONE = Statement(_SELECT.where(OF_RECORD))
_BY_NUMBER_IN = Statement(
    _SELECT.where(exit_request.c.number == bindparam("called"), *_IN_SCOPE).order_by(exit_request.c.id.desc())
)
_ONE_IN = Statement(_SELECT.where(OF_RECORD, *_IN_SCOPE))
_OF_PERSON = Statement(
    _SELECT.where(theirs(exit_request, "who"))
    .order_by(exit_request.c.filed_at.desc(), exit_request.c.id.desc())
    .limit(bindparam("limit"))
)


_OF_HOME = Statement(
    _SELECT.where(exit_request.c.place_id == bindparam("home"))
    .order_by(exit_request.c.filed_at.desc(), exit_request.c.id.desc())
    .limit(bindparam("limit"))
)


def _listed(condition: ColumnElement[bool]) -> Statement:
    """What is open within a scope, the most urgent first."""
    return Statement(
        _SELECT.where(condition, *_IN_SCOPE)
        .order_by(exit_request.c.due_at, exit_request.c.leaves_at, exit_request.c.id)
        .limit(bindparam("limit"))
    )


_TO_SIGN = _listed(exit_request.c.status == "pending_approval")
_TO_RECORD = _listed(
    or_(
        and_(exit_request.c.status == "signed", exit_request.c.sent_back.is_(None)),
        and_(_is("on_record", "out", "overdue", "returned"), exit_request.c.recorded_by.is_(None)),
    )
)
_TO_COUNTERSIGN = _listed(OWES_A_SIGNATURE)
_SENT_BACK = _listed(and_(exit_request.c.status == "signed", exit_request.c.sent_back.is_not(None)))
_OUT = _listed(_is("out", "overdue"))
_OVERDUE = _listed(exit_request.c.status == "overdue")
_UNDER_WAY = _listed(_is("pending_approval", "signed", "on_record"))
_WITH_PASS = Statement(
    _SELECT.join(exit_pass, is_of(exit_pass.c.exit_request_id))
    .where(exit_pass.c.ended_at.is_(None), *_IN_SCOPE)
    .order_by(exit_request.c.leaves_at, exit_request.c.id)
    .limit(bindparam("limit"))
)


def _for_jobs(condition: ColumnElement[bool]) -> Statement:
    return Statement(_SELECT.where(condition).order_by(exit_request.c.id).limit(bindparam("limit")))


_IS_DUE = exit_request.c.due_at <= bindparam("now")
_PENDING = _for_jobs(exit_request.c.status == "pending_approval")
_UNSIGNED = Statement(
    _SELECT.where(
        exit_request.c.status == "pending_approval", _IS_DUE, exit_request.c.climbed < bindparam("steps")
    )
    .order_by(exit_request.c.due_at, exit_request.c.id)
    .limit(bindparam("limit"))
)
_UNRECORDED = _for_jobs(and_(exit_request.c.status == "signed", exit_request.c.sent_back.is_(None), _IS_DUE))
_STILL_SENT_BACK = _for_jobs(and_(exit_request.c.status == "signed", exit_request.c.sent_back.is_not(None), _IS_DUE))
_RUN_OUT = _for_jobs(
    and_(_is("pending_approval", "signed", "on_record"), exit_request.c.expires_at <= bindparam("now"))
)
# Nobody who was let out in an emergency has said when they are back: whoever is in hospital is not late.
_LATE = _for_jobs(
    and_(
        exit_request.c.status == "out",
        exit_request.c.back_due_at <= bindparam("now"),
        or_(exit_request.c.kind != "emergency", exit_request.c.return_by.is_not(None)),
        is_sealed(place.c.path),
    )
)
_NOT_WAITED_FOR = _for_jobs(
    and_(
        _is("out", "overdue"),
        exit_request.c.back_due_at <= bindparam("now"),
        place.c.path.is_not(None),
        ~is_sealed(place.c.path),
    )
)
_STILL_LATE = _for_jobs(and_(exit_request.c.status == "overdue", _IS_DUE))
_UNCOUNTERSIGNED = Statement(
    _SELECT.where(exit_request.c.countersign_due_at <= bindparam("now"), OWES_A_SIGNATURE)
    .order_by(exit_request.c.countersign_due_at, exit_request.c.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Exit:
    """A request in force as its owner and the staff in scope see it; moments in ms UTC.

    `filed_by_id` filed its first version; `persons` and `recurrence` are JSON. ledger/exits/filing.py explains the rest.
    """

    id: int
    number: str
    version: int
    status: str
    kind: str
    urgent: bool
    person_id: int | None
    name: str
    words_sealed: bytes = field(repr=False)
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
    climbed: int
    signed_by: str | None
    signed_by_id: int | None
    signed_as: str | None
    signed_via: str | None
    signed_at: int | None
    heard_by: str | None
    heard_by_id: int | None
    countersign_due_at: int | None
    countersigned_at: int | None
    refused_by: str | None
    refused_at: int | None
    refusal: str | None
    recorded_by: str | None
    recorded_by_id: int | None
    recorded_at: int | None
    sent_back: str | None
    sent_back_by: str | None
    sent_back_at: int | None
    suspended_by: str | None
    suspended_at: int | None
    suspended: str | None
    out_at: int | None
    place_id: int | None
    filed_at: int
    clause: str | None
    filed_by_id: int | None
    filed_by: str
    path: str
    address: str

    @property
    def is_standing(self) -> bool:
        """Whether it holds for more than one trip."""
        return self.recurrence is not None

    @property
    def is_signed(self) -> bool:
        """Whether somebody has signed it, or it was let out before anybody could."""
        return self.signed_at is not None

    @property
    def days(self) -> tuple[str, ...]:
        """The days of the week of a trip that comes again (RFC 5545)."""
        return tuple(json.loads(self.recurrence)) if self.recurrence else ()

    @property
    def has_return(self) -> bool:
        """Whether somebody has said by when they are back; after an emergency nobody has."""
        return self.kind != "emergency" or self.return_by is not None

    @property
    def hours(self) -> Hours:
        """When the trips are."""
        return Hours(self.leave_at, self.return_by, self.days, self.until_date)

    @property
    def people(self) -> tuple[str, ...]:
        """The names of those who go, as they were said (我, 妈妈); empty where the applicant goes alone."""
        return tuple(str(one["name"]) for one in json.loads(self.persons))

    @property
    def owes_a_signature(self) -> bool:
        """Whether it was agreed by telephone or let out in an emergency and is to be signed afterwards."""
        return self.countersign_due_at is not None and self.countersigned_at is None


def get(db: Db, record_id: int) -> Exit | None:
    """A request by its id, without looking at rights: for jobs, and after rights were looked at."""
    return _first(db.all(_ONE, row=record_id))


def get_in(db: Db, record_id: int, scope: str) -> Exit | None:
    """A request by its id where its place lies in the scope (a path)."""
    return _first(db.all(_ONE_IN, row=record_id, low=scope, high=path_end(scope)))


def in_scope(db: Db, number: str, scope: str) -> Exit | None:
    """The request with this number where its place lies in the scope."""
    return _first(db.all(_BY_NUMBER_IN, called=number, low=scope, high=path_end(scope)))


def of_person(db: Db, person_id: int, limit: int = 10) -> list[Exit]:
    """The requests that a person filed or that are about them, the newest first."""
    return _exits(db.all(_OF_PERSON, who=person_id, limit=limit))


def of_home(db: Db, place_id: int, limit: int = 10) -> list[Exit]:
    """The requests of one door, whoever of it filed them, the newest first."""
    return _exits(db.all(_OF_HOME, home=place_id, limit=limit))


def to_sign(db: Db, scope: str, limit: int = 30) -> list[Exit]:
    """What waits for a signature in a scope; who may sign it is for ledger/duty/roster.py to say."""
    return _within(db, _TO_SIGN, scope, limit)


def to_record(db: Db, scope: str, limit: int = 30) -> list[Exit]:
    """What is signed and waits to be put on record, and what counts as filed though nobody has recorded it."""
    return _within(db, _TO_RECORD, scope, limit)


def sent_back_in(db: Db, scope: str, limit: int = 30) -> list[Exit]:
    """What the office has sent back and nobody has completed yet."""
    return _within(db, _SENT_BACK, scope, limit)


def to_countersign(db: Db, scope: str, limit: int = 30) -> list[Exit]:
    """What was agreed by telephone or let out in an emergency and is still to be signed."""
    return _within(db, _TO_COUNTERSIGN, scope, limit)


def out_in(db: Db, scope: str, limit: int = 100) -> list[Exit]:
    """Who is out, overdue or not."""
    return _within(db, _OUT, scope, limit)


def overdue_in(db: Db, scope: str, limit: int = 30) -> list[Exit]:
    """Who is out within a scope (a path) and should be back by now."""
    return _within(db, _OVERDUE, scope, limit)


def under_way(db: Db, scope: str, limit: int = 500) -> list[Exit]:
    """What was filed in a scope and nobody has gone out on."""
    return _within(db, _UNDER_WAY, scope, limit)


def with_pass(db: Db, scope: str, limit: int = 500) -> list[Exit]:
    """Every request with a pass in force in a scope: what the gate may meet."""
    return _within(db, _WITH_PASS, scope, limit)


def pending(db: Db, limit: int) -> list[Exit]:
    """Everything that waits for a signature."""
    return _exits(db.all(_PENDING, limit=limit))


def unsigned(db: Db, now: int, steps: int, limit: int) -> list[Exit]:
    """What nobody has signed in time and has not climbed all the `steps` yet."""
    return _exits(db.all(_UNSIGNED, now=now, steps=steps, limit=limit))


def unrecorded(db: Db, now: int, limit: int) -> list[Exit]:
    """What is signed and was not acknowledged by the office in time."""
    return _exits(db.all(_UNRECORDED, now=now, limit=limit))


def still_sent_back(db: Db, now: int, limit: int) -> list[Exit]:
    """What was sent back and not completed by the moment at which somebody is asked again."""
    return _exits(db.all(_STILL_SENT_BACK, now=now, limit=limit))


def run_out(db: Db, now: int, limit: int) -> list[Exit]:
    """What nobody signed or used in time."""
    return _exits(db.all(_RUN_OUT, now=now, limit=limit))


def late(db: Db, now: int, limit: int) -> list[Exit]:
    """Who is out of a sealed place and should be back."""
    return _exits(db.all(_LATE, now=now, limit=limit))


def not_waited_for(db: Db, now: int, limit: int) -> list[Exit]:
    """Who went out of a place that is open by now, and should be back: nobody waits for them."""
    return _exits(db.all(_NOT_WAITED_FOR, now=now, limit=limit))


def still_late(db: Db, now: int, limit: int) -> list[Exit]:
    """Who is overdue, asked already, and due to be asked about again."""
    return _exits(db.all(_STILL_LATE, now=now, limit=limit))


def uncountersigned(db: Db, now: int, limit: int) -> list[Exit]:
    """What was to be signed afterwards by now and was not."""
    return _exits(db.all(_UNCOUNTERSIGNED, now=now, limit=limit))


def words_of(db: Db, one: Exit) -> str:
    """The words in which somebody asked to go out."""
    return db.keys.unseal(bytes(one.words_sealed), WORDS_COLUMN)


def _within(db: Db, statement: Statement, scope: str, limit: int) -> list[Exit]:
    return _exits(db.all(statement, low=scope, high=path_end(scope), limit=limit))


def _exits(rows: list[tuple[object, ...]]) -> list[Exit]:
    return [Exit(*row) for row in rows]  # type: ignore[arg-type]


def _first(rows: list[tuple[object, ...]]) -> Exit | None:
    return _exits(rows[:1])[0] if rows else None
