"""The sentence of a supply request in pieces: goods with their make, amounts, and the words that part or join them.

The names of goods are put together in supply_names.py; goods that no list knows are found in supply_unknown.py.
"""

import re
from itertools import pairwise

from knowledge.language.supply_amounts import BLANK, Amount, Make, Other, find_figures
from knowledge.language.supply_described import is_named_behind
from knowledge.language.supply_makes import described
from knowledge.language.supply_mending import MENDING
from knowledge.language.supply_names import named
from knowledge.language.supply_phrases import phrases_of
from knowledge.language.supply_piece import WANTS, Piece
from knowledge.language.supply_unknown import with_unknown
from knowledge.language.supply_words import SupplyWords, Word, supply_words
from knowledge.language.words import WordFound

_BETWEEN = re.compile(
    r"(?P<space>[ ]+)|(?P<stop>[。;!?\n]+)"
    r"|(?P<break>[,:()\"'.~|*·=_\-\[\]<>「」『』]+)|(?P<gap>[^ 。;!?\n,:()\"'.~|*·=_\-\[\]<>「」『』]+)"
)
_SUFFIX, _UNIT_ENDS = "儿", "子儿"
_LONGER = 4  # signs that a name may go on behind one that only seemed to stand there
_LEAST_DOOR = 100
_NO_UNIT = "挂"  # 挂面 is counted in other units
_BY_MOUTH = ("锅", "缸", "猪")  # what is counted by its mouth
_PLY, _ALTER = "层", "改"
_SMALL, _OTHER_WORDS = "子", frozenset("女孙弟时夜公")  # 子女
_EACH = frozenset("一每半1")
_MONEY = frozenset({"块钱", "元", "元钱"})
_COUNTS = frozenset("一两二三四五六七八九十半几0123456789")
_SLASH = "/"  # apart from what is before it, it ends a figure: 米 1 / 面 1, and not 24包/提


def pieces_of(line: str) -> list[Piece]:
    """The pieces from left to right; every character belongs to one."""
    words = supply_words()
    phrases = phrases_of(line)
    taken = {place for phrase in phrases for place in range(phrase.start, phrase.end)}
    known = phrases + [
        Piece(tag.role, start, start + len(word), tag.name, tag.kind)
        for start, word, tag in _scanned(line, words)
        if start not in taken and not _is_hidden(line, start, word, words)
    ]
    known.sort(key=lambda piece: piece.start)
    figures = [_figure(found) for found in find_figures(_blanked(line, known))]
    marked = _without_numbering(_borne_out(sorted([*known, *figures], key=lambda piece: piece.start)))
    pieces: list[Piece] = []
    place = 0
    for piece in [*marked, None]:
        begin = len(line) if piece is None else piece.start
        for match in _BETWEEN.finditer(line, place, begin):
            role = match.lastgroup or "gap"
            start, word = match.start(), match.group()
            if word[0] == _SUFFIX and start and start == place:
                pieces[-1:] = _with_suffix(pieces[-1], _SUFFIX)
                start, word = start + 1, word[1:]
            elif _is_small(pieces, start, word):
                pieces[-1:] = _with_suffix(pieces[-1], word[0])
                start, word = start + 1, word[1:]
            if word:
                pieces.append(Piece("stop_sign" if role == "stop" else role, start, match.end(), word))
        if piece is not None:
            pieces.append(piece)
            place = piece.end
    return with_unknown(described(named(pieces), words), words)


def _with_suffix(before: Piece, suffix: str) -> list[Piece]:
    """A piece with the 儿 behind it, which is part of a name (花椒面儿) and of nothing else (送点儿土豆)."""
    if before.role == "item":
        return [before._replace(word=before.word + suffix, end=before.end + 1)]
    return [before, Piece("filler", before.end, before.end + 1, suffix)]


def _is_small(pieces: list[Piece], start: int, word: str) -> bool:
    """Whether 子 behind a name of several signs is of it, and begins no other word: 理发剪子, 狗链子."""
    if word[0] != _SMALL or word[1:2] in _OTHER_WORDS or not pieces:
        return False
    before = pieces[-1]
    return before.role == "item" and before.end == start and len(before.word) > 1 and before.word[-1] != _SMALL


def _scanned(line: str, words: SupplyWords) -> list[WordFound[Word]]:
    """The words of the line; behind a number 卷纸 and 包菜 are paper by the roll and greens by the packet."""
    found = words.table.scan(line)
    units = [one.start for one in found if one.tag.role == "item" and _is_unit_with_thing(line, one, words)]
    if not units:
        return found
    signs = list(line)
    for place in units:
        signs[place] = BLANK
    return words.table.scan("".join(signs))


def _is_unit_with_thing(line: str, found: WordFound[Word], words: SupplyWords) -> bool:
    begin, least = found.start + 1, len(found.word) - 1
    if line[found.start - 1 : found.start] not in _COUNTS or found.word[0] not in words.single or not least:
        return False
    if found.word[0] == _NO_UNIT:
        return False
    return any(line[begin : begin + size] in words.kinds for size in range(least, least + _LONGER))


def _is_hidden(line: str, start: int, word: str, words: SupplyWords) -> bool:
    """Whether a word behind a number is no word of its own but counted: 一碗面条, and not 两个碗; 五块钱一斤; 3层120抽.

    改 is one only before a number: 改五斤, and not 改棉裤.
    """
    if word == _ALTER:
        return line[start + 1 : start + 2] not in _COUNTS
    if line[start - 1 : start] not in _COUNTS:
        return False
    if word == _PLY:
        return line[start + 1 : start + 2].isdigit()
    return _is_unit(word, words) or (word in _MONEY and line[start + len(word) : start + len(word) + 1] in _EACH)


def _is_unit(word: str, words: SupplyWords) -> bool:
    """Whether a thing is a unit behind a number: 一碗, 一坛子."""
    return word in words.vessels or (len(word) > 1 and word[-1] in _UNIT_ENDS and word[:-1] in words.units)


def _borne_out(pieces: list[Piece]) -> list[Piece]:
    """Without units that are no amount: one alone is, between a wish and a thing (买袋米), the amount of one."""
    return [
        piece if piece.amount is None or _is_borne_out(pieces, at, piece.amount) else _unit_alone(pieces, at)
        for at, piece in enumerate(pieces)
    ]


def _unit_alone(pieces: list[Piece], at: int) -> Piece:
    """A unit that is no amount; right behind a thing it may be of its name: 吗啡片没了."""
    piece = pieces[at]
    unit = piece.amount.unit if piece.amount is not None else None
    if unit and at and pieces[at - 1].role == "item" and pieces[at - 1].end == piece.start:
        return piece._replace(role="gap", word=unit, amount=None)
    return piece._replace(role="filler", amount=None)


def _is_borne_out(pieces: list[Piece], at: int, amount: Amount) -> bool:
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    if amount.is_elided and amount.unit is None:
        return at > 0 and pieces[at - 1].role == "each"
    if amount.is_elided:
        is_counted = _is_counted_again(pieces, at)  # 订个尿垫两包
        is_mouthful = amount.unit == "口" and behind is not None and not behind.word.endswith(_BY_MOUTH)
        is_of_thing = behind is not None and not is_mouthful and is_named_behind(pieces, at)
        is_wished = at > 0 and (pieces[at - 1].role in WANTS or pieces[at - 1].word.startswith("再"))
        return (
            is_wished and is_of_thing and not is_counted and not (amount.unit == "把" and "给" in pieces[at - 1].word)
        )
    if _is_size(pieces, at):
        return False
    if _is_door(pieces, at):
        return False
    return amount.unit is not None or behind is None or behind.role != "stop" or behind.start != amount.end  # 8个月


def _is_door(pieces: list[Piece], at: int) -> bool:
    """Whether a bare figure is a door and no amount: 503要蔬菜; 301大米一袋,302大米两袋."""
    amount, behind = pieces[at].amount, pieces[at + 1] if at + 1 < len(pieces) else None
    if amount is None or amount.unit is not None or (amount.quantity or 0) < _LEAST_DOOR:
        return False
    if behind is None:
        return at > 0 and pieces[at - 1].word in MENDING  # 3单元402 大米一袋 不对 是502
    if behind.role in WANTS:
        return at > 0 and pieces[at - 1].role != "item"
    counted = pieces[at + 2].amount if at + 2 < len(pieces) else None
    begins = at == 0 or (pieces[at - 1].role == "amount" and pieces[at - 1].end < amount.start)
    is_counted = counted is not None and counted.unit is not None and counted.start == behind.end
    return begins and behind.role == "item" and behind.start == amount.end and is_counted


def _is_size(pieces: list[Piece], at: int) -> bool:
    """Whether a bare figure is the size of what it stands behind: 棉鞋44的."""
    amount, behind = pieces[at].amount, pieces[at + 1] if at + 1 < len(pieces) else None
    if amount is None or amount.unit is not None or behind is None:
        return False
    return behind.word == "的" and behind.start == amount.end


def _is_counted_again(pieces: list[Piece], at: int) -> bool:
    """Whether the thing behind a unit alone has an amount of its own, and not the next thing: 要个暖壶 一双拖鞋.

    Where nothing parts them, the next thing tells: 买盒布洛芬一盒退热贴, and 订个尿垫两包湿巾三包.
    """
    if at + 2 >= len(pieces) or pieces[at + 2].amount is None:
        return False
    count, behind = pieces[at + 2], pieces[at + 3] if at + 3 < len(pieces) else None
    if _is_size(pieces, at + 2):
        return False
    if behind is None or behind.role not in ("item", "kinds", "make") or behind.start != count.end:
        return True
    at_next = pieces[at + 4] if at + 4 < len(pieces) else None
    has_its_own = at_next is not None and at_next.amount is not None and at_next.start == behind.end
    return count.start == pieces[at + 1].end and has_its_own


def _without_numbering(pieces: list[Piece]) -> list[Piece]:
    """Without the numbers of a numbered list: 1挂面3把 2鸡精1袋 3八角."""
    heads = [
        piece
        for piece, behind in pairwise(pieces)
        if piece.amount is not None
        and piece.amount.unit is None
        and behind.role == "item"
        and piece.end == behind.start
    ]
    is_numbered = len(heads) > 1 and all(
        piece.amount is not None and piece.amount.quantity == number for number, piece in enumerate(heads, start=1)
    )
    if not is_numbered or all(piece.amount is None or piece.amount.unit is None for piece in pieces):
        return pieces
    numbers = set(heads)
    return [piece._replace(role="break", amount=None) if piece in numbers else piece for piece in pieces]


def _blanked(line: str, known: list[Piece]) -> str:
    place, parts = 0, []
    for piece in known:
        is_apart = piece.word == _SLASH and line[piece.start - 1 : piece.start] == " "
        parts += [line[place : piece.start], _SLASH if is_apart else BLANK * (piece.end - piece.start)]
        place = piece.end
    return "".join([*parts, line[place:]])


def _figure(found: Amount | Make | Other) -> Piece:
    if isinstance(found, Other):
        return Piece("other_amount", found.start, found.end, "")
    if isinstance(found, Amount):
        return Piece("amount", found.start, found.end, "", amount=found)
    return Piece("strength" if found.is_strength else "make", found.start, found.end, found.word)
