"""Who answers a message: a command, the open form, the conversation of its intent, or an honest `I cannot do that`.

Order: danger to life; binding codes and staff's commands (from staff only: for anybody else the same words are ordinary
text, THREATS A17); what follows an emergency; what always works (取消, 返回上一步, 重来, 人工, 帮助); the open form; the
intent that was read.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import amending, interrupting, meaning, several_matters, tapping, waiting
from bot import conversation as engine
from bot.answers import LISTED
from bot.asking import joined, put_list
from bot.form import Conversation
from bot.steering import AS_IT_WAS, BACK, CANCEL, GO_ON, MOVES, RESTART
from bot.tapping import Tap
from bot.turn import Answers, Turn
from knowledge.language.goings import only_to_the_door
from knowledge.language.pattern_table import PatternTable
from knowledge.language.reading import read
from knowledge.times import business_day
from ledger import conversations
from ledger.conversations import OpenForm

# Answered beside any form, before the form looks at the message.
_ALWAYS_ANSWERED = frozenset({"human_handover", "help"})
# Heard beside any form but one that asks how somebody is: 我害怕 is no name.
_HEARD = "psych_support"
_EXIT = "exit_request"
# Readings that say too little to take a message for another matter.
_NOTHING_SURE = frozenset({"out_of_scope", "cancel", "correct", "register"})


@dataclass(frozen=True, slots=True)
class Command:
    """Words that are a command to whom they are offered; `run` gives None where they were ordinary text after all."""

    name: str
    pattern: re.Pattern[str]
    run: Callable[[Turn, re.Match[str]], str | None]
    staff_only: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """All that is on offer, in the order in which it is tried: what the handlers' room hands to the router.

    `first` answers what goes before everything else (danger to life), None for any other message; `follows` what is no
    command and belongs to what went before everything else, as long as it does. `beside` says what was done about an
    illness that a message tells of while it asks for something else. `taps` answer a tap on a menu message by
    the kind that its id begins with.
    """

    first: Callable[[Turn], str | None]
    follows: Callable[[Turn], str | None]
    beside: Callable[[Turn], str]
    commands: Sequence[Command]
    conversations: Sequence[Conversation]
    taps: Mapping[str, Callable[[Turn, str], str | None]]
    answers: Mapping[str, Callable[[Turn], str]]
    events: Mapping[str, Callable[[Turn], str]]
    media: Callable[[Turn], str]
    unknown: Callable[[Turn], str]


class _Listed:
    """Commands in the order in which they are tried; most of them cannot be meant by most messages."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.commands = commands
        self.patterns = PatternTable([command.pattern for command in commands])


class Router:
    """Finds who answers. Holds nothing of a person: all that lasts is in the ledger."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._of_staff = _Listed(offer.commands)
        self._of_everybody = _Listed([command for command in offer.commands if not command.staff_only])
        self._which = meaning.conversation(self._as_meant)
        self._by_name = {conversation.name: conversation for conversation in (*offer.conversations, self._which)}
        self._by_intent = {intent: one for one in offer.conversations for intent in one.intents}

    def answer(self, turn: Turn, form: OpenForm | None) -> str:
        """The words that answer this turn; empty where nothing is to be said."""
        turn.form = form
        message = turn.message
        if message.kind == "event":
            event = self._offer.events.get(message.event)
            if event is None:
                return ""
            return event(turn) or (self._text(turn) if turn.text else "")
        if turn.text:
            return self._tapped(turn) or self._text(turn)
        return self._offer.media(turn)

    def _tapped(self, turn: Turn) -> str | None:
        """The answer to a tap on a menu message, whose id says what it is about."""
        kind, _, about = turn.message.menu_id.partition(":")
        if kind == tapping.KIND:
            return self._tapped_answer(turn, tapping.read_tap(about))
        tap = self._offer.taps.get(kind)
        return tap(turn, about) if tap is not None else None

    def _tapped_answer(self, turn: Turn, tap: Tap | None) -> str:
        """A tap under a form's question is the same answer typed, as long as the form stands at that very question."""
        form = turn.form
        open_one = self._by_name.get(form.name) if form is not None else None
        question = self._question(turn, open_one, form) if open_one is not None and form is not None else ""
        asked, turn.asked = turn.asked, None  # what is asked now has its menu already
        typed = tapping.answer(tap, asked, turn.said_on, turn.db.keys) if tap is not None and asked is not None else None
        if tap is not None and typed is not None:
            turn.taps = tap.in_a_row
            turn.reading = read(typed, turn.said_time)
            return self._text(turn)
        of = self._by_name.get(tap.form) if tap is not None else None
        title = turn.house.words.form(of.name).title if of is not None else ""
        return turn.render("tapped_late", title=title, same_form=of is open_one, question=question)

    @staticmethod
    def _reads(turn: Turn, number: int) -> None:
        """What was said in an answer's own words is its number."""
        turn.reading = read(str(number), turn.said_time)

    def _text(self, turn: Turn) -> str:
        form = turn.form
        open_one = self._by_name.get(form.name) if form is not None else None
        urgent = self._offer.first(turn)
        if urgent is not None:
            turn.asked = None  # nothing is asked beside what may save a life; the form waits for 继续
            return urgent
        offered = self._of_staff if turn.contact.is_staff else self._of_everybody
        for place, match in offered.patterns.whole(turn.text):
            said = offered.commands[place].run(turn, match)
            if said is not None:
                return self._with_what_goes_on(turn, said)
        is_of_form = form is not None and (turn.taps or turn.text in GO_ON or CANCEL.fullmatch(turn.text))
        following = None if is_of_form else self._offer.follows(turn)
        if following is not None:
            return following
        if form is None or open_one is None:
            return self._free(turn)
        return self._with_what_goes_on(turn, self._in_form(turn, open_one, form))

    def _with_what_goes_on(self, turn: Turn, said: str) -> str:
        return f"{said}\n{self._goes_on(turn, turn.resumed)}" if turn.resumed is not None else said

    def _goes_on(self, turn: Turn, form: OpenForm) -> str:
        """The question of the form that waited behind the one that is done."""
        conversation = self._by_name[form.name]
        form = engine.go_on(turn, self._by_name.get(turn.form.name) if turn.form is not None else None, conversation, form)
        title = turn.house.words.form(conversation.name).title
        return turn.render("form_goes_on", title=title, question=self._question(turn, conversation, form))

    def _question(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        if amending.is_choosing(form):
            return amending.repeat_choice(turn, conversation, form)
        return engine.repeat(turn, conversation, form) or put_list(turn, conversation, form)

    def _in_form(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """An open form takes what answers it; another matter is dealt with beside it and the question repeated."""
        form_then = engine.out_of_order(turn, conversation, form)
        if form_then is None:
            return f"{turn.render('overtaken')}\n{self._question(turn, conversation, form)}"
        form = form_then
        if conversation is self._which and not meaning.answers(turn, conversation, form):
            engine.close(turn, form)
            turn.form = None
            return self._free(turn)
        steered = self._steered(turn, conversation, form)
        if steered is not None:
            return steered
        if self._is_left_alone(turn, form) and turn.reading.intent in conversation.intents:
            return engine.start(turn, conversation, form.parked)  # today's, not the one that was begun days ago
        first = self._wanted_first(turn, conversation, form)
        if first is not None:
            ill = self._ill_beside(turn, conversation)
            return joined(ill, self._forward(turn, conversation, form, first))
        if LISTED not in form.answers and (number := engine.choice_said(turn, conversation, form)) is not None:
            self._reads(turn, number)
        said = (
            amending.in_form(turn, conversation, form)
            or self._other_matter(turn, conversation, form)
            or self._asked(turn, conversation, form)
        )
        if said:
            return said
        ill = self._ill_beside(turn, conversation)
        return joined(
            ill,
            self._plainly_another(turn, conversation, form)
            or ("" if ill else self._ill(turn, conversation, form))
            or engine.resume(turn, conversation, form)
            or self._not_an_answer(turn, conversation, form),
        )

    def _wanted_first(self, turn: Turn, conversation: Conversation, form: OpenForm) -> OpenForm | None:
        """The form behind the open one that is asked for, in so many words or by its matter."""
        forms = turn.house.words.form
        wanted = None if turn.taps else waiting.named_first(turn, form, lambda name: forms(name).title)
        other = self._by_intent.get(turn.reading.intent) if turn.reading.is_plain else None
        if wanted is None and other is not None and not engine.answers_the_question(turn, conversation, form):
            wanted = self._waits_for(turn, form, other)
        return wanted

    def _waits_for(self, turn: Turn, form: OpenForm, other: Conversation) -> OpenForm | None:
        """The form of another matter that waits, where the message may be about that very one.

        What says otherwise (a sister's journey behind a husband's) is a matter of its own, and an earlier day's is over.
        """
        wanted = waiting.of_matter(form, other.name)
        if wanted is None or self._is_left_alone(turn, wanted) or engine.contradicts(turn, other, wanted):
            return None
        return wanted

    def _forward(self, turn: Turn, conversation: Conversation, form: OpenForm, wanted: OpenForm) -> str:
        """A form that waited goes on with what is said of it, and the open one waits."""
        said = turn.render("form_waits", open=turn.house.words.form(conversation.name).title)
        forward = waiting.brought_forward(form, wanted)
        return joined(said, engine.bring_forward(turn, self._by_name[wanted.name], forward))

    def _ill_beside(self, turn: Turn, conversation: Conversation | None) -> str:
        """What was done about an illness in a message that files something else, or goes on with it; empty for none."""
        sees_to_it = conversation is not None and (conversation.asks_how_one_is or conversation.sees_to_illness)
        said = self._by_intent.get(turn.reading.intent)
        if turn.taps or sees_to_it or said is None or not said.may_tell_of_illness:
            return ""
        return self._offer.beside(turn)

    def _steered(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
        """Words that move about in a form rather than answer it: give up, leave as it was, go on, back, from the start."""
        if AS_IT_WAS.fullmatch(turn.text) and (left := engine.leave_as_it_was(turn, conversation, form)):
            return left
        amends = engine.amends(form) or amending.is_choosing(form)
        if conversation.keeps(turn, form.answers):
            return None
        if CANCEL.fullmatch(turn.text) or (amends and AS_IT_WAS.fullmatch(turn.text)):
            return self._give_up(turn, conversation, form)
        if turn.text in GO_ON:
            form = replace(form, updated_at=turn.now)
            conversations.save(turn.db, turn.contact.openid, form, conversation.private())
            return self._question(turn, conversation, form)
        if amending.is_choosing(form):
            return amending.which_record(turn, conversation, form) or self._question(turn, conversation, form)
        if turn.text in BACK:
            return engine.back(turn, conversation, form)
        if turn.text in RESTART:
            return engine.restart(turn, conversation, form)
        return None

    def _give_up(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        engine.close(turn, form)
        return turn.render(
            "form_cancelled",
            title=turn.house.words.form(conversation.name).title,
            filed="filed" in form.answers,
            amends=engine.amends(form) or amending.is_choosing(form),
        )

    @staticmethod
    def _is_left_alone(turn: Turn, form: OpenForm) -> bool:
        """Whether the form has waited since an earlier day."""
        return business_day(form.updated_at) < business_day(turn.now)

    def _other_matter(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """What is dealt with beside the form before it looks at the message: a person, help, another short filing."""
        intent = turn.reading.intent
        other = self._by_intent.get(intent)
        if self._is_rather_the_answer(turn, conversation, form, other):
            return ""
        if intent == _HEARD and not interrupting.finds_it_hard(turn, conversation, form):
            return ""
        if intent == _HEARD and not self._asks_after_it(turn, conversation, form):
            turn.asked = None  # nobody who finds it hard is asked the next question; the form waits for 继续
            title = turn.house.words.form(conversation.name).title
            return f"{self._offer.answers[intent](turn)}\n{turn.render('form_put_aside', title=title)}"
        if intent in _ALWAYS_ANSWERED:
            return f"{self._offer.answers[intent](turn)}\n{self._question(turn, conversation, form)}"
        said = engine.beside(turn, other) if other is not None and other is not conversation else None
        return f"{said}\n{self._question(turn, conversation, form)}" if said else ""

    @staticmethod
    def _asks_after_it(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
        """Whether the form asks how somebody is and the message may answer it; 心里堵得慌 is no answer to a name."""
        if not conversation.asks_how_one_is:
            return False
        return not turn.reading.is_plain or engine.answers_the_question(turn, conversation, form)

    def _is_rather_the_answer(
        self, turn: Turn, conversation: Conversation, form: OpenForm, other: Conversation | None
    ) -> bool:
        """Whether what sounds like another matter is the answer to the question, or too uncertain to be filed beside it."""
        if not turn.reading.is_sure:
            return True
        is_answer = not turn.reading.is_plain and engine.answers_the_question(turn, conversation, form)
        if is_answer and not interrupting.is_no_place(turn, conversation, form):
            return True
        slot = conversation.missing(form.answers)
        is_in_own_words = other is None and slot is not None and slot.takes_questions
        gives_way = is_in_own_words or (other is not None and other.gives_way)
        return gives_way and self._answers_in_words(turn, conversation, form)

    @staticmethod
    def _answers_in_words(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
        """Whether the open question takes any words, and takes these: 今天透析室消毒 is why somebody does not agree."""
        slot = conversation.missing(form.answers)
        return slot is not None and slot.kind == "text" and engine.answers_the_question(turn, conversation, form)

    def _asked(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """The answer to a question in the middle, and the form's question once more."""
        if interrupting.only_asks(turn, conversation, form) and turn.reading.intent not in self._by_intent:
            return self._not_an_answer(turn, conversation, form)
        if not interrupting.asks_something(turn, conversation, form):
            return ""
        question = self._question(turn, conversation, form)
        return f"{self._offer.answers[turn.reading.intent](turn)}\n{question}"

    def _ill(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """What is done at once for somebody ill whose words answer nothing, and the form's question once more."""
        is_only_ill = interrupting.is_only_ill(turn, conversation, form)
        reading = interrupting.as_illness(turn, conversation) if is_only_ill else None
        if reading is None:
            return ""
        turn.reading = reading
        said = engine.beside(turn, self._by_intent[interrupting.CHECKIN])
        return f"{said}\n{self._question(turn, conversation, form)}" if said else ""

    def _plainly_another(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """Another form, where the message plainly asks for it and does not answer the question."""
        other = self._by_intent.get(turn.reading.intent)
        if other is None or other is conversation or not engine.may_wait(form, other) or not turn.reading.is_plain:
            return ""
        if self._is_beside_the_point(turn):
            return ""
        tells_of_it = interrupting.tells_of_another(turn, conversation, form, other)
        if not tells_of_it and engine.answers_the_question(turn, conversation, form):
            return ""
        if interrupting.says_who_they_are(turn, conversation, form):
            return ""
        return self._start_beside(turn, conversation, form, other)

    @staticmethod
    def _is_beside_the_point(turn: Turn) -> bool:
        """Whether a message only sounds like a wish to go out: 放楼下就行,我下楼拿."""
        return turn.reading.intent == _EXIT and only_to_the_door(turn.text)

    @staticmethod
    def _start_beside(turn: Turn, conversation: Conversation, form: OpenForm, other: Conversation) -> str:
        said = engine.start(turn, other, form, engine.learned(turn, conversation, form, other))
        title = turn.house.words.form(conversation.name).title
        return said if turn.resumed else f"{turn.render('form_waits', open=title)}\n{said}"

    def _not_an_answer(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """The message did not answer the question: another form, another question, or simply not understood.

        Unless it says an answer of it in the very words that stand there.
        """
        question = self._question(turn, conversation, form)
        number = tapping.number_of(turn.text, turn.asked.choices) if turn.asked is not None else None
        if number is not None:
            self._reads(turn, number)
            return self._in_form(turn, conversation, form)
        intent = turn.reading.intent
        other = self._by_intent.get(intent)
        is_unsure = (other is None and intent in _NOTHING_SURE) or not turn.reading.is_sure
        is_unsure = is_unsure or (intent == _HEARD and not interrupting.finds_it_hard(turn, conversation, form))
        is_unsure = is_unsure or interrupting.says_who_they_are(turn, conversation, form)
        if other is not None and other is not conversation:
            is_unsure = is_unsure and not interrupting.tells_of_another(turn, conversation, form, other)
        if other is conversation or is_unsure or self._is_beside_the_point(turn):
            if interrupting.asks_of_the_plan(turn, conversation, form):
                return f"{self._offer.answers['plan_question'](turn)}\n{question}"
            return engine.wrong(turn, conversation, form)
        if other is None:
            return f"{self._offer.answers.get(intent, self._offer.unknown)(turn)}\n{question}"
        if engine.may_wait(form, other):
            return self._start_beside(turn, conversation, form, other)
        wanted = self._waits_for(turn, form, other)
        if wanted is not None:
            return self._forward(turn, conversation, form, wanted)
        title = turn.house.words.form(conversation.name).title
        other_title = turn.house.words.form(other.name).title
        return turn.render("one_form_at_a_time", open=title, other=other_title, question=question)

    def _free(self, turn: Turn) -> str:
        if turn.text in engine.YES or CANCEL.fullmatch(turn.text) or turn.text in MOVES:
            return turn.render("nothing_is_open")
        corrected = amending.correct(turn, self._offer.conversations) if amending.is_correction(turn) else None
        if corrected is not None:
            return corrected
        said = several_matters.begin(turn, self._by_intent)
        if said is not None:
            return self._with_what_goes_on(turn, said)
        matters = meaning.likely(turn)
        if not matters:
            return self._matter(turn)
        # Whoever despaired just now is listened to, not asked what they would like to file.
        return self._offer.unknown(turn) if meaning.is_listened_to(turn) else meaning.ask(turn, self._which, matters)

    def _matter(self, turn: Turn) -> str:
        """The conversation of the intent that was read, or its answer."""
        conversation = self._by_intent.get(turn.reading.intent)
        if conversation is not None:
            return joined(self._ill_beside(turn, None), engine.start(turn, conversation))
        return self._offer.answers.get(turn.reading.intent, self._offer.unknown)(turn)

    def _as_meant(self, turn: Turn, answers: Answers) -> str:
        """What was said before it was asked what it means."""
        return self._matter(turn) if meaning.go_back(turn, answers) else self._offer.unknown(turn)
