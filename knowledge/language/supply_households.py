"""The doors of several households for which one message orders: 3-2-301大米一袋,3-2-302大米两袋; 401要面,402要米.

Their goods stand in one list; where they go is said only as far as all of them share it. Text is normalised.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.language.address_patterns import MENDED
from knowledge.language.addresses import AddressFound, addresses_besides
from knowledge.language.supply_words import supply_words

# A door at the beginning of what a household wants: 402要5斤米, 403啥也不要, 302大米两袋.
_DOOR = re.compile(r"(?:(?<=[ ,。;、:\n给替帮])|^)(?P<door>[1-9]\d{2,3})(?:室|号|户|家)?[ :]?(?=[^\d\s,。;:、.%\-/×*xX])")
_WISHES = re.compile("也?(?:都|就|只|还|啥|什么)?(?:也不|不|想)?(?:[要缺差需订买]|没有?)|的(?=[^ ,。;])|报")
_COUNTED = re.compile(r"[^ ,。;:\n\d]{1,6}?[ ]?(?:\d|[一二两俩三仨四五六七八九十半几])")
_LONGEST = 7  # signs of a name


def households_besides(text: str, address: AddressFound | None) -> Iterator[tuple[int, int]]:
    """Where the text names the addresses and doors of further households."""
    if address is None:
        return
    for other in addresses_besides(text, address):
        yield other.span
    for door in _doors(text, address):
        yield door.span("door")


def shared_address(text: str, address: AddressFound) -> AddressFound:
    """The address without the parts that another household of the text has otherwise; one that mends it holds."""
    first = (address.parts or (address.span,))[0]
    for other in addresses_besides(text, address):
        if MENDED.search(text, first[1], other.span[0]) is not None:
            address = replace(
                address,
                building=other.building or address.building,
                unit=other.unit or address.unit,
                room=other.room or address.room,
            )
        elif other.building is not None and address.building is not None and other.building != address.building:
            return replace(address, building=None, unit=None, room=None)
        if other.unit is not None and address.unit is not None and other.unit != address.unit:
            address = replace(address, unit=None, room=None)
        elif other.room is not None and other.room != address.room:
            address = replace(address, room=None)
    if address.room is not None and any(door["door"] != address.room for door in _doors(text, address)):
        return replace(address, room=None)
    return address


def _doors(text: str, address: AddressFound) -> Iterator[re.Match[str]]:
    """Doors that begin what a household wants, apart from the address itself."""
    spans = address.parts or (address.span,)
    for door in _DOOR.finditer(text):
        if any(start <= door.start("door") < end for start, end in spans):
            continue
        if _is_thing(text, door.start("door")):
            continue
        if _WISHES.match(text, door.end()) is not None or _is_of_thing(text, door.end()):
            yield door


def _is_thing(text: str, begin: int) -> bool:
    """Whether the figures are of a name: 502胶水."""
    return any(text[begin : begin + size] in supply_words().kinds for size in range(4, _LONGEST))


def _is_of_thing(text: str, begin: int) -> bool:
    """Whether a thing with its amount stands right behind a door; 500克大米 and 502胶水 are none."""
    if _COUNTED.match(text, begin) is None:
        return False
    words = supply_words()
    if any(text[begin : begin + size] in words.units for size in (1, 2)):
        return False
    return any(text[begin : begin + size] in words.kinds for size in range(1, _LONGEST))
