"""The place tree (DESIGN 3, 6.5): subdistrict → community or village → grid → building or 组 → unit → household.

An address is how people say a place, `永茂社区/6号楼/2单元/301`, without the grid; a path is the chain of ids from the
root, `1.2.17.`, with the grid, and is what rights are checked by: a scope is a prefix of paths. A building belongs to a
grid; while its community has just one, to that one. One that is in no grid yet is the whole community's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, func, select, update

from ledger.database import Db
from ledger.statement import Statement, insert
from ledger.tables import place

COMMUNITY_KINDS = ("community", "village")
_KINDS = (
    (re.compile(r"[0-9]{1,3}网格"), "grid"),
    (re.compile(r"[0-9]{1,3}组"), "group"),
    (re.compile(r"[0-9A-Z]{1,4}(?:号楼|栋|幢)"), "building"),
    (re.compile(r"[0-9]{1,2}单元"), "unit"),
    (re.compile(r"[0-9A-Z-]{1,8}号?"), "household"),
    (re.compile(r"\S{1,20}(?:小区|苑|园|学校|工地|宾馆|酒店|超市|厂)"), "compound"),
)
# Which kinds may stand directly below which, as people say addresses (the grid is not said).
_BELOW = {
    "community": ("grid", "group", "building", "compound", "household"),
    "village": ("grid", "group", "building", "compound", "household"),
    "grid": (),
    "compound": ("building", "household"),
    "group": ("household",),
    "building": ("unit", "household"),
    "unit": ("household",),
    "household": (),
}


class UnknownPlace(Exception):
    """The address names no place of the subdistrict, or one that cannot be; the text says what would be right."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree."""

    id: int
    kind: str
    name: str
    address: str
    path: str


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address as the records carry them; what is not known is None."""

    community: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None

    def text(self) -> str:
        """The address as a key of the tree: the parts that are known, joined by `/`."""
        return "/".join(part for part in (self.community, self.building, self.unit, self.room) if part)

    def spoken(self) -> str:
        """The address as people read it, without separators."""
        return self.text().replace("/", "")


_COLUMNS = (place.c.id, place.c.kind, place.c.name, place.c.address, place.c.path)
_BY_ADDRESS = Statement(select(*_COLUMNS).where(place.c.address == bindparam("address")))
_BY_ID = Statement(select(*_COLUMNS).where(place.c.id == bindparam("id")))
_INSERT = insert(place, "parent_id", "kind", "name", "address", "path", returning="id")
# By the parent's path as it is now: whoever moves the parent meanwhile is waited for at the insert (foreign key).
_PARENT = place.alias("parent")
_SET_PATH = Statement(
    update(place)
    .where(place.c.id == bindparam("row"))
    .values(
        path=func.coalesce(
            select(_PARENT.c.path).where(_PARENT.c.id == place.c.parent_id).correlate(place).scalar_subquery(), ""
        ).concat(bindparam("own_part"))
    )
    .returning(place.c.path)
)
_CHILDREN = Statement(select(*_COLUMNS).where(place.c.parent_id == bindparam("parent_id")).order_by(place.c.address))
_MOVE = Statement(
    update(place)
    .where(place.c.path >= bindparam("low"), place.c.path < bindparam("high"))
    .values(path=bindparam("onto").concat(func.substr(place.c.path, bindparam("keep_from"))))
)
# On PostgreSQL this waits for whoever is adding something below; the move then sees it.
_LOCK = Statement(
    select(place.c.id).where(place.c.path >= bindparam("low"), place.c.path < bindparam("high")).with_for_update()
)
_SET_PARENT = Statement(update(place).where(place.c.id == bindparam("row")).values(parent_id=bindparam("parent")))


def path_end(path: str) -> str:
    """The end (exclusive) of the range of paths that begin with `path`: `/` follows `.` in ASCII."""
    return path[:-1] + "/"


def root_path(db: Db) -> str:
    """The path of the subdistrict itself, within which everything lies."""
    root = find(db, "")
    if root is None:
        raise UnknownPlace("the place tree is empty")
    return root.path


def ancestor_ids(path: str) -> list[int]:
    """The ids on a path, root first, the place itself last."""
    return [int(part) for part in path.split(".")[:-1]]


@lru_cache(maxsize=65_536)
def parts(address: str) -> Address:
    """The parts of an address key; a grid's address has only its community."""
    known: dict[str, str] = {}
    names = address.split("/") if address else []
    for level, name in enumerate(names):
        kind = "community" if level == 0 else kind_of(name)
        field = {
            "community": "community",
            "group": "building",
            "building": "building",
            "unit": "unit",
            "household": "room",
        }.get(kind or "")
        if field:
            known[field] = name
    return Address(**known)


def kind_of(name: str) -> str | None:
    """What kind of place below a community a name is, None where it is none."""
    for pattern, kind in _KINDS:
        if pattern.fullmatch(name):
            return kind
    return None


def find(db: Db, address: str) -> Place | None:
    """The place with this address, if it is in the tree."""
    row = db.one(_BY_ADDRESS, address=address)
    return None if row is None else Place(*row)


def get(db: Db, place_id: int) -> Place:
    """The place with this id, which exists."""
    row = db.one(_BY_ID, id=place_id)
    if row is None:
        raise UnknownPlace(f"no place {place_id}")
    return Place(*row)


def seed(db: Db, subdistrict: str, communities: Iterable[tuple[str, str]]) -> None:
    """Put the subdistrict and its (name, kind) communities and villages into the tree where they are missing."""
    root = find(db, "") or _add(db, None, "subdistrict", subdistrict, "")
    for name, kind in communities:
        if find(db, name) is None:
            _add(db, root, kind, name, name)


def ensure(db: Db, address: str) -> Place:
    """The place with this address; buildings, units and households are added when first named.

    Raises UnknownPlace where the first part is no community or village of the subdistrict, or a part cannot stand
    where it stands.
    """
    found = find(db, address)
    if found is not None:
        return found
    names = address.split("/")
    current = find(db, names[0]) if names[0] else None
    if current is None:
        raise UnknownPlace(f"{address}: {names[0] or 'nothing'} is no community or village of this subdistrict")
    for depth, name in enumerate(names[1:], start=2):
        below = find(db, "/".join(names[:depth]))
        if below is None:
            kind = kind_of(name)
            if kind is None or kind not in _BELOW[current.kind]:
                raise UnknownPlace(
                    f"{address}: {name} cannot stand there; "
                    "write 永茂社区/6号楼/2单元/301, 二号村/3组/12号 or 永茂社区/1网格"
                )
            below = _add_below(db, current, kind, name, "/".join(names[:depth]))
        current = below
    return current


def grids_of(db: Db, community: Place) -> list[Place]:
    """The grids of a community or village."""
    return [child for child in _children(db, community) if child.kind == "grid"]


def put_into_grid(db: Db, moved: Place, grid: Place) -> Place | None:
    """Put a building, 组, compound or house with all that lies below it into a grid of its community.

    Returns the grid in which it was before, None where it was in none. Raises UnknownPlace where it is no such place.
    """
    parent = get(db, ancestor_ids(moved.path)[-2]) if len(ancestor_ids(moved.path)) > 1 else moved
    community = get(db, ancestor_ids(grid.path)[-2])
    is_directly_in = parent.id == community.id or (parent.kind == "grid" and parent.path.startswith(community.path))
    if grid.kind != "grid" or moved.kind == "grid" or not is_directly_in:
        raise UnknownPlace(
            f"{moved.address}: cannot be put into {grid.address}; "
            "a building, 组, compound or house goes as a whole into a grid of its own community"
        )
    if parent.id != grid.id:
        _move(db, moved, parent, grid)
    return None if parent.id == community.id else parent


def _add_below(db: Db, parent: Place, kind: str, name: str, address: str) -> Place:
    if parent.kind not in COMMUNITY_KINDS:
        return _add(db, parent, kind, name, address)
    grids = grids_of(db, parent)
    if kind == "grid":
        added = _add(db, parent, kind, name, address)
        if not grids:
            _adopt(db, parent, added)
        return added
    home = grids[0] if len(grids) == 1 else parent
    return _add(db, home, kind, name, address)


def _adopt(db: Db, community: Place, grid: Place) -> None:
    """A community's first grid takes the buildings that were there before it."""
    for child in _children(db, community):
        if child.id != grid.id:
            _move(db, child, community, grid)


def _move(db: Db, moved: Place, parent: Place, onto: Place) -> None:
    """Hang a place with all that lies below it onto another one."""
    db.all(_LOCK, low=moved.path, high=path_end(moved.path))
    db.run(_SET_PARENT, row=moved.id, parent=onto.id)
    db.run(_MOVE, low=moved.path, high=path_end(moved.path), onto=onto.path, keep_from=len(parent.path) + 1)


def _children(db: Db, parent: Place) -> list[Place]:
    return [Place(*row) for row in db.all(_CHILDREN, parent_id=parent.id)]


def _add(db: Db, parent: Place | None, kind: str, name: str, address: str) -> Place:
    # The path needs the id: it is set in a second step, unique all the while.
    new_id = db.value(
        _INSERT, parent_id=parent.id if parent else None, kind=kind, name=name, address=address, path=f"new {address}"
    )
    path = db.value(_SET_PATH, row=new_id, own_part=f"{new_id}.")
    return Place(new_id, kind, name, address, path)
