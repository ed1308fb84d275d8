"""Deliveries of a push: five seconds for an answer, three in all, each with fresh timestamp, nonce and
cipher.

A delivery without an answer in time, or with a status other than 200, is repeated. An answer that came but
is not acceptable is not: the person then sees at once that the account's service fails (documents
被动回复用户消息, 消息推送).
"""

import http.client
import io
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from simulator.account import Account, Mode
from simulator.answers import BadReply, Reply, judge
from simulator.push import Push, build
from simulator.records import Attempt

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Route:
    """Where pushes go and how patient the platform is, in seconds."""

    bot_url: str
    deadline: float = 5.0
    pause: float = 0.5  # between two deliveries of the same push

    def __post_init__(self) -> None:
        parts = urlsplit(self.bot_url)
        if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
            raise ValueError("the bot's address has to be http:// on this machine's loopback")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a push is delivered, where that is not the usual way.

    `hang_up_after`: seconds after which the first, second, … delivery is given up. `together`: so many
    deliveries at the same moment. `mode`, `timestamp` (real seconds), `nonce`, `url_openid`: instead of the
    right ones. `created` (CreateTime, seconds) and `msg_id`: instead of fresh ones. `silent`: nobody waits
    for an answer, nothing is shown.
    """

    tries: int = 3
    hang_up_after: tuple[float, ...] = ()
    together: int = 1
    mode: Mode | None = None
    timestamp: int | None = None
    nonce: str = ""
    url_openid: str = ""
    created: int | None = None
    msg_id: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """All attempts for one push, and the reply of the first that was accepted (None where none was)."""

    attempts: tuple[Attempt, ...]
    reply: Reply | None


def deliver(account: Account, route: Route, push: Push, manner: Manner) -> Delivery:
    """Deliver a push until it is accepted, refused for good, or the tries are used up."""

    def attempt(number: int) -> tuple[Attempt, Reply | None]:
        limits = manner.hang_up_after
        deadline = limits[number] if number < len(limits) else route.deadline
        return _attempt(account, route.bot_url, push, manner, deadline)

    if manner.together > 1:
        with ThreadPoolExecutor(manner.together) as pool:
            results = list(pool.map(attempt, range(manner.together)))
    else:
        results = _one_after_another(attempt, manner.tries, route.pause)
    replies = [reply for _, reply in results if reply is not None]
    return Delivery(tuple(made for made, _ in results), replies[0] if replies else None)


def fetch(method: str, url: str, query: str, body: bytes, deadline: float) -> tuple[int, bytes]:
    """One HTTP exchange, over within `deadline` seconds. Raises OSError or HTTPException."""
    ends_at = time.monotonic() + deadline
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{'&'.join(filter(None, (parts.query, query)))}"
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=deadline) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(head.encode("ascii") + body)
        # HTTPResponse wants nothing of a socket but its makefile.
        stream = cast(socket.socket, _Stream(connection, ends_at))
        with http.client.HTTPResponse(stream, method=method) as response:
            response.begin()
            return response.status, response.read(_MOST_BYTES)


def _one_after_another(
    attempt: Callable[[int], tuple[Attempt, Reply | None]], tries: int, pause: float
) -> list[tuple[Attempt, Reply | None]]:
    results: list[tuple[Attempt, Reply | None]] = []
    for number in range(tries):
        if number:
            time.sleep(pause)
        made, reply = attempt(number)
        results.append((made, reply))
        if reply is not None or made.status == http.client.OK:
            break
    return results


def _attempt(account: Account, url: str, push: Push, manner: Manner, deadline: float) -> tuple[Attempt, Reply | None]:
    timestamp = int(time.time()) if manner.timestamp is None else manner.timestamp
    query, body = build(account, push, timestamp, nonce=manner.nonce, mode=manner.mode, url_openid=manner.url_openid)
    began = time.monotonic()
    status: int | None = None
    reply: Reply | None = None
    problem = ""
    try:
        status, answer = fetch("POST", url, query, body, deadline)
        if status == http.client.OK:
            mode = manner.mode or account.mode
            reply = judge(account, mode, push.openid, to_event=push.kind == "event", body=answer)
        else:
            problem = f"status {status}"
    except BadReply as wrong:
        problem = str(wrong)
    except TimeoutError:
        problem = f"no answer in {deadline:g} s"
    except (OSError, http.client.HTTPException) as broken:
        problem = type(broken).__name__
    seconds = time.monotonic() - began
    return Attempt(status, round(seconds, 4), problem, reply.text if reply else ""), reply


class _Stream:
    """A connection that may be read until a moment, and not a byte longer, however slowly the bytes drip."""

    def __init__(self, connection: socket.socket, ends_at: float) -> None:
        self._raw = _RawStream(connection, ends_at)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._raw)


class _RawStream(io.RawIOBase):
    def __init__(self, connection: socket.socket, ends_at: float) -> None:
        self._connection = connection
        self._ends_at = ends_at

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)
