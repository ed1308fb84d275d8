"""What the office says about a notice that waits: 批准 G-31, 退回 G-31 原因, 加急 G-31 原因, and 1 and 2 alone (A20).

A bare number counts where one notice is the only thing of the office that waits and was shown to this very person; of
several the numbers are listed. In another form it is an answer to its question.
"""

import re
from collections.abc import Callable

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers.exits import may_sign, recording
from handlers.notices.approving import approval, approve, has_seen, put_before, send_back, shown_in, waiting
from handlers.notices.drafts import NEXT, seen
from handlers.notices.numbers import NUMBER, has_a_say, one_of, which
from handlers.notices.shown import ROLE, refused
from handlers.notices.written import as_typed
from knowledge.language.reasons import says_something
from ledger import notices
from ledger.conversations import OpenForm
from ledger.exits import notices as exit_notices
from ledger.notices import Notice, Step
from ledger.notices import cards as notice_cards
from ledger.notices import office as notice_office

_WHY = r"[ ,:;。、]*(?P<why>.+)?"
_APPROVE = re.compile(rf"(?:批准|同意) ?{NUMBER}|(?P<before>[Gg] ?[-.]? ?\d{{1,9}})号? ?(?:批准|同意)")
_BACK = re.compile(rf"(?:退回|不批准?|不同意) ?{NUMBER}{_WHY}", re.DOTALL)
_HURRY = re.compile(rf"加急(?: ?{NUMBER})?{_WHY}", re.DOTALL)
_LOOKED = r"(?:(?:已阅|看[了过完]了?|看完了)[ ,。;、]*)?"
_FIRST = re.compile(rf"{_LOOKED}(?P<said>1|批准(?!\d)|同意|可以|行)[了吧的]?")
_BY_FIGURES = re.compile(r"(?:批准|同意) ?(?P<number>\d{1,9})号?")
_SEVERAL = re.compile(r"(?:批准|同意)(?P<several>(?:[ ,、和]*[Gg] ?[-.]? ?\d{1,9}号?){2,9})")
# Words that leaders and whoever records exits say too, and that answer much else.
_SHARED = frozenset({"1", "2", "同意", "可以", "行"})
_AGREED = frozenset({"可以", "行"})
_SECOND = re.compile(r"(?P<said>2(?!\d)(?=$|[ ,:;。、]|[不没请要还改缺少])|退回|不批准?)" + _WHY, re.DOTALL)
Act = Callable[[Turn, Notice, str], str]
_TYPED_WHY = re.compile(r"\s*(?:2|退回|不批准?|不同意|加急)\s*(?:[Gg]\s*[-.－]?\s*\d{1,9}号?)?[\s,，:：;；。、]*")


def _by_number(turn: Turn, match: re.Match[str]) -> str | None:
    if not has_a_say(turn):
        return None
    digits = match["number"] or re.sub(r"\D", "", match["before"])
    return one_of(turn, digits, (), "批准", lambda one: _approve_seen(turn, one))


def _approve_seen(turn: Turn, one: Notice) -> str:
    """Approve what this person has before them: by its card, or in the question that is open; else show it first."""
    if one.status == "submitted" and not one.is_written_by(turn.contact.recipient()) and not has_seen(turn, one):
        return put_before(turn, one)
    return approve(turn, one)


def _back(turn: Turn, match: re.Match[str]) -> str | None:
    if not has_a_say(turn):
        return None
    why = _why(turn, match)
    return one_of(turn, match["number"], (), "退回", lambda one: send_back(turn, one, why))


def _hurry(turn: Turn, match: re.Match[str]) -> str | None:
    """加急 原因: approves for the night, or lets go at once what was approved and waits for the morning."""
    if not has_a_say(turn):
        return None
    held = [one for one in notices.under_way(turn.db) if _waits_for_morning(turn, one)]
    fitting = [*waiting(turn), *held]
    if match["number"] is None and not fitting:
        return None  # such as the answer to how urgent it is
    why = _why(turn, match)
    return one_of(turn, match["number"], fitting, "加急", lambda one: _hurried(turn, one, why))


def _hurried(turn: Turn, one: Notice, why: str) -> str:
    facts = notice_cards.facts(one)
    if not says_something(why):
        return turn.render("notice_hurry_why", **facts)
    if one.status == "submitted":
        return approve(turn, one, why) if has_seen(turn, one) else put_before(turn, one)
    if not _waits_for_morning(turn, one):
        return turn.render("notice_hurry_not", **facts)
    house, who = turn.house.settings.notices, turn.contact.recipient()
    step = notice_office.hurry(turn.db, turn.render, house, one, why, who, ROLE, turn.now)
    if not step.done or step.notice is None:
        return refused(turn, step, one.number)
    leaves = notice_cards.leaves(turn.render, step.notice, turn.now)
    return turn.render("notice_hurried", why=why, leaves=leaves, **facts)


def _waits_for_morning(turn: Turn, one: Notice) -> bool:
    return one.status == "approved" and one.override_reason is None and (one.send_from or 0) > turn.now


def _bare(word: str, act: Act) -> Callable[[Turn, re.Match[str]], str | None]:
    """1 or 2 alone: about the notice in the open question, else about the only thing of the office that waits.

    Where its card is not the newest thing that was put before the writer, it is shown once more and asked about.
    """

    def run(turn: Turn, match: re.Match[str]) -> str | None:
        form, is_number = turn.form, match["said"] in ("1", "2")
        if form is not None and form.name == approval.name:  # 1 and 2 alone are the answers that its question offers
            return None if is_number and not match.groupdict().get("why") else _in_question(turn, act, _why(turn, match))
        if form is not None and match["said"] in _SHARED:
            return _draft_or_card(turn, form, match, word) if is_number else None
        mine = waiting(turn)
        if not mine:
            return None if match["said"] in _SHARED - {"同意"} else _own_alone(turn)
        others = [*may_sign.waiting(turn), *recording.waiting(turn)] if match["said"] in _SHARED else []
        if len(mine) == 1 and not others:
            if notice_cards.is_newest_card(turn.db, mine[0], turn.contact.recipient()):
                return act(turn, mine[0], _why(turn, match))
            return None if match["said"] in _AGREED else put_before(turn, mine[0])
        said = which(turn, mine, word)
        shown = [exit_notices.staff_facts(turn.db, one) for one in recording.waiting(turn)]
        to_sign = [exit_notices.staff_facts(turn.db, one) for one in may_sign.waiting(turn)]
        return f"{said}\n{turn.render('exit_which', to_sign=to_sign, to_record=shown)}" if others else said

    return run


def _draft_or_card(turn: Turn, form: OpenForm, match: re.Match[str], word: str) -> str | None:
    """1 or 2 after a card that came while the writer's own draft was open: both are named, and nothing is done."""
    came = [one for one in waiting(turn) if (one.submitted_at or 0) >= form.updated_at]
    if form.name != NEXT or turn.taps or match.groupdict().get("why") or not came:
        return None
    own = notices.get(turn.db, seen(form.answers)[0])
    assert own is not None  # a notice is never deleted
    cards = [notice_cards.facts(one) for one in came]
    return turn.render("notice_draft_or_card", cards=cards, word=word, **notice_cards.facts(own))


def _own_alone(turn: Turn) -> str | None:
    """批准 where only what the writer wrote waits: who can approve it."""
    who = turn.contact.recipient()
    own = [one for one in notices.to_approve(turn.db) if one.is_written_by(who)] if has_a_say(turn) else []
    return refused(turn, Step(False, own[0], "own"), own[0].number) if own else None


def _by_figures(turn: Turn, match: re.Match[str]) -> str | None:
    """批准 1: the notice of this number where it waits; 1 is also the first answer under the only card."""
    mine = waiting(turn)
    named = next((one for one in mine if one.id == int(match["number"])), None)
    if named is None and match["number"] == "1" and len(mine) == 1:
        named = mine[0]
    return _approve_seen(turn, named) if named is not None else None


def _several(turn: Turn, match: re.Match[str]) -> str | None:
    """批准 G-1 G-2: each that was shown; then the first that was not is shown."""
    if not has_a_say(turn):
        return None
    said: list[str] = []
    unseen: list[Notice] = []
    for digits in dict.fromkeys(re.findall(r"\d+", match["several"])):
        one = notices.get(turn.db, int(digits))
        if one is None:
            said.append(turn.render("notice_not_there", number=f"G-{int(digits)}"))
        elif one.status == "submitted" and not one.is_written_by(turn.contact.recipient()) and not has_seen(turn, one):
            unseen.append(one)
        else:
            said.append(approve(turn, one))
    return "\n".join([*said, *(put_before(turn, one) for one in unseen[:1])])


def _in_question(turn: Turn, act: Act, why: str) -> str:
    """批准, 退回 and what has its reason with it, while the whole notice is before the writer."""
    assert turn.form is not None  # _bare has looked
    one, said = shown_in(turn, turn.form.answers)
    if one is None:
        return said
    engine.close(turn, turn.form)
    return act(turn, one, why)


def _why(turn: Turn, match: re.Match[str]) -> str:
    return as_typed(turn.message.text or turn.text, _TYPED_WHY) if match.groupdict().get("why") else ""


commands = (
    Command("notice_approve", _APPROVE, _by_number),
    Command("notice_send_back", _BACK, _back),
    Command("notice_hurry", _HURRY, _hurry),
    Command("notice_approve_several", _SEVERAL, _several),
    Command("notice_approve_figures", _BY_FIGURES, _by_figures),
    Command("notice_first", _FIRST, _bare("批准", lambda turn, one, _: _approve_seen(turn, one))),
    Command("notice_second", _SECOND, _bare("退回", send_back)),
)
