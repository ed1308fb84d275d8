"""What a correction puts right: 体温写错了 应该是36.4; 不是后天 是大后天; 把车次改成K7366.

Only the new value is read, not the one that is withdrawn. 应该是, 改成 and 错了 stand before the new value, 不是 before
the old one. Of two temperatures their own words tell which holds (temperatures.py).
"""

import re
from datetime import datetime

from knowledge.language.evidence import Evidence
from knowledge.language.slots import (
    Slots,
    merge,
    read_address,
    read_arrival,
    read_bare_time,
    read_health,
    read_identity,
    read_origin,
    read_party,
    read_transport,
)

_WITHDRAWN = re.compile(r"(?:不是|并非|别是)[^,。;\n是]{1,16}")
_NEW_VALUE = re.compile(
    r"应该?[是为]?|改[成为到]|换[成为]|更正[为成]|其实是?|实际是?|不对|[写填报输打说弄记搞]?错了?|有误|写反了?|→"
)


# 不是3个人是2个人: only where the new value follows; 是不是 asks.
_REPLACED = re.compile(r"(?<!是)(?:不是|并非)[^,。;\n是吗]{1,16}[ ,]{0,2}(?=(?:而?是|应该?是|改)(?!不是))")


def without_withdrawn(text: str) -> str:
    """The text without values that it takes back for others; a temperature is settled by temperatures.py."""
    return _REPLACED.sub(" ", text) if "是" in text and "不是" in text else text


def read_correction(evidence: Evidence, now: datetime) -> Slots:
    """The slots that a correction gives a new value."""
    if evidence.health is not None and evidence.health.temperatures:
        return read_health(evidence, now)
    text = _WITHDRAWN.sub(" ", evidence.text)
    marks = list(_NEW_VALUE.finditer(text))
    new = Evidence(text[marks[-1].end() :] if marks else text)
    readers = (read_health, read_identity, read_origin, read_arrival, read_transport, read_party, read_address)
    slots = merge([reader(new, now) for reader in readers])
    return slots if "arrive_time" in slots else merge([slots, read_bare_time(new, now)])


def corrected_part(text: str) -> str:
    """The part of a correction that says what is right: behind 应该是, 改成 and the like, without what is taken back."""
    rest = _WITHDRAWN.sub(" ", text)
    marks = list(_NEW_VALUE.finditer(rest))
    return rest[marks[-1].end() :].strip(" ,。") if marks and rest[marks[-1].end() :].strip(" ,。!了") else rest
