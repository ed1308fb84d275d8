"""求证: whether a rumour is true. Nobody here knows: the honest answer is not to believe and not to pass it on, and that
somebody finds out (clauses 3.3, 4.4).

Whoever asks what was asked today already is joined to it, and gets the answer at once where the office has approved one.
"""

from collections.abc import Sequence

from bot.conversation import Conversation, Filed, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import groups
from handlers.rumours.shown import facts, title_of
from handlers.said_back import as_written, clock_words, word
from handlers.supplies.notices import staff_of
from knowledge.daytime import after_daytime
from knowledge.language.normalise import normalise
from knowledge.language.rumours import asked_about
from knowledge.rules import decide
from knowledge.times import DAY, HOUR, business_day
from ledger import outbox, rumours
from ledger.records import Stored, compact
from ledger.rumours import Rumour, filing
from ledger.rumours.filing import NewRumour

_INTENT = "rumour_check"
_LEAST = 2
# So long what was answered is still shown.
_REMEMBERED = 14 * DAY


def _said(turn: Turn) -> Answers:
    if turn.reading.intent != _INTENT or not asked_about(turn.text):
        return {}
    return {"what": as_written(turn, turn.text)}


def _in_words(text: str, turn: Turn) -> Value:
    if len(text) < _LEAST or text.isdigit():
        raise InvalidAnswer
    return as_written(turn, text)


def check(turn: Turn, answers: Answers) -> str:
    """Record the question, put it to whose it is, and say what can be said now."""
    words = str(answers["what"])
    day = business_day(turn.now)
    about = asked_about(normalise(words))
    again = _asked_again(turn, day.isoformat(), about)
    if again:
        return again
    number = filing.number_of(turn.db, day.isoformat(), f"{day:%m%d}")
    before = rumours.asked_before(turn.db, day.isoformat(), about)
    decision = decide(turn.house.rules, "alert_routing", day, {"reason": "rumour"})
    group_id = str(decision.outcome["group"])
    due_at = after_daytime(turn.now, turn.house.settings.deadlines.rumour_answered_hours * HOUR)
    new = NewRumour(number, words, about, day.isoformat(), turn.contact.openid, group_id, due_at)
    record = filing.add(turn.db, new, turn.filing(None), Stored.of(decision), before)
    turn.note("rumour asked about", f"rumour_check:{record}", compact({"number": number}))
    seen = rumours.get(turn.db, before.id if before is not None else record)
    assert seen is not None  # it was read or written just now
    if seen.is_over:
        return _answered(turn, number, seen)
    return _not_known_yet(turn, number, seen, _tell(turn, seen) if before is None else title_of(turn, seen))


def _asked_again(turn: Turn, day: str, about: str) -> str:
    """Whoever asks the same twice on a day has asked once: the answer to the first question; empty for anybody else."""
    before = rumours.asked_before(turn.db, day, about)
    if before is None:
        return ""
    own = next((one for one in rumours.askers(turn.db, before) if one.to.openid == turn.contact.openid), None)
    if own is None:
        return ""
    if before.is_over:
        return _answered(turn, own.number, before)
    return _not_known_yet(turn, own.number, before, title_of(turn, before))


def _not_known_yet(turn: Turn, number: str, seen: Rumour, told: str) -> str:
    """Nobody knows yet: not to believe it, not to pass it on, and who finds out."""
    return turn.render(
        "rumour_filed",
        number=number,
        told=told,
        due=clock_words(seen.due_at),
        others=seen.asked - 1,
        duty_phone=turn.house.settings.office.duty_phone,
    )


def _answered(turn: Turn, number: str, seen: Rumour) -> str:
    """What the office has approved for whoever asks the same."""
    assert seen.closed_at is not None  # it was answered
    return turn.render(
        "rumour_known",
        number=number,
        title=title_of(turn, seen),
        who=seen.closed_by,
        at=clock_words(seen.closed_at),
        approved_by=seen.approved_by if seen.approved_by != seen.closed_by else "",
        office=groups.title(turn.house, groups.OFFICE),
        answer=seen.answer,
    )


def _tell(turn: Turn, seen: Rumour) -> str:
    """Put it to the group, or the office in its place; in words whom it reached."""
    staff, told = staff_of(turn, seen.group_id)
    outbox.tell(
        turn.db,
        staff,
        key=f"rumour:{seen.id}",
        kind="alert",
        body=turn.render("rumour_for_staff", **facts(seen)),
        about=seen.about,
        now=turn.now,
        template="task",
    )
    return told


def filed(turn: Turn) -> Sequence[Filed]:
    """What the writer has asked about, the newest first."""
    title = turn.house.words.form("rumour_check").title
    return [
        Filed(
            record=one.id,
            name=f"{one.number} {title}",
            status=word("rumour_status", one.status),
            filed_at=one.filed_at,
            answers={},
            fixed=turn.render("rumour_fixed", number=one.number, is_over=one.status == "closed"),
        )
        for one in rumours.of_account(turn.db, turn.contact.openid, turn.now - _REMEMBERED)
    ]


rumour_check = Conversation(
    name="rumour_check",
    intents=(_INTENT,),
    slots=(Slot("what", "text", bare=_in_words, private=True, takes_questions=True),),
    prefill=_said,
    finish=check,
    filed=filed,
)
