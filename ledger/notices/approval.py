"""The approval of a notice (clause 3.3, THREATS I4, A24): another person of the office, exactly these words, these people.

It binds the hash of what was shown, who approved by which role at that moment, and the audit row that says so: the sender
holds all three against each other before each send (ledger/notices/sending.py).
"""

from sqlalchemy import bindparam, func, select, update

from knowledge.notices.moves import MOVES
from knowledge.notices.timing import send_from
from knowledge.settings.duties import Notices
from knowledge.times import business_day, day_start
from ledger import audit
from ledger.database import Db
from ledger.duty import escalations
from ledger.notices import audience
from ledger.notices import rights as notice_rights
from ledger.notices.reading import Notice, get
from ledger.notices.sending import APPROVAL
from ledger.notices.step import Step, moved_on
from ledger.people import Recipient
from ledger.records import compact
from ledger.statement import Statement
from ledger.tables import notice

_C = notice.c
_SETS = (
    *("approved_by", "approved_by_id", "approved_role", "approved_at", "override_reason", "send_from", "up_to_person"),
    *("moved_by", "moved_at"),
)
_APPROVE = Statement(
    update(notice)
    .where(
        _C.id == bindparam("row"),
        _C.version == bindparam("seen_version"),
        _C.status == MOVES["approve"].before[0],
        _C.text_sha256 == bindparam("shown"),
    )
    .values(status=MOVES["approve"].after, **{name: bindparam(name) for name in _SETS})
)
_HURRY = Statement(
    update(notice)
    .where(
        _C.id == bindparam("row"),
        _C.version == bindparam("seen_version"),
        _C.status == MOVES["approve"].after,
        _C.override_reason.is_(None),
        _C.send_from > bindparam("moved_at"),
    )
    .values(
        send_from=bindparam("leaves"),
        **{name: bindparam(name) for name in ("override_reason", "moved_by", "moved_at")},
    )
)
_REST_ON = Statement(update(notice).where(_C.id == bindparam("row")).values(approval_row=bindparam("approval_row")))
_APPROVED_SINCE = Statement(select(func.count()).select_from(notice).where(_C.approved_at >= bindparam("since")))


def approve(
    db: Db,
    notice_id: int,
    version: int,
    shown_hash: str,
    who: Recipient,
    role: str,
    now: int,
    settings: Notices,
    override_reason: str | None = None,
) -> Step:
    """Approve the version that was shown, by the hash under which it was shown; with a reason it may leave at night too.

    A standing tip leaves nobody yet: it waits for its turn (ledger/notices/rounds.py).

    `why` is unknown, no_right, moved, own, differs or too_many; what somebody had no right to is in the audit.
    """
    found = get(db, notice_id)
    if found is None:
        return Step(False, None, "unknown")
    refused = _refused(db, found, version, shown_hash, who, role, now, settings)
    if refused in ("no_right", "own", "differs"):
        detail = compact({"version": version, "why": refused})
        audit.note(db, now, who.person_id, who.name, "notice_approve_refused", found.about, detail)
    if refused:
        return Step(False, found, refused)
    if not _bound(db, found, shown_hash, who, role, now, settings, override_reason):
        return moved_on(db, notice_id)
    return Step(True, get(db, notice_id))


def _refused(
    db: Db, found: Notice, version: int, shown_hash: str, who: Recipient, role: str, now: int, settings: Notices
) -> str:
    if not notice_rights.may(db, who, role):
        return "no_right"
    if found.version != version or found.status not in MOVES["approve"].before:
        return "moved"
    if found.is_written_by(who):
        return "own"
    if not shown_hash == found.text_sha256 == found.content.sha256:
        return "differs"
    today = day_start(business_day(now))
    return "too_many" if db.value(_APPROVED_SINCE, since=today) >= settings.approved_a_day else ""


def _bound(
    db: Db,
    found: Notice,
    shown_hash: str,
    who: Recipient,
    role: str,
    now: int,
    settings: Notices,
    override_reason: str | None,
) -> bool:
    """Move it on and write the audit row that the approval rests on; False where somebody was first."""
    # A standing tip waits for its turn: then it is counted anew, and no reason of today sends it out in a night to come.
    leaves: dict[str, object] = {"send_from": None, "override_reason": None}
    # Whoever came since it was submitted counts too for the minute in which it can be stopped.
    people = max(found.counted or 0, audience.count(db, found.audience, now=now).people)
    if not found.is_tip:
        moment = send_from(settings, now, people, overridden=bool(override_reason))
        leaves = {"send_from": moment, "override_reason": override_reason or None}
    changed = db.run(
        _APPROVE,
        row=found.row,
        seen_version=found.version,
        shown=shown_hash,
        approved_by=who.name,
        approved_by_id=who.person_id,
        approved_role=role,
        approved_at=now,
        **leaves,
        up_to_person=audience.newest(db),
        moved_by=who.name,
        moved_at=now,
    )
    if not changed:
        return False
    detail = compact({"version": found.version, "sha256": shown_hash, "role": role, "people": found.counted})
    noted = audit.note_numbered(db, now, who.person_id, who.name, APPROVAL, found.about, detail)
    db.run(_REST_ON, row=found.row, approval_row=noted)
    escalations.settle(db, found.about_work, who.name, now)
    return True


def hurry(
    db: Db, seen: Notice, who: Recipient, role: str, now: int, settings: Notices, override_reason: str
) -> Step:
    """Let an approved notice that waits for the end of the quiet hours leave now; by whoever may approve it, with a reason.

    `why` is no_right, own, or moved where it does not wait any more.
    """
    if not notice_rights.may(db, who, role):
        return Step(False, seen, "no_right")
    if seen.is_written_by(who):
        return Step(False, seen, "own")
    columns = {"moved_by": who.name, "moved_at": now, "override_reason": override_reason}
    leaves = send_from(settings, now, seen.counted or 0, overridden=True)
    if not db.run(_HURRY, row=seen.row, seen_version=seen.version, leaves=leaves, **columns):
        return moved_on(db, seen.id)
    audit.note(db, now, who.person_id, who.name, "notice_hurry", seen.about, compact({"version": seen.version}))
    return Step(True, get(db, seen.id))
