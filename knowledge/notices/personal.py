"""Numbers in the words of a notice that belong to one person: a mobile phone, an identity number.

Everybody would read them, so whoever writes and whoever approves is told that they are there; they decide.
"""

import re
from typing import Literal

Personal = Literal["phone", "identity"]

_SPLIT = r"[ \-－—]?"
_PHONE = re.compile(rf"(?<!\d)(?:\+?86{_SPLIT})?1[3-9]\d{_SPLIT}\d{{4}}{_SPLIT}\d{{4}}(?!\d)")
_IDENTITY = re.compile(rf"(?<!\d)[1-9]\d{{5}}{_SPLIT}(?:19|20)\d{{6}}{_SPLIT}\d{{3}}[\dXxＸｘ](?!\d)")


def personal_in(words: str) -> tuple[Personal, ...]:
    """Which kinds of such numbers there are, also in wide figures."""
    found: list[Personal] = []
    if _PHONE.search(words):
        found.append("phone")
    if _IDENTITY.search(words):
        found.append("identity")
    return tuple(found)
