"""Goods and words that no list can hold, but a pattern: 止咳的药, 84一瓶, 油盐酱醋, 顶一顶."""

import re

from knowledge.language.supply_piece import Piece

# A medicine by what it is for: 治拉肚子的药, 止咳的药.
_EFFECT = re.compile(
    "[治止退消降抗养助润][^ ,。;!?\n的药有没要给买]{1,5}的药"
    "|(?:拉肚子|[头牙胃][疼痛]|[肚嗓]子[疼痛]|咳嗽|感冒|发烧|失眠|过敏|便秘|血[压糖]高)吃的药"
)
# A disinfectant that is called by its number alone, where an amount or a word of it follows.
_NUMBER = "84"
_BY_NUMBER = re.compile(
    rf"(?<![\d.\-/]){_NUMBER}(?=[ :]?(?:\d|[一两二三四五六七八九十半几])[^\d号层室楼月日岁]|[也都]?(?:没|不要|不用|用完))"
)
# Several things in one word, a sign for each.
_SEASONING = re.compile("柴?米?油盐酱醋茶?")
_FIREWOOD = "柴"
# A verb said twice counts nothing: 拿包护垫顶一顶.
_AGAIN = "一"
_TRYING = re.compile(r"([顶尝看试等问听闻想找擦洗涮补烫热蘸垫])一\1(?![^ ,。;!?\n]?[袋箱盒])")


def phrases_of(line: str) -> list[Piece]:
    """The pieces that such patterns find in a line."""
    found = [Piece("item", *match.span(), match.group(), "medicine") for match in _EFFECT.finditer(line)]
    if _NUMBER in line:
        found += [Piece("item", *match.span(), match.group(), "medical_goods") for match in _BY_NUMBER.finditer(line)]
    if _AGAIN in line:
        found += [Piece("hidden", *match.span(), match.group()) for match in _TRYING.finditer(line)]
    for match in _SEASONING.finditer(line):
        found += [
            Piece("item", at, at + 1, line[at], "fuel" if line[at] == _FIREWOOD else "food") for at in range(*match.span())
        ]
    return found
