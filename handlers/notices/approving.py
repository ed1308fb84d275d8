"""批准 and 退回: another person of the office says yes to exactly what they were shown (clause 3.3, THREATS I4, A20).

A tap names the version of its card. A bare 1 counts where one notice waits and its card came to this very person in full;
else it is shown now, with a question of its own, and the answer is about that. 加急 with a reason approves for the night.
"""

from bot.conversation import Choice, Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.notices.drafts import about, open_form, seen
from handlers.notices.numbers import has_a_say
from handlers.notices.shown import ROLE, moved_on, refused
from knowledge.language.reasons import says_something
from ledger import notices
from ledger.notices import Notice
from ledger.notices import cards as notice_cards
from ledger.notices import office as notice_office


def waiting(turn: Turn) -> list[Notice]:
    """What waits for the writer's approval: not what they wrote themselves."""
    if not has_a_say(turn):
        return []
    who = turn.contact.recipient()
    return [one for one in notices.to_approve(turn.db) if not one.is_written_by(who)]


def approve(turn: Turn, one: Notice, why: str | None = None) -> str:
    """批准 the version that was seen; with a reason it leaves in the quiet hours too."""
    house = turn.house.settings.notices
    who = turn.contact.recipient()
    step = notice_office.approve(turn.db, turn.render, house, one, who, ROLE, turn.now, why)
    if not step.done or step.notice is None:
        return refused(turn, step, one.number)
    after = step.notice
    leaves = notice_cards.leaves(turn.render, after, turn.now)
    count = notice_cards.count_words(turn.render, after)
    return turn.render("notice_approved_by_you", leaves=leaves, **{**notice_cards.facts(after), "count": count})


def send_back(turn: Turn, one: Notice, why: str) -> str:
    """退回, with the reason; it is asked for where it was not said."""
    if one.status != "submitted":
        return moved_on(turn, one)
    if not says_something(why):
        return open_form(turn, sending_back, about(one))
    step = notice_office.send_back(turn.db, turn.render, one, why, turn.contact.recipient(), ROLE, turn.now)
    if not step.done:
        return refused(turn, step, one.number)
    return turn.render("notice_sent_back_by_you", why=why, **notice_cards.facts(one))


def put_before(turn: Turn, one: Notice) -> str:
    """All of it with the question, for whoever has not seen just this version: what is answered now is about that."""
    return open_form(turn, approval, about(one))


def tapped(turn: Turn, said: str) -> str | None:
    """A tap on a card: its number and version say what it was about, whatever came since."""
    number, version, choice = [*said.split(":"), "", ""][:3]
    digits = notices.id_of(number)
    if digits is None or not has_a_say(turn) or choice not in ("yes", "no") or not version.isdecimal():
        return None
    one = notices.get(turn.db, digits)
    if one is None:
        return turn.render("notice_not_there", number=number)
    if one.version != int(version):
        return _stale(turn, one)
    return approve(turn, one) if choice == "yes" else send_back(turn, one, "")


def _stale(turn: Turn, one: Notice) -> str:
    """The card was of another version: nothing is approved, and what stands now is shown where it waits."""
    if one.status != "submitted" or one.is_written_by(turn.contact.recipient()):
        return moved_on(turn, one)
    return f"{turn.render('notice_stale', **notice_cards.facts(one))}\n{put_before(turn, one)}"


def has_seen(turn: Turn, one: Notice) -> bool:
    form = turn.form
    if form is not None and form.name == approval.name and seen(form.answers) == (one.id, one.version):
        return True
    return notice_cards.was_put_before(turn.db, one, turn.contact.person_id)


def shown_in(turn: Turn, answers: Answers) -> tuple[Notice | None, str]:
    """The notice of a question as it was shown; else what is said instead."""
    record, version = seen(answers)
    one = notices.get(turn.db, record)
    assert one is not None  # a notice is never deleted
    return (one, "") if one.version == version else (None, _stale(turn, one))


def _card(turn: Turn, answers: Answers) -> dict[str, str]:
    one = notices.get(turn.db, seen(answers)[0])
    assert one is not None  # a notice is never deleted
    head = notice_cards.head(turn.render, turn.house.settings.notices, one, turn.now)
    whole = notice_cards.whole(turn.render, one)
    return {"card": turn.render("notice_to_approve_whole", head=head, whole=whole)}


def _answers(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    words = turn.render("notice_to_approve_answers").splitlines()
    return tuple(Choice(value, said) for value, said in zip(("yes", "no"), words, strict=True))


def _no_words(_text: str, _turn: Turn) -> Value:
    raise InvalidAnswer


def _decided(turn: Turn, answers: Answers) -> str:
    one, said = shown_in(turn, answers)
    if one is None:
        return said
    return approve(turn, one) if answers["sure"] == "yes" else send_back(turn, one, "")


def _reason(text: str, turn: Turn) -> Value:
    if says_something(text):
        return turn.message.text or text
    raise InvalidAnswer


def _with_reason(turn: Turn, answers: Answers) -> str:
    one, said = shown_in(turn, answers)
    return said if one is None else send_back(turn, one, str(answers["why"]))


def _about(turn: Turn, answers: Answers) -> dict[str, str]:
    one = notices.get(turn.db, seen(answers)[0])
    assert one is not None  # a notice is never deleted
    return {"number": one.number, "title": one.content.title}


approval = Conversation(
    name="notice_approval",
    intents=(),
    slots=(Slot("sure", "choice", bare=_no_words, offers=_answers, facts=_card),),
    finish=_decided,
)
sending_back = Conversation(
    name="notice_sending_back",
    intents=(),
    slots=(Slot("why", "text", bare=_reason, facts=_about, takes_questions=True),),
    finish=_with_reason,
)
conversations = (approval, sending_back)
