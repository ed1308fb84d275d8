"""Goods that no list knows behind a wish and a unit alone (捎个暖瓶胆), and what an unknown name shows of itself."""

from knowledge.language.supply_piece import NEVER_IN_NAMES, OTHER, WANTS, Piece, one_of
from knowledge.language.supply_words import supply_words

_OF_MEDICINE = ("片", "丸", "散", "膏", "唑", "酮", "素", "平", "汀", "针剂")
# Pictures, plates, food and what is put on skin, hair and walls.
_NO_MEDICINE = (
    "卡片", "图片", "照片", "相片", "刀片", "镜片", "胶片", "垫片", "木片", "铁片", "瓦片", "玻璃片", "铜片", "料片",
    "贴片", "试片", "滤片", "棉片", "尿片", "菜片", "肉片", "鱼片", "果片", "枣片", "藕片", "豆片", "饼片", "包片", "薯片",
    "麦片", "奶片", "肠片", "瓜片", "糖片", "巴片", "姜片", "笋片", "肉丸", "鱼丸", "虾丸", "菜丸", "牛丸", "鸡丸", "糖丸",
    "洗发膏", "洗面膏", "洗头膏", "护手膏", "润手膏", "护肤膏", "润肤膏", "唇膏", "发膏", "牙膏", "鞋膏", "腻子膏", "石膏",
    "墙膏", "梨膏", "果膏", "蜜膏", "面膏", "酵素", "水平", "天平",
)  # fmt: skip
_BRINGING = ("买", "捎", "带", "拿", "送", "购")
_ASKING = ("要", "订", "借")  # and not 来个帮手, 整个走廊
# What is asked for and no thing: 要个说法.
_NOTHING_TO_BRING = (
    "惊喜", "说法", "结果", "准信", "信儿", "话", "名额", "证明", "号", "时间", "机会", "解释", "回复", "答复", "消息",
    "证", "数", "办法", "主意", "地方", "位置", "忙", "活", "假", "车", "单子", "票", "价", "理由", "准话", "保障",
)  # fmt: skip
# How a thing should be that was named before.
_AS_IT_SHOULD_BE = frozenset({"新", "大", "小", "好", "厚", "薄", "长", "短", "快", "结实", "便宜", "一样"})
PEOPLE = (
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


def one_unknown(pieces: list[Piece], place: int) -> list[Piece] | None:
    """The amount and the thing of 捎个暖瓶胆, where no list knows the thing and nothing follows it in its clause."""
    piece = pieces[place]
    unit, name = piece.word[0], piece.word[1:]
    ends = place + 1 == len(pieces) or pieces[place + 1].role in ("space", "break", "stop_sign", "filler")
    before = pieces[place - 1] if place else None
    if before is None or not ends or unit not in supply_words().single:
        return None
    is_asked = before.role in WANTS and before.word.endswith(_ASKING)
    if not before.word.endswith(_BRINGING) and (not is_asked or is_of(pieces, place)):
        return None
    if name not in supply_words().measured and not _could_be_one(name):
        return None
    return [one_of(unit, piece.start), Piece("item", piece.start + 1, piece.end, name, kind_of(name))]


def one_as_it_should_be(pieces: list[Piece], place: int) -> list[Piece] | None:
    """The amount of one that was named before and is only said to be new or large: 插排坏了 要个新的."""
    piece, before = pieces[place], pieces[place - 1] if place else None
    unit, name = piece.word[0], piece.word[1:]
    if name not in _AS_IT_SHOULD_BE or unit not in supply_words().single or not is_of(pieces, place):
        return None
    ends = place + 2 == len(pieces) or pieces[place + 2].role in ("space", "break", "stop_sign", "filler")
    if before is None or before.role not in WANTS or not ends:
        return None
    return [one_of(unit, piece.start), Piece("gap", piece.start + 1, piece.end, name)]


def is_of(pieces: list[Piece], place: int) -> bool:
    """Whether 的 stands behind the words at a place."""
    return place + 1 < len(pieces) and pieces[place + 1].word == "的"


def _could_be_one(name: str) -> bool:
    """Whether words behind 要个 may be the name of a thing."""
    return 2 <= len(name) <= 5 and NEVER_IN_NAMES.isdisjoint(name) and not name.endswith((*PEOPLE, *_NOTHING_TO_BRING))


def kind_of(name: str) -> str:
    """The kind of a thing that no list knows, as far as its end shows it: 牛黄解毒片."""
    is_medicine = len(name) > 2 and name.endswith(_OF_MEDICINE) and not name.endswith(_NO_MEDICINE)
    return "medicine" if is_medicine else OTHER
