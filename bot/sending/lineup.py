"""Claimed messages waiting for whoever brings them out: live ones first, and those for one person one after the other.

An answer that was too long for one message follows in parts; two threads would bring them out of order. The messages of
notices wait apart where there is a lane for them (bot/sending/lane.py), so that no thread is taken up with them.
"""

import heapq
import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from queue import SimpleQueue
from typing import NamedTuple

from ledger.outbox import NOTICE, RANKS, Outgoing


class Turn(NamedTuple):
    """A message whose turn it is, when it was claimed (ms UTC), and by which channels it is to go on; none: it begins."""

    claimed_at: int
    row: Outgoing
    channels: Sequence[str] = ()


class Lineup:
    """Filled by one thread, emptied by several; with `has_lane` notices wait for `take_for_lane`.

    `ring` is called where something is there for the lane: from any thread, and it must return at once.
    """

    def __init__(self, *, has_lane: bool = False, ring: Callable[[], None] = lambda: None) -> None:
        self._has_lane = has_lane
        self._ring = ring
        self._lock = threading.Lock()
        # One for each row that is ready: to wait for these costs less than a condition around the heap.
        self._calls: SimpleQueue[None] = SimpleQueue()
        self._ready: list[tuple[int, int, int, Turn]] = []
        self._for_lane: deque[Turn] = deque()
        self._numbers = itertools.count()
        # Whose message is ready or on its way, and what waits behind it.
        self._behind: dict[str, deque[Turn]] = {}
        self._late: list[Turn] = []
        self.is_closed = False

    def __len__(self) -> int:
        """How many rows are ready for whoever is free."""
        return len(self._ready) + len(self._for_lane)

    def add(self, rows: Iterable[Outgoing], claimed_at: int) -> None:
        """Line up rows in the order in which they were claimed."""
        with self._lock:
            for row in rows:
                turn = Turn(claimed_at, row)
                if row.openid in self._behind:
                    self._behind[row.openid].append(turn)
                else:
                    self._behind[row.openid] = deque()
                    self._make_ready(turn)
        self._ring()

    def take(self) -> Turn | None:
        """The most urgent one for a thread; waits for one, None once the lineup is closed."""
        self._calls.get()
        with self._lock:
            if not self._ready:
                self._calls.put(None)  # closed: the others are to go home too
                return None
            return heapq.heappop(self._ready)[-1]

    def take_for_lane(self) -> Turn | None:
        """The next one for the lane, None where there is none just now."""
        with self._lock:
            return self._for_lane.popleft() if self._for_lane else None

    def pass_on(self, turn: Turn) -> None:
        """What the lane took needs a thread; once all go home, `close` gives it back with the rest."""
        with self._lock:
            if self.is_closed:
                self._late.append(turn)
            else:
                self._put(turn)

    def done(self, row: Outgoing) -> None:
        """A row that was taken is dealt with: the next one for the same person may go."""
        with self._lock:
            if behind := self._behind.get(row.openid):
                self._make_ready(behind.popleft())
                self._ring()
            else:
                self._behind.pop(row.openid, None)

    def close(self) -> list[Outgoing]:
        """Let the threads go home; returns what none of them has begun."""
        with self._lock:
            self.is_closed = True
            left = [turn.row for *_, turn in sorted(self._ready, key=lambda one: one[:3])]
            left += [turn.row for turn in self._for_lane]
            left += [turn.row for behind in self._behind.values() for turn in behind]
            left += [turn.row for turn in self._late]
            self._late.clear()
            self._ready.clear()
            self._for_lane.clear()
            self._behind.clear()
            self._calls.put(None)
        self._ring()
        return left

    def _make_ready(self, turn: Turn) -> None:
        if self._has_lane and turn.row.kind == NOTICE:
            self._for_lane.append(turn)
        else:
            self._put(turn)

    def _put(self, turn: Turn) -> None:
        heapq.heappush(self._ready, (RANKS[turn.row.kind], turn.claimed_at, next(self._numbers), turn))
        self._calls.put(None)
