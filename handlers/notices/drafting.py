"""公告草稿: one of the office writes a notice; it is kept at once, with its number, and shown with what comes next (3.3).

To whom it goes is read from the words where they say it, else asked. For anybody else the words are ordinary text (A17).
"""

import re

from bot import conversation as engine
from bot.conversation import Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.notices import audiences, editing
from handlers.notices.audiences import NoSuchAudience
from handlers.notices.drafts import open_form, put_away
from handlers.notices.editing import audience_of, audience_offered, drafts
from handlers.notices.faults import fault_in
from handlers.notices.numbers import NUMBER, editable, has_a_say, one_of
from handlers.notices.shown import ROLE, refused
from handlers.notices.written import LEAD, behind_lead, is_draft, is_other_word, is_tip, read_notice, says_enough
from knowledge.notices.audience import parse
from knowledge.notices.content import RHYTHMS, written
from ledger import notices
from ledger.notices import Notice

_DRAFT = re.compile(rf"{LEAD}[ ,:。;\n]*.*", re.DOTALL)
_SUBMIT = re.compile(rf"送审(?: ?{NUMBER})?")
_ANYTHING = re.compile(r".+", re.DOTALL)
# Words that wait for an answer in a notice's form are no cry for help, unless they are as short as one.
_CRY_FOR_HELP = 20


def is_writing(turn: Turn) -> bool:
    """Whether the message is words for others to read: what it says of fire or of illness has not happened here."""
    form = turn.form
    is_long_answer = form is not None and form.name in _ASKING_WORDS and len(turn.text) > _CRY_FOR_HELP
    return (is_draft(turn.text) or is_long_answer) and has_a_say(turn)


def how(turn: Turn) -> str | None:
    """How a notice is written, for whoever wants one and said it otherwise; None for whoever has no say in it."""
    return turn.render("notice_how", title=turn.render("notice_default_title")) if has_a_say(turn) else None


def _draft(turn: Turn, _match: re.Match[str]) -> str | None:
    if not has_a_say(turn):
        return None
    typed = behind_lead(turn.message.text or turn.text)
    rhythm: Answers = {"rhythm": RHYTHMS[0]} if is_tip(turn.text) else {}
    return _kept(turn, typed, rhythm) if typed else open_form(turn, draft_form, rhythm)


def _kept(turn: Turn, typed: str, rhythm: Answers) -> str:
    """Keep what was written, or ask to whom it goes; what cannot be a notice is said at once."""
    found = read_notice(typed)
    title = found.title or turn.render("notice_tip_title" if rhythm else "notice_default_title")
    fault = fault_in(turn, title, found.text)
    if fault:
        return fault
    known: Answers = {**rhythm, "title": title, "text": found.text}
    if found.to is None:
        return open_form(turn, draft_form, known)
    try:
        to = audiences.resolved(turn, found.to)
    except NoSuchAudience as none:
        return f"{none}\n{open_form(turn, draft_form, known)}"
    return _file(turn, {**known, "audience": to.canonical()})


def _file(turn: Turn, answers: Answers) -> str:
    """Keep the draft, and show it with its number."""
    if not has_a_say(turn):
        return turn.render("notice_no_right")
    to, rhythm = parse(str(answers["audience"])), answers.get("rhythm")
    content = written(
        str(answers["title"]), str(answers["text"]), to, rhythm=str(rhythm) if rhythm is not None else None
    )
    step = notices.draft(turn.db, content, turn.contact.recipient(), ROLE, turn.now)
    return drafts.show(turn, step.notice) if step.notice is not None else refused(turn, step, "")


def _submit(turn: Turn, match: re.Match[str]) -> str | None:
    if not has_a_say(turn):
        return None

    def submit(one: Notice) -> str:
        put_away(turn, one)
        return drafts.submit(turn, one)

    return one_of(turn, match["number"], editable(turn), "送审", submit)


def _in_question(turn: Turn, _match: re.Match[str]) -> str | None:
    """The answer to an open question of a notice, in the very words; None for anything else."""
    form = turn.form
    if form is None or not has_a_say(turn):
        return None
    if form.name != draft_form.name:
        return editing.answered(turn)
    if "text" in form.answers:
        return editing.audience_answered(turn, draft_form)
    if engine.steers(turn.text) or is_other_word(turn.text):
        return None
    if says_enough(turn.text):
        rhythm: Answers = {"rhythm": form.answers["rhythm"]} if "rhythm" in form.answers else {}
        return _kept(turn, turn.message.text, rhythm)
    return turn.house.words.form(draft_form.name).slots["text"].wrong


def _no_words(_text: str, _turn: Turn) -> Value:
    """What is long enough for a notice was taken before (`_in_question`)."""
    raise InvalidAnswer


draft_form = Conversation(
    name="notice_draft",
    intents=(),
    slots=(
        Slot("rhythm", "text", asked=False),
        Slot("title", "text", asked=False),
        Slot("text", "text", bare=_no_words),
        Slot("audience", "text", bare=audience_of, offers=audience_offered),
    ),
    finish=_file,
)
_ASKING_WORDS = frozenset({draft_form.name, editing.edit_form.name})
commands = (
    Command("notice_draft", _DRAFT, _draft),
    Command("notice_submit", _SUBMIT, _submit),
    *editing.commands,
)
# Behind every other word of a notice, before all other commands: what is written for others is not read as one.
last = (Command("notice_words", _ANYTHING, _in_question),)
conversations = (draft_form, editing.edit_form, drafts.next)
