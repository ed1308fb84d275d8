"""Who is on duty 值班表 (clauses 3.4.1, 3.4.3): at present who leads the task force of a sealed place at which hour.

The right to sign follows the roster (DESIGN 6.3). A leader or deputy counts for an hour when an entry of that hour names
them and they hold the role for a place that covers the seal at that very moment. Where no entry is there for the hour,
all who hold the role do, the leader whom the seal names first.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, or_, select

from ledger import people
from ledger.database import Db
from ledger.people import Recipient
from ledger.seals import Seal
from ledger.statement import Statement, insert
from ledger.tables import roster

Rank = Literal["leader", "deputy"]
RANKS: tuple[Rank, ...] = ("leader", "deputy")
LEADS_TASK_FORCE = "task_force_leader"

_ADD = insert(roster, "place_id", "post", "rank", "name", "from_at", "until_at", "filed_at", "filed_by", returning="id")
_ON_DUTY = Statement(
    select(roster.c.rank, roster.c.name)
    .where(
        roster.c.place_id == bindparam("at_place"),
        roster.c.post == bindparam("at_post"),
        roster.c.from_at <= bindparam("moment"),
        or_(roster.c.until_at.is_(None), roster.c.until_at > bindparam("moment")),
    )
    .order_by(roster.c.rank.desc(), roster.c.id)  # leader before deputy
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


def enter(db: Db, place_id: int, rank: Rank, name: str, from_at: int, until_at: int | None, now: int, who: str) -> int:
    """Put a leader or deputy on the roster of a place, by name: bound already or not. Returns the entry's id."""
    row_id: int = db.value(
        _ADD,
        place_id=place_id,
        post=LEADS_TASK_FORCE,
        rank=rank,
        name=name,
        from_at=from_at,
        until_at=until_at,
        filed_at=now,
        filed_by=who,
    )
    return row_id


def leading(db: Db, seal: Seal, now: int) -> list[Leader]:
    """Who may sign for a sealed place at this moment, the leader first; only who holds the role now."""
    holders = people.reaching(db, LEADS_TASK_FORCE, seal.path)
    on_duty = db.all(_ON_DUTY, at_place=seal.place_id, at_post=LEADS_TASK_FORCE, moment=now)
    if not on_duty:
        return sorted(
            (Leader(one, "leader" if one.name == seal.leader_name else "deputy") for one in holders),
            key=lambda leader: RANKS.index(leader.rank),
        )
    found: dict[int | None, Leader] = {}
    for rank, name in on_duty:
        for one in holders:
            if one.name == name:
                found.setdefault(one.person_id, Leader(one, rank))
    return list(found.values())


def rank_of(db: Db, seal: Seal, person_id: int, now: int) -> Rank | None:
    """As what somebody may sign for a sealed place at this moment; None where they may not."""
    return next((one.rank for one in leading(db, seal, now) if one.person_id == person_id), None)
