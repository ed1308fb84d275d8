"""Regions of China by whatever the office calls them: 开鲁县, 通辽市开鲁县, 内蒙古通辽开鲁."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from knowledge.language.place_names import short_name
from knowledge.regions import Region, all_regions, ancestors


def regions_named(words: str) -> tuple[Region, ...]:
    """Every region that may be meant by its name, with or without those above it; a full name goes before a short one."""
    full, short = _by_name()
    return full.get(words) or short.get(words) or ()


@cache
def _by_name() -> tuple[Mapping[str, tuple[Region, ...]], Mapping[str, tuple[Region, ...]]]:
    """Regions by their own full names and by their short ones, both with the names above before them or not."""
    by_full: dict[str, dict[str, Region]] = defaultdict(dict)
    by_short: dict[str, dict[str, Region]] = defaultdict(dict)
    for region in all_regions().values():
        for before in set(_names_above(region)):
            by_full[f"{before}{region.name}"][region.code] = region
            if short := short_name(region):
                by_short[f"{before}{short}"][region.code] = region
    kept = ({name: tuple(found.values()) for name, found in names.items()} for names in (by_full, by_short))
    full, short_ones = kept
    return full, short_ones


def _names_above(region: Region) -> Iterator[str]:
    above = [("", one.name, short_name(one) or "") for one in ancestors(region.code)]
    return ("".join(chosen) for chosen in product(*above))
