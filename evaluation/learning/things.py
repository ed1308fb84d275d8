"""What marked messages teach about which of the things that a message names are asked for.

A line of `texts/things` is a message in which every thing is marked: {盐}没了 is asked for, [锅]里 is only told of. The
open set teaches the same by what its requests ask for.
"""

import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from evaluation.cases import Case, load
from evaluation.learning.log_linear import Lesson, Manner, learn
from knowledge.language.leanings import Leaning
from knowledge.language.normalise import normalise
from knowledge.language.supplies import goods_line
from knowledge.language.supply_named import GoodsNamed, goods_named
from knowledge.language.supply_told import ASKED, LABELS, TOLD, signs

LEARNING = Path(__file__).parents[1] / "texts" / "things"
_MARK = re.compile(r"\{(?P<asked>[^{}\[\]]+)\}|\[(?P<told>[^{}\[\]]+)\]")
_MANNER = Manner(at_least=2, smallest=5, rounds=12, step=0.1, left_out=0.3, times=2)


class Taught(NamedTuple):
    """A thing as its message names it, by its signs, and whether it is asked for."""

    signs: Set[str]
    label: str


def taught() -> list[Taught]:
    """The things that may be learned from."""
    of_cases = [one for case in load("open") if case.intent == "supply_request" for one in _of_case(case)]
    files = sorted(LEARNING.glob("*.txt"))
    return of_cases + [one for file in files for line in _lines(file) for one in of_marked(line)]


def leanings(things: Sequence[Taught]) -> dict[str, Leaning]:
    """What they teach: for each sign that is worth it, its weights in hundredths by the label's place."""
    return learn([Lesson(one.signs, {LABELS.index(one.label): 1.0}) for one in things], len(LABELS), _MANNER)


def of_marked(marked: str) -> Iterator[Taught]:
    """The things of a message in which every thing is marked, as far as the lists know them."""
    text = _MARK.sub(lambda one: one[0][1:-1], marked)
    line = goods_line(normalise(text))
    named = goods_named(line)
    begin, labels = 0, dict[int, str]()  # of each sign of the line that is in a mark
    for mark in _MARK.finditer(marked):
        name = normalise(mark[0][1:-1])
        start = line.find(name, begin)
        if start >= 0:
            begin = start + len(name)
            labels.update(dict.fromkeys(range(start, begin), ASKED if mark["asked"] else TOLD))
    for place in _undecided(named):
        piece = named.pieces[place]
        label = {labels.get(at, "") for at in range(piece.start, piece.end)} - {""}
        if len(label) == 1:
            yield Taught(signs(line, named, place), label.pop())


def _of_case(case: Case) -> Iterator[Taught]:
    """The things of a request; of one that is named twice only where it is asked for with its amount nothing is known."""
    line = goods_line(normalise(case.text))
    named = goods_named(line)
    items = case.slots.get("items", [])
    asked = {str(one["item"]): len(one) > 1 for one in items if isinstance(one, dict)} if isinstance(items, list) else {}
    for place in _undecided(named):
        word = named.pieces[place].word
        has_amount = [amount for name, amount in asked.items() if word in name or name in word]
        if not any(has_amount):
            yield Taught(signs(line, named, place), ASKED if has_amount else TOLD)


def _undecided(named: GoodsNamed) -> Iterator[int]:
    """The places of things without an amount, of which nothing says that they are not wanted."""
    return (place for place in named.goods if place not in named.amounts and place not in named.barred)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").rstrip("\n").split("\n")
