"""The goods that a sentence asks for and takes back, each with its amount, and named once.

The steps stand beside it: what is named with its amounts (supply_named.py), what is only spoken of by the rules
(supply_mentions.py) and by what was learned (supply_told.py), what is named twice (supply_settled.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.supply_mending import TAKING_BACK, is_meant_instead, takes_back
from knowledge.language.supply_mentions import mentioned_places
from knowledge.language.supply_named import goods_named
from knowledge.language.supply_piece import APART, Piece
from knowledge.language.supply_settled import Good, is_named_again, settled, with_unit_of_all
from knowledge.language.supply_told import told_places

_NEAR = 6  # pieces
_DECLINED = frozenset(
    {"不要", "不要了", "不用了", "算了", "取消", "取消了", "去掉", "删掉", "删了", "去了", "撤了", "免了", "划掉"}
    | {"先不要", "先不要了", "先不用", "先不用了", "就不要了", "就不用了", "也不要了", "不需要了"}
    | {"不买了", "别买了", "别送了", "不要啦", "甭要了", "甭买了", "先不买了"}
)
_DEPENDS = frozenset({"离不了", "离不开"})
_IS = "是"
# What tells that a thing is for another household, or is asked for besides: 302要, 对门, 替邻居也要, 再来.
_OF_OTHERS = re.compile("[\n;]|单元|楼|对门|隔壁|邻居|(?<![大国])家(?!长)|户|室")
_OTHER_PEOPLE = frozenset("妈爸爹娘姐哥弟妹爷奶姥婶叔姨舅姑嫂婆")
_DOOR_SIGNS, _ANOTHER_ADDRESS = (3, 4), ",,,"  # one that is blanked out
_BESIDES = re.compile("[也再另]|还(?:[要有]|得要)|外加|加上")
_MOST = 100  # goods of one message; every good is held against the others


@dataclass(frozen=True, slots=True)
class GoodsFound:
    """The goods that a sentence asks for, those it takes back, and an amount that is said without a thing."""

    wanted: tuple[Good, ...]
    unwanted: tuple[Good, ...]
    amount: tuple[int | float | None, str | None] | None


def find_goods(line: str, among_faults: bool) -> GoodsFound:
    """The goods of such a line that it asks for and takes back; `among_faults`: there were some."""
    named = goods_named(line)
    pieces, amounts = named.pieces, named.amounts
    mentioned = mentioned_places(pieces, named.asked, amounts, named.barred, among_faults)
    open_ones = [place for place in named.goods if place not in mentioned and place not in named.barred]
    mentioned.update(told_places(line, named, open_ones))
    mentioned.difference_update([place for place in open_ones if is_meant_instead(pieces, place)])
    if amounts:  # 离不了轮椅 补胎胶水一支
        mentioned.update(place for place in open_ones if place not in amounts and pieces[place - 1].word in _DEPENDS)
    befores: list[int | None] = [None, *named.goods]
    goods = [
        _good(pieces, place, amounts.get(place), before)
        for place, before in zip(named.goods, befores, strict=False)
    ]
    told = [good for good in goods if good.place in mentioned]
    mentioned.difference_update(good.place for good in told if is_named_again(line, good, goods))
    unwanted = [good for good in goods if good.place in named.barred and good.place not in mentioned]
    wanted = [good for good in goods if good.place not in named.barred and good.place not in mentioned]
    wanted = [good for good in wanted if not any(_is_declined_later(pieces, good, other) for other in unwanted)]
    amount = pieces[named.loose].amount if named.loose is not None else None
    alone = None if amount is None or wanted or unwanted else (amount.quantity, amount.unit)
    return GoodsFound(tuple(with_unit_of_all(line, settled(line, wanted[:_MOST]))), tuple(unwanted[:_MOST]), alone)


def _is_declined_later(pieces: Sequence[Piece], good: Good, declined: Good) -> bool:
    """Whether what was asked for is taken back by its plain name: 要一袋东北大米 … 米不要了; 要一桶油 不对 油还有."""
    if declined.place < good.place or declined.quantity is not None:
        return False
    base = good.base or good.name
    if base != good.name:
        return base in (declined.name, f"大{declined.name}")
    if good.name != declined.name:
        return False
    is_taken_back = any(takes_back(pieces, place) for place in range(good.place + 1, declined.place))
    behind = pieces[declined.place + 1 : declined.place + _NEAR]
    end = next((at for at, piece in enumerate(behind) if piece.role in ("item", "amount", *APART[1:])), len(behind))
    return is_taken_back or any(piece.word in _DECLINED for piece in behind[:end])


def _good(pieces: Sequence[Piece], place: int, amount_at: int | None, before: int | None) -> Good:
    piece = pieces[place]
    amount = pieces[amount_at].amount if amount_at is not None else None
    start, end = piece.start, piece.end
    if amount is not None:
        start, end = min(start, amount.start), max(end, amount.end)
    between = pieces[before + 1 : place] if before is not None else ()
    is_apart = any(piece.role in APART for piece in between)  # 能买菜 那我也来一份蔬菜包
    last = next((at for at in range(len(between) - 1, -1, -1) if between[at].role in ("break", "stop_sign")), -1)
    joined = any(piece.role == "and" and not (is_apart and piece.word == "也") for piece in between[last + 1 :])
    quantity, unit = (None, None) if amount is None else (amount.quantity, amount.unit)
    begin = 0 if before is None else before + 1
    is_mended = amount_at is not None and (
        _is_mended(pieces, max(begin, place - _NEAR), max(amount_at, place)) or _is_said_anew(pieces, place)
    )
    is_instead = is_meant_instead(pieces, place)
    return Good(piece.word, piece.kind, quantity, unit, start, end, place, joined, piece.base, is_mended, is_instead)


def _is_said_anew(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a thing was named before: what is said of it last holds. 酱油一瓶醋两瓶 不对 酱油两瓶; 牛奶两箱 … 牛奶一箱.

    With another household or a word for more between the two, both hold, unless the first was wrong.
    """
    before = next((at for at in range(place - 1, -1, -1) if _is_same_thing(pieces[at], pieces[place])), None)
    if before is None:
        return False
    begin = before + 1
    wrong = next((at for at in range(place - 1, before, -1) if pieces[at].word in TAKING_BACK), None)
    if wrong is not None:
        begin = next((at for at in range(wrong + 1, place) if pieces[at].role in ("item", "amount")), place)
    return not any(_is_for_more(piece) for piece in pieces[begin:place])


def _is_same_thing(piece: Piece, other: Piece) -> bool:
    return piece.role == "item" and piece.word == other.word


def _is_for_more(piece: Piece) -> bool:
    """Whether a piece begins what another household asks for, or what is asked for besides."""
    if piece.role == "item":
        return False
    if piece.role == "break":
        return _ANOTHER_ADDRESS in piece.word
    if not piece.word:
        is_measured = piece.amount is not None and piece.amount.unit is not None
        return not is_measured and piece.end - piece.start in _DOOR_SIGNS
    if _OF_OTHERS.search(piece.word) or (piece.role == "stop" and piece.word[-1] in _OTHER_PEOPLE):
        return True
    return _BESIDES.match(piece.word) is not None and piece.word not in TAKING_BACK


def _is_mended(pieces: Sequence[Piece], begin: int, end: int) -> bool:
    """Whether what stands here takes back what was said before: 不 豆油是一桶; 不 整三个."""
    return any(
        takes_back(pieces, at) or (pieces[at].word == _IS and not (at and _is_for_more(pieces[at - 1])))
        for at in range(begin, end)
    )
