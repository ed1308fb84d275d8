"""The roster 值班表 (clauses 3.4.1, 3.4.3): who is on duty in which post at which place and hour, and who stands in.

An entry names somebody, bound already or not, and counts only while somebody of that name holds the role for the place.
The right to sign follows it (DESIGN 6.3): a leader or deputy of a task force counts for an hour when an entry of that hour
names them; where no entry is there, all who hold the role do, the leader whom the seal names first.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import and_, bindparam, func, or_, select, update

from ledger import people
from ledger.database import Db
from ledger.people import Recipient
from ledger.places import path_end
from ledger.seals import Seal
from ledger.statement import Statement, insert
from ledger.tables import place, roster

Rank = Literal["leader", "deputy"]
RANKS: tuple[Rank, ...] = ("leader", "deputy")
LEADS_TASK_FORCE = "task_force_leader"
# Posts that belong to a place; the office and the groups are on duty for the whole subdistrict.
PLACE_POSTS = (LEADS_TASK_FORCE, "gate_guard", "grid_worker")

_ADD = insert(roster, "place_id", "post", "rank", "name", "from_at", "until_at", "filed_at", "filed_by", returning="id")
_COUNTS = roster.c.withdrawn_at.is_(None)
_AT_MOMENT = (
    _COUNTS,
    roster.c.from_at <= bindparam("moment"),
    or_(roster.c.until_at.is_(None), roster.c.until_at > bindparam("moment")),
)
_LEADER_FIRST = (roster.c.rank.desc(), roster.c.id)
_ON_DUTY = Statement(
    select(roster.c.rank, roster.c.name)
    .where(roster.c.place_id == bindparam("at_place"), roster.c.post == bindparam("at_post"), *_AT_MOMENT)
    .order_by(*_LEADER_FIRST)
)
_ENTRIES = select(
    *(roster.c.id, roster.c.post, roster.c.rank, roster.c.name, roster.c.from_at, roster.c.until_at),
    *(roster.c.place_id, place.c.path, place.c.address),
).select_from(roster.join(place, place.c.id == roster.c.place_id))
_REACHING = Statement(
    _ENTRIES.where(
        roster.c.post == bindparam("at_post"),
        func.substr(bindparam("path"), 1, func.length(place.c.path)) == place.c.path,
        *_AT_MOMENT,
    ).order_by(*_LEADER_FIRST)
)
_NAMED = Statement(
    _ENTRIES.where(roster.c.post == bindparam("at_post"), roster.c.name == bindparam("called"), *_AT_MOMENT).order_by(
        roster.c.id
    )
)
_OVERLAPS = and_(
    _COUNTS,
    roster.c.from_at < bindparam("until"),
    or_(roster.c.until_at.is_(None), roster.c.until_at > bindparam("since")),
)
_OF_POST_BETWEEN = Statement(
    _ENTRIES.where(roster.c.post == bindparam("at_post"), _OVERLAPS).order_by(roster.c.from_at)
)
_WITHIN = Statement(
    _ENTRIES.where(_OVERLAPS, place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
    .order_by(roster.c.from_at, roster.c.id)
    .limit(bindparam("limit"))
)
_WITHDRAW = Statement(
    update(roster)
    .where(
        roster.c.id == bindparam("row"),
        _COUNTS,
        roster.c.place_id.in_(
            select(place.c.id).where(place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
        ),
    )
    .values(withdrawn_at=bindparam("at"), withdrawn_by=bindparam("who"))
)


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who may sign for a sealed place now, and whether as its leader or as a deputy."""

    recipient: Recipient
    rank: Rank

    @property
    def person_id(self) -> int | None:
        """Whose right it is."""
        return self.recipient.person_id


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that counts: who is on duty in which post at which place; moments in ms UTC, `until_at` None: open."""

    id: int
    post: str
    rank: Rank
    name: str
    from_at: int
    until_at: int | None
    place_id: int
    path: str
    address: str

    @property
    def spoken(self) -> str:
        """The place as people read it; empty for the whole subdistrict."""
        return self.address.replace("/", "")


def enter(
    db: Db,
    place_id: int,
    rank: Rank,
    name: str,
    from_at: int,
    until_at: int | None,
    now: int,
    who: str,
    post: str = LEADS_TASK_FORCE,
) -> int:
    """Put somebody on the roster of a place, by name: bound already or not. Returns the entry's id."""
    row_id: int = db.value(
        _ADD,
        place_id=place_id,
        post=post,
        rank=rank,
        name=name,
        from_at=from_at,
        until_at=until_at,
        filed_at=now,
        filed_by=who,
    )
    return row_id


def withdraw(db: Db, entry_id: int, scope: str, who: str, now: int) -> bool:
    """Take an entry back; False where there is none that counts in the scope (a path)."""
    return db.run(_WITHDRAW, row=entry_id, low=scope, high=path_end(scope), who=who, at=now) > 0


def on_duty(db: Db, post: str, path: str, now: int) -> list[Entry]:
    """Who is on the roster of a post for a place (by its path) at this moment, stand-ins last."""
    return [Entry(*row) for row in db.all(_REACHING, at_post=post, path=path, moment=now)]


def standing_in(db: Db, post: str, name: str, now: int) -> list[Entry]:
    """The places for which somebody of this name stands in for a post at this moment."""
    found = (Entry(*row) for row in db.all(_NAMED, at_post=post, called=name, moment=now))
    return [one for one in found if one.rank == "deputy"]


def of_post(db: Db, post: str, since: int, until: int) -> list[Entry]:
    """Every entry of a post that touches the hours from `since` to `until` (ms UTC), the earliest first."""
    return [Entry(*row) for row in db.all(_OF_POST_BETWEEN, at_post=post, since=since, until=until)]


def within(db: Db, scope: str, since: int, until: int, limit: int = 200) -> list[Entry]:
    """The entries for places in a scope (a path) that touch the hours from `since` to `until`, the earliest first."""
    rows = db.all(_WITHIN, low=scope, high=path_end(scope), since=since, until=until, limit=limit)
    return [Entry(*row) for row in rows]


def leading(db: Db, seal: Seal, now: int) -> list[Leader]:
    """Who may sign for a sealed place at this moment, the leader first; only who holds the role now."""
    holders = people.reaching(db, LEADS_TASK_FORCE, seal.path)
    on_roster = db.all(_ON_DUTY, at_place=seal.place_id, at_post=LEADS_TASK_FORCE, moment=now)
    if not on_roster:
        return sorted(
            (Leader(one, "leader" if one.name == seal.leader_name else "deputy") for one in holders),
            key=lambda leader: RANKS.index(leader.rank),
        )
    found: dict[int | None, Leader] = {}
    for rank, name in on_roster:
        for one in holders:
            if one.name == name:
                found.setdefault(one.person_id, Leader(one, rank))
    return list(found.values())


def rank_of(db: Db, seal: Seal, person_id: int, now: int) -> Rank | None:
    """As what somebody may sign for a sealed place at this moment; None where they may not."""
    return next((one.rank for one in leading(db, seal, now) if one.person_id == person_id), None)
