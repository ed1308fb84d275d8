"""Who of a scope has not been checked in today: 名单 for grid workers and leads (clauses 3.2, 3.4.8).

Doors and names alone, no phones. Those sealed in or under control have to check in every day and come first.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from bot.turn import Turn
from handlers.said_back import word
from ledger.checkins import rounds
from ledger.checkins.doors import spoken_door, walking_order
from ledger.checkins.rounds import Missing
from ledger.people import Role

ROSTER = re.compile(
    r"(?:看看?|查看?|发)?(?:一下)?(?:全部|未打卡|没打卡的?)?名单[ :]*(?P<building>\d{1,3}(?:号楼|栋|幢|组))?"
    r"|(?:今天|今儿|现在)?(?:[我咱俺]们?(?:这|管的?|负责的?)?(?:边|儿|里|一?片儿?|块儿?|几?栋楼?|网格)?)?(?:今天|今儿|现在)?"
    r"(?:都|还)?(?:有|剩)?(?:谁|哪些人|哪几[户家人]|哪些[户家]|几[户家人])"
    r"(?:今天)?(?:还|都)?没(?:有)?(?:打卡?|报|上报|量)[的呢啊了]?"
    r"|(?:今天)?(?:没打卡|未打卡)的?(?:人|有谁|都有谁|是谁|有哪些)?"
)
# A reply holds 2,048 bytes; what stands around the list takes the rest.
_FITS_BYTES = 1_500
_AT_MOST = 400
# How many doors are named when a list has been filed.
_NAMED = 8


def doors_missing(turn: Turn, held: Sequence[Role], day: str, first: Sequence[str]) -> dict[str, object]:
    """For the reply to a list: doors still missing, those of the buildings in `first` (addresses) before the others."""
    missing = [one for role in held for one in rounds.missing(turn.db, role.path, day, _AT_MOST)]
    reasons = {
        address: reason for role in held for address, reason in rounds.not_reached_on(turn.db, role.path, day).items()
    }
    names: dict[str, list[str]] = {address: [] for address in reasons}
    for one in missing:
        if one.name not in names.setdefault(one.address, []):
            names[one.address].append(one.name)
    order = sorted(
        names, key=lambda address: (not address.startswith(tuple(f"{each}/" for each in first)), walking_order(address))
    )
    shown = [
        {
            "where": spoken_door(address),
            "names": names[address],
            "why": word("unreached", reasons[address]) if address in reasons else "",
        }
        for address in order[:_NAMED]
    ]
    return {"doors": shown, "more": max(0, len(order) - _NAMED)}


def missing_words(turn: Turn, held: Sequence[Role], building: str | None) -> str:
    """Who has not been checked in today: in one building, or in all that the writer looks after; as many as fit a reply."""
    day = turn.said_on.isoformat()
    paths = [role.path for role in held]
    if building is not None:
        paths = [
            place.path
            for role in held
            for kind in ("building", "group")
            for place in rounds.named(turn.db, role.path, kind, building)
        ]
        if not paths:
            return turn.render("household_no_building", building=building)
    missing = [one for path in paths for one in rounds.missing(turn.db, path, day, _AT_MOST)]
    total = sum(rounds.count_missing(turn.db, path, day) for path in paths)
    shown, lines = 0, list[dict[str, object]]()
    size = 0
    for must, people in groupby(sorted(missing, key=_order), key=lambda one: one.is_due):
        for address, at_door in groupby(people, key=lambda one: one.address):
            names = [one.name for one in at_door]
            size += len(f"{spoken_door(address)} {'、'.join(names)}\n".encode())
            if size > _FITS_BYTES:
                break
            shown += len(names)
            lines.append({"where": spoken_door(address), "names": names, "must": must})
    unreached = {
        spoken_door(address): word("unreached", reason)
        for path in paths
        for address, reason in rounds.not_reached_on(turn.db, path, day).items()
    }
    return turn.render(
        "household_missing",
        building=building or "",
        registered=sum(rounds.count_residents(turn.db, path) for path in paths),
        total=total,
        must=[line for line in lines if line["must"]],
        may=[line for line in lines if not line["must"]],
        more=total - shown,
        unreached=unreached,
        nobody_registered=[door for door in list(unreached)[:_NAMED] if door not in {one["where"] for one in lines}],
    )


def _order(one: Missing) -> tuple[bool, tuple[tuple[int, str], ...]]:
    return not one.is_due, walking_order(one.address)
