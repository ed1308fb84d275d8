"""The goods that a sentence names, each with its amount, before it is decided which of them it asks for.

The steps stand beside it: pieces (supply_sentence.py), what is there already (supply_had.py), amounts to things
(supply_pairing.py), what is not wanted (supply_denials.py).
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from knowledge.language.supply_denials import unwanted_places
from knowledge.language.supply_had import had_already
from knowledge.language.supply_marks import marks_of
from knowledge.language.supply_mentions import asked_places
from knowledge.language.supply_pairing import paired
from knowledge.language.supply_piece import Piece
from knowledge.language.supply_sentence import pieces_of


@dataclass(frozen=True, slots=True)
class GoodsNamed:
    """The goods that a line names, by their places among its pieces, before it is decided which of them it asks for.

    `amounts` has the place of the amount by that of its thing, `loose` that of one which has no thing; `asked` are things
    of a wish, `barred` those that are not wanted.
    """

    pieces: Sequence[Piece]
    goods: Sequence[int]
    amounts: Mapping[int, int]
    loose: int | None
    asked: Set[int]
    barred: Set[int]


def goods_named(line: str) -> GoodsNamed:
    """The goods of a line in which addresses, phones and faults are blanked out."""
    pieces = pieces_of(line)
    had = had_already(pieces)
    marks = [place for place in marks_of(pieces) if place not in had.amounts]
    if not marks:
        return GoodsNamed(pieces, (), {}, None, frozenset(), frozenset())
    barred = unwanted_places(pieces)
    asked = set(asked_places(pieces)) - barred - had.things
    amounts, loose = paired(pieces, marks, asked, barred)
    goods = [place for place in marks if pieces[place].role == "item"]
    return GoodsNamed(pieces, goods, amounts, loose, asked, barred)
