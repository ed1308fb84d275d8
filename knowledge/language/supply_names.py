"""The names of goods as they are said: with their make, and with unknown words that belong to them.

二段奶粉, 氨氯地平5mg, 安儿宝奶粉, 鸡蛋糕, 奶粉没了 飞鹤三段.
"""

import re

from knowledge.language.supply_described import described_before, seen_beside, without_description
from knowledge.language.supply_makes import with_makes
from knowledge.language.supply_piece import (
    APART,
    COOKING,
    DOING,
    NEVER_IN_NAMES,
    NEVER_MEASURED,
    SOME_OF,
    WANTS,
    Piece,
    begins_thing,
    one_of,
)
from knowledge.language.supply_words import supply_words

_FORM = re.compile(
    r"(?:缓释|控释|肠溶|分散|咀嚼|泡腾)?(?:片|胶囊|颗粒|滴丸|口服液|口服溶液|溶液|洗剂|喷剂|注射液|滴眼液|滴鼻液|鼻喷雾?剂|鼻喷雾|软膏|乳膏|凝胶|糖浆|喷雾剂?|气雾剂|粉雾剂|粉?吸入剂|混悬液|混悬滴剂|滴剂|栓剂?|眼药水|眼药膏|眼膏|眼用凝胶|滴耳液|贴剂|散剂?|丸|笔芯)"
)
_OF, _BY, _SEASONING = "的", "被", frozenset("油盐醋")
_FOR = ("药", "膏", "药水")  # ends of names by what a medicine is for
_STATES = frozenset("鲜干冻生熟纯")
_NEW = ("新", "旧")  # 要个新插排
_LONGEST_TAIL = 3  # signs


def named(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the make of each thing joined to its name, and without goods that only say of which sort one is."""
    return with_makes(_composed(pieces))


def _composed(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the make of each thing joined to its name: 二段奶粉, 氨氯地平5mg, 安儿宝奶粉."""
    out: list[Piece] = []
    for at, piece in enumerate(pieces):
        behind = pieces[at + 1] if at + 1 < len(pieces) else None
        if out and out[-1].role == "item" and piece.start == out[-1].end and _joins(piece, out, behind):
            continue
        piece = seen_beside(piece, out)
        if piece.role in ("item", "ending"):
            composed = _with_what_stands_before(piece, out, behind is not None and behind.role == "amount")
            if composed is not None:
                out.append(composed)
        else:
            out.append(piece)
    return out


def _with_what_stands_before(piece: Piece, out: list[Piece], is_measured: bool) -> Piece | None:
    """The thing with its make and with unknown words that belong to its name; None where it ends the one before."""
    if piece.role == "ending" and out and out[-1].role == "item" and out[-1].end == piece.start:
        out[-1] = out[-1]._replace(word=out[-1].word + piece.word, end=piece.end)  # 缬沙坦 with 胶囊
        return None
    name, start, strength = piece.word, piece.start, ""
    while out and out[-1].end == start:
        before = out[-1]
        if before.role in ("kinds", "make"):
            name = before.word + name
        elif before.role == "strength":
            strength = before.word
        elif _says_nothing(before, out):
            pass
        elif before.word == "的" and (description := described_before(out)) is not None:
            start = without_description(out, description)
            break
        elif before.word == "的" and _is_pack(out, is_measured):
            pack = out[-2].amount
            name = "" if pack is None else f"{pack.quantity}{pack.unit}装{name}"
            start = out.pop().start
            before = out[-1]
        elif before.role == "gap" and _may_lead(
            before.word, out, is_measured, longest=5 if piece.role == "ending" else 4
        ):
            unit = before.word[0] if before.word[0] in supply_words().single and _is_wished(out) else ""
            lead = before.word[len(unit) :]
            name, start = ("" if lead in _NEW else lead) + name, before.start + len(unit)
            out.pop()
            if unit:  # 买个小电锅
                out.append(one_of(unit, before.start))
            break
        else:
            break
        start = before.start
        out.pop()
    if _is_one_name(out, start, is_measured):
        first, middle = out[-2:]
        del out[-2:]
        return Piece("item", first.start, piece.end, first.word + middle.word + piece.word, piece.kind, base=piece.word)
    if piece.role == "ending" and start == piece.start:
        return Piece("gap", piece.start, piece.end, piece.word)
    return Piece("item", start, piece.end, name + strength, piece.kind, base=piece.word)


def _says_nothing(before: Piece, out: list[Piece]) -> bool:
    """Whether what stands before a thing is no part of its name: 新插排, and the 的 behind a make."""
    if before.role == "gap" and before.word in _NEW:
        return True
    return before.word == "的" and len(out) > 1 and out[-2].role in ("kinds", "make", "strength")


def _is_one_name(out: list[Piece], start: int, is_measured: bool) -> bool:
    """Whether a thing with unknown words behind it begins the name of the one that follows: 两袋鹅崽饲料."""
    if len(out) < 2 or (out[-2].role, out[-1].role) != ("item", "gap") or out[-1].end != start:
        return False
    if out[-2].end != out[-1].start or len(out[-1].word) >= _LONGEST_TAIL or out[-1].word[0] in COOKING:
        return False
    return (is_measured or (len(out) > 2 and out[-3].role == "amount")) and NEVER_IN_NAMES.isdisjoint(out[-1].word)


def _is_pack(out: list[Piece], is_measured: bool) -> bool:
    """Whether an amount with 的 tells the size of a pack, because the thing has another amount: 20斤的米一袋."""
    if len(out) < 2 or out[-2].amount is None or out[-2].end != out[-1].start or out[-2].amount.quantity is None:
        return False
    return is_measured or (len(out) > 2 and out[-3].role == "amount")


def _may_lead(gap: str, out: list[Piece], is_measured: bool, longest: int) -> bool:
    """Whether unknown words right before a thing are part of its name: only where something begins there."""
    if (
        gap[0] == "一"
        or (gap[0] in COOKING and len(gap) > 1 and gap[1] in SOME_OF)
        or not DOING.isdisjoint((gap[0], gap[-1]))
        or len(gap) > longest
        or not (NEVER_MEASURED if is_measured else NEVER_IN_NAMES).isdisjoint(gap)
    ):
        return False
    before = out[-2] if len(out) > 1 else None
    return before is None or begins_thing(before)


def _is_wished(out: list[Piece]) -> bool:
    return len(out) > 1 and out[-2].role in WANTS


def _joins(piece: Piece, out: list[Piece], behind: Piece | None) -> bool:
    """Joins a form of medicine, a make or what else belongs to a name right behind it: 缬沙坦+胶囊, 奶粉+二段."""
    item = out[-1]
    if piece.role == "make":
        out[-1] = item.of_make(piece.word)._replace(end=piece.end)
        return True
    is_measured = len(out) > 1 and out[-2].role == "amount" and out[-2].end == item.start
    if piece.role == "strength":
        out[-1] = item._replace(word=item.word + piece.word, end=piece.end)
        return True
    if _makes_another(item, piece, behind, is_measured):
        out[-1] = item._replace(word=item.word + piece.word, end=piece.end, base=item.base and item.base + piece.word)
        return True
    return False


def _makes_another(item: Piece, piece: Piece, behind: Piece | None, is_measured: bool) -> bool:
    """Whether what stands right behind a thing makes another one of it: 饺子馅, 小米粥, 玉米种子, 缬沙坦胶囊, 擀面杖.

    `is_measured`: an amount stands before the thing.
    """
    words = supply_words()
    if piece.role == "item":
        is_longer = item.word[0] in _STATES and item.word[1:] + piece.word in words.kinds
        if is_longer or item.word.endswith("馅"):
            return True  # 鲜玉米面, 韭菜馅饺子
        if item.kind == "medicine" and (_FORM.fullmatch(piece.word) is not None or _is_said_for(piece, item)):
            return True  # 布地奈德鼻喷剂, 京万红烫伤膏
        is_food = piece.word in words.heads and piece.kind == item.kind == "food" and item.word not in _SEASONING
        is_food = is_food and not item.word.endswith(_OF)  # 能吃的饼干
        return is_food or (piece.word in words.heads_of_any and item.word not in words.heads_of_any)
    if piece.role != "gap" or _is_done_to(piece, behind):
        return False
    form = _FORM.match(piece.word) if item.kind == "medicine" else None
    if piece.word in words.heads or (form is not None and form.end() == len(piece.word)):
        return True
    if piece.word[0] in COOKING or len(piece.word) > _LONGEST_TAIL or not NEVER_MEASURED.isdisjoint(piece.word):
        return False
    if behind is not None and behind.role == "amount":
        return len(piece.word) < _LONGEST_TAIL or piece.word[-1] in words.heads
    ends = behind is None or behind.role in ("and", "make", "strength", *APART)
    return ends and ((is_measured and len(piece.word) == 1) or piece.word[-1] in words.heads)


def _is_said_for(piece: Piece, item: Piece) -> bool:
    """Whether words right behind a medicine only say what it is for: 京万红烫伤膏."""
    return piece.kind == "medicine" and piece.word.endswith(_FOR) and not item.word.endswith(_FOR)


def _is_done_to(piece: Piece, behind: Piece | None) -> bool:
    """Whether 被 is no quilt but says that somebody did something to the thing: 奶瓶被老大摔了."""
    return piece.word == _BY and behind is not None and behind.role not in ("amount", "and", "filler", *APART)
