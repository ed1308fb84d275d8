"""Says aloud when this machine's clock seems wrong, for then every push is refused and lost.

One push outside the window may be an old one that somebody sends again. Several, with none inside the
window between them, are a clock that is off: that is logged as an error, and again every minute while
it lasts.
"""

import threading

import structlog

from bot.metrics import Metrics

ALARM_AFTER = 3
REPEAT_AFTER = 60_000

log = structlog.get_logger(__name__)


class ClockAlarm:
    """Counts rightly signed requests outside the window. Used by all threads at once."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._said_at: int | None = None

    def on_time(self) -> None:
        """A rightly signed request was inside the window. Costs nothing while none was outside."""
        if self._in_a_row:
            with self._lock:
                self._in_a_row = 0
                self._said_at = None

    def off(self, skew_seconds: int, now: int) -> None:
        """A rightly signed request was so much ahead of the clock, or behind it (negative); `now`: ms UTC."""
        self._metrics.clock_skew.inc()
        with self._lock:
            self._in_a_row += 1
            due = self._said_at is None or abs(now - self._said_at) >= REPEAT_AFTER
            if self._in_a_row < ALARM_AFTER or not due:
                return
            self._said_at = now
        log.error("clock_skew", skew_seconds=skew_seconds, requests=self._in_a_row)
