"""Which amount belongs to which thing: 米两袋面一袋, 两袋米一袋面, 酱油醋各一瓶, 就剩半袋米了.

An amount goes to the thing that it touches. Between two that are as near, 米两袋面一袋 is read from its first word: a
list that begins with a thing has the amounts behind, one that begins with an amount has them before.
"""

from collections.abc import Sequence
from itertools import pairwise

from knowledge.language.supply_sentence import WANTS, Piece

_TOUCHING, _SPACE, _JOINED, _APART, _BARRED = 0, 1, 2, 3, 9
_DISTANCE = {
    "filler": _TOUCHING, "want": _TOUCHING, "instead": _TOUCHING, "buy": _TOUCHING, "kinds": _TOUCHING,
    "make": _TOUCHING, "made": _TOUCHING, "strength": _TOUCHING, "space": _SPACE, "and": _JOINED, "each": _JOINED,
    "break": _APART,
}  # fmt: skip


def marks_of(pieces: Sequence[Piece]) -> list[int]:
    """Where goods and amounts stand; what is left over or taken in a day is no amount."""
    marks: list[int] = []
    is_rest = False
    for place, piece in enumerate(pieces):
        if piece.role == "not_an_amount":
            is_rest = True
        elif piece.role == "amount":
            if not is_rest and not _is_stock(pieces, place):
                marks.append(place)
            is_rest = False
        elif piece.role not in ("filler", "space"):
            is_rest = False
            if piece.role == "item":
                marks.append(place)
    return marks


def _is_stock(pieces: Sequence[Piece], place: int) -> bool:
    """Whether 还有 says how much is there: 米还有一袋."""
    if place < 2 or pieces[place - 1].word != "还有" or pieces[place - 2].role != "item":
        return False
    return place + 1 == len(pieces) or pieces[place + 1].role in ("break", "stop_sign")


def _distance(pieces: Sequence[Piece], first: int, second: int) -> int:
    """How far apart two pieces are; a wish between an amount and a thing begins something new."""
    distance = _TOUCHING
    for piece in pieces[first + 1 : second]:
        distance = max(distance, _DISTANCE.get(piece.role, _BARRED))
        if piece.role in WANTS and pieces[first].role == "amount":
            distance = max(distance, _JOINED)
    return distance


def paired(pieces: Sequence[Piece], marks: Sequence[int]) -> tuple[dict[int, int], int | None]:
    """The place of the amount by that of its thing; and that of an amount which has none."""
    gaps = [_distance(pieces, first, second) for first, second in pairwise(marks)]
    amounts: dict[int, int] = {}
    loose: int | None = None
    begin = 0  # of the run of marks that stand together
    for at, place in enumerate(marks):
        if at and gaps[at - 1] >= _JOINED:
            begin = at
        if pieces[place].role != "amount":
            continue
        each = _of_each(pieces, marks, gaps, at, amounts)
        if each:
            amounts.update(dict.fromkeys(each, place))
            continue
        owner = _owner(pieces, marks, gaps, at, begin, amounts)
        if owner is None:
            loose = place
        else:
            amounts[owner] = place
    return amounts, loose


def _owner(
    pieces: Sequence[Piece], marks: Sequence[int], gaps: Sequence[int], at: int, begin: int, amounts: dict[int, int]
) -> int | None:
    """The thing whose amount this one is."""
    before = marks[at - 1] if at and pieces[marks[at - 1]].role == "item" else None
    behind = marks[at + 1] if at + 1 < len(marks) and pieces[marks[at + 1]].role == "item" else None
    near_before = gaps[at - 1] if before is not None else _BARRED
    near_behind = gaps[at] if behind is not None else _BARRED
    if before is not None and any(piece.role == "instead" for piece in pieces[before + 1 : marks[at]]):
        return before if near_before <= _SPACE else None
    if before is not None and before in amounts:
        if near_before == _TOUCHING and near_behind >= _SPACE:
            return None  # 一箱矿泉水24瓶
        before = None
    if before is not None and near_before <= _SPACE:
        begins_with_thing = pieces[marks[begin]].role == "item"
        if near_before < near_behind or (near_before == near_behind and begins_with_thing):
            return before
    if behind is not None and near_behind <= _SPACE:
        return behind
    if before is not None and near_before <= _APART and near_behind > _SPACE:
        return before  # 鸡蛋,10个
    return None


def _of_each(
    pieces: Sequence[Piece], marks: Sequence[int], gaps: Sequence[int], at: int, amounts: dict[int, int]
) -> list[int]:
    """The things that an amount with 各 before it is for: those before it, or else those behind."""
    place = marks[at]
    start = marks[at - 1] + 1 if at else 0
    if all(piece.role != "each" for piece in pieces[start:place]):
        return []
    things: list[int] = []
    for back in range(at - 1, -1, -1):
        thing = marks[back]
        if pieces[thing].role != "item" or thing in amounts or (things and gaps[back] > _APART):
            break
        things.append(thing)
    if things:
        return things
    for ahead in range(at + 1, len(marks)):
        if pieces[marks[ahead]].role != "item" or gaps[ahead - 1] > _APART:
            break
        things.append(marks[ahead])
    return things
