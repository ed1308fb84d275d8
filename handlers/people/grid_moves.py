"""6号楼归2网格: the community's lead or the office puts a building, a 组 or a compound into one of several grids (3.1).

From then on the grid's workers look after everybody who lives there; who lives there and what was filed stay as they are.
"""

import re
from dataclasses import dataclass

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from knowledge.language.addresses import find_address
from knowledge.language.numbers import parse_chinese_number
from ledger import outbox, people, places
from ledger.places import Place, UnknownPlace
from ledger.records import compact

_INTO_GRID = re.compile(
    r"(?:把|将)?(.{2,20}?)(?:都|整个)?(?:归到?|归入|归给|划到|划归|划给|划入|放到|放进)"
    r"第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})号?网格(?:管|里|吧|了|负责)?[。!]?"
)


@dataclass(frozen=True, slots=True)
class _Named:
    """What is to be put into a grid, as said: the community, where it was named, and what stands directly in it."""

    community: str | None
    name: str


def _put(turn: Turn, match: re.Match[str]) -> str:
    scopes = rights.led(turn)
    if not scopes:
        return turn.render("grid_not_yours")
    named = _named(turn, match[1])
    if named is None:
        return turn.render("grid_what")
    community = _community(turn, named, scopes)
    if community is None:
        return turn.render("grid_which_community", name=named.name)
    grid = places.find(turn.db, f"{community.name}/{parse_chinese_number(match[2])}网格")
    if grid is None:
        grids = [one.name for one in places.grids_of(turn.db, community)]
        return turn.render("grid_unknown", community=community.name, number=match[2], grids=grids)
    try:
        moved = places.ensure(turn.db, f"{community.name}/{named.name}")
        before = places.put_into_grid(turn.db, moved, grid)
    except UnknownPlace:
        return turn.render("grid_what")
    return _said(turn, community, places.get(turn.db, moved.id), grid, before)


def _said(turn: Turn, community: Place, moved: Place, grid: Place, before: Place | None) -> str:
    """Write the move down, tell the grid's workers, and say back what is so now."""
    facts = {
        "place": moved.address.replace("/", ""),
        "people": people.count_in(turn.db, moved.path),
        "grid": grid.name,
        "before": before.name if before is not None else "",
    }
    if before is not None and before.id == grid.id:
        return turn.render("grid_as_before", **facts)
    detail = {"place": moved.address, "grid": grid.address, "before": before.address if before else None}
    turn.note("put into grid", f"place:{moved.id}", compact(detail))
    workers = people.grid_workers_for(turn.db, grid.path)
    outbox.tell(
        turn.db,
        workers,
        key=f"grid:{moved.id}:{grid.id}:{turn.message.key.hex()}",
        kind="reminder",
        body=turn.render("grid_moved_for_worker", **facts),
        about=f"place:{moved.id}",
        now=turn.now,
        template="task",
    )
    told = any(worker.openid is not None for worker in workers)
    return turn.render("grid_moved", workers=[worker.name for worker in workers], told=told, **facts)


def _named(turn: Turn, words: str) -> _Named | None:
    """The place in the words; None where it is no whole building, 组, compound or house."""
    communities = [one.name for one in turn.house.plan.places]
    found = find_address(words)
    if found is not None and found.unit is None and found.span == (0, len(words)):
        name = found.building if found.room is None else found.room if found.building is None else None
        if name is not None:
            return _Named(found.community, name)
    community = next((name for name in communities if words.startswith(name)), None)
    name = words.removeprefix(community or "")
    return _Named(community, name) if places.kind_of(name) in {"building", "group", "compound", "household"} else None


def _community(turn: Turn, named: _Named, scopes: list[str]) -> Place | None:
    """The community that is meant, within what the writer leads; None where it is not said and not plain."""
    communities = [places.find(turn.db, one.name) for one in turn.house.plan.places]
    led = [one for one in communities if one is not None and any(one.path.startswith(scope) for scope in scopes)]
    meant = [one for one in led if named.community in {None, one.name}]
    return meant[0] if len(meant) == 1 else None


commands = (Command("put_into_grid", _INTO_GRID, _put),)
