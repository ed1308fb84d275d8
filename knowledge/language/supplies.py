"""Supply requests (clause 3.4.5): what is needed, how much, how soon and for whom.

The slots are those of INTERFACES.md 5. Only what the text determines is one: 一些菜 is an item without quantity, and
nothing said of hurry is no urgency. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.addresses import find_address
from knowledge.language.numbers import parse_chinese_number
from knowledge.language.supply_goods import Good, GoodsFound, find_goods
from knowledge.language.supply_substitutes import without_substitutes
from knowledge.language.supply_words import supply_words

UTILITY = "utility"
MEDICINE = "medicine"
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
# 我妈九十了: years without the word, right behind a person who can be old.
_OLD_PEOPLE = "妈爸爹娘爷奶姥婆公亲父母舅姨叔伯姑头太们"
_AGE = re.compile(
    r"(?P<age>\d{1,3}|[一二两三四五六七八九十百]{1,4}|半)[多来几]?(?:周?岁|高龄)|(?P<tens>[六七八九])十[多几来]"
    r"(?:岁|了|的|$|[ ,。;](?![斤个袋]))"
    rf"|(?<=[{_OLD_PEOPLE}])(?P<years>[六七八九]十[一二三四五六七八九]?|[6-9]\d)(?:好几|几|多)?(?:了|的|[ ,。!;]|$)"
    r"|(?P<some>[六七八九])十好几(?:了|的|岁|$)"
    r"|(?P<spoken>[六七八九]十[一二三四五六七八九])(?:了(?!$|[ ,。;!]*(?:块|元))|的?(?:老|人)|$|[ ,。;])"
)
_MONTHS = re.compile(
    r"(?:孩子|宝宝|娃|宝贝|孙子|孙女|儿子|女儿|闺女)[^,。;\n]{0,4}?个(?:多|半)?月|个(?:多|半)?月大?的?(?:孩子|宝宝|娃|小孩)"
)
_CHILD = re.compile(r"孩子|娃|宝贝(?!河)|孙子|孙女|儿子|女儿|闺女|小子|丫头|宝儿")
# Months said of nobody are those of a baby where its things are wanted, unless somebody is so far gone.
_MONTHS_ALONE = re.compile(r"(?<!\d)(?:\d{1,2}|[一二两三四五六七八九十]{1,2})个(?:多|半)?月(?!的?[药量])")
_WITH_CHILD = re.compile("孕|怀|产")
_LENGTH = re.compile(
    r"[\d.一二两三几]+米(?:[\d一二三四五六七八九半远高长宽的](?![斤袋箱包盒瓶桶罐提捆两])|以上|以外|之外|开外|距离|线)"
)
_ABOUT = re.compile("(?<=[十百])来(?=[个只条斤袋箱桶盒瓶包])")  # 十来个 is an amount, 来 no wish
_OLD, _INFANT = 60, 3
# 快 as a word of its own: 现在烧着呢,快; 今晚要.
_HURRY = re.compile(
    r"(?:^|[ ,。;!~\n])(?:求求)?快(?=$|[ ,。;!~\n])|今(?:晚|夜|晚上|天晚上|儿晚上)(?:就)?(?:要|用)(?=$|[ ,。;!~\n])"
)
# Water that runs out of what is broken is no fault of its own: 暖气管子冻裂了 水淌一屋.
_LEAK, _LEAKS = "漏水", re.compile("漏|爆|裂|冻")
_OF_ALL = ("湿巾", "湿纸巾", "尿垫")  # of babies' goods those that others use as well
_TAKEN = "吃的"
_NAMES_IT = re.compile(r"(?:[ ,]*(?:那个|那种|这个|这种|就是|是|叫))+[ ,]*|")
_NO_MEDICINE = re.compile(r"(?:不|没)(?:要|用|需要|买|缺)药|药(?:不|没)(?:要|用|需要|缺)")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that somebody needs, as far as the text gives it; `kind` as in goods/."""

    item: str
    quantity: int | float | None
    unit: str | None
    kind: str
    span: tuple[int, int]
    base: str = ""  # the name without what is said of the make


@dataclass(frozen=True, slots=True)
class SuppliesFound:
    """The items of a text in its order, those that it takes back, and an amount that is said without a thing."""

    wanted: tuple[Item, ...]
    unwanted: tuple[Item, ...]
    amount: tuple[int | float | None, str | None] | None


def find_items(text: str) -> tuple[Item, ...]:
    """What the text asks for, from left to right."""
    return find_supplies(text).wanted


def find_supplies(text: str) -> SuppliesFound:
    """What the text asks for and what it takes back."""
    line, faults = _line_and_faults(text)
    found: GoodsFound = find_goods(line, bool(faults))
    goods = [item for item in map(_item, found.wanted) if not _only_says_taken(item, found.wanted, line)]
    wanted = sorted([*faults, *goods], key=lambda item: item.span)
    return SuppliesFound(tuple(wanted), tuple(map(_item, found.unwanted)), found.amount)


def goods_line(text: str) -> str:
    """The text as the grammar of goods reads it: what is no thing that could be brought is blanked out."""
    return _line_and_faults(text)[0]


def _line_and_faults(text: str) -> tuple[str, list[Item]]:
    line = without_substitutes(_ABOUT.sub("多", _without_address(text)))
    faults: list[Item] = []
    words = supply_words()
    for match in words.fault.finditer(line):
        name = words.fault_names[match.lastgroup or ""]
        if not any(fault.item == name or (name == _LEAK and _LEAKS.search(fault.item)) for fault in faults):
            faults.append(Item(name, None, None, UTILITY, match.span()))
        line = _blank(line, match.span())
    return line, faults


def _only_says_taken(item: Item, goods: Sequence[Good], line: str) -> bool:
    """Whether 吃的 is no food but says of a medicine that somebody takes it: 老伴吃的那个 硝苯地平."""
    if not item.item.endswith(_TAKEN) or item.quantity is not None:
        return False
    behind = min((one for one in goods if one.start >= item.span[1]), key=lambda one: one.start, default=None)
    return (
        behind is not None
        and behind.kind == MEDICINE
        and _NAMES_IT.fullmatch(line[item.span[1] : behind.start]) is not None
    )


def find_urgency(text: str) -> str | None:
    """`urgent` where the text hurries, `normal` where it says that there is no hurry; else None.

    A need that cannot wait hurries too, unless it is said that there is no hurry: 金鱼饿肚子呢 啥时候送都行.
    """
    words = supply_words()
    said = {tag for _start, _word, tag in words.soon.scan(text)}
    if "urgent" in said or _HURRY.search(text) is not None:
        return "urgent"
    if "normal" in said:
        return "normal"
    return "urgent" if "dire" in said or words.today.search(text) is not None else None


def find_special(text: str, items: Sequence[Item]) -> str | None:
    """For whom the things are, of those who come first; of several the one that the things are for."""
    said = {start: tag for start, _word, tag in supply_words().special.scan(text) if tag}
    for match in _AGE.finditer(text):
        is_old = match["tens"] or match["years"] or match["some"] or match["spoken"]
        age = _OLD if is_old else parse_chinese_number(match["age"])
        if age is not None and (age >= _OLD or age < _INFANT):
            said[match.start()] = "elderly" if age >= _OLD else "infant"
    kinds = {item.kind for item in items if not item.item.endswith(_OF_ALL)}
    is_of_months = _MONTHS_ALONE.search(text) is not None and _WITH_CHILD.search(text) is None
    if _MONTHS.search(text) is not None or ("baby" in kinds and (is_of_months or _CHILD.search(text) is not None)):
        said[len(text)] = "infant"
    for special, kind in (("infant", "baby"), ("chronic", MEDICINE)):
        if special in said.values() and kind in kinds:
            return special
    return said[min(said)] if said else None


def says_no_medicine(text: str) -> bool:
    """Whether medicine is declined: 药不用."""
    return _NO_MEDICINE.search(text) is not None


def _without_address(text: str) -> str:
    """The text with its address, phone numbers and lengths blanked out."""
    address = find_address(text)
    if address is not None:
        text = _blank(text, address.span)
    for pattern in (_PHONE, _LENGTH):
        for match in pattern.finditer(text):
            text = _blank(text, match.span())
    return text


def _blank(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + "," * (span[1] - span[0]) + text[span[1] :]


def _item(good: Good) -> Item:
    return Item(good.name, good.quantity, good.unit, good.kind, (good.start, good.end), good.base)
