"""What stands between the outbox and the platform for notices (clause 3.3, THREATS I5, F21, F22).

Right before each send the notice is read again, hashed, and held against what was approved. What is stopped waits until
it goes on, what was edited or withdrawn is taken away, what differs stops the whole notice and raises an alarm. The gate
also has the outbox filled from approved notices, page by page.
"""

from collections.abc import Callable
from typing import Protocol

import structlog

from bot.sending.fates import Then, Verdict
from bot.sending.outgoing_watch import UNWATCHED, OutgoingWatch
from knowledge.settings.duties import Notices
from knowledge.times import MINUTE, SECOND
from ledger import Busy, Ledger, notices
from ledger.notices import Leave
from ledger.notices.sending import HELD, HELD_UNTIL, QUIET, Hashed
from ledger.outbox import Outgoing

log = structlog.get_logger(__name__)

ALARM = "notice_differs"


class Kept(Exception):
    """This message does not leave now: what is to become of its row, and why."""

    def __init__(self, verdict: Verdict, why: str) -> None:
        super().__init__(why)
        self.verdict = verdict
        self.why = why


class Gate(Protocol):
    """What a courier asks before each send, and a sender round after round."""

    def words(self, row: Outgoing) -> str:
        """The words in which a message may leave now: a notice's as approved. Raises Kept where it may not."""

    def fill(self, now: int) -> bool:
        """Write what is next of approved notices into the outbox; whether there was anything. Raises Busy."""


class NoNotices:
    """The gate where nobody looks after notices: everything else passes, a notice never does."""

    def words(self, row: Outgoing) -> str:
        """See Gate."""
        if row.notice_id is not None:
            raise Kept(Verdict(Then.AGAIN, due_at=row.due_at + MINUTE, counts=False), "nobody looks after notices")
        return row.body

    def fill(self, _now: int) -> bool:
        """See Gate."""
        return False


class NoticeGate:
    """The gate of a sender; `clock` is the application's (ms UTC). Called from several threads."""

    def __init__(
        self, ledger: Ledger, settings: Notices, *, clock: Callable[[], int], watch: OutgoingWatch = UNWATCHED
    ) -> None:
        self._ledger = ledger
        self._settings = settings
        self._clock = clock
        self._watch = watch
        self._hashed = Hashed()

    def words(self, row: Outgoing) -> str:
        """See Gate."""
        version = row.notice_id
        if version is None:
            return row.body
        now = self._clock()
        try:
            checked = self._ledger.read(lambda db: notices.check(db, version, now, self._settings, self._hashed))
            if checked.leave is Leave.DIFFERS:
                self._ledger.transact(lambda db: notices.stop_for_difference(db, version, now))
        except Busy:
            raise Kept(Verdict(Then.AGAIN, due_at=now + SECOND, counts=False), "the ledger was busy") from None
        match checked.leave:
            case Leave.SEND:
                return checked.words
            case Leave.LATER:
                raise Kept(Verdict(Then.AGAIN, due_at=checked.until, counts=False), QUIET)
            case Leave.GONE:
                raise Kept(Verdict(Then.DROPPED), "the notice was edited or withdrawn")
            case Leave.DIFFERS:
                self._alarm(checked.number)
        raise Kept(Verdict(Then.AGAIN, due_at=HELD_UNTIL, counts=False), HELD)

    def fill(self, now: int) -> bool:
        """See Gate."""
        if self._ledger.read(lambda db: notices.next_step(db, now, self._settings)) is None:
            return False
        filled = self._ledger.transact(lambda db: notices.fill(db, now, self._settings))
        if filled.differs:
            self._alarm(filled.differs)
        return filled.todo is not None

    def _alarm(self, number: str) -> None:
        log.error(ALARM, notice=number)
        self._watch.alarm(ALARM, number)
