"""A named person takes a rumour and answers it, and the office lets others have the answer; from the chat and the pages.

Everybody who asked gets the answer, with who gave it and when. Whoever asks the same afterwards gets it as soon as the
office has approved it: the office's own answers are approved as they are given (clause 3.3).
"""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.settings.duties import Duty
from knowledge.times import from_ms
from ledger import audit, outbox, rumours
from ledger.database import Db
from ledger.duty import on_duty
from ledger.people import Recipient
from ledger.records import compact
from ledger.rumours import Rumour, moves

Render = Callable[..., str]
# The longest answer that fits into one message with what is said around it.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer: its words, who gave it in whose name, and when (ms UTC)."""

    words: str
    who: str
    title: str
    at: int


def take(db: Db, seen: Rumour, who: Recipient, now: int) -> bool:
    """Take it; False where somebody was first. Nobody is told: what whoever asks waits for is the answer."""
    if not moves.take(db, seen, who, now):
        return False
    audit.note(db, now, who.person_id, who.name, "rumour taken", seen.about, compact({"number": seen.number}))
    return True


def answer(
    db: Db, render: Render, seen: Rumour, words: str, who: Recipient, title: str, now: int, *, is_approved: bool
) -> int | None:
    """Answer all who asked, in the name of a group or the office (`title`); how many can be told, None where somebody was
    first."""
    if not moves.answer(db, seen, words, who, now, approved_by=who.name if is_approved else None):
        return None
    audit.note(db, now, who.person_id, who.name, "rumour answered", seen.about, compact({"number": seen.number}))
    said = _Said(words, who.name, title, now)
    return _tell_askers(db, render, seen, said, now)


def _tell_askers(db: Db, render: Render, seen: Rumour, said: _Said, now: int) -> int:
    """Everybody who asked gets the answer; returns how many can be told."""
    told, at = 0, from_ms(said.at)
    facts = {"title": said.title, "who": said.who, "answer": said.words}
    moment = {"month": at.month, "day": at.day, "clock": f"{at:%H:%M}"}
    for asker in rumours.askers(db, seen):
        if asker.to.openid is None:
            continue
        outbox.queue(
            db,
            key=f"rumour-answered:{asker.id}",
            to=asker.to,
            kind="reply",
            body=render("rumour_answered_told", number=asker.number, **facts, **moment),
            about=f"rumour_check:{asker.id}",
            now=now,
            template="progress",
        )
        told += 1
    return told


def ask_for_approval(
    db: Db, render: Render, duty: Duty, seen: Rumour, words: str, who: Recipient, title: str, now: int
) -> None:
    """The office is asked whether whoever asks the same today may have the answer too."""
    outbox.tell(
        db,
        on_duty.of_group(db, duty, on_duty.OFFICE, now),
        key=f"rumour:{seen.id}:approve",
        kind="alert",
        body=render("rumour_to_approve", number=seen.number, text=seen.text, answer=words, title=title, who=who.name),
        about=f"rumour_told:{seen.id}",
        now=now,
        template="task",
    )


def approve(db: Db, render: Render, seen: Rumour, who: Recipient, title: str, now: int) -> bool:
    """The office lets whoever asks the same today have the answer, and whoever waits for it; False where somebody was
    first. `title` is what the group is called whose answer it is."""
    if not moves.approve(db, seen, who, now):
        return False
    audit.note(db, now, who.person_id, who.name, "rumour answer approved", seen.about, compact({"number": seen.number}))
    answerer = Recipient(None, None, seen.closed_by)
    for other in rumours.waiting_same(db, seen):
        if moves.answer(db, other, seen.answer, answerer, now, approved_by=who.name):
            said = _Said(seen.answer, seen.closed_by, title, seen.closed_at or now)
            _tell_askers(db, render, other, said, now)
    return True
