"""What takes back what was said just before: 两袋米 不对 三袋; 不是面是米; 来两斤 不用 一斤就够了."""

from collections.abc import Sequence

from knowledge.language.supply_amounts import Amount
from knowledge.language.supply_piece import APART, WANTS, Piece

# Says it of what follows; the first signs are of a speaker who finds it out while speaking.
NOT_THAT = ("不是", "哎不是", "额不是", "啊不是", "哦不是", "哎呀不是", "诶不是")
# Says that what was said before was wrong: 一袋米 不对 两袋.
MENDING = frozenset(
    [
        "是",
        *NOT_THAT,
        "不对",
        "哦不对",
        "啊不对",
        "错了",
        "改成",
        "改为",
        "应该是",
        "哦不",
        "啊不",
        "说错了",
        "打错了",
        "写错了",
        "记错了",
        "打错字了",
        "打错字",
        "弄错了",
        "搞错了",
        "报错了",
        "点错了",
        "说岔了",
        "记岔了",
        "说反了",
        "写反了",
        "嘴瓢了",
        "嘴瓢",
        "口误",
        "手误",
        "手滑",
        "手抖",
        "更正",
        "更正一下",
        "改一下",
        "再想想",
        "想了想",
        "不对不对",
        "不不",
        "不不不",
        "哎不",
        "额不",
        "哎呀不",
    ]
)
# Of these what takes back all that was said before it.
TAKING_BACK = MENDING - {"是", *NOT_THAT, "改成", "改为", "应该是"}
# What takes back an amount that was just said, where another one follows: 鸡蛋一板 算了 两板; 来两斤 不用 一斤就够.
_BETTER = frozenset(
    {"算了", "不用", "不用了", "用不了", "啊不用", "哎不用", "哦不用"}
    | {"不", "还是", "等等", "等一下", "慢着", "划掉", "去掉", "改"}
)
_SAYS_NOTHING = frozenset({"filler", *WANTS, *APART})
_IS, _FAR_BACK = ("是", "应该是"), 10  # pieces


def takes_back(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece says that what stands before it was wrong; 不 alone does: 两袋米 不 三袋."""
    word = pieces[place].word
    if word == "不":
        is_apart = place == 0 or pieces[place - 1].role in APART
        return is_apart and place + 1 < len(pieces) and pieces[place + 1].role in APART
    return word in MENDING and word != "是"


def mends_amount(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece gives way to another amount of the same thing: 来两斤啊 不用 一斤就够了."""
    if pieces[place].word not in _BETTER:
        return False
    at = place + 1
    while at < len(pieces) and (pieces[at].role in ("filler", "space") or pieces[at].word in _BETTER):
        at += 1
    if at >= len(pieces) or pieces[at].amount is None:
        return False
    if at + 1 < len(pieces) and pieces[at + 1].role in ("item", "kinds", "make", "gap"):
        return False
    said = [piece.amount for piece in pieces[max(0, place - _FAR_BACK) : place] if piece.amount is not None]
    return bool(said) and _differ(said[-1], pieces[at].amount)


def _differ(first: Amount, second: Amount | None) -> bool:
    return second is not None and (first.quantity, first.unit) != (second.quantity, second.unit)


def is_meant_instead(pieces: Sequence[Piece], place: int) -> bool:
    """Whether what stands here was meant by the thing that was said before: 两袋米 不对 是面; 酱油一瓶 打错了 醋一瓶."""
    at = _before_amount(pieces, place)
    if at < 1:
        return False
    return _is_named_anew(pieces, place, at) if pieces[at].word not in _IS else is_called_instead(pieces, place)


def _before_amount(pieces: Sequence[Piece], place: int) -> int:
    return place - 2 if place > 1 and pieces[place - 1].role == "amount" else place - 1


def is_called_instead(pieces: Sequence[Piece], place: int) -> bool:
    """The same where 是 says so, which makes any words the name of a thing."""
    at = _before_amount(pieces, place)
    if at < 1 or pieces[at].word not in _IS:
        return False
    for back in range(at - 1, max(-1, at - _FAR_BACK), -1):
        if pieces[back].word in TAKING_BACK:
            return True
        if pieces[back].role in ("item", "amount"):
            return False
    return False


def _is_named_anew(pieces: Sequence[Piece], place: int, at: int) -> bool:
    """Whether nothing but what takes back stands between a thing and the one before it, and they are counted alike."""
    is_taken_back = False
    for back in range(at, max(-1, at - _FAR_BACK), -1):
        piece = pieces[back]
        if takes_back(pieces, back) or (piece.word in NOT_THAT and _is_alone(pieces, back)):
            is_taken_back = True
        elif piece.role in ("item", "amount"):
            return is_taken_back and (piece.role == "item" or _are_counted_alike(pieces, place, piece))
        elif piece.role not in _SAYS_NOTHING:
            return False
    return False


def _is_alone(pieces: Sequence[Piece], place: int) -> bool:
    beside = [pieces[at].role for at in (place - 1, place + 1) if 0 <= at < len(pieces)]
    return all(role in APART for role in beside)


def _are_counted_alike(pieces: Sequence[Piece], place: int, before: Piece) -> bool:
    said = [pieces[at].amount for at in (place - 1, place + 1) if 0 <= at < len(pieces)]
    amount = next((one for one in said if one is not None), None)
    return amount is None or (before.amount is not None and amount.unit == before.amount.unit)
