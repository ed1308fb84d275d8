"""A member of the group takes what somebody told of others (接 Q0120-01) and says what came of it (办结 Q0120-01 结果).

The office may take any; a return that nobody registered may be seen to by whoever looks after the door, who reads where it
is and not the words. Nobody is told who told it.
"""

import re
from collections.abc import Callable, Iterable

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.said_back import as_written
from handlers.supplies.numbers import takes_supplies
from handlers.violations.shown import NUMBER, facts, moved_on
from knowledge.times import HOUR
from ledger import alerts, violations
from ledger.duty.escalations import TAKEN
from ledger.violations import Violation, seeing_to

_TAKE = re.compile(rf"(?:接手?|接单|收到)[ ,:]*{NUMBER}")
_TAKE_THE_ONE = re.compile(r"接|接手|收到")
_CLOSE = re.compile(rf"(?:已?办结了?|已经?处理了?|处理[好完]了?|办[好完]了?)[ ,:]*{NUMBER}[ ,:]*(.*)", re.DOTALL)
_CLOSE_THE_ONE = re.compile(r"已?办结了?[ ,:]*(?!\d)(.*)", re.DOTALL)
_LOOK = re.compile(NUMBER)
_OUTCOME_AT_LEAST = 2
_LADDER = "violation"
_HEARD, _JUST_BEFORE = "收到", HOUR


def to_do(turn: Turn) -> dict[str, object]:
    """What waits for the writer, for 待办."""
    own_group = _of_my_groups(turn)
    at_doors = [one for one in _at_my_doors(turn) if one.id not in {other.id for other in own_group}]
    return {"violations": [facts(one) for one in own_group], "unregistered": [facts(one) for one in at_doors]}


def takes_violations(turn: Turn) -> bool:
    """Whether what is told of others can be the writer's: a member of the group, or the office."""
    return not frozenset({None, "security"}).isdisjoint(rights.groups(turn))


def _of_my_groups(turn: Turn) -> list[Violation]:
    return _once(one for group in rights.groups(turn) for one in violations.waiting(turn.db, group))


def _at_my_doors(turn: Turn) -> list[Violation]:
    return _once(one for scope in rights.scopes(turn) for one in violations.waiting_in(turn.db, scope))


def _once(found: Iterable[Violation]) -> list[Violation]:
    return sorted({one.id: one for one in found}.values(), key=lambda one: one.id)


def _mine(turn: Turn, number: str) -> Violation | None:
    """The report with this number where the writer may see to it."""
    wanted = number.upper()
    of_group = (violations.numbered(turn.db, wanted, group) for group in rights.groups(turn))
    at_doors = (violations.numbered_in(turn.db, wanted, scope) for scope in rights.scopes(turn))
    return next((one for found in (of_group, at_doors) for one in found if one is not None), None)


def _reads_words(turn: Turn, one: Violation) -> bool:
    """Whether the words are for the writer: whoever only looks after the door could guess from them who told it."""
    return any(group in {None, one.group_id} for group in rights.groups(turn))


def _take(turn: Turn, match: re.Match[str]) -> str | None:
    return _take_numbered(turn, match[1])


def _take_numbered(turn: Turn, number: str) -> str | None:
    if not (rights.groups(turn) or rights.scopes(turn)):
        return None
    seen = _mine(turn, number)
    return _take_one(turn, seen) if seen is not None else turn.render("violation_not_there", number=number.upper())


def _take_one(turn: Turn, seen: Violation) -> str:
    """It is this person's; a second one is told who has it."""
    is_own = seen.status == "taken" and seen.taken_by_id == turn.contact.person_id
    who, settings = turn.contact.recipient(), turn.house.settings
    if not is_own and not seeing_to.take(turn.db, turn.render, settings, seen, who, turn.now):
        return moved_on(turn, violations.get(turn.db, seen.id) or seen)
    return _shown(turn, seen, "violation_taken")


def _take_the_one(turn: Turn, match: re.Match[str]) -> str | None:
    """接, 收到 alone: the only one that waits for a member of the group, where nothing else does.

    收到 is said to much else as well: only to what was put to the group just before.
    """
    if turn.form is not None or not takes_violations(turn) or takes_supplies(turn):
        return None
    waiting = [one for one in _of_my_groups(turn) if one.status == "open"]
    if len(waiting) != 1 or any(alerts.open_for(turn.db, group, 1) for group in rights.groups(turn)):
        return None
    is_old = turn.now - waiting[0].filed_at > _JUST_BEFORE
    return None if is_old and match[0] == _HEARD else _take_one(turn, waiting[0])


def _close(turn: Turn, match: re.Match[str]) -> str | None:
    if not (rights.groups(turn) or rights.scopes(turn)):
        return None
    seen = _mine(turn, match[1])
    if seen is None:
        return turn.render("violation_not_there", number=match[1].upper())
    return _close_one(turn, seen, as_written(turn, match[2]))


def _close_the_one(turn: Turn, match: re.Match[str]) -> str | None:
    """办结 已劝散: the only one that the writer has taken."""
    if turn.form is not None:
        return None
    taken = [
        one
        for one in _once([*_of_my_groups(turn), *_at_my_doors(turn)])
        if one.status == "taken" and one.taken_by_id == turn.contact.person_id
    ]
    if len(taken) == 1:
        return _close_one(turn, taken[0], as_written(turn, match[1]))
    return turn.render("violation_which", violations=[facts(one) for one in taken]) if taken else None


def _close_one(turn: Turn, seen: Violation, outcome: str) -> str:
    if seen.is_over:
        return moved_on(turn, seen)
    if not _OUTCOME_AT_LEAST <= len(outcome) <= seeing_to.LONGEST:
        return turn.render("violation_close_how", number=seen.number, is_long=len(outcome) > seeing_to.LONGEST)
    if not seeing_to.close(turn.db, turn.render, seen, outcome, turn.contact.recipient(), turn.now):
        return moved_on(turn, violations.get(turn.db, seen.id) or seen)
    told = violations.account_of(turn.db, seen.id) is not None
    return turn.render("violation_closed", number=seen.number, outcome=outcome, told=told)


def _look(turn: Turn, match: re.Match[str]) -> str | None:
    seen = _mine(turn, match[1]) if turn.form is None else None
    if seen is None:
        return None
    return moved_on(turn, seen) if seen.is_over else _shown(turn, seen, "violation_shown")


def _shown(turn: Turn, seen: Violation, template: str) -> str:
    words = seen.text if _reads_words(turn, seen) else ""
    police = turn.house.settings.office.hotlines.police.number
    return turn.render(template, words=words, police=police, **facts(seen))


def tapped(turn: Turn, about: str) -> str | None:
    """接手 Q0120-01 under the message: violation:take:Q0120-01."""
    deed, _, number = about.partition(":")
    return _take_numbered(turn, number) if deed == "take" else None


def reminded(otherwise: Callable[[Turn, str], str | None]) -> Callable[[Turn, str], str | None]:
    """收到 under a reminder takes it, as it does when it is typed; of anything else it is answered as before."""

    def answer(turn: Turn, about: str) -> str | None:
        said, _, matter = about.partition(":")
        ladder, _, record = matter.partition(":")
        seen = None
        if said == TAKEN and ladder == _LADDER:
            seen = violations.get(turn.db, int(record.rpartition(":")[2]))
        mine = _mine(turn, seen.number) if seen is not None else None
        return _take_one(turn, mine) if mine is not None and mine.status == "open" else otherwise(turn, about)

    return answer


commands = (
    Command("take_violation", _TAKE, _take),
    Command("take_the_violation", _TAKE_THE_ONE, _take_the_one),
    Command("close_violation", _CLOSE, _close),
    Command("close_the_violation", _CLOSE_THE_ONE, _close_the_one),
    Command("violation", _LOOK, _look),
)
