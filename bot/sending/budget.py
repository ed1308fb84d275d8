"""How many messages may leave in a minute: the account's own limit, shared by all senders (config.yaml, sender).

What is not live leaves a fifth of each minute to people who wait for an answer. Where Redis is configured the minute is
counted there, in portions, for all processes together; while Redis is away each of them keeps to its share and goes on
(THREATS F11).
"""

import secrets
import threading
from typing import Any, Protocol

import redis
import structlog

from bot.sending.outgoing_watch import UNWATCHED, OutgoingWatch
from knowledge.times import MINUTE, SECOND

log = structlog.get_logger(__name__)

# Of a limited minute this share is kept for people who are waiting for an answer.
_LIVE_SHARE = 5
# So many messages are asked for at once: a call of Redis for each would cost as much as the sending.
_PORTION = 32
_REDIS_REST_MS = 5 * SECOND
# A sender that has not asked for so long is gone, and no share is kept for it.
_ALIVE_MS = 2 * MINUTE


class Budget(Protocol):
    """What a courier asks before each message."""

    def spend(self, live: bool, now: int) -> bool:
        """Whether one more may go at `now` (ms UTC); what is not live leaves a fifth of the minute to those who wait."""


def without_live_share(limit: int) -> int:
    """What of a minute is left to what nobody waits for."""
    return limit - limit // _LIVE_SHARE


class MinuteBudget:
    """The budget of one process; None for no limit of our own."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self._minute = 0
        self._spent = 0
        self._lock = threading.Lock()

    def spend(self, live: bool, now: int) -> bool:
        """See Budget."""
        if self.limit is None:
            return True
        with self._lock:
            if now // MINUTE != self._minute:
                self._minute, self._spent = now // MINUTE, 0
            if self._spent >= (self.limit if live else without_live_share(self.limit)):
                return False
            self._spent += 1
            return True


# Takes up to ARGV[1] of a minute of which ARGV[2] may be spent; gives back how many were left.
_TAKE = """
local spent = tonumber(redis.call('get', KEYS[1]) or '0')
local taken = math.min(tonumber(ARGV[1]), tonumber(ARGV[2]) - spent)
if taken <= 0 then return 0 end
redis.call('incrby', KEYS[1], taken)
redis.call('pexpire', KEYS[1], ARGV[3])
return taken
"""


class SharedBudget:
    """The budget of all processes that share a Redis; `limit` is the account's for a minute."""

    def __init__(self, limit: int, connection: "redis.Redis", app_id: str, watch: OutgoingWatch = UNWATCHED) -> None:
        self._limit = limit
        self._redis: Any = connection  # the package's own types mix blocking and asynchronous answers
        self._watch = watch
        self._name = f"hexi:{app_id}:budget"
        self._me = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._minute = 0
        self._in_hand = {True: 0, False: 0}
        self._alone = MinuteBudget(limit)
        self._rests_until = 0

    def spend(self, live: bool, now: int) -> bool:
        """See Budget."""
        with self._lock:
            if now // MINUTE != self._minute:
                self._minute = now // MINUTE
                self._in_hand = {True: 0, False: 0}
            if not self._in_hand[live] and now >= self._rests_until:
                self._ask(live, now)
            if now < self._rests_until:
                return self._alone.spend(live, now)
            if not self._in_hand[live]:
                return False
            self._in_hand[live] -= 1
            return True

    def _ask(self, live: bool, now: int) -> None:
        may_be_spent = self._limit if live else without_live_share(self._limit)
        portion = 1 if live else min(_PORTION, max(1, may_be_spent // 8))
        try:
            self._in_hand[live] = int(
                self._redis.eval(_TAKE, 1, f"{self._name}:{self._minute}", portion, may_be_spent, 2 * MINUTE)
            )
            self._redis.zadd(f"{self._name}:senders", {self._me: now})
            self._redis.zremrangebyscore(f"{self._name}:senders", 0, now - _ALIVE_MS)
            senders = max(1, int(self._redis.zcard(f"{self._name}:senders")))
        except redis.RedisError as error:
            self._rests_until = now + _REDIS_REST_MS
            log.warning("redis_away", error=type(error).__name__)
            self._watch.redis_away()
            return
        self._alone.limit = max(1, self._limit // senders)
