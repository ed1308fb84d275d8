"""Which amount belongs to which thing: 米两袋面一袋, 两袋米一袋面, 酱油醋各一瓶, 就剩半袋米了.

An amount goes to the thing that it touches. Between two that are as near, 米两袋面一袋 is read from its first word: a
list that begins with a thing has the amounts behind, one that begins with an amount has them before.
"""

from collections.abc import Sequence, Set
from itertools import pairwise

from knowledge.language.supply_each import APART_AT_MOST as _APART
from knowledge.language.supply_each import things_of_each
from knowledge.language.supply_marks import NOTHING
from knowledge.language.supply_mending import mends_amount, takes_back
from knowledge.language.supply_piece import ANIMALS, APART, COOKING, MEASURES, VESSELS, WANTS, Piece

_FETCHING = frozenset("开配取拿换弄整搞买拨记订备约留称切剁")  # 帮忙开两盒
_LACKING = ("差", "缺", "少")
_SAID_OF_MENDING = frozenset({"filler", "unwanted", "unwanted_behind", "amount", *WANTS, *APART})
_LINKS = frozenset({":", "-", "--", "=", "--:"})
_FAR = 12  # pieces; a clause is looked through no further than this
_TOUCHING, _SPACE, _JOINED, _BARRED = 0, 1, 2, 9
_DISTANCE = {
    "filler": _TOUCHING, "want": _TOUCHING, "instead": _TOUCHING, "buy": _TOUCHING, "kinds": _TOUCHING,
    "make": _TOUCHING, "made": _TOUCHING, "strength": _TOUCHING, "space": _SPACE, "and": _JOINED, "each": _JOINED,
    "break": _APART, "amount": _TOUCHING,
}  # fmt: skip


def _distance(pieces: Sequence[Piece], first: int, second: int) -> int:
    """How far apart two pieces are; a wish between an amount and a thing begins something new."""
    distance = _TOUCHING
    if second == first + 2 and pieces[first].role == "item" and pieces[first + 1].word in _LINKS:
        return _TOUCHING  # 大米:1袋 豆油:1桶
    for piece in pieces[first + 1 : second]:
        distance = max(distance, _DISTANCE.get(piece.role, _BARRED))
        if piece.role in WANTS and pieces[first].role == "amount":
            distance = max(distance, _JOINED)
    return distance


def paired(
    pieces: Sequence[Piece], marks: Sequence[int], asked: Set[int], barred: Set[int]
) -> tuple[dict[int, int], int | None]:
    """The place of the amount by that of its thing; and that of an amount which has none.

    `asked`: the things of a wish, `barred`: those that are not wanted.
    """
    gaps = [_distance(pieces, first, second) for first, second in pairwise(marks)]
    amounts: dict[int, int] = {}
    loose: int | None = None
    begin = 0  # of the run of marks that stand together
    for at, place in enumerate(marks):
        if at and gaps[at - 1] >= _JOINED:
            begin = at
        if pieces[place].role != "amount":
            continue
        each = things_of_each(pieces, marks, gaps, at, amounts, asked)
        if each:
            amounts.update(dict.fromkeys(each, place))
            begin = at + 1
            continue
        owner = _owner(pieces, marks, gaps, at, begin, amounts)
        if owner is not None and owner in barred and at:
            owner = None if gaps[at - 1] > _TOUCHING else _before_denied(pieces, owner, amounts)  # 酸奶 不是牛奶 两箱
        if owner is None and _is_asked_for(pieces, place):
            owner = _said_before(pieces, marks, at, amounts, asked, barred)
        if owner is None:
            owner = _mended(pieces, marks, at, amounts)
        if owner is None:
            loose = place
        else:
            amounts[owner] = place
    return amounts, loose


def _mended(pieces: Sequence[Piece], marks: Sequence[int], at: int, amounts: dict[int, int]) -> int | None:
    """The thing whose amount was wrong: 一袋米 不对 两袋."""
    if not at:
        return None
    between = range(marks[at - 1] + 1, marks[at])
    if not any(takes_back(pieces, one) or mends_amount(pieces, one) or _denies_amount(pieces, one) for one in between):
        return None
    if any(pieces[place].role not in _SAID_OF_MENDING for place in between):
        return None
    before = marks[at - 1]
    is_thing = pieces[before].role == "item"
    owner = before if is_thing else next((thing for thing, amount in amounts.items() if amount == before), None)
    if owner not in amounts or _is_size_of_it(pieces, amounts[owner], marks[at]):
        return None
    return owner


def _before_denied(pieces: Sequence[Piece], denied: int, amounts: dict[int, int]) -> int:
    """The thing that is wanted instead of a denied one, whose amount stands behind both: 要生抽不要老抽一瓶."""
    is_beside = denied > 1 and pieces[denied - 1].role == "unwanted" and pieces[denied - 2].role == "item"
    return denied - 2 if is_beside and denied - 2 not in amounts else denied


def _is_size_of_it(pieces: Sequence[Piece], count: int, size: int) -> bool:
    """Whether an amount with 的 only says how much the vessels hold that were counted: 一袋大米 … 是二十斤的."""
    first, second = pieces[count].amount, pieces[size].amount
    if first is None or second is None or second.unit not in MEASURES or first.unit in MEASURES:
        return False
    return size + 1 < len(pieces) and pieces[size + 1].word == "的"


def _denies_amount(pieces: Sequence[Piece], place: int) -> bool:
    """Whether an amount is taken back for another one: 土豆五斤 不要五斤 要三斤."""
    return pieces[place].role == "unwanted" and pieces[place + 1].role == "amount"


def _is_asked_for(pieces: Sequence[Piece], place: int) -> bool:
    """Whether an amount without a thing is what is wished: 给送两盒, or a clause of its own."""
    for back in range(place - 1, max(-1, place - _FAR), -1):
        piece = pieces[back]
        if (piece.role in WANTS and piece.word not in NOTHING) or (piece.role == "and" and piece.word[0] == "再"):
            return True
        if piece.role in ("space", "break", "stop_sign"):
            break
        if back == place - 1 and piece.role == "gap" and piece.word[-1] in _FETCHING:
            return True
        if piece.role not in ("filler", "each", "kinds", "make"):
            return False
    ahead = next((piece.role for piece in pieces[place + 1 : place + _FAR] if piece.role != "filler"), "break")
    return ahead in ("space", "break", "stop_sign", "and")


def _said_before(
    pieces: Sequence[Piece],
    marks: Sequence[int],
    at: int,
    amounts: dict[int, int],
    asked: Set[int],
    barred: Set[int],
) -> int | None:
    """The thing that was said last and has no amount: 煤没了 给拉一吨.

    Where none was asked for yet, it is what was only spoken of: 体温计摔碎了 想再要一支 口罩一包.
    """
    is_any = not any(thing < marks[at] for thing in asked)
    for back in range(at - 1, -1, -1):
        thing = marks[back]
        is_next = back == at - 1 and pieces[marks[at] - 1].role == "space" and pieces[marks[at] - 2].role == "gap"
        if pieces[thing].word in ANIMALS:
            continue  # 羊没草了 给拉一车
        if pieces[thing].role == "item" and thing not in barred and (is_any or thing in asked or is_next):
            if thing in amounts:
                return thing if _says_how_many(pieces[amounts[thing]], pieces[marks[at]]) else None
            return None if _is_of_several(pieces, marks, back, amounts) else thing  # 尿不湿XL型 一包
    return None


def _says_how_many(first: Piece, second: Piece) -> bool:
    """Whether a number is said of what was only named with its unit before: 换个灯泡 … 要两个."""
    if first.amount is None or second.amount is None or second.amount.is_elided:
        return False
    return first.amount.is_elided and first.amount.unit == second.amount.unit


def _is_of_several(pieces: Sequence[Piece], marks: Sequence[int], at: int, amounts: dict[int, int]) -> bool:
    """Whether a thing is the last of several joined ones that have no amounts either: 馒头、花卷、发糕 五个就够."""
    before = marks[at - 1] if at else None
    if before is None or pieces[before].role != "item" or before in amounts:
        return False
    between = [piece.role for piece in pieces[before + 1 : marks[at]]]
    return "and" in between and all(role in ("and", "filler", "space") for role in between)


def _owner(
    pieces: Sequence[Piece], marks: Sequence[int], gaps: Sequence[int], at: int, begin: int, amounts: dict[int, int]
) -> int | None:
    """The thing whose amount this one is."""
    before = marks[at - 1] if at and pieces[marks[at - 1]].role == "item" else None
    behind = marks[at + 1] if at + 1 < len(marks) and pieces[marks[at + 1]].role == "item" else None
    near_before = gaps[at - 1] if before is not None else _BARRED
    near_behind = gaps[at] if behind is not None else _BARRED
    if before is not None and any(piece.role == "instead" for piece in pieces[before + 1 : marks[at]]):
        if near_behind == _TOUCHING and not _is_followed_by_amount(pieces, marks, gaps, at + 1):
            return behind  # 没煤气了 换一罐液化气
        return before if near_before <= _SPACE else None
    if before is not None and before in amounts:
        if near_before == _TOUCHING and near_behind >= _SPACE:
            is_pack = pieces[amounts[before]].end == pieces[before].start and _holds(pieces, amounts[before], marks[at])
            return before if is_pack else None  # 5升矿泉水4桶, 一箱矿泉水24瓶
        before = None
    is_of_a_gap = marks[at] + 1 < len(pieces) and pieces[marks[at] + 1].role in ("gap", "stop")  # 六头牛, 俩老人
    gives_way = before is not None and near_behind == _TOUCHING and _gives_way_to_wish(pieces, before, marks[at])
    if gives_way or (before is not None and _begins_wish(pieces, marks, gaps, at)):
        return behind  # 面条能不能给整两把挂面
    if before is not None and near_before <= _SPACE and not (is_of_a_gap and near_before == _SPACE):
        begins_with_thing = pieces[marks[begin]].role == "item"
        if near_before < near_behind or (near_before == near_behind and begins_with_thing):
            return before
    if behind is not None and near_behind <= _SPACE and not _has_its_own(pieces, marks, gaps, at + 1, near_behind):
        return behind
    if before is not None and near_before <= _APART and near_behind > _SPACE and not is_of_a_gap:
        return before  # 鸡蛋,10个
    return None


def _is_followed_by_amount(pieces: Sequence[Piece], marks: Sequence[int], gaps: Sequence[int], at: int) -> bool:
    """Whether another amount touches the thing behind: 米改成两袋面改成一袋."""
    return at + 1 < len(marks) and pieces[marks[at + 1]].role == "amount" and gaps[at] == _TOUCHING


def _gives_way_to_wish(pieces: Sequence[Piece], thing: int, amount: int) -> bool:
    """Whether an amount is that of a wish behind the thing: 没有青菜就来两颗白菜, 蒸豆包差二斤红小豆."""
    is_missing = thing > 0 and pieces[thing - 1].word in NOTHING
    if is_missing:
        return any(piece.role in WANTS for piece in pieces[thing + 1 : amount])
    before = pieces[amount - 1]
    is_cooked = pieces[thing].word[0] in COOKING or (thing > 0 and pieces[thing - 1].word[-1:] in COOKING)
    return is_cooked and before.role in WANTS and before.word.endswith(_LACKING)


def _begins_wish(pieces: Sequence[Piece], marks: Sequence[int], gaps: Sequence[int], at: int) -> bool:
    """Whether a wish begins right before an amount whose thing stands right behind, and has no other amount of its own.

    In a row of both the last one tells: 哪有韭菜 给来两棵白菜一捆葱 ends with a thing, 韭菜来两斤白菜一棵 does not.
    """
    place = marks[at]
    if pieces[place - 1].role not in WANTS or at + 1 >= len(marks) or marks[at + 1] != place + 1:
        return False
    if pieces[place].end != pieces[place + 1].start:
        return False
    end = at + 1
    while end + 1 < min(len(marks), at + _FAR) and gaps[end] == _TOUCHING:
        if pieces[marks[end + 1]].role == pieces[marks[end]].role:
            break
        end += 1
    return pieces[marks[end]].role == "item"


def _holds(pieces: Sequence[Piece], first: int, second: int) -> bool:
    """Whether the first amount says how much one of the second holds: 5升矿泉水4桶."""
    size, count = pieces[first].amount, pieces[second].amount
    if size is None or count is None:
        return False
    return size.unit in MEASURES and count.unit is not None and count.unit[-1] in VESSELS


def _has_its_own(pieces: Sequence[Piece], marks: Sequence[int], gaps: Sequence[int], at: int, distance: int) -> bool:
    """Whether the thing that stands apart behind an amount has another one right behind it: 要一袋 猫砂两袋."""
    is_apart = distance == _SPACE and at + 1 < len(marks) and pieces[marks[at + 1]].role == "amount"
    return is_apart and gaps[at] == _TOUCHING and (at + 2 == len(marks) or gaps[at + 1] > _TOUCHING)
