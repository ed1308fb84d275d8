"""Places below a community by their numbers: 6号楼和7号楼, 3到6号楼, 6号楼1、2单元, 3组, 1网格. Text is normalised."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.language.small_numbers import FIGURES, small_number

_NUMBER = rf"(?:\d{{1,3}}|[{FIGURES}]{{1,3}})"
_AND = r"[、,和跟]"
_UP_TO = r"[到至\-~]"
_SEVERAL = rf"{_NUMBER}(?:号?楼?栋?(?:{_AND}|{_UP_TO}){_NUMBER})*"
_GRID = re.compile(rf"第?(?P<numbers>{_SEVERAL})号?网格")
_BUILDING = re.compile(rf"(?P<numbers>{_SEVERAL})(?:号楼|栋楼?|幢楼?)")
_LETTER = re.compile(r"(?P<letter>[A-Fa-f])(?:座|栋|号楼)")
_GROUP = re.compile(rf"(?P<numbers>{_SEVERAL})(?:组|队)")
_UNIT = re.compile(rf"(?P<numbers>{_SEVERAL})单元")
_BETWEEN = re.compile(r"[ 、,的和跟/]?")
_BEFORE = re.compile(rf"(?<![0-9{FIGURES}百.])")
# 两栋楼, 消毒了3栋: so many, and none by its number.
_A_COUNT = re.compile(r"两[栋幢]|(?<=[了共])\d{1,2}[栋幢]")
_RUN = re.compile(rf"(?P<one>{_NUMBER})(?:号?楼?栋?{_UP_TO}(?P<last>{_NUMBER}))?")
# More than so many in one breath is a slip or a joke.
_MOST = 40


@dataclass(frozen=True, slots=True)
class NumberedPlaces:
    """Places as parts of an address (6号楼, 6号楼/2单元, 3组, 1网格), in order, and where the text names them."""

    parts: tuple[str, ...]
    span: tuple[int, int]


def at(text: str, place: int, *, in_village: bool | None = None) -> NumberedPlaces | None:
    """What is named exactly here; groups only in a village, buildings only elsewhere, or both where that is not known."""
    patterns = [_GRID]
    patterns += [] if in_village is True else [_BUILDING, _LETTER]
    patterns += [] if in_village is False else [_GROUP]
    match = next((one for pattern in patterns if (one := pattern.match(text, place)) is not None), None)
    if match is None:
        return None
    if match.re is _LETTER:
        return NumberedPlaces((f"{match['letter'].upper()}座",), match.span())
    name = {_GRID: "网格", _GROUP: "组"}.get(match.re, "号楼")
    parts = [f"{number}{name}" for number in numbers(match["numbers"])]
    units = _UNIT.match(text, past(text, match.end())) if name == "号楼" and len(parts) == 1 else None
    if units is None:
        return NumberedPlaces(tuple(parts), match.span())
    below = tuple(f"{parts[0]}/{number}单元" for number in numbers(units["numbers"]))
    return NumberedPlaces(below, (match.start(), units.end()))


def find_all(text: str) -> Iterator[NumberedPlaces]:
    """Every place that is named by number, from left to right."""
    place = 0
    while place < len(text):
        is_named = _BEFORE.match(text, place) is not None and _A_COUNT.match(text, place) is None
        found = at(text, place) if is_named else None
        if found is not None and found.parts:
            yield found
        place = found.span[1] if found is not None else place + 1


def past(text: str, end: int, signs: re.Pattern[str] = _BETWEEN) -> int:
    """Where the text goes on behind what may stand between two places."""
    between = signs.match(text, end)
    return between.end() if between is not None else end


def numbers(said: str) -> list[int]:
    """The numbers of 6、7 and of 3到6; nothing of a run that is none."""
    found: list[int] = []
    for run in _RUN.finditer(said):
        first, last = _number(run["one"]), _number(run["last"]) if run["last"] else None
        if first is None or (run["last"] and (last is None or not first < last <= first + _MOST)):
            return []
        found += [first] if last is None else range(first, last + 1)
    return [number for number in dict.fromkeys(found) if number][:_MOST]


def _number(said: str) -> int | None:
    return int(said) if said.isascii() else small_number(said)
