"""What became of claimed messages, and how that is written into the ledger."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.sending.fates import Then, Verdict
from ledger import outbox
from ledger.database import Db
from ledger.outbox import Outgoing, endpoint_rests, subscriptions
from ledger.outbox import settling as outbox_settling


class Outcome(NamedTuple):
    """What became of a claimed row, to be written into the ledger."""

    row: Outgoing
    verdict: Verdict
    channel: str = ""
    platform_id: str = ""
    error: str = ""
    consent: str = ""
    """Template of the subscription message that went out, by a consent of the person."""
    lost_consent: str = ""
    """Template of one that the platform refused for want of a consent."""

    rest_until: int = 0
    """Until when (ms UTC) no sender is to ask the endpoint of `channel`; 0 where that is this sender's own affair."""
    waits_for_mass_send: bool = False
    """Where it waits: whether a mass send may bring it, or only its person's next message."""

    def settle(self, db: Db, now: int) -> bool:
        """Write it; False where the lease was lost meanwhile, so that somebody else has the row."""
        self.note_consents(db)
        if self.rest_until:
            endpoint_rests.note(db, self.channel, self.rest_until, now)
        row, verdict = self.row, self.verdict
        match verdict.then:
            case Then.SENT:
                return outbox_settling.settle_sent(db, row, self.channel, self.platform_id, now)
            case Then.UNREACHABLE:
                return outbox_settling.settle_unreachable(db, row, self.error, now)
            case Then.UNKNOWN:
                return outbox_settling.settle_unknown(db, row, self.error, now)
            case Then.WAIT_FOR_CONTACT:
                waits_for = outbox.WAITS_FOR_MASS_SEND if self.waits_for_mass_send else outbox.WAITS_FOR_CONTACT
                return outbox_settling.settle_waiting(db, row, waits_for, verdict.due_at, now)
            case Then.DROPPED:
                return outbox_settling.drop(db, row)
            case _:
                return outbox_settling.settle_retry(
                    db, row, self.error, verdict.due_at, counts=verdict.counts, in_doubt=verdict.in_doubt
                )

    def note_consents(self, db: Db) -> None:
        """Write what became of consents: they are used up by a message, whoever has the row by now."""
        if self.consent:
            subscriptions.use(db, self.row.openid, self.consent)
        if self.lost_consent:
            subscriptions.end(db, self.row.openid, self.lost_consent)


def put_back(row: Outgoing, due_at: int, why: str) -> Outcome:
    """A claimed row that was not tried: due again, and the try does not count."""
    return Outcome(row, Verdict(Then.AGAIN, due_at=due_at, counts=False), error=why)


def settle_all(db: Db, outcomes: Iterable[Outcome], now: int) -> None:
    """Write what became of many messages: those that were sent with one statement, each of the others with its own."""
    sent: list[tuple[Outgoing, str, str]] = []
    for outcome in outcomes:
        if outcome.verdict.then is Then.SENT:
            sent.append((outcome.row, outcome.channel, outcome.platform_id))
            outcome.note_consents(db)
        else:
            outcome.settle(db, now)
    if sent:
        outbox_settling.settle_sent_together(db, sent, now)
