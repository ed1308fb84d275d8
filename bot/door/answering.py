"""The threads that run the WSGI application, and how what it says goes onto the wire."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from email.utils import formatdate
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import structlog

from bot.defects import trace_of
from bot.door.connection import Connection
from bot.door.request import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Send = Callable[..., None]
"""`send(call, *arguments)` has a connection's method called in the thread of the event loop."""

_FAILED = b"HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"
# So often a thread looks whether a slow client has fetched what was sent to it.
_LOOK_SECONDS = 0.05

log = structlog.get_logger(__name__)


class Answering:
    """Answers as many requests at a time as there are threads; others wait for their turn."""

    def __init__(self, application: "WSGIApplication", threads: int, send: Send) -> None:
        self.is_ending = False
        """From now on no connection is kept."""
        self._application = application
        self.send = send
        self._asked: queue.SimpleQueue[tuple[Connection, Request] | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._run, name=f"web-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def begin(self, connection: Connection, request: Request) -> None:
        """Answer a request as soon as a thread is free."""
        self._asked.put((connection, request))

    def stop(self, patience: float) -> None:
        """End the threads; one that still answers after `patience` seconds ends with the process."""
        until = time.monotonic() + patience
        for _ in self._threads:
            self._asked.put(None)
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        while (asked := self._asked.get()) is not None:
            connection, request = asked
            answer = _Answer(connection, request, self)
            try:
                last = answer.give(self._application)
            except Exception as error:  # the client is told, unless its answer has begun: then it is cut off
                log.error("request_failed", error=type(error).__name__, where=trace_of(error))
                self.send(connection.answered, b"" if answer.has_begun else _FAILED, False)
            else:
                self.send(connection.answered, last, answer.stays_open)


_WITHOUT_BODY = frozenset({"204", "304"})


class _Answer:
    """One answer: whole where its length is known, else piece by piece as the application gives them."""

    __slots__ = ("_answering", "_connection", "_headers", "_request", "_status", "has_begun", "stays_open")

    def __init__(self, connection: Connection, request: Request, answering: Answering) -> None:
        self._connection = connection
        self._request = request
        self._answering = answering
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self.has_begun = False
        self.stays_open = request.stays_open

    def give(self, application: "WSGIApplication") -> bytes:
        """Run the application; returns what is then left to send."""
        environ = self._request.environ
        environ["hexi.client_gone"] = self._connection.has_gone
        said = application(environ, self._start)
        try:
            return self._all_but_the_last(said)
        finally:
            if hasattr(said, "close"):
                said.close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        if exc_info and self.has_begun:
            raise exc_info[1]
        self._status, self._headers = status, headers
        return _no_writing

    def _all_but_the_last(self, said: Iterable[bytes]) -> bytes:
        pieces = iter(said)
        first = next(pieces, b"")  # with it at the latest the application has called _start
        if self._request.environ["REQUEST_METHOD"] == "HEAD" or self._status[:3] in _WITHOUT_BODY:
            return self._head()
        if any(name.lower() == "content-length" for name, _ in self._headers):
            return self._head() + first + b"".join(pieces)
        if isinstance(said, list | tuple):
            body = first + b"".join(pieces)
            return self._head(("Content-Length", str(len(body)))) + body
        self._send_now(self._head(("Transfer-Encoding", "chunked")) + _chunk(first))
        for piece in pieces:
            if not self._send_now(_chunk(piece)):
                return b""
        return _LAST_CHUNK

    def _head(self, *more: tuple[str, str]) -> bytes:
        headers = [*self._headers, *more, ("Date", _date(int(time.time())))]
        if self._answering.is_ending:
            self.stays_open = False
        if not self.stays_open:
            headers.append(("Connection", "close"))
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
        return f"HTTP/1.1 {self._status}\r\n{lines}\r\n".encode("latin-1")

    def _send_now(self, piece: bytes) -> bool:
        """Send a piece, when its client has fetched most of those before; False once it has gone."""
        self.has_begun = True
        self._answering.send(self._connection.write, piece)
        while self._connection.stuffed and not self._connection.gone:
            time.sleep(_LOOK_SECONDS)
        return not self._connection.gone


def _no_writing(_piece: bytes) -> object:
    raise NotImplementedError("the write callable of older applications")


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b""  # an empty chunk would be the last


@lru_cache(2)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
