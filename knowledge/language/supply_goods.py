"""The goods that a sentence asks for and takes back, each with its amount, and named once.

The steps stand beside it: what is named with its amounts (supply_named.py), what is only spoken of by the rules
(supply_mentions.py) and by what was learned (supply_told.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.language.supply_mentions import mentioned_places
from knowledge.language.supply_named import goods_named
from knowledge.language.supply_piece import APART, MENDING, TAKING_BACK, Piece
from knowledge.language.supply_told import told_places
from knowledge.language.supply_words import supply_words

_ANYTHING = frozenset({"生活物资", "生活必需品", "物资", "日用品", "生活用品"})
_ANY_SORT = frozenset({"鱼", "鸡", "奶", "酒", "茶", "酱", "糖"})
_OF_ANY = frozenset({"份", "车", "批", "样", "单", "堆"})  # 拉一车菜 白菜萝卜大葱都要
_SORTS = frozenset("纸笔灯烟酒茶砂粮煤")
_MADE_OF_ONE = frozenset("粥汤饼")
_NEAR = 6  # pieces
_MOST = 100  # goods of one message; every good is held against the others


@dataclass(frozen=True, slots=True)
class Good:
    """A thing of the sentence with its amount; `place` is that of its piece."""

    name: str
    kind: str
    quantity: int | float | None
    unit: str | None
    start: int
    end: int
    place: int
    joined: bool = False  # to the thing before it by 和, 、 and the like
    base: str = ""  # its name without what is said of its make
    is_mended: bool = False  # what was said of it before was wrong: 不 豆油是一桶


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
    wanted: list[Good] = []
    unwanted: list[Good] = []
    before: int | None = None
    for place in named.goods:
        good = _good(pieces, place, amounts.get(place), before)
        if place not in mentioned:
            (unwanted if place in named.barred else wanted).append(good)
        before = place
    amount = pieces[named.loose].amount if named.loose is not None else None
    alone = None if amount is None or wanted or unwanted else (amount.quantity, amount.unit)
    return GoodsFound(tuple(_settled(wanted[:_MOST])), tuple(unwanted[:_MOST]), alone)


def _good(pieces: Sequence[Piece], place: int, amount_at: int | None, before: int | None) -> Good:
    piece = pieces[place]
    amount = pieces[amount_at].amount if amount_at is not None else None
    start, end = piece.start, piece.end
    if amount is not None:
        start, end = min(start, amount.start), max(end, amount.end)
    between = pieces[before + 1 : place] if before is not None else ()
    is_apart = any(piece.role in APART for piece in between)  # 能买菜 那我也来一份蔬菜包
    joined = any(piece.role == "and" and not (is_apart and piece.word == "也") for piece in between)
    quantity, unit = (None, None) if amount is None else (amount.quantity, amount.unit)
    begin = 0 if before is None else before + 1
    is_mended = amount_at is not None and (
        _is_mended(pieces, max(begin, place - _NEAR), max(amount_at, place)) or _is_said_anew(pieces, place)
    )
    return Good(piece.word, piece.kind, quantity, unit, start, end, place, joined, piece.base, is_mended)


def _is_said_anew(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a thing of a list that was wrong is named in the right one too: 酱油一瓶醋两瓶 不对 酱油两瓶."""
    name = pieces[place].word
    wrong = next((at for at in range(place - 1, -1, -1) if pieces[at].word in TAKING_BACK), 0)
    return any(piece.role == "item" and piece.word == name for piece in pieces[:wrong])


def _is_mended(pieces: Sequence[Piece], begin: int, end: int) -> bool:
    """Whether what stands here takes back what was said before: 不 豆油是一桶; 不 整三个."""
    return any(
        pieces[at].word in MENDING
        or (pieces[at].word == "不" and (at == 0 or pieces[at - 1].role in APART) and pieces[at + 1].role in APART)
        for at in range(begin, end)
    )


def _settled(goods: Sequence[Good]) -> list[Good]:
    """Goods that are named twice in one: the same name, 降压药 with 缬沙坦, a whole family with its members."""
    kept: list[Good] = []
    for good in goods:
        same = next((at for at, other in enumerate(kept) if _is_one(other, good)), None)
        if same is not None:
            kept[same] = _both(kept[same], good)
        elif kept and _is_member(kept[-1], good):
            kept[-1] = replace(_both(kept[-1], good), name=kept[-1].name + good.name, base=good.name)
        else:
            kept.append(good)
    return [good for good in kept if not _gives_way(good, kept)]


def _is_one(first: Good, second: Good) -> bool:
    called = supply_words().called
    if called.get(first.name, first.name) != called.get(second.name, second.name):
        return False
    return second.is_mended or (None in (first.unit, second.unit) and None in (first.quantity, second.quantity))


def _is_member(whole: Good, member: Good) -> bool:
    name = member.name.rstrip("0123456789.mgRN单位毫克微")
    is_pair = any((whole.name, name[:size]) in supply_words().medicine for size in range(len(name), 1, -1))
    return is_pair and not member.joined and None in (whole.unit, member.unit)


def _both(first: Good, second: Good) -> Good:
    amount = second if second.unit is not None or second.quantity is not None else first
    span = min(first.start, second.start), max(first.end, second.end)
    return replace(first, quantity=amount.quantity, unit=amount.unit, start=span[0], end=span[1])


def _is_made_plain(good: Good, other: Good) -> bool:
    """Whether another thing is the same said plainly: 差条鱼 送一条鲤鱼."""
    is_same = (
        other.name != good.name
        and other.name.endswith(good.name)
        and (good.name in supply_words().general or good.name in _ANY_SORT)
    )
    return is_same and (good.quantity, good.unit) == (other.quantity, other.unit)


def _is_replaced(good: Good, goods: Sequence[Good]) -> bool:
    """Whether a thing without an amount gives way to one of its sort that has one: 打印纸没了 买两包A4纸."""
    if good.quantity is not None or good.unit is not None or good.joined or good.name[-1] not in _SORTS:
        return False
    at = goods.index(good)
    if at + 1 >= len(goods):
        return False
    other = goods[at + 1]
    return other.name[-1] == good.name[-1] and other.kind == good.kind and other.unit is not None and not other.joined


def _gives_way(good: Good, goods: Sequence[Good]) -> bool:
    """Whether a word without an amount only leads to others: 没菜了 送点白菜; 没肉了 来二斤五花肉."""
    words = supply_words()
    family = words.general.get(good.name)
    if good.kind and _is_replaced(good, goods):
        return True
    if good.quantity is not None or good.unit is not None:
        is_of_any = family is not None and good.unit in _OF_ANY
        return any(
            _is_made_plain(good, other) or (is_of_any and words.family.get(other.name) == family and other is not good)
            for other in goods
        )
    if good.name in _ANYTHING and len(goods) > 1:
        return True
    at = goods.index(good)
    followed = goods[at + 1] if at + 1 < len(goods) else None
    if good.joined or (followed is not None and followed.joined):
        return False
    for other in goods:
        if other is good or other.name == good.name:
            continue
        if good.name[-1] in _MADE_OF_ONE and good.name.startswith(other.name) and other.unit is not None:
            return True  # 就想喝小米粥 小米三斤
        if other.name.endswith(good.name) or (family is not None and words.family.get(other.name) == family):
            return True
        if family is not None and other.kind == good.kind == "medicine":
            return True
    return False
