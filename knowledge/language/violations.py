"""What somebody tells of others who break the rules 反映情况 (clauses 3.2, 3.3, 3.4.6): of which type, where, and whether
they want to stay unnamed.

The words stand in `violations.yaml`. Of several types the first of that list counts; what none of them fits is `other`. A
text is expected normalised. No place is guessed: 楼下 and 我们小区 say that it is where the writer lives, and so only that.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge.language.addresses import AddressFound, find_address
from knowledge.language.words import WordListError, either, load_list, words_of

OTHER = "other"
Nearby = Literal["", "building", "community"]
_FILE = "violations.yaml"
_TYPES = ("obstruction", "hidden_return", "entry", "gathering", "movement")
TYPES = (*_TYPES, OTHER)
_LISTS = ("spots", "sides", "own_building", "own_community", "before_spots", "anonymous", "not_anonymous", "opening")
# So much beside the words of opening says what it is about, whatever words it is.
_SAYS_ENOUGH = 4
_SIGNS = re.compile(r"[\s,.。，!！?？:：;；~、的了吧啊呢]+")
# Before the word of a spot up to so many characters may say which (村东头小广场).
_BEFORE_SPOT = 6


@dataclass(frozen=True, slots=True)
class ViolationFound:
    """What a text says: the type, the place in words and as an address, whose surroundings it is, and whether unnamed.

    `spot` is empty where no place is said; `nearby` then says whether it is the writer's own building or community.
    `is_anonymous` is None where nothing is said of it; `says_something` is False for words that only open the matter.
    """

    type: str
    spot: str
    address: AddressFound | None
    nearby: Nearby
    is_anonymous: bool | None
    says_something: bool


@dataclass(frozen=True, slots=True)
class _Words:
    types: tuple[tuple[str, re.Pattern[str]], ...]
    spots: re.Pattern[str]
    sides: re.Pattern[str]
    own_building: re.Pattern[str]
    own_community: re.Pattern[str]
    before_spots: re.Pattern[str]
    anonymous: re.Pattern[str]
    not_anonymous: re.Pattern[str]
    opening: re.Pattern[str]


def read_violation(text: str) -> ViolationFound:
    """What a normalised text tells; never raises for any text."""
    words = _words()
    kind = next((name for name, pattern in words.types if pattern.search(text) is not None), OTHER)
    spot, address = _place(words, text)
    is_of_building = words.own_building.search(text) is not None
    nearby: Nearby = "building" if is_of_building else "community" if words.own_community.search(text) else ""
    left = _SIGNS.sub("", words.opening.sub("", _without_wish(words, text)))
    says = kind != OTHER or len(left) >= _SAYS_ENOUGH
    return ViolationFound(kind, spot, address, "" if spot else nearby, wishes_to_be_unnamed(text), says)


def wishes_to_be_unnamed(text: str) -> bool | None:
    """匿名, 别说是我说的: True; 实名: False; None where nothing is said of it."""
    words = _words()
    if words.not_anonymous.search(text) is not None:
        return False
    return True if words.anonymous.search(text) is not None else None


def is_only_a_wish(text: str) -> bool:
    """Whether a text says nothing but that the writer wants to stay unnamed."""
    words = _words()
    if words.anonymous.search(text) is None or words.not_anonymous.search(text) is not None:
        return False
    rest = _SIGNS.sub("", words.anonymous.sub("", text))
    return len(rest) < _SAYS_ENOUGH and all(pattern.search(rest) is None for _, pattern in words.types)


def _without_wish(words: _Words, text: str) -> str:
    return words.anonymous.sub("", words.not_anonymous.sub("", text))


def _place(words: _Words, text: str) -> tuple[str, AddressFound | None]:
    """The place as it was said, with the side of the house that follows it, and as an address where it is one."""
    address = find_address(text)
    if address is not None and (address.building or address.room or address.unit):
        start, end = address.span
        side = words.sides.match(text, end)
        return text[start : side.end() if side is not None else end].strip(" 的"), address
    match = words.spots.search(text)
    spot = _spot(words, text, match) if match is not None else ""
    if address is None:
        return spot, None
    community = address.community or ""
    return (spot if community and community[:2] in spot else f"{community}{spot}"), address


def _spot(words: _Words, text: str, match: re.Match[str]) -> str:
    """The spot with the few characters before it that say which one, and what follows right behind it (超市门口)."""
    end = match.end()
    while (behind := words.sides.match(text, end) or words.spots.match(text, end)) is not None:
        end = behind.end()
    before = re.split(r"[\s,.。，!?:;、]", text[max(0, match.start() - _BEFORE_SPOT) : match.start()])[-1]
    last = max((found.end() for found in words.before_spots.finditer(before)), default=0)
    return f"{before[last:]}{text[match.start() : end]}"


@cache
def _words() -> _Words:
    """The lists as patterns; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    if set(content) != {"types", "hidden_return_pattern", *_LISTS}:
        raise WordListError(f"{_FILE}: types, hidden_return_pattern, {', '.join(_LISTS)} are expected")
    said = content["types"]
    if not isinstance(said, Mapping) or tuple(said) != _TYPES:
        raise WordListError(f"{_FILE}: types are {', '.join(_TYPES)}, in this order")
    types = []
    for name in _TYPES:
        pattern = either(words_of(said[name], f"{_FILE}: {name}"))
        also = f"|{content['hidden_return_pattern']}" if name == "hidden_return" else ""
        types.append((name, re.compile(f"{pattern}{also}")))
    lists = {name: re.compile(either(words_of(content[name], f"{_FILE}: {name}"))) for name in _LISTS}
    return _Words(tuple(types), **lists)
