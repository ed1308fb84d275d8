"""One client's connection: its requests are taken in or refused, handed on one at a time, and answered in order.

httptools (llhttp) reads them. What is not plainly one request is refused without words, and what follows it is no
request. All of this runs in the event loop's thread; only `gone` and `stuffed` are looked at by others.
"""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

import httptools

from bot.door.request import BAD_REQUEST, HEAD_LIMIT, HEAD_TOO_LARGE, TOO_LARGE, Refused, Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REQUEST_SECONDS = 20
"""Within which a request must have arrived, however diligently its sender drips, and an answer must be fetched."""
LINGER_SECONDS = 2
LINGER_BYTES = 32 * 1_024 * 1_024
"""How long and how much is read from a client after its request was refused, see Connection._say_no."""

_AHEAD = 8
"""Requests that one connection may send before the first is answered; after these it is closed."""
_METHOD = re.compile(rb"[A-Z]{1,20} ")


class Host(Protocol):
    """Whoever minds the connections."""

    environ: "WSGIEnvironment"
    refused: Callable[[str], None]

    def arrived(self, connection: "Connection") -> bool:
        """A connection is there; False where it is one too many."""

    def left(self, connection: "Connection") -> None:
        """It is gone."""

    def asked(self, connection: "Connection", request: Request) -> None:
        """A request is to be answered."""


class Connection(asyncio.Protocol):
    """A connection from its first byte to its last."""

    _transport: asyncio.Transport

    def __init__(self, server: Host) -> None:
        self.gone = False
        self.stuffed = False  # the client fetches more slowly than it is answered
        self._server = server
        self._parser = httptools.HttpRequestParser(self)
        self._arriving: Request | None = None
        self._head_bytes = 0
        self._waiting: deque[Request] = deque()
        self._in_work: Request | None = None
        self._refusal = ""
        self._deaf = False  # nothing that comes is a request any more
        self._since = time.monotonic()  # from here on its client is waited for
        self._lingering_until: float | None = None
        self._lingered_bytes = 0

    # What the event loop tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has come."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class only does all that one does
        peer = transport.get_extra_info("peername")
        self._environ = self._server.environ | {"REMOTE_ADDR": str(peer[0]) if peer else ""}
        if not self._server.arrived(self):
            self._refuse("503 Service Unavailable")

    def data_received(self, data: bytes) -> None:
        """Take in what came."""
        if self._deaf:
            self._drop(data)
            return
        began_before = self._arriving
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # nobody here speaks anything else; the request is answered as any other, and is the last
        except httptools.HttpParserError as error:
            self._refuse(_status_of(error, data))
        else:
            if self._arriving is not None and self._arriving is began_before:
                self._limit_head(self._arriving, len(data))

    def pause_writing(self) -> None:
        """Take nothing more from a client that does not fetch its answers."""
        self.stuffed = True
        self._since = time.monotonic()
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """It has fetched them."""
        self.stuffed = False
        self._transport.resume_reading()

    def connection_lost(self, _error: Exception | None) -> None:
        """The end, whoever wanted it."""
        self.gone = True
        self._waiting.clear()
        self._server.left(self)
        del self._parser  # which knows this connection: nothing is to be left for the garbage collector

    # What the parser tells.

    def on_message_begin(self) -> None:
        """A request begins."""
        self._arriving = Request()
        self._since = time.monotonic()

    def on_url(self, piece: bytes) -> None:
        """A piece of its address."""
        self._request.add_target(piece)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One of its headers."""
        self._request.add_header(name, value)

    def on_headers_complete(self) -> None:
        """Its head is whole."""
        parser = self._parser
        expects_word = self._request.end_head(parser.get_method(), parser.get_http_version(), self._environ)
        if expects_word and self._in_work is None:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, piece: bytes) -> None:
        """A piece of its body."""
        self._request.add_body(piece)

    def on_message_complete(self) -> None:
        """It is whole: hand it on, or let it wait for those before it."""
        request, self._arriving, self._head_bytes = self._request, None, 0
        if self._deaf:
            return
        parser = self._parser
        self._deaf = (
            len(self._waiting) == _AHEAD
            or not parser.should_keep_alive()
            or parser.should_upgrade()
            or request.environ["SERVER_PROTOCOL"] != "HTTP/1.1"
        )
        request.end(stays_open=not self._deaf)
        self._waiting.append(request)
        self._go_on()

    @property
    def _request(self) -> Request:
        assert self._arriving is not None  # the parser tells of a beginning before all else
        return self._arriving

    # What the server asks.

    def has_gone(self) -> bool:
        """Whether the client has hung up. May be called from any thread."""
        return self.gone

    def write(self, piece: bytes) -> None:
        """Send a piece of an answer."""
        if not self.gone:
            self._transport.write(piece)

    def answered(self, last_piece: bytes, stays_open: bool) -> None:
        """Send the last piece of an answer, or all of it; then go on with what came meanwhile, or close."""
        self._in_work = None
        self._since = time.monotonic()
        if self.gone:
            return
        self._transport.write(last_piece)
        if stays_open:
            self._go_on()
        else:
            self._transport.close()

    def close_if_late(self, now: float) -> None:
        """End a connection whose client has been waited for too long; `now` as of time.monotonic()."""
        if self._lingering_until is not None:
            if now > self._lingering_until:
                self._transport.abort()
        elif (self._in_work is None or self.stuffed) and now - self._since > REQUEST_SECONDS:
            self._transport.abort()

    def cut(self) -> None:
        """End it at once, whatever is going on."""
        self._transport.abort()

    def close_if_unused(self) -> None:
        """End it unless something has been asked, or is being asked."""
        if self._in_work is None and self._arriving is None and not self._refusal:
            self._transport.close()

    def _go_on(self) -> None:
        if self._in_work is None and self._waiting:
            self._in_work = self._waiting.popleft()
            self._server.asked(self, self._in_work)
        elif self._in_work is None and self._refusal:
            self._say_no()

    def _limit_head(self, request: Request, received: int) -> None:
        """Hold a head to its limit while it arrives: the parser tells a header only when all of it is there."""
        if not request.has_head:
            self._head_bytes += received
            if self._head_bytes > HEAD_LIMIT:
                self._refuse(HEAD_TOO_LARGE)

    def _refuse(self, status: str) -> None:
        if not self._deaf:
            self._deaf = True
            self._refusal = status
            self._server.refused("too_large" if status == TOO_LARGE else "http")
            self._go_on()

    def _say_no(self) -> None:
        """Answer with a bare status line and see that it arrives.

        Closing while the client is still sending would reset the connection, and the client would see the reset
        instead of the answer. So only our direction is closed, and what comes is read and dropped for a while.
        """
        allowed = "Allow: GET, POST\r\n" if self._refusal.startswith("405") else ""
        head = f"HTTP/1.1 {self._refusal}\r\nConnection: close\r\nContent-Length: 0\r\n"
        self._transport.write(f"{head}{allowed}X-Content-Type-Options: nosniff\r\n\r\n".encode())
        self._transport.write_eof()
        self._lingering_until = time.monotonic() + LINGER_SECONDS

    def _drop(self, data: bytes) -> None:
        self._lingered_bytes += len(data)
        if self._lingered_bytes > LINGER_BYTES:
            self._transport.abort()


def _status_of(error: httptools.HttpParserError, data: bytes) -> str:
    """The status line for what could not be taken in."""
    if isinstance(error, httptools.HttpParserCallbackError):
        refused = error.__context__
        if not isinstance(refused, Refused):
            raise error
        return str(refused)
    if isinstance(error, httptools.HttpParserInvalidMethodError) and _METHOD.match(data):
        return "405 Method Not Allowed"
    return TOO_LARGE if "overflow" in str(error) else BAD_REQUEST
