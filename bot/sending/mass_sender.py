"""Hands in mass sends of notices (WECHAT.md 2.6), one at a time, and sees them settled; a thread beside those that send.

Right before it is handed in a notice is read again and held against its approval, as before each single message (THREATS
I5). The call says only that the platform will try; what became of it comes as MASSSENDJOBFINISH
(handlers/delivery_events.py).
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from bot.rounds import Rounds
from bot.sending.fates import Fate, SendError, Then, rest_until
from bot.sending.notice_gate import Gate, Kept
from bot.sending.outgoing_watch import UNWATCHED, OutgoingWatch
from bot.sending.rests import Rests, concerns_all
from knowledge.times import HOUR, MINUTE, SECOND
from ledger import Db, Ledger
from ledger.notices.sending import HELD_UNTIL
from ledger.outbox import WAITS_FOR_CONTACT, WAITS_FOR_MASS_SEND, Outgoing, endpoint_rests, mass_sends
from ledger.outbox.mass_step import CHANNEL, Step, Todo

log = structlog.get_logger(__name__)

_LEASE_MS = 60 * SECOND
_IDLE_SECONDS = 2.0
# The platform takes sixty calls in a minute; one after the other with this pause stays below.
_PAUSE_SECONDS = 1.0
# What passes by itself: a try after one in doubt is then made again.
_PASSING = (Fate.RETRY, Fate.MINUTE, Fate.TOKEN)


class Account(Protocol):
    """What is needed of bot.client.OfficialAccount."""

    def send_mass(self, openids: Sequence[str], text: str, client_id: str) -> str:
        """Raises SendError."""


class MassSender:
    """Started and stopped once; `clock` is the application's (ms UTC), `rests` are the courier's."""

    def __init__(
        self,
        ledger: Ledger,
        account: Account,
        gate: Gate,
        rests: Rests,
        *,
        clock: Callable[[], int],
        may_start: bool = True,
        watch: OutgoingWatch = UNWATCHED,
    ) -> None:
        self._ledger = ledger
        self._account = account
        self._gate = gate
        self._rests = rests
        self._clock = clock
        self._may_start = may_start
        self._watch = watch
        self._kept: dict[int, int] = {}
        self._rounds = Rounds(
            "mass-sender", self._once, defect="mass_send_defect", idle_seconds=_IDLE_SECONDS, watch=watch
        )

    def start(self) -> None:
        """Begin."""
        self._rounds.start()

    def stop(self) -> bool:
        """End once the step at hand is done; False where that takes too long."""
        return self._rounds.stop(_LEASE_MS / SECOND / 12)

    def _once(self) -> float:
        step = self.round()
        return _IDLE_SECONDS if step is None else _PAUSE_SECONDS if step.todo is Todo.HAND_IN else 0.0

    def round(self) -> Step | None:
        """Do the next step, which is returned; None where there is nothing to do. Raises Busy."""
        now = self._clock()
        may_start = self._may_start and self._rests.until(CHANNEL) <= now
        self._kept = {notice: until for notice, until in self._kept.items() if until > now}
        step = self._ledger.read(lambda db: mass_sends.next_step(db, now, may_start=may_start, kept=self._kept))
        if step is None:
            return None
        if step.todo is Todo.HAND_IN:
            self._hand_in(step, now)
        else:
            self._ledger.transact(lambda db: mass_sends.take(db, step, now))
        return step

    def _hand_in(self, step: Step, now: int) -> None:
        openids = self._ledger.transact(lambda db: mass_sends.begin(db, step, now, _LEASE_MS))
        if len(openids) < mass_sends.FEWEST:  # the others have left the account meanwhile, or another sender has it
            if openids:
                self._ledger.transact(lambda db: mass_sends.give_back(db, step, WAITS_FOR_CONTACT))
            return
        try:
            words = self._gate.words(_as_message(step, now))
        except Kept as kept:
            self._keep(step, kept, now)
            return
        try:
            msg_id = self._account.send_mass(openids, words, step.client_id)
        except SendError as error:
            self._failed(step, error, now)
            return
        self._ledger.transact(lambda db: mass_sends.accepted(db, step, msg_id, now))
        log.info("mass_send", number=step.batch, people=len(openids))

    def _keep(self, step: Step, kept: Kept, now: int) -> None:
        """This notice does not leave now; the others may. What is stopped is not asked for before it goes on."""
        until = kept.verdict.due_at
        if step.attempts and until <= now + MINUTE and kept.verdict.then is Then.AGAIN:
            self._ledger.transact(lambda db: mass_sends.in_doubt(db, step.tried(), now))
            return
        if until < HELD_UNTIL:
            self._kept[step.notice_id] = until
        self._ledger.transact(lambda db: mass_sends.give_back(db, step, WAITS_FOR_MASS_SEND))

    def _failed(self, step: Step, error: SendError, now: int) -> None:
        self._watch.refused("notice", CHANNEL, str(error.fate), error.errcode)
        log.warning("mass_send_failed", number=step.batch, error=str(error))
        if error.fate is Fate.UNKNOWN or (step.attempts and error.fate in _PASSING):
            # The step was read before this try was counted.
            self._ledger.transact(lambda db: mass_sends.in_doubt(db, step.tried(), now))
            return
        until, waits = _verdict(error.fate, now)
        if error.fate not in (Fate.RETRY, Fate.MINUTE):
            self._watch.alarm(f"outbox_{error.fate}", str(error))
        self._rests.note(CHANNEL, until)

        def work(db: Db) -> None:
            if concerns_all(now, until):
                endpoint_rests.note(db, CHANNEL, until, now)
            mass_sends.give_back(db, step, waits)

        self._ledger.transact(work)


def _verdict(fate: Fate, now: int) -> tuple[int, str]:
    """Until when nothing is handed in after a refusal, and what the people of this one wait for."""
    match fate:
        case Fate.DAY:
            return rest_until(fate, now), WAITS_FOR_MASS_SEND
        case Fate.PERM:
            return now + HOUR, WAITS_FOR_MASS_SEND
        case Fate.RETRY | Fate.MINUTE | Fate.TOKEN:
            return now + MINUTE, WAITS_FOR_MASS_SEND
        case _:  # the content or the list is refused, and would be again
            return now, WAITS_FOR_CONTACT


def _as_message(step: Step, now: int) -> Outgoing:
    """What the gate looks at: a message of the notice to nobody yet."""
    return Outgoing(
        *(step.batch, f"mass:{step.batch}", "", None, "notice", "", now, 1, "", "", ""), notice_id=step.notice_id
    )
