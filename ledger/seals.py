"""Sealed places 封闭管理 (clause 3.4.1): which places are under closed management, since when and led by whom.

Of two seals that cover a place (a community and one of its buildings) the nearest one counts. The kind (封控, 管控, 防范)
and the order's number stand with the seal where somebody gave them; the plan itself knows one closed management.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, exists, func, select, update

from ledger.database import Db
from ledger.places import Place, path_end
from ledger.statement import Statement, insert
from ledger.tables import place, seal

# lockdown 封控区, control 管控区, caution 防范区
KINDS = ("lockdown", "control", "caution")

_SEEN = (
    seal.c.id,
    seal.c.place_id,
    place.c.address,
    place.c.path,
    seal.c.leader_name,
    seal.c.kind,
    seal.c.order_number,
    seal.c.sealed_at,
)
_IN_FORCE = (
    select(*_SEEN).select_from(seal.join(place, place.c.id == seal.c.place_id)).where(seal.c.unsealed_at.is_(None))
)
_COVERING = Statement(
    _IN_FORCE.where(func.substr(bindparam("path"), 1, func.length(place.c.path)) == place.c.path)
    .order_by(func.length(place.c.path).desc())
    .limit(1)
)
_OPEN_SEAL, _SEALED = seal.alias("seal_in_force"), place.alias("place_under_seal")
_WITHIN = Statement(
    _IN_FORCE.where(place.c.path >= bindparam("low"), place.c.path < bindparam("high")).order_by(place.c.path)
)
_OF_PLACE = Statement(_IN_FORCE.where(seal.c.place_id == bindparam("sealed_place")))
_ADD = insert(seal, "place_id", "leader_name", "kind", "order_number", "sealed_at", returning="id")
_NAME_LEADER = Statement(
    update(seal).where(seal.c.id == bindparam("row"), seal.c.unsealed_at.is_(None)).values(leader_name=bindparam("who"))
)
_END = Statement(
    update(seal).where(seal.c.id == bindparam("row"), seal.c.unsealed_at.is_(None)).values(unsealed_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal in force: the place with all below it, the named leader of its task force, kind and order where given."""

    id: int
    place_id: int
    address: str
    path: str
    leader_name: str
    kind: str | None
    order_number: str | None
    sealed_at: int

    @property
    def spoken(self) -> str:
        """The place as people read it."""
        return self.address.replace("/", "")


def is_sealed(path: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the place of this path lies under a seal, as a condition of other queries."""
    covers = func.substr(path, 1, func.length(_SEALED.c.path)) == _SEALED.c.path
    return exists(
        select(_OPEN_SEAL.c.id)
        .join_from(_OPEN_SEAL, _SEALED, _SEALED.c.id == _OPEN_SEAL.c.place_id)
        .where(_OPEN_SEAL.c.unsealed_at.is_(None), covers)
    )


def covering(db: Db, path: str) -> Seal | None:
    """The seal under which a place (by its path) lies, the nearest of several; None where it is open."""
    row = db.one(_COVERING, path=path)
    return None if row is None else Seal(*row)


def within(db: Db, scope: str) -> list[Seal]:
    """The seals in force of places within a scope (a path)."""
    return [Seal(*row) for row in db.all(_WITHIN, low=scope, high=path_end(scope))]


def of_place(db: Db, place_id: int) -> Seal | None:
    """The seal of exactly this place."""
    row = db.one(_OF_PLACE, sealed_place=place_id)
    return None if row is None else Seal(*row)


def seal_place(db: Db, sealed: Place, leader: str, kind: str | None, order_number: str | None, now: int) -> bool:
    """Put a place under closed management; where it is already, name its leader anew. False where nothing changes.

    Another kind or order ends the seal and begins a new one: both stay on record.
    """
    known = of_place(db, sealed.id)
    if known is not None:
        same_order = kind in {None, known.kind} and order_number in {None, known.order_number}
        if same_order:
            return known.leader_name != leader and db.run(_NAME_LEADER, row=known.id, who=leader) > 0
        kind, order_number = kind or known.kind, order_number or known.order_number
        db.run(_END, row=known.id, at=now)
    db.run(_ADD, place_id=sealed.id, leader_name=leader, kind=kind, order_number=order_number, sealed_at=now)
    return True


def unseal_place(db: Db, place_id: int, now: int) -> Seal | None:
    """End the closed management of exactly this place; returns what has ended, None where it was not sealed."""
    known = of_place(db, place_id)
    if known is None or not db.run(_END, row=known.id, at=now):
        return None
    return known
