"""A request to go out by its number, W0120-01, as far as the writer's own duty reaches (THREATS A16, A19).

Whoever signs or records may say its last figures alone (同意 4, 备案 04): what waits for them is meant, else today's.
"""

import re
from collections.abc import Sequence

from bot.turn import Turn
from handlers import rights
from knowledge.times import business_day
from ledger import exits, people, places
from ledger.duty.roster import LEADS_TASK_FORCE
from ledger.exits import Exit

NUMBER = r"[Ww]?(\d{4}-\d{2,4})"
# A number as it is said: whole, or its last figures; never a time, a temperature or an amount.
CALLED = r"[Ww]?(?:\d{4}-\d{1,4}|\d{1,3})(?![\d:.点时月日度岁个\-])号?"
SEVERAL = rf"{CALLED}(?:[ ,、和跟]+{CALLED})*"
_DIGITS = re.compile(r"\d{4}-\d{1,4}|\d{1,3}")


def led(turn: Turn) -> list[str]:
    """The paths of the places whose task force the writer belongs to, as leader or deputy."""
    if turn.contact.person_id is None:
        return []
    held = people.roles_of(turn.db, turn.contact.person_id)
    return [role.path for role in held if role.kind == LEADS_TASK_FORCE and role.path]


def to_decide(turn: Turn, digits: str) -> Exit | None:
    """The request with these digits of a place that the writer leads."""
    return _first(turn, digits, led(turn))


def of_office(turn: Turn, digits: str) -> Exit | None:
    """The request with these digits, for the office."""
    return _first(turn, digits, [places.root_path(turn.db)]) if rights.is_office(turn) else None


def called(turn: Turn, said: str, waiting: Sequence[Exit]) -> list[str]:
    """The digits of every number in the words, each once; last figures alone are those of what waits, else of today."""
    found: list[str] = []
    for digits in _DIGITS.findall(said):
        if "-" in digits:
            found.append(digits)
            continue
        fitting = [one.number[1:] for one in waiting if int(one.number.split("-")[1]) == int(digits)]
        found += fitting or [f"{business_day(turn.now):%m%d}-{int(digits):02d}"]
    return list(dict.fromkeys(found))


def _first(turn: Turn, digits: str, scopes: list[str]) -> Exit | None:
    for scope in scopes:
        found = exits.in_scope(turn.db, f"W{digits}", scope)
        if found is not None:
            return found
    return None
