"""Doors in a list: in the order in which somebody walks past them, and by their short names."""

import re

from ledger.places import parts


def walking_order(address: str) -> tuple[tuple[int, str], ...]:
    """What doors are sorted by: 6号楼 before 12号楼, 301 before 1001."""
    return tuple((int(number) if number else 0, rest) for number, rest in re.findall(r"(\d*)(\D*)", address))


def spoken_door(address: str) -> str:
    """A door as somebody says it who knows the community: 6号楼2单元301."""
    known = parts(address)
    return "".join(part for part in (known.building, known.unit, known.room) if part) or address
