"""A draft as its writer sees it, with what can be done next by number or tap: 送审, 改范围, 改文字, 广播稿, 蒙古文稿.

The short form behind it knows the version that was shown: what somebody else changed meanwhile is shown again, and neither
put forward nor changed unread.
"""

from collections.abc import Callable, Mapping

from bot import conversation as engine
from bot.conversation import Choice, Conversation, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.notices.shown import ROLE, moved_on, refused
from knowledge.notices.content import Content
from ledger import conversations, notices
from ledger.conversations import OpenForm
from ledger.notices import Notice
from ledger.notices import audience as people_of
from ledger.notices import cards as notice_cards
from ledger.notices import office as notice_office
from ledger.places import UnknownPlace

# The forms of a notice: the newer one takes the place of the one before, and what was open behind them stays behind.
NEXT = "notice_next"
OWN_FORMS = frozenset(
    {"notice_draft", NEXT, "notice_edit", "notice_approval", "notice_sending_back", "notice_stopping_all"}
)
SUBMIT = "submit"
# What can be changed of a notice, in the order in which it is offered.
FIELDS = ("audience", "text", "broadcast", "mongolian")
_EDITABLE = frozenset({"draft", "submitted", "approved", "sending"})

Edit = Callable[[Turn, Notice, str], str]


def open_form(turn: Turn, conversation: Conversation, answers: Answers) -> str:
    """Open a form of a notice and put its question; whatever else was open waits behind it."""
    behind = turn.form
    while behind is not None and behind.name in OWN_FORMS:
        behind = behind.parked
    turn.resumed = None
    form = OpenForm(conversation.name, answers, turn.now, turn.now, behind, turn.said_at)
    conversations.save(turn.db, turn.contact.openid, form, conversation.private())
    return engine.repeat(turn, conversation, form)


def put_away(turn: Turn, one: Notice) -> None:
    """Close the card of a notice that moved on by a word beside it: its numbers mean nothing any more."""
    form = turn.form
    if form is not None and form.name == NEXT and seen(form.answers)[0] == one.id:
        engine.close(turn, form)


def seen(answers: Answers) -> tuple[int, int]:
    """Which notice, and which version of it, a form is about."""
    record, version = answers["record"], answers["version"]
    assert isinstance(record, int)  # kept by `about`
    assert isinstance(version, int)
    return record, version


def about(one: Notice) -> Answers:
    """What a form keeps of the notice that it is about."""
    return {"record": one.id, "version": one.version}


class Drafts:
    """The card of a draft and what follows from its answers; `edit` asks for what is to be changed."""

    def __init__(self, edit: Edit) -> None:
        self._edit = edit
        self.next = Conversation(
            name=NEXT,
            intents=(),
            slots=(Slot("what", "choice", bare=_named, offers=_offered, facts=_card),),
            finish=self._go,
        )

    def show(self, turn: Turn, one: Notice) -> str:
        """The draft, and what can be done next."""
        return open_form(turn, self.next, about(one))

    def submit(self, turn: Turn, one: Notice) -> str:
        """送审: who is asked, or that there is nobody yet who could approve it."""
        house = turn.house.settings.notices
        step = notice_office.submit(turn.db, turn.render, house, one, turn.contact.recipient(), ROLE, turn.now)
        if not step.done or step.notice is None:
            return refused(turn, step, one.number)
        asked = [who.name for who in notice_cards.approvers(turn.db, step.notice)]
        count = notice_cards.count_words(turn.render, step.notice)
        return turn.render("notice_submitted", approvers=asked, count=count, **_facts(step.notice))

    def edited(self, turn: Turn, one: Notice, content: Content) -> str:
        """Keep a change as the next version, and show it."""
        step = notices.edit(turn.db, one, content, turn.contact.recipient(), ROLE, turn.now)
        if not step.done or step.notice is None:
            return refused(turn, step, one.number)
        void = turn.render("notice_was_void", tally=notices.tally(turn.db, one.row), **_facts(one))
        return "\n".join(filter(None, (void, self.show(turn, step.notice))))

    def changed_meanwhile(self, turn: Turn, record: int, version: int) -> tuple[Notice | None, str]:
        """The version that was shown where it still stands; else what is to be said, with the one that stands now."""
        one = notices.get(turn.db, record)
        if one is None:
            return None, turn.render("notice_not_there", number=f"G-{record}")
        if one.status not in _EDITABLE:
            return None, moved_on(turn, one)
        if one.version != version:
            return None, f"{turn.render('notice_changed_meanwhile', **_facts(one))}\n{self.show(turn, one)}"
        return one, ""

    def _go(self, turn: Turn, answers: Answers) -> str:
        one, said = self.changed_meanwhile(turn, *seen(answers))
        if one is None:
            return said
        what = str(answers["what"])
        return self.submit(turn, one) if what == SUBMIT else self._edit(turn, one, what)


def _facts(one: Notice) -> Mapping[str, object]:
    return notice_cards.facts(one)


def _card(turn: Turn, answers: Answers) -> dict[str, str]:
    """The draft in words, as the question shows it: to how many it would go now."""
    one = notices.get(turn.db, seen(answers)[0])
    assert one is not None  # a notice is never deleted
    try:
        counted = people_of.count(turn.db, one.audience, now=turn.now)
        facts = dict(_facts(one)) | {
            "counted": counted.people,
            "with_account": counted.with_account,
            "to_visit": counted.without_account,
        }
    except UnknownPlace:
        return {"card": turn.render("notice_place_gone", **_facts(one))}
    count = turn.render("notice_count", **facts)
    return {"card": turn.render("notice_draft", **{**facts, "count": count}, whole=notice_cards.whole(turn.render, one))}


def _offered(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    one = notices.get(turn.db, seen(answers)[0])
    assert one is not None  # a notice is never deleted
    words = turn.render("notice_draft_choices", **_facts(one)).splitlines()
    return tuple(Choice(value, said) for value, said in zip((SUBMIT, *FIELDS), words, strict=True))


def _named(text: str, turn: Turn) -> Value:
    """1 in the words that confirm elsewhere; the other answers have words of their own (handlers/notices/editing.py)."""
    if text in engine.YES:
        return SUBMIT
    raise InvalidAnswer
