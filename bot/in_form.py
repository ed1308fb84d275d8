"""What a message does while a form is open: answer it, move about in it, be dealt with beside it, or let it wait."""

from collections.abc import Mapping

from bot import amending, interrupting, meaning, moving, tapping, waiting
from bot import conversation as engine
from bot.answers import LISTED
from bot.asking import joined
from bot.form import Conversation
from bot.offer import Offer
from bot.turn import Turn
from knowledge.language.goings import only_to_the_door
from knowledge.language.reading import read
from knowledge.times import business_day
from ledger.conversations import OpenForm

# Answered beside any form, before the form looks at the message.
_ALWAYS_ANSWERED = frozenset({"human_handover", "help"})
# Heard beside any form but one that asks how somebody is: 我害怕 is no name.
_HEARD = "psych_support"
_EXIT = "exit_request"
# Readings that say too little to take a message for another matter.
_NOTHING_SURE = frozenset({"out_of_scope", "cancel", "correct", "register"})


class InForm:
    """Decides between the open form and everything else that a message may mean; holds nothing of a person."""

    def __init__(self, offer: Offer, by_name: Mapping[str, Conversation], by_intent: Mapping[str, Conversation]) -> None:
        self._offer = offer
        self._by_name = by_name
        self._by_intent = by_intent

    def answer(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
        """What answers the message; None where it is to be answered as though no form were open."""
        form_then = engine.out_of_order(turn, conversation, form)
        if form_then is None:
            return f"{turn.render('overtaken')}\n{amending.question(turn, conversation, form)}"
        form = form_then
        if conversation.name == meaning.NAME and not meaning.answers(turn, conversation, form):
            engine.close(turn, form)
            turn.form = None
            return None
        return self._taken(turn, conversation, form)

    def _taken(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """The form takes what answers it; another matter is dealt with beside it and the question repeated."""
        steered = moving.steered(turn, conversation, form)
        if steered is not None:
            return steered
        if self._is_left_alone(turn, form) and turn.reading.intent in conversation.intents:
            return engine.start(turn, conversation, form.parked)  # today's, not the one that was begun days ago
        first = self._wanted_first(turn, conversation, form)
        if first is not None:
            ill = self.ill_beside(turn, conversation)
            return joined(ill, self._forward(turn, conversation, form, first))
        if LISTED not in form.answers and (number := engine.choice_said(turn, conversation, form)) is not None:
            _reads(turn, number)
        said = (
            amending.in_form(turn, conversation, form)
            or self._other_matter(turn, conversation, form)
            or self._asked(turn, conversation, form)
        )
        if said:
            return said
        ill = self.ill_beside(turn, conversation)
        return joined(
            ill,
            self._plainly_another(turn, conversation, form)
            or ("" if ill else self._ill(turn, conversation, form))
            or engine.resume(turn, conversation, form)
            or self._not_an_answer(turn, conversation, form),
        )

    def ill_beside(self, turn: Turn, conversation: Conversation | None) -> str:
        """What was done about an illness in a message that files something else, or goes on with it; empty for none."""
        sees_to_it = conversation is not None and (conversation.asks_how_one_is or conversation.sees_to_illness)
        said = self._by_intent.get(turn.reading.intent)
        if turn.taps or sees_to_it or said is None or not said.may_tell_of_illness:
            return ""
        return self._offer.beside(turn)

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
        if wanted is None or self._is_left_alone(turn, wanted) or waiting.contradicts(turn, other, wanted):
            return None
        return wanted

    def _forward(self, turn: Turn, conversation: Conversation, form: OpenForm, wanted: OpenForm) -> str:
        """A form that waited goes on with what is said of it, and the open one waits."""
        said = turn.render("form_waits", open=turn.house.words.form(conversation.name).title)
        forward = waiting.brought_forward(form, wanted)
        return joined(said, waiting.bring_forward(turn, self._by_name[wanted.name], forward))

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
            return f"{self._offer.answers[intent](turn)}\n{amending.question(turn, conversation, form)}"
        said = engine.beside(turn, other) if other is not None and other is not conversation else None
        return f"{said}\n{amending.question(turn, conversation, form)}" if said else ""

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
        only_asks = interrupting.only_asks(turn, conversation, form)
        only_asks = only_asks or interrupting.asks_of_another_matter(turn, conversation, form)
        if only_asks and turn.reading.intent not in self._by_intent:
            return self._not_an_answer(turn, conversation, form)
        if not interrupting.asks_something(turn, conversation, form):
            return ""
        question = amending.question(turn, conversation, form)
        return f"{self._offer.answers[turn.reading.intent](turn)}\n{question}"

    def _ill(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """What is done at once for somebody ill whose words answer nothing, and the form's question once more."""
        is_only_ill = interrupting.is_only_ill(turn, conversation, form)
        reading = interrupting.as_illness(turn, conversation) if is_only_ill else None
        if reading is None:
            return ""
        turn.reading = reading
        said = engine.beside(turn, self._by_intent[interrupting.CHECKIN])
        return f"{said}\n{amending.question(turn, conversation, form)}" if said else ""

    def _plainly_another(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """Another form, where the message plainly asks for it and does not answer the question."""
        other = self._by_intent.get(turn.reading.intent)
        if other is None or other is conversation or not waiting.may_wait(form, other) or not turn.reading.is_plain:
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
        said = engine.start(turn, other, form, waiting.learned(turn, conversation, form, other))
        title = turn.house.words.form(conversation.name).title
        return said if turn.resumed else f"{turn.render('form_waits', open=title)}\n{said}"

    def _not_an_answer(self, turn: Turn, conversation: Conversation, form: OpenForm) -> str:
        """The message did not answer the question: another form, another question, or simply not understood.

        Unless it says an answer of it in the very words that stand there.
        """
        question = amending.question(turn, conversation, form)
        number = tapping.number_of(turn.text, turn.asked.choices) if turn.asked is not None else None
        if number is not None:
            _reads(turn, number)
            return self._taken(turn, conversation, form)
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
            if interrupting.asks_whom_or_when(turn):
                return f"{self._offer.answers[intent](turn)}\n{question}"
            return engine.wrong(turn, conversation, form)
        if other is None:
            return f"{self._offer.answers.get(intent, self._offer.unknown)(turn)}\n{question}"
        if waiting.may_wait(form, other):
            return self._start_beside(turn, conversation, form, other)
        wanted = self._waits_for(turn, form, other)
        if wanted is not None:
            return self._forward(turn, conversation, form, wanted)
        title = turn.house.words.form(conversation.name).title
        other_title = turn.house.words.form(other.name).title
        return turn.render("one_form_at_a_time", open=title, other=other_title, question=question)


def _reads(turn: Turn, number: int) -> None:
    """What was said in an answer's own words is its number."""
    turn.reading = read(str(number), turn.said_time)
