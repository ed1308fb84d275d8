"""督查, 逾期: what is late now, whose duty it was, who was asked when, and what they said (clause 4.3).

The inspector and the leading group see what cadres and staff have left undone, by number, group and community, without the
names of residents; the office and a community's lead also what residents are to do or to say.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import groups, rights
from handlers.duty import answering
from handlers.said_back import clock_words
from ledger.duty import escalations
from ledger.duty.escalations import Asked
from ledger.places import root_path

_LIST = re.compile(r"督查|逾期|逾期未办|到点没办的?")
_AT_MOST = 12
_EVERYWHERE = frozenset({"inspector", "leader"})


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    everything, of_residents = not _EVERYWHERE.isdisjoint(rights.kinds(turn)), bool(rights.led(turn))
    scopes: list[str | None] = [*rights.led(turn)]
    if everything or root_path(turn.db) in scopes:
        scopes = [None]
    if not scopes:
        return None
    late = [
        one
        for scope in scopes
        for one in escalations.waiting(turn.db, scope, of_residents=of_residents, limit=_AT_MOST + 1)
    ]
    return turn.render("inspection", matters=[_matter(turn, one) for one in late[:_AT_MOST]], more=len(late) > _AT_MOST)


def _matter(turn: Turn, asked: list[Asked]) -> dict[str, object]:
    first = asked[0]
    who = dict.fromkeys(one.person for one in asked if one.person is not None)
    return {
        **answering.shown(turn, first),
        "group": groups.title(turn.house, first.group_id) if first.group_id is not None else "",
        "since": clock_words(first.asked_at),
        "asked": list(who),
        "said": answering.said_of(turn, asked),
    }


commands = (Command("inspection", _LIST, _list),)
