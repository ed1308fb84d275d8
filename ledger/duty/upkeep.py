"""What of the sealed places was disinfected on a day, and of what the rubbish was taken away (clause 3.4.4: each day).

The spots are the buildings of a sealed place (in a village its groups), or the place itself where it has none. A spot is
done by an entry for it, for what it lies in, or for each of its units. The plan names no spots; what is finer is in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select

from knowledge.times import DAY, business_day, day_start
from ledger import seals
from ledger.database import Db
from ledger.places import path_end, root_path
from ledger.seals import Seal
from ledger.statement import Statement
from ledger.tables import disinfection_log, place

KINDS = ("disinfection", "rubbish")
_SPOTS = Statement(
    select(place.c.kind, place.c.path, place.c.address)
    .where(
        place.c.path >= bindparam("low"),
        place.c.path < bindparam("high"),
        or_(place.c.kind == "building", place.c.kind == "group", place.c.kind == "unit"),
    )
    .order_by(place.c.path)
)
_DONE = Statement(
    select(place.c.path, disinfection_log.c.kind, disinfection_log.c.end_at, disinfection_log.c.person)
    .select_from(disinfection_log.join(place, place.c.id == disinfection_log.c.place_id))
    .where(
        disinfection_log.c.day >= bindparam("first_day"),
        disinfection_log.c.day <= bindparam("last_day"),
        disinfection_log.c.end_at > bindparam("since"),
        disinfection_log.c.end_at <= bindparam("until"),
        disinfection_log.c.status == "done",
    )
    .order_by(disinfection_log.c.end_at, disinfection_log.c.id)
)


@dataclass(frozen=True, slots=True)
class Deed:
    """That something was done: when (ms UTC) and by whom."""

    at: int
    person: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A building of a sealed place and what was done there on the day, the last of each kind; None for what was not."""

    path: str
    address: str
    sealed: str
    disinfection: Deed | None
    rubbish: Deed | None

    @property
    def spoken(self) -> str:
        """The place as people read it."""
        return self.address.replace("/", "")

    def done(self, kind: str) -> Deed | None:
        """What was done of a kind."""
        return self.disinfection if kind == "disinfection" else self.rubbish


@dataclass(frozen=True, slots=True)
class _Entry:
    path: str
    kind: str
    deed: Deed


def of_day(db: Db, day: str, scope: str | None = None) -> list[Spot]:
    """The spots of all places sealed now, within a scope (a path) or everywhere, and what was done there on a day (ISO).

    Of two seals that cover a spot it belongs to the nearest one.
    """
    since = day_start(date.fromisoformat(day))
    scope = root_path(db) if scope is None else scope
    around = seals.covering(db, scope)
    sealed = {one.path: one for one in [*([around] if around is not None else []), *seals.within(db, scope)]}
    spots: dict[str, Spot] = {}
    for path in sorted(sealed):  # the nearest last
        for spot in of_seal(db, sealed[path], since, since + DAY):
            if spot.path.startswith(scope) or scope.startswith(spot.path):
                spots[spot.path] = spot
    return [spots[path] for path in sorted(spots)]


def of_seal(db: Db, seal: Seal, since: int, until: int) -> list[Spot]:
    """The spots of a sealed place, and what was done there after one moment (ms UTC) and up to another."""
    first, last = (business_day(moment).isoformat() for moment in (since, until))
    done = db.all(_DONE, first_day=first, last_day=last, since=since, until=until)
    entries = [_Entry(path, kind, Deed(at, person)) for path, kind, at, person in done]
    rows = db.all(_SPOTS, low=seal.path, high=path_end(seal.path))
    units = [path for kind, path, _ in rows if kind == "unit"]
    buildings = [(path, address) for kind, path, address in rows if kind != "unit"] or [(seal.path, seal.address)]
    return [
        Spot(
            path,
            address,
            seal.address,
            *(_done(path, [unit for unit in units if unit.startswith(path)], kind, entries) for kind in KINDS),
        )
        for path, address in buildings
    ]


def missing(spots: Iterable[Spot], kind: str) -> list[Spot]:
    """The spots where a kind of it was not done."""
    return [spot for spot in spots if spot.done(kind) is None]


def _done(path: str, units: list[str], kind: str, entries: list[_Entry]) -> Deed | None:
    """The last entry that does a spot; one for a part of it counts only with those for all its other parts."""
    of_kind = [one for one in entries if one.kind == kind]
    whole = [one for one in of_kind if path.startswith(one.path)]
    parts = [one for one in of_kind if one.path.startswith(path) and one.path != path]
    is_done_in_parts = bool(parts) and all(any(unit.startswith(one.path) for one in parts) for unit in units)
    done = [*whole, *(parts if is_done_in_parts else [])]
    return max((one.deed for one in done), key=lambda deed: deed.at, default=None)
