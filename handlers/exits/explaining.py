"""凭啥不让出去, 为啥停我妈的透析: right after a no, who decided it, why, and by which clause (3.4.1).

Whoever is angry gets no form: what was refused or suspended is theirs to know, and 请工作人员再看 is offered.
"""

import re

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers.exits.asked import known
from handlers.exits.request import exit_request
from handlers.said_back import clock_words
from knowledge.times import DAY
from ledger.exits import Exit
from ledger.exits import drafts as exit_drafts
from ledger.exits import notices as exit_notices

_ASKS_WHY = (
    r"(?:凭什么|凭啥|为什么|为啥|为何|因为什么|因为啥|干嘛|干啥|咋就|怎么就|怎么又|咋又"
    r"|谁规定|哪条规定|啥意思|什么意思|什么道理)"
)
_A_NO = (
    r"(?:不让|不叫|不给|不批|不许|不准|不能|不行|不同意|不放|没批|没同意|没让|不予"
    r"|拒|停(?![水电气暖课车])|卡|拦|扣|封)"
)
# Anger about goods, tests or water is another matter.
_OTHERS = r"(?!.*(?:送[^我他她去医]|菜|物资|核酸|快递|停[水电气暖]))"
_WHY = re.compile(
    rf"{_OTHERS}(?:.{{0,20}}{_ASKS_WHY}.{{0,20}}{_A_NO}.{{0,60}}|.{{0,20}}{_A_NO}.{{0,30}}{_ASKS_WHY}.{{0,40}})",
    re.DOTALL,
)
_BARE = re.compile(rf"{_ASKS_WHY}[啊呀呢]?[?!。]*|(?:是|到底)?(?:谁|哪个)(?:给)?(?:停|拒|不让去|不批)的?[?!。]*")
_STOPPED = re.compile(r"停|卡|扣")
_FRESH = 2 * DAY


def _why(turn: Turn, match: re.Match[str]) -> str | None:
    """Who decided and why, of the newest no; ordinary text for whoever got none, or is asked something else."""
    form = turn.form
    if form is not None and form.name != exit_request.name:
        return None
    said = _answered(turn, match[0])
    if said is None or form is None:
        return said
    return f"{said}\n{engine.repeat(turn, exit_request, form)}".rstrip()


def _answered(turn: Turn, words: str) -> str | None:
    noes = [one for one in known(turn) if _is_a_no(one, turn.now)]
    stopped = [one for one in noes if one.status != "refused"] if _STOPPED.search(words) else []
    newest = max(stopped or noes, key=_decided_at, default=None)
    kept_at = exit_drafts.kept_at(turn.db, turn.contact.openid) or 0
    if newest is not None and (stopped or _decided_at(newest) >= kept_at):
        return _explained(turn, newest)
    return turn.render("exit_why_by_rule") if kept_at > turn.now - _FRESH else None


def _is_a_no(one: Exit, now: int) -> bool:
    if one.status == "refused":
        return now - (one.refused_at or 0) < _FRESH
    return one.status == "on_record" and one.suspended_at is not None


def _decided_at(one: Exit) -> int:
    return (one.refused_at if one.status == "refused" else one.suspended_at) or 0


def _explained(turn: Turn, one: Exit) -> str:
    is_stopped = one.status != "refused"
    return turn.render(
        "exit_why",
        stopped=is_stopped,
        who_decided=(one.suspended_by if is_stopped else one.refused_by) or "",
        decided_at=clock_words(_decided_at(one)),
        why=(one.suspended if is_stopped else one.refusal) or "",
        of=one.reason,
        **exit_notices.facts(turn.db, one),
    )


commands = (
    Command("exit_why", _WHY, _why, staff_only=False),
    Command("exit_why_bare", _BARE, _why, staff_only=False),
)
