"""Who is ill, as a message tells by the way that asks for something else: 家里没退烧药了,孩子38度5 (clause 2.1).

Only what cannot wait is heard: a temperature, a fever or breathlessness of now. A piece of the message says it where it
would be a check-in by itself; a stove that does not burn, a fuse that has blown and a blocked drain are nobody's illness.
Text is normalised.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from knowledge.language.pattern_table import Sought
from knowledge.language.reading import find_slots, read

_SAID = re.compile(r"烧|度|热|喘|憋|气|3[789]|4[012]")
_PIECE = re.compile(r"[^,。;!?\n ]+")
_THINGS = Sought(
    r"(?:[炕灶锅煤柴]|炉子).{0,6}[烧热]|烧.{0,4}[炕灶锅煤柴火水糊炉]|(?:保险|开关|插[座排]|线|灯|泵|机|电器).{0,6}烧"
    r"|马桶|厕所|下水|暖[气和]"
)
_SURE = 0.6
_GRAVE = frozenset({"fever", "breathless"})


def ill_beside(text: str, now: datetime) -> str:
    """The words of a message, sent at `now`, that tell of a temperature or of somebody gravely ill; empty where none do."""
    if _SAID.search(text) is None or _THINGS.search(text) is not None:
        return ""
    pieces = [one for one in _PIECE.findall(text) if _SAID.search(one) is not None and _is_a_checkin(one, now)]
    if pieces:
        return ",".join(pieces)
    persons = find_slots(text, now, ("persons",)).get("persons")
    return text if isinstance(persons, list) and any("temperature" in one for one in persons) else ""


def _is_a_checkin(piece: str, now: datetime) -> bool:
    reading = read(piece, now)
    if reading.intent != "health_checkin" or reading.confidence < _SURE:
        return False
    persons = reading.slots.get("persons")
    return any(map(_is_grave, (reading.slots, *(persons if isinstance(persons, list) else ()))))


def _is_grave(of_one: object) -> bool:
    if not isinstance(of_one, Mapping):
        return False
    symptoms = of_one.get("symptoms")
    return "temperature" in of_one or (isinstance(symptoms, list | tuple) and not _GRAVE.isdisjoint(symptoms))
