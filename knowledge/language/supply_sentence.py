"""The sentence of a supply request in pieces: goods with their make, amounts, and the words that part or join them.

Goods that no list knows (花露水, 安儿宝) count as goods where an amount or 买 stands at them.
"""

import re
from typing import NamedTuple

from knowledge.language.supply_amounts import BLANK, Amount, Make, find_figures
from knowledge.language.supply_words import SupplyWords, supply_words

OTHER = "other"
WANTS = ("want", "instead", "buy")
_BETWEEN = re.compile(
    r"(?P<space>[ ]+)|(?P<stop>[。;!?\n]+)|(?P<break>[,:()\"'.~\-\[\]<>]+)|(?P<gap>[^ 。;!?\n,:()\"'.~\-\[\]<>]+)"
)
# Signs that are in no name of a thing; with one of them the words before a good are not part of it.
_NEVER_IN_NAMES = frozenset(
    "我你您他她它俺咱们的了吗呢吧啊呀是在有没不要想给送买来去到跟与让被这那哪啥什么怎咋谁多少几很太都也就还又才会能可以行请谢麻烦帮忙今昨"
    "日号楼家里下外人吃喝用做说问等时候快急先前后出门断病疼岁年月周着过只把从对为因所但而且或该得必须应被另每最更再已将0123456789"
)
_FORM = re.compile(
    r"(?:缓释|控释|肠溶|分散|咀嚼|泡腾)?(?:片|胶囊|颗粒|滴丸|口服液|注射液|滴眼液|软膏|糖浆|喷雾剂?|气雾剂|粉雾剂|笔芯)"
)
_JOINING = frozenset({"amount", "want", "instead", "buy", "and", "break", "stop_sign", "space", "each", "unwanted"})


class Piece(NamedTuple):
    """One piece: `role` is item, amount, a role of supplies.yaml, or space, break, stop_sign, gap, make."""

    role: str
    start: int
    end: int
    word: str
    kind: str = ""
    amount: Amount | None = None
    base: str = ""  # of an item: its name without the make

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said of the make of an item."""
        return not self.base or self.base == self.word

    def of_make(self, make: str) -> "Piece":
        """The item with a make before its bare name, and behind the maker: 飞鹤奶粉 of 三段 is 飞鹤三段奶粉."""
        base = self.base or self.word
        return self._replace(word=self.word.replace(base, make + base, 1), base=base)


def pieces_of(line: str) -> list[Piece]:
    """The pieces from left to right; every character belongs to one."""
    words = supply_words()
    known = [
        Piece(tag.role, start, start + len(word), tag.name, tag.kind) for start, word, tag in words.table.scan(line)
    ]
    figures = [_figure(found) for found in find_figures(_blanked(line, known))]
    marked = _borne_out(sorted([*known, *figures], key=lambda piece: piece.start))
    pieces: list[Piece] = []
    place = 0
    for piece in [*marked, None]:
        begin = len(line) if piece is None else piece.start
        for match in _BETWEEN.finditer(line, place, begin):
            role = match.lastgroup or "gap"
            pieces.append(Piece("stop_sign" if role == "stop" else role, match.start(), match.end(), match.group()))
        if piece is not None:
            pieces.append(piece)
            place = piece.end
    return _with_unknown(_described(_composed(pieces), words), words)


def _borne_out(pieces: list[Piece]) -> list[Piece]:
    """Without units that are no amount: one alone is, between a wish and a thing (买袋米), the amount of one."""
    return [
        piece
        for at, piece in enumerate(pieces)
        if piece.amount is None
        or not piece.amount.is_elided
        or (pieces[at - 1].role in WANTS and pieces[at + 1].role in ("item", "kinds", "make"))
    ]


def _blanked(line: str, known: list[Piece]) -> str:
    place, parts = 0, []
    for piece in known:
        parts += [line[place : piece.start], BLANK * (piece.end - piece.start)]
        place = piece.end
    return "".join([*parts, line[place:]])


def _figure(found: Amount | Make) -> Piece:
    if isinstance(found, Amount):
        return Piece("amount", found.start, found.end, "", amount=found)
    return Piece("strength" if found.is_strength else "make", found.start, found.end, found.word)


def _composed(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the make of each thing joined to its name: 二段奶粉, 氨氯地平5mg, 安儿宝奶粉."""
    out: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.role in ("item", "ending"):
            is_measured = at + 1 < len(pieces) and pieces[at + 1].role == "amount"
            composed = _with_what_stands_before(piece, out, is_measured)
            if composed is not None:
                out.append(composed)
        elif not (out and out[-1].role == "item" and _joined_behind(piece, out)):
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
        elif before.word == "的" and len(out) > 1 and out[-2].role in ("kinds", "make", "strength"):
            pass
        elif before.word == "的" and _is_pack(out, is_measured):
            pack = out[-2].amount
            name = "" if pack is None else f"{pack.quantity}{pack.unit}装{name}"
            start = out.pop().start
            before = out[-1]
        elif before.role == "gap" and _may_lead(before.word, out, longest=5 if piece.role == "ending" else 4):
            name = before.word + name
        else:
            break
        start = before.start
        out.pop()
        if before.role == "gap":
            break
    if piece.role == "ending" and start == piece.start:
        return Piece("gap", piece.start, piece.end, piece.word)
    return Piece("item", start, piece.end, name + strength, piece.kind, base=piece.word)


def _is_pack(out: list[Piece], is_measured: bool) -> bool:
    """Whether an amount with 的 tells the size of a pack, because the thing has another amount: 20斤的米一袋."""
    if len(out) < 2 or out[-2].amount is None or out[-2].end != out[-1].start or out[-2].amount.quantity is None:
        return False
    return is_measured or (len(out) > 2 and out[-3].role == "amount")


def _may_lead(gap: str, out: list[Piece], longest: int) -> bool:
    """Whether unknown words right before a thing are part of its name: only where something begins there."""
    if len(gap) > longest or not _NEVER_IN_NAMES.isdisjoint(gap):
        return False
    before = out[-2] if len(out) > 1 else None
    return before is None or before.role in _JOINING


def _joined_behind(piece: Piece, out: list[Piece]) -> bool:
    """Joins a form of medicine or a make right behind the thing to its name: 缬沙坦+胶囊, 奶粉+二段."""
    item = out[-1]
    if piece.start != item.end:
        return False
    if piece.role == "strength":
        out[-1] = item._replace(word=item.word + piece.word, end=piece.end)
        return True
    if piece.role == "make":
        out[-1] = item.of_make(piece.word)._replace(end=piece.end)
        return True
    form = _FORM.match(piece.word) if piece.role == "gap" and item.kind == "medicine" else None
    if form is None or form.end() != len(piece.word):
        return False
    out[-1] = item._replace(word=item.word + piece.word, end=piece.end)
    return True


def _described(pieces: list[Piece], words: SupplyWords) -> list[Piece]:
    """Joins a make that is said later to the thing it belongs to: 奶粉没了 飞鹤三段; 燕麦片来两袋无糖的."""
    out: list[Piece] = []
    last: int | None = None  # the thing that a later make belongs to
    for piece in pieces:
        if piece.role == "item":
            last = len(out)
        elif piece.role in ("stop_sign", "unwanted"):
            last = None
        elif last is not None and piece.role in ("kinds", "make", "strength") and _is_make(piece, words):
            item = out[last]
            if piece.role == "strength":
                out[last] = item._replace(word=item.word + piece.word)
            elif item.is_plain or out[-1].role == "made":
                out[last] = item.of_make(piece.word)
                piece = piece._replace(role="made")
        out.append(piece)
    return out


def _is_make(piece: Piece, words: SupplyWords) -> bool:
    return piece.role != "kinds" or (len(piece.word) > 1 and piece.word not in words.about_people)


def _with_unknown(pieces: list[Piece], words: SupplyWords) -> list[Piece]:
    """The pieces with goods that no list knows, where their place shows that they are goods."""
    is_asked = any(piece.role in ("item", "want", "buy") for piece in pieces)
    for place, piece in enumerate(pieces):
        if piece.role != "gap" or not 1 <= len(piece.word) <= 6 or not _NEVER_IN_NAMES.isdisjoint(piece.word):
            continue
        before = pieces[place - 1] if place else None
        behind = pieces[place + 1] if place + 1 < len(pieces) else None
        if _is_thing(piece, before, behind, is_asked, words):
            pieces[place] = piece._replace(role="item", kind=OTHER)
    return pieces


def _is_thing(piece: Piece, before: Piece | None, behind: Piece | None, is_asked: bool, words: SupplyWords) -> bool:
    if before is not None and _measures(before, is_asked, piece, words):
        return True
    begins = before is None or before.role in _JOINING
    if behind is not None and begins and _measures(behind, is_asked, piece, words):
        return True
    ends = behind is None or behind.role in ("and", "break", "stop_sign", "space", "filler")
    if before is None or not ends or len(piece.word) < 2:
        return False
    return before.role == "buy" or (before.word == "、" and len(piece.word) <= 4)


def _measures(amount: Piece, is_asked: bool, piece: Piece, words: SupplyWords) -> bool:
    """Whether an amount makes its neighbour a thing; 个 and 条 count other things too."""
    if amount.amount is None or amount.amount.unit is None:
        return False
    return amount.amount.unit not in words.counted or (is_asked and len(piece.word) >= 2)
