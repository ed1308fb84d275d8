"""Who finds it hard and wants to be talked to 心理援助 (clauses 3.4.7, org.group.psychology).

It stays in the psychology group: its members see it, the office only what could not be put to the group or has climbed to
the office (`office_too`), nobody else any; that stands in the queries (DESIGN 6.15). What was said is sealed.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.duty import escalations
from ledger.records import RECORD_COLUMNS, Filing, NoLongerSo, Stored, move, moving
from ledger.statement import Statement, insert
from ledger.tables import place, psych_support

PSYCHOLOGY = "psychology"
WANTED, DECLINED = "wanted", "declined"
TEXT_COLUMN = b"psych_support.text"
WHEN_COLUMN = b"psych_support.call_when"
PHONE_COLUMN = b"psych_support.phone"
_row = psych_support.c
_OWN = ("number", "openid", "kind", "text_sealed", "due_at", "office_too")
_ADD = insert(psych_support, *RECORD_COLUMNS, *_OWN, returning="id")
_SELECT = select(
    *(_row.text_sealed, _row.call_when_sealed, _row.phone_sealed, _row.id, _row.number, _row.status, _row.kind),
    *(_row.filed_by_id, _row.filed_by, _row.filed_at, _row.openid, func.coalesce(place.c.address, "")),
    *(_row.call_back, _row.due_at, _row.climbed, _row.office_too == 1),
    *(func.coalesce(_row.taken_by, ""), _row.taken_by_id, _row.over_at.is_not(None)),
).select_from(psych_support.outerjoin(place, place.c.id == _row.place_id))
_NOT_CLOSED = or_(_row.status == "open", _row.status == "taken")
_VISIBLE = or_(bindparam("of_group") == 1, and_(bindparam("of_office") == 1, _row.office_too == 1))
_WAITING = Statement(_SELECT.where(_NOT_CLOSED, _VISIBLE).order_by(_row.id).limit(bindparam("limit")))
_NUMBERED = Statement(_SELECT.where(_row.number == bindparam("called"), _VISIBLE).order_by(_row.id.desc()).limit(1))
_ONE = Statement(_SELECT.where(_row.id == bindparam("row")))
_OF_ACCOUNT = Statement(
    _SELECT.where(_row.openid == bindparam("whose"), _NOT_CLOSED, _row.filed_at >= bindparam("since"))
    .order_by(_row.id.desc())
    .limit(1)
)
_OF_WRITER = Statement(
    _SELECT.where(_row.openid == bindparam("whose"), _row.filed_at >= bindparam("since")).order_by(_row.id)
)
_OVERDUE = Statement(
    _SELECT.where(_row.status == "open", _row.due_at <= bindparam("now"), _row.climbed < bindparam("steps"))
    .order_by(_row.due_at, _row.id)
    .limit(bindparam("limit"))
)
_CLIMB = climbing(psych_support, _row.status == "open", office_too=bindparam("for_office"))
_FOR_OFFICE = Statement(update(psych_support).where(_row.id == bindparam("row")).values(office_too=1))
_KIND = Statement(update(psych_support).where(_row.id == bindparam("row"), _NOT_CLOSED).values(kind=bindparam("what")))
_CALL = Statement(
    update(psych_support)
    .where(_row.id == bindparam("row"), _NOT_CLOSED)
    .values(
        call_back=bindparam("whether"),
        call_when_sealed=func.coalesce(bindparam("whenever"), _row.call_when_sealed),
        phone_sealed=func.coalesce(bindparam("phone"), _row.phone_sealed),
    )
)
_OVER = Statement(update(psych_support).where(_row.id == bindparam("row")).values(over_at=bindparam("at")))
_TAKE = moving(psych_support, "taken_at", "taken_by", "taken_by_id")
_CLOSE = Statement(
    update(psych_support)
    .where(_row.id == bindparam("row"), _NOT_CLOSED)
    .values(status="closed", closed_at=bindparam("at"), closed_by=bindparam("who"))
)


@dataclass(frozen=True, slots=True)
class PsychSupport:
    """What somebody said of how they are; times in ms UTC.

    `kind` is what kind of person it is about as far as they said; `call_back` whether somebody shall call, None where
    nothing was said of it; `due_at` None where an alert has the deadline; `is_over`: they said that they are better.
    """

    text: str = field(repr=False)
    call_when: str = field(repr=False)
    phone: str = field(repr=False)
    id: int
    number: str
    status: str
    kind: str | None
    filed_by_id: int | None
    filed_by: str
    filed_at: int
    openid: str | None
    address: str
    call_back: str | None
    due_at: int | None
    climbed: int
    office_too: bool
    taken_by: str
    taken_by_id: int | None
    is_over: bool

    @property
    def about(self) -> str:
        """How other records name it."""
        return about(self.id)


def about(record_id: int) -> str:
    """How other records name one."""
    return f"psych_support:{record_id}"


def add(
    db: Db, number: str, openid: str, text: str, kind: str | None, due_at: int | None, filing: Filing, decision: Stored
) -> int:
    """Record what somebody said (sealed) at once; returns its id. Without `due_at` an alert has the deadline."""
    row_id: int = db.value(
        _ADD,
        original_id=None,
        version=1,
        status="open",
        number=number,
        openid=openid,
        kind=kind,
        text_sealed=db.keys.seal(text, TEXT_COLUMN),
        due_at=due_at,
        office_too=0,
        **filing.columns(),
        **decision.columns(),
    )
    return row_id


def waiting(db: Db, group_id: str | None, limit: int = 20) -> list[PsychSupport]:
    """What is not closed and a group may see, the oldest first; None stands for the office."""
    return [_opened(db, row) for row in db.all(_WAITING, limit=limit, **_seen_by(group_id))]


def numbered(db: Db, number: str, group_id: str | None) -> PsychSupport | None:
    """The one that people call so, as far as a group may see it; None stands for the office."""
    row = db.one(_NUMBERED, called=number, **_seen_by(group_id))
    return None if row is None else _opened(db, row)


def get(db: Db, record_id: int) -> PsychSupport | None:
    """One by its id, for whoever was put to it already."""
    row = db.one(_ONE, row=record_id)
    return None if row is None else _opened(db, row)


def newest(db: Db, openid: str, since: int) -> PsychSupport | None:
    """What an account said last since a moment, as long as nobody has closed it."""
    row = db.one(_OF_ACCOUNT, whose=openid, since=since)
    return None if row is None else _opened(db, row)


def of_writer(db: Db, openid: str, since: int) -> list[PsychSupport]:
    """What an account itself has said since a moment, the oldest first: for nobody but whoever wrote it."""
    return [_opened(db, row) for row in db.all(_OF_WRITER, whose=openid, since=since)]


def show_office(db: Db, record_id: int) -> None:
    """Nobody of the group can be reached: the office needs to know."""
    db.run(_FOR_OFFICE, row=record_id)


def set_kind(db: Db, record_id: int, kind: str) -> None:
    """What kind of person it is about, said afterwards."""
    db.run(_KIND, row=record_id, what=kind)


def set_call(db: Db, record_id: int, call_back: str, when: str, phone: str) -> None:
    """Whether somebody shall call, when and at which number; what is empty stays as it was."""
    db.run(
        _CALL,
        row=record_id,
        whether=call_back,
        whenever=db.keys.seal(when, WHEN_COLUMN) if when else None,
        phone=db.keys.seal(phone, PHONE_COLUMN) if phone else None,
    )


def take(db: Db, record_id: int, who: str, who_id: int | None, now: int) -> bool:
    """Somebody takes it; False where somebody was first."""
    try:
        move(db, _TAKE, record_id, "open", "taken", taken_at=now, taken_by=who, taken_by_id=who_id)
    except NoLongerSo:
        return False
    escalations.settle(db, about(record_id), who, now)
    return True


def note_over(db: Db, record_id: int, at: int) -> None:
    """Whoever said it is better: what they write now is no part of it any more. Somebody looks after it all the same."""
    db.run(_OVER, row=record_id, at=at)


def close(db: Db, record_id: int, who: str, now: int) -> bool:
    """It was seen to, or taken back by whoever said it; False where it was closed before."""
    if not db.run(_CLOSE, row=record_id, at=now, who=who):
        return False
    escalations.settle(db, about(record_id), who, now)
    return True


def overdue(db: Db, now: int, steps: int, limit: int) -> list[PsychSupport]:
    """What nobody has taken in time and has not climbed all the `steps` yet."""
    return [_opened(db, row) for row in db.all(_OVERDUE, now=now, steps=steps, limit=limit)]


def climb(db: Db, late: PsychSupport, next_step: int, next_due: int | None, *, office_too: bool) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or it has moved on."""
    for_office = int(office_too or late.office_too)
    return put_up(db, _CLIMB, late.id, late, next_step, next_due, for_office=for_office)


def _seen_by(group_id: str | None) -> dict[str, object]:
    return {"of_group": int(group_id == PSYCHOLOGY), "of_office": int(group_id is None)}


def _opened(db: Db, row: tuple[Any, ...]) -> PsychSupport:
    text, when, phone, *others = row
    return PsychSupport(
        db.keys.unseal(bytes(text), TEXT_COLUMN),
        db.keys.unseal(bytes(when), WHEN_COLUMN) if when else "",
        db.keys.unseal(bytes(phone), PHONE_COLUMN) if phone else "",
        *others,
    )
