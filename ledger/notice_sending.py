"""What a sender asks right before each send of a notice (THREATS I5, F21, F22): may it leave, and in which words?

The words are read from the notice at that moment, hashed again, and held against what was approved: the hash in the
notice, and the audit row of the approval, which the chain protects.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from knowledge.notices.timing import quiet_until
from knowledge.settings.duties import Notices
from ledger import audit
from ledger.database import Db
from ledger.notice_reading import Notice, by_row

APPROVAL = "notice_approve"
# When a row is due that waits until its notice goes on: never by itself (the year 9999).
HELD_UNTIL = 253_402_300_800_000
HELD = "the notice is stopped"
QUIET = "quiet hours"


class Leave(StrEnum):
    """Whether a message of a notice may leave now."""

    SEND = "send"
    LATER = "later"  # not in the quiet hours
    HELD = "held"  # stopped until somebody lets it go on
    GONE = "gone"  # withdrawn, or edited: this version is not sent any more
    DIFFERS = "differs"  # not what was approved: the notice is to be stopped, and somebody has to look


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether it may leave; `words` as approved, `until` (ms UTC) for LATER; `notice` is None where the row is gone."""

    leave: Leave
    notice: Notice | None
    words: str = ""
    until: int = 0


def check(db: Db, row: int, now: int, settings: Notices) -> Checked:
    """Look at a version of a notice (by its row) at the moment of sending."""
    found = by_row(db, row)
    if found is None or found.status in ("superseded", "withdrawn"):
        return Checked(Leave.GONE, found)
    if found.is_stopped:
        return Checked(Leave.HELD, found)
    if found.status != "sending" or not is_as_approved(db, found):
        return Checked(Leave.DIFFERS, found)
    morning = None if found.override_reason else quiet_until(settings, now)
    if morning is not None:
        return Checked(Leave.LATER, found, until=morning)
    return Checked(Leave.SEND, found, words=found.content.message)


def is_as_approved(db: Db, one: Notice) -> bool:
    """Whether its words are, to the byte, those that were approved by a step that is in the audit."""
    found = one.content.sha256
    if found != one.text_sha256 or one.approval_row is None:
        return False
    noted = audit.noted(db, one.approval_row)
    if noted is None or noted[:2] != (APPROVAL, one.about):
        return False
    approved = json.loads(noted[2])
    return (approved.get("sha256"), approved.get("version")) == (found, one.version)
