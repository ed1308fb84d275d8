"""The places that the words for an audience name: 永茂6号楼和7号楼, 二号村3组, 永茂1网格. Text is normalised."""

import re

from knowledge.language.communities import Communities, CommunityFound
from knowledge.language.small_numbers import FIGURES, small_number

# Stands in the text for a place that was read.
NAMED = "\0"
_NUMBER = rf"(?:\d{{1,3}}|[{FIGURES}]{{1,3}})"
_SEVERAL = rf"{_NUMBER}(?:[、,和跟]{_NUMBER})*"
# What stands right behind a community, and what part of its address it is.
_GRID = re.compile(rf"第?(?P<numbers>{_SEVERAL})号?网格")
_BUILDING = re.compile(rf"(?P<numbers>{_SEVERAL})(?:号楼|栋楼?|幢楼?)")
_GROUP = re.compile(rf"(?P<numbers>{_SEVERAL})(?:组|队)")
_UNIT = re.compile(rf"(?P<numbers>{_SEVERAL})单元")
_BEHIND_NAME = re.compile(r"[ 的/]?")
_BETWEEN = re.compile(r"[ 、,的和跟/]?")


def places_in(text: str, communities: Communities) -> tuple[tuple[str, ...], str]:
    """The places that are named, each once, and the text with a mark in place of their names."""
    addresses: list[str] = []
    rest, behind = "", 0
    for found in communities.find_all(text):
        if found.span[0] < behind:
            continue
        parts, end = _within(text, found)
        addresses += parts
        rest += f"{text[behind : found.span[0]]}{NAMED}"
        behind = end
    return tuple(dict.fromkeys(addresses)), rest + text[behind:]


def _within(text: str, found: CommunityFound) -> tuple[list[str], int]:
    """The addresses that begin with one community, and where they end: 永茂6号楼和7号楼, 二号村3组, 永茂1网格."""
    addresses: list[str] = []
    end = found.span[1]
    patterns = (_GRID, _GROUP) if found.is_village else (_GRID, _BUILDING)
    while True:
        at = _past(text, end, _BETWEEN if addresses else _BEHIND_NAME)
        match = next((one for pattern in patterns if (one := pattern.match(text, at)) is not None), None)
        if match is None:
            break
        name = "网格" if match.re is _GRID else "组" if match.re is _GROUP else "号楼"
        parts = [f"{found.name}/{number}{name}" for number in _numbers(match["numbers"])]
        end = match.end()
        units = _UNIT.match(text, _past(text, end)) if name == "号楼" and len(parts) == 1 else None
        if units is not None:
            parts = [f"{parts[0]}/{number}单元" for number in _numbers(units["numbers"])]
            end = units.end()
        addresses += parts
    return addresses or [found.name], end


def _past(text: str, end: int, signs: re.Pattern[str] = _BETWEEN) -> int:
    between = signs.match(text, end)
    return between.end() if between is not None else end


def _numbers(said: str) -> list[int]:
    found = [int(one) if one.isascii() else small_number(one) for one in re.findall(_NUMBER, said)]
    return [number for number in found if number]
