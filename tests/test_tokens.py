"""One token for all: no storm on a cold start, after a revocation or without Redis."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from bot.sending.fates import Fate, SendError
from bot.sending.outgoing_watch import Unwatched
from bot.sending.token_shelf import FORCED_A_DAY, REFRESH_EVERY_MS, LocalShelf, RedisShelf, connect
from bot.sending.tokens import Grant, Tokens
from knowledge.times import DAY, HOUR, MINUTE, SECOND
from ledger.keys import Keys
from tests import servers

KEYS = Keys(b"s" * 32, b"h" * 32)
APP_ID = "wx0123456789abcdef"


class Endpoint:
    """A token endpoint like the platform's stable one: the same token until it is revoked or forced."""

    def __init__(self, seconds: int = 7200, delay: float = 0.0) -> None:
        self.asked: list[bool] = []
        self.seconds = seconds
        self.delay = delay
        self.number = 1
        self.stubborn = False
        self.failure: SendError | None = None

    def __call__(self, force: bool) -> Grant:
        self.asked.append(force)
        time.sleep(self.delay)
        if self.failure:
            raise self.failure
        self.number += force and not self.stubborn
        return Grant(self.token, self.seconds)

    @property
    def token(self) -> str:
        """The one that is good."""
        return f"token-{self.number}"


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now


class Watch(Unwatched):
    """Counts."""

    def __init__(self) -> None:
        self.fetched: list[bool] = []
        self.away = 0

    def token_fetched(self, forced: bool) -> None:
        """Count it."""
        self.fetched.append(forced)

    def redis_away(self) -> None:
        """Count it."""
        self.away += 1


def at_once(count: int, ask: Callable[[int], str]) -> list[str]:
    """What so many threads get that all ask at the same moment."""
    barrier = threading.Barrier(count)

    def run(number: int) -> str:
        barrier.wait()
        return ask(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_ten_threads_on_a_cold_start_ask_once() -> None:
    endpoint = Endpoint(delay=0.05)
    tokens = Tokens(endpoint)
    assert at_once(10, lambda _: tokens.current()) == ["token-1"] * 10
    assert endpoint.asked == [False]


def test_ten_threads_whose_token_was_revoked_refresh_once() -> None:
    endpoint = Endpoint(delay=0.05)
    tokens = Tokens(endpoint)
    old = tokens.current()
    endpoint.number += 1
    assert at_once(10, lambda _: tokens.refused(old)) == ["token-2"] * 10
    assert endpoint.asked == [False, False]


def test_a_token_is_forced_only_where_the_same_one_comes_back() -> None:
    endpoint, watch = Endpoint(), Watch()
    tokens = Tokens(endpoint, watch=watch)
    assert tokens.refused(tokens.current()) == "token-2"
    assert endpoint.asked == watch.fetched == [False, False, True]
    assert tokens.current() == "token-2"


def test_a_token_revoked_every_five_seconds_makes_no_storm() -> None:
    clock, endpoint, sent = Clock(), Endpoint(), 0
    tokens = Tokens(endpoint, clock=clock)
    for second in range(600):
        clock.now += SECOND
        if second % 5 == 0:
            endpoint.number += 1
        for _ in range(3):
            token = tokens.current()
            if token != endpoint.token:
                try:
                    token = tokens.refused(token)
                except SendError as error:
                    assert error.fate is Fate.TOKEN
                    continue
            sent += token == endpoint.token
    assert len(endpoint.asked) <= 1 + 600 * SECOND // REFRESH_EVERY_MS
    assert not any(endpoint.asked)
    assert sent > 0


def test_forced_refreshes_stay_below_the_platforms_ration() -> None:
    clock, endpoint = Clock(), Endpoint()
    endpoint.stubborn = True
    tokens = Tokens(endpoint, clock=clock)
    for _ in range(DAY // (10 * MINUTE)):
        clock.now += 10 * MINUTE
        assert tokens.refused(tokens.current()) == "token-1"
    assert endpoint.asked.count(True) == FORCED_A_DAY


def test_a_token_is_renewed_before_it_ends() -> None:
    clock, endpoint = Clock(), Endpoint(seconds=7200)
    tokens = Tokens(endpoint, clock=clock)
    tokens.current()
    clock.now += 7079 * SECOND
    tokens.current()
    assert len(endpoint.asked) == 1
    clock.now += 2 * SECOND
    tokens.current()
    assert len(endpoint.asked) == 2


def test_a_token_with_a_short_life_is_used_for_half_of_it() -> None:
    clock, endpoint = Clock(), Endpoint(seconds=10)
    tokens = Tokens(endpoint, clock=clock)
    for _ in range(10):
        tokens.current()
        clock.now += SECOND
    assert len(endpoint.asked) == 2


def test_what_failed_for_one_is_not_asked_again_by_each_of_the_others() -> None:
    endpoint = Endpoint(delay=0.05)
    endpoint.failure = SendError(Fate.PERM, 40125, "invalid appsecret", "rid-1")
    tokens = Tokens(endpoint)

    def ask(_: int) -> str:
        with pytest.raises(SendError) as failure:
            tokens.current()
        return str(failure.value)

    assert at_once(10, ask) == ["perm 40125 rid rid-1"] * 10
    assert len(endpoint.asked) == 1


def test_after_a_failure_it_is_asked_again_soon() -> None:
    clock, endpoint = Clock(), Endpoint()
    endpoint.failure = SendError(Fate.RETRY, None, "away")
    tokens = Tokens(endpoint, clock=clock)
    with pytest.raises(SendError):
        tokens.current()
    endpoint.failure = None
    clock.now += 2 * SECOND
    assert tokens.current() == "token-1"


@pytest.fixture
def shelf(redis_url: str) -> Iterator[RedisShelf]:
    """The shelf of all hosts."""
    with connect(redis_url) as connection:
        yield RedisShelf(connection, APP_ID, KEYS)


def test_ten_hosts_on_a_cold_start_ask_once(shelf: RedisShelf) -> None:
    endpoint = Endpoint(delay=0.2)
    hosts = [Tokens(endpoint, shelf) for _ in range(10)]
    assert at_once(10, lambda number: hosts[number].current()) == ["token-1"] * 10
    assert endpoint.asked == [False]


def test_ten_hosts_whose_token_was_revoked_refresh_once(shelf: RedisShelf) -> None:
    endpoint = Endpoint(delay=0.2)
    hosts = [Tokens(endpoint, shelf) for _ in range(10)]
    for host in hosts:
        host.current()
    assert at_once(10, lambda number: hosts[number].refused("token-1")) == ["token-2"] * 10
    assert endpoint.asked == [False, False, True]
    assert hosts[0].current() == "token-2"


def test_a_new_host_takes_the_shared_token(shelf: RedisShelf) -> None:
    endpoint = Endpoint()
    Tokens(endpoint, shelf).current()
    assert Tokens(endpoint, shelf).current() == "token-1"
    assert len(endpoint.asked) == 1


def test_all_hosts_together_refresh_once_a_minute(shelf: RedisShelf) -> None:
    endpoint = Endpoint()
    first, second = Tokens(endpoint, shelf), Tokens(endpoint, shelf)
    assert first.refused(first.current()) == "token-2"
    with pytest.raises(SendError) as refusal:
        second.refused("token-2")
    assert refusal.value.fate is Fate.TOKEN
    assert endpoint.asked == [False, False, True]


def test_a_host_that_dies_while_renewing_holds_nobody_up_for_long(shelf: RedisShelf) -> None:
    assert shelf.take_turn()
    slept: list[float] = []
    assert Tokens(Endpoint(), shelf, sleep=slept.append).current() == "token-1"
    assert sum(slept) <= 8.01


def test_a_turn_is_given_back_only_by_its_ticket(shelf: RedisShelf) -> None:
    ticket = shelf.take_turn()
    assert ticket and shelf.take_turn() is None
    shelf.end_turn("another ticket")
    assert shelf.take_turn() is None
    shelf.end_turn(ticket)
    assert shelf.take_turn()


def test_redis_never_sees_the_token_in_clear(shelf: RedisShelf, redis_url: str) -> None:
    Tokens(Endpoint(), shelf).current()
    with redis.Redis.from_url(redis_url) as connection:
        stored = [connection.get(key) for key in connection.keys("*")]
        assert stored and all(b"token-1" not in bytes(value) for value in stored)
        assert RedisShelf(connection, APP_ID, Keys(b"x" * 32, b"h" * 32)).get() is None
        found = RedisShelf(connection, APP_ID, KEYS).get()
    assert found and found[0] == "token-1" and 7_075_000 < found[1] <= 7_080_000


@pytest.mark.parametrize("kind", ["local", "redis"])
def test_the_rations_of_a_shelf_run_out(kind: str, redis_url: str) -> None:
    clock = Clock()
    with connect(redis_url) as connection:
        shelf = LocalShelf(clock) if kind == "local" else RedisShelf(connection, APP_ID, KEYS)
        assert [shelf.may_refresh() for _ in range(3)] == [True, False, False]
        assert [shelf.may_force() for _ in range(FORCED_A_DAY + 1)] == [True] * FORCED_A_DAY + [False]


def test_the_local_rations_come_back_with_time() -> None:
    clock = Clock()
    shelf = LocalShelf(clock)
    assert shelf.may_refresh() and all(shelf.may_force() for _ in range(FORCED_A_DAY))
    clock.now += MINUTE
    assert shelf.may_refresh() and not shelf.may_force()
    clock.now += 24 * HOUR
    assert shelf.may_force()


def test_sending_goes_on_when_redis_stops_in_the_middle() -> None:
    endpoint, clock, watch = Endpoint(), Clock(), Watch()
    with servers.redis_server() as url, connect(url) as connection:
        tokens = Tokens(endpoint, RedisShelf(connection, APP_ID, KEYS), clock=clock, watch=watch)
        assert tokens.current() == "token-1"
        endpoint.number += 1
        connection.shutdown(nosave=True)
        before = time.monotonic()
        assert tokens.refused("token-1") == "token-2"
        assert time.monotonic() - before < 10
    assert watch.away == 1
    clock.now += 2 * HOUR
    endpoint.number += 1
    assert tokens.current() == "token-3"
    assert endpoint.asked == [False, False, False]


def test_a_redis_that_hangs_costs_a_second_and_not_more() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as hanging,
        connect(f"redis://127.0.0.1:{hanging.getsockname()[1]}/0") as connection,
    ):
        tokens = Tokens(Endpoint(), RedisShelf(connection, APP_ID, KEYS))
        before = time.monotonic()
        assert tokens.current() == "token-1"
        assert time.monotonic() - before < 10


def test_a_redis_that_was_emptied_costs_one_question() -> None:
    endpoint, clock = Endpoint(), Clock()
    with servers.redis_server() as url, connect(url) as connection:
        shelf = RedisShelf(connection, APP_ID, KEYS)
        first = Tokens(endpoint, shelf, clock=clock)
        first.current()
        connection.flushall()
        assert first.current() == Tokens(endpoint, shelf, clock=clock).current() == "token-1"
    assert endpoint.asked == [False, False]
