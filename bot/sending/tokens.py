"""The account's access token: one for all workers of all hosts, renewed once by one of them.

The platform's stable_token gives every caller the same token until its last five minutes (WECHAT.md 2.1), so
asking again is harmless. Asking by force is rationed (20 a day, 30 s apart): it is done only where the
platform refuses the very token that it has just handed out again, and at most once a minute (THREATS F14).
Where Redis is configured, token, turn and rations are shared through it; while Redis is away each process
looks after itself and sending goes on (F11).

Moments here are milliseconds of a clock that never jumps, not the application's: they never leave the
process.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import redis
import structlog

from bot.sending.fates import Fate, SendError
from bot.sending.outgoing_watch import UNWATCHED, OutgoingWatch
from bot.sending.token_shelf import LocalShelf, Shelf
from knowledge.times import SECOND

T = TypeVar("T")
log = structlog.get_logger(__name__)

_TURN_PATIENCE_MS = 8 * SECOND
_TURN_POLL_MS = 100
# What has just failed for one worker is not asked again by each of the others in turn.
_FAILURE_HOLDS_MS = 2 * SECOND
_REDIS_REST_MS = 5 * SECOND


@dataclass(frozen=True, slots=True)
class Grant:
    """What the token endpoint gave: the token, and for how many seconds."""

    value: str = field(repr=False)
    seconds: int


def steady_ms() -> int:
    """Milliseconds of the host's clock that never jumps."""
    return time.monotonic_ns() // 1_000_000


class Tokens:
    """The token as the callers of the API see it. Safe for any number of threads.

    `fetch(force)` asks the platform and raises SendError; while one thread asks, the others wait for its
    answer.
    """

    def __init__(
        self,
        fetch: Callable[[bool], Grant],
        shared: Shelf | None = None,
        *,
        watch: OutgoingWatch = UNWATCHED,
        clock: Callable[[], int] = steady_ms,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._fetch = fetch
        self._shared = shared
        self._local = LocalShelf(clock)
        self._watch = watch
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._value = ""
        self._good_until = 0
        self._failure: SendError | None = None
        self._failed_at = 0
        self._redis_rests_until = 0

    def current(self) -> str:
        """A token that is good as far as we know; asks for one where there is none. Raises SendError."""
        if self._clock() < self._good_until:
            return self._value
        with self._lock:
            if self._clock() < self._good_until or self._adopt(other_than=""):
                return self._value
            self._fail_again()
            return self._in_turn("", lambda: self._renew(force=False))

    def is_at_hand(self) -> bool:
        """Whether `current` knows a good one without asking anybody."""
        return self._clock() < self._good_until

    def refused(self, token: str) -> str:
        """The token for another try, after the platform has refused this one.

        It may be the same where the platform insists on it. Raises SendError(TOKEN) where a refresh is less than a
        minute ago: to ask once more this soon would only take part in a storm.
        """
        with self._lock:
            renewed_by_another = self._value != token and self._clock() < self._good_until
            if renewed_by_another or self._adopt(token):
                return self._value
            self._fail_again()
            return self._in_turn(token, lambda: self._replace(token))

    def _replace(self, token: str) -> str:
        if not self._ask_shelf(lambda shelf: shelf.may_refresh()):
            raise SendError(Fate.TOKEN, None, "refused, and renewed less than a minute ago")
        value = self._renew(force=False)
        if value == token and self._ask_shelf(lambda shelf: shelf.may_force()):
            value = self._renew(force=True)
        return value

    def _in_turn(self, token: str, renew: Callable[[], str]) -> str:
        """Renew when it is this host's turn, or take the token that another host has got meanwhile."""
        for _ in range(_TURN_PATIENCE_MS // _TURN_POLL_MS):
            ticket = self._ask_shelf(lambda shelf: shelf.take_turn())
            if ticket is not None:
                break
            self._sleep(_TURN_POLL_MS / 1000)
            if self._adopt(token):
                return self._value
        try:  # without a ticket the holder has died or hangs: the token is the same for whoever asks
            return self._value if self._adopt(token) else renew()
        finally:
            if ticket is not None:
                taken = ticket
                self._ask_shelf(lambda shelf: shelf.end_turn(taken))

    def _adopt(self, other_than: str) -> bool:
        """Take the shared token, unless it is the one already known to be of no use."""
        found = self._ask_shelf(lambda shelf: shelf.get())
        if found is None or found[0] == other_than:
            return False
        self._keep(found[0], found[1])
        return True

    def _renew(self, force: bool) -> str:
        try:
            grant = self._fetch(force)
        except SendError as error:
            self._failure, self._failed_at = error, self._clock()
            raise
        self._failure = None
        self._watch.token_fetched(force)
        log.info("token_fetched", forced=force, seconds=grant.seconds)
        # Old and new overlap for five minutes: two before the end nobody is cut off. A short life is halved.
        good_for_ms = max(grant.seconds - 120, grant.seconds // 2) * SECOND
        if good_for_ms > 0:
            self._ask_shelf(lambda shelf: shelf.put(grant.value, good_for_ms))
        self._keep(grant.value, good_for_ms)
        return grant.value

    def _keep(self, value: str, good_for_ms: int) -> None:
        # In this order: whoever reads without the lock never pairs an old token with a new end.
        self._good_until = 0
        self._value = value
        self._good_until = self._clock() + good_for_ms

    def _fail_again(self) -> None:
        failure = self._failure
        if failure is not None and self._clock() - self._failed_at < _FAILURE_HOLDS_MS:
            raise SendError(failure.fate, failure.errcode, failure.errmsg, failure.rid)

    def _ask_shelf(self, question: Callable[[Shelf], T]) -> T:
        """Ask the shared shelf; while it does not answer, the local one, with a rest before the next try."""
        if self._shared is not None and self._clock() >= self._redis_rests_until:
            try:
                return question(self._shared)
            except redis.RedisError as error:
                self._redis_rests_until = self._clock() + _REDIS_REST_MS
                log.warning("redis_away", error=type(error).__name__)
                self._watch.redis_away()
        return question(self._local)
