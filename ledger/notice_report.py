"""Who has a notice and who has not, person by person: got it, on the way, nobody knows, to be visited and by whom.

Each query takes the scope of whoever asks as a path, the empty one for the whole subdistrict: whoever has no home in the
ledger is seen by the office alone. A notice that was edited has a report for each version.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from ledger import notice_sending, people
from ledger.database import Db
from ledger.places import path_end
from ledger.statement import Statement
from ledger.tables import outbox, person, place, task

Group = Literal["got", "on_the_way", "unknown", "to_visit", "visited"]
_STATUSES: dict[str, tuple[str, ...]] = {
    "got": ("sent", "confirmed"),
    "on_the_way": ("due", "claimed"),
    "unknown": ("unknown",),
    "to_visit": ("unreachable",),
    "visited": ("unreachable",),
}
_PATH = func.coalesce(place.c.path, "")
_IN_SCOPE = or_(bindparam("low") == "", and_(bindparam("low") <= _PATH, bindparam("high") > _PATH))
_HOME = outbox.outerjoin(person, person.c.id == outbox.c.person_id).outerjoin(place, place.c.id == person.c.place_id)
_ITS_VISIT = (
    task.c.person_id == outbox.c.person_id,
    task.c.about == outbox.c.about,
    task.c.kind == "visit",
    task.c.status != "cancelled",
    task.c.filed_at >= outbox.c.queued_at,
)


def _visit(column: ColumnElement[object]) -> ColumnElement[object]:
    """A column of the newest visit that this message became."""
    return select(column).where(*_ITS_VISIT).order_by(task.c.id.desc()).limit(1).correlate(outbox).scalar_subquery()


_IS_VISITED = func.coalesce(_visit(task.c.status), "") == "done"
_WHICH_VISIT: dict[str, tuple[ColumnElement[bool], ...]] = {"to_visit": (~_IS_VISITED,), "visited": (_IS_VISITED,)}
_COUNTS = Statement(
    select(outbox.c.status, _IS_VISITED.label("is_visited"), func.count())
    .select_from(_HOME)
    .where(outbox.c.notice_id == bindparam("row"), _IN_SCOPE)
    .group_by(outbox.c.status, _IS_VISITED)
)
_PAGE = {
    group: Statement(
        select(
            *(outbox.c.id, outbox.c.person_id, person.c.name, func.coalesce(place.c.address, ""), _PATH),
            *(outbox.c.status, outbox.c.channel, outbox.c.attempts, outbox.c.error, outbox.c.settled_at),
            *(_visit(task.c.done_by), _visit(task.c.done_at)),
        )
        .select_from(_HOME)
        .where(
            outbox.c.notice_id == bindparam("row"),
            or_(*(outbox.c.status == status for status in statuses)),
            *_WHICH_VISIT.get(group, ()),
            outbox.c.id > bindparam("after"),
            _IN_SCOPE,
        )
        .order_by(outbox.c.id)
        .limit(bindparam("limit"))
    )
    for group, statuses in _STATUSES.items()
}


_RECEIVED = Statement(
    select(outbox.c.notice_id, func.coalesce(outbox.c.settled_at, outbox.c.queued_at))
    .where(outbox.c.openid == bindparam("whose"), outbox.c.notice_id.is_not(None))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of a version are how far; whoever is in no number stands in no message yet."""

    got: int = 0
    on_the_way: int = 0
    unknown: int = 0
    to_visit: int = 0
    visited: int = 0

    @property
    def known(self) -> int:
        """How many there is a message or a visit for."""
        return self.got + self.on_the_way + self.unknown + self.to_visit + self.visited


@dataclass(frozen=True, slots=True)
class Received:
    """A notice as somebody has it: its number, its words, and since when (ms UTC), or when it was written for them."""

    number: str
    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Reached:
    """One person and what became of their message; moments in ms UTC. `row` continues the list after it.

    `visited_by` and `visited_at` are set once somebody brought them the words.
    """

    row: int
    person_id: int | None
    name: str | None
    address: str
    path: str
    status: str
    channel: str | None
    attempts: int
    error: str | None
    settled_at: int | None
    visited_by: str | None
    visited_at: int | None


def tally(db: Db, row: int, scope: str = "") -> Tally:
    """How far a version (by its row) is, within a scope."""
    counts = dict.fromkeys(_STATUSES, 0)
    for status, is_visited, count in db.all(_COUNTS, row=row, low=scope, high=path_end(scope)):
        if status == "unreachable":
            counts["visited" if is_visited else "to_visit"] += count
        else:
            counts[next(group for group, statuses in _STATUSES.items() if status in statuses)] += count
    return Tally(**counts)


def recipients(db: Db, row: int, group: Group, scope: str = "", after: int = 0, limit: int = 50) -> list[Reached]:
    """A page of the people of a version in one group; the next one begins after the `row` of the last."""
    rows = db.all(_PAGE[group], row=row, after=after, limit=limit, low=scope, high=path_end(scope))
    return [Reached(*one) for one in rows]


def received(db: Db, openid: str, limit: int = 10) -> list[Received]:
    """The notices that an account got or is to get, the newest first, in the words that were approved.

    Without those that were edited or withdrawn since: what they said does not hold any more.
    """
    found = []
    for row, sent_at in db.all(_RECEIVED, whose=openid, limit=limit):
        checked = notice_sending.to_bring(db, row)
        if checked.words:
            found.append(Received(checked.number, checked.words, sent_at))
    return found


def visitors(db: Db, path: str) -> list[str]:
    """Who is to knock at a door (by its path): its grid workers by name; nobody where none answers for it."""
    return [one.name for one in people.grid_workers_for(db, path)] if path else []
