"""Whether there is none of a thing, or little of it, by what is said right at it: 没米了, 米快吃完了, 只剩半袋米."""

from collections.abc import Sequence

from knowledge.language.supply_piece import APART, WANTS, Piece

NONE = frozenset({"没", "没有", "也没", "都没", "也没有", "都没有"})
# In the word behind a thing: there is none of it, or little.
LITTLE = ("没", "完", "光", "断", "见底", "不多", "不够", "剩", "只够", "就够")
_TOO, _NEAR = "也", 4  # pieces


def is_gone(pieces: Sequence[Piece], place: int) -> bool:
    """Whether it is said right at a thing that there is none of it, or little."""
    before = pieces[place - 1] if place else None
    if before is not None and before.amount is not None and place > 1:
        before = pieces[place - 2]
    if before is not None and (before.word in NONE or before.role == "not_an_amount"):
        return True
    for at in range(place + 1, min(len(pieces), place + _NEAR)):
        piece = pieces[at]
        if piece.role in ("filler", "want", "not_an_amount") and any(sign in piece.word for sign in LITTLE):
            return not (piece.word in NONE and at + 1 < len(pieces) and pieces[at + 1].role == "item")
        if piece.role not in ("filler", "each"):
            return False
    return False


def is_asked_too(pieces: Sequence[Piece], place: int) -> bool:
    """Whether 也 behind a lack says that another thing is asked for as well: 没牛奶,鸡蛋也要一板; 没油没盐了 醋也没了."""
    at = place + 1
    while at < len(pieces) and pieces[at].role not in APART:
        if pieces[at].role not in ("item", "and", "filler", *WANTS):
            return False
        at += 1
    while at < len(pieces) and pieces[at].role in (*APART, "filler", "item", "amount", "kinds", "make"):
        at += 1
    if at + 1 >= len(pieces) or pieces[at - 1].role != "item":
        return at + 1 == len(pieces) and pieces[at].word.startswith(_TOO) and pieces[at].role in WANTS
    behind = pieces[at + 1] if pieces[at].word == _TOO else pieces[at]
    said = pieces[at].word + behind.word
    return said.startswith(_TOO) and (behind.role in WANTS or any(sign in said for sign in LITTLE))


def is_none_left(pieces: Sequence[Piece], place: int) -> bool:
    """Whether nothing at all is left of a thing, which is no 复方丹参滴丸剩半瓶."""
    behind = pieces[place + 1 : place + _NEAR]
    is_left = any("剩" in piece.word for piece in behind) and any(piece.amount is not None for piece in behind)
    return is_gone(pieces, place) and not is_left
