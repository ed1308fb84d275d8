"""Which goods a sentence takes back, has still or changes for others: 不要米了 要面, 米还有, 鸡蛋换成鸭蛋."""

from collections.abc import Sequence

from knowledge.language.supply_piece import WANTS, Piece

_ENDS = ("break", "stop_sign", "space", "and")
_STILL_THERE = ("有", "还有")
_HOMES = ("家", "家里", "家中", "我家", "俺家", "咱家", "店里", "屋里", "冰箱里", "食堂")


def unwanted_places(pieces: Sequence[Piece]) -> set[int]:
    """The places of goods that are not wanted."""
    barred: set[int] = set()
    denies = has = False
    for place, piece in enumerate(pieces):
        if piece.role == "item" and denies:
            barred.add(place)
        elif _ends_denial(pieces, place):
            denies = False
        has = _has(pieces, place, has)
        if piece.role == "item" and has:
            barred.add(place)
        if piece.role == "unwanted":
            if _is_behind(pieces, place):
                barred.update(_things_before(pieces, place))
            else:
                denies = True
        elif _is_declined(pieces, place):
            barred.update(_things_before(pieces, place))
    return barred


def _ends_denial(pieces: Sequence[Piece], place: int) -> bool:
    piece = pieces[place]
    if piece.role in ("break", "stop_sign", "unwanted_behind"):
        return True
    return piece.role in WANTS and not _is_denied(pieces, place)


def _is_denied(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a wish belongs to the 不要 right before it: 不要带脊骨的."""
    return place > 0 and pieces[place - 1].role == "unwanted" and not pieces[place].word.startswith("要")


def _has(pieces: Sequence[Piece], place: int, has: bool) -> bool:
    """Whether what follows is said to be there: 家里有米有面."""
    piece = pieces[place]
    if piece.word in _STILL_THERE:
        return has or (place > 0 and pieces[place - 1].word in _HOMES)
    return has and piece.role in ("item", "and", "filler")


def _is_declined(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece says that what stands before it is not wanted, is there still, or gives way to another thing."""
    role = pieces[place].role
    return role == "unwanted_behind" or (role == "instead" and _swaps(pieces, place)) or _is_still_there(pieces, place)


def _is_behind(pieces: Sequence[Piece], place: int) -> bool:
    """Whether 不要 speaks of what stands before it: 米不要 面要两袋."""
    if not place or pieces[place - 1].role not in ("item", "amount", "filler"):
        return False
    behind = [piece for piece in pieces[place + 1 :] if piece.role != "filler"]
    if not behind or behind[0].role in _ENDS:
        return True
    begins = [piece.role for piece in pieces[:place] if piece.role not in ("filler", "space")][-2:]
    return begins == ["item"] and len(behind) > 1 and behind[1].role in WANTS


def _is_still_there(pieces: Sequence[Piece], place: int) -> bool:
    """米还有, 米有: at the end of what is said of it, and no question."""
    if pieces[place].word not in _STILL_THERE or not place:
        return False
    before = pieces[place - 1]
    if before.role != "item" and not (
        before.role in ("filler", "and") and place > 1 and pieces[place - 2].role == "item"
    ):
        return False
    behind = pieces[place + 1 : place + 3]
    if behind and behind[0].role == "amount":
        return len(behind) == 1 or behind[1].role in ("break", "stop_sign")
    return not behind or behind[0].role in ("break", "stop_sign", "space")


def _swaps(pieces: Sequence[Piece], place: int) -> bool:
    """鸡蛋换成鸭蛋: a thing before and another behind, the amount of the new one between them or not."""
    behind = [piece for piece in pieces[place + 1 :] if piece.role not in ("filler", "space")][:2]
    kinds = [piece.role for piece in behind]
    if kinds[:1] == ["item"] or kinds == ["amount", "item"]:
        return bool(_things_before(pieces, place))
    return False


def _things_before(pieces: Sequence[Piece], place: int) -> list[int]:
    """The thing said last with those that are joined to it; 都 reaches over the whole clause."""
    things: list[int] = []
    is_all = any(piece.word == "都" or "都" in piece.word for piece in pieces[max(0, place - 1) : place + 1])
    is_joined = True
    for back in range(place - 1, -1, -1):
        piece = pieces[back]
        if piece.role == "item":
            if things and not (is_joined or is_all):
                break
            things.append(back)
            is_joined = False
        elif piece.role == "and":
            is_joined = True
        elif piece.role not in ("filler", "amount", "space") and not (things and is_all and piece.role != "break"):
            break
    return things
