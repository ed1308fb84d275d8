"""Where the goods of a sentence stand and the amounts that are asked for: what is left, costs or is in a pack is none."""

from collections.abc import Sequence

from knowledge.language.supply_mending import mends_amount
from knowledge.language.supply_piece import ANIMALS, MEASURES, VESSELS, WANTS, Piece

# What says that there is none of it, that it is little, and that something is broken.
NOTHING = frozenset({"没", "没有", "没了", "没有了", "都没", "都没有", "都没了", "也没", "也没了"})
_METRES, _SOLD_BY_LENGTH = "米", frozenset("布绳线管带膜网条毡链")
_USED_UP = ("用没了", "吃没了", "喝没了", "使没了", "烧没了", "抽没了")
_SUCH, _NEAR = frozenset({"那种", "这种", "那个", "那", "这个"}), 6  # pieces
_MOUTHFUL, _POTS = "口", "锅缸"
_OF_THE_SCALES = frozenset({"斤", "公斤"})  # how much is bought more often than what a pack holds
_ONLY = frozenset({"就", "才", "只"})
_THAT = frozenset({"那", "这"})
_DAMAGE = frozenset({"磕破", "磕坏", "碎了", "破了", "烂了", "摔了"})


def marks_of(pieces: Sequence[Piece]) -> list[int]:
    """Where goods and amounts stand; what is left over or taken in a day is no amount."""
    marks: list[int] = []
    is_rest = is_list = False
    for place, piece in enumerate(pieces):
        if piece.role == "not_an_amount":
            is_rest, is_list = True, "剩" in piece.word  # 就剩俩鸡蛋一根葱
        elif piece.role == "amount":
            if not is_rest and not _is_of_something_else(pieces, place):
                marks.append(place)
            is_rest = is_rest and is_list
        elif piece.role == "space":
            before = pieces[place - 1]
            is_rest = is_rest and before.role == "not_an_amount" and before.word not in _DAMAGE
        elif piece.role != "filler":
            is_rest = is_rest and is_list and piece.role == "item"
            if piece.role == "item":
                marks.append(place)
    return marks


def _is_of_something_else(pieces: Sequence[Piece], place: int) -> bool:
    """Whether an amount says what there is or is not, or how much a pack holds, and not how much is asked for."""
    amount = pieces[place].amount
    is_named = place + 1 < len(pieces) and pieces[place + 1].role == "item"
    if amount is not None and amount.unit == _METRES and not _is_by_length(pieces, place):
        return True
    if amount is not None and amount.unit == "样" and (amount.quantity is None or not is_named):
        return True  # 随便来几样
    if _is_of_flock(pieces, place) or _is_of_person(pieces, place) or _is_denied(pieces, place):
        return True
    if _is_size(pieces, place):
        return True
    if amount is not None and amount.unit == _MOUTHFUL and not _is_of_pot(pieces, place):
        return True  # 在家整两口
    return _is_stock(pieces, place) or _is_none(pieces, place) or _is_left(pieces, place) or _is_pack(pieces, place)


def _is_of_pot(pieces: Sequence[Piece], place: int) -> bool:
    """Whether 口 counts what stands beside it or a pot that was named: 有没有炒锅 买一口."""
    if any(pieces[at].role == "item" for at in (place - 1, place + 1) if 0 <= at < len(pieces)):
        return True
    return any(piece.role == "item" and piece.word[-1] in _POTS for piece in pieces[max(0, place - _NEAR) : place])


def _is_denied(pieces: Sequence[Piece], place: int) -> bool:
    """Whether an amount is the one that is taken back: 不是一盒, 两盒."""
    if not place or pieces[place - 1].role != "unwanted" or mends_amount(pieces, place - 1):
        return False
    return place + 1 == len(pieces) or pieces[place + 1].role not in ("item", "kinds", "make", "gap")


def _is_by_length(pieces: Sequence[Piece], place: int) -> bool:
    """Whether metres are of a thing that is sold by them, and no way: 塑料布二十米, 五米麻绳."""
    beside = [pieces[at] for at in (place - 1, place + 1) if 0 <= at < len(pieces)]
    return any(piece.role == "item" and piece.word[-1] in _SOLD_BY_LENGTH for piece in beside)


def _is_of_flock(pieces: Sequence[Piece], place: int) -> bool:
    """Whether an amount counts animals that are to be fed: 二十只羊 买两吨饲料."""
    behind = pieces[place + 1] if place + 1 < len(pieces) else None
    if behind is None or behind.word not in ANIMALS:
        return False
    return any(piece.role == "item" and piece.kind in ("farm", "pet") for piece in pieces)


def _is_of_person(pieces: Sequence[Piece], place: int) -> bool:
    """Whether an amount stands behind whom it counts, as people say it of themselves: 宝妈一枚."""
    amount, before = pieces[place].amount, pieces[place - 1] if place else None
    if amount is None or amount.unit != "枚" or before is None or before.role != "stop":
        return False
    return before.end == amount.start


def _is_size(pieces: Sequence[Piece], place: int) -> bool:
    """Whether an amount says how much another one right before it holds: 一桶五升豆油."""
    amount, before = pieces[place].amount, pieces[place - 1].amount if place else None
    if amount is None or before is None or pieces[place - 1].end != pieces[place].start:
        return False
    is_vessel = before.unit is not None and before.unit[-1] in VESSELS
    return amount.unit in MEASURES and is_vessel and place + 1 < len(pieces) and pieces[place + 1].role == "item"


def _is_none(pieces: Sequence[Piece], place: int) -> bool:
    """一袋都没了, 一粒退烧药没有: not even one."""
    amount = pieces[place].amount
    if amount is None or amount.quantity not in (1, 0.5):
        return False
    if place and pieces[place - 1].role in WANTS:
        return _lacks_even_one(pieces, place)
    at = place + 1
    if at < len(pieces) and pieces[at].role == "item":
        at += 1
    while at < len(pieces) and pieces[at].word in ("也", "都"):
        at += 1
    return at < len(pieces) and (pieces[at].word in NOTHING or pieces[at].word.endswith(_USED_UP))  # 一包都用没了


def _lacks_even_one(pieces: Sequence[Piece], place: int) -> bool:
    """没一粒盐了, 没有一片药: not even one, unless the thing behind it has an amount of its own."""
    before, ends = pieces[place - 1], place + 2 >= len(pieces)
    if before.word not in NOTHING or before.end != pieces[place].start or before.word.endswith("了"):
        return False
    return place + 1 < len(pieces) and pieces[place + 1].role == "item" and (ends or pieces[place + 2].role != "amount")


def _is_left(pieces: Sequence[Piece], place: int) -> bool:
    """就一支了: what is left."""
    if place > 1 and pieces[place - 1].word in _THAT and pieces[place - 2].role not in WANTS:
        return True  # 奶瓶摔了,就那一个
    if not place or pieces[place - 1].word not in _ONLY:
        return False
    at = place + 2 if place + 1 < len(pieces) and pieces[place + 1].role == "item" else place + 1  # 就一把挂面了
    behind = pieces[at] if at < len(pieces) else None
    is_of_thing = place > 1 and pieces[place - 2].role == "item" and pieces[place - 2].end == pieces[place - 1].start
    return behind is not None and (behind.word == "了" or (behind.role == "gap" and is_of_thing))  # 口罩就一个反复戴


def _is_pack(pieces: Sequence[Piece], place: int) -> bool:
    """两袋3公斤的, 十公斤一袋的来两袋: how much a pack holds, the amount before 的 and the one before that."""
    if _is_size_of_count(pieces, place):
        return True
    if 0 < place < len(pieces) - 2 and pieces[place - 1].word.endswith("(") and pieces[place + 1].word.startswith(")"):
        return pieces[place + 2].role == "amount"  # 大米(10斤)1袋
    at = place
    while at + 1 < len(pieces) and pieces[at + 1].role == "amount" and at - place < 2:
        at += 1
    if at + 1 >= len(pieces) or pieces[at + 1].word != "的":
        return False
    begin = at + 2
    while begin < len(pieces) and pieces[begin].word in _SUCH:  # 50斤的那种
        begin += 1
    behind = pieces[begin].role if begin < len(pieces) else "break"
    if at > place:  # the first of two
        return _is_one_more(pieces, at) and (not place or pieces[place - 1].role not in WANTS)
    if behind == "amount" and begin == at + 2:
        return _is_count_of_packs(pieces, place, begin)
    return begin > at + 2 or (behind in ("break", "stop_sign", "space", *WANTS) and _has_another(pieces, place))


def _is_count_of_packs(pieces: Sequence[Piece], size: int, place: int) -> bool:
    """Whether an amount counts the packs whose size stands before it with 的: 面粉25斤的一袋; not 三斤的一条鱼."""
    holds, count = pieces[size].amount, pieces[place].amount
    if holds is None or count is None or holds.unit not in MEASURES or count.unit in MEASURES:
        return False
    behind = pieces[place + 1] if place + 1 < len(pieces) else None
    return behind is None or behind.start != pieces[place].end or behind.role not in ("item", "kinds", "make", "gap")


def _is_size_of_count(pieces: Sequence[Piece], place: int) -> bool:
    """Whether an amount behind a thing is a measure, and the vessels that hold it are counted: 洗衣液 3kg 1瓶."""
    amount, at = pieces[place].amount, place + 1
    before = place - 2 if place > 1 and pieces[place - 1].role == "space" else place - 1
    if amount is None or amount.unit not in MEASURES or before < 0 or pieces[before].role != "item":
        return False
    if at < len(pieces) and pieces[at].role == "space":
        at += 1
    count = pieces[at].amount if at < len(pieces) else None
    if count is None or count.is_elided or count.unit is None or count.unit[-1] not in VESSELS:
        return False
    if amount.unit in _OF_THE_SCALES and _begins_next(pieces, at):
        return False
    return at + 1 == len(pieces) or pieces[at + 1].role not in ("item", "kinds", "make", "gap")


def _begins_next(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a count set apart is of the thing behind it, which has no other amount: 土豆5斤 1袋 面粉."""
    behind = pieces[place + 1 : place + 5]
    if len(behind) < 2 or pieces[place - 1].role != "space" or behind[0].role != "space" or behind[1].role != "item":
        return False
    return all(piece.role != "amount" for piece in behind[2:4])


def _is_one_more(pieces: Sequence[Piece], place: int) -> bool:
    """Whether two amounts before 的 tell what a pack holds: one that is a measure to one of it (十公斤一袋的), or where the
    amount that is asked for follows. Of 一箱十二瓶的 the first is asked for."""
    amount = pieces[place].amount
    if amount is not None and amount.quantity == 1:
        return True
    for piece in pieces[place + 1 : place + _NEAR]:
        if piece.role in ("item", "stop_sign"):
            return False
        if piece.role == "amount":
            return True
    return False


def _has_another(pieces: Sequence[Piece], place: int) -> bool:
    """Whether another amount stands right before it or before its thing, or behind the wish that follows."""
    if place and pieces[place - 1].role == "amount":
        return True
    if place > 1 and pieces[place - 1].role == "item" and pieces[place - 2].role == "amount":
        return True
    return any(piece.role == "amount" for piece in pieces[place + 2 : place + 5])


def _is_stock(pieces: Sequence[Piece], place: int) -> bool:
    """Whether 还有 says how much is there: 米还有一袋."""
    if place < 2 or pieces[place - 1].word != "还有" or pieces[place - 2].role != "item":
        return False
    return place + 1 == len(pieces) or pieces[place + 1].role in ("break", "stop_sign")
