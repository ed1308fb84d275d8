"""Supply requests (clause 3.4.5): what is needed and how much.

The slots are those of INTERFACES.md 5. Only what the text determines is one: 一些菜 is an item without quantity, and
nothing said of hurry is no urgency. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.addresses import find_address
from knowledge.language.supply_goods import GoodsFound, find_goods
from knowledge.language.supply_households import households_besides
from knowledge.language.supply_settled import Good
from knowledge.language.supply_substitutes import without_substitutes
from knowledge.language.supply_vessels import without_vessels
from knowledge.language.supply_words import supply_words

UTILITY = "utility"
MEDICINE = "medicine"
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
# 我奶93了: no milk.
_GRANDMOTHER = re.compile(r"(?<=[我俺他她])奶(?=\d{2}(?!\d)|[六七八九]十|今年|岁数|年纪)")
_REPAIR = re.compile("电梯|修(?!养)|跳闸|停[水电气暖]")
_LENGTH = re.compile(
    r"[\d.一二两三几]+米(?:[\d一二三四五六七八九半远高长宽的](?![斤袋箱包盒瓶桶罐提捆两])|以上|以外|之外|开外|距离|线)"
)
_ABOUT = re.compile("(?<=[十百])来(?=[个只条斤袋箱桶盒瓶包])")  # 十来个 is an amount, 来 no wish
# Water that runs out of what is broken is no fault of its own: 暖气管子冻裂了 水淌一屋.
_LEAK, _LEAKS = "漏水", re.compile("漏|爆|裂|冻")
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
    line = without_vessels(without_substitutes(_ABOUT.sub("多", _without_address(text))))
    if "奶" in line:
        line = _GRANDMOTHER.sub(",", line)
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
    if any(one.kind == MEDICINE and one.quantity is not None and one.end <= item.span[0] for one in goods):
        return True  # 替诺福韦两瓶 乙肝长期吃的
    behind = min((one for one in goods if one.start >= item.span[1]), key=lambda one: one.start, default=None)
    if behind is not None and behind.start == item.span[1] and not behind.name.endswith("的"):
        return True  # 她常吃的无糖麦片
    return (
        behind is not None
        and behind.kind == MEDICINE
        and _NAMES_IT.fullmatch(line[item.span[1] : behind.start]) is not None
    )


def is_repair_said(text: str) -> bool:
    """Whether somebody is to come and mend something, so that nothing is for anybody: 电梯里困着个老太太."""
    return _REPAIR.search(text) is not None


def says_no_medicine(text: str) -> bool:
    """Whether medicine is declined: 药不用."""
    return _NO_MEDICINE.search(text) is not None


def _without_address(text: str) -> str:
    """The text with its address, phone numbers and lengths blanked out."""
    address = find_address(text)
    if address is not None:
        for span in (*(address.parts or (address.span,)), *households_besides(text, address)):
            text = _blank(text, span)
    for pattern in (_PHONE, _LENGTH):
        for match in pattern.finditer(text):
            text = _blank(text, match.span())
    return text


def _blank(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + "," * (span[1] - span[0]) + text[span[1] :]


def _item(good: Good) -> Item:
    return Item(good.name, good.quantity, good.unit, good.kind, (good.start, good.end), good.base)
