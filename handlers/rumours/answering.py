"""The publicity group, or the office, takes a rumour (接 Z0120-01) and answers it: 回复 Z0120-01 没有这回事.

What the office answers is approved by that; what the group answers reaches those who asked, and whoever asks the same
afterwards once the office has said 同意答复 Z0120-01 (clause 3.3).
"""

import re
from collections.abc import Callable

from bot.offer import Command
from bot.turn import Turn
from handlers import groups, rights
from handlers.rumours.shown import NUMBER, facts, moved_on
from handlers.said_back import as_written
from knowledge.times import business_day, day_start
from ledger import rumours
from ledger.duty.escalations import TAKEN
from ledger.rumours import Rumour, answering

_TAKE = re.compile(rf"(?:接手?|接单|收到)[ ,:]*{NUMBER}")
_ANSWER = re.compile(rf"(?:已经?)?(?:答复|回复|回答|回)了?[ ,:]*{NUMBER}[ ,:]*(.*)", re.DOTALL)
_APPROVE = re.compile(rf"(?:同意|批准)(?:答复|回复)?[ ,:]*{NUMBER}")
_LOOK = re.compile(NUMBER)
_ANSWER_AT_LEAST = 2
_LADDER = "rumour"


def to_do(turn: Turn) -> dict[str, object]:
    """What waits for the writer, for 待办."""
    found = {one.id: one for group in rights.groups(turn) for one in rumours.waiting(turn.db, group)}
    today = day_start(business_day(turn.now))
    approvable = rumours.to_approve(turn.db, today) if rights.is_office(turn) else []
    return {"rumours": [facts(one) for one in found.values()], "to_approve": [facts(one) for one in approvable]}


def answers_rumours(turn: Turn) -> bool:
    """Whether rumours can be the writer's: a member of the publicity group, or the office."""
    return not frozenset({None, "publicity"}).isdisjoint(rights.groups(turn))


def _mine(turn: Turn, number: str) -> Rumour | None:
    found = (rumours.numbered(turn.db, number.upper(), group) for group in rights.groups(turn))
    return next((one for one in found if one is not None), None)


def _for_mine(act: Callable[[Turn, Rumour, re.Match[str]], str]) -> Callable[[Turn, re.Match[str]], str | None]:
    """Act on the rumour with this number where it is the writer's; ordinary text for whoever is of no group."""

    def run(turn: Turn, match: re.Match[str]) -> str | None:
        if not rights.groups(turn):
            return None
        seen = _mine(turn, match[1])
        return act(turn, seen, match) if seen is not None else turn.render("rumour_not_there", number=match[1].upper())

    return run


def _take(turn: Turn, seen: Rumour, _match: re.Match[str] | None = None) -> str:
    is_own = seen.status == "taken" and seen.taken_by_id == turn.contact.person_id
    if not is_own and not answering.take(turn.db, seen, turn.contact.recipient(), turn.now):
        return moved_on(turn, rumours.get(turn.db, seen.id) or seen)
    return turn.render("rumour_taken", **facts(seen))


def _answer(turn: Turn, seen: Rumour, match: re.Match[str]) -> str:
    if seen.is_over:
        return moved_on(turn, seen)
    words = as_written(turn, match[2])
    if not _ANSWER_AT_LEAST <= len(words) <= answering.LONGEST:
        return turn.render("rumour_answer_how", number=seen.number, is_long=len(words) > answering.LONGEST)
    title = groups.title(turn.house, rights.takes_for(turn, seen.group_id))
    who, is_office = turn.contact.recipient(), rights.is_office(turn)
    told = answering.answer(turn.db, turn.render, seen, words, who, title, turn.now, is_approved=is_office)
    if told is None:
        return moved_on(turn, rumours.get(turn.db, seen.id) or seen)
    if not is_office:
        duty = turn.house.settings.duty
        answering.ask_for_approval(turn.db, turn.render, duty, seen, words, who, title, turn.now)
    return turn.render("rumour_answered", number=seen.number, told=told, words=words, is_approved=is_office)


def _approve(turn: Turn, seen: Rumour, _match: re.Match[str]) -> str:
    if not rights.is_office(turn):
        return turn.render("rumour_not_yours_to_approve")
    if not seen.is_over:
        return turn.render("rumour_answer_how", number=seen.number, is_long=False)
    who, title = turn.contact.recipient(), groups.title(turn.house, seen.group_id)
    if not answering.approve(turn.db, turn.render, seen, who, title, turn.now):
        return turn.render("rumour_approved_before", number=seen.number, who=seen.approved_by)
    return turn.render("rumour_approved", number=seen.number)


def _look(turn: Turn, match: re.Match[str]) -> str | None:
    seen = _mine(turn, match[1]) if turn.form is None and rights.groups(turn) else None
    if seen is None:
        return None
    return moved_on(turn, seen) if seen.is_over else turn.render("rumour_for_staff", **facts(seen))


def reminded(otherwise: Callable[[Turn, str], str | None]) -> Callable[[Turn, str], str | None]:
    """收到 under a reminder takes it, as it does when it is typed; of anything else it is answered as before."""

    def answer(turn: Turn, about: str) -> str | None:
        said, _, matter = about.partition(":")
        ladder, _, record = matter.partition(":")
        seen = rumours.get(turn.db, int(record.rpartition(":")[2])) if said == TAKEN and ladder == _LADDER else None
        mine = _mine(turn, seen.number) if seen is not None else None
        return _take(turn, mine) if mine is not None and mine.status == "open" else otherwise(turn, about)

    return answer


commands = (
    Command("take_rumour", _TAKE, _for_mine(_take)),
    Command("answer_rumour", _ANSWER, _for_mine(_answer)),
    Command("approve_rumour_answer", _APPROVE, _for_mine(_approve)),
    Command("rumour", _LOOK, _look),
)
