"""What is told about a notice to whoever works on it: what waits for an approval, what became of it (clause 3.3).

Chat, pages and jobs say the same in the same words; `render` gives those of a reply template. What is put before an
approver is the whole of it, word for word as people will get it: in one message where it fits, else in several.
"""

import re
from collections.abc import Callable, Iterable

from sqlalchemy import and_, bindparam, case, func, or_, select

from knowledge.notices.audience_words import audience_words, status_words
from knowledge.notices.personal import personal_in
from knowledge.notices.timing import quiet_until
from knowledge.plan import the_plan
from knowledge.settings.duties import Notices
from knowledge.times import SECOND, from_ms
from ledger import outbox, people
from ledger.database import Db
from ledger.notices import WORK, Notice
from ledger.people import Recipient
from ledger.statement import Statement
from ledger.tables import outbox as outbox_table

Render = Callable[..., str]
# The kind with which the ids of the answers to tap begin.
TAP = "notice"
# What one message holds beside the platform's own limit of 2,048 bytes: the words of a card are short ones.
_FITS_BYTES = 2_000
_PIECE_BYTES = 1_300
_SENTENCE_ENDS = re.compile(r"(?<=[\n。！？；])")
_BEGIN_CHARACTERS = 14
# Above so much it is no minute of grace but the end of the quiet hours that a notice waits for.
_LONG_WAIT = 600 * SECOND

# A card is of so many messages at most: who it is for, the words, those for the loudspeaker in pieces, the question.
_MOST_PIECES = 10
_IN_FULL = or_(outbox_table.c.channel.is_(None), outbox_table.c.channel == "custom")
_CAME = and_(or_(*(outbox_table.c.status == status for status in ("sent", "confirmed"))), _IN_FULL)
# What is on its way may be on a screen already: it counts where a doubt must not be about anything older.
_MAY_HAVE_COME = and_(or_(*(outbox_table.c.status == status for status in ("claimed", "sent", "confirmed"))), _IN_FULL)
_CARD = Statement(
    select(func.count(), func.count(case((_CAME, 1)))).where(
        or_(*(outbox_table.c.key == bindparam(f"piece_{number}") for number in range(_MOST_PIECES)))
    )
)
_NEWEST_CARD = Statement(
    select(outbox_table.c.about)
    .where(outbox_table.c.openid == bindparam("openid"), outbox_table.c.kind == "alert", _MAY_HAVE_COME)
    .order_by(outbox_table.c.id.desc())
    .limit(1)
)


def facts(one: Notice) -> dict[str, object]:
    """A notice as templates show it."""
    content, counted = one.content, one.counted or 0
    return {
        "number": one.number,
        "state": one.status,
        "title": content.title,
        "begin": _begin(content.text),
        "message": content.message,
        "broadcast": content.broadcast or "",
        "mongolian": content.mongolian or "",
        "rhythm": content.rhythm or "",
        "audience": audience_words(one.audience),
        "counted": counted,
        "with_account": one.with_account or 0,
        "to_visit": counted - (one.with_account or 0),
        "status": status_words(one.status, one.is_stopped and one.status in ("approved", "sending"), one.is_resting),
        "drafted_by": one.drafted_by,
        "filed_by": one.filed_by,
        "submitted_by": one.submitted_by or "",
        "approved_by": one.approved_by or "",
        "sent_back": one.sent_back or "",
        "moved_by": one.moved_by,
        "personal": personal_in("\n".join((content.message, content.broadcast or "", content.mongolian or ""))),
        "clause": the_plan().rests_on("notice"),
    }


def count_words(render: Render, one: Notice) -> str:
    """To whom and to how many, as it was counted when it was put before the office."""
    return render("notice_count", **facts(one))


def whole(render: Render, one: Notice) -> str:
    """All its words: as people get them, and those for the loudspeaker."""
    return render("notice_whole", **facts(one))


def leaves(render: Render, one: Notice, now: int) -> str:
    """When it leaves, and what can still be done about it; a standing tip waits for its turn."""
    waits = max(0, (one.send_from or now) - now)
    how = "turn" if one.is_resting else "morning" if waits > _LONG_WAIT else "minute" if waits else "now"
    at = f"{from_ms(one.send_from):%H:%M}" if one.send_from is not None else ""
    return render("notice_leaves", how=how, at=at, seconds=waits // SECOND, **facts(one))


def approvers(db: Db, one: Notice) -> list[Recipient]:
    """Who of the office may approve it: everybody but who wrote it."""
    return [who for who in people.office(db) if not one.is_written_by(who)]


def head(render: Render, settings: Notices, one: Notice, now: int) -> str:
    """The first lines of what waits for an approval: who put it forward, for whom, and whether it is night."""
    morning = None if one.is_tip else quiet_until(settings, now)
    at = f"{from_ms(morning):%H:%M}" if morning is not None else ""
    return render("notice_to_approve", count=count_words(render, one), quiet_until=at, **facts(one))


def ask_to_approve(db: Db, render: Render, settings: Notices, one: Notice, now: int) -> None:
    """Put a notice before everybody who may approve it, with answers to tap that are about exactly this version."""
    question = render("notice_to_approve_question", **facts(one))
    first = render(
        "notice_to_approve_whole", head=head(render, settings, one, now), whole=whole(render, one)
    )
    bodies = [f"{first}\n{question}"]
    if len(bodies[0].encode()) > _FITS_BYTES:
        spoken = pieces(one.content.broadcast or "")
        bodies = [head(render, settings, one, now), one.content.message, *spoken, f"{one.number} {question}"]
    choices = render("notice_to_approve_answers").splitlines()
    under = f"{TAP}:{one.number}:{one.version}"
    menu = tuple((f"{under}:{name}", said) for name, said in zip(("yes", "no"), choices, strict=True))
    for who in _with_account(approvers(db, one)):
        for number, body in enumerate(bodies):
            is_last = number == len(bodies) - 1
            outbox.queue(
                db,
                key=_piece_key(_card_key(one, who.person_id), len(bodies) - 1 - number),
                to=who,
                kind="alert",
                body=body,
                about=about_work(one),
                now=now,
                template="task",
                menu=menu if is_last else (),
            )


def was_put_before(db: Db, one: Notice, person_id: int | None) -> bool:
    """Whether the platform took exactly this version for somebody, every piece of it, to be approved."""
    card = _card_key(one, person_id)
    keys = {f"piece_{number}": _piece_key(card, number) for number in range(_MOST_PIECES)}
    queued, came = db.all(_CARD, **keys)[0]
    return bool(0 < queued == came)


def is_newest_card(db: Db, one: Notice, who: Recipient) -> bool:
    """Whether its card is the last thing that was put before somebody: a bare answer is about nothing older."""
    return bool(db.value(_NEWEST_CARD, openid=who.openid) == about_work(one))


def concerned(db: Db, one: Notice, but: Recipient) -> list[Recipient]:
    """Whoever wrote it, put it forward or approved it, but for the one who acts."""
    ids = (one.submitted_by_id, one.filed_by_id, one.drafted_by_id, one.approved_by_id)
    wanted = dict.fromkeys(who for who in ids if who is not None and who != but.person_id)
    return [people.recipient(db, who) for who in wanted]


def tell(
    db: Db, render: Render, one: Notice, who: Iterable[Recipient], template: str, step: str, now: int, **more: object
) -> None:
    """Tell people of the office what became of it; `step` names the occasion, each told once."""
    body = render(template, **{**facts(one), **more})
    key = f"notice:{one.id}:{one.version}:{step}"
    about = about_work(one)
    outbox.tell(db, _with_account(who), key=key, kind="reply", body=body, about=about, now=now, template="progress")


def alarm_office(db: Db, body: str, step: str, *, but: Recipient, now: int) -> None:
    """Tell everybody of the office, but the one who acts, what they have to look at now; `step` names the occasion."""
    office = _with_account(one for one in people.office(db) if one.person_id != but.person_id)
    key, about = f"{WORK}{step}", f"{WORK}all"
    outbox.tell(db, office, key=key, kind="alert", body=body, about=about, now=now, template="task")


def about_work(one: Notice) -> str:
    """What messages to those who work on it are about: such a one is no visit with the notice's own words."""
    return one.about_work


def is_work(about: str) -> bool:
    """Whether a message is about the work on a notice: its words are not for the door of whoever does not get it."""
    return about.startswith(WORK)


def _with_account(who: Iterable[Recipient]) -> list[Recipient]:
    """Those whom a message can reach; whoever has none sees it in the pages."""
    return [one for one in who if one.openid is not None]


def _card_key(one: Notice, person_id: int | None) -> str:
    return f"notice:{one.id}:{one.version}:{one.submitted_at}:to-approve:{person_id}"


def _piece_key(card: str, number: int) -> str:
    """The key of a piece, counted from the last one, which has the question under it."""
    return card if number == 0 else f"{card}:{number}"


def _begin(text: str) -> str:
    line = text.splitlines()[0] if text else ""
    return line if len(line) <= _BEGIN_CHARACTERS else f"{line[:_BEGIN_CHARACTERS]}…"


def pieces(words: str) -> list[str]:
    """Long words in pieces that fit into a message each with a few words before it, after the end of a sentence if any."""
    found = [""]
    for sentence in _SENTENCE_ENDS.split(words):
        for part in _cut(sentence):
            if found[-1] and len((found[-1] + part).encode()) > _PIECE_BYTES:
                found.append("")
            found[-1] += part
    return [one for one in found if one]


def _cut(sentence: str) -> list[str]:
    """A sentence that fits into no message, cut where it must be: no character has more than four bytes."""
    most = _PIECE_BYTES // 4
    is_long = len(sentence.encode()) > _PIECE_BYTES
    return [sentence[at : at + most] for at in range(0, len(sentence), most)] if is_long else [sentence]
