"""Who was asked when something waited too long 催办, step by step, and what they answered (clause 4.3, DESIGN 1.6).

A row for each person who was asked. It is open as long as the record waits (ledger/duty/still_waiting.py); what is open
and has nobody left to ask stays on the list 督查 until it is settled. Where a matter is settled, what nobody has been sent
yet is taken out of the outbox in the same transaction, and whoever was to bring it to a door need not go.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import and_, bindparam, delete, func, select, update

from ledger.database import Db
from ledger.duty import asks
from ledger.duty.still_waiting import ASK_NOW, OF_RESIDENTS, OPEN, OVER, OVER_ABOUT, PUT_OFF
from ledger.people import Recipient
from ledger.places import path_end
from ledger.statement import Statement, insert
from ledger.tables import escalation, outbox, place, task

WORDS_COLUMN = b"escalation.words"
TAKEN, IN_WORDS = "taken", "words"
# Who says this cannot go: the next one is asked, unless somebody else who was asked is seeing to it.
NO_HANDS = "short_of_hands"
_SEEING_TO_IT = frozenset({TAKEN, "on_the_way"})
# The rung at which nobody is left to ask.
END = "end"
# What whoever has taken an alert adds to it: no step up.
ADDED = "added"
_row = escalation.c
_ASKING = ("about", "record_id", "ladder", "number", "group_id", "place_id", "step", "rung", "asked_at", "due_at")
_ADD = insert(escalation, *_ASKING, "person_id", "person", "outbox_key")
_TAKE_BACK = Statement(delete(outbox).where(outbox.c.key == bindparam("row_key"), outbox.c.status == "due"))
_END = Statement(
    update(escalation).where(_row.id == bindparam("row"), OPEN).values(ended_at=bindparam("at"), ended_by=bindparam("who"))
)
_CALL_OFF = Statement(
    update(task)
    .where(task.c.about == bindparam("matter"), task.c.kind == "visit", task.c.status == "open")
    .values(status="cancelled", done_at=bindparam("at"), done_by="system")
    .returning(task.c.id)
)
_SEEN = (
    *(_row.id, _row.about, _row.record_id, _row.ladder, _row.number, _row.group_id, _row.step, _row.rung),
    *(_row.person_id, _row.person, _row.asked_at, _row.due_at, _row.answer, _row.words_sealed, _row.answered_at),
    *(_row.ended_at, _row.ended_by, func.coalesce(place.c.address, "")),
)
_SELECT = select(*_SEEN).select_from(escalation.outerjoin(place, place.c.id == _row.place_id))
_OF_PERSON = Statement(_SELECT.where(_row.person_id == bindparam("who"), OPEN).order_by(_row.id.desc()))
_ABOUT = Statement(_SELECT.where(_row.about == bindparam("matter")).order_by(_row.id))
_LAST = Statement(
    _SELECT.where(_row.person_id == bindparam("who"), _row.number == bindparam("called")).order_by(_row.id.desc()).limit(1)
)
_ANSWER = Statement(
    update(escalation)
    .where(_row.id == bindparam("row"), OPEN)
    .values(answer=bindparam("said"), words_sealed=bindparam("words"), answered_at=bindparam("at"))
)
_OLDEST = (
    select(_row.about)
    .select_from(escalation.outerjoin(place, place.c.id == _row.place_id))
    .where(
        OPEN,
        (bindparam("everywhere") == 1) | ((place.c.path >= bindparam("low")) & (place.c.path < bindparam("high"))),
        (bindparam("of_residents") == 1) | and_(*(_row.ladder != ladder for ladder in OF_RESIDENTS)),
    )
    .group_by(_row.about)
    .order_by(func.min(_row.asked_at), _row.about)
    .limit(bindparam("limit"))
)
_WAITING = Statement(_SELECT.where(OPEN, _row.about.in_(_OLDEST)).order_by(_row.asked_at, _row.id))


@dataclass(frozen=True, slots=True)
class Asking:
    """One step: what waits, how people call it, whose it is, the rung that is asked, and when the next one is (ms UTC)."""

    about: str
    ladder: str
    number: str
    group_id: str | None
    place_id: int | None
    step: int
    rung: str
    asked_at: int
    due_at: int | None

    @property
    def record_id(self) -> int:
        """The id of the record alone."""
        return int(self.about.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked about a matter, and what they answered; `person` is None where nobody was left to ask."""

    id: int
    about: str
    record_id: int
    ladder: str
    number: str
    group_id: str | None
    step: int
    rung: str
    person_id: int | None
    person: str | None
    asked_at: int
    due_at: int | None
    answer: str | None
    words_sealed: bytes | None = field(repr=False)
    answered_at: int | None
    ended_at: int | None
    ended_by: str | None
    address: str

    @property
    def community(self) -> str:
        """The community or village that it is about; empty where the place is not known."""
        return self.address.partition("/")[0]


def note(db: Db, asking: Asking, asked: Iterable[tuple[Recipient | None, str | None]]) -> None:
    """Write down a step: whom it was put to, and under which key of the outbox; None for nobody at all."""
    columns = {name: getattr(asking, name) for name in _ASKING}
    for one, key in asked:
        who = {"person_id": one.person_id, "person": one.name} if one is not None else {"person_id": None, "person": None}
        db.run(_ADD, **columns, **who, outbox_key=key)


def settle(db: Db, about: str, who: str, now: int) -> None:
    """Somebody has acted on a record: where it does not wait any more, nobody is asked about it, or visited for
    it, from now on."""
    _end(db, db.all(OVER_ABOUT, matter=about), who, now)
    for over in list(asks.over_with(db, about)):
        for row in db.all(_CALL_OFF, matter=over, at=now):
            _end(db, db.all(OVER_ABOUT, matter=f"task:{row[0]}"), who, now)


def settle_all(db: Db, now: int, limit: int) -> int:
    """End what is open about records that have moved on by themselves (a time that ran out); returns how many rows."""
    rows = db.all(OVER, limit=limit)
    _end(db, rows, "system", now)
    return len(rows)


def answer(db: Db, one: Asked, said: str, words: str, now: int, next_at: int) -> bool:
    """Somebody who was asked takes it or says why it takes longer; returns whether the next one is asked later for that.

    That happens once: whatever is answered afterwards is written down and shown.
    """
    is_first = not any(other.answer for other in of_matter(db, one.about) if _is_same_wait(one, other))
    sealed = db.keys.seal(words, WORDS_COLUMN) if words else None
    db.run(_ANSWER, row=one.id, said=said, words=sealed, at=now)
    if not is_first or one.due_at is None:
        return False
    return db.run(PUT_OFF[one.ladder], record=one.record_id, seen_due=one.due_at, next_due=next_at) > 0


def ask_next(db: Db, one: Asked, now: int) -> bool:
    """Somebody who was asked has no hands for it: the next one is asked at once; returns whether that is so.

    Not where nobody is left to ask, nor while another who was asked has it or is on the way.
    """
    others = [other for other in of_matter(db, one.about) if _is_same_wait(one, other) and other.person_id != one.person_id]
    db.run(_ANSWER, row=one.id, said=NO_HANDS, words=None, at=now)
    if one.due_at is None or any(other.answer in _SEEING_TO_IT for other in others):
        return False
    db.run(ASK_NOW[one.ladder], record=one.record_id, at=now)
    return True


def add_word(
    db: Db, alert_id: int, group_id: str, place_id: int | None, who: Recipient, said: str, words: str, now: int
) -> None:
    """Whoever has taken an alert adds what came of it: a row of its own, over as soon as it is written."""
    about = f"alert:{alert_id}"
    asking = Asking(about, "alert", str(alert_id), group_id, place_id, 0, ADDED, now, None)
    note(db, asking, [(who, None)])
    row = of_matter(db, about)[-1].id
    db.run(_ANSWER, row=row, said=said, words=db.keys.seal(words, WORDS_COLUMN) if words else None, at=now)
    db.run(_END, row=row, who=who.name, at=now)


def open_for(db: Db, person_id: int) -> list[Asked]:
    """What somebody was asked about and still waits, the newest first, each matter once."""
    found: dict[tuple[str, str], Asked] = {}
    for row in db.all(_OF_PERSON, who=person_id):
        one = Asked(*row)
        found.setdefault((one.about, one.ladder), one)
    return list(found.values())


def last_asked(db: Db, person_id: int, number: str) -> Asked | None:
    """What somebody was asked last about a matter of this number, over or not."""
    row = db.one(_LAST, who=person_id, called=number)
    return None if row is None else Asked(*row)


def of_matter(db: Db, about: str) -> list[Asked]:
    """Every step about a record, the oldest first, over ones too."""
    return [Asked(*row) for row in db.all(_ABOUT, matter=about)]


def asked_already(db: Db, about: str, ladder: str) -> frozenset[int | None]:
    """Who was asked about the present wait of a record (ids of people)."""
    return frozenset(one.person_id for one in of_matter(db, about) if one.ladder == ladder and one.ended_at is None)


def explanation(db: Db, about: str, ladder: str) -> Asked | None:
    """What somebody who was asked said last about the present wait of a record."""
    said = [one for one in of_matter(db, about) if one.ladder == ladder and one.ended_at is None and one.answer]
    return max(said, key=lambda one: (one.answered_at or 0, one.id), default=None)


def waiting(db: Db, scope: str | None, *, of_residents: bool, limit: int) -> list[list[Asked]]:
    """Every matter that is late, the one that was so first before, each with whom it was put to step by step.

    Within a scope (a path), or everywhere; with what residents are to do or say, or without.
    """
    low = scope or ""
    rows = db.all(
        _WAITING,
        everywhere=int(scope is None),
        low=low,
        high=path_end(low) if low else "",
        of_residents=int(of_residents),
        limit=limit,
    )
    found: dict[tuple[str, str], list[Asked]] = {}
    for row in rows:
        one = Asked(*row)
        found.setdefault((one.about, one.ladder), []).append(one)
    return list(found.values())


def words_of(db: Db, one: Asked) -> str:
    """An explanation in somebody's own words; empty where they used one of the list."""
    return db.keys.unseal(bytes(one.words_sealed), WORDS_COLUMN) if one.words_sealed else ""


def _is_same_wait(one: Asked, other: Asked) -> bool:
    return other.ladder == one.ladder and other.ended_at is None


def _end(db: Db, rows: Iterable[tuple[int, str | None]], who: str, now: int) -> None:
    for row_id, key in rows:
        if key is not None:
            db.run(_TAKE_BACK, row_key=key)
        db.run(_END, row=row_id, who=who, at=now)
