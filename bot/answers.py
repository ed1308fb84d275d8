"""What a message answers in a form, and how a form's answers change: pure functions, nothing is stored here.

Beside the answers the engine keeps values of its own, all under names that begin with `?`: proposals that wait for a
yes, how often it was not understood, which message gave which answer, and what the form puts right.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.form import OWN, Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from knowledge.language.reading import find_slots
from knowledge.language.unknown import says_unknown
from ledger import inbox
from ledger.conversations import WAS, OpenForm

PROPOSED = f"{OWN}proposed"
MISSED = f"{OWN}missed"
# When the message was said (ms UTC) that gave an answer, by slot, and the newest of the form.
SAID_AT = f"{OWN}said_at"
NEWEST = f"{OWN}newest"
# Doubts that were answered with yes; the record that the form corrects.
SETTLED = f"{OWN}settled"
# Messages overtook each other: one may be missing yet or lost, and a plain answer may be meant for another question.
MIXED_UP = f"{OWN}mixed_up"
AMENDS = f"{OWN}amends"
# The items are listed: a bare number names one.
LISTED = f"{OWN}listed"

_NUMBER = re.compile("[0-9]{1,2}")
_PARTS = re.compile("[ ,。;!?]+")
YES = frozenset({"1", "是", "是的", "对", "对的", "对 提交", "确认", "提交", "好", "好的", "嗯", "没错", "可以"})
NO = frozenset({"2", "不是", "不对", "错了", "不"})
# What leaves a question open beside the words for not knowing (knowledge/language/unknown.py).
UNKNOWN = frozenset({"不知道", "没有", "跳过"})
# Nothing of what was asked: to how much of a thing it says that the thing is not needed.
_DECLINED = re.compile(r"(?:都|就|先)?(?:不用|不需要|用不着)(?:了|吧)*[ ,。!]*(?:谢谢)?[您你了。!]*")
# A message that arrives after one that was said later was overtaken on its way; by more than this it was not.
_OVERTAKEN_WITHIN = 60_000


def answers_of(turn: Turn, conversation: Conversation, form: OpenForm, asked: Slot) -> dict[str, Value]:
    """What the message answers: the question that was asked, and what else it says, also of slots answered before."""
    if _NUMBER.fullmatch(turn.text) and (offered := offered_values(turn, asked, form.answers)):
        number = int(turn.text)
        return {asked.name: offered[number - 1]} if 0 < number <= len(offered) else {}
    words = turn.house.words.form(conversation.name).slots
    about = f"{words[asked.name].label}{words[asked.name].ask}" if asked.name in words else ""
    if asked.optional and (leaves_open(turn.text, about) or (asked.kind != "amount" and _DECLINED.fullmatch(turn.text))):
        return {asked.name: None}
    found = said_of(turn, [asked, *(slot for slot in conversation.slots if slot is not asked)], form.answers)
    if asked.name not in found and asked.name not in proposals(found):
        try:
            value = asked.bare(turn.text, turn)
            found[asked.name] = asked.check(value, turn) if asked.check else value
        except InvalidAnswer:
            pass  # the sentence may still have answered another slot; if not, the router says what is wrong
    return changed(form.answers, {**_left_open(turn, conversation, form), **found})


def _left_open(turn: Turn, conversation: Conversation, form: OpenForm) -> dict[str, Value]:
    """What a part of the message says not to know, by its label: 高铁 车次忘了."""
    parts = [part for part in _PARTS.split(turn.text) if says_unknown(part, part)]
    if not parts:
        return {}
    words = turn.house.words.form(conversation.name).slots
    missing = [slot.name for slot in conversation.slots if slot.optional and slot.asked and slot.name not in form.answers]
    return {name: None for name in missing if any(words[name].label in part for part in parts)}


def leaves_open(text: str, about: str = "") -> bool:
    """Whether a text answers a question `about` something by saying that there is no answer, or that it is not known."""
    return text in UNKNOWN or says_unknown(text, about)


def offered_values(turn: Turn, slot: Slot, answers: Answers) -> tuple[Value, ...]:
    """The answers to a slot that can be given by number."""
    return slot.choices or tuple(choice.value for choice in slot.offers(turn, answers))


def changed(answers: Answers, found: Answers) -> dict[str, Value]:
    """Of what was found, what the answers do not have already."""
    return {name: value for name, value in found.items() if name not in answers or answers[name] != value}


def said_of(turn: Turn, slots: Sequence[Slot], known: Answers, text: str | None = None) -> dict[str, Value]:
    """What the message (or `text` of it) says of these slots; a plain answer is taken as one to the first."""
    names = [name for slot in slots for name in slot.sources()]
    return spontaneous(turn, slots, find_slots(turn.text if text is None else text, turn.said_time, names), known)


def spontaneous(turn: Turn, slots: Iterable[Slot], found: Answers, known: Answers) -> dict[str, Value]:
    """The answers in what the language found, as far as they pass their checks, and proposals of likely slips."""
    answers: dict[str, Value] = {}
    confirm = found.get("confirm")
    proposed = confirm if isinstance(confirm, dict) else {}
    for slot in slots:
        value = slot.take(found, known) if slot.take is not None else found.get(slot.reads[0] if slot.reads else slot.name)
        if value is not None:
            try:
                answers[slot.name] = slot.check(value, turn) if slot.check else value
            except InvalidAnswer:
                continue  # said, but not usable: the form will ask for it
        elif proposed and slot.sources()[0] in proposed:
            answers[PROPOSED] = {**proposals(answers), slot.name: proposed[slot.sources()[0]]}
    return answers


def proposals(answers: Answers) -> dict[str, Value]:
    """What looked like a slip and waits for a yes, by slot."""
    proposed = answers.get(PROPOSED)
    return dict(proposed) if isinstance(proposed, dict) else {}


def proposal(answers: Answers, slot: Slot) -> Value:
    """The proposal for one slot."""
    return proposals(answers).get(slot.name)


def with_answers(
    turn: Turn,
    conversation: Conversation,
    form: OpenForm,
    found: Answers,
    *,
    drop: Slot | None = None,
    without: str | None = None,
) -> OpenForm:
    """The form with these answers more; the proposal for `drop` is settled, the answer `without` is taken away."""
    cleared = {name for slot in conversation.slots if slot.name in found for name in slot.clears if name not in found}
    gone = {PROPOSED, MISSED, LISTED, WAS, without} | cleared
    answers = {name: value for name, value in form.answers.items() if name not in gone}
    if without is not None and without in form.answers:
        answers[WAS] = {without: form.answers[without]}
    proposed = {**proposals(form.answers), **proposals(found)}
    if drop is not None and drop.name not in proposals(found):
        proposed.pop(drop.name, None)
    answers.update({name: value for name, value in found.items() if name != PROPOSED})
    proposed = {name: value for name, value in proposed.items() if name not in found and name not in answers}
    dated = {**_dated(form.answers), **{name: turn.said_at for name in found if not name.startswith(OWN)}}
    answers[SAID_AT] = {name: at for name, at in dated.items() if name in answers}
    answers[NEWEST] = max(turn.said_at, newest(form.answers))
    return replace(form, answers={**answers, PROPOSED: proposed} if proposed else answers)


def newest(answers: Answers) -> int:
    """When the newest message that the form has taken was said (ms UTC)."""
    at = answers.get(NEWEST)
    return at if isinstance(at, int) else 0


def was_overtaken(turn: Turn, form: OpenForm) -> bool:
    """Whether a message that was said later has come before this one (THREATS F5)."""
    return 0 < newest(form.answers) - turn.said_at <= _OVERTAKEN_WITHIN


def is_begun_late(turn: Turn) -> bool:
    """Whether something that was said after the message which begins a form has arrived before it."""
    return 0 < inbox.newest_said_at(turn.db, turn.contact.openid) - turn.said_at <= _OVERTAKEN_WITHIN


def may_answer_another(turn: Turn, form: OpenForm) -> bool:
    """Whether a message is so plain that in a mixed-up form it may be the answer to another question."""
    return MIXED_UP in form.answers and (
        turn.text in YES | NO or leaves_open(turn.text) or _NUMBER.fullmatch(turn.text) is not None
    )


def as_of(form: OpenForm, said_at: int) -> OpenForm:
    """The form as it was when a message was said: without the answers that were said after it."""
    later = {name for name, at in _dated(form.answers).items() if at > said_at}
    answers = {name: value for name, value in form.answers.items() if name not in later | {PROPOSED, MISSED}}
    answers[SAID_AT] = {name: at for name, at in _dated(form.answers).items() if name not in later}
    answers[NEWEST] = said_at
    answers[MIXED_UP] = True
    return replace(form, answers=answers)


def _dated(answers: Answers) -> dict[str, int]:
    dated = answers.get(SAID_AT)
    if not isinstance(dated, Mapping):
        return {}
    return {name: at for name, at in dated.items() if isinstance(at, int)}
