"""Goods that are only told of beside what is asked for: animals that are kept, what is left, the water of a fault."""

from collections.abc import Container, Sequence

from knowledge.language.supply_piece import ANIMALS, WANTS, Piece


def is_spoken_of(pieces: Sequence[Piece], place: int, amounts: Container[int]) -> bool:
    """Whether a thing without an amount is kept, left over, or called by another name behind it."""
    is_left_over = any(at in amounts for at in range(len(pieces))) and _is_left_over(pieces, place)
    return _is_kept(pieces, place) or is_left_over or _is_called_later(pieces, place, amounts)


def _is_left_over(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a thing is only the little that is left, beside what is asked for: 只剩一瓶醋 送两袋速冻包子."""
    if place < 2 or pieces[place].kind in ("medicine", "baby") or pieces[place - 1].amount is None:
        return False
    return pieces[place - 2].role == "not_an_amount" and "剩" in pieces[place - 2].word


def _is_called_later(pieces: Sequence[Piece], place: int, amounts: Container[int]) -> bool:
    """Whether a medicine is said by what it is for and called by its name behind that: 治哮喘的药没了 氨茶碱一瓶."""
    if not pieces[place].word.endswith("的药"):
        return False
    behind = next((at for at in range(place + 1, len(pieces)) if pieces[at].role == "item"), place)
    told = any(piece.role in ("gap", "want", "stop", "buy") for piece in pieces[place + 1 : behind])
    return told and behind in amounts and pieces[behind].kind == "medicine"


def is_water_of_fault(pieces: Sequence[Piece], place: int) -> bool:
    """Whether water is that of a fault and none that is asked for: 就是水 水压小."""
    before = pieces[place - 1] if place else None
    is_told = before is None or before.word == "是" or before.role in ("space", "break", "gap")
    return pieces[place].word == "水" and is_told


def _is_kept(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a thing is one of the animals that somebody keeps: 鹅都饿得嘎嘎叫, 养了三百来只羊, 金鱼饿肚子."""
    if pieces[place].word not in ANIMALS:
        return False
    return place == 0 or pieces[place - 1].role not in WANTS
