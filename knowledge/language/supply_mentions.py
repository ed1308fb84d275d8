"""Which goods a sentence only speaks of and does not ask for: 小米粥喝了三天了, 饺子没醋不香, 柴火不多了 给拉点苞米秆子."""

import re
from collections.abc import Container, Iterator, Sequence

from knowledge.language.supply_asides import is_spoken_of, is_water_of_fault, ordered
from knowledge.language.supply_gone import LITTLE, NONE, is_asked_too, is_gone
from knowledge.language.supply_piece import COOKING, SOME, WANTS, Piece
from knowledge.language.supply_words import supply_words

_ENDS = ("break", "stop_sign", "space")
_MORE = ("再", "还")
_LACKING = ("缺", "差", "少")
_USED = frozenset({"要用", "得用"})
# What was brought, and nothing that is asked for: 刚才志愿者来送菜.
_BROUGHT = re.compile(
    "(?:刚才|刚刚|上次|上回|头回|昨天|昨儿个?|前天|前儿个?|前两天|上周|那天)[^没漏少]{0,6}?[送买给发领收拿捎带订](?![我的])"
    "|(?:刚|刚刚|才|早就?|已经?|都)[^没漏少了]{0,3}?[送买领发给收备囤](?:过|到|好|齐)了?$"
)
_THERE_BEFORE = re.compile("(?:冰箱|冰柜|锅|缸|罐)里的$|(?:都|全|净|尽)是$|(?:光|净|只|天天|顿顿)[吃喝]$|顿顿$|天天$|下锅$")
_THERE_BEHIND = re.compile(
    "都?(?:吃|喝)(?:得|腻|了[一二两三四五六七八九十几半]*[天顿个礼周])|[堵糊垫裹挡顶塞撕蒙]"
    "|(?:是|先)?[跟和从向管][^没要]{1,6}借"
    "|(?:要|快|都)?[化坏馊臭烂]了|换[了过](?:也|还|都|没|不)"
)
_NOT_BROUGHT = re.compile("没|漏|少|错|忘(?![说记报提告])")
# What somebody does with a thing: 不打麻将, 织毛衣.
_USING = frozenset("打玩织听看戴穿骑养喂插点剪贴拄种")
_TENDING = frozenset("种养")
_MAKING = frozenset({"包顿", "做顿", "炖锅", "熬锅", "煮锅"})  # 包顿饺子
_NEAR = 4  # pieces


def mentioned_places(
    pieces: Sequence[Piece],
    asked: Container[int],
    amounts: Container[int],
    barred: Container[int],
    among_faults: bool,
) -> set[int]:
    """The places of goods that are only spoken of; of a sentence that asks for nothing else, none is.

    One that tells of a fault asks for something else: 水都漫到客厅了.
    """
    goods = [place for place, piece in enumerate(pieces) if piece.role == "item" and place not in barred]
    meant = {place for place in goods if place in asked or place in amounts}
    if not meant and not among_faults:
        return set()
    gone = {place for place in goods if place not in amounts and is_gone(pieces, place)}
    stand_ins = {_group(pieces[place]) for place in meant - gone} - {None}
    brought = set(_brought_places(pieces))
    line = ordered(pieces, amounts)
    return {
        place
        for place in goods
        if place not in meant
        or (place in brought and meant - brought)
        or (place in gone and _group(pieces[place]) in stand_ins and not is_asked_too(pieces, place))
        or (place not in amounts and meant != {place} and is_spoken_of(pieces, place, amounts, line))
        or (among_faults and place not in amounts and is_water_of_fault(pieces, place))
    }


def _group(piece: Piece) -> int | None:
    alike = supply_words().alike
    return alike.get(piece.word, alike.get(piece.base))


def asked_places(pieces: Sequence[Piece]) -> Iterator[int]:
    """The goods of clauses that hold nothing else, and those of which a wish or a lack is said in their clause."""
    begin = 0
    for end in range(len(pieces) + 1):
        if end == len(pieces) or pieces[end].role in _ENDS:
            if not _was_brought(pieces[begin:end]):
                yield from _asked_in(pieces, begin, end)
            begin = end + 1


def _brought_places(pieces: Sequence[Piece]) -> Iterator[int]:
    """The goods of clauses that tell of what was brought already: 昨天邻居给了两个馒头."""
    begin = 0
    for end in range(len(pieces) + 1):
        if end == len(pieces) or pieces[end].role in _ENDS:
            if _was_brought(pieces[begin:end]):
                yield from (place for place in range(begin, end) if pieces[place].role == "item")
            begin = end + 1


def _was_brought(clause: Sequence[Piece]) -> bool:
    """Whether a clause tells of what was brought already."""
    said = "".join(piece.word for piece in clause)
    return _BROUGHT.search(said) is not None and _NOT_BROUGHT.search(said) is None


def _asked_in(pieces: Sequence[Piece], begin: int, end: int) -> Iterator[int]:
    is_bare = not any(map(_tells, pieces[begin:end]))
    is_wished = False
    behind: dict[int, bool] = {}  # whether a wish or a lack stands behind a place
    for place in range(end - 1, begin - 1, -1):
        behind[place] = is_wished
        is_wished = is_wished or _asks(pieces, place)
    is_wished = False
    for place in range(begin, end):
        piece = pieces[place]
        if piece.role == "item" and (is_bare or is_wished or behind[place]) and not _is_beside_it(pieces, place):
            yield place
        is_wished = is_wished or piece.role in ("each", *WANTS) or piece.word[:1] in _MORE or _says_little(piece)


def _is_beside_it(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a wish or a lack in the clause is not of this thing."""
    return _lacks_another(pieces, place) or _is_cooked(pieces, place)


def _is_cooked(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a thing is what becomes of others or what somebody is busy with: 想做红烧肉 缺酱油, 饺子想包, 织毛衣."""
    behind = pieces[place + 1 : place + 3]
    if _is_said_beside(pieces, place):
        return True
    if len(behind) == 2 and behind[0].role == "want" and behind[1].role == "gap" and behind[1].word[0] in COOKING:
        return place + 3 >= len(pieces) or pieces[place + 3].role != "item"  # 缺大料 想炖个肉
    before = pieces[place - 1] if place else None
    if before is not None and before.word in SOME and place > 1 and pieces[place - 2].word[-1:] in _TENDING:
        return True  # 想在阳台种点葱
    if before is not None and before.word in _MAKING:
        return True
    if before is None or before.role != "gap" or before.end != pieces[place].start:
        return False
    return before.word[0] in COOKING or before.word[-1] in COOKING or before.word[-1] in _USING


def _is_said_beside(pieces: Sequence[Piece], place: int) -> bool:
    """Whether words beside a thing say that it is there: 冰箱里的肉, 发的都是咸菜, 土豆吃了一礼拜, 拿被子堵着."""
    first = place
    while first and pieces[first - 1].role == "item":  # 天天白菜土豆
        first -= 1
    before = "".join(piece.word for piece in pieces[max(0, first - _NEAR + 1) : first] if piece.role != "item")
    behind = "".join(piece.word for piece in pieces[place + 1 : place + _NEAR])
    return _THERE_BEFORE.search(before) is not None or _THERE_BEHIND.match(behind) is not None


def _lacks_another(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a thing only begins a clause in which another one is lacking: 饺子没醋, 羊没草料了, 腊八粥还缺糯米."""
    behind = pieces[place + 1 : place + 4]
    lack = behind[0] if len(behind) > 1 else None
    if lack is not None and lack.word in NONE and behind[1].role == "gap" and behind[1].start == lack.end:
        return len(behind[1].word) == 1  # 打印机没墨了
    if lack is None or behind[1].role != "item":
        return False
    lacks_too = place and (pieces[place - 1].word in NONE or pieces[place - 1].word.endswith(_LACKING))
    if lack.role in WANTS and lacks_too:
        return False  # 缺米还缺油, 没米没面
    if lack.word in NONE:
        return True
    is_list = len(behind) > 2 and behind[2].word == lack.word  # 米还差 面还差
    return lack.role in WANTS and (lack.word.endswith(_LACKING) or lack.word in _USED) and not is_list


def _tells(piece: Piece) -> bool:
    """Whether a piece tells something: of a clause with one, the goods may only be spoken of."""
    return piece.role in ("gap", "hidden") or (piece.role == "not_an_amount" and not _says_little(piece))


def _asks(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a piece says of what stands before it that it is wished or lacking; 没 of what follows at once does not."""
    piece = pieces[place]
    if piece.word in NONE:
        behind = pieces[place + 1].role if place + 1 < len(pieces) else "break"
        return behind in ("filler", *_ENDS)
    if piece.word == "换" and place + 1 < len(pieces) and pieces[place + 1].word.startswith("过"):
        return False  # 电池换过了还不行
    return piece.role in ("each", "other_amount", "unwanted", *WANTS) or _says_little(piece)


def _says_little(piece: Piece) -> bool:
    return piece.role in ("filler", "not_an_amount") and any(sign in piece.word for sign in LITTLE)
