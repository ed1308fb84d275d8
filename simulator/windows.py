"""When the account may write to a person unasked (document 发送客服消息, in force since June 2023).

Each action of the person opens its window anew; allowances do not add up, so a message counts in all open
windows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from simulator.clock import HOUR, MINUTE
from simulator.errors import ApiError

Action = Literal["message", "click", "follow", "scan"]
ALLOWANCES: dict[Action, tuple[int, int]] = {
    "message": (5, 48 * HOUR),
    "click": (3, MINUTE),
    "follow": (3, MINUTE),
    "scan": (3, MINUTE),
}


@dataclass(slots=True)
class _Window:
    closes_at: int
    left: int


class Windows:
    """One person's windows."""

    def __init__(self) -> None:
        self._windows: dict[Action, _Window] = {}

    def open(self, action: Action, now: int) -> None:
        """The person did something."""
        count, length = ALLOWANCES[action]
        self._windows[action] = _Window(now + length, count)

    def left(self, now: int) -> int | None:
        """How many messages may still be sent; None where no window is open."""
        open_ones = [window.left for window in self._windows.values() if window.closes_at > now]
        return max(open_ones) if open_ones else None

    def spend(self, now: int) -> None:
        """Count a customer-service message. Raises ApiError 45015 (no window) or 45047 (used up)."""
        left = self.left(now)
        if left is None:
            raise ApiError(45015)
        if not left:
            raise ApiError(45047)
        for window in self._windows.values():
            window.left = max(0, window.left - 1)

    def kept(self) -> dict[str, list[int]]:
        """Them as they are kept: when each closes, and how many messages are left."""
        return {action: [window.closes_at, window.left] for action, window in self._windows.items()}

    @classmethod
    def of_kept(cls, kept: Mapping[Action, list[int]]) -> Self:
        """Them as they were kept."""
        windows = cls()
        windows._windows = {action: _Window(*one) for action, one in kept.items()}
        return windows

    def close(self) -> None:
        """Close all, as when the person unfollows."""
        self._windows.clear()
