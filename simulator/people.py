"""The people who use the account: who follows, who blocks, what they agreed to, and what their chat shows."""

import json
import secrets
import string
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from simulator.records import Seen
from simulator.windows import Windows

_OPENID_LETTERS = string.ascii_letters + string.digits + "_-"
_OPENID_LENGTH = 28
_CHAT_LENGTH = 1000  # bubbles kept for each person; older ones are forgotten

Blocked = Literal["", "blacklisted", "refuses"]


@dataclass(slots=True)
class Consent:
    """What somebody agreed to for one subscription template: so many single messages, or all from now on."""

    once: int = 0
    always: bool = False


@dataclass(slots=True)
class Person:
    """One user of the account."""

    openid: str
    name: str = ""
    hint: str = ""
    follows: bool = True
    followed_at: int = 0
    blocked: Blocked = ""
    remark: str = ""
    scene: str = ""
    tags: list[int] = field(default_factory=list)
    windows: Windows = field(default_factory=Windows)
    consents: dict[str, Consent] = field(default_factory=dict)
    mass_months: dict[str, int] = field(default_factory=dict)  # messages of mass sending by calendar month
    contact_at: int = 0
    typing_until: int = 0
    chat: deque[Seen] = field(default_factory=lambda: deque(maxlen=_CHAT_LENGTH))


@dataclass(frozen=True, slots=True)
class Introduction:
    """Somebody who is there from the start: a line of the people file."""

    name: str
    openid: str = ""
    hint: str = ""
    follows: bool = True


def draw_openid() -> str:
    """A new openid: 28 characters of which the first is an o."""
    return "o" + "".join(secrets.choice(_OPENID_LETTERS) for _ in range(_OPENID_LENGTH - 1))


def read_introductions(path: Path) -> Iterator[Introduction]:
    """The people of a file of JSON lines: name, and openid, hint, follows if wanted. Raises ValueError."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield Introduction(**json.loads(line))
        except (ValueError, TypeError) as wrong:
            raise ValueError(f"{path}:{number}: {wrong}") from None
