"""The form engine: a conversation declares its slots, the engine asks for the first that is missing.

Progress is derived, never stored: the next question is the first applicable slot without an answer. Leaving a step is
therefore taking one answer away, the order of slots can change while forms are open, and answers off the path stop
counting. Everything the form says stands in `handlers/words/<name>.yaml` and `handlers/replies/`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.turn import Answers, InvalidAnswer, Turn, Value
from knowledge.language.reading import find_slots
from ledger import conversations
from ledger.conversations import OpenForm

# Answers that the engine keeps for itself: proposals that wait for a yes.
PROPOSED = "?proposed"
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
    them; `bare` reads an answer to this very question that would say nothing elsewhere (a bare name, 2 for a choice).
    """

    name: str
    kind: str
    reads: tuple[str, ...] = ()
    take: Callable[[Answers], Value] | None = None
    bare: Callable[[str, Turn], Value] = _no_reading
    check: Callable[[Value, Turn], Value] | None = None
    choices: tuple[str, ...] = ()
    only_if: Callable[[Answers], bool] = _always
    optional: bool = False
    private: bool = False

    def sources(self) -> tuple[str, ...]:
        """The names under which the language reports what fills this slot."""
        return self.reads or (self.name,)

    def from_found(self, found: Answers) -> Value:
        """The answer in what was found in a sentence; None where there is none."""
        if self.take is not None:
            return self.take(found)
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
    summary; `early` may file at once what must not wait for the rest (a fever).
    """

    name: str
    intents: tuple[str, ...]
    slots: Sequence[Slot]
    finish: Callable[[Turn, Answers], str]
    prefill: Callable[[Turn], Answers] = lambda _turn: {}
    summary: Callable[[Turn, Answers], str] | None = None
    options: Callable[[Turn], Option | None] = lambda _turn: None
    early: Callable[[Turn, Answers], tuple[str, Answers] | None] = lambda _turn, _answers: None

    def private(self) -> frozenset[str]:
        """The slots whose answers are sealed while the form is open."""
        return frozenset(slot.name for slot in self.slots if slot.private)

    def missing(self, answers: Answers) -> Slot | None:
        """The first slot that applies and has no answer; None when the form is complete."""
        return next((slot for slot in self.slots if slot.name not in answers and slot.only_if(answers)), None)


def start(turn: Turn, conversation: Conversation) -> str:
    """Open a form with what the ledger knows and what the first sentence says."""
    answers = {**conversation.prefill(turn), **_spontaneous(turn, conversation.slots, turn.reading.slots)}
    return _advance(turn, conversation, OpenForm(conversation.name, answers, turn.now, turn.now), is_open=False)


def complete_at_once(turn: Turn, conversation: Conversation) -> str | None:
    """File another matter that one sentence holds completely, while a form stays open; None where it does not."""
    if conversation.summary is not None:
        return None
    answers = {**conversation.prefill(turn), **_spontaneous(turn, conversation.slots, turn.reading.slots)}
    if PROPOSED in answers or conversation.missing(answers) is not None:
        return None
    return conversation.finish(turn, answers)


def resume(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """Take the message as part of the open form; None where it is no answer to it."""
    slot = conversation.missing(form.answers)
    if slot is None:
        return _at_summary(turn, conversation, form)
    proposal = _proposal(form.answers, slot)
    if proposal is not None and turn.text in YES:
        return _advance(turn, conversation, _with(form, {slot.name: proposal}, drop=slot))
    if proposal is not None and turn.text in NO:
        return _advance(turn, conversation, _with(form, {}, drop=slot))
    found = _answers(turn, conversation, form, slot)
    if not found:
        return None
    return _advance(turn, conversation, _with(form, found, drop=slot))


def repeat(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """The question at which the form stands."""
    slot = conversation.missing(form.answers)
    if slot is None and conversation.summary is not None:
        return conversation.summary(turn, form.answers)
    return "" if slot is None else ask(turn, conversation, slot, form.answers)


def wrong(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """What is said where the message was no answer to the question."""
    slot = conversation.missing(form.answers)
    if slot is None:
        return turn.render("summary_not_understood")
    return _with_choices(turn.house.words.form(conversation.name).slots[slot.name].wrong, turn, conversation, slot)


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
    answers = {name: value for name, value in form.answers.items() if name not in {given[-1], PROPOSED}}
    return _advance(turn, conversation, replace(form, answers=answers))


def restart(turn: Turn, conversation: Conversation) -> str:
    """重来: the same form from its first question, with nothing but what the ledger knows."""
    return _advance(
        turn, conversation, OpenForm(conversation.name, dict(conversation.prefill(turn)), turn.now, turn.now)
    )


def ask(turn: Turn, conversation: Conversation, slot: Slot, answers: Answers) -> str:
    """The question for a slot, with its choices by number; for a likely slip, whether it was meant."""
    words = turn.house.words.form(conversation.name).slots[slot.name]
    proposal = _proposal(answers, slot)
    if proposal is not None and words.confirm is not None:
        return words.confirm.replace("{value}", str(proposal))
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
        return conversation.finish(turn, form.answers)
    said = ""
    if slot is not None:
        early = conversation.early(turn, form.answers)
        if early is not None:
            said, answers = early
            form = replace(form, answers=answers)
    conversations.save(turn.db, turn.contact.openid, replace(form, updated_at=turn.now), conversation.private())
    question = repeat(turn, conversation, form)
    return f"{said}\n{question}" if said else question


def _at_summary(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """Everything is answered: submit, take an option of the summary, or change what the sentence names."""
    option = conversation.options(turn)
    if option is not None:
        return option.says or _advance(turn, conversation, _with(form, {}, without=option.reopens))
    if turn.text in YES:
        conversations.close(turn.db, turn.contact.openid)
        return conversation.finish(turn, form.answers)
    changed = _read(turn, conversation.slots)
    return _advance(turn, conversation, _with(form, changed)) if changed else None


def _answers(turn: Turn, conversation: Conversation, form: OpenForm, asked: Slot) -> dict[str, Value]:
    """What the message answers: the question that was asked, and whatever else it says of slots still open."""
    if asked.choices and turn.text.isdigit():
        number = int(turn.text)
        return {asked.name: asked.choices[number - 1]} if 0 < number <= len(asked.choices) else {}
    if asked.optional and turn.text in UNKNOWN:
        return {asked.name: None}
    still_open = [slot for slot in conversation.slots if slot.name not in form.answers and slot is not asked]
    found = _read(turn, [asked, *still_open])
    if asked.name not in found and asked.name not in _proposals(found):
        try:
            value = asked.bare(turn.text, turn)
            found[asked.name] = asked.check(value, turn) if asked.check else value
        except InvalidAnswer:
            pass  # the sentence may still have answered another open slot; if not, the router says what is wrong
    return found


def _read(turn: Turn, slots: Sequence[Slot]) -> dict[str, Value]:
    """What the message says of these slots; a plain answer is taken as one to the first."""
    names = [name for slot in slots for name in slot.sources()]
    return _spontaneous(turn, slots, find_slots(turn.text, turn.said_time, names))


def _spontaneous(turn: Turn, slots: Iterable[Slot], found: Answers) -> dict[str, Value]:
    """The answers in what the language found, as far as they pass their checks, and proposals of likely slips."""
    answers: dict[str, Value] = {}
    proposed = found.get("confirm")
    for slot in slots:
        value = slot.from_found(found)
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


def _with(form: OpenForm, found: Answers, *, drop: Slot | None = None, without: str | None = None) -> OpenForm:
    """The form with these answers more; the proposal for `drop` is settled, the answer `without` is taken away."""
    answers = {name: value for name, value in form.answers.items() if name not in {PROPOSED, without}}
    proposals = {**_proposals(form.answers), **_proposals(found)}
    if drop is not None and drop.name not in _proposals(found):
        proposals.pop(drop.name, None)
    answers.update({name: value for name, value in found.items() if name != PROPOSED})
    proposals = {name: value for name, value in proposals.items() if name not in answers}
    return replace(form, answers={**answers, PROPOSED: proposals} if proposals else answers)
