"""A form as data: its slots, what surrounds them, and what of it was filed before. The engine is bot/conversation.py.

Everything a form says stands in `handlers/words/<name>.yaml` and `handlers/replies/`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.turn import Answers, InvalidAnswer, Turn, Value
from ledger.conversations import OWN, WAS

__all__ = ["OWN", "Choice", "Conversation", "Doubt", "Filed", "Option", "Slot"]


def _nothing(_answers: Answers) -> tuple[str, ...]:
    return ()


def _always(_answers: Answers) -> bool:
    return True


def _no_reading(_text: str, _turn: Turn) -> Value:
    raise InvalidAnswer


def _no_facts(_turn: Turn, _answers: Answers) -> Mapping[str, str]:
    return {}


def _no_offers(_turn: Turn, _answers: Answers) -> tuple["Choice", ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that is offered by number: its value and its words."""

    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing a form needs to know.

    `reads` names the slots of the language's reading that fill it (default: its own name) and `take` makes the answer of
    them and of what was answered before; `bare` reads an answer to this very question that would say nothing elsewhere
    (a bare name). `choices` are answers by number, named in the form's words; `offers` are such as only the turn and the
    answers so far can tell; `facts` stand in for `{name}` in the words of the question. A slot that is not `asked` is
    kept when it is said; one that `takes_questions` is in somebody's own words, which may ask (能不能让我回家看看). A new
    answer takes those in `clears` with it. `spoken` says an answer back, in the list of items and where a likely slip is
    asked about. `anew` says what is asked where this answer is named to be put right and stays as it is until then, because
    what is said next changes a part of it (a list); None asks the question again.
    """

    name: str
    kind: str
    reads: tuple[str, ...] = ()
    take: Callable[[Answers, Answers], Value] | None = None
    bare: Callable[[str, Turn], Value] = _no_reading
    check: Callable[[Value, Turn], Value] | None = None
    choices: tuple[str, ...] = ()
    offers: Callable[[Turn, Answers], tuple[Choice, ...]] = _no_offers
    facts: Callable[[Turn, Answers], Mapping[str, str]] = _no_facts
    only_if: Callable[[Answers], bool] = _always
    asked: bool = True
    optional: bool = False
    private: bool = False
    takes_questions: bool = False
    clears: tuple[str, ...] = ()
    spoken: Callable[[Value, Turn], str] | None = None
    anew: Callable[[Turn, Answers], str] | None = None

    def sources(self) -> tuple[str, ...]:
        """The names under which the language reports what fills this slot."""
        return self.reads or (self.name,)


@dataclass(frozen=True, slots=True)
class Option:
    """What an answer to the summary does other than a plain yes: ask one slot again, say something and wait, submit as it
    is, or list the items so that one can be changed.
    """

    reopens: str | None = None
    says: str = ""
    submits: bool = False
    lists: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Answers that do not go together: the question about them, and the slot that is asked again where they are wrong.

    `key` names the doubt together with the values that raised it, so that it is asked once. `without` are the answers
    without just that which is in doubt (the amount of one thing), where that is less than the whole of the slot.
    """

    key: str
    question: str
    slot: str
    without: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filed:
    """Something that the writer has filed, as 我的记录 shows it and as it can be corrected or taken back.

    `name` is how people call it (F0120-01 返乡报备), `status` its state in words, `answers` what the form had. `fixed` says
    why it cannot be changed any more, empty where it can; `confirms`: a change is shown and confirmed before it counts.
    """

    record: int
    name: str
    status: str
    filed_at: int
    answers: Answers
    fixed: str = ""
    can_be_withdrawn: bool = False
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """A form as data, with the verbs around it.

    `prefill` answers from what the ledger knows; `finish` files and gives the reply; `summary` is the template that is
    confirmed before, None where the form is filed as soon as it is complete; `options` are further answers to the
    summary; before each question and the summary `early` may file what must not wait for the rest (a fever); `heard`
    says back what a first sentence gave before the form asks for the rest; `aside` deals at once with what a sentence
    says beside the form (the health of somebody else) and gives back the words and what is left for the form; `doubt`
    finds answers that do not go together; `keeps` says of words that give a form up that here they answer; `instead` ends a
    form that turns out to be about nothing (an exit where nothing is sealed) with its words.

    `filed` gives what the writer has filed and may still look at, what the message means first; `amend` files its next
    version with changed answers, `withdraw` takes it back. `called` are the words by which a correction names it, and
    with `asks_which` it is asked which of several open records is meant; one that `asks_how_one_is` takes words about that
    as answers; of one that `may_tell_of_illness` what it tells of somebody ill by the way is passed on, unless the open
    form `sees_to_illness` itself; `put_right` is left with what a correction says of one record.
    One that `gives_way` is not dealt with beside a question that takes any words: there they are the answer.
    `own` are the slots that are about the writer: what another form of theirs has learned of somebody unknown is not asked
    again.
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
    doubt: Callable[[Turn, Answers], Doubt | None] = lambda _turn, _answers: None
    keeps: Callable[[Turn, Answers], bool] = lambda _turn, _answers: False
    instead: Callable[[Turn, Answers], str | None] = lambda _turn, _answers: None
    called: tuple[str, ...] = ()
    asks_which: bool = True
    asks_how_one_is: bool = False
    may_tell_of_illness: bool = False
    sees_to_illness: bool = False
    filed: Callable[[Turn], Sequence[Filed]] | None = None
    put_right: Callable[[Turn, Answers], Answers] = lambda _turn, found: found
    amend: Callable[[Turn, Filed, Answers], str] | None = None
    withdraw: Callable[[Turn, Filed], str] | None = None
    gives_way: bool = False
    own: Callable[[Answers], Sequence[str]] = _nothing

    def private(self) -> frozenset[str]:
        """The slots whose answers are sealed while the form is open."""
        return frozenset(slot.name for slot in self.slots if slot.private) | {WAS}

    def slot(self, name: str) -> Slot:
        """The slot of a name, which exists."""
        return next(slot for slot in self.slots if slot.name == name)

    def missing(self, answers: Answers) -> Slot | None:
        """The first slot that applies and has no answer; None when the form is complete."""
        for slot in self.slots:
            if slot.asked and slot.name not in answers and slot.only_if(answers):
                return slot
        return None

    def applicable(self, answers: Answers) -> Answers:
        """The answers without those to slots that do not apply any more, off the path, and without the engine's own."""
        off = {slot.name for slot in self.slots if slot.name in answers and not slot.only_if(answers)}
        return {name: value for name, value in answers.items() if name not in off and not name.startswith(OWN)}
