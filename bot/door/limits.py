"""How often one person is answered in words: above the limit each message is handled and booked, and answered `success`.

Counted in this process by the real clock, over the minute before each message; a repeated push does not count again.
"""

import threading
from collections import OrderedDict

from knowledge.times import MINUTE

_REMEMBERED = 20_000  # people; the one who has been quiet the longest is forgotten first


class Talkative:
    """Counts messages a minute for each person."""

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._recent: OrderedDict[str, dict[bytes, int]] = OrderedDict()
        self._lock = threading.Lock()

    def may_be_answered(self, openid: str, key: bytes, now: int) -> bool:
        """Whether this message is within its writer's limit."""
        with self._lock:
            recent = self._recent.get(openid)
            if recent is None:
                recent = self._recent[openid] = {}
                if len(self._recent) > _REMEMBERED:
                    self._recent.popitem(last=False)
            else:
                self._recent.move_to_end(openid)
            while recent and recent[oldest := next(iter(recent))] <= now - MINUTE:
                del recent[oldest]
            recent.setdefault(key, now)
            return len(recent) <= self._a_minute
