"""`grid PLACE GRID`: put a building, a 组, a compound or a house into one of its community's grids (clause 3.1)."""

from commands.errors import Refused
from commands.wiring import Installation
from ledger import Db, audit, places
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.places import Place, UnknownPlace
from ledger.records import compact


def put_into_grid(house: Installation, address: str, grid_name: str, who: str) -> str:
    """Move a place with all that lies below it into a grid; returns where it is and was. Raises Refused."""
    if not who.strip() or not who.isprintable():
        raise Refused("--by: must be the name of whoever decides it")
    now = house.clock()

    def work(db: Db) -> str:
        moved = places.ensure(db, address)
        grid = _grid(db, address.split("/", maxsplit=1)[0], grid_name)
        before = places.put_into_grid(db, moved, grid)
        if before is not None and before.id == grid.id:
            return f"{address}: is in {grid.address} already"
        was = before.address if before is not None else None
        detail = compact({"place": address, "grid": grid.address, "before": was})
        audit.note(db, now, None, who, "put into grid", f"place:{moved.id}", detail)
        return f"{address}: in {grid.address}, before in {was or 'no grid'}"

    try:
        return house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)
    except UnknownPlace as error:
        raise Refused(str(error)) from None


def _grid(db: Db, community_name: str, said: str) -> Place:
    """The grid as said: 2, 2网格 or 永茂社区/2网格. Raises UnknownPlace naming those that are there."""
    name = f"{said}网格" if said.isdigit() else said.removeprefix(f"{community_name}/")
    found = places.find(db, f"{community_name}/{name}")
    if found is not None and found.kind == "grid":
        return found
    community = places.find(db, community_name)
    there = places.grids_of(db, community) if community is not None else []
    names = ", ".join(one.name for one in there) or "no grid yet: invite its grid worker first"
    raise UnknownPlace(f"{said}: no grid of {community_name}; there is {names}")
