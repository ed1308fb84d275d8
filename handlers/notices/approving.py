"""批准 and 退回: another person of the office says yes to exactly what they were shown (clause 3.3, THREATS I4, A20).

A tap names the version of its card. A bare 1 counts where one notice waits and its card came to this very person in full;
else it is shown now, with a question of its own, and the answer is about that. 加急 with a reason approves for the night.
"""

import re
from collections.abc import Callable

from bot import conversation as engine
from bot.conversation import Choice, Conversation, Slot
from bot.router import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.exits import may_sign, recording
from handlers.notices.drafts import about, open_form, seen
from handlers.notices.numbers import NUMBER, has_a_say, one_of, which
from handlers.notices.shown import ROLE, moved_on, refused
from handlers.notices.written import as_typed
from knowledge.language.reasons import says_something
from ledger import exit_notices, notice_cards, notice_office, notices
from ledger.notices import Notice

_WHY = r"[ ,:;。、]*(?P<why>.+)?"
_APPROVE = re.compile(rf"(?:批准|同意) ?{NUMBER}|(?P<before>[Gg] ?[-.]? ?\d{{1,9}})号? ?(?:批准|同意)")
_BACK = re.compile(rf"(?:退回|不批准?|不同意) ?{NUMBER}{_WHY}", re.DOTALL)
_HURRY = re.compile(rf"加急(?: ?{NUMBER})?{_WHY}", re.DOTALL)
_FIRST = re.compile(r"(?P<said>1|批准)")
_SECOND = re.compile(r"(?P<said>2(?!\d)(?=$|[ ,:;。、]|[不没请要还改缺少])|退回|不批准?)" + _WHY, re.DOTALL)
Act = Callable[[Turn, Notice, str], str]
_TYPED_WHY = re.compile(r"\s*(?:2|退回|不批准?|不同意|加急)\s*(?:[Gg]\s*[-.－]?\s*\d{1,9}号?)?[\s,，:：;；。、]*")


def waiting(turn: Turn) -> list[Notice]:
    """What waits for the writer's approval: not what they wrote themselves."""
    if not has_a_say(turn):
        return []
    who = turn.contact.recipient()
    return [one for one in notices.to_approve(turn.db) if not one.is_written_by(who)]


def approve(turn: Turn, one: Notice, why: str | None = None) -> str:
    """批准 the version that was seen; with a reason it leaves in the quiet hours too."""
    house = turn.house.settings.notices
    who = turn.contact.recipient()
    step = notice_office.approve(turn.db, turn.render, house, one, who, ROLE, turn.now, why)
    if not step.done or step.notice is None:
        return refused(turn, step, one.number)
    after = step.notice
    leaves = notice_cards.leaves(turn.render, after, turn.now)
    count = notice_cards.count_words(turn.render, after)
    return turn.render("notice_approved_by_you", leaves=leaves, **{**notice_cards.facts(after), "count": count})


def send_back(turn: Turn, one: Notice, why: str) -> str:
    """退回, with the reason; it is asked for where it was not said."""
    if one.status != "submitted":
        return moved_on(turn, one)
    if not says_something(why):
        return open_form(turn, sending_back, about(one))
    step = notice_office.send_back(turn.db, turn.render, one, why, turn.contact.recipient(), ROLE, turn.now)
    if not step.done:
        return refused(turn, step, one.number)
    return turn.render("notice_sent_back_by_you", why=why, **notice_cards.facts(one))


def put_before(turn: Turn, one: Notice) -> str:
    """All of it with the question, for whoever has not seen just this version: what is answered now is about that."""
    return open_form(turn, approval, about(one))


def tapped(turn: Turn, said: str) -> str | None:
    """A tap on a card: its number and version say what it was about, whatever came since."""
    number, version, choice = [*said.split(":"), "", ""][:3]
    digits = notices.id_of(number)
    if digits is None or not has_a_say(turn) or choice not in ("yes", "no") or not version.isdecimal():
        return None
    one = notices.get(turn.db, digits)
    if one is None:
        return turn.render("notice_not_there", number=number)
    if one.version != int(version):
        return _stale(turn, one)
    return approve(turn, one) if choice == "yes" else send_back(turn, one, "")


def _stale(turn: Turn, one: Notice) -> str:
    """The card was of another version: nothing is approved, and what stands now is shown where it waits."""
    if one.status != "submitted" or one.is_written_by(turn.contact.recipient()):
        return moved_on(turn, one)
    return f"{turn.render('notice_stale', **notice_cards.facts(one))}\n{put_before(turn, one)}"


def _by_number(turn: Turn, match: re.Match[str]) -> str | None:
    if not has_a_say(turn):
        return None
    digits = match["number"] or re.sub(r"\D", "", match["before"])
    return one_of(turn, digits, (), "批准", lambda one: _approve_seen(turn, one))


def _approve_seen(turn: Turn, one: Notice) -> str:
    """Approve what this person has before them: by its card, or in the question that is open; else show it first."""
    if one.status == "submitted" and not one.is_written_by(turn.contact.recipient()) and not _has_seen(turn, one):
        return put_before(turn, one)
    return approve(turn, one)


def _has_seen(turn: Turn, one: Notice) -> bool:
    form = turn.form
    if form is not None and form.name == approval.name and seen(form.answers) == (one.id, one.version):
        return True
    return notice_cards.was_put_before(turn.db, one, turn.contact.person_id)


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
        return approve(turn, one, why) if _has_seen(turn, one) else put_before(turn, one)
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
    """1 or 2 alone: about the notice in the open question, else about the only thing of the office that waits."""

    def run(turn: Turn, match: re.Match[str]) -> str | None:
        form, is_number = turn.form, match["said"] in ("1", "2")
        if form is not None and form.name == approval.name:  # 1 and 2 alone are the answers that its question offers
            return None if is_number and not match.groupdict().get("why") else _in_question(turn, act, _why(turn, match))
        if form is not None and is_number:
            return None
        mine = waiting(turn)
        if not mine:
            return None
        others = [] if not is_number else [*may_sign.waiting(turn), *recording.waiting(turn)]
        if len(mine) == 1 and not others:
            return act(turn, mine[0], _why(turn, match))
        said = which(turn, mine, word)
        shown = [exit_notices.staff_facts(turn.db, one) for one in recording.waiting(turn)]
        to_sign = [exit_notices.staff_facts(turn.db, one) for one in may_sign.waiting(turn)]
        return f"{said}\n{turn.render('exit_which', to_sign=to_sign, to_record=shown)}" if others else said

    return run


def _in_question(turn: Turn, act: Act, why: str) -> str:
    """批准, 退回 and what has its reason with it, while the whole notice is before the writer."""
    assert turn.form is not None  # _bare has looked
    one, said = _shown_in(turn, turn.form.answers)
    if one is None:
        return said
    engine.close(turn, turn.form)
    return act(turn, one, why)


def _shown_in(turn: Turn, answers: Answers) -> tuple[Notice | None, str]:
    """The notice of a question as it was shown; else what is said instead."""
    record, version = seen(answers)
    one = notices.get(turn.db, record)
    assert one is not None  # a notice is never deleted
    return (one, "") if one.version == version else (None, _stale(turn, one))


def _why(turn: Turn, match: re.Match[str]) -> str:
    return as_typed(turn.message.text or turn.text, _TYPED_WHY) if match.groupdict().get("why") else ""


def _card(turn: Turn, answers: Answers) -> dict[str, str]:
    one = notices.get(turn.db, seen(answers)[0])
    assert one is not None  # a notice is never deleted
    head = notice_cards.head(turn.render, turn.house.settings.notices, one, turn.now)
    whole = notice_cards.whole(turn.render, one)
    return {"card": turn.render("notice_to_approve_whole", head=head, whole=whole)}


def _answers(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    words = turn.render("notice_to_approve_answers").splitlines()
    return tuple(Choice(value, said) for value, said in zip(("yes", "no"), words, strict=True))


def _no_words(_text: str, _turn: Turn) -> Value:
    raise InvalidAnswer


def _decided(turn: Turn, answers: Answers) -> str:
    one, said = _shown_in(turn, answers)
    if one is None:
        return said
    return approve(turn, one) if answers["sure"] == "yes" else send_back(turn, one, "")


def _reason(text: str, turn: Turn) -> Value:
    if says_something(text):
        return turn.message.text or text
    raise InvalidAnswer


def _with_reason(turn: Turn, answers: Answers) -> str:
    one, said = _shown_in(turn, answers)
    return said if one is None else send_back(turn, one, str(answers["why"]))


def _about(turn: Turn, answers: Answers) -> dict[str, str]:
    one = notices.get(turn.db, seen(answers)[0])
    assert one is not None  # a notice is never deleted
    return {"number": one.number, "title": one.content.title}


approval = Conversation(
    name="notice_approval",
    intents=(),
    slots=(Slot("sure", "choice", bare=_no_words, offers=_answers, facts=_card),),
    finish=_decided,
)
sending_back = Conversation(
    name="notice_sending_back",
    intents=(),
    slots=(Slot("why", "text", bare=_reason, facts=_about),),
    finish=_with_reason,
)
commands = (
    Command("notice_approve", _APPROVE, _by_number),
    Command("notice_send_back", _BACK, _back),
    Command("notice_hurry", _HURRY, _hurry),
    Command("notice_first", _FIRST, _bare("批准", lambda turn, one, _: _approve_seen(turn, one))),
    Command("notice_second", _SECOND, _bare("退回", send_back)),
)
conversations = (approval, sending_back)
