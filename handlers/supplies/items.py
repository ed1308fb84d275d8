"""The things of a supply request: as answers of the form and as the record keeps them, and in words.

What the grammar finds in a sentence goes into the list here (knowledge/language/supply_list.py); what became of a thing
when it was bought stands beside it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from bot.turn import Value
from handlers.said_back import word
from knowledge.language.supplies import MEDICINE, UTILITY, Item, SuppliesFound, find_items, find_supplies
from knowledge.language.supply_list import change, merge

_OTHER = "other"
_SOME_MEDICINE = frozenset({"药", "药品", "药物", "西药", "中药", "常用药", "药片"})
_NAME_AT_MOST = 20
_BY_PIECE = frozenset({"袋", "箱", "桶", "罐", "瓶", "盒", "提", "大袋", "大箱", "大桶"})
_MANY_PIECES, _MANY = 20, 200


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that somebody needs.

    `note` is what was said where no amount could be (够两天的), empty where it is left open for good, None where it was
    not asked yet. `state` says what became of it: missing, offered (something else, until the resident agrees), replaced,
    declined; `instead` what there was in its place.
    """

    item: str
    quantity: int | float | None = None
    unit: str | None = None
    kind: str = _OTHER
    note: str | None = None
    state: str | None = None
    instead: str | None = None

    @property
    def is_missing(self) -> bool:
        """Whether it is known not to be had."""
        return self.state == "missing"

    @property
    def is_fault(self) -> bool:
        """Whether something is out of order, not needed."""
        return self.kind == UTILITY

    @property
    def lacks_amount(self) -> bool:
        """Whether it has to be asked how much of it is needed."""
        return self.quantity is None and self.note is None and not self.is_fault

    @property
    def lacks_name(self) -> bool:
        """Whether it is medicine of which nobody has said which: 断药了."""
        return self.kind == MEDICINE and self.item in _SOME_MEDICINE and self.note is None

    @property
    def is_much(self) -> bool:
        """Whether it is so much of it that it may be a slip."""
        if self.quantity is None:
            return False
        return self.quantity > (_MANY_PIECES if self.unit in _BY_PIECE else _MANY)

    @property
    def words(self) -> str:
        """大米 2袋; 盐; 菜（够两天的）; 面（没货）."""
        if self.is_missing:
            return f"{self.item}（{word('supply_state', 'missing')}）"
        if self.quantity is not None:
            return f"{self.item} {self.quantity:g}{self.unit or ''}"
        return f"{self.item}（{self.note}）" if self.note else self.item


def things(value: Value) -> list[Thing]:
    """The things in an answer of the form or in a record."""
    if not isinstance(value, list | tuple):
        return []
    return [_thing(one) for one in value if isinstance(one, Mapping) and one.get("item")]


def loaded(items: str) -> list[Thing]:
    """The things of a record."""
    return things(json.loads(items))


def stored(listed: Iterable[Thing]) -> list[dict[str, Value]]:
    """The things as JSON, without what is not known."""
    return [{name: value for name, value in asdict(one).items() if value is not None} for one in listed]


def words_of(listed: Iterable[Thing]) -> str:
    """The things in words: 大米 2袋、盐 1包."""
    return "、".join(one.words for one in listed)


def found_in(said: Value, known: Value) -> list[Thing]:
    """The list with the items that were read (INTERFACES 5): new ones at its end, new amounts in their place."""
    if not isinstance(said, list | tuple) or not said:
        return []
    rows = [row for row in said if isinstance(row, Mapping)]
    wanted = tuple(_item(_thing(row)) for row in rows if row.get("item"))
    amounts = [_thing({**row, "item": "?"}) for row in rows if not row.get("item")]
    amount = (amounts[0].quantity, amounts[0].unit) if amounts else None
    before = things(known)
    return _back(merge(list(map(_item, before)), SuppliesFound(wanted, (), amount)), before)


def changed_by(text: str, listed: Sequence[Thing]) -> list[Thing]:
    """The list after words that change it: 再加一袋面, 米不要了, 大米改成三袋."""
    return _back(change(list(map(_item, listed)), text), listed)


def listed_in(text: str) -> list[Thing]:
    """What the words ask for and say is out of order, with the makers of things."""
    return [_new(item) for item in find_items(text)]


def names_goods(text: str) -> bool:
    """Whether the words name things that are wanted, or not wanted any more."""
    found = find_supplies(text)
    return bool(found.wanted or found.unwanted)


def amount_in(text: str) -> tuple[int | float | None, str | None] | None:
    """An amount that is said without a thing: 两袋."""
    return find_supplies(text).amount


def with_note(listed: Sequence[Thing], name: str, note: str) -> list[Thing]:
    """The list with what was said about the amount of one thing."""
    return [replace(one, note=note) if one.item == name and one.lacks_amount else one for one in listed]


def with_amount(listed: Sequence[Thing], name: str, amount: tuple[int | float | None, str | None]) -> list[Thing]:
    """The list with the amount of one thing."""
    quantity, unit = amount
    return [
        replace(one, quantity=quantity, unit=unit or one.unit) if one.item == name and one.lacks_amount else one
        for one in listed
    ]


def with_name(listed: Sequence[Thing], text: str) -> list[Thing] | None:
    """The list with the name of the medicine that has none, as the words name it; None where they do not."""
    found = find_supplies(text)
    named = [_new(item) for item in found.wanted if item.item not in _SOME_MEDICINE]
    if not named and not (2 <= len(text) <= _NAME_AT_MOST and found.amount is None and not any(map(str.isdigit, text))):
        return None
    after: list[Thing] = []
    for one in listed:
        if not one.lacks_name:
            after.append(one)
        elif named:
            # 降压药 for 药 两盒: the amount was said before.
            after += [replace(new, quantity=one.quantity, unit=one.unit) if new.lacks_amount else new for new in named]
            named = []
        else:
            after.append(replace(one, item=text))
    return after


def meant(name: str, listed: Sequence[Thing]) -> Thing | None:
    """The thing that a name means: its own, or the only one that ends so (米 for 大米)."""
    same = [one for one in listed if one.item == name]
    alike = same or [one for one in listed if name and (one.item.endswith(name) or name.endswith(one.item))]
    return alike[0] if len(alike) == 1 else None


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """The kind of a thing by its name; what no list knows is something else."""
    found = find_items(name)
    return found[0].kind if found else _OTHER


def _thing(row: Mapping[str, Value]) -> Thing:
    quantity = row.get("quantity")
    name = str(row["item"])

    def text(field: str) -> str | None:
        value = row.get(field)
        return value if isinstance(value, str) else None

    return Thing(
        name,
        quantity if isinstance(quantity, int | float) else None,
        text("unit"),
        text("kind") or kind_of(name),
        text("note"),
        text("state"),
        text("instead"),
    )


def _new(item: Item) -> Thing:
    return Thing(item.item, item.quantity, item.unit, item.kind)


def _item(thing: Thing) -> Item:
    return Item(thing.item, thing.quantity, thing.unit, thing.kind, (0, 0))


def _back(items: Iterable[Item], before: Sequence[Thing]) -> list[Thing]:
    """The grammar's items as things, with what was known of them beside their amounts."""
    known = {one.item: one for one in before}
    after = []
    for item in items:
        same = known.get(item.item)
        note = same.note if same is not None and item.quantity is None else None
        now = Thing(item.item, item.quantity, item.unit, item.kind, note)
        is_as_before = same is not None and (same.quantity, same.unit) == (now.quantity, now.unit)
        after.append(replace(now, state=same.state, instead=same.instead) if same and is_as_before else now)
    return after
