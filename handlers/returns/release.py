"""The end of a return report: released 解除 by a named person, or withdrawn 不回来了 by whoever filed it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.returns.notices import note, tell_owner, tell_staff
from handlers.returns.numbers import NUMBER, find
from handlers.said_back import day_words
from knowledge.language.people import find_relatives
from ledger import returns
from ledger.duty import escalations
from ledger.records import NoLongerSo, move
from ledger.returns import Report

_RELEASE = re.compile(rf"(确定)? ?(?:现在)?解除 ?{NUMBER}")
# 不回来了, 还是不回了 单位不让走; not where another day follows (不回来了，改成下周).
_NOT_COMING = re.compile(
    r"(?:那|还是|算了)?[ ,，]*(?:[我俺咱]们?)?(?:这次|先|暂时)?不(?:回来|回去|回)了"
    r"(?:[啊呀吧]|[ ,，。!]+(?!.*(?:改|再|下|明|后|推迟|号|月)).{1,24})?"
    r"|(?:撤回|取消)(?:返乡)?报备"
)
# 我刚才说的孙子不回来了: who it is stands right before it.
_THEY_ARE_NOT = re.compile(r"(?P<who>[^,。;!?\n吗呢]{1,12}?)(?:又|先|暂时|这次)?不(?:回来|回)了[啊呀吧]?")
_WITHDRAW_ONE = re.compile(rf"(?:撤回|取消) ?{NUMBER}")


def _release(turn: Turn, match: re.Match[str]) -> str | None:
    """解除 F0120-01; before the last day only when it is said twice."""
    if not rights.scopes(turn):
        return None
    report = find(turn, match[2])
    if report is None:
        return turn.render("return_not_found", number=f"F{match[2]}")
    if report.status == "submitted":
        return turn.render("return_not_arrived", number=report.number, name=report.name)
    until = date.fromisoformat(report.observation_until) if report.observation_until else None
    is_early = report.status == "under_control" and (until is None or turn.said_on < until)
    if is_early and match[1] is None:
        last = day_words(until, turn.said_on) if until else ""
        return turn.render("return_release_early", number=report.number, name=report.name, last=last)
    try:
        move(
            turn.db,
            returns.RELEASE,
            report.id,
            report.status if report.status == "arrived" else "under_control",
            "released",
            released_by=turn.contact.name,
            released_at=turn.now,
        )
    except NoLongerSo:
        return turn.render("return_moved_on", number=report.number)
    escalations.settle(turn.db, f"return_report:{report.id}", turn.contact.name, turn.now)
    note(turn, report, "released", {"before_last_day": report.observation_until or "unknown"} if is_early else {})
    told = tell_owner(turn, report, "return_released_told", f"released:{report.id}")
    return turn.render("return_released", number=report.number, name=report.name, told=told)


def _withdraw(turn: Turn, match: re.Match[str]) -> str | None:
    """不回来了: the report is withdrawn, and whoever waited for it is told; both stay on record."""
    if turn.contact.person_id is None:
        return None
    mine = [one for one in returns.open_of(turn.db, turn.contact.person_id) if one.status == "submitted"]
    if match.re is _WITHDRAW_ONE:
        mine = [one for one in mine if one.number == f"F{match[1]}"]
    elif turn.form is not None and "报备" in turn.text:
        return None  # the form that is open is meant, not the report that was filed before
    if not mine:
        return _give_up_form(turn)
    if len(mine) > 1:
        return turn.render("return_withdraw_which", reports=[(one.number, one.name) for one in mine])
    return withdraw_report(turn, mine[0])


def _give_up_form(turn: Turn) -> str | None:
    """不回来了 in a report that is not filed yet gives it up; None where none is open."""
    form = turn.form
    if form is None or form.name != "return_report" or engine.amends(form):
        return None
    engine.close(turn, form)
    return turn.render("form_cancelled", title=turn.house.words.form(form.name).title, filed=False, amends=False)


def _others_are_not(turn: Turn, match: re.Match[str]) -> str | None:
    """孙子不回来了 in the middle of a report of one gives it up; of one that is filed it is asked whether it is meant."""
    who, form = match["who"], turn.form
    if form is not None:
        travelling = form.answers.get("party_size")
        is_alone = not isinstance(travelling, int) or travelling == 1
        return _give_up_form(turn) if is_alone and _is_somebody(who, ()) else None
    if turn.contact.person_id is None:
        return None
    mine = [one for one in returns.open_of(turn.db, turn.contact.person_id) if one.status == "submitted"]
    if not _is_somebody(who, [one.name for one in mine]):
        return None
    return turn.render("return_withdraw_which", reports=[(one.number, one.name) for one in mine]) if mine else None


def _is_somebody(who: str, names: Sequence[str]) -> bool:
    """Whether words end in somebody who can come home: kin, a pronoun, or one of these names; no money, no news."""
    relatives = find_relatives(who)
    is_kin = bool(relatives) and relatives[-1].span[1] == len(who)
    return is_kin or who.endswith(("他", "她", "他们", "她们")) or any(who.endswith(name) for name in names)


def withdraw_report(turn: Turn, report: Report) -> str:
    """Take a report back whose people have not come yet, and tell whoever looks after it."""
    try:
        move(turn.db, returns.CANCEL, report.id, "submitted", "cancelled")
    except NoLongerSo:
        return turn.render("return_moved_on", number=report.number)
    escalations.settle(turn.db, f"return_report:{report.id}", turn.contact.name, turn.now)
    note(turn, report, "withdrawn", {})
    withdrawn = replace(report, status="cancelled")
    told = tell_staff(turn, withdrawn, "return_withdrawn_for_staff", f"withdrawn:{report.id}", "progress")
    return turn.render("return_withdrawn", number=report.number, told=told)


commands = (
    Command("release", _RELEASE, _release),
    Command("withdraw_return", _NOT_COMING, _withdraw, staff_only=False),
    Command("others_are_not_coming", _THEY_ARE_NOT, _others_are_not, staff_only=False),
    Command("withdraw_one", _WITHDRAW_ONE, _withdraw, staff_only=False),
)
