"""What a check found, and how several things are said in one line."""

from collections.abc import Iterable
from dataclasses import dataclass

OK, LOOK, FAIL = "ok", "look", "FAIL"
_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: how it stands, what was looked at, and what was found."""

    level: str
    what: str
    says: str


def count(what: str, count: int, meaning: str) -> Finding:
    return Finding(LOOK, what, f"{count} {meaning}") if count else Finding(OK, what, "none to look at")


def gap(what: str, missing: list[str], none_says: str, some_say: str) -> Finding:
    return Finding(LOOK, what, f"{some_say} {some(missing)}") if missing else Finding(OK, what, none_says)


def some(names: Iterable[str]) -> str:
    known = list(names)
    more = f" and {len(known) - _NAMES_SHOWN} more" if len(known) > _NAMES_SHOWN else ""
    return ", ".join(known[:_NAMES_SHOWN]) + more
