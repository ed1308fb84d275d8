"""Hours of a sealed place's roster that nobody covers 缺岗 (clauses 3.4.1, 3.4.3): its gate is guarded round the clock.

An hour is covered by an entry for the place itself, for one that it lies in, or for a gate within it, whoever is named
there; who stands in (备班) covers nothing, since they are called only when the other does not come.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger import seals
from ledger.database import Db
from ledger.duty import roster
from ledger.duty.roster import Entry
from ledger.places import root_path
from ledger.seals import Seal

# Posts that are staffed at every hour of a sealed place: its gate, as the plan wants (the rule duty_cover), and whoever
# leads it, since an exit may need a signature at any hour.
ROUND_THE_CLOCK = ("gate_guard", "task_force_leader")


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours (ms UTC) in which a post of a sealed place has nobody on the roster."""

    place_id: int
    path: str
    address: str
    post: str
    from_at: int
    until_at: int

    @property
    def spoken(self) -> str:
        """The place as people read it."""
        return self.address.replace("/", "")


def gaps(db: Db, since: int, until: int, scope: str | None = None, posts: Sequence[str] = ROUND_THE_CLOCK) -> list[Gap]:
    """The uncovered hours between two moments (ms UTC) of the places sealed now, within a scope (a path) or everywhere.

    Hours before a place was sealed are none. By place, post and hour.
    """
    sealed = seals.within(db, root_path(db) if scope is None else scope)
    if not sealed:
        return []
    found: list[Gap] = []
    for post in posts:
        entries = [one for one in roster.of_post(db, post, since, until) if one.rank == "leader"]
        for seal in sealed:
            begins = max(since, seal.sealed_at)
            hours = uncovered(begins, until, ((one.from_at, one.until_at) for one in entries if covers(one, seal)))
            found += [Gap(seal.place_id, seal.path, seal.address, post, *one) for one in hours]
    return sorted(found, key=lambda gap: (gap.path, gap.post, gap.from_at))


def uncovered(begins: int, ends: int, hours: Iterable[tuple[int, int | None]]) -> list[tuple[int, int]]:
    """The stretches between two moments (ms UTC) that none of the hours covers; without an end they go on."""
    found: list[tuple[int, int]] = []
    for from_at, until_at in sorted(hours, key=lambda one: one[0]):
        if begins < min(from_at, ends):
            found.append((begins, min(from_at, ends)))
        begins = max(begins, ends if until_at is None else until_at)
    if begins < ends:
        found.append((begins, ends))
    return found


def covers(entry: Entry, seal: Seal) -> bool:
    """Whether an entry is for a sealed place, for one that it lies in, or for a gate within it."""
    return seal.path.startswith(entry.path) or entry.path.startswith(seal.path)
