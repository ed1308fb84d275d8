"""The slots of a supply request in the formats of INTERFACES.md 5, and the plain answers inside its form."""

from collections.abc import Mapping, Sequence

from knowledge.language.supplies import MEDICINE, Item, find_special, find_supplies, find_urgency, says_no_medicine

ItemSlots = Mapping[str, str | int | float]


def supply_slots(text: str) -> dict[str, str | bool | Sequence[ItemSlots]]:
    """items, urgency, for_special and medicine, as far as the normalised text determines them."""
    found = find_supplies(text)
    slots: dict[str, str | bool | Sequence[ItemSlots]] = {}
    if found.wanted:
        slots["items"] = [item_slots(item) for item in found.wanted]
    urgency, special = find_urgency(text), find_special(text, found.wanted)
    if urgency is not None:
        slots["urgency"] = urgency
    if special is not None:
        slots["for_special"] = special
    if any(item.kind == MEDICINE for item in found.wanted):
        slots["medicine"] = True
    elif says_no_medicine(text):
        slots["medicine"] = False
    return slots


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
