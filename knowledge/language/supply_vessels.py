"""Vessels that are empty, of which what was in them is gone: 盐罐子空了 is no salt, 米缸见底了 no rice."""

import re

_HOLDS = "米面油盐醋酱糖酒茶药煤精粉糠料粮豆"  # ends of what is kept in one
_EMPTY = re.compile(
    rf"(?<=[{_HOLDS}])(?:瓶|罐|缸|袋|桶|坛|盒|壶|囤)[子儿]?[里都也早快就已经全]*"
    r"(?:空空?的?|见底儿?|见了?底儿?|底儿?朝天|倒干净|刮干净|倒不出来?|底儿?都?(?:看见|见光|露出来|刮干净))了?"
)
_GONE = "没了"


def without_vessels(line: str) -> str:
    """The line with an empty vessel put as a lack of what was in it, sign for sign."""
    return _EMPTY.sub(lambda match: _GONE + "," * (len(match[0]) - len(_GONE)), line)
