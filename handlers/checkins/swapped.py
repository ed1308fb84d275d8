"""Two people's figures that were filed the wrong way round: 我和我妈的填反了.

Each gets what was said of the other; both versions of both stay on record (INTERFACES 6), and each is judged anew.
"""

import re
from collections.abc import Sequence

from bot.conversation import Conversation
from bot.offer import Command
from bot.turn import Answers, Turn
from handlers.checkins import amending
from handlers.checkins.checkin import health_checkin
from handlers.checkins.records import is_newest, is_of
from knowledge.language.swapped_people import MAY_BE_SWAPPED, find_swapped
from knowledge.times import DAY, MINUTE
from ledger import checkins
from ledger.checkins import Kept

# A building is checked in with one message.
_LOOKS_BACK = 100
# Where nobody is named it is what was filed last, as long as that is what is spoken of.
_JUST_FILED = 30 * MINUTE
_OF_A_PERSON = ("temperature", "symptoms", "complaints", "contact_history", "positive_test")
_Entry = tuple[int, Kept]


class Swapped:
    """The words that let two change places; `others` keep records that 填反了 may be about as well."""

    def __init__(self, others: Sequence[Conversation]) -> None:
        self._others = [one for one in others if one.filed is not None and one.name != health_checkin.name]
        self.commands = (Command("checkin_swapped", MAY_BE_SWAPPED, self._swap, staff_only=False),)

    def _swap(self, turn: Turn, _match: re.Match[str]) -> str | None:
        """Each record gets the other's figures; None where there are no two that can be meant."""
        writer = turn.contact.person_id
        said = find_swapped(turn.text) if turn.form is None else None
        if said is None or writer is None:
            return None
        own = checkins.own(turn.db, writer, _LOOKS_BACK)
        meant = _named(turn, own, said.people) if said.people else _filed_last(turn, own)
        if len(meant) < 2 or not (said.people or is_newest(turn, meant[0][0], self._others)):
            return None
        if len(meant) > 2:
            return turn.render("checkin_swapped_which")
        one, other = (amending.as_filed(turn, *entry) for entry in meant)
        figures = _OF_A_PERSON[:1] if said.temperatures_only else _OF_A_PERSON
        return "\n".join(
            amending.amend(turn, mine, {**_but(mine.answers, figures), **_only(theirs.answers, figures)})
            for mine, theirs in ((one, other), (other, one))
        )


def _named(turn: Turn, own: Sequence[_Entry], people: Sequence[str]) -> list[_Entry]:
    """The newest record of each, of one day; empty where one of them has none."""
    recent = [entry for entry in own if entry[0] >= turn.now - DAY]
    found = [next((entry for entry in recent if is_of(turn, entry[1], name)), None) for name in people]
    meant = [entry for entry in found if entry is not None]
    is_of_one_day = len({entry[1].checkin.date for entry in meant}) == 1
    return meant if len(meant) == len(people) and is_of_one_day else []


def _filed_last(turn: Turn, own: Sequence[_Entry]) -> list[_Entry]:
    """What the last message filed, as long as it is the last."""
    return [entry for entry in own if entry[0] == own[0][0] and entry[0] >= turn.now - _JUST_FILED]


def _only(answers: Answers, names: Sequence[str]) -> Answers:
    return {name: answers[name] for name in names if name in answers}


def _but(answers: Answers, names: Sequence[str]) -> Answers:
    return {name: value for name, value in answers.items() if name not in names}
