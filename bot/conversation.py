"""The form engine: a conversation declares its slots, the engine asks for the first that is missing.

Progress is derived, never stored: the next question is the first applicable slot without an answer. Leaving a step is
therefore taking one answer away, the order of slots can change while forms are open, and answers off the path stop
counting. Everything the form says stands in `handlers/words/<name>.yaml` and `handlers/replies/`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.turn import Answers, InvalidAnswer, Turn, Value
from knowledge.language.reading import find_slots
from ledger import conversations
from ledger.conversations import OpenForm

# Answers that the engine keeps for itself: proposals that wait for a yes, and how often it was not understood.
PROPOSED = "?proposed"
MISSED = "?missed"
_NUMBER = re.compile("[0-9]{1,2}")
YES = frozenset({"1", "是", "是的", "对", "对的", "对 提交", "确认", "提交", "好", "好的", "嗯", "没错", "可以"})
NO = frozenset({"2", "不是", "不对", "错了", "不"})
UNKNOWN = frozenset({"不知道", "不清楚", "不记得", "没有", "跳过", "不确定"})


def _always(_answers: Answers) -> bool:
    return True


def _no_reading(_text: str, _turn: Turn) -> Value:
    raise InvalidAnswer


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing a form needs to know.

    `reads` names the slots of the language's reading that fill it (default: its own name) and `take` makes the answer of
    them and of what was answered before; `bare` reads an answer to this very question that would say nothing elsewhere
    (a bare name). A slot that is not `asked` is kept when it is said. A new answer takes those in `clears` with it.
    `spoken` says a value back when a likely slip is asked about.
    """

    name: str
    kind: str
    reads: tuple[str, ...] = ()
    take: Callable[[Answers, Answers], Value] | None = None
    bare: Callable[[str, Turn], Value] = _no_reading
    check: Callable[[Value, Turn], Value] | None = None
    choices: tuple[str, ...] = ()
    only_if: Callable[[Answers], bool] = _always
    asked: bool = True
    optional: bool = False
    private: bool = False
    clears: tuple[str, ...] = ()
    spoken: Callable[[Value, Turn], str] = lambda value, _turn: str(value)

    def sources(self) -> tuple[str, ...]:
        """The names under which the language reports what fills this slot."""
        return self.reads or (self.name,)

    def from_found(self, found: Answers, known: Answers) -> Value:
        """The answer in what was found in a sentence; None where there is none."""
        if self.take is not None:
            return self.take(found, known)
        return found.get(self.sources()[0])


@dataclass(frozen=True, slots=True)
class Option:
    """What an answer to the summary does other than submit: ask one slot again, or say something and wait."""

    reopens: str | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A form as data, with the verbs around it.

    `prefill` answers from what the ledger knows; `finish` files and gives the reply; `summary` is the template that is
    confirmed before, None where the form is filed as soon as it is complete; `options` are further answers to the
    summary; `early` may file at once what must not wait for the rest (a fever); `heard` says back what a first sentence
    gave before the form asks for the rest; `aside` deals at once with what a sentence says beside the form (the health
    of somebody else) and gives back the words and what is left for the form.
    """

    name: str
    intents: tuple[str, ...]
    slots: Sequence[Slot]
    finish: Callable[[Turn, Answers], str]
    prefill: Callable[[Turn], Answers] = lambda _turn: {}
    summary: Callable[[Turn, Answers], str] | None = None
    options: Callable[[Turn], Option | None] = lambda _turn: None
    early: Callable[[Turn, Answers], tuple[str, Answers] | None] = lambda _turn, _answers: None
    heard: Callable[[Turn, Answers], str] = lambda _turn, _answers: ""
    aside: Callable[[Turn, Answers, Answers], tuple[str, Answers]] = lambda _turn, _answers, found: ("", found)

    def private(self) -> frozenset[str]:
        """The slots whose answers are sealed while the form is open."""
        return frozenset(slot.name for slot in self.slots if slot.private)

    def missing(self, answers: Answers) -> Slot | None:
        """The first slot that applies and has no answer; None when the form is complete."""
        return next(
            (slot for slot in self.slots if slot.asked and slot.name not in answers and slot.only_if(answers)), None
        )

    def applicable(self, answers: Answers) -> Answers:
        """The answers without those to slots that do not apply any more: off the path they do not count."""
        off = {slot.name for slot in self.slots if not slot.only_if(answers)}
        return {name: value for name, value in answers.items() if name not in off}


def start(turn: Turn, conversation: Conversation) -> str:
    """Open a form with what the ledger knows and what the first sentence says."""
    known = conversation.prefill(turn)
    said = _spontaneous(turn, conversation.slots, turn.reading.slots, known)
    answers = {**known, **said}
    form = OpenForm(conversation.name, answers, turn.now, turn.now)
    reply = _advance(turn, conversation, form, is_open=False)
    if len(said) > 1 and conversation.missing(answers) is not None:
        return _joined(conversation.heard(turn, answers), reply)
    return reply


def beside(turn: Turn, conversation: Conversation) -> str | None:
    """Deal with another matter while a form stays open, as far as one sentence holds it; None where it does not.

    What is complete is filed; of what is not, only what must not wait (a fever) is.
    """
    if conversation.summary is not None:
        return None
    known = conversation.prefill(turn)
    answers = {**known, **_spontaneous(turn, conversation.slots, turn.reading.slots, known)}
    if PROPOSED not in answers and conversation.missing(answers) is None:
        return conversation.finish(turn, conversation.applicable(answers))
    early = conversation.early(turn, answers)
    return early[0] if early is not None else None


def resume(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """Take the message as part of the open form; None where it is no answer to it."""
    slot = conversation.missing(form.answers)
    if slot is None:
        return _at_summary(turn, conversation, form)
    proposal = _proposal(form.answers, slot)
    if proposal is not None and turn.text in YES:
        return _advance(turn, conversation, _with(conversation, form, {slot.name: proposal}, drop=slot))
    if proposal is not None and turn.text in NO:
        return _advance(turn, conversation, _with(conversation, form, {}, drop=slot))
    said, found = conversation.aside(turn, form.answers, _answers(turn, conversation, form, slot))
    if not found:
        return _joined(said, repeat(turn, conversation, form)) if said else None
    return _joined(said, _advance(turn, conversation, _with(conversation, form, found, drop=slot)))


def repeat(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """The question at which the form stands."""
    slot = conversation.missing(form.answers)
    if slot is None and conversation.summary is not None:
        return conversation.summary(turn, form.answers)
    return "" if slot is None else ask(turn, conversation, slot, form.answers)


def wrong(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """What is said where the message was no answer to the question; from the second time on with a way out."""
    missed = form.answers.get(MISSED)
    times = 1 + (missed if isinstance(missed, int) else 0)
    form = replace(form, answers={**form.answers, MISSED: times}, updated_at=turn.now)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    slot = conversation.missing(form.answers)
    if slot is None:
        said = turn.render("summary_not_understood")
    else:
        words = turn.house.words.form(conversation.name).slots[slot.name].wrong
        said = _with_choices(words, turn, conversation, slot)
    return said if times == 1 else _joined(said, turn.render("way_out", optional=slot is not None and slot.optional))


def back(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """返回上一步: take the last given answer away and ask for it again."""
    known = conversation.prefill(turn)
    given = [
        slot.name
        for slot in conversation.slots
        if slot.name in form.answers and slot.only_if(form.answers) and slot.name not in known
    ]
    if not given:
        return turn.render("nothing_to_go_back_to", question=repeat(turn, conversation, form))
    answers = {name: value for name, value in form.answers.items() if name not in {given[-1], PROPOSED, MISSED}}
    return _advance(turn, conversation, replace(form, answers=answers))


def restart(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """重来: the same form from its first question, with what the ledger knows and what was filed already."""
    slots = {slot.name for slot in conversation.slots} | {PROPOSED, MISSED}
    filed = {name: value for name, value in form.answers.items() if name not in slots}
    answers = {**filed, **conversation.prefill(turn)}
    return _advance(turn, conversation, OpenForm(conversation.name, answers, turn.now, turn.now))


def ask(turn: Turn, conversation: Conversation, slot: Slot, answers: Answers) -> str:
    """The question for a slot, with its choices by number; for a likely slip, whether it was meant."""
    words = turn.house.words.form(conversation.name).slots[slot.name]
    proposal = _proposal(answers, slot)
    if proposal is not None and words.confirm is not None:
        return words.confirm.replace("{value}", slot.spoken(proposal, turn))
    return _with_choices(words.ask, turn, conversation, slot)


def _with_choices(question: str, turn: Turn, conversation: Conversation, slot: Slot) -> str:
    question = question.replace("{communities}", "、".join(place.name for place in turn.house.plan.places))
    words = turn.house.words.form(conversation.name).slots[slot.name]
    if not slot.choices:
        return question
    numbered = "　".join(f"{number} {words.choices[choice]}" for number, choice in enumerate(slot.choices, start=1))
    return f"{question}\n{numbered}"


def _advance(turn: Turn, conversation: Conversation, form: OpenForm, *, is_open: bool = True) -> str:
    """Ask for what is missing, show the summary, or file; `is_open`: the ledger keeps this form already."""
    slot = conversation.missing(form.answers)
    if slot is None and conversation.summary is None:
        if is_open:
            conversations.close(turn.db, turn.contact.openid)
        return conversation.finish(turn, conversation.applicable(form.answers))
    said = ""
    if slot is not None:
        early = conversation.early(turn, form.answers)
        if early is not None:
            said, answers = early
            form = replace(form, answers=answers)
    conversations.save(turn.db, turn.contact.openid, replace(form, updated_at=turn.now), conversation.private())
    return _joined(said, repeat(turn, conversation, form))


def _at_summary(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """Everything is answered: submit, take an option of the summary, or change what the sentence names."""
    option = conversation.options(turn)
    if option is not None:
        return option.says or _advance(turn, conversation, _with(conversation, form, {}, without=option.reopens))
    if turn.text in YES:
        conversations.close(turn.db, turn.contact.openid)
        return conversation.finish(turn, conversation.applicable(form.answers))
    changed = _changed(form, _read(turn, conversation.slots, form.answers))
    return _advance(turn, conversation, _with(conversation, form, changed)) if changed else None


def _answers(turn: Turn, conversation: Conversation, form: OpenForm, asked: Slot) -> dict[str, Value]:
    """What the message answers: the question that was asked, and what else it says, also of slots answered before."""
    if asked.choices and _NUMBER.fullmatch(turn.text):
        number = int(turn.text)
        return {asked.name: asked.choices[number - 1]} if 0 < number <= len(asked.choices) else {}
    if asked.optional and turn.text in UNKNOWN:
        return {asked.name: None}
    found = _read(turn, [asked, *(slot for slot in conversation.slots if slot is not asked)], form.answers)
    if asked.name not in found and asked.name not in _proposals(found):
        try:
            value = asked.bare(turn.text, turn)
            found[asked.name] = asked.check(value, turn) if asked.check else value
        except InvalidAnswer:
            pass  # the sentence may still have answered another slot; if not, the router says what is wrong
    return _changed(form, found)


def _changed(form: OpenForm, found: dict[str, Value]) -> dict[str, Value]:
    """Of what was found, what the form does not have already."""
    return {name: value for name, value in found.items() if name not in form.answers or form.answers[name] != value}


def _read(turn: Turn, slots: Sequence[Slot], known: Answers) -> dict[str, Value]:
    """What the message says of these slots; a plain answer is taken as one to the first."""
    names = [name for slot in slots for name in slot.sources()]
    return _spontaneous(turn, slots, find_slots(turn.text, turn.said_time, names), known)


def _spontaneous(turn: Turn, slots: Iterable[Slot], found: Answers, known: Answers) -> dict[str, Value]:
    """The answers in what the language found, as far as they pass their checks, and proposals of likely slips."""
    answers: dict[str, Value] = {}
    proposed = found.get("confirm")
    for slot in slots:
        value = slot.from_found(found, known)
        if value is not None:
            try:
                answers[slot.name] = slot.check(value, turn) if slot.check else value
            except InvalidAnswer:
                continue  # said, but not usable: the form will ask for it
        elif isinstance(proposed, dict) and slot.sources()[0] in proposed:
            answers[PROPOSED] = {**_proposals(answers), slot.name: proposed[slot.sources()[0]]}
    return answers


def _proposals(answers: Answers) -> dict[str, Value]:
    proposals = answers.get(PROPOSED)
    return dict(proposals) if isinstance(proposals, dict) else {}


def _proposal(answers: Answers, slot: Slot) -> Value:
    return _proposals(answers).get(slot.name)


def _with(
    conversation: Conversation,
    form: OpenForm,
    found: Answers,
    *,
    drop: Slot | None = None,
    without: str | None = None,
) -> OpenForm:
    """The form with these answers more; the proposal for `drop` is settled, the answer `without` is taken away."""
    cleared = {name for slot in conversation.slots if slot.name in found for name in slot.clears if name not in found}
    gone = {PROPOSED, MISSED, without} | cleared
    answers = {name: value for name, value in form.answers.items() if name not in gone}
    proposals = {**_proposals(form.answers), **_proposals(found)}
    if drop is not None and drop.name not in _proposals(found):
        proposals.pop(drop.name, None)
    answers.update({name: value for name, value in found.items() if name != PROPOSED})
    proposals = {name: value for name, value in proposals.items() if name not in found and name not in answers}
    return replace(form, answers={**answers, PROPOSED: proposals} if proposals else answers)


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second else first or second
