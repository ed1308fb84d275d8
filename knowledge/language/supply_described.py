"""What is said of a thing between its amount and its name, or points back to it: 两袋取暖用的块煤, 艾司唑仑这药."""

from itertools import pairwise
from typing import NamedTuple

from knowledge.language.supply_piece import POINTING, SORTS, WANTS, Piece, one_of
from knowledge.language.supply_words import supply_words

_LONGEST, _NEAR = 8, 6  # signs of a description, pieces
_OF = "的"
_SAYS = frozenset({"gap", "filler", "stop", "kinds", "make", "strength", "hidden", "other_amount"})
# Of what was brought, is left or broken something is told: 两袋你们送的米; and of what goes on: 两个孩子从昨儿就啃的.
_TOLD = frozenset("送给发领买借拿捎寄抢囤存剩留坏破烂碎没断丢漏错完从就都也昨今")
_OF_PEOPLE = frozenset({"个", "口", "位", "名"})


class Description(NamedTuple):
    """Where the description begins among the pieces, and the unit that its first piece begins with: 个双人的."""

    begin: int
    unit: str


def described_before(out: list[Piece]) -> Description | None:
    """The description that ends in the 的 which stands last, where an amount or a unit alone stands before it."""
    size = 0
    for at in range(len(out) - 2, -1, -1):
        piece = out[at]
        if piece.end != out[at + 1].start:
            return None
        if piece.amount is not None:
            is_said = piece.amount.is_elided or out[at + 1].role != "stop" or piece.amount.unit not in _OF_PEOPLE
            return Description(at + 1, "") if size and piece.amount.unit is not None and is_said else None
        if piece.role not in _SAYS or not _TOLD.isdisjoint(piece.word):
            return None
        size += len(piece.word)
        if size > _LONGEST:
            return None
        unit = _unit_alone(out, at)
        if unit and size > 1:
            return Description(at, unit)
    return None


def is_named_behind(pieces: list[Piece], at: int) -> bool:
    """Whether a thing stands behind a unit alone, described or not: 买双老太太穿的棉拖鞋."""
    behind = pieces[at + 1 : at + _NEAR]
    if behind[0].role in ("item", "kinds", "make") or behind[0].word in supply_words().measured:
        return True
    for of, thing in pairwise(behind):
        if of.role not in _SAYS or thing.end - pieces[at].end > _LONGEST + len(thing.word):
            return False
        if of.word == _OF:
            return thing.role == "item" and thing.start == of.end
    return False


def without_description(out: list[Piece], description: Description) -> int:
    """Takes the description off the pieces and gives where it began; a unit in front of it stays, as the amount of one."""
    begin, unit = description
    start = out[begin].start
    del out[begin:]
    if unit:
        out.append(one_of(unit, start))
    return start + len(unit)


def seen_beside(piece: Piece, out: list[Piece]) -> Piece:
    """The piece as what stands right before it shows it: no thing of its own, or one that is counted."""
    before = out[-1] if out and out[-1].end == piece.start else None
    if before is None:
        return piece
    if piece.role == "item" and len(out) > 1 and out[-2].role == "item" and out[-2].end == before.start:
        if before.word in POINTING and piece.word in supply_words().general and piece.kind == out[-2].kind:
            return piece._replace(role="filler")
        if before.word in SORTS:
            out[-2] = out[-2]._replace(role="made")
    elif piece.role in ("hidden", "gap") and piece.word in supply_words().measured:
        if before.amount is not None and before.amount.is_elided:
            return piece._replace(role="item", kind="other")
        if before.word and _unit_alone(out, len(out) - 1) == before.word:
            out[-1] = one_of(before.word, before.start)
            return piece._replace(role="item", kind="other")
        if before.word == _OF and described_before(out) is not None:
            return piece._replace(role="item", kind="other")
    return piece


def _unit_alone(out: list[Piece], at: int) -> str:
    """The unit of one sign with which a piece right behind a wish begins: 要个, 再来条."""
    piece, before = out[at], out[at - 1] if at else None
    is_wished = before is not None and before.end == piece.start and before.role in WANTS
    return piece.word[0] if is_wished and piece.role == "gap" and piece.word[0] in supply_words().single else ""
