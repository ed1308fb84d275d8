"""The stand-in's clock, which can be moved, and the errands that wait for it.

All moments are milliseconds since 1970 UTC. Windows, tokens, quotas and the CreateTime of messages follow
this clock; only the timestamp in a push's URL is the machine's real time, as the bot checks it against its
own.
"""

import heapq
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
BEIJING_OFFSET = 8 * HOUR

_HANDS = 8  # errands done at the same time; daemons, so that a slow bot does not keep the program alive
_log = logging.getLogger(__name__)


class Clock:
    """The real time plus an offset."""

    def __init__(self, starts_at: int | None = None) -> None:
        self._offset = 0
        self._moved: list[Callable[[], None]] = []
        if starts_at is not None:
            self.move_to(starts_at)

    def now(self) -> int:
        """The moment it is here."""
        return time.time_ns() // 1_000_000 + self._offset

    @property
    def offset(self) -> int:
        """By how many milliseconds it is ahead of the machine's."""
        return self._offset

    def advance(self, by: int) -> int:
        """Move on (or back) by milliseconds; returns the new moment."""
        self._offset += by
        for tell in self._moved:
            tell()
        return self.now()

    def move_to(self, moment: int) -> int:
        """Let it be this moment now."""
        return self.advance(moment - self.now())

    def when_moved(self, tell: Callable[[], None]) -> None:
        """Have `tell` called after each move."""
        self._moved.append(tell)


class Errands:
    """Things to be done later by the clock, such as the report that a template message was delivered."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[int, int, Callable[[], object]]] = []
        self._number = itertools.count()
        self._changed = threading.Condition()
        self._closed = False
        self._ready: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        for _ in range(_HANDS):
            threading.Thread(target=self._work, name="errand", daemon=True).start()
        self._thread = threading.Thread(target=self._run, name="errands", daemon=True)
        clock.when_moved(self._wake)
        self._thread.start()

    def at(self, due_at: int, action: Callable[[], object]) -> None:
        """Run `action` in another thread once the clock has reached `due_at`."""
        with self._changed:
            heapq.heappush(self._waiting, (due_at, next(self._number), action))
            self._changed.notify()

    def close(self) -> None:
        """Forget what is still waiting; what is being done may end by itself."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()
        for _ in range(_HANDS):
            self._ready.put(None)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                wait = (self._waiting[0][0] - self._clock.now()) / SECOND if self._waiting else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                action = heapq.heappop(self._waiting)[2]
            self._ready.put(action)

    def _work(self) -> None:
        while (action := self._ready.get()) is not None:
            try:
                action()
            except Exception:
                _log.exception("an errand failed")
