"""The headings of an official text: 一、 （一） 1、, in any of the ways they are typed, and those that lost their number.

Where a number is missing, the lines in between that stand alone like headings must be just as many as the numbers that
are missing; else nobody can tell which clause is which, and the text is refused with the line.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.official.lines import BadText, Line, Text

CHAPTER, SECTION, POINT = 1, 2, 3
_NUMERAL = r"[一二三四五六七八九十]{1,3}"
_NUMBERED = (
    (CHAPTER, re.compile(rf"({_NUMERAL})[ ]?[、.．][ ]?")),
    (SECTION, re.compile(rf"[(（][ ]?({_NUMERAL})[ ]?[)）][ ]?[、.．]?[ ]?")),
    (POINT, re.compile(r"([0-9０-９]{1,2})[ ]?(?:[、．]|\.(?![0-9]))[ ]?")),
)
_SHOWN = {CHAPTER: "{}、", SECTION: "（{}）", POINT: "{}、"}
_FIGURES = {figure: place for place, figure in enumerate("一二三四五六七八九", 1)}
# A heading without its number stands alone on its line, is short, and is one sentence without a pause.
_LIKE_A_HEADING = re.compile(r"[一-鿿“”‘’、]{2,24}[。]?")


class Heading(NamedTuple):
    """A line that begins a part: its level, its number, whether the number was lost, and the words behind it."""

    line: Line
    level: int
    number: int
    is_lost: bool
    words: str


def numbered(line: Line) -> Heading | None:
    """The heading that a line is by its number; None for any other line."""
    for level, pattern in _NUMBERED:
        found = pattern.match(line.words)
        if found is not None:
            return Heading(line, level, _value(found.group(1)), False, line.words[found.end() :])
    return None


def headings(text: Text, lines: Sequence[Line]) -> list[Heading]:
    """Every heading of the lines, in order; raises BadText where the numbering cannot be followed."""
    return sorted(_Reader(text).read(lines), key=lambda one: one.line.number)


class _Reader:
    """Follows the numbers of each level from line to line.

    `_last` is the number of the open heading of each level, `_alike` the lines since then that look like headings.
    """

    def __init__(self, text: Text) -> None:
        self._text = text
        self._last: dict[int, int] = {}
        self._alike: dict[int, list[Line]] = {level: [] for level in _SHOWN}

    def read(self, lines: Sequence[Line]) -> Iterator[Heading]:
        for line in lines:
            found = numbered(line)
            if found is not None:
                yield from self._without_number(found)
                self._open(found.level, found.number)
                yield found
            elif self._last and looks_like_a_heading(line):
                for alike in self._alike.values():
                    alike.append(line)

    def _open(self, level: int, number: int) -> None:
        self._last = {above: last for above, last in self._last.items() if above < level} | {level: number}
        self._alike = {one: [] if one >= level else alike for one, alike in self._alike.items()}

    def _without_number(self, found: Heading) -> Iterator[Heading]:
        """The headings before a numbered one that lost their number."""
        expected = self._last.get(found.level, 0) + 1
        alike, above = self._alike[found.level], max((one for one in self._last if one < found.level), default=0)
        if (
            found.number == 1 and expected > 1 and above and len(alike) == 1
        ):  # it counts anew: below a heading of its own
            number = self._last[above] + 1
            self._open(above, number)
            yield Heading(alike[0], above, number, True, alike[0].words)
        elif found.number != expected:
            yield from self._between(found, expected, alike)

    def _between(self, found: Heading, expected: int, alike: Sequence[Line]) -> Iterator[Heading]:
        missing = found.number - expected
        wanted, got = shown(found.level, expected), shown(found.level, found.number)
        if missing < 0:
            raise self._bad(
                found.line, f"{got} comes where {wanted} is expected", f"number it {wanted}, or put it in order"
            )
        if len(alike) != missing:
            listed = "; ".join(f"line {line.number} {line.words}" for line in alike) or "none"
            fault = f"{got} comes where {wanted} is expected; headings without a number before it: {listed}"
            remedy = f"there must be {missing}, each alone on its line: write {wanted} before its heading"
            raise self._bad(found.line, fault, remedy)
        for place, line in enumerate(alike):
            yield Heading(line, found.level, expected + place, True, line.words)

    def _bad(self, line: Line, fault: str, remedy: str) -> BadText:
        return BadText([self._text.problem(line.number, fault, remedy)])


def looks_like_a_heading(line: Line) -> bool:
    """Whether a line stands alone as a heading does: short, and without a pause."""
    return _LIKE_A_HEADING.fullmatch(line.words) is not None


def shown(level: int, number: int) -> str:
    """A number as documents print it: 三、 （三） 3、."""
    return _SHOWN[level].format(number if level == POINT else _numeral(number))


def _value(figures: str) -> int:
    if figures.isdigit():
        return int(figures)
    tens, ten, ones = figures.rpartition("十")
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + _FIGURES.get(ones, 0)


def _numeral(number: int) -> str:
    figures = {value: figure for figure, value in _FIGURES.items()}
    tens, ones = divmod(number, 10)
    return (figures[tens] if tens > 1 else "") + ("十" if tens else "") + figures.get(ones, "")
