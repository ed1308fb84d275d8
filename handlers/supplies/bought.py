"""What whoever bought the things says became of them: 已买 S0120-01 128元，鸡蛋没有，大米换成小米.

Every part of the sentence must be understood: what is not is asked about, nothing is guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.supplies.items import Thing, meant

# 128元, and 128 alone: of so many of a thing nobody says two digits without its name.
_PRICE = re.compile(r"(?:一共|共|总共|合计|花了)?(\d{1,5}(?:\.\d{1,2})?(?=元|块)|\d{2,5}(?:\.\d{1,2})?)(?:[元块]钱?)?")
_REPLACED = re.compile(r"(.{1,16}?)(?:没有,?|没货,?)?(?:换成|换了|改成|换的是?|用)(.{1,16}?)了?")
_MISSING = re.compile(r"(?:没有|没买到|缺)(.{1,16})|(.{1,16}?)(?:没有|没了|没货|缺货|没买到|买不到|卖完|断货)了?")
_NOTHING = re.compile(r"都?(?:齐了?|买齐了?|全了?|买到了|好了)")


class Unread(Exception):
    """A part of the sentence was not understood; the text is that part."""


@dataclass(frozen=True, slots=True)
class Bought:
    """The list as it was bought and what it cost (fen), where that was said; `told`: known to be missing before."""

    things: tuple[Thing, ...]
    price_fen: int | None
    told: frozenset[str] = frozenset()

    @property
    def missing(self) -> list[Thing]:
        """What turned out not to be had."""
        return [one for one in self.things if one.is_missing and one.item not in self.told]

    @property
    def replaced(self) -> list[Thing]:
        """What something else came for."""
        return [one for one in self.things if one.instead]

    @property
    def asks(self) -> bool:
        """Whether the resident has to be asked: something is missing, or something else came that they did not agree to."""
        return bool(self.missing) or any(one.state == "offered" for one in self.things)


def read_bought(text: str, listed: Sequence[Thing], *, agreed_before: bool) -> Bought:
    """What a sentence says of the things; raises Unread.

    `agreed_before`: the resident said that something like it will do where a thing is not to be had.
    """
    things = list(listed)
    price: int | None = None
    for part in filter(None, (one.strip() for one in re.split(r"[ ,，;；、。\n]+", text))):
        cost = _PRICE.fullmatch(part)
        if cost is not None:
            price = round(float(cost[1]) * 100)
        elif _NOTHING.fullmatch(part) is None:
            things = _with(part, things, "replaced" if agreed_before else "offered")
    return Bought(tuple(things), price, frozenset(one.item for one in listed if one.is_missing))


def _with(part: str, things: list[Thing], state: str) -> list[Thing]:
    replaced, missing = _REPLACED.fullmatch(part), _MISSING.fullmatch(part)
    name, instead = (replaced[1], replaced[2]) if replaced else ((missing[1] or missing[2]) if missing else "", None)
    thing = meant(name, things)
    if thing is None:
        raise Unread(part)
    became = replace(thing, state=state if instead else "missing", instead=instead)
    return [became if one is thing else one for one in things]
