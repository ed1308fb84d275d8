"""Who is meant by a general word behind their own: 我妈36.4,老太太精神着呢; 曲姨孙子36.9,孩子有点拉肚子.

Only a word without a figure that begins its clause, and only where one alone of those told of before can be meant: the
old people of 养老院老人咳嗽的多 are others.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.person_found import PersonFound

_CHILDREN = re.compile("(?:儿子|女儿|闺女|姑娘|孙子|孙女|外孙|宝宝|[侄外][子女甥]|[大二三小]宝|老[大二三四])$")
_WOMEN = re.compile("(?:妈妈|娘|[大老]妈|奶奶|太奶|姥姥|外婆|婆婆|岳母|丈母娘|伯母|婶|老太)$")
_MEN = re.compile("(?:爸爸|[大老]爷|爷爷|太爷|姥爷|外公|公公|岳父|老丈人|大伯|大叔)$")
_OLD = re.compile(f"{_WOMEN.pattern}|{_MEN.pattern}")
_YOUNG_WORDS = ("孩子", "小家伙", "小不点", "小不点儿", "小祖宗", "小宝贝", "小淘气", "小的")
_MEANT = {**dict.fromkeys(_YOUNG_WORDS, _CHILDREN), "老太太": _WOMEN, "老爷子": _MEN, "老人": _OLD}

_BEGINS = re.compile(
    r"(?:^|[ ,。;:!?、)\n\d度℃半一二三四五六七八九])(?:但是?|不过|可是?|就是?)?(?:今[天早晚儿]|昨[天晚]|早上|晚上|现在)?"
    "(?:[我俺咱]们?家?里?的?|家里?的?|[这那]个?)?$"
)
_LONGEST_BEFORE = 9  # characters


def with_those_called_again(text: str, persons: list[PersonFound]) -> list[PersonFound]:
    """The people, in order, with the name of one told of before in place of a general word for them."""
    for place, one in enumerate(persons):
        fits = _MEANT.get(one.name)
        if fits is None or _has_figure(one) or any(each.name == one.name for each in persons[:place]):
            continue
        start = one.span[0]
        if _BEGINS.search(text, max(0, start - _LONGEST_BEFORE), start) is None:
            continue
        before = _fitting(fits, persons[:place])
        if len(before) == 1:
            persons[place] = replace(one, name=before[0].name, is_named=before[0].is_named, door=before[0].door)
    return persons


def _fitting(fits: re.Pattern[str], persons: Sequence[PersonFound]) -> list[PersonFound]:
    return list({one.name: one for one in persons if fits.search(one.name) is not None}.values())


def _has_figure(one: PersonFound) -> bool:
    return one.health.temperature is not None or bool(one.health.confirm)
