"""What is said of the make of goods apart from their names: 奶粉没了 飞鹤三段; 饺子两袋 猪肉白菜馅的; 黑芝麻的就行."""

from knowledge.language.supply_piece import APART, Piece
from knowledge.language.supply_words import SupplyWords

_FILLED = ("饺子", "水饺", "包子", "元宵", "汤圆", "馄饨", "月饼", "粽子", "豆包", "馅饼", "合子", "盒子")
_WILL_DO = frozenset({"就行", "就好", "就可以", "也行", "都行", "最好"})  # 元宵两袋 黑芝麻的就行


def described(pieces: list[Piece], words: SupplyWords) -> list[Piece]:
    """Joins a make that is said later to the thing it belongs to: 奶粉没了 飞鹤三段; 燕麦片来两袋无糖的."""
    out: list[Piece] = []
    last: int | None = None  # the thing that a later make belongs to
    for at, piece in enumerate(pieces):
        if piece.role == "item":
            last = len(out)
        elif piece.role in ("stop_sign", "unwanted"):
            last = None
        elif last is not None and _is_make(piece, pieces[at + 1 : at + 2], words):
            item = out[last]
            if _is_another(piece, out, last, words):
                out.append(piece)
                continue
            if piece.role == "strength":
                out[last] = item._replace(word=item.word + piece.word)
            elif item.is_plain or out[-1].role == "made":
                out[last] = item.of_make(piece.word)
                piece = piece._replace(role="made")
        out.append(piece)
    return out


def _is_another(piece: Piece, out: list[Piece], last: int, words: SupplyWords) -> bool:
    """Whether a maker with an amount before it is a thing of its own: 两袋雪花粉,一壶金龙鱼."""
    if piece.word not in words.makers or out[-1].role != "amount" or out[-1].end != piece.start:
        return False
    return any(0 <= at < len(out) - 1 and out[at].role == "amount" for at in (last - 1, last + 1))


def with_makes(pieces: list[Piece]) -> list[Piece]:
    """The pieces with goods that only say of which sort another one is: 饺子两袋 猪肉白菜馅的; 粥一碗 要小米的."""
    is_of = False
    first = next((at for at, piece in enumerate(pieces) if piece.role == "item"), len(pieces))
    apart = next((at for at in range(first, len(pieces)) if pieces[at].role in APART), len(pieces))
    filled = _behind_filled(pieces)
    for place in range(len(pieces) - 1, apart, -1):
        piece = pieces[place]
        if piece.word == "的":
            behind = place + 2 if place + 1 < len(pieces) and pieces[place + 1].word in _WILL_DO else place + 1
            ends = behind == len(pieces) or pieces[behind].role in APART
            is_of = ends or (pieces[behind].role == "amount" and place > filled)
        elif piece.role != "item":
            is_of = False
        elif (is_of and not _is_counted_pack(pieces, place)) or _is_filling(pieces, place):
            pieces[place] = piece._replace(role="made")
    return pieces


def _is_counted_pack(pieces: list[Piece], place: int) -> bool:
    """Whether the 的 behind a thing with an amount is of its pack: 一袋狗粮20斤装的."""
    before = pieces[place - 1]
    return not pieces[place].is_plain and before.amount is not None and before.end == pieces[place].start


def _behind_filled(pieces: list[Piece]) -> int:
    """Where the clause of a filled thing ends: 的 before an amount names a filling behind it. 水饺三袋,猪肉馅的两袋."""
    filled = next((at for at, piece in enumerate(pieces) if piece.role == "item" and piece.word.endswith(_FILLED)), None)
    if filled is None:
        return len(pieces)
    return next((at for at in range(filled, len(pieces)) if pieces[at].role in APART), len(pieces))


def _is_filling(pieces: list[Piece], place: int) -> bool:
    """Whether a filling stands alone behind what is filled: 三袋元宵,黑芝麻馅."""
    if not pieces[place].word.rstrip("儿").endswith("馅") or pieces[place - 1].role not in APART:
        return False
    if place + 1 < len(pieces) and pieces[place + 1].role not in APART:
        return False
    before = next((piece for piece in reversed(pieces[:place]) if piece.role == "item"), None)
    return before is not None and before.word.endswith(_FILLED)


def _is_make(piece: Piece, behind: list[Piece], words: SupplyWords) -> bool:
    """Whether a piece says the make of something; with unknown words right behind it, it begins a name: 儿童电话手表."""
    if piece.role != "kinds":
        return piece.role in ("make", "strength")
    if behind and behind[0].role == "gap" and behind[0].start == piece.end and piece.word not in words.makers:
        return False
    return len(piece.word) > 1 and piece.word not in words.about_people
