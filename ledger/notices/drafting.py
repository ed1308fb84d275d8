"""Writing notices: the draft, and each edit as the next version, which voids an approval of the one before (F21)."""

from sqlalchemy import bindparam, case, update

from knowledge.notices import audience as spec
from knowledge.notices.content import Content
from knowledge.notices.moves import leads
from ledger import audit, places
from ledger.database import Db
from ledger.duty import escalations
from ledger.notices import audience
from ledger.notices import rights as notice_rights
from ledger.notices.reading import Notice, get
from ledger.notices.step import IS_AS_SEEN, Step, as_seen, moved_on
from ledger.people import Recipient
from ledger.places import UnknownPlace
from ledger.records import NO_DECISION, RECORD_COLUMNS, compact
from ledger.statement import Statement, insert
from ledger.tables import notice

_C = notice.c
_CONTENT = ("title", "text", "broadcast", "mongolian", "audience", "template", "rhythm", "text_sha256")
_ADD = insert(notice, *RECORD_COLUMNS, *_CONTENT, "moved_by", "moved_at", returning="id")
# What has gone out of the version before stays gone; what is left of it in the outbox is to be taken away.
_SUPERSEDE = Statement(
    update(notice)
    .where(IS_AS_SEEN)
    .values(status="superseded", clearing_at=case((_C.status == "sending", bindparam("now"))))
)


def draft(db: Db, content: Content, who: Recipient, role: str, now: int) -> Step:
    """Keep a new notice as a draft; `why` is no_right, or place where its audience names one that cannot be."""
    refused = _refused(db, content, who, role)
    if refused is not None:
        return Step(False, None, refused)
    new_id = _insert(db, content, who, now, original_id=None, version=1)
    return _written(db, new_id, who, "notice_drafted", now)


def edit(db: Db, seen: Notice, content: Content, who: Recipient, role: str, now: int) -> Step:
    """Make the next version of a notice, a draft: an approval is void and nothing of the version before leaves any more.

    `why` is moved where it is not the version in force, or has been sent or withdrawn; no_right; or place.
    """
    refused = _refused(db, content, who, role)
    if refused is not None:
        return Step(False, get(db, seen.id), refused)
    if leads("edit", seen.status) is None or not db.run(_SUPERSEDE, **as_seen(seen), now=now):
        return moved_on(db, seen.id)
    _insert(db, content, who, now, original_id=seen.id, version=seen.version + 1)
    escalations.settle(db, seen.about_work, who.name, now)
    return _written(db, seen.id, who, "notice_edited", now)


def _refused(db: Db, content: Content, who: Recipient, role: str) -> str | None:
    if not notice_rights.may(db, who, role):
        return "no_right"
    try:
        audience.check(db, spec.parse(content.audience))
    except UnknownPlace:
        return "place"
    return None


def _written(db: Db, notice_id: int, who: Recipient, action: str, now: int) -> Step:
    written = get(db, notice_id)
    assert written is not None  # it was written in this transaction
    detail = compact({"version": written.version, "sha256": written.text_sha256})
    audit.note(db, now, who.person_id, who.name, action, written.about, detail)
    return Step(True, written)


def _insert(db: Db, content: Content, who: Recipient, now: int, *, original_id: int | None, version: int) -> int:
    addresses = spec.parse(content.audience).places
    place = places.find(db, addresses[0]) if len(addresses) == 1 else None
    new_id: int = db.value(
        _ADD,
        original_id=original_id,
        version=version,
        status="draft",
        filed_at=now,
        said_at=now,
        filed_by_id=who.person_id,
        filed_by=who.name,
        said_by=None,
        via=None,
        place_id=place.id if place else None,
        **NO_DECISION.columns(),
        title=content.title,
        text=content.text,
        broadcast=content.broadcast,
        mongolian=content.mongolian,
        audience=content.audience,
        template=content.template,
        rhythm=content.rhythm,
        text_sha256=content.sha256,
        moved_by=who.name,
        moved_at=now,
    )
    return new_id
