"""Tasks for a person: the visit 上门, where the platform could not bring somebody a message, and what the office has to
look after 跟进."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from knowledge.times import HOUR
from ledger.climbing import climbing, put_up
from ledger.database import Db
from ledger.duty import escalations
from ledger.keys import BadKeys
from ledger.places import path_end
from ledger.statement import Statement, insert_if_new
from ledger.tables import person, place, task

TEXT_COLUMN = b"task.text"
_VISIT_WITHIN = 4 * HOUR

_ADD = insert_if_new(
    task,
    "version",
    "status",
    "filed_at",
    "said_at",
    "filed_by",
    "place_id",
    "kind",
    "about",
    "person_id",
    "text_sealed",
    "due_at",
)
_HOME = Statement(
    select(func.coalesce(person.c.place_id, select(place.c.id).where(place.c.address == "").scalar_subquery())).where(
        person.c.id == bindparam("who")
    )
)
_OPEN_IN = Statement(
    select(task.c.id, person.c.name, place.c.address, task.c.text_sealed, task.c.due_at)
    .select_from(task.join(person, person.c.id == task.c.person_id).join(place, place.c.id == task.c.place_id))
    .where(
        task.c.kind == "visit",
        task.c.status == "open",
        ~task.c.about.startswith("notice:"),
        place.c.path >= bindparam("low"),
        place.c.path < bindparam("high"),
    )
    .order_by(task.c.due_at, task.c.id)
    .limit(bindparam("limit"))
)
_DONE = Statement(
    update(task)
    .where(
        task.c.id == bindparam("row"),
        task.c.kind == "visit",
        task.c.status == "open",
        task.c.place_id.in_(
            select(place.c.id).where(place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
        ),
    )
    .values(status="done", done_at=bindparam("at"), done_by=bindparam("who"))
)
_IS_OPEN = Statement(
    select(task.c.id)
    .select_from(task.join(place, place.c.id == task.c.place_id))
    .where(
        task.c.id == bindparam("row"),
        task.c.kind == "visit",
        task.c.status == "open",
        place.c.path >= bindparam("low"),
        place.c.path < bindparam("high"),
    )
)
_NOT_NEEDED = Statement(
    update(task)
    .where(
        task.c.id.in_(
            select(task.c.id)
            .where(task.c.about == bindparam("matter"), task.c.kind == "visit", task.c.status == "open")
            .limit(bindparam("limit"))
        ),
        task.c.status == "open",
    )
    .values(status="cancelled", done_at=bindparam("at"), done_by="system")
)
_LATE = Statement(
    select(
        *(task.c.id, func.coalesce(person.c.name, ""), task.c.place_id, func.coalesce(place.c.path, "")),
        *(func.coalesce(place.c.address, ""), task.c.text_sealed, task.c.due_at, task.c.climbed),
    )
    .select_from(
        task.outerjoin(person, person.c.id == task.c.person_id).outerjoin(place, place.c.id == task.c.place_id)
    )
    .where(
        task.c.status == "open",
        task.c.due_at <= bindparam("now"),
        task.c.kind == bindparam("of_kind"),
        task.c.climbed < bindparam("steps"),
    )
    .order_by(task.c.due_at, task.c.id)
    .limit(bindparam("limit"))
)
_CLIMB = climbing(task, task.c.status == "open")
_READ_THEMSELVES = Statement(
    update(task)
    .where(
        task.c.about == bindparam("matter"),
        task.c.person_id == bindparam("who"),
        task.c.kind == "visit",
        task.c.status == "open",
    )
    .values(status="cancelled", done_at=bindparam("at"), done_by="system")
)
_FOLLOWED_UP = Statement(
    update(task)
    .where(task.c.about == bindparam("matter"), task.c.kind == "follow_up", task.c.status == "open")
    .values(status="done", done_at=bindparam("at"), done_by=bindparam("who"))
    .returning(task.c.id)
)


@dataclass(frozen=True, slots=True)
class Visit:
    """An open visit: to whom, where, with which words, until when (ms UTC)."""

    id: int
    name: str
    address: str
    text: str
    due_at: int


@dataclass(frozen=True, slots=True)
class Late:
    """An open task whose time is over: whom it is about where, its words, and how far up it has gone; ms UTC."""

    id: int
    name: str
    place_id: int | None
    path: str
    address: str
    text: str
    due_at: int
    climbed: int


def add_visit(db: Db, *, about: str, person_id: int | None, text: str, now: int) -> None:
    """Ask the grid worker of this person to bring the words to the door; once for each matter.

    Who has no home in the ledger is the office's to find. Somebody whom it does not know at all (a follower who
    left) has no door: then there is nothing to visit.
    """
    if person_id is None:
        return
    home = db.one(_HOME, who=person_id)
    db.run(
        _ADD,
        version=1,
        status="open",
        filed_at=now,
        said_at=now,
        filed_by="system",
        place_id=home[0] if home else None,
        kind="visit",
        about=about,
        person_id=person_id,
        text_sealed=db.keys.seal(text, TEXT_COLUMN),
        due_at=now + _VISIT_WITHIN,
    )


def visits_in(db: Db, scope: str, limit: int = 20) -> list[Visit]:
    """Open visits in a scope (a path), the most urgent first; those with a notice are listed by door (notice_visits)."""
    rows = db.all(_OPEN_IN, low=scope, high=path_end(scope), limit=limit)
    return [
        Visit(row_id, name, address, db.keys.unseal(bytes(text), TEXT_COLUMN), due_at)
        for row_id, name, address, text, due_at in rows
    ]


def is_open(db: Db, task_id: int, scope: str) -> bool:
    """Whether there is such an open visit in the scope."""
    return db.one(_IS_OPEN, row=task_id, low=scope, high=path_end(scope)) is not None


def finish_visit(db: Db, task_id: int, scope: str, who: str, now: int) -> bool:
    """The visit was made; False where there is no such open visit in the scope."""
    if not db.run(_DONE, row=task_id, low=scope, high=path_end(scope), at=now, who=who):
        return False
    escalations.settle(db, f"task:{task_id}", who, now)
    return True


def cancel_visits(db: Db, about: str, now: int, limit: int) -> int:
    """The words of a matter are not to be brought to anybody any more; ends so many open visits, returns how many."""
    return db.run(_NOT_NEEDED, matter=about, at=now, limit=limit)


def overdue(db: Db, kind: str, now: int, steps: int, limit: int) -> list[Late]:
    """Open tasks of a kind (visit, follow_up) whose time is over and that have not climbed all the `steps` yet."""
    rows = db.all(_LATE, of_kind=kind, now=now, steps=steps, limit=limit)
    return [
        Late(task_id, name, place_id, path, address, _words(db, text), due_at, climbed)
        for task_id, name, place_id, path, address, text, due_at, climbed in rows
    ]


def climb(db: Db, late: Late, next_step: int, next_due: int | None) -> bool:
    """Note up to which step it was put to somebody; False where another scheduler did it, or it is done."""
    return put_up(db, _CLIMB, late.id, late, next_step, next_due)


def finish_own_visit(db: Db, about: str, person_id: int, now: int) -> bool:
    """Somebody has read the words themselves: nobody has to bring them to their door. False where nobody was to."""
    return db.run(_READ_THEMSELVES, matter=about, who=person_id, at=now) > 0


def add_follow_up(db: Db, *, about: str, place_id: int | None, text: str, due_at: int, now: int) -> None:
    """Something that the office has to look after, about a record."""
    db.run(
        _ADD,
        version=1,
        status="open",
        filed_at=now,
        said_at=now,
        filed_by="system",
        place_id=place_id,
        kind="follow_up",
        about=about,
        person_id=None,
        text_sealed=db.keys.seal(text, TEXT_COLUMN),
        due_at=due_at,
    )


def finish_follow_up(db: Db, about: str, who: str, now: int) -> None:
    """What the office had to look after is done."""
    for row in db.all(_FOLLOWED_UP, matter=about, at=now, who=who):
        escalations.settle(db, f"task:{row[0]}", who, now)


def _words(db: Db, sealed: bytes) -> str:
    """The words of a task; none where they were sealed with other keys: it is late all the same."""
    try:
        return db.keys.unseal(bytes(sealed), TEXT_COLUMN) if sealed else ""
    except BadKeys:
        return ""
