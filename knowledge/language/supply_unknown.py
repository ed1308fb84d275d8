"""Goods that no list knows, where an amount or 买 shows that they are goods: 两瓶驱蚊液, 康师傅一箱, 捎个暖瓶胆."""

from knowledge.language.supply_amounts import Amount
from knowledge.language.supply_piece import JOINING, NEVER_IN_NAMES, OTHER, WANTS, Piece
from knowledge.language.supply_words import SupplyWords, supply_words

_OF_MEDICINE = ("片", "丸", "散", "膏", "唑", "酮", "素", "平", "汀", "针剂")
_BRINGING = ("买", "捎", "带", "拿", "送", "购")
_OF_THE_LIVING = ("头", "口", "样")  # 猪崽子二十多头
_PEOPLE = (
    "员",
    "人",
    "师傅",
    "老师",
    "同学",
    "同志",
    "工",
    "们",
    "友",
    "客",
    "伙子",
    "汉子",
    "小子",
    "丫头",
    "兄弟",
    "亲戚",
    "孩子",
)


def with_unknown(pieces: list[Piece], words: SupplyWords) -> list[Piece]:
    """The pieces with goods that no list knows, where their place shows that they are goods."""
    is_asked = any(piece.role in ("item", "want", "buy") for piece in pieces)
    leads_to_each = False  # what stands behind is a list that ends in 各两盒
    for place in range(len(pieces) - 1, -1, -1):
        piece = pieces[place]
        if piece.role == "each":
            leads_to_each = place + 1 < len(pieces) and pieces[place + 1].role == "amount"
        elif piece.role not in ("item", "and", "space", "gap") and piece.word != ",":
            leads_to_each = False
        if piece.role == "kinds" and piece.word in words.makers and _is_named_by(pieces, place):
            pieces[place] = piece._replace(role="item", kind=OTHER)
        if piece.word in words.measured and piece.role == "hidden" and _is_measured(pieces, place, words):
            pieces[place] = piece._replace(role="item", kind="food")
        if piece.role != "gap":
            continue
        counted = _one_of(pieces, place)
        if counted is not None:
            pieces[place : place + 1] = counted
            continue
        could_be = 2 <= len(piece.word) <= 6 and NEVER_IN_NAMES.isdisjoint(piece.word)
        if (
            could_be
            and not piece.word.endswith(_PEOPLE)
            and (leads_to_each or _is_thing(pieces, place, is_asked, words))
        ):
            pieces[place] = piece._replace(role="item", kind=_kind_of(piece.word))
        else:
            leads_to_each = False
    return pieces


def _is_measured(pieces: list[Piece], place: int, words: SupplyWords) -> bool:
    before = pieces[place - 1] if place else None
    return before is not None and before.end == pieces[place].start and _measures(before, True, pieces[place], words)


def _is_named_by(pieces: list[Piece], place: int) -> bool:
    """Whether a maker is all that is said of a thing: 康师傅一箱."""
    before, behind = (pieces[at] if 0 <= at < len(pieces) else None for at in (place - 1, place + 1))
    if any(piece is not None and piece.role in ("item", "kinds", "make", "gap") for piece in (before, behind)):
        return False
    if before is not None and before.amount is not None and before.amount.unit is not None:
        return not _has_its_thing(pieces, place - 1)
    is_measured = behind is not None and behind.amount is not None and behind.amount.unit is not None
    return is_measured and (place + 2 == len(pieces) or pieces[place + 2].role != "item")


def _one_of(pieces: list[Piece], place: int) -> list[Piece] | None:
    """The amount and the thing of 捎个暖瓶胆, where no list knows the thing and nothing follows it in its clause."""
    piece = pieces[place]
    unit, name = piece.word[0], piece.word[1:]
    ends = place + 1 == len(pieces) or pieces[place + 1].role in ("space", "break", "stop_sign", "filler")
    if not (ends and place and pieces[place - 1].word.endswith(_BRINGING) and unit in supply_words().single):
        return None
    if not 2 <= len(name) <= 5 or not NEVER_IN_NAMES.isdisjoint(name) or name.endswith(_PEOPLE):
        return None
    middle = piece.start + 1
    amount = Piece("amount", piece.start, middle, "", amount=Amount(1, unit, piece.start, middle, is_elided=True))
    return [amount, Piece("item", middle, piece.end, name, _kind_of(name))]


def _kind_of(name: str) -> str:
    """The kind of a thing that no list knows, as far as its end shows it: 牛黄解毒片."""
    return "medicine" if len(name) > 2 and name.endswith(_OF_MEDICINE) else OTHER


def _is_thing(pieces: list[Piece], place: int, is_asked: bool, words: SupplyWords) -> bool:
    """Whether the unknown words at this place are a thing, by the amount or 买 at them."""
    piece = pieces[place]
    before, behind = (pieces[at] if 0 <= at < len(pieces) else None for at in (place - 1, place + 1))
    if before is not None and _measures(before, is_asked, piece, words) and not _has_its_thing(pieces, place - 1):
        return True
    begins = before is None or before.role in JOINING
    amount_at = place + (2 if behind is not None and behind.role in WANTS else 1)
    if begins and amount_at < len(pieces) and _measures(pieces[amount_at], is_asked, piece, words):
        others = ("gap", "item") if amount_at > place + 1 else ("gap",)  # 老板来两箱啤酒
        if amount_at + 1 == len(pieces) or pieces[amount_at + 1].role not in others:
            return True
    ends = behind is None or behind.role in ("and", "break", "stop_sign", "space", "filler")
    if before is None or not ends or len(piece.word) < 2:
        return False
    return before.role == "buy" or (before.word == "、" and len(piece.word) <= 4)


def _has_its_thing(pieces: list[Piece], place: int) -> bool:
    """Whether the thing of an amount stands before it: 辣条来两包解馋."""
    at = place - 1
    while at > 0 and (pieces[at].role in WANTS or pieces[at].role == "filler"):
        at -= 1
    return at >= 0 and pieces[at].role == "item"


def _measures(amount: Piece, is_asked: bool, piece: Piece, words: SupplyWords) -> bool:
    """Whether an amount makes its neighbour a thing; 个 and 条 count other things too."""
    if amount.amount is None or amount.amount.unit is None:
        return False
    unit = amount.amount.unit
    return unit not in words.counted or (is_asked and len(piece.word) >= 2 and unit not in _OF_THE_LIVING)
