"""The gates of sealed places (clause 3.4.1): who guards which, and whether it is sealed at present.

A gate is what a guard's role names; the seal is the one that covers it, or the first that lies within it.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from ledger import seals
from ledger.database import Db
from ledger.people import Recipient
from ledger.places import path_end
from ledger.seals import Seal
from ledger.statement import Statement
from ledger.tables import account, person, place, role

GUARD = "gate_guard"

_IN_FORCE = (role.c.kind == GUARD, role.c.until_at.is_(None))
_OF_PERSON = Statement(
    select(place.c.id, place.c.path, place.c.address)
    .select_from(role.join(place, place.c.id == role.c.place_id))
    .where(role.c.person_id == bindparam("who"), *_IN_FORCE)
    .order_by(role.c.id)
)
_POSTED = (
    select(account.c.openid, person.c.id, person.c.name, place.c.id, place.c.path, place.c.address)
    .select_from(
        role.join(place, place.c.id == role.c.place_id)
        .join(person, person.c.id == role.c.person_id)
        .outerjoin(account, account.c.person_id == person.c.id)
    )
    .where(*_IN_FORCE)
    .order_by(place.c.path, person.c.id)
)
_ALL = Statement(_POSTED)
_WITHIN = Statement(_POSTED.where(place.c.path >= bindparam("low"), place.c.path < bindparam("high")))


@dataclass(frozen=True, slots=True)
class Gate:
    """A guarded place, and the closed management under which it is; None where it is open."""

    place_id: int
    path: str
    address: str
    seal: Seal | None

    @property
    def spoken(self) -> str:
        """The place as people read it."""
        return self.address.replace("/", "")


@dataclass(frozen=True, slots=True)
class Post:
    """A guard, and the gate at which they stand."""

    guard: Recipient
    gate: Gate


def gates_of(db: Db, person_id: int) -> list[Gate]:
    """The gates that somebody guards."""
    return [_gate(db, *row) for row in db.all(_OF_PERSON, who=person_id)]


def gate_at(db: Db, place_id: int, path: str, address: str) -> Gate:
    """The gate of a place, guarded or not."""
    return _gate(db, place_id, path, address)


def posts(db: Db, scope: str | None = None) -> list[Post]:
    """Every guard with an account or without, within a scope (a path) or everywhere; each once for a gate."""
    rows = db.all(_ALL) if scope is None else db.all(_WITHIN, low=scope, high=path_end(scope))
    found: dict[tuple[int, int], Post] = {}
    for openid, person_id, name, *where in rows:
        known = found.get((person_id, where[0]))
        if known is None or known.guard.openid is None:
            found[person_id, where[0]] = Post(Recipient(openid, person_id, name), _gate(db, *where))
    return list(found.values())


def _gate(db: Db, place_id: int, path: str, address: str) -> Gate:
    seal = seals.covering(db, path) or next(iter(seals.within(db, path)), None)
    return Gate(place_id, path, address, seal)
