"""Whoever moves is asked which of their people come along 搬家 (DESIGN 6.15): nobody is moved unasked, nobody is forgotten.

Asked is for those for whom the account speaks and who are registered at the door that is left.
"""

import re
from collections.abc import Mapping, Sequence

from bot.conversation import Choice, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from ledger.people import family, residents
from ledger.people.family import Relative
from ledger.places import Place

# Beside the slots: the door that is left, while somebody is moving.
LEAVES = "leaves"
# Up to so many the question offers each of them alone as well.
_FEW = 3
_ALL = re.compile("(?:都|全家|全都|一起|一家|一块儿?|全)+(?:搬|过来|搬过来|搬来)*(?:的|了)*")
_ALONE = re.compile("(?:就|只有|只)?(?:我|我自己|我一个人?|自己)(?:搬|过来)*(?:的|了)*|都?没搬|(?:他们|她们)?不搬")


def _at_door(turn: Turn, answers: Answers) -> list[Relative]:
    own = family.of(turn.db, turn.contact.openid)
    return [one for one in own if one.person.place_id is not None and one.person.place_id == answers.get(LEAVES)]


def leaves(turn: Turn) -> Mapping[str, Value]:
    """The door that is left, where some of the account's people live there too."""
    known = {LEAVES: turn.contact.place_id}
    return known if turn.contact.place_id is not None and _at_door(turn, known) else {}


def called(ones: Sequence[Relative]) -> str:
    """女儿王小雨、爸爸王建国."""
    return "、".join(f"{one.relation}{one.person.name}" for one in ones)


def _offers(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    ones = _at_door(turn, answers)
    each = [[one] for one in ones] if 1 < len(ones) <= _FEW else []
    return tuple(
        Choice([one.person.id for one in some], turn.render("moves_along", who=called(some), everybody=some == ones))
        for some in (ones, [], *each)
    )


def _bare(text: str, turn: Turn) -> Value:
    """都搬了, 就我自己."""
    said = text.rstrip("。!吧呢啊呀")
    if _ALONE.fullmatch(said):
        return []
    if _ALL.fullmatch(said) and turn.form is not None:
        return [one.person.id for one in _at_door(turn, turn.form.answers)]
    raise InvalidAnswer


def _facts(turn: Turn, answers: Answers) -> dict[str, str]:
    return {"people": called(_at_door(turn, answers))}


def along(turn: Turn, answers: Answers) -> list[Relative]:
    """Who was said to come along."""
    said = answers.get("along")
    ids = said if isinstance(said, list) else []
    return [one for one in _at_door(turn, answers) if one.person.id in ids]


def move(turn: Turn, answers: Answers, home: Place) -> str:
    """Register those who come along at the new door too: who they are, in words."""
    ones = along(turn, answers)
    for one in ones:
        residents.change(
            turn.db,
            one.person,
            name=one.person.name,
            phone=None,
            place_id=home.id,
            now=turn.now,
            who=turn.contact.name,
        )
        about = f"person:{one.person.id}"
        turn.note("registration changed", about)
    return called(ones)


SLOT = Slot(
    "along", "person", offers=_offers, facts=_facts, bare=_bare, only_if=lambda answers: answers.get(LEAVES) is not None
)
