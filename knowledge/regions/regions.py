"""Provinces, prefectures and counties of China, read from `regions.csv` when first asked for (GB/T 2260).

A code has six digits, two for each level: 15 内蒙古自治区, 1505 通辽市, 150522 科尔沁左翼后旗. The four cities under
the central government have counties but no prefecture, and a few counties stand directly under their province.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

RegionLevel = Literal["province", "prefecture", "county"]

TABLE = Path(__file__).with_name("regions.csv")
_HEADER = "code,name"
_CODE_LENGTH = 6


class BadRegionTable(ValueError):
    """The table of regions breaks its own rules; says in which line and how."""


@dataclass(frozen=True, slots=True)
class Region:
    """One unit: its six-digit code, its standard name, its level, and its name with those of all units above it."""

    code: str
    name: str
    level: RegionLevel
    full_name: str

    def contains(self, other: "Region") -> bool:
        """Whether the other unit is this one or lies within it."""
        return other.code.startswith(self.prefix)

    @property
    def prefix(self) -> str:
        """The digits of the code that all units within share: 15, 1505, 150522."""
        return self.code[: {"province": 2, "prefecture": 4, "county": 6}[self.level]]


def region(code: str) -> Region:
    """The region of a six-digit code; raises KeyError for a code that the table does not have."""
    return all_regions()[code]


def ancestors(code: str) -> tuple[Region, ...]:
    """The units above a code, the province first; empty for a province. Raises KeyError for an unknown code."""
    table = all_regions()
    own = table[code]
    above = (table.get(code[:2] + "0000"), table.get(code[:4] + "00"))
    return tuple(unit for unit in above if unit is not None and unit is not own)


@cache
def all_regions() -> Mapping[str, Region]:
    """Every region by its code, in the order of the codes."""
    return load_regions(TABLE)


def load_regions(path: Path) -> Mapping[str, Region]:
    """Read a table of `code,name` lines sorted by code; raises BadRegionTable for anything that does not fit."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0] != _HEADER:
        raise BadRegionTable(f"{path.name}:1: the first line must be {_HEADER!r}")
    table: dict[str, Region] = {}
    last = ""
    for number, line in enumerate(lines[1:], start=2):
        code, comma, name = line.partition(",")
        if not (comma and len(code) == _CODE_LENGTH and code.isascii() and code.isdigit() and name.isalpha()):
            raise BadRegionTable(f"{path.name}:{number}: expected six digits, a comma and a name")
        if code <= last:
            raise BadRegionTable(f"{path.name}:{number}: code {code} repeats or stands out of order")
        table[code] = _placed(code, name, table, f"{path.name}:{number}")
        last = code
    return MappingProxyType(table)


def _placed(code: str, name: str, table: Mapping[str, Region], where: str) -> Region:
    """A region under those read before it, which sorting guarantees to be the ones above it."""
    if code.endswith("0000"):
        return Region(code, name, "province", name)
    province = table.get(code[:2] + "0000")
    if province is None:
        raise BadRegionTable(f"{where}: no province for code {code}")
    if code.endswith("00"):
        return Region(code, name, "prefecture", province.name + name)
    above = table.get(code[:4] + "00", province)
    return Region(code, name, "county", above.full_name + name)
