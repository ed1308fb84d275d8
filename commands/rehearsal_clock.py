"""The application's clock in a rehearsal: moved on while everything runs, and never at the same moment twice.

Its offset is a fact of the ledger that each process looks at again each second. That no moment comes twice ties what a
message wrote to it: whatever is written in a turn carries the turn's moment (commands/rehearsal_explain.py).
"""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select

from knowledge.settings import Settings
from knowledge.times import DAY, MINUTE, SECOND, SHANGHAI, from_ms, to_ms
from ledger import Busy, Db, Ledger, facts
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.statement import Statement
from ledger.tables import outbox
from scheduler.clock import Clock
from scheduler.job import Surroundings
from scheduler.jobs import JOBS

LONGEST_MOVE_SECONDS = 60 * DAY // SECOND
_LOOK_EVERY_SECONDS = 1.0
# Halts on the way of a move at which the jobs that come round each minute get their turn.
_HALTS = 24
_SENT_WITHIN_SECONDS = 3.0
_IN_HAND = Statement(select(func.count()).select_from(outbox).where(outbox.c.status == "claimed"))

log = structlog.get_logger(__name__)


class RehearsalClock:
    """The machine's clock plus the kept offset (ms UTC), each moment once in this process. Used by all threads."""

    def __init__(self, ledger: Ledger, machine: Callable[[], int], offset: int) -> None:
        self._ledger = ledger
        self._machine = machine
        self._offset = offset
        self._look_at = 0.0
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        """The moment it is."""
        with self._lock:
            looks = time.monotonic() >= self._look_at
            if looks:
                self._look_at = time.monotonic() + _LOOK_EVERY_SECONDS
        if looks:
            self.look()
        with self._lock:
            self._last = max(self._last + 1, self._machine() + self._offset)
            return self._last

    def look(self) -> None:
        """Read the offset again."""
        try:
            self._offset = int(self._ledger.read(lambda db: facts.get(db, facts.CLOCK_OFFSET)) or 0)
        except Busy as busy:  # a second later is soon enough
            log.warning("clock_not_read", cause=str(busy))


def move_on(ledger: Ledger, surroundings: Surroundings, clock: Callable[[], int], seconds: int) -> None:
    """Let the clock of all processes be `seconds` further on; what falls due on the way is done first.

    Daily jobs run at their time of each day in between, the others at halts on the way, so that what nobody sees to
    climbs step by step. What is queued on the way leaves once the clock has moved.
    """
    halt = now = clock()
    walker = Clock(JOBS, surroundings, lambda: halt)
    for halt in _halts(surroundings.settings, now, now + seconds * SECOND):  # noqa: B007  (the walker's clock reads it)
        walker.tick()
    _wait_for_the_senders(ledger)
    ledger.transact(lambda db: _add(db, seconds * SECOND), wait=MAINTENANCE_PATIENCE_SECONDS)
    if isinstance(clock, RehearsalClock):  # this process need not wait until it looks again
        clock.look()


def _halts(settings: Settings, start: int, end: int) -> Iterator[int]:
    """The moments of a move at which jobs are looked at, the first first."""
    stride = max(MINUTE, -(-(end - start) // _HALTS))
    found = set(range(start + stride, end, stride))
    day = from_ms(start).date()
    while day <= from_ms(end).date():
        times = (job.at(settings) for job in JOBS if job.at is not None)
        found |= {to_ms(datetime.combine(day, time_of_day, SHANGHAI)) for time_of_day in times}
        day += timedelta(days=1)
    yield from sorted(moment for moment in found if start < moment < end)
    yield end


def _wait_for_the_senders(ledger: Ledger) -> None:
    """Let what is being sent be settled: a jump of the clock would take it for left behind by a dead sender."""
    until = time.monotonic() + _SENT_WITHIN_SECONDS
    while time.monotonic() < until and ledger.read(lambda db: db.value(_IN_HAND)):
        time.sleep(0.05)


def _add(db: Db, by: int) -> None:
    facts.put(db, facts.CLOCK_OFFSET, str(int(facts.get(db, facts.CLOCK_OFFSET) or 0) + by))
