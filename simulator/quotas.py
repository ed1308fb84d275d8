"""Daily and minute limits of the API (document API_Call_Limits); the day is Beijing's."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from simulator.clock import BEIJING_OFFSET, DAY, MINUTE
from simulator.errors import ApiError

_CLEARS_A_MONTH = 10

DAILY = {
    "token": 2_000,
    "stable_token": 500_000,
    "menu/create": 1_000,
    "menu/delete": 1_000,
    "menu/get": 10_000,
    "message/custom/send": 500_000,
    "media/upload": 100_000,
    "media/get": 200_000,
    "qrcode/create": 100_000,
    "user/get": 500,
    "user/info": 5_000_000,
    "user/info/updateremark": 10_000,
    "message/template/send": 100_000,
    "message/mass/sendall": 100,
    "message/mass/send": 100,
    "message/mass/preview": 100,
}
PER_MINUTE = {"stable_token": 10_000, "message/mass/sendall": 60, "message/mass/send": 60}


@dataclass(slots=True)
class Quotas:
    """Limits by path (without /cgi-bin/) and what is used of them."""

    daily: dict[str, int] = field(default_factory=lambda: dict(DAILY))
    per_minute: dict[str, int] = field(default_factory=lambda: dict(PER_MINUTE))
    _today: int = 0
    _minute: int = 0
    _used_today: Counter[str] = field(default_factory=Counter)
    _used_this_minute: Counter[str] = field(default_factory=Counter)
    _clears: Counter[str] = field(default_factory=Counter)

    def count(self, path: str, now: int) -> None:
        """Count a call. Raises ApiError 45009 or 45011 where it is one too many."""
        self._turn(now)
        if self._used_today[path] >= self.daily.get(path, self._used_today[path] + 1):
            raise ApiError(45009)
        if self._used_this_minute[path] >= self.per_minute.get(path, self._used_this_minute[path] + 1):
            raise ApiError(45011)
        self._used_today[path] += 1
        self._used_this_minute[path] += 1

    def clear(self, now: int) -> None:
        """Begin all counts anew. Raises ApiError 48006 at the eleventh time in a month."""
        month = f"{datetime.fromtimestamp((now + BEIJING_OFFSET) / 1000, UTC):%Y-%m}"
        if self._clears[month] >= _CLEARS_A_MONTH:
            raise ApiError(48006)
        self._clears[month] += 1
        self._used_today.clear()
        self._used_this_minute.clear()

    def describe(self, path: str, now: int) -> dict[str, object]:
        """The answer of openapi/quota/get. Raises ApiError 76021 for a path without a limit."""
        self._turn(now)
        if path not in self.daily:
            raise ApiError(76021)
        limit, used = self.daily[path], self._used_today[path]
        answer: dict[str, object] = {
            "quota": {"daily_limit": limit, "used": used, "remain": max(0, limit - used)},
        }
        if path in self.per_minute:
            answer["rate_limit"] = {"call_count": self.per_minute[path], "refresh_second": 60}
        return answer

    def _turn(self, now: int) -> None:
        today, minute = (now + BEIJING_OFFSET) // DAY, now // MINUTE
        if today != self._today:
            self._today = today
            self._used_today.clear()
        if minute != self._minute:
            self._minute = minute
            self._used_this_minute.clear()
