"""A list of items that is changed in a chat: 再加一袋面, 米不要了, 米改成三袋, 鸡蛋换成鸭蛋, 2袋, 都不要了.

Every function gives a new list; the office sees what was said last, and the ledger keeps both versions.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.language.supplies import MEDICINE, Item, SuppliesFound, find_supplies
from knowledge.language.supply_words import supply_words

_MORE = re.compile(r"再(?:来|加|要|给|送|买|带|捎|添|多)|多(?:加|来|要|送|买)|另外(?:再|加)|加上|追加|添")
_NOTHING = re.compile(r"(?:全|都|全部|统统|什么|啥)(?:都|也)?(?:不要|不用|不需要|不买|取消|删掉?|去掉)")
# 药不要了 is of the only medicine on the list, whatever its name.
_ANY_MEDICINE = frozenset({"药", "药品", "药物"})
_ONLY = re.compile(r"^[ ,]*(?:就|只|光|仅)(?:要|买|送|来)")


def change(items: Sequence[Item], text: str) -> tuple[Item, ...]:
    """The list after a normalised text that changes it; a text that names nothing leaves it as it is."""
    said = find_supplies(text)
    if not said.wanted and not said.unwanted and said.amount is None:
        return () if _NOTHING.search(text) is not None else tuple(items)
    if _ONLY.search(text) is not None and said.wanted:
        return tuple(_known(items, item) for item in said.wanted)
    return merge(remove(items, said.unwanted), said, adding=_MORE.search(text) is not None)


def merge(items: Sequence[Item], said: SuppliesFound, adding: bool = False) -> tuple[Item, ...]:
    """The list with what is said: a new amount takes the place of the old one or, `adding`, is added to it."""
    merged = list(items)
    for item in said.wanted:
        at = _place(merged, item)
        named = _named(merged, item) if at is None and not adding else None
        if named is not None:
            merged[named] = replace(item, item=f"{merged[named].item}{item.item}")
        elif at is None:
            merged.append(item)
        elif _is_named_at_last(merged[at], item):
            merged[at] = item if item.quantity is not None else replace(merged[at], item=item.item, kind=item.kind)
        elif item.quantity is not None or item.unit is not None:
            merged[at] = _more(merged[at], item) if adding else _with_amount(merged[at], item.quantity, item.unit)
    return fill(merged, said.amount) if said.amount is not None else tuple(merged)


def fill(items: Sequence[Item], amount: tuple[int | float | None, str | None]) -> tuple[Item, ...]:
    """The list with an amount that was said without a thing: for the only item without a quantity, or the only one."""
    open_ones = [at for at, item in enumerate(items) if item.quantity is None and item.kind != "utility"]
    places = open_ones if open_ones else list(range(len(items)))
    filled = list(items)
    if len(places) == 1:
        filled[places[0]] = _with_amount(filled[places[0]], *amount)
    return tuple(filled)


def remove(items: Sequence[Item], unwanted: Iterable[Item]) -> tuple[Item, ...]:
    """The list without these; 米 takes 大米 off where no 米 is on it."""
    kept = list(items)
    for item in unwanted:
        at = _place(kept, item)
        if at is not None:
            del kept[at]
    return tuple(kept)


def _place(items: Sequence[Item], said: Item) -> int | None:
    """Where the thing that is meant stands: by its name, or by its end where only one fits (米, 东北大米)."""
    called = supply_words().called
    for at, item in enumerate(items):
        if called.get(item.item, item.item) == called.get(said.item, said.item):
            return at
    if said.item in _ANY_MEDICINE:
        medicines = [at for at, item in enumerate(items) if item.kind == MEDICINE]
        return medicines[0] if len(medicines) == 1 else None
    ends = [
        at
        for at, item in enumerate(items)
        if _is_named_by(item.item, said.item) or (_is_named_by(said.item, item.item) and not _is_another(item, said))
    ]
    return ends[0] if len(ends) == 1 else None


def _is_named_at_last(listed: Item, said: Item) -> bool:
    """Whether a general word gives way to what it stood for: 菜, and then 白菜."""
    return listed.item in supply_words().general and listed.item != said.item and listed.quantity is None


def _is_another(listed: Item, said: Item) -> bool:
    """Whether a longer name is of another thing: 面 are no 方便面; 大米 of a make are the 大米, and 大米 is 米."""
    known = supply_words().family
    if listed.item not in known or said.item not in known or not said.item.endswith(listed.item):
        return False
    is_general = listed.item in supply_words().general and listed.quantity is None
    return said.item not in (listed.item, f"大{listed.item}") and not is_general


def _is_named_by(name: str, short: str) -> bool:
    """Whether the short name is that of the thing, without its make or strength: 米, 东北大米; 氨氯地平, 氨氯地平5mg."""
    return name.endswith(short) or (name.startswith(short) and name[len(short)].isdigit())


def _named(items: Sequence[Item], said: Item) -> int | None:
    """Where the medicine stands that is now called by its own name: 降压药, and then 硝苯地平."""
    pairs = supply_words().medicine
    open_ones = [at for at, item in enumerate(items) if item.quantity is None and (item.item, said.item) in pairs]
    return open_ones[0] if len(open_ones) == 1 else None


def _known(items: Sequence[Item], said: Item) -> Item:
    """A thing as it stands in the list, unless something new is said of it."""
    at = _place(items, said)
    return said if at is None or said.quantity is not None else items[at]


def _more(item: Item, added: Item) -> Item:
    if item.quantity is None or added.quantity is None or item.unit != added.unit:
        return _with_amount(item, added.quantity, added.unit)
    return replace(item, quantity=item.quantity + added.quantity)


def _with_amount(item: Item, quantity: int | float | None, unit: str | None) -> Item:
    """The item with a new amount; a bare number keeps the unit."""
    return replace(item, quantity=quantity, unit=unit if unit is not None else item.unit)
