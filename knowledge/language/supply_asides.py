"""Goods that are only told of beside what is asked for: animals that are kept, what is left, the water of a fault."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from knowledge.language.supply_gone import is_gone, is_none_left
from knowledge.language.supply_piece import ANIMALS, APART, WANTS, Piece

_ALL_WISHED = frozenset({"就差", "就缺", "就要", "只要"})
_STILL_LEFT = "还剩"
# What leads to another name of the thing before: 就那个小快克, 也就是美林.
_CALLED_TOO = frozenset({"那个", "就是", "也就是", "就那个", "就是那个", "叫"})
_WILL_DO = ("也行", "也中", "也成", "也可以", "也好使", "也凑合", "也将就")
_NEAR, _FAR = 4, 12  # pieces


class Ordered(NamedTuple):
    """What the whole line orders: the first place with an amount, None without one, and where its only wish stands."""

    first: int | None
    only_wish: int


def ordered(pieces: Sequence[Piece], amounts: Container[int]) -> Ordered:
    """What is looked up once for all things of a line."""
    return Ordered(next((at for at in range(len(pieces)) if at in amounts), None), _only_wish(pieces, amounts))


def is_spoken_of(pieces: Sequence[Piece], place: int, amounts: Container[int], line: Ordered) -> bool:
    """Whether a thing without an amount is kept, left over, called by another name, or none of all that is wished."""
    if line.first is not None and (_is_left_over(pieces, place) or _is_still_left(pieces, place)):
        return True
    if line.first is not None and line.first < place and _would_do(pieces, place):
        return True
    if _is_kept(pieces, place) or _is_called_later(pieces, place, amounts) or _is_called_again(pieces, place):
        return True
    return place < line.only_wish and not is_none_left(pieces, place) and not is_led_by_wish(pieces, place)


def _only_wish(pieces: Sequence[Piece], amounts: Container[int]) -> int:
    """Where a wish stands that says that it is all that is wished, with its thing and amount: 就差豆角一斤; else 0.

    Of a thing named before it (鸡蛋就要一板) it only says how much.
    """
    has_thing = has_amount = False
    for place in range(len(pieces) - 1, 0, -1):
        if pieces[place].role in APART:
            has_thing = has_amount = False
        has_thing = has_thing or pieces[place].role == "item"
        has_amount = has_amount or place in amounts
        if pieces[place].word in _ALL_WISHED and has_thing and has_amount and pieces[place - 1].role != "item":
            return place
    return 0


def is_led_by_wish(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a wish stands right before a thing or before the list that it begins in: 要点土豆白菜."""
    for at in range(place - 1, max(-1, place - 1 - _FAR), -1):
        if pieces[at].role not in ("item", "and"):
            return pieces[at].role in WANTS and not pieces[at].word.startswith("想")
    return False


def _is_still_left(pieces: Sequence[Piece], place: int) -> bool:
    """Whether it is said of a thing how much of it is left still: 保列治还剩四片 哈乐两盒."""
    behind = pieces[place + 1 : place + 3]
    return len(behind) > 1 and behind[0].word == _STILL_LEFT and behind[1].amount is not None


def _would_do(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a thing would do as well as one that was asked for before it: 铁锹一把 雪铲也行."""
    behind = "".join([piece.word for piece in pieces[place + 1 : place + 3]])
    return behind.startswith(_WILL_DO)


def _is_called_again(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a medicine is the one before it by another name: 氨酚黄那敏颗粒 就那个小快克."""
    if pieces[place].kind != "medicine" or place < 2 or pieces[place - 1].word not in _CALLED_TOO:
        return False
    if any(piece.word.startswith(("也", "还")) for piece in pieces[place + 1 : place + 2]):
        return False  # 那个连花清瘟也来点
    before = next((piece for piece in reversed(pieces[max(0, place - _NEAR) : place]) if piece.role == "item"), None)
    return before is not None and before.kind == "medicine" and not is_gone(pieces, place)


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
