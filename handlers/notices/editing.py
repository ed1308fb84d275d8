"""What is changed of a notice: to whom, its words, what is read out, the Mongolian version; each the next version of it.

Said with the change itself (改范围 G-31 永茂社区), or asked for. Whoever changes a notice that was approved voids the
approval, and what has not gone out stays.
"""

import re
from dataclasses import replace

from bot import conversation as engine
from bot.conversation import Choice, Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.notices import audiences
from handlers.notices.audiences import NoSuchAudience
from handlers.notices.drafts import FIELDS, Drafts, about, open_form, seen
from handlers.notices.faults import fault_in_content
from handlers.notices.numbers import NUMBER, editable, has_a_say, one_of
from handlers.notices.written import as_typed, says_enough, titled
from knowledge.language.audiences import read_audience
from knowledge.notices.audience import Audience, parse
from knowledge.notices.audience_words import audience_words
from knowledge.notices.content import Content, written
from ledger import notices
from ledger.notices import Notice
from ledger.notices import cards as notice_cards

_WORDS = {
    "audience": "改(?:一下)?(?:范围|对象|发给谁)",
    "text": "改(?:一下)?(?:文字|内容|正文|全文)",
    "broadcast": "(?:加|改|写)?(?:一份|个)?广播稿",
    "mongolian": "(?:加|改|写)?(?:一份|个)?(?:蒙古文|蒙文|蒙语)(?:稿|文稿|版)?",
}
_FIELD, _NONE = "field", ""


def _only_if(field: str) -> Slot:
    """The question for one part; only that part is asked for."""
    is_optional = field in ("broadcast", "mongolian")
    slot = Slot(
        field,
        "text",
        bare=_typed,
        facts=_facts,
        takes_questions=True,
        only_if=lambda answers: answers.get(_FIELD) == field,
    )
    if field == "audience":
        return replace(slot, bare=audience_of, offers=audience_offered)
    return replace(slot, optional=is_optional)


def ask(turn: Turn, one: Notice, field: str) -> str:
    """Ask for what is to be different."""
    return open_form(turn, edit_form, {**about(one), _FIELD: field})


def _finish(turn: Turn, answers: Answers) -> str:
    one, said = drafts.changed_meanwhile(turn, *seen(answers))
    if one is None:
        return said
    field = str(answers[_FIELD])
    value = answers[field]
    return _changed(turn, one, field, str(value) if value is not None else _NONE)


def _changed(turn: Turn, one: Notice, field: str, value: str) -> str:
    """The next version, with one part of it different."""
    content = _with(one.content, field, value)
    fault = fault_in_content(turn, content)
    if fault:
        return fault
    kept = written(
        content.title,
        content.text,
        parse(content.audience),
        broadcast=content.broadcast,
        mongolian=content.mongolian,
        rhythm=content.rhythm,
    )
    return drafts.edited(turn, one, kept)


def _with(content: Content, field: str, value: str) -> Content:
    if field == "text":
        title, text = titled(value)
        return replace(content, title=title or content.title, text=text)
    if field == "audience":
        return replace(content, audience=value)
    if field == "broadcast":
        return replace(content, broadcast=value or None)
    return replace(content, mongolian=value or None)


def _command(field: str) -> Command:
    pattern = re.compile(rf"{_WORDS[field]}(?: ?{NUMBER})?[ ,:;。\n]*(?P<said>.*)", re.DOTALL)
    typed = re.compile(rf"\s*{_WORDS[field]}(?:\s*[Gg]\s*[-.－]?\s*\d{{1,9}}号?)?[\s,，:：;；。]*")

    def run(turn: Turn, match: re.Match[str]) -> str | None:
        if not has_a_say(turn):
            return None
        word, said = re.sub(rf"{NUMBER}.*", "", turn.text[: match.start("said")]).strip(" ,:;。"), match["said"]
        said = as_typed(turn.message.text, typed) if said else ""
        return one_of(turn, match["number"], editable(turn), word, lambda one: _said(turn, one, field, said))

    return Command(f"notice_{field}", pattern, run)


def _said(turn: Turn, one: Notice, field: str, said: str) -> str:
    """Change it at once where the change was said with it, else ask."""
    current, words = drafts.changed_meanwhile(turn, one.id, one.version)
    if current is None:
        return words
    if not said:
        return ask(turn, one, field)
    if field != "audience":
        return _changed(turn, one, field, said)
    try:
        return _changed(turn, one, field, _audience_in(turn, said).canonical())
    except InvalidAnswer:
        return ask(turn, one, field)
    except NoSuchAudience as none:
        return f"{none}\n{ask(turn, one, field)}"


def answered(turn: Turn) -> str | None:
    """An answer to the open question, taken in the very words; None where it is none of these."""
    form = turn.form
    if form is None or form.name != edit_form.name or engine.steers(turn.text):
        return None
    if form.answers[_FIELD] == "audience":
        return audience_answered(turn, edit_form)
    if engine.leaves_open(turn.text) or not says_enough(turn.text, least=2):
        return None
    one, said = drafts.changed_meanwhile(turn, *seen(form.answers))
    if one is None:
        return said
    field = str(form.answers[_FIELD])
    fault = fault_in_content(turn, _with(one.content, field, turn.message.text))
    return fault or engine.resume(turn, edit_form, form)


def audience_answered(turn: Turn, conversation: Conversation) -> str | None:
    """An answer to 发给谁; what names a place that is none is said to, and asked again."""
    assert turn.form is not None  # whoever calls has looked
    said = read_audience(turn.text)
    if said is None:
        return None
    try:
        audiences.resolved(turn, said)
    except NoSuchAudience as none:
        return str(none)
    return engine.resume(turn, conversation, turn.form)


def audience_offered(turn: Turn, _answers: Answers) -> tuple[Choice, ...]:
    """The audiences that can be chosen by number."""
    return tuple(Choice(one.canonical(), audience_words(one)) for one in audiences.choices(turn))


def audience_of(text: str, turn: Turn) -> Value:
    """The audience that an answer names."""
    return _audience_in(turn, text).canonical()


def _audience_in(turn: Turn, text: str) -> Audience:
    said = read_audience(text)
    if said is None:
        raise InvalidAnswer
    return audiences.resolved(turn, said)


def _typed(_text: str, turn: Turn) -> Value:
    if not says_enough(turn.text, least=2):
        raise InvalidAnswer
    return turn.message.text or turn.text


def _facts(turn: Turn, answers: Answers) -> dict[str, str]:
    one = notices.get(turn.db, seen(answers)[0])
    assert one is not None  # a notice is never deleted
    facts = notice_cards.facts(one)
    return {"number": one.number, "voids": turn.render("notice_voids", **facts)}


edit_form = Conversation(
    name="notice_edit", intents=(), slots=tuple(_only_if(field) for field in FIELDS), finish=_finish
)
drafts = Drafts(ask)
commands = tuple(_command(field) for field in FIELDS)
