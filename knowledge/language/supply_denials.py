"""Which goods a sentence takes back, has still or changes for others: 不要米了 要面, 米还有, 鸡蛋换成鸭蛋."""

from collections.abc import Sequence

from knowledge.language.supply_marks import NOTHING
from knowledge.language.supply_mending import NOT_THAT, mends_amount
from knowledge.language.supply_piece import WANTS, Piece

_ENDS = ("break", "stop_sign", "space", "and")
_STILL_THERE = ("有", "还有")
_DECLINED = ("不要", "不要了", "不需要", "不需要了", "不买", "不买了", "先不要", "就不要了")
_BUT = frozenset("就但可只光缺差不")  # 米面都有就是没有青菜了
_EXCHANGED = ("换成", "改成", "改为", "改要")
_NOT = ("并不是", "不是说", *NOT_THAT)
_ENOUGH = "够"
_WHOLE, _LONGEST_STORE = "一半满", 3  # signs
_HOMES = ("家", "家里", "家中", "我家", "俺家", "咱家", "店里", "屋里", "冰箱里", "冰箱", "食堂")


def unwanted_places(pieces: Sequence[Piece]) -> set[int]:
    """The places of goods that are not wanted."""
    barred: set[int] = set()
    denies = has = is_said = False  # is_said: what is denied
    for place, piece in enumerate(pieces):
        if piece.role == "item" and denies:
            barred.add(place)
            is_said = True
        elif _ends_denial(pieces, place) or (is_said and _begins_anew(pieces, place)):
            denies = False
        is_said = denies and (is_said or piece.role in ("gap", "kinds"))
        has = _has(pieces, place, has)
        if piece.role == "item" and has:
            barred.add(place)
        if mends_amount(pieces, place):
            continue
        if piece.role == "unwanted":
            if _is_behind(pieces, place) or _is_mended(pieces, place):
                barred.update(_things_before(pieces, place))
            else:
                denies = True
        elif _is_declined(pieces, place):
            is_exchange = piece.role == "instead"
            barred.update(_things_exchanged(pieces, place) if is_exchange else _things_before(pieces, place))
    return _with_earlier(pieces, barred)


def _with_earlier(pieces: Sequence[Piece], barred: set[int]) -> set[int]:
    """The places with those where the same thing was only spoken of before: 冰柜里还一堆肉 不要肉."""
    names = {pieces[place].word: place for place in sorted(barred)}
    earlier = {
        place
        for place, piece in enumerate(pieces)
        if piece.role == "item"
        and place < names.get(piece.word, 0)
        and all(pieces[at].amount is None for at in (place - 1, min(place + 1, len(pieces) - 1)))
    }
    return barred | earlier


def _ends_denial(pieces: Sequence[Piece], place: int) -> bool:
    piece = pieces[place]
    if piece.role in ("break", "stop_sign", "unwanted_behind"):
        return True
    return piece.role in WANTS and not _is_denied(pieces, place)


def _begins_anew(pieces: Sequence[Piece], place: int) -> bool:
    """Whether another wish begins behind a blank, as it has an amount: 不要米 面两袋; 不要发芽的 白菜两颗."""
    if pieces[place].role != "space":
        return False
    end = next((at for at in range(place + 1, len(pieces)) if pieces[at].role in _ENDS[:3]), len(pieces))
    return any(piece.role == "amount" for piece in pieces[place + 1 : end])


def _is_denied(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a wish belongs to the 不要 right before it: 不要带脊骨的."""
    before = pieces[place - 1] if place else None
    if before is None or before.role != "unwanted":
        return False
    return before.word in _NOT or not pieces[place].word.startswith("要")  # 不是要黄豆


def _has(pieces: Sequence[Piece], place: int, has: bool) -> bool:
    """Whether what follows is said to be there: 家里有米有面."""
    piece = pieces[place]
    if piece.word in _STILL_THERE:
        return has or (place > 0 and pieces[place - 1].word in _HOMES)
    return has and piece.role in ("item", "and", "filler", "amount")


def _is_declined(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece says that what stands before it is not wanted, is there still, or gives way to another thing."""
    role = pieces[place].role
    if role == "unwanted_behind":
        is_enough = pieces[place].word.startswith(_ENOUGH) and place > 0 and pieces[place - 1].role == "amount"
        return not is_enough and not (_ENOUGH in pieces[place].word and _lasts(pieces, place))  # 三盒够了
    return (role == "instead" and _swaps(pieces, place)) or _is_still_there(pieces, place)


def _is_mended(pieces: Sequence[Piece], place: int) -> bool:
    """Whether 不是 takes back what stands before it, as the thing behind it is asked for: 牛腩 不是 牛腱子 要牛腱子三斤."""
    things = [at for at in range(place + 1, len(pieces)) if pieces[at].role == "item"][:2]
    if pieces[place].word not in _NOT or len(things) < 2 or pieces[place - 1].role not in ("space", "break"):
        return False
    return pieces[things[0]].word == pieces[things[1]].word and place > 1 and pieces[place - 2].role == "item"


def _lasts(pieces: Sequence[Piece], place: int) -> bool:
    """Whether 够 is of how long what is there lasts, after what is asked for was said: 两盒 家里还够吃十来天."""
    behind = pieces[place + 1] if place + 1 < len(pieces) else None
    if behind is None or behind.role in _ENDS:
        return False
    if _is_ordered_too(pieces, place):
        return True
    begin = next((at for at in range(place - 1, -1, -1) if pieces[at].role in _ENDS and pieces[at].word != "也"), -1)
    return all(piece.role != "item" for piece in pieces[begin + 1 : place])


def _is_ordered_too(pieces: Sequence[Piece], place: int) -> bool:
    """Whether the next clause asks for it all the same, by an amount alone: 还够吃两周的 先登记两盒."""
    end = next((at for at in range(place, len(pieces)) if pieces[at].role in _ENDS), len(pieces))
    stop = next((at for at in range(end + 1, len(pieces)) if pieces[at].role in _ENDS), len(pieces))
    roles = [piece.role for piece in pieces[end + 1 : stop]]
    return "amount" in roles and "item" not in roles and roles[0] != "amount"


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
    at = place - 1
    while at > 0 and pieces[at].role in ("filler", "and", "space"):
        at -= 1
    between = pieces[at + 1 : place]
    is_apart = any(piece.role == "space" for piece in between)  # 阿莫西林 头孢 家里都有
    if pieces[at].role != "item" or (is_apart and not any(piece.word in _HOMES for piece in between)):
        return False
    behind = pieces[place + 1 : place + 3]
    if behind and behind[0].role == "amount":
        return len(behind) == 1 or behind[1].role in ("break", "stop_sign") or _is_enough(pieces[place + 2 : place + 6])
    if not behind or behind[0].role in ("break", "stop_sign", "space") or behind[0].word[:1] in _BUT:
        return True
    return _is_full(behind)


def _is_enough(behind: Sequence[Piece]) -> bool:
    """Whether of the next thing it is said too that it is there: 米还有大半缸油也够."""
    if not behind or behind[0].role != "item":
        return False
    return any(piece.role == "unwanted_behind" or piece.word in _STILL_THERE for piece in behind[1:])


def _is_full(behind: Sequence[Piece]) -> bool:
    """Whether there is as much as a store holds: 菜还有一冰箱呢, 土豆还有一窖."""
    if behind[0].role == "gap":
        return behind[0].word[0] in _WHOLE and len(behind[0].word) <= _LONGEST_STORE
    return not behind[0].word and len(behind) > 1 and behind[1].word in _HOMES


def _begins_clause(pieces: Sequence[Piece], place: int) -> list[int]:
    """The thing that a clause begins with, which ends in 不要: 种子我自己留了不要."""
    begin = next((at + 1 for at in range(place - 1, -1, -1) if pieces[at].role in _ENDS[:3]), 0)
    clause = pieces[begin:place]
    is_alone = [piece.role for piece in clause].count("item") == 1 and all(piece.amount is None for piece in clause)
    return [begin] if is_alone and clause[0].role == "item" and pieces[place].word in _DECLINED else []


def _swaps(pieces: Sequence[Piece], place: int) -> bool:
    """鸡蛋换成鸭蛋: a thing before and another behind, the amount of the new one between them or not.

    换成 may begin a clause of its own: 想要点橙子, 改成橘子吧.
    """
    behind = [piece for piece in pieces[place + 1 :] if piece.role not in ("filler", "space")][:2]
    kinds = [piece.role for piece in behind]
    if kinds[:1] == ["item"] or kinds == ["amount", "item"]:
        return bool(_things_exchanged(pieces, place))
    return False


def _things_exchanged(pieces: Sequence[Piece], place: int) -> list[int]:
    """The things that give way to another one, in the clause of 换成 or at the end of the one before it."""
    begins = place > 0 and pieces[place - 1].role in _ENDS[:3] and pieces[place].word in _EXCHANGED
    return _things_before(pieces, place - 1 if begins else place)


def _things_before(pieces: Sequence[Piece], place: int) -> list[int]:
    """The thing said last with those that are joined to it; 都 reaches over the whole clause."""
    things: list[int] = []
    is_all = any(piece.word == "都" or "都" in piece.word for piece in pieces[max(0, place - 1) : place + 1])
    is_joined = True
    for back in range(place - 1, -1, -1):
        piece = pieces[back]
        if not things and piece.role == "want" and piece.word in NOTHING:
            continue  # 清洁片没了算了
        if piece.role == "item":
            if things and not (is_joined or is_all or pieces[things[-1]].start == piece.end):
                break
            things.append(back)
            is_joined = False
        elif piece.role == "and":
            is_joined = True
        elif piece.role not in ("filler", "amount", "space") and not (
            things and is_all and piece.role not in ("break", "stop_sign")
        ):
            return things or _begins_clause(pieces, place)
    return things
