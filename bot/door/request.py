"""A request while it arrives, and then as the WSGI environment that the application gets (PEP 3333)."""

import io
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import httptools

from bot.door.envelope import BODY_LIMIT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HEAD_LIMIT = 16 * 1_024
"""Bytes of the address and all headers together."""

BAD_REQUEST = "400 Bad Request"
TOO_LARGE = "413 Content Too Large"
HEAD_TOO_LARGE = "431 Request Header Fields Too Large"

_SAME_FOR_ALL: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}


class Refused(Exception):
    """The request does not reach the application; the text is the status line that its sender gets."""


class Request:
    """Collects what the parser tells. Raises Refused as soon as it is clear that it is not to be answered."""

    __slots__ = ("_body", "_headers", "_size", "_target", "environ", "has_head", "stays_open")

    def __init__(self) -> None:
        self.environ: WSGIEnvironment = {}
        self.has_head = False
        self.stays_open = False
        """Whether its sender goes on using the connection."""
        self._target = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body = bytearray()
        self._size = 0

    def add_target(self, piece: bytes) -> None:
        """A piece of the address."""
        self._target += piece
        self._grow(len(piece))

    def add_header(self, name: bytes, value: bytes) -> None:
        """A header; one that follows a body in chunks says nothing."""
        if not self.has_head:
            self._headers.append((name, value))
            self._grow(len(name) + len(value))

    def end_head(self, method: bytes, version: str, server: "WSGIEnvironment") -> bool:
        """The head is whole; whether its sender waits for a word that the body may follow."""
        self.has_head = True
        environ = self.environ = _SAME_FOR_ALL | server
        environ["REQUEST_METHOD"] = method.decode("latin-1")
        environ["SERVER_PROTOCOL"] = f"HTTP/{version}"
        environ["PATH_INFO"], environ["QUERY_STRING"] = _path_and_query(self._target)
        for raw_name, raw_value in self._headers:
            name, value = _variable(raw_name), raw_value.decode("latin-1")
            if name:
                environ[name] = f"{environ[name]}, {value}" if name in environ else value
        coding = environ.pop("HTTP_TRANSFER_ENCODING", None)
        if coding is not None and (coding.lower() != "chunked" or version != "1.1"):
            raise Refused(BAD_REQUEST)
        if int(environ.get("CONTENT_LENGTH", 0)) > BODY_LIMIT:
            raise Refused(TOO_LARGE)
        return version == "1.1" and environ.get("HTTP_EXPECT", "").lower() == "100-continue"

    def add_body(self, piece: bytes) -> None:
        """A piece of the body."""
        self._body += piece
        if len(self._body) > BODY_LIMIT:
            raise Refused(TOO_LARGE)

    def end(self, *, stays_open: bool) -> None:
        """All of it is there."""
        self.stays_open = stays_open
        if self._body:
            self.environ["CONTENT_LENGTH"] = str(len(self._body))
        self.environ["wsgi.input"] = io.BytesIO(self._body)

    def _grow(self, by: int) -> None:
        self._size += by
        if self._size > HEAD_LIMIT:
            raise Refused(HEAD_TOO_LARGE)


def _path_and_query(target: bytes) -> tuple[str, str]:
    try:
        url = httptools.parse_url(target)
    except httptools.HttpParserInvalidURLError:
        raise Refused(BAD_REQUEST) from None
    path = url.path or b"/"
    if b"%" in path:
        path = unquote_to_bytes(path)
    return path.decode("latin-1"), (url.query or b"").decode("latin-1")


@lru_cache(256)
def _variable(name: bytes) -> str:
    """The variable of a header; none for one with an underscore, which could pass for another header."""
    if b"_" in name:
        return ""
    variable = name.decode("latin-1").upper().replace("-", "_")
    return variable if variable in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{variable}"
