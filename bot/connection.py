"""One client's connection to the web server: how a request is taken in or refused, and how it ends."""

import socket
import time

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.task import ErrorTask, WSGITask

REQUEST_SECONDS = 20
"""Within which a request must have arrived, however diligently its sender drips."""
LINGER_SECONDS = 2
LINGER_BYTES = 32 * 1_024 * 1_024
"""How long and how much is read from a client after its request was refused, see Channel.handle_write."""


class Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Takes in a request, and refuses one whose length could be understood in two ways."""

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the head. Raises ParsingError."""
        try:
            super().parse_header(header_plus)
        except TransferEncodingNotImplemented:
            raise ParsingError("transfer encoding") from None
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("framing")  # HTTP/1.0 in chunks, or both chunks and a length


class _Answer(WSGITask):  # type: ignore[misc]
    """An answer of the application."""

    def build_response_header(self) -> bytes:
        """The head of the answer: while the server is ending, no connection is kept."""
        if self.channel.server.draining:
            self.set_close_on_finish()
        head: bytes = super().build_response_header()
        return head


class _Refusal(ErrorTask):  # type: ignore[misc]
    """A request that does not reach the application: a status line, and no words about the server."""

    def execute(self) -> None:
        """Write the refusal."""
        error = self.request.error
        self.channel.server.refused("too_large" if error.code == 413 else "http")
        self.channel.refused = True
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("X-Content-Type-Options", "nosniff"))
        self.set_close_on_finish()
        self.content_length = 0
        self.write(b"")


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection."""

    parser_class = Request
    task_class = _Answer
    error_task_class = _Refusal
    refused = False
    close_when_flushed = False

    _request_began: float | None = None
    _lingering_until: float | None = None
    _lingered_bytes = 0

    def received(self, data: bytes) -> bool:
        """Take in what came; what follows a refused request is no request."""
        with self.requests_lock:
            if self.requests and self.requests[-1].error:
                return False
        taken: bool = super().received(data)
        if self.request is None:
            self._request_began = None
        elif self._request_began is None:
            self._request_began = time.time()
        return taken

    def close_if_late(self, now: float) -> None:
        """Close when the request has been arriving for too long; `now` as of time.time()."""
        if self._request_began is not None and now - self._request_began > REQUEST_SECONDS:
            self.will_close = True
        if self._lingering_until is not None and time.monotonic() > self._lingering_until:
            self.will_close = True

    def close_if_unused(self) -> None:
        """Close when nothing has been asked that is not answered."""
        if not self.requests and self.request is None and not self.total_outbufs_len:
            self.will_close = True

    def handle_write(self) -> None:
        """Send, and close where that is due.

        Closing while the client is still sending would reset the connection, and the client would see
        the reset instead of the answer. So after a refusal only our direction is closed, and what
        comes is read and dropped.
        """
        if not (self.refused and self.close_when_flushed and not self.total_outbufs_len):
            super().handle_write()
            return
        self.close_when_flushed = False
        self._lingering_until = time.monotonic() + LINGER_SECONDS
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()

    def readable(self) -> bool:
        """Whether to look for what the client sends."""
        return self._lingering_until is not None or bool(super().readable())

    def handle_read(self) -> None:
        """Take in what the client sends; drop it after a refusal."""
        if self._lingering_until is None:
            super().handle_read()
            return
        self._lingered_bytes += len(wasyncore.dispatcher.recv(self, 65_536))
        if self._lingered_bytes > LINGER_BYTES or time.monotonic() > self._lingering_until:
            self.handle_close()
