"""Numbers of people that are no party of travellers: 150一位, 车上连司机四人, 我回来看爸妈. Text is normalised."""

import re
from functools import cache

from knowledge.language.home import home

_NOT_COUNTED = re.compile(
    r"(?:第|每|前|后|其他|另外?|差|送|还有|楼上|家里有|家有|剩|留下|最多|限|接触过?|见过?|[带领抱]着?|司机)[^,。;]{0,2}$"
)
# 拼车 150一位, 一百二一个人: what the seat costs.
_PRICE = re.compile(
    r"(?:拼车|顺风车|车费|车票|票价|[要收花]了?)[ ,]?\d{2,4}$|[百千][一二三四五六七八九十]{0,2}$|(?:块钱?|元)[ ]?$"
)
# 顺风车 车上四个人, 四个人都不认识: a car shared with others.
_SHARED = re.compile("拼(?:的|了|个)?车|顺风车|[大中小]巴|客车")
# 二十到二十五个人 leaves it open.
_RANGE = re.compile(r"[\d一二两三四五六七八九十][个人]?(?:到|至|-|~)$")
_ABOARD = re.compile("车[上里厢][^,。;]{0,4}$")
_FILL_A_CAR = "一车"  # 大巴 三十个人一车
_STRANGERS = re.compile("[ ,]?(?:都|互相|谁也|谁都|全)?不认识")
_NOT_THE_PARTY = re.compile("(?:有|剩|留|看|接|送|照顾|陪|给|因为|除了|为了|里)[^,。;]{0,2}$")
# 我回来看爸妈, 我爹妈在这儿: they do not travel.
_VISITED_BEFORE = re.compile("(?:看看?|看望|探望|瞅瞅?|伺候|照顾)(?:一下)?(?:我|俺|咱)?家?$")


def is_of_others(text: str, start: int, end: int) -> bool:
    """Whether a number is of people who do not travel together, or of none."""
    before = text[max(0, start - 8) : start]
    if _NOT_COUNTED.search(before) is not None or _RANGE.search(before) is not None or is_price(text, start):
        return True
    if _ABOARD.search(before) is not None and _SHARED.search(text) is not None:
        return True
    if text.startswith(_FILL_A_CAR, end) and _SHARED.search(text) is not None:
        return True
    return _STRANGERS.match(text, end) is not None


def is_met(text: str, start: int) -> bool:
    """Whether those who stand here are met, sent or looked after: 接三个学生."""
    return _NOT_THE_PARTY.search(text[max(0, start - 4) : start]) is not None


def is_price(text: str, start: int) -> bool:
    """Whether the words right before a number of people say what each of them pays."""
    return _PRICE.search(text[max(0, start - 8) : start]) is not None


def stays_behind(text: str, start: int, end: int) -> bool:
    """Whether those named are whom somebody comes to see, or are said to be here."""
    return (
        _VISITED_BEFORE.search(text[max(0, start - 8) : start]) is not None
        or _stays().match(text, end) is not None
    )


@cache
def _stays() -> re.Pattern[str]:
    """Words behind those who are at home already."""
    return re.compile(rf"(?:都|俩|也)?在(?:[这那](?:边|儿|里|头)?|家|本地|村里?|老家|{home()})?(?:住|呢)?(?=$|[ ,。;!])")
