"""Who has a notice and who has not, person by person: got it, on the way, nobody knows, to be visited and by whom.

Each query takes the scope of whoever asks as a path, the empty one for the whole subdistrict: whoever has no home in the
ledger is seen by the office alone. A notice that was edited has a report for each version.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from ledger import people
from ledger.database import Db
from ledger.places import path_end
from ledger.statement import Statement
from ledger.tables import notice, outbox, person, place, task

Group = Literal["got", "on_the_way", "unknown", "to_visit", "visited", "called_off", "unreached"]
_STATUSES: dict[str, tuple[str, ...]] = {
    "got": ("sent", "confirmed"),
    "on_the_way": ("due", "claimed"),
    "unknown": ("unknown",),
    "to_visit": ("unreachable",),
    "visited": ("unreachable",),
    "called_off": ("unreachable",),
    "unreached": ("unreachable",),
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


# What a message became that nothing could bring: a visit that is to be made or was made, or none any more because the
# notice was edited or withdrawn meanwhile.
_BECAME = func.coalesce(_visit(task.c.status), "")
_VISIT_IS = {"to_visit": "open", "visited": "done", "called_off": ""}
# Which messages are counted of a standing tip: those of its newest round.
_ROUND = Statement(select(notice.c.rhythm, notice.c.round_at).where(notice.c.id == bindparam("row")))
_COUNTED = (outbox.c.notice_id == bindparam("row"), outbox.c.queued_at >= bindparam("since"))
_COUNTS = Statement(
    select(outbox.c.status, _BECAME.label("visit_is"), func.count())
    .select_from(_HOME)
    .where(*_COUNTED, _IN_SCOPE)
    .group_by(outbox.c.status, _BECAME)
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
            *_COUNTED,
            or_(*(outbox.c.status == status for status in statuses)),
            *((_VISIT_IS[group] == _BECAME,) if group in _VISIT_IS else ()),
            outbox.c.id > bindparam("after"),
            _IN_SCOPE,
        )
        .order_by(outbox.c.id)
        .limit(bindparam("limit"))
    )
    for group, statuses in _STATUSES.items()
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of a version are how far; whoever is in no number stands in no message yet.

    `called_off` were to be visited before the notice was edited or withdrawn: nobody knocks any more.
    `unreached`: whom a standing tip did not reach; nobody knocks for it.
    """

    got: int = 0
    on_the_way: int = 0
    unknown: int = 0
    to_visit: int = 0
    visited: int = 0
    called_off: int = 0
    unreached: int = 0

    @property
    def known(self) -> int:
        """How many there is a message or a visit for."""
        not_brought = self.called_off + self.unreached
        return self.got + self.on_the_way + self.unknown + self.to_visit + self.visited + not_brought


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
    """How far a version (by its row) is, within a scope; a standing tip in its newest round."""
    counts = dict.fromkeys(_STATUSES, 0)
    group_of = {(status, ""): group for group, statuses in _STATUSES.items() for status in statuses}
    group_of |= {("unreachable", visit_is): group for group, visit_is in _VISIT_IS.items()}
    is_tip, since = _round(db, row)
    if is_tip:
        group_of |= {("unreachable", visit_is): "unreached" for visit_is in _VISIT_IS.values()}
    for status, visit_is, count in db.all(_COUNTS, row=row, since=since, low=scope, high=path_end(scope)):
        counts[group_of[status, visit_is if status == "unreachable" else ""]] += count
    return Tally(**counts)


def recipients(db: Db, row: int, group: Group, scope: str = "", after: int = 0, limit: int = 50) -> list[Reached]:
    """A page of the people of a version in one group; the next one begins after the `row` of the last."""
    _, since = _round(db, row)
    rows = db.all(_PAGE[group], row=row, since=since, after=after, limit=limit, low=scope, high=path_end(scope))
    return [Reached(*one) for one in rows]


def _round(db: Db, row: int) -> tuple[bool, int]:
    """Whether a version is a standing tip, and since when (ms UTC) its messages are those of its newest round."""
    found = db.one(_ROUND, row=row)
    return (False, 0) if found is None else (found[0] is not None, found[1] or 0)


def visitors(db: Db, path: str) -> list[str]:
    """Who is to knock at a door (by its path): its grid workers by name; nobody where none answers for it."""
    return [one.name for one in people.grid_workers_for(db, path)] if path else []
