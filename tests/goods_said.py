"""What a request asks for, in one line, for the tables of the tests."""

from knowledge.language.normalise import normalise
from knowledge.language.supplies import find_items


def said(text: str) -> str:
    """The things asked for with their amounts, as `米 2 袋; 盐`."""
    items = find_items(normalise(text))
    return "; ".join(
        " ".join(filter(None, (one.item, "" if one.quantity is None else f"{one.quantity:g}", one.unit)))
        for one in items
    )
