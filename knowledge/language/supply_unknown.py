"""Goods that no list knows, where an amount or 买 shows that they are goods: 两瓶驱蚊液, 康师傅一箱, 捎个暖瓶胆."""

from knowledge.language.names import is_called
from knowledge.language.supply_mending import is_called_instead
from knowledge.language.supply_piece import (
    APART,
    COOKING,
    NEVER_IN_NAMES,
    NEVER_MEASURED,
    OTHER,
    SOME_OF,
    WANTS,
    Piece,
    begins_thing,
)
from knowledge.language.supply_unknown_ones import PEOPLE, is_of, kind_of, one_as_it_should_be, one_unknown
from knowledge.language.supply_words import SupplyWords

# What somebody is asked to do, and no thing: 给联系换一个.
_DEEDS = ("联系", "安排", "解决", "处理", "协调", "打听", "登记", "上门", "维修", "安装", "检查", "更换", "调换", "代办")
_CALLED = "老小"  # 老霍, 小佟
_THAT_ONE = frozenset("另这那每哪")  # 另一个嘴儿豁了
_LONGEST, _SHORT = 7, 3  # signs
_ILLNESSES = frozenset({"感冒", "发烧", "咳嗽", "疼", "高血压", "冠心病", "心脏病", "慢性病", "透析"})
_CHORES = frozenset("刷洗切炒做烧喂养煮蒸熬炖写")
_TAKEN = "水饭"  # ends of what is drunk and eaten
_BETWEEN = ("(", ":", " ")  # a name and its amount
_OF_THE_LIVING = ("头", "口", "样")  # 猪崽子二十多头
# 圈里六十多只羊, 俩半大小子: a place, somebody's age.
_NO_THINGS = ("里", "外头", "上", "半大")


def with_unknown(pieces: list[Piece], words: SupplyWords) -> list[Piece]:
    """The pieces with goods that no list knows, where their place shows that they are goods."""
    pieces = _fused(pieces, words)
    is_asked = any(piece.role in ("item", "want", "buy") for piece in pieces)
    names_others = any(piece.role == "item" for piece in pieces)
    leads_to_each = False  # what stands behind is a list that ends in 各两盒
    for place in range(len(pieces) - 1, -1, -1):
        piece = pieces[place]
        if piece.role == "each":
            leads_to_each = place + 1 < len(pieces) and pieces[place + 1].role == "amount"
        elif piece.role not in ("item", "and", "space", "gap") and piece.word != ",":
            leads_to_each = False
        if piece.role == "kinds" and piece.word in words.makers and _is_named_by(pieces, place):
            pieces[place] = piece._replace(role="item", kind=OTHER)
        if piece.word in words.measured and piece.role in ("hidden", "gap") and _is_measured(pieces, place, words):
            pieces[place] = piece._replace(role="item", kind="food" if piece.word[-1] in _TAKEN else OTHER)
        counted = one_as_it_should_be(pieces, place) if piece.role == "gap" else None
        if counted is not None:
            pieces[place : place + 1] = counted
            continue
        if piece.role != "gap" or (names_others and _only_describes(pieces, place)):
            continue
        counted = one_unknown(pieces, place)
        if counted is not None:
            pieces[place : place + 1] = counted
            continue
        is_placed = leads_to_each or _is_bought(pieces, place) or is_called_instead(pieces, place)
        if (is_placed and _could_be(piece.word, NEVER_IN_NAMES)) or (
            _could_be(piece.word, NEVER_MEASURED) and _is_counted(pieces, place, is_asked, words)
        ):
            pieces[place] = piece._replace(role="item", kind=kind_of(piece.word))
        else:
            leads_to_each = False
    return pieces


def _fused(pieces: list[Piece], words: SupplyWords) -> list[Piece]:
    """The pieces with unknown names of which the lists know a part that says something else: 土豆, 感冒灵, 暖宝宝."""
    out: list[Piece] = []
    for at, piece in enumerate(pieces):
        before = out[-1] if out and out[-1].end == piece.start else None
        behind = pieces[at + 1].role if at + 1 < len(pieces) else "break"
        if before is not None and _is_sort_of_maker(before, piece, behind, words):
            out[-1] = Piece("item", before.start, piece.end, before.word + piece.word, OTHER)
        elif before is not None and _is_part(before, piece, behind, words):
            out[-1] = Piece("gap", before.start, piece.end, before.word + piece.word)
        else:
            out.append(piece)
    return out


def _is_sort_of_maker(before: Piece, piece: Piece, behind: str, words: SupplyWords) -> bool:
    """Whether a maker and a stage are all that is said of a thing: 爱他美一段要两罐."""
    is_sort = piece.role == "make" and before.role == "kinds" and before.word in words.makers
    return is_sort and behind in ("amount", *WANTS)


def _is_part(before: Piece, piece: Piece, behind: str, words: SupplyWords) -> bool:
    roles = before.role, piece.role
    if roles == ("kinds", "gap"):
        return before.word not in words.makers
    is_named = behind == "amount" and len(piece.word) <= _SHORT
    if roles == ("hidden", "gap"):
        return is_named and len(before.word) == 2 and before.word[0] in _CHORES  # 刷碗海绵两块
    return is_named and (roles == ("gap", "kinds") or (roles == ("stop", "gap") and before.word in _ILLNESSES))


def _could_be(word: str, never: frozenset[str]) -> bool:
    """Whether a word may be the name of a thing at all."""
    is_named = 2 <= len(word) <= _LONGEST and never.isdisjoint(word) and not word.endswith((*PEOPLE, *_NO_THINGS))
    if word[0] in COOKING and word[1:2] in SOME_OF:
        return False  # 西红柿四个做个汤
    if word.startswith(_DEEDS):
        return False
    if len(word) == len(_CALLED) and word[0] in _CALLED and is_called(word):
        return False
    return is_named and word[0] not in "用吃喝底" and word[-1] not in "完号" and word != word[0] * 2  # 借一台用用


def _only_describes(pieces: list[Piece], place: int) -> bool:
    """Whether words with 的 behind them only say of which sort it should be: 缺个止咳的 复方甘草片一瓶."""
    behind = pieces[place + 1 : place + 3]
    if not behind or behind[0].word != "的":
        return False
    return len(behind) == 1 or behind[1].role in APART


def _is_measured(pieces: list[Piece], place: int, words: SupplyWords) -> bool:
    piece, before = pieces[place], pieces[place - 1] if place else None
    if before is not None and before.end == piece.start and _measures(before, True, piece, words):
        return not _has_its_thing(pieces, place - 1)
    behind = pieces[place + 1] if place + 1 < len(pieces) else None
    is_first = before is None or begins_thing(before)
    return behind is not None and behind.start == piece.end and is_first and _measures(behind, True, piece, words)


def _is_named_by(pieces: list[Piece], place: int) -> bool:
    """Whether a maker is all that is said of a thing: 康师傅一箱, 飞鹤要两罐."""
    before, behind = (pieces[at] if 0 <= at < len(pieces) else None for at in (place - 1, place + 1))
    if any(piece is not None and piece.role in ("item", "kinds", "make", "gap") for piece in (before, behind)):
        return False
    if before is not None and before.amount is not None and before.amount.unit is not None:
        return not _has_its_thing(pieces, place - 1)
    at = place + 2 if behind is not None and behind.role in WANTS else place + 1
    amount = pieces[at].amount if at < len(pieces) else None
    is_measured = amount is not None and amount.unit is not None
    return is_measured and (at + 1 == len(pieces) or pieces[at + 1].role != "item")


def _is_bought(pieces: list[Piece], place: int) -> bool:
    """Whether 买 or a list makes the unknown words at this place a thing: 买花露水."""
    before, behind = (pieces[at] if 0 <= at < len(pieces) else None for at in (place - 1, place + 1))
    ends = behind is None or behind.role in ("and", "break", "stop_sign", "space", "filler")
    if before is None or not ends or (behind is not None and behind.word == "的" and _names_thing(pieces, place + 2)):
        return False
    return before.role == "buy" or (before.word == "、" and len(pieces[place].word) <= 4)


def _names_thing(pieces: list[Piece], place: int) -> bool:
    """Whether a thing stands here, so that the words with 的 before it only describe it: 来点清淡的菜."""
    return place < len(pieces) and pieces[place].role in ("item", "kinds")


def _is_counted(pieces: list[Piece], place: int, is_asked: bool, words: SupplyWords) -> bool:
    """Whether an amount at the unknown words of this place makes them a thing: 两瓶驱蚊液, 康师傅(1箱), 白醋1."""
    piece = pieces[place]
    before = pieces[place - 1] if place else None
    if is_of(pieces, place):
        return False  # 一瓶擦手的酒精
    if place > 1 and pieces[place - 2].word[-1:] in _THAT_ONE and pieces[place - 1].amount is not None:
        return False
    if before is not None and _measures(before, is_asked, piece, words) and not _has_its_thing(pieces, place - 1):
        return True
    if before is not None and not begins_thing(before):
        return False
    at = place + 1
    if at + 1 < len(pieces) and pieces[at].word == "也" and pieces[at + 1].role in WANTS:
        at += 1  # 胶条也来两卷
    is_wished = at < len(pieces) and pieces[at].role in WANTS
    if at < len(pieces) and (is_wished or pieces[at].word in _BETWEEN):
        at += 1
    is_asked = is_asked or before is None or before.role != "space"
    if at >= len(pieces) or not _measures(pieces[at], is_asked, piece, words):
        return False
    behind = pieces[at + 1].role if at + 1 < len(pieces) else "break"
    return behind not in (("gap", "item") if is_wished else ("gap", "stop"))  # 老板来两箱啤酒


def _has_its_thing(pieces: list[Piece], place: int) -> bool:
    """Whether the thing of an amount stands before it: 辣条来两包解馋; that of 五斤猫粮十斤猫砂 has one already."""
    at = place - 1
    while at > 0 and (pieces[at].role in WANTS or pieces[at].role == "filler"):
        at -= 1
    if at < 0 or pieces[at].role != "item":
        return False
    return at != place - 1 or at == 0 or pieces[at - 1].amount is None


def _measures(amount: Piece, is_asked: bool, piece: Piece, words: SupplyWords) -> bool:
    """Whether an amount makes its neighbour a thing; 个 and 条 count other things too."""
    if amount.amount is None or amount.amount.unit is None:
        return False
    unit = amount.amount.unit
    is_name = len(piece.word) >= 2 or piece.word in words.measured
    return unit not in words.counted or (is_asked and is_name and unit not in _OF_THE_LIVING)
