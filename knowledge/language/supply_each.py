"""An amount that is for each of several things: 酱油醋各一瓶, 各来一包花椒大料, 缺醋缺大料 一样来一袋."""

from collections.abc import Sequence, Set

from knowledge.language.supply_piece import Piece
from knowledge.language.supply_words import supply_words

APART_AT_MOST = 3  # how far apart two things may stand that one amount is for


def things_of_each(
    pieces: Sequence[Piece],
    marks: Sequence[int],
    gaps: Sequence[int],
    at: int,
    amounts: dict[int, int],
    asked: Set[int],
) -> list[int]:
    """The things that an amount with 各 before it is for: those before it, or else those behind.

    What is only spoken of between them and the amount is passed over: 缺醋缺大料 想炖个肉 一样来一袋.
    """
    place = marks[at]
    start = marks[at - 1] + 1 if at else 0
    if all(piece.role != "each" for piece in pieces[start:place]):
        return []
    things: list[int] = []
    for back in range(at - 1, -1, -1):
        thing = marks[back]
        if pieces[thing].role != "item" or thing in amounts or (things and gaps[back] > APART_AT_MOST):
            break
        if things or thing in asked or not any(earlier in asked for earlier in marks[:back]):
            things.append(thing)
    if len(things) > 1 and pieces[things[-1]].word in supply_words().general:
        things.pop()  # 药没了 二甲双胍 格列美脲 各一盒
    if things:
        return things
    for ahead in range(at + 1, len(marks)):
        if pieces[marks[ahead]].role != "item" or gaps[ahead - 1] > APART_AT_MOST:
            break
        things.append(marks[ahead])
    return things
