"""停, 继续, 撤回: an approved notice is stopped, let go on or ended, with who already has it (clause 3.3, THREATS F22)."""

import re
from collections.abc import Callable, Sequence

from bot.offer import Command
from bot.turn import Turn
from handlers.notices.drafts import put_away
from handlers.notices.numbers import NUMBER, has_a_say, one_of
from handlers.notices.shown import ROLE, refused
from ledger import notices
from ledger.database import Db
from ledger.notices import Notice, Step
from ledger.notices import cards as notice_cards
from ledger.notices import office as notice_office
from ledger.people import Recipient

_STOP = re.compile(rf"(?:先|快|赶紧)?(?:停下?来?|停发|停一下|拦下来?|拦住|别发了?|先别发)(?: ?{NUMBER})?(?:吧|了)?")
_GO_ON = re.compile(rf"(?:继续|接着|恢复)(?:发)?(?: ?{NUMBER})?")
_WITHDRAW = re.compile(rf"(?:撤回|撤下|撤销|取消|不发了?) ?(?:{NUMBER}|公告)")

Deed = Callable[[Db, Callable[..., str], Notice, Recipient, str, int], Step]


def _running(turn: Turn) -> list[Notice]:
    return [one for one in notices.under_way(turn.db) if not one.is_stopped]


def _stopped(turn: Turn) -> list[Notice]:
    return [one for one in notices.under_way(turn.db) if one.is_stopped]


def _open(turn: Turn) -> list[Notice]:
    resting = [one for one in notices.tips(turn.db) if one.is_resting]
    return [*notices.under_way(turn.db), *resting, *notices.to_approve(turn.db), *notices.drafts(turn.db)]


def _command(
    name: str,
    pattern: re.Pattern[str],
    word: str,
    deed: Deed,
    template: str,
    fitting: Callable[[Turn], Sequence[Notice]],
    *,
    needs_one: bool,
    none_runs: bool = False,
) -> Command:
    """A word about what is under way; without a number it needs something that it can be about, or is ordinary text."""

    def act(turn: Turn, one: Notice) -> str:
        step = deed(turn.db, turn.render, one, turn.contact.recipient(), ROLE, turn.now)
        if not step.done or step.notice is None:
            return refused(turn, step, one.number)
        if step.notice.status == "withdrawn":
            put_away(turn, one)
        tally = notices.tally(turn.db, one.row)
        has_it = notice_office.who_has_it(turn.db, turn.render, step.notice)
        return turn.render(template, who_has_it=has_it, tally=tally, was=one.status, **notice_cards.facts(step.notice))

    def run(turn: Turn, match: re.Match[str]) -> str | None:
        if not has_a_say(turn):
            return None
        found = () if match["number"] is not None else fitting(turn)
        if needs_one and match["number"] is None and not found:
            return turn.render("notice_nothing_runs") if none_runs and turn.form is None else None
        return one_of(turn, match["number"], found, word, lambda one: act(turn, one))

    return Command(name, pattern, run)


def _may_go_on(turn: Turn) -> list[Notice]:
    """继续 alone goes on with the form that is open."""
    return _stopped(turn) if turn.form is None else []


commands = (
    _command(
        "notice_stop", _STOP, "停", notice_office.stop, "notice_stopped", _running, needs_one=True, none_runs=True
    ),
    _command("notice_go_on", _GO_ON, "继续", notice_office.go_on, "notice_going_on", _may_go_on, needs_one=True),
    _command("notice_withdraw", _WITHDRAW, "撤回", notice_office.withdraw, "notice_withdrawn", _open, needs_one=False),
)
