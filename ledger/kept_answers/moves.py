"""What becomes of a kept answer: written, changed, approved by somebody else, sent back, ended, told once more.

Each move starts from the version that whoever makes it has seen: of two one wins (THREATS I4). Each is on the trail.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from knowledge.daytime import after_daytime
from knowledge.rules import Decision
from knowledge.settings.duties import Duty
from knowledge.times import MINUTE
from ledger import audit, outbox
from ledger.database import Db
from ledger.duty import on_duty
from ledger.kept_answers import KeptAnswer, get
from ledger.notices import rights as notice_rights
from ledger.people import Recipient
from ledger.records import RECORD_COLUMNS, Filing, Stored
from ledger.statement import Statement, insert
from ledger.tables import kept_answer

Render = Callable[..., str]
# The course of the rule `publication` by which another person of the office has to agree first.
HOLD = "hold"
_C = kept_answer.c
_CONTENT = ("question", "wordings", "answer", "ends_on", "about")
_OWN = (*_CONTENT, "approved_by", "approved_by_id", "approved_at", "used", "due_at")
_ADD = insert(kept_answer, *RECORD_COLUMNS, *_OWN, returning="id")
_SUPERSEDE = Statement(
    update(kept_answer).where(_C.id == bindparam("row"), _C.status != "superseded").values(status="superseded")
)
_APPROVE = Statement(
    update(kept_answer)
    .where(_C.id == bindparam("row"), _C.status == "submitted")
    .values(
        status="approved",
        approved_by=bindparam("who"),
        approved_by_id=bindparam("who_id", type_=_C.approved_by_id.type),
        approved_at=bindparam("at"),
    )
)
_SEND_BACK = Statement(
    update(kept_answer)
    .where(_C.id == bindparam("row"), _C.status == "submitted")
    .values(status="sent_back", sent_back=bindparam("why"))
)
_END = Statement(
    update(kept_answer)
    .where(_C.id == bindparam("row"), _C.status != "ended", _C.status != "superseded")
    .values(status="ended", ended_by=bindparam("who"), ended_at=bindparam("at"))
)
_USE = Statement(update(kept_answer).where(_C.id == bindparam("row")).values(used=_C.used + 1, used_at=bindparam("at")))
_WRITERS = Statement(
    select(_C.filed_by, _C.filed_by_id).where((_C.id == bindparam("record")) | (_C.original_id == bindparam("record")))
)


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept: a question, how else it is asked, its answer, the last day on which it is told (ISO), and the place
    (id) for which alone it holds, None: for everybody."""

    question: str
    wordings: tuple[str, ...]
    answer: str
    ends_on: str
    place_id: int | None = None

    @classmethod
    def of(cls, seen: KeptAnswer) -> "Content":
        """What a version says."""
        return cls(seen.question, seen.other_wordings, seen.answer, seen.ends_on, seen.place_id)


def keep(
    db: Db,
    content: Content,
    about: str | None,
    who: Recipient,
    decision: Decision,
    within_minutes: int,
    now: int,
    before: KeptAnswer | None,
) -> KeptAnswer | None:
    """Write it down, as the next version of `before` where there is one; it waits for approval where the rule says so,
    and the others of the office are asked again after `within_minutes` of daytime.

    None where the version before was changed by somebody else meanwhile.
    """
    if before is not None and not db.run(_SUPERSEDE, row=before.row):
        return None
    needs_another = decision.outcome["course"] == HOLD
    row_id: int = db.value(
        _ADD,
        original_id=before.id if before is not None else None,
        version=before.version + 1 if before is not None else 1,
        status="submitted" if needs_another else "approved",
        question=content.question,
        wordings="\n".join(content.wordings),
        answer=content.answer,
        ends_on=content.ends_on,
        about=before.about if before is not None else about,
        approved_by=None if needs_another else who.name,
        approved_by_id=None if needs_another else who.person_id,
        approved_at=None if needs_another else now,
        used=before.used if before is not None else 0,
        due_at=after_daytime(now, within_minutes * MINUTE) if needs_another else None,
        **Filing(now, now, who.person_id, who.name, content.place_id).columns(),
        **Stored.of(decision).columns(),
    )
    kept = get(db, before.id if before is not None else row_id)
    assert kept is not None  # it was written just now
    audit.note(db, now, who.person_id, who.name, "answer kept", kept.key)
    return kept


def ask_for_approval(db: Db, render: Render, duty: Duty, kept: KeptAnswer, facts: dict[str, object], now: int) -> None:
    """The office, but for who wrote it, is asked whether it may be told; `facts` as the card shows it."""
    outbox.tell(
        db,
        on_duty.of_group(db, duty, on_duty.OFFICE, now),
        key=f"kept-answer:{kept.row}:approve",
        kind="alert",
        body=render("kept_to_approve", **facts),
        about=kept.key,
        now=now,
        template="task",
        but=kept.filed_by_id,
    )


def approve(db: Db, render: Render, seen: KeptAnswer, who: Recipient, role: str, now: int) -> str:
    """Somebody else of the office lets it be told; why not, empty where it is done: no_right, own or moved."""
    if not notice_rights.may(db, who, role):
        return "no_right"
    if is_written_by(db, seen, who):
        return "own"
    if not db.run(_APPROVE, row=seen.row, who=who.name, who_id=who.person_id, at=now):
        return "moved"
    audit.note(db, now, who.person_id, who.name, "kept answer approved", seen.key)
    _tell_writer(db, seen, render("kept_approved_told", number=seen.number, question=seen.question, who=who.name), now)
    return ""


def send_back(db: Db, render: Render, seen: KeptAnswer, why: str, who: Recipient, now: int) -> bool:
    """Somebody of the office does not let it be told, and says why; False where somebody was first."""
    if not db.run(_SEND_BACK, row=seen.row, why=why):
        return False
    audit.note(db, now, who.person_id, who.name, "kept answer sent back", seen.key)
    _tell_writer(db, seen, render("kept_sent_back_told", number=seen.number, who=who.name, why=why), now)
    return True


def end(db: Db, seen: KeptAnswer, who: Recipient, now: int) -> bool:
    """It is told no more, from now on; False where it was over before."""
    if not db.run(_END, row=seen.row, who=who.name, at=now):
        return False
    audit.note(db, now, who.person_id, who.name, "kept answer ended", seen.key)
    return True


def note_use(db: Db, seen: KeptAnswer, now: int) -> None:
    """It was told once more."""
    db.run(_USE, row=seen.row, at=now)


def is_written_by(db: Db, seen: KeptAnswer, who: Recipient) -> bool:
    """Whether somebody has written any version of it: whoever wrote it does not approve it."""
    return is_among(writers(db, seen.id), who)


def writers(db: Db, record: int) -> list[tuple[str, int | None]]:
    """Who has written a version of it: names, and persons where they are known."""
    return [(name, writer_id) for name, writer_id in db.all(_WRITERS, record=record)]


def is_among(written_by: Iterable[tuple[str, int | None]], who: Recipient) -> bool:
    """Whether somebody is one of the writers; by the name where one of the two is nobody's record."""
    return any(
        writer_id == who.person_id if writer_id is not None and who.person_id is not None else name == who.name
        for name, writer_id in written_by
    )


def _tell_writer(db: Db, seen: KeptAnswer, words: str, now: int) -> None:
    if seen.filed_by_id is None:
        return
    found = [one for one in on_duty.members(db, on_duty.OFFICE) if one.person_id == seen.filed_by_id]
    key = f"kept-answer:{seen.row}:told"
    outbox.tell(db, found, key=key, kind="reply", body=words, about=seen.key, now=now, template="progress")
