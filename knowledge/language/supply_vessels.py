"""Vessels that are empty, of which what was in them is gone: 盐罐子空了 is no salt, 米缸见底了 no rice."""

import re

_HOLDS = "气米面油盐醋酱糖酒茶药煤精粉糠料粮豆"  # ends of what is kept in one
_VESSEL = "(?P<vessel>瓶|罐|缸|袋|桶|坛|盒|壶|囤)[子儿]?[里都也早快就已经全]*"
_EMPTY = re.compile(
    rf"(?<=[{_HOLDS}]){_VESSEL}"
    r"(?:空空?的?|见底儿?|见了?底儿?|底儿?朝天|倒干净|刮干净|倒不出来?|没气儿?|底儿?都?(?:看见|见光|露出来|刮干净))了?"
)
_GONE = "没了"
# How many vessels are empty, which are what is spoken of: 酒瓶子空了一箱, 药盒空了三个.
_COUNTED = re.compile(
    rf"(?:[酱香豆料白啤红黄]|花生|降压|感冒)?[{_HOLDS}]{_VESSEL}空了"
    r"[一二两俩三四五六七八九十几半\d]{1,3}(?:[个只箱]|(?P=vessel))[子儿]?了?(?=$|[ ,。;!?~\n])"
)


def without_vessels(line: str) -> str:
    """The line with an empty vessel put as a lack of what was in it, without those that are counted, sign for sign."""
    line = _COUNTED.sub(lambda match: "," * len(match[0]), line)
    return _EMPTY.sub(lambda match: _GONE + "," * (len(match[0]) - len(_GONE)), line)
