"""For whom the things of a supply request are (clause 3.4.5): 我妈79, 孕36周, 俩月大的娃. Text is normalised."""

import re
from collections.abc import Sequence

from knowledge.language.numbers import parse_chinese_number
from knowledge.language.supplies import MEDICINE, Item
from knowledge.language.supply_words import supply_words

# 我妈九十了: years without the word, right behind a person who can be old.
_OLD_PEOPLE = "妈爸爹娘爷奶姥婆公亲父母舅姨叔伯姑头太们他她"
_AGE = re.compile(
    r"(?P<age>\d{1,3}|[一二两三四五六七八九十百]{1,4}|半)[多来几]?(?:周?岁|高龄)|(?P<tens>[六七八九])十[多几来]"
    r"(?:岁|了|的|$|[ ,。;](?![斤个袋]))"
    rf"|(?<=[{_OLD_PEOPLE}])(?P<years>[六七八九]十[一二三四五六七八九]?|[6-9]\d)(?:好几|几|多)?(?:了|的|[ ,。!;]|$)"
    rf"|(?<=[{_OLD_PEOPLE}])(?P<figures>[6-9]\d)"
    r"(?![\d.:%℃度号斤元块分个只袋米瓶桶盒一二两三四五六七八九十半消]|[ ,。;!了的])"
    rf"|(?<=[{_OLD_PEOPLE}])(?:[都也快整奔小过]|今年|已经|大了){{1,4}}(?P<nearly>[六七八九]十[一二三四五六七八九]?|[6-9]\d)"
    r"(?=[岁多了的呢啦 ,。;!]|$)"
    r"|(?:今年|虚岁|周岁)(?P<this_year>[6-9]\d)(?!\d)"
    r"|(?<=[我俺])(?:[今都也快]|今年|已经){0,2}(?P<own>[六七八九]十|[6-9]\d)(?:好几|几|多)?[岁了](?!$|块|元)"
    r"|(?P<some>[六七八九])十好几(?:了|的|岁|$)"
    r"|(?P<spoken>[六七八九]十[一二三四五六七八九])(?:了(?!$|[ ,。;!]*(?:块|元))|的?(?:老|人)|$|[ ,。;])"
)
_MONTHS = re.compile(
    r"(?:孩子|宝宝|娃|宝贝|孙子|孙女|儿子|女儿|闺女)[^,。;\n]{0,4}?(?:[俩仨]|个(?:多|半)?)月"
    r"|(?:[俩仨]|个(?:多|半)?)月大?的?(?:孩子|宝宝|娃|小孩)"
)
_CHILD = re.compile(r"孩子|娃|宝贝(?!河)|孙子|孙女|儿子|女儿|闺女|小子|丫头|宝儿")
# Months said of nobody are those of a baby where its things are wanted, unless somebody is so far gone.
_MONTHS_ALONE = re.compile(r"(?<!\d)(?:\d{1,2}|[一二两三四五六七八九十]{1,2})个(?:多|半)?月(?!的?[药量])")
_WITH_CHILD = re.compile("孕|怀|产")
# 孕36周, 怀了五个月.
_GONE = re.compile(
    r"孕期?[ ]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:\+\d)?[ ]?(?:周|月|个月|w)"
    r"|怀[了着]?(?:\d|[一二两三四五六七八九])个(?:多|半)?月"
)
# The first days of a life: 小的才四十天.
_DAYS = re.compile(
    r"(?:才|刚|出生|生下来|生完|大|孩子|娃|宝宝|小的)[^,。;\n\d一二三四五六七八九十]{0,3}(?:\d{1,2}|[一二三四五六七八九十]{1,3})[来多]?天"
)
# Whoever speaks for a grandparent, and not of what one says or gives.
_GRANDPARENT = re.compile(
    "(?<![他她你孩娃娘子])(?:奶奶|爷爷|姥姥|姥爷|太奶|太爷|(?<=[我俺])[奶爷姥])(?![奶爷姥说念讲给送囤买带做蒸包活走没去留拿种家辈])"
)
_ANIMAL = re.compile("[狗猫羊牛猪驴马兔鸡鸭鹅崽羔犊驹]")
_OLD, _INFANT = 60, 3
_OF_ALL = ("湿巾", "湿纸巾", "尿垫")  # of babies' goods those that others use as well


def find_special(text: str, items: Sequence[Item]) -> str | None:
    """For whom the things are, of those who come first; of several the one that the things are for."""
    said = {
        start: tag
        for start, word, tag in supply_words().special.scan(text)
        if tag and not _is_of_animal(text, start, start + len(word), tag)
    }
    gone = _GONE.search(text) if _WITH_CHILD.search(text) is not None else None
    if gone is not None:
        said[gone.start()] = "pregnant"
    for match in _AGE.finditer(text):
        age = parse_chinese_number(match["age"]) if match["age"] else _OLD
        if age is not None and (age >= _OLD or age < _INFANT):
            said[match.start()] = "elderly" if age >= _OLD else "infant"
    grandparent = _GRANDPARENT.search(text)
    if grandparent is not None:
        said[grandparent.start()] = "elderly"
    apart = {start: tag for start, tag in said.items() if not any(begin <= start < end for begin, end in map(_span, items))}
    if "pregnant" in apart.values():
        said = apart  # 301孕妇要婴儿包被
    kinds = {item.kind for item in items if not item.item.endswith(_OF_ALL)}
    is_of_months = _MONTHS_ALONE.search(text) is not None and _WITH_CHILD.search(text) is None
    is_small = is_of_months or _CHILD.search(text) is not None or _DAYS.search(text) is not None
    if _MONTHS.search(text) is not None or ("baby" in kinds and is_small):
        said[len(text)] = "infant"
    for special, kind in (("infant", "baby"), ("chronic", MEDICINE)):
        if special in said.values() and kind in kinds:
            return special
    if {"disabled", "chronic"} <= set(said.values()):
        return "disabled"  # 脑血栓后半身不遂: what came of an illness is what the things are for
    return said[min(said)] if said else None


def _is_of_animal(text: str, start: int, end: int, special: str) -> bool:
    """Whether young or pregnant ones are animals: 小狗刚满月, 怀孕的母羊."""
    if special == "infant":
        return _ANIMAL.search(text, max(0, start - 2), start) is not None
    return special == "pregnant" and text.startswith("的", end) and _ANIMAL.search(text, end, end + 3) is not None


def _span(item: Item) -> tuple[int, int]:
    return item.span
