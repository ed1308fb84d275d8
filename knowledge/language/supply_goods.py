"""The goods that a sentence asks for and takes back, each with its amount, and named once.

The steps stand beside it: what is named with its amounts (supply_named.py), what is only spoken of by the rules
(supply_mentions.py) and by what was learned (supply_told.py), what is named twice (supply_settled.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.supply_mentions import mentioned_places
from knowledge.language.supply_named import goods_named
from knowledge.language.supply_piece import APART, MENDING, TAKING_BACK, Piece, is_meant_instead
from knowledge.language.supply_settled import Good, is_named_again, settled
from knowledge.language.supply_told import told_places

_NEAR = 6  # pieces
_DEPENDS = frozenset({"离不了", "离不开"})
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
    wanted = [good for good in wanted if not any(_is_declined_later(good, other) for other in unwanted)]
    amount = pieces[named.loose].amount if named.loose is not None else None
    alone = None if amount is None or wanted or unwanted else (amount.quantity, amount.unit)
    return GoodsFound(tuple(settled(wanted[:_MOST])), tuple(unwanted[:_MOST]), alone)


def _is_declined_later(good: Good, declined: Good) -> bool:
    """Whether what was asked for is taken back by its plain name: 要一袋东北大米 … 米不要了."""
    if declined.place < good.place or declined.quantity is not None:
        return False
    base = good.base or good.name
    return base != good.name and base in (declined.name, f"大{declined.name}")


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
    is_instead = is_meant_instead(pieces, place)
    return Good(piece.word, piece.kind, quantity, unit, start, end, place, joined, piece.base, is_mended, is_instead)


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
