"""One connection of the load generator: bytes out, whole answers back, one push in flight."""

import asyncio
import math
import time
from collections.abc import Sequence

# The platform drops a connection after 5 s without an answer.
DEADLINE_SECONDS = 5.0


class Round:
    """The clock that all lanes of a round share."""

    def __init__(self, seconds: float) -> None:
        self.started = time.perf_counter()
        self.closes = self.started + seconds
        self.ran_dry = False

    def open_at(self, moment: float) -> bool:
        """Whether a push may still be sent."""
        return moment < self.closes

    def run_dry(self, moment: float) -> None:
        """A lane has nothing left to send: from here on fewer would push, so the window closes."""
        if moment < self.closes < math.inf:
            self.closes, self.ran_dry = moment, True


class Lane(asyncio.Protocol):
    """One connection: sends, waits for the whole answer, sends the next; connects again where it was cut."""

    def __init__(self, requests: Sequence[bytes]) -> None:
        self._requests = requests
        self._next = 0
        self._received = bytearray()
        self._sent_at = 0.0
        self._transport: asyncio.Transport | None = None
        self._round: Round | None = None
        self.idle = asyncio.Event()
        self.answers: list[
            tuple[float, float, bytes]
        ] = []  # sent, complete (0.0 where it never was), raw answer

    def begin(self, clock: Round) -> None:
        """Send the first push."""
        self._round = clock
        self._send()

    def overdue(self, now: float) -> bool:
        """Whether the push in flight has waited longer than the platform would."""
        return self._sent_at > 0 and now - self._sent_at > DEADLINE_SECONDS

    def give_up(self) -> None:
        """Drop the connection, as the platform does when the answer is late."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected, for the first time or again."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a stream transport is needed")
        self._transport = transport
        self._received.clear()
        if self._round is not None:
            self._send()

    def data_received(self, data: bytes) -> None:
        """Take a piece of the answer; when it is whole, go on with the next push."""
        self._received += data
        end = answer_length(self._received)
        if end is None or len(self._received) < end:
            return
        self.answers.append((self._sent_at, time.perf_counter(), bytes(self._received[:end])))
        del self._received[:end]
        self._sent_at = 0.0
        self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        """Book the push in flight as cut, and come back for the next one."""
        self._transport = None
        if self._sent_at:
            self.answers.append((self._sent_at, 0.0, bytes(self._received)))
            self._sent_at = 0.0
        if self._round is None or not self._round.open_at(time.perf_counter()):
            self.idle.set()

    def needs_connection(self) -> bool:
        """Whether the connection is gone although there is still something to send."""
        return self._transport is None and not self.idle.is_set()

    def _send(self) -> None:
        now = time.perf_counter()
        if self._round is None or self._transport is None:
            return
        if self._next == len(self._requests):
            self._round.run_dry(now)
        if self._next == len(self._requests) or not self._round.open_at(now):
            self.idle.set()
            return
        self._sent_at = now
        self._transport.write(self._requests[self._next])
        self._next += 1


def answer_length(received: bytes | bytearray) -> int | None:
    """Length of the whole answer that begins here; None while its head is not complete.

    An answer that gives no length counts as ending with its head: it then has no body that could be opened.
    """
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return None
    for line in received[:head].split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return head + 4 + int(value)
    return head + 4


def http_request(host: str, port: int, query: str, body: bytes) -> bytes:
    """The bytes of one push as the platform sends it, over a connection that stays open."""
    head = (
        f"POST /wechat?{query} HTTP/1.1\r\nHost: {host}:{port}\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
