"""Who answers a message: a command, the open form, the conversation of its intent, or an honest `I cannot do that`.

Order: danger to life; binding codes and staff's commands (from staff only: for anybody else the same words are ordinary
text, THREATS A17); what follows an emergency; what always works (取消, 返回上一步, 重来, 人工, 帮助); the open form; the
intent that was read.
"""

from collections.abc import Sequence

from bot import amending, meaning, several_matters, tapping, waiting
from bot import conversation as engine
from bot.asking import joined
from bot.in_form import InForm
from bot.offer import Command, Offer
from bot.steering import CANCEL, GO_ON, MOVES
from bot.tapping import Tap
from bot.turn import Answers, Turn
from knowledge.language.pattern_table import PatternTable
from knowledge.language.reading import read
from ledger.conversations import OpenForm


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
        self._in_form = InForm(offer, self._by_name, self._by_intent)

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
        question = amending.question(turn, open_one, form) if open_one is not None and form is not None else ""
        asked, turn.asked = turn.asked, None  # what is asked now has its menu already
        typed = tapping.answer(tap, asked, turn.said_on, turn.db.keys) if tap is not None and asked is not None else None
        if tap is not None and typed is not None:
            turn.taps = tap.in_a_row
            turn.reading = read(typed, turn.said_time)
            return self._text(turn)
        of = self._by_name.get(tap.form) if tap is not None else None
        title = turn.house.words.form(of.name).title if of is not None else ""
        return turn.render("tapped_late", title=title, same_form=of is open_one, question=question)

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
        answer = self._in_form.answer(turn, open_one, form)
        return self._with_what_goes_on(turn, self._free(turn) if answer is None else answer)

    def _with_what_goes_on(self, turn: Turn, said: str) -> str:
        return f"{said}\n{self._goes_on(turn, turn.resumed)}" if turn.resumed is not None else said

    def _goes_on(self, turn: Turn, form: OpenForm) -> str:
        """The question of the form that waited behind the one that is done."""
        conversation = self._by_name[form.name]
        form = waiting.go_on(turn, self._by_name.get(turn.form.name) if turn.form is not None else None, conversation, form)
        title = turn.house.words.form(conversation.name).title
        return turn.render("form_goes_on", title=title, question=amending.question(turn, conversation, form))

    def _free(self, turn: Turn) -> str:
        if turn.text in engine.YES or CANCEL.fullmatch(turn.text) or turn.text in MOVES:
            return turn.render("nothing_is_open")
        corrected = amending.correct(turn, self._offer.conversations) if amending.is_correction(turn) else None
        if corrected is not None:
            return corrected
        said = several_matters.begin(turn, self._by_intent)
        if said is not None:
            return self._with_what_goes_on(turn, said)
        matters, is_listened_to = meaning.likely(turn), meaning.is_listened_to(turn)
        answered = self._offer.surely(turn) if meaning.is_unsure(turn) and not is_listened_to else None
        if answered is not None:
            return answered
        if not matters:
            return self._matter(turn)
        # Whoever despaired just now is listened to, not asked what they would like to file.
        return self._offer.unknown(turn) if is_listened_to else meaning.ask(turn, self._which, matters)

    def _matter(self, turn: Turn) -> str:
        """The conversation of the intent that was read, or its answer."""
        conversation = self._by_intent.get(turn.reading.intent)
        if conversation is not None:
            return joined(self._in_form.ill_beside(turn, None), engine.start(turn, conversation))
        return self._offer.answers.get(turn.reading.intent, self._offer.unknown)(turn)

    def _as_meant(self, turn: Turn, answers: Answers) -> str:
        """What was said before it was asked what it means."""
        return self._matter(turn) if meaning.go_back(turn, answers) else self._offer.unknown(turn)
