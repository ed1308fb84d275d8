"""Where the account's token lies between renewals, and who may renew it: this process's shelf and the one of
all hosts.

Redis holds only what may vanish (DESIGN 3): the token, the turn of whoever is renewing it, and the rations
of renewals.
"""

import secrets
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from knowledge.times import DAY, MINUTE, SECOND
from ledger.keys import BadKeys, Keys

log = structlog.get_logger(__name__)

# After a refusal the token is looked for anew at most once in this time, by all hosts together: no storm.
REFRESH_EVERY_MS = MINUTE
# The platform allows 20 forced refreshes a day; two are left for whoever looks after the account by hand.
FORCED_A_DAY = 18
# Longer than the longest fetch (connect 3 s, read 5 s, twice): a turn ends by itself only where its holder
# died.
TURN_MS = 20 * SECOND
_REDIS_PATIENCE_SECONDS = 1.0


class Shelf(Protocol):
    """What Tokens asks of a shelf."""

    def get(self) -> tuple[str, int] | None:
        """The token and for how many ms it is good, None where there is none."""

    def put(self, value: str, good_for_ms: int) -> None:
        """Lay down a token for the others."""

    def take_turn(self) -> str | None:
        """A ticket where nobody else is renewing, else None."""

    def end_turn(self, ticket: str) -> None:
        """Give the turn back, if it is still the ticket's."""

    def may_refresh(self) -> bool:
        """Whether a minute has gone by since the last refresh after a refusal; a yes uses it up."""

    def may_force(self) -> bool:
        """Whether the day's ration of forced refreshes has one left; a yes uses it up."""


class LocalShelf:
    """The shelf of one process. Tokens holds its lock while it asks, so turns are always free here."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._refreshed_at: int | None = None
        self._forced_at: deque[int] = deque()

    def get(self) -> tuple[str, int] | None:
        """Nothing: what this process knows it holds already."""
        return None

    def put(self, value: str, good_for_ms: int) -> None:
        """Nobody else looks here."""

    def take_turn(self) -> str | None:
        """Always: see the class."""
        return ""

    def end_turn(self, ticket: str) -> None:
        """Nothing to give back."""

    def may_refresh(self) -> bool:
        """See Shelf."""
        now = self._clock()
        if self._refreshed_at is not None and now - self._refreshed_at < REFRESH_EVERY_MS:
            return False
        self._refreshed_at = now
        return True

    def may_force(self) -> bool:
        """See Shelf; the day is the last 24 hours."""
        now = self._clock()
        while self._forced_at and now - self._forced_at[0] >= DAY:
            self._forced_at.popleft()
        if len(self._forced_at) >= FORCED_A_DAY:
            return False
        self._forced_at.append(now)
        return True


# Compared and deleted in one step: a turn that ran out and went to another host must not be taken from it.
_END_TURN = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


class RedisShelf:
    """The shelf of all hosts. The token lies there sealed: whoever reads Redis cannot send as the office.

    Every method raises redis.RedisError where Redis does not answer.
    """

    def __init__(self, connection: "redis.Redis", app_id: str, keys: Keys) -> None:
        self._redis: Any = connection  # the package's own types mix blocking and asynchronous answers
        self._keys = keys
        self._column = b"redis.token." + app_id.encode()
        self._token, self._turn, self._refreshed, self._forced = (
            f"hexi:{app_id}:token{part}" for part in ("", ":turn", ":refreshed", ":forced")
        )

    def get(self) -> tuple[str, int] | None:
        """See Shelf. A token sealed with other keys counts as none."""
        sealed, good_for_ms = self._redis.pipeline().get(self._token).pttl(self._token).execute()
        if sealed is None or good_for_ms <= 0:
            return None
        try:
            return self._keys.unseal(sealed, self._column), good_for_ms
        except BadKeys:
            log.warning("shared_token_unreadable")
            return None

    def put(self, value: str, good_for_ms: int) -> None:
        """See Shelf."""
        self._redis.set(self._token, self._keys.seal(value, self._column), px=good_for_ms)

    def take_turn(self) -> str | None:
        """See Shelf."""
        ticket = secrets.token_hex(16)
        return ticket if self._redis.set(self._turn, ticket, nx=True, px=TURN_MS) else None

    def end_turn(self, ticket: str) -> None:
        """See Shelf."""
        self._redis.eval(_END_TURN, 1, self._turn, ticket)

    def may_refresh(self) -> bool:
        """See Shelf."""
        return bool(self._redis.set(self._refreshed, b"1", nx=True, px=REFRESH_EVERY_MS))

    def may_force(self) -> bool:
        """See Shelf; the day begins with its first forced refresh."""
        self._redis.set(self._forced, 0, nx=True, px=DAY)
        return int(self._redis.incr(self._forced)) <= FORCED_A_DAY


def connect(url: str) -> "redis.Redis":
    """A Redis connection that answers within a second or fails: a sick Redis never holds up sending."""
    return redis.Redis.from_url(
        url,
        socket_timeout=_REDIS_PATIENCE_SECONDS,
        socket_connect_timeout=_REDIS_PATIENCE_SECONDS,
        # Once, as the first try may find a connection that died while idle; a time-out is long enough.
        retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
    )
