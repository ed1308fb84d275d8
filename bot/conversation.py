"""The form engine: a conversation declares its slots, the engine asks for the first that is missing.

Progress is derived, never stored: the next question is the first applicable slot without an answer. Leaving a step is
therefore taking one answer away, the order of slots can change while forms are open, and answers off the path stop
counting. bot/form.py says what a form is, bot/asking.py how it asks, bot/answers.py what a message answers, bot/moving.py
how one moves about in it, bot/waiting.py how it waits, and bot/amending.py how what was said or filed is put right.
"""

from dataclasses import replace

from bot.answers import (
    AMENDS,
    LISTED,
    MISSED,
    MIXED_UP,
    NEWEST,
    NO,
    PROPOSED,
    SETTLED,
    YES,
    answers_of,
    as_of,
    changed,
    is_begun_late,
    leaves_open,
    may_answer_another,
    newest,
    proposal,
    proposals,
    said_of,
    spontaneous,
    was_overtaken,
    with_answers,
)
from bot.asking import ask, joined, put_changes, put_doubt, put_list, put_question, put_summary, put_wrong
from bot.form import Choice, Conversation, Doubt, Filed, Option, Slot
from bot.items import Change, changes
from bot.steering import CANCEL, steers
from bot.tapping import number_of
from bot.turn import Answers, Turn
from ledger import conversations
from ledger.conversations import WAS, OpenForm

__all__ = [
    "CANCEL",
    "NO",
    "YES",
    "Change",
    "Choice",
    "Conversation",
    "Doubt",
    "Filed",
    "Option",
    "Slot",
    "ask",
    "ask_anew",
    "beside",
    "changes",
    "leaves_open",
    "repeat",
    "resume",
    "start",
    "steers",
    "wrong",
]

# So many answers to one question that were none of it: it is left open where it may be.
_ASKED_IN_VAIN = 3


def start(
    turn: Turn, conversation: Conversation, parked: OpenForm | None = None, learned: Answers | None = None
) -> str:
    """Open a form with what the ledger knows, what another form has `learned` of the writer, and what the first sentence
    says; `parked` waits until it is done.
    """
    known = {**(learned or {}), **conversation.prefill(turn)}
    said = spontaneous(turn, conversation.slots, turn.reading.slots, known)
    form = OpenForm(conversation.name, {**known, **said}, turn.now, turn.now, parked, turn.said_at)
    if PROPOSED not in said and conversation.summary is None and conversation.missing(form.answers) is None:
        return advance(turn, conversation, form, is_open=parked is not None)
    form = with_answers(turn, conversation, replace(form, answers=known), said)  # it stays open: who said what when
    reply = advance(turn, conversation, form, is_open=parked is not None)
    if len(said) > 1 and conversation.missing(form.answers) is not None:
        return joined(conversation.heard(turn, form.answers), reply)
    return reply


def beside(turn: Turn, conversation: Conversation) -> str | None:
    """Deal with another matter while a form stays open, as far as one sentence holds it; None where it does not.

    What is complete is filed; of what is not, only what must not wait (a fever) is.
    """
    if conversation.summary is not None:
        return None
    known = conversation.prefill(turn)
    answers = {**known, **spontaneous(turn, conversation.slots, turn.reading.slots, known)}
    if PROPOSED not in answers and conversation.missing(answers) is None:
        return conversation.finish(turn, conversation.applicable(answers))
    early = conversation.early(turn, answers)
    return early[0] if early is not None else None


def resume(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """Take the message as part of the open form; None where it is no answer to it."""
    slot = conversation.missing(form.answers)
    if may_answer_another(turn, form) and not turn.taps:
        return _ask_again(turn, conversation, form, slot)
    if slot is None:
        return _at_end(turn, conversation, form)
    proposed = proposal(form.answers, slot)
    if proposed is not None and turn.text in YES:
        return advance(turn, conversation, with_answers(turn, conversation, form, {slot.name: proposed}, drop=slot))
    if proposed is not None and turn.text in NO:
        return advance(turn, conversation, with_answers(turn, conversation, form, {}, drop=slot))
    said, found = conversation.aside(turn, form.answers, answers_of(turn, conversation, form, slot))
    if not found:
        is_known = _says_what_is_known(turn, conversation, form)
        return joined(said, repeat(turn, conversation, form)) if said or is_known else None
    return joined(said, take(turn, conversation, form, found, is_told=bool(said)))


def take(turn: Turn, conversation: Conversation, form: OpenForm, found: Answers, *, is_told: bool = False) -> str:
    """Go on with these answers more; what they put right is said back before the next question.

    `is_told` where something was said back already: then only what was put right is.
    """
    after = with_answers(turn, conversation, form, found)
    is_settled = conversation.instead(turn, after.answers) is not None
    said = "" if is_settled else put_changes(turn, conversation, form.answers, after, is_told=is_told)
    return joined(said, advance(turn, conversation, after))


def ask_anew(turn: Turn, conversation: Conversation, form: OpenForm, name: str) -> str:
    """Take one answer away and ask for it; 不改了 leaves it as it was."""
    return advance(turn, conversation, with_answers(turn, conversation, form, {}, without=name))


def _says_what_is_known(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether the message only says once more what the form has: it was understood, and nothing follows from it."""
    if turn.reading.intent not in {*conversation.intents, "out_of_scope", "correct"}:
        return False
    said = said_of(turn, conversation.slots, form.answers)
    return bool(said) and all(name in form.answers for name in said)


def answers_the_question(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether the message answers the very question at which the form stands; a summary asks what is wrong with it."""
    slot = conversation.missing(form.answers)
    if slot is None:
        is_said = turn.text in YES or conversation.options(turn) is not None
        return is_said or bool(changed(form.answers, said_of(turn, conversation.slots, form.answers)))
    found = answers_of(turn, conversation, form, slot)
    return slot.name in found or slot.name in proposals(found)


def choice_said(turn: Turn, conversation: Conversation, form: OpenForm) -> int | None:
    """The number of the choice that the message says in its own words, as it stands under the question."""
    slot = conversation.missing(form.answers)
    if slot is None or not slot.choices or proposal(form.answers, slot) is not None:
        return None
    words = turn.house.words.form(conversation.name).slots[slot.name].choices
    return number_of(turn.text, [words[name] for name in slot.choices])


def out_of_order(turn: Turn, conversation: Conversation, form: OpenForm) -> OpenForm | None:
    """The form as it was when this message was said, where later ones came before it (THREATS F5).

    None where it was said before the form was begun: it answers nothing here.
    """
    if turn.taps or not was_overtaken(turn, form):  # a tap says itself which question it answers
        return form
    return as_of(form, turn.said_at) if form.said_at <= turn.said_at else None


def repeat(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """The question at which the form stands."""
    if LISTED in form.answers:
        return put_list(turn, conversation, form)
    slot = conversation.missing(form.answers)
    if slot is not None:
        return put_question(turn, conversation, form, slot)
    doubt = _open_doubt(turn, conversation, form.answers)
    if doubt is not None:
        return put_doubt(turn, conversation, form, doubt)
    return put_summary(turn, conversation, form)


def wrong(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """What is said where the message was no answer to the question; from the second time on with a way out.

    What may stay open is not asked a fourth time: nobody is kept from what they came for by a shop's measure.
    """
    missed = form.answers.get(MISSED)
    times = 1 + (missed if isinstance(missed, int) else 0)
    open_slot = conversation.missing(form.answers)
    if times >= _ASKED_IN_VAIN and open_slot is not None and open_slot.optional:
        left = with_answers(turn, conversation, form, {open_slot.name: None})
        return joined(turn.render("left_open"), advance(turn, conversation, left))
    form = replace(form, answers={**form.answers, MISSED: times}, updated_at=turn.now)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    if open_slot is None:
        said = turn.render("summary_not_understood")
    else:
        said = put_wrong(turn, conversation, form, open_slot, times)
    is_optional = open_slot is not None and open_slot.optional
    return said if times == 1 else joined(said, turn.render("way_out", optional=is_optional))


def advance(turn: Turn, conversation: Conversation, form: OpenForm, *, is_open: bool = True) -> str:
    """Ask for what is missing, show the summary, or file; `is_open`: the ledger keeps this form already."""
    form = _unlisted(form)
    instead = conversation.instead(turn, form.answers)
    if instead is not None:
        if is_open:
            close(turn, form)
        return instead
    slot = conversation.missing(form.answers)
    doubt = _open_doubt(turn, conversation, form.answers) if slot is None else None
    if slot is None and doubt is None and not _is_confirmed_first(turn, conversation, form):
        return finish(turn, conversation, form, is_open=is_open)
    said, answers = conversation.early(turn, form.answers) or ("", form.answers)
    form = replace(form, answers=answers)
    if not is_open and is_begun_late(turn):
        form = replace(form, answers={**form.answers, MIXED_UP: True})
    conversations.save(turn.db, turn.contact.openid, replace(form, updated_at=turn.now), conversation.private())
    return joined(said, repeat(turn, conversation, form))


def finish(turn: Turn, conversation: Conversation, form: OpenForm, *, is_open: bool = True) -> str:
    """File what the form holds, or the next version of the record that it corrects, and let go of the form."""
    if is_open:
        close(turn, form)
    answers = conversation.applicable(form.answers)
    if AMENDS not in form.answers:
        return conversation.finish(turn, answers)
    filed = _amended(turn, conversation, form)
    if filed is None or conversation.amend is None:
        return turn.render("correct_gone")
    if not changed(filed.answers, answers) and not filed.fixed:
        return turn.render("correct_same", name=filed.name)
    return filed.fixed or conversation.amend(turn, filed, answers)


def list_items(turn: Turn, conversation: Conversation, form: OpenForm) -> str:
    """The form's items with their numbers; the form stays open for the answer."""
    form = replace(form, answers={**form.answers, LISTED: True}, updated_at=turn.now)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    return put_list(turn, conversation, form)


def keep(turn: Turn, conversation: Conversation, form: OpenForm, slot: Slot) -> None:
    """The form stands open with an answer that is to be changed in part; 不改了 leaves it as it was."""
    kept = {name: value for name, value in form.answers.items() if name not in {LISTED, MISSED}}
    form = replace(form, answers={**kept, WAS: {slot.name: form.answers[slot.name]}}, updated_at=turn.now)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())


def close(turn: Turn, form: OpenForm) -> None:
    """Let go of the form; the one that waited behind it is open again, and its question is put at the end."""
    if form.parked is None:
        conversations.close(turn.db, turn.contact.openid)
        return
    waited = _unlisted(form.parked)
    conversations.put_back(turn.db, turn.contact.openid, waited)
    turn.resumed = waited


def _unlisted(form: OpenForm) -> OpenForm:
    """The form with its question open again, where its items were listed to have one named."""
    if LISTED not in form.answers:
        return form
    return replace(form, answers={name: value for name, value in form.answers.items() if name != LISTED})


def amends(form: OpenForm) -> bool:
    """Whether the form puts something right that was filed before."""
    return AMENDS in form.answers


def _is_confirmed_first(turn: Turn, conversation: Conversation, form: OpenForm) -> bool:
    """Whether the summary is shown and confirmed before anything is filed."""
    if AMENDS not in form.answers:
        return conversation.summary is not None
    filed = _amended(turn, conversation, form)
    return filed is not None and filed.confirms and not filed.fixed


def _amended(turn: Turn, conversation: Conversation, form: OpenForm) -> Filed | None:
    """What the form corrects, as it stands now."""
    filed = conversation.filed(turn) if conversation.filed is not None else ()
    return next((one for one in filed if one.record == form.answers[AMENDS]), None)


def _ask_again(turn: Turn, conversation: Conversation, form: OpenForm, slot: Slot | None) -> str:
    """Messages came in another order than they were said in: what a plain answer means is asked before it is taken."""
    meant = answers_of(turn, conversation, form, slot).get(slot.name) if slot is not None else None
    answers = {name: value for name, value in form.answers.items() if name != MIXED_UP}
    answers[NEWEST] = max(turn.said_at, newest(form.answers))
    if slot is not None and meant is not None:
        answers[PROPOSED] = {**proposals(answers), slot.name: meant}
    form = replace(form, answers=answers, updated_at=turn.now)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    return turn.render("mixed_up", question=repeat(turn, conversation, form))


def _at_end(turn: Turn, conversation: Conversation, form: OpenForm) -> str | None:
    """Everything is answered: settle a doubt, submit, take an option of the summary, or change what is named."""
    doubt = _open_doubt(turn, conversation, form.answers)
    if doubt is not None:
        return _settle(turn, conversation, form, doubt)
    option = conversation.options(turn)
    if option is not None and option.lists:
        return list_items(turn, conversation, form)
    if option is not None and not option.submits:
        return option.says or advance(
            turn, conversation, with_answers(turn, conversation, form, {}, without=option.reopens)
        )
    if option is not None or turn.text in YES:
        return finish(turn, conversation, form)
    found: Answers = changed(form.answers, said_of(turn, conversation.slots, form.answers))
    said, found = conversation.aside(turn, form.answers, found) if found else ("", found)
    if found:
        return joined(said, advance(turn, conversation, with_answers(turn, conversation, form, found)))
    if said or _says_what_is_known(turn, conversation, form):
        return joined(said, repeat(turn, conversation, form))
    return None


def _settle(turn: Turn, conversation: Conversation, form: OpenForm, doubt: Doubt) -> str | None:
    """The answer to a doubt: right as it is, wrong, or the right value at once."""
    if turn.text in YES:
        settled = form.answers.get(SETTLED)
        keys = [*(settled if isinstance(settled, list) else []), doubt.key]
        return advance(turn, conversation, replace(form, answers={**form.answers, SETTLED: keys}))
    if turn.text in NO and doubt.without:
        return advance(turn, conversation, with_answers(turn, conversation, form, doubt.without))
    if turn.text in NO:
        return advance(turn, conversation, with_answers(turn, conversation, form, {}, without=doubt.slot))
    if doubt.without:
        return resume(turn, conversation, replace(form, answers={**form.answers, **doubt.without}))
    found = answers_of(turn, conversation, form, conversation.slot(doubt.slot))
    return advance(turn, conversation, with_answers(turn, conversation, form, found)) if found else None


def _open_doubt(turn: Turn, conversation: Conversation, answers: Answers) -> Doubt | None:
    doubt = conversation.doubt(turn, answers)
    settled = answers.get(SETTLED)
    return None if doubt is None or (isinstance(settled, list) and doubt.key in settled) else doubt

