"""HTTP to the platform: what happens to bytes on the way there and back, and what a broken line means.

The platform answers 200 with an errcode even where it refuses (WECHAT.md 2), so a 200 that is no JSON
object, another status and a line that breaks are told apart here: whether the call can have had an effect
decides what may be repeated (THREATS F13).
"""

import json
import re
import ssl
import urllib.request
import weakref
from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any
from urllib.parse import urlencode, urlsplit

import certifi

from bot.sending.fates import Fate, SendError, fate_of
from bot.sending.line import Line, NoAnswer, NotConnected, Route

JSON = "application/json"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_PORTS = {"http": 80, "https": 443}
_RID = re.compile(r"\s*rid:\s*([0-9A-Za-z-]{1,64})\s*$")
# Made once: to make one costs more than what it does with a message.
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_DECODER = json.JSONDecoder(strict=False)
# What a path may not hold: it would end the line that it stands in.
_NO_PATH = re.compile(r"[^!-~]")


class Wire:
    """Open connections for all threads, a time limit on every call, JSON in and out.

    `base_url` is scheme and host without a path; plain http only to loopback, else ValueError. A proxy of the
    environment is used, except on the way to loopback. At most `connections` are kept open while nothing is asked.
    """

    def __init__(
        self, base_url: str, *, connections: int = 64, connect_seconds: float = 3.0, read_seconds: float = 5.0
    ) -> None:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        if parts.scheme not in _PORTS or not host or parts.path.strip("/") or parts.query:
            raise ValueError("the API's address is a scheme and a host, without a path")
        if parts.scheme == "http" and host not in _LOOPBACK:
            raise ValueError("plain http only to loopback")
        tls = ssl.create_default_context(cafile=certifi.where()) if parts.scheme == "https" else None
        self._route = Route(
            host, parts.port or _PORTS[parts.scheme], tls, _proxy_for(parts.scheme, host), connect_seconds, read_seconds
        )
        self._head = f"Host: {parts.netloc}\r\nUser-Agent: hexi\r\nAccept: {JSON}\r\nAccept-Encoding: identity\r\n"
        self._idle: deque[Line] = deque(maxlen=connections)
        self._usual: tuple[int, bytes] | None = None
        weakref.finalize(self, _hang_up, self._idle)  # who forgets to close a wire leaves no open connections

    def exchange(
        self,
        method: str,
        path: str,
        params: Mapping[str, str],
        body: bytes | None,
        content_type: str = JSON,
        *,
        asking_for_token: bool = False,
    ) -> dict[str, Any]:
        """One call: the JSON object of the answer, whose errcode is 0 or absent. Raises SendError."""
        request = self.request(method, path, params, body, content_type)
        line = self.take_idle() or self.open_line()
        try:
            status, content = line.ask(request)
        except NoAnswer as error:
            raise _unanswered(error) from None
        finally:
            self.give_back(line)
        return _answer(status, content, asking_for_token)

    def request(
        self, method: str, path: str, params: Mapping[str, str], body: bytes | None, content_type: str = JSON
    ) -> bytes:
        """The bytes of a call, as they go out on a line."""
        head = _head(method, path, tuple(params.items()), self._head)
        if body is None:
            return head + b"\r\n"
        return b"%bContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b" % (head, content_type.encode("ascii"), len(body), body)

    def begin(self, line: Line, request: bytes) -> None:
        """Send a request on a line that does not wait. Raises SendError."""
        try:
            line.begin(request)
        except NoAnswer as error:
            raise _unanswered(error) from None

    def hear(self, line: Line) -> bool:
        """Whether it was answered as `exchange` returns from; False where the answer is not whole yet. Raises SendError."""
        try:
            heard = line.hear()
        except NoAnswer as error:
            raise _unanswered(error) from None
        if heard is None:
            return False
        if heard != self._usual:  # of thousands of answers most are the same to the byte
            _answer(*heard, asking_for_token=False)
            self._usual = heard
        return True

    def open_line(self) -> Line:
        """A connection that is opened now. Raises SendError."""
        try:
            return self._route.connect()
        except NotConnected as error:
            raise SendError(Fate.RETRY, None, f"not connected: {error}") from None

    def take_idle(self) -> Line | None:
        """A connection that is open and not in use, the one used last; None where there is none."""
        while self._idle:
            try:
                line = self._idle.pop()
            except IndexError:  # another thread was faster
                break
            if not line.is_dead():
                return line
            line.close()
        return None

    def give_back(self, line: Line) -> None:
        """A connection is not in use any more; it is kept where it is of use to others."""
        if line.stays_open and len(self._idle) < (self._idle.maxlen or 0):
            self._idle.append(line)
        else:
            line.close()

    def close(self) -> None:
        """Close the connections that are not in use."""
        _hang_up(self._idle)


def _hang_up(idle: deque[Line]) -> None:
    while idle:
        idle.pop().close()


def encode_json(content: object) -> bytes:
    """JSON in raw UTF-8: the platform refuses backslash-u escapes (40033) or shows them as they stand."""
    return _ENCODER.encode(content).encode()


def encode_text(text: str) -> str:
    """A text as it stands in such JSON, in quotation marks."""
    return encode_basestring(text)


@lru_cache(maxsize=16)
def _head(method: str, path: str, parameters: tuple[tuple[str, str], ...], same: str) -> bytes:
    """What a call begins with; mostly the same address and token again and again."""
    if _NO_PATH.search(path):
        raise ValueError("a path of other characters than a path has")
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{method.upper()} {path}{query} HTTP/1.1\r\n{same}".encode("ascii")


def _proxy_for(scheme: str, host: str) -> tuple[str, int] | None:
    """Host and port of the proxy that the environment names for this way."""
    if host in _LOOPBACK or urllib.request.proxy_bypass(host):
        return None
    proxy = urlsplit(urllib.request.getproxies().get(scheme, ""))
    return (proxy.hostname, proxy.port or _PORTS["http"]) if proxy.hostname else None


def _unanswered(error: NoAnswer) -> SendError:
    return SendError(Fate.UNKNOWN, None, f"no answer: {error}")


def _answer(status: int, content: bytes, asking_for_token: bool) -> dict[str, Any]:
    if status >= 500:
        raise SendError(Fate.UNKNOWN, None, f"HTTP {status}")
    if status != 200:  # the platform itself always answers 200: this is another server, or a wrong address
        raise SendError(Fate.PERM, None, f"HTTP {status}")
    try:
        answer = _DECODER.decode(content.decode("utf-8", "replace"))
        errcode = int(answer.get("errcode", 0))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise SendError(Fate.UNKNOWN, None, "the answer is no JSON object") from None
    if errcode == 0:
        return dict(answer)
    errmsg = str(answer.get("errmsg", ""))[:300]
    rid = _RID.search(errmsg)
    fate = fate_of(errcode, errmsg, asking_for_token=asking_for_token)
    msg_id = str(answer.get("msg_id", ""))
    raise SendError(fate, errcode, _RID.sub("", errmsg), rid.group(1) if rid else "", msg_id)
