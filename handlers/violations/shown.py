"""A report in words, as those read it who see to it: never who told it (DESIGN 6.15; docs/decisions/0025)."""

import re

from bot.turn import Turn
from handlers.said_back import clock_words, word
from ledger.violations import Violation

NUMBER = r"([Qq]\d{4}-\d{2,4})"
_PHONE = re.compile(r"(?<![0-9])1[0-9]{10}(?![0-9])")
# 我是6号楼301的, 我叫林秀: who told it, and nothing of the matter. Only with a number or their own name in it.
_ABOUT_MYSELF = re.compile(r"(?:我是|我叫|我家?住在?|我家在?|本人)[^,，。;；!！?？\s]{1,16}")


def without_the_writer(turn: Turn, words: str) -> str:
    """The words without what gives away who wrote them: their name, a telephone, a piece that says where they live."""
    name, home = turn.contact.name, turn.contact.home

    def hidden(piece: re.Match[str]) -> str:
        is_own = any(part and part in piece[0] for part in (name, home.room, home.building))
        return "…" if is_own else piece[0]

    left = _PHONE.sub("…", _ABOUT_MYSELF.sub(hidden, words))
    return left.replace(name, "…") if len(name) > 1 else left


def facts(one: Violation) -> dict[str, object]:
    """A report as templates show it to whoever sees to it, without its words."""
    return {
        "number": one.number,
        "type": type_words(one),
        "place": one.place,
        "time": clock_words(one.filed_at),
        "due": clock_words(one.due_at),
        "is_obstruction": one.type == "obstruction",
        "is_hidden_return": one.type == "hidden_return",
        "taken_by": one.taken_by,
    }


def type_words(one: Violation) -> str:
    """Its type in words."""
    return word("violation_type", one.type)


def status_words(one: Violation) -> str:
    """Its state in words."""
    return word("violation_status", "withdrawn" if one.withdrawn_at is not None else one.status)


def moved_on(turn: Turn, one: Violation) -> str:
    """Where a report stands now, for whoever wanted to do something to it and was not first."""
    at = one.closed_at if one.is_over else one.taken_at
    return turn.render(
        "violation_moved_on",
        number=one.number,
        who=one.closed_by if one.is_over else one.taken_by,
        at=clock_words(at) if at is not None else "",
        is_over=one.is_over,
        is_withdrawn=one.withdrawn_at is not None,
        is_own=not one.is_over and one.taken_by_id == turn.contact.person_id,
    )
