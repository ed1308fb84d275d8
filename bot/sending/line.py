"""One connection to the platform that is kept open: a request goes out whole, its answer is read to the end.

A thread waits for the answer (`ask`), or it is one of many lines of which each is looked at when something has come
(`begin`, `hear`: bot/sending/lane.py).

Connecting, TLS and the way through a proxy are http.client's; what is said on an open connection is written and read here,
because at some thousand messages a second most of a client library's time went into headers that nobody looks at
(docs/decisions/0021).
"""

import http.client
import select
import socket
import ssl
import time
from dataclasses import dataclass

import httptools

_PIECE_BYTES = 65_536
_ANSWER_LIMIT_BYTES = 1 << 20
_FRESH_SECONDS = 1.0


class NotConnected(Exception):
    """There is nobody at the other end: nothing can have been sent. The text is the name of the failure."""


class NoAnswer(Exception):
    """The request may have arrived, its answer has not. The text says why, and nothing of either."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where connections go: `proxy` is a host and a port to be asked for a tunnel, `tls` None for plain http."""

    host: str
    port: int
    tls: ssl.SSLContext | None
    proxy: tuple[str, int] | None
    connect_seconds: float
    read_seconds: float

    def connect(self) -> "Line":
        """A connection. Raises NotConnected."""
        host, port = self.proxy or (self.host, self.port)
        opened = (
            http.client.HTTPConnection(host, port, timeout=self.connect_seconds)
            if self.tls is None
            else http.client.HTTPSConnection(host, port, timeout=self.connect_seconds, context=self.tls)
        )
        if self.proxy:
            opened.set_tunnel(self.host, self.port)
        try:
            opened.connect()
        except (OSError, http.client.HTTPException) as error:  # the words of either may hold the address
            opened.close()
            raise NotConnected(type(error).__name__) from None
        assert opened.sock is not None  # it was opened this moment
        return Line(opened.sock, self.connect_seconds + self.read_seconds, self.read_seconds)


# What a connection says that would have to wait: with TLS either direction may wait for the other.
_NOT_NOW = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Line:
    """A connection on which one request at a time is made."""

    def __init__(self, connection: socket.socket, longest_seconds: float, read_seconds: float) -> None:
        connection.settimeout(read_seconds)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection = connection
        self.read_seconds = read_seconds
        self._longest_seconds = longest_seconds
        self._hears = select.poll()
        self._hears.register(connection, select.POLLIN)
        self._answer = _Answer()
        self._answered_at = time.monotonic()
        self.stays_open = False

    def is_dead(self) -> bool:
        """Whether the other end has hung up while nothing was asked: then there is something to read.

        Just after an answer nobody has: to look would cost each of many messages a system call.
        """
        return time.monotonic() - self._answered_at > _FRESH_SECONDS and bool(self._hears.poll(0))

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to a request. Raises NoAnswer; then the line is of no use any more."""
        ends_at = time.monotonic() + self._longest_seconds
        answer = self._begun()
        try:
            self.connection.sendall(request)
            self._read(answer, ends_at)
        except (OSError, httptools.HttpParserError) as error:
            raise NoAnswer(type(error).__name__) from None
        return self._heard()

    def wait(self, does_wait: bool) -> None:
        """Whether reading and writing wait until they can be done, as for `ask`, or not, as for `begin` and `hear`."""
        self.connection.settimeout(self.read_seconds if does_wait else 0.0)

    def begin(self, request: bytes) -> None:
        """Send a request; the answer is for `hear`. Raises NoAnswer, as `ask` does."""
        self._begun()
        try:
            try:
                size = self.connection.send(request)
            except _NOT_NOW:
                size = 0
            if size < len(request):  # a line on which nothing is under way takes a request whole: but for a strange one
                self.wait(True)
                self.connection.sendall(request[size:])
                self.wait(False)
        except OSError as error:
            raise NoAnswer(type(error).__name__) from None

    def hear(self) -> tuple[int, bytes] | None:
        """Status and body of the answer; None where it is not whole yet. Raises NoAnswer, as `ask` does."""
        answer = self._answer
        try:
            while not answer.is_complete:
                piece = self.connection.recv(_PIECE_BYTES)
                if self._is_end(piece, answer):
                    break
                if answer.size > _ANSWER_LIMIT_BYTES:
                    raise NoAnswer("the answer does not end")
        except _NOT_NOW:
            return None
        except (OSError, httptools.HttpParserError) as error:
            raise NoAnswer(type(error).__name__) from None
        return self._heard()

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _begun(self) -> "_Answer":
        self.stays_open = False
        self._answer.begin()
        return self._answer

    def _heard(self) -> tuple[int, bytes]:
        answer = self._answer
        self._answered_at = time.monotonic()
        self.stays_open = answer.line_stays_open
        return answer.status, b"".join(answer.body)

    def _read(self, answer: "_Answer", ends_at: float) -> None:
        while not answer.is_complete:
            # The read limit begins anew with each piece, so a trickle needs an end of its own.
            if answer.size and (time.monotonic() > ends_at or answer.size > _ANSWER_LIMIT_BYTES):
                raise NoAnswer("the answer does not end")
            if self._is_end(self.connection.recv(_PIECE_BYTES), answer):
                return

    @staticmethod
    def _is_end(piece: bytes, answer: "_Answer") -> bool:
        """Take a piece in; whether there is none because the other end has hung up."""
        if not piece:
            if answer.status:
                return True  # it may end where the other end hangs up; a JSON object that is cut off is none
            raise NoAnswer("hung up")
        answer.parser.feed_data(piece)
        answer.size += len(piece)
        return False


class _Answer:
    """What a line's parser has found so far."""

    def __init__(self) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.begin()

    def begin(self) -> None:
        """Another answer is to come."""
        self.body: list[bytes] = []
        self.status = 0
        self.size = 0
        self.is_complete = False
        self.line_stays_open = False

    # What the parser tells.

    def on_headers_complete(self) -> None:
        """The body begins."""
        self.status = self.parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self.body.append(body)

    def on_message_complete(self) -> None:
        """The answer has ended, unless it was one that only says to go on (1xx)."""
        self.is_complete = self.status >= http.HTTPStatus.OK
        self.line_stays_open = self.parser.should_keep_alive()  # the parser knows it only now
