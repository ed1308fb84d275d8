"""The slots of a supply request in the formats of INTERFACES.md 5, and the plain answers inside its form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.language.supplies import (
    MEDICINE,
    UTILITY,
    Item,
    find_supplies,
    is_repair_said,
    says_no_medicine,
)
from knowledge.language.supply_special import find_special
from knowledge.language.supply_urgency import find_urgency
from knowledge.language.supply_words import supply_words

_STAGE = re.compile("[一二三四1-4]段")
_SIZES = "大中小"
_OF_PAIR, _PAIR = "个", re.compile("[俩仨]")
_DISINFECTANT = "84"
_LONGEST_MAKER = 5  # signs
_PACK = re.compile(
    r"^(?:\d{1,4}(?:\.\d)?|[一二两三四五六八十百]{1,3})"
    r"(?:斤|公斤|kg|升|L|克|g|ml|毫升|片|粒|抽|卷|包|个|支|瓶)装"
)
_STRENGTH = re.compile(r"(?<=[^\d.])\d{1,4}(?:\.\d{1,3})?(?:mg|MG|Mg|毫克|μg|ug|微克|单位|IU|iu)$")
ItemSlots = Mapping[str, str | int | float]


def supply_slots(text: str, *, for_form: bool) -> dict[str, str | bool | Sequence[ItemSlots]]:
    """items, urgency, for_special and medicine, as far as the normalised text determines them.

    What is out of order (停水, 暖气不热) is no item that anybody could bring; who makes a thing and how much a pack of
    it holds is not its name (飞鹤奶粉, 10斤装大米), and how big a pack is no unit (一大袋). The form, which is `for_form`,
    takes all that.
    """
    found = find_supplies(text)
    goods = [item for item in found.wanted if item.kind != UTILITY]
    slots: dict[str, str | bool | Sequence[ItemSlots]] = {}
    if for_form and found.wanted:
        slots["items"] = [item_slots(item) for item in found.wanted]
    elif goods:
        slots["items"] = [
            item_slots(replace(item, item=plain_name(_as_said(item, text)), unit=_unit_said(item, text))) for item in goods
        ]
    is_repair = not goods and (bool(found.wanted) or is_repair_said(text))
    urgency, special = find_urgency(text, goods, not goods), None if is_repair else find_special(text, goods)
    if urgency is not None:
        slots["urgency"] = urgency
    if special is not None:
        slots["for_special"] = special
    if any(item.kind == MEDICINE for item in found.wanted):
        slots["medicine"] = True
    elif says_no_medicine(text):
        slots["medicine"] = False
    return slots


def _as_said(item: Item, text: str) -> str:
    """The name in the words of the text: what is said of the make elsewhere (奶粉没了 飞鹤三段) is not put into it."""
    is_said = item.item in text.replace(" ", "")
    return item.base if item.base and not is_said and item.base in text else item.item


def _unit_said(item: Item, text: str) -> str | None:
    """The unit in the words of the text: 俩 says none, and that of a number which is left open (两三斤) counts nothing."""
    said = text[slice(*item.span)]
    is_pair = item.unit == _OF_PAIR and _OF_PAIR not in said and _PAIR.search(said) is not None
    return None if is_pair or item.quantity is None else plain_unit(item.unit)


def plain_name(name: str) -> str:
    """The name of a thing without its maker, pack and strength; a maker that is all the name there is stays (康师傅).

    Of 降压药硝苯地平 the name is 硝苯地平.
    """
    makers = supply_words().makers
    name = _STRENGTH.sub("", _PACK.sub("", name)) or name
    pairs = supply_words().medicine
    name = next((name[size:] for size in range(2, _LONGEST_MAKER) if (name[:size], name[size:]) in pairs), name)
    maker = next((name[:size] for size in range(_LONGEST_MAKER, 1, -1) if name[:size] in makers), "")
    rest = name.removeprefix(maker)
    if len(rest) == 1 and name in supply_words().kinds:
        return name  # 修正带 is of no maker 修正
    return rest if len(maker) > 1 and rest and maker != _DISINFECTANT and _STAGE.fullmatch(rest) is None else name


def plain_unit(unit: str | None) -> str | None:
    """The unit without its size: 袋 of 一大袋."""
    return unit[1:] if unit is not None and len(unit) > 1 and unit[0] in _SIZES else unit


def item_slots(item: Item) -> ItemSlots:
    """One member of `items`: what is left open is absent."""
    amount = {"quantity": item.quantity, "unit": item.unit}
    return {"item": item.item, **{name: value for name, value in amount.items() if value is not None}}


def plain_amount(text: str) -> ItemSlots | None:
    """The amount that an answer gives without naming a thing (2袋), as a member of `items` without `item`."""
    found = find_supplies(text)
    if found.amount is None:
        return None
    quantity, unit = found.amount
    return {name: value for name, value in (("quantity", quantity), ("unit", unit)) if value is not None}
