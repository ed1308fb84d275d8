"""Claimed messages waiting for a thread: live ones first, and those for one person one after the other.

An answer that was too long for one message follows in parts; two threads would bring them out of order.
"""

import heapq
import itertools
import threading
from collections import deque
from collections.abc import Iterable
from queue import SimpleQueue

from ledger.outbox import RANKS, Outgoing


class Lineup:
    """Filled by one thread, emptied by several. `claimed_at` goes with each row (ms UTC)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # One for each row that is ready: to wait for these costs less than a condition around the heap.
        self._calls: SimpleQueue[None] = SimpleQueue()
        self._ready: list[tuple[int, int, int, Outgoing]] = []
        self._numbers = itertools.count()
        # Whose message is ready or on its way, and what waits behind it.
        self._behind: dict[str, deque[tuple[int, Outgoing]]] = {}

    def __len__(self) -> int:
        """How many rows are ready for whoever is free."""
        return len(self._ready)

    def add(self, rows: Iterable[Outgoing], claimed_at: int) -> None:
        """Line up rows in the order in which they were claimed."""
        with self._lock:
            for row in rows:
                if row.openid in self._behind:
                    self._behind[row.openid].append((claimed_at, row))
                else:
                    self._behind[row.openid] = deque()
                    self._make_ready(claimed_at, row)

    def take(self) -> tuple[int, Outgoing] | None:
        """The most urgent row and when it was claimed; waits for one, None once the lineup is closed."""
        self._calls.get()
        with self._lock:
            if not self._ready:
                self._calls.put(None)  # closed: the others are to go home too
                return None
            _, claimed_at, _, row = heapq.heappop(self._ready)
            return claimed_at, row

    def done(self, row: Outgoing) -> None:
        """A row that was taken is dealt with: the next one for the same person may go."""
        with self._lock:
            if behind := self._behind.get(row.openid):
                self._make_ready(*behind.popleft())
            else:
                self._behind.pop(row.openid, None)

    def close(self) -> list[Outgoing]:
        """Let the threads go home; returns what none of them has begun."""
        with self._lock:
            left = [row for *_, row in sorted(self._ready)]
            left += [row for behind in self._behind.values() for _, row in behind]
            self._ready.clear()
            self._behind.clear()
            self._calls.put(None)
            return left

    def _make_ready(self, claimed_at: int, row: Outgoing) -> None:
        heapq.heappush(self._ready, (RANKS[row.kind], claimed_at, next(self._numbers), row))
        self._calls.put(None)
