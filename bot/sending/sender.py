"""The sender: claims what is due in the outbox, has it brought out, and settles what became of it.

One thread looks after the ledger: in one transaction it settles what was sent and claims what is next, so a
busy sender costs one commit for many messages. The others only send, outside any transaction; they call the first when what
is lined up runs low. Notices leave by a lane (bot/sending/lane.py) where there is one, another single thread. One more
fills the outbox from approved notices: what is wrong with one of these keeps no reply back.
Any number of senders on any number of hosts may run: a claim is a conditional update with a lease, so a kill only delays
(THREATS I6, F20).
"""

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial

import structlog

from bot.defects import trace_of
from bot.rounds import Rounds
from bot.sending.courier import Courier
from bot.sending.lane import Express, Lane
from bot.sending.lineup import Lineup, Turn
from bot.sending.notice_gate import Gate, NoNotices
from bot.sending.outcomes import Outcome, put_back, settle_all
from bot.sending.outgoing_watch import UNWATCHED, OutgoingWatch
from knowledge.times import SECOND
from ledger import Busy, Db, Ledger
from ledger.outbox import Outgoing, endpoint_rests
from ledger.outbox import claims as outbox_claims

log = structlog.get_logger(__name__)

LEASE_MS = 60 * SECOND
STOP_SECONDS = 5.0
_IDLE_SECONDS = 1.0
_BUSY_SECONDS = 0.5
_SHORTEST_SECONDS = 0.02
# A page of a notice is written; the next one follows, so that the sending does not wait for it.
_NEXT_PAGE_SECONDS = 0.001
# So long after a page it is looked again and again whether there is room for one more.
_FILLING_SECONDS = 2.0
# Where all hands are full the bell rings in time; this long at most what was sent stays unsettled.
_FULL_SECONDS = 0.1
# Rows whose lease ran out are dealt with by the next claim: this often one is made even where nothing is due.
_SWEEP_MS = 15 * SECOND
# A row that waited so long in this process that its lease could end during the call is put back instead.
_LEASE_RESERVE = 0.5
# So many rows are in hand for each thread: enough that none runs dry while a commit reaches the disk, and no more, for they
# are what a kill leaves in doubt.
_IN_HAND_PER_THREAD = 8


class Sender:
    """Started and stopped once. `clock` is the application's (ms UTC).

    `wake` is called after a commit that queued something (Ledger.on_queued): then it leaves at once, not at
    the next look into the outbox.
    """

    def __init__(
        self,
        ledger: Ledger,
        courier: Courier,
        *,
        clock: Callable[[], int],
        threads: int = 4,
        lease_ms: int = LEASE_MS,
        watch: OutgoingWatch = UNWATCHED,
        gate: Gate | None = None,
        express: Express | None = None,
    ) -> None:
        self._ledger = ledger
        self._gate = gate or NoNotices()
        self._courier = courier
        self._clock = clock
        self._threads = threads
        self._in_hand = threads * _IN_HAND_PER_THREAD
        self._lease_ms = lease_ms
        self._watch = watch
        self._lineup = Lineup(has_lane=express is not None, ring=self._ring_lane)
        self._lane = (
            Lane(express, courier, self._lineup, lines=threads, take=self._take_for_lane, settle=self._note)
            if express is not None
            else None
        )
        self._outcomes: deque[Outcome] = deque()
        self._bell = threading.Event()
        self._stop_by: float | None = None
        self._outstanding = 0
        self._sweep_at = 0
        self._filled_at = -_FILLING_SECONDS
        self._running: list[threading.Thread] = []
        self._filling = Rounds(
            "sender-fill", self._fill, defect="notice_fill_defect", idle_seconds=_IDLE_SECONDS, watch=watch
        )

    def start(self) -> None:
        """Begin to send."""
        jobs = [self._look_after, *[self._carry] * self._threads]
        if self._lane is not None:
            jobs.append(partial(self._run_lane, self._lane))
        self._running = [
            threading.Thread(target=job, name=f"sender-{number}", daemon=True) for number, job in enumerate(jobs)
        ]
        for thread in self._running:
            thread.start()
        self._filling.start()

    def wake(self) -> None:
        """Something was queued: look at once. Never waits."""
        self._bell.set()

    def stop(self, patience: float = STOP_SECONDS) -> bool:
        """Finish what is on its way, put back the rest; False where that took longer than `patience` seconds.

        What is then still on its way keeps its lease, and is dealt with when that ends.
        """
        self._stop_by = time.monotonic() + patience
        self._bell.set()
        is_filled = self._filling.stop(patience)
        for thread in self._running:
            thread.join(max(0.0, self._stop_by - time.monotonic()))
        return is_filled and not any(thread.is_alive() for thread in self._running)

    def _fill(self) -> float:
        """Write one page of an approved notice; returns after how many seconds to look for the next."""
        if self._gate.fill(self._clock()):
            self._filled_at = time.monotonic()
            return _NEXT_PAGE_SECONDS
        return _SHORTEST_SECONDS if time.monotonic() - self._filled_at < _FILLING_SECONDS else _IDLE_SECONDS

    def _look_after(self) -> None:
        """The thread that looks after the ledger."""
        while not self._is_finished():
            try:
                pause = self._round()
            except Busy:
                pause = _BUSY_SECONDS
            except Exception as defect:  # one defect must not end all sending: seen, counted, tried again
                self._report("sender_defect", defect)
                pause = _IDLE_SECONDS
            self._bell.wait(pause)
            self._bell.clear()

    def _is_finished(self) -> bool:
        if self._stop_by is None:
            return False
        for row in self._lineup.close():
            self._outcomes.append(put_back(row, self._clock(), "the sender stopped"))
        return not self._outstanding or time.monotonic() > self._stop_by

    def _round(self) -> float:
        """Settle and claim once; returns for how many seconds to wait, unless the bell rings."""
        now = self._clock()
        outcomes = [self._outcomes.popleft() for _ in range(len(self._outcomes))]
        may_claim = self._stop_by is None and self._courier.rests_until() <= now
        room = max(0, self._in_hand - self._outstanding + len(outcomes)) if may_claim else 0
        looks = may_claim and (bool(outcomes) or now >= self._sweep_at or self._is_due(now))
        if outcomes or looks:
            claimed = self._write(outcomes, room, now, looks=looks)
            if claimed and claimed >= room:
                return _FULL_SECONDS
        if self._stop_by is not None and not self._outstanding:
            return 0.0  # what came last is settled, and nobody would ring again
        if not may_claim:
            return _BUSY_SECONDS
        return self._pause(now)

    def _is_due(self, now: int) -> bool:
        due_at = self._ledger.read(outbox_claims.next_due_at)
        return due_at is not None and due_at <= now

    def _pause(self, now: int) -> float:
        """How long there is nothing to do: until a row is due, at most a second."""
        due_at = self._ledger.read(outbox_claims.next_due_at)
        if due_at is None:
            return _IDLE_SECONDS
        return min(_IDLE_SECONDS, max(_SHORTEST_SECONDS, (due_at - now) / SECOND))

    def _write(self, outcomes: list[Outcome], room: int, now: int, *, looks: bool) -> int:
        """Write what became of rows and, where it `looks`, claim others, in one transaction; returns how many these are.

        Whoever waits for an answer finds room even where all is taken. Raises Busy.
        """
        lease = secrets.token_hex(8)
        claimed: list[Outgoing] = []
        rests: dict[str, int] = {}

        def work(db: Db) -> None:
            settle_all(db, outcomes, now)
            if looks:
                rests.update(endpoint_rests.resting(db, now))
                claimed[:] = outbox_claims.claim(db, now, lease, self._lease_ms, room, live=self._threads)

        def release(db: Db) -> None:
            for row in claimed:
                put_back(row, now, "the ledger was busy").settle(db, now)

        try:
            self._ledger.transact(work, late=release)
        except Busy:
            # The commit may come after all, and then rows are ours that nobody sends. SQLite's writer releases
            # them itself; PostgreSQL's answer may have been lost, so they are put back here.
            unsent = [put_back(row, now, "the ledger was busy") for row in claimed]
            self._outcomes.extendleft(reversed(outcomes))
            self._outcomes.extend(unsent)
            self._outstanding += len(unsent)
            raise
        except Exception:
            self._settle_one_by_one(outcomes, now)
            raise
        if looks:
            self._sweep_at = now + _SWEEP_MS
        self._courier.rests.learn(rests)
        self._outstanding += len(claimed) - len(outcomes)
        self._lineup.add(claimed, now)
        return len(claimed)

    def _settle_one_by_one(self, outcomes: list[Outcome], now: int) -> None:
        """Where a transaction failed: one bad row must not take the others' outcome with it."""
        for outcome in outcomes:
            try:
                self._ledger.transact(lambda db, one=outcome: one.settle(db, now))  # type: ignore[misc]
            except Busy:
                self._outcomes.append(outcome)
                continue
            except Exception as defect:  # its lease will end, and the ledger then does what is safe
                self._report("outcome_not_written", defect, key=outcome.row.key)
            self._outstanding -= 1

    def _report(self, subject: str, defect: Exception, **about: str) -> None:
        log.error(subject, error=type(defect).__name__, trace=trace_of(defect), **about)
        self._watch.alarm(subject, type(defect).__name__)

    def _carry(self) -> None:
        """A thread that sends."""
        while turn := self._lineup.take():
            if self._is_stale(turn):
                outcome = put_back(turn.row, self._clock(), "the lease was nearly over")
            elif turn.channels:
                outcome = self._courier.go_on(turn.row, turn.channels)
            else:
                outcome = self._courier.deliver(turn.row)
            self._note(outcome)

    def _run_lane(self, lane: Lane) -> None:
        """The thread of the lane."""
        while not lane.is_finished():
            try:
                lane.round()
            except Exception as defect:  # as above
                self._report("sender_defect", defect)
                time.sleep(_BUSY_SECONDS)
        lane.close()

    def _take_for_lane(self) -> Turn | None:
        while (turn := self._lineup.take_for_lane()) and self._is_stale(turn):
            self._note(put_back(turn.row, self._clock(), "the lease was nearly over"))
        return turn

    def _ring_lane(self) -> None:
        if self._lane is not None:
            self._lane.ring()

    def _is_stale(self, turn: Turn) -> bool:
        return self._clock() - turn.claimed_at > self._lease_ms * _LEASE_RESERVE

    def _note(self, outcome: Outcome) -> None:
        """A message is dealt with; it is settled with the others of the next round."""
        self._outcomes.append(outcome)
        self._lineup.done(outcome.row)
        if len(self._lineup) <= self._in_hand // 2:
            self._bell.set()
