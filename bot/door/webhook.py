"""The door: GET and POST of /wechat, as a plain WSGI callable in front of everything else.

An answer of 200 is given only after `answer` has returned, and it returns only after its commit: so
whatever the platform takes for delivered is on disk. Where nothing could be committed the answer is
503, and the platform sends the push again (被动回复用户消息 in its documentation). Refusals carry no
words: one 403 for all that is not authentic.
"""

import re
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, BinaryIO

import structlog

from bot.defects import trace_of
from bot.door.clock_alarm import ClockAlarm
from bot.door.envelope import BODY_LIMIT, Envelope
from bot.door.wire_text import TEXT_BYTES, split, wire_bytes
from bot.message import Busy, ClockOff, Message, NotFromWeChat, UnreadableBody
from bot.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Answer = Callable[[Message, Callable[[], bool]], str | None]
"""Handles a message to the end and gives the words of the reply, or nothing. The second argument
says whether the client has gone. Raises Busy before anything is promised."""

ACCEPTED = b"success"
"""Taken, nothing to show; sent in clear in every mode."""

_LENGTH = re.compile(r"[0-9]{1,20}")
_ALWAYS = [("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")]
_TEXT = "text/plain; charset=utf-8"
_XML = "text/xml; charset=utf-8"

log = structlog.get_logger(__name__)


class _TooLarge(Exception):
    """The body is over the limit."""


def real_clock() -> int:
    """This machine's time in ms UTC: what the platform's timestamps are held against, at all times."""
    return time.time_ns() // 1_000_000


class Webhook:
    """The WSGI callable for /wechat. Used by all threads at once."""

    def __init__(
        self, envelope: Envelope, answer: Answer, metrics: Metrics, clock: Callable[[], int] = real_clock
    ) -> None:
        self._envelope = envelope
        self._answer = answer
        self._metrics = metrics
        self._clock = clock
        self._alarm = ClockAlarm(metrics)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """One request: checked, handled, answered."""
        status, kind, body = self._respond(environ)
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), *_ALWAYS]
        if status.startswith("405"):
            headers.append(("Allow", "GET, POST"))
        start_response(status, headers)
        return [body]

    def _respond(self, environ: "WSGIEnvironment") -> tuple[str, str, bytes]:
        received_at = self._clock()
        query = environ.get("QUERY_STRING", "")
        try:
            if environ["REQUEST_METHOD"] == "GET":
                echo = self._envelope.check(query, received_at)
                self._alarm.on_time()
                return "200 OK", _TEXT, echo
            if environ["REQUEST_METHOD"] != "POST":
                return self._refuse("method", "405 Method Not Allowed")
            message = self._envelope.open(query, _body(environ), received_at)
        except ClockOff as off:
            self._alarm.off(off.skew_seconds, received_at)
            return self._refuse(off.reason, "403 Forbidden")
        except NotFromWeChat as refusal:
            return self._refuse(refusal.reason, "403 Forbidden")
        except UnreadableBody:
            return self._refuse("body", "400 Bad Request")
        except _TooLarge:
            return self._refuse("too_large", "413 Content Too Large")
        self._alarm.on_time()
        return self._answered(message, environ.get("hexi.client_gone", _still_there))

    def _refuse(self, reason: str, status: str) -> tuple[str, str, bytes]:
        self._metrics.refused[reason].inc()
        return status, _TEXT, b""

    def _answered(self, message: Message, hung_up: Callable[[], bool]) -> tuple[str, str, bytes]:
        started = time.perf_counter()
        try:
            words = self._answer(message, hung_up)
            body = self._sealed(message, words) if words else ACCEPTED
        except Busy:
            self._metrics.busy.inc()
            return "503 Service Unavailable", _TEXT, b""
        except Exception as error:  # whatever it is, the platform gets a clear answer and sends again
            self._metrics.failed.inc()
            log.error("push_failed", key=message.key.hex(), error=type(error).__name__, where=trace_of(error))
            return "503 Service Unavailable", _TEXT, b""
        self._metrics.answer_seconds.observe(time.perf_counter() - started)
        return "200 OK", _TEXT if body is ACCEPTED else _XML, body

    def _sealed(self, message: Message, words: str) -> bytes:
        """The reply on the wire. It is committed by now, so too many words are a defect but no 503."""
        wire = wire_bytes(words)
        if not wire.decode("utf-8").strip():
            return ACCEPTED
        if len(wire) > TEXT_BYTES:
            log.error("reply_too_long", key=message.key.hex(), characters=len(words))
            words = split(words)[0]
        return self._envelope.seal(message, words)


def _body(environ: "WSGIEnvironment") -> bytes:
    """The body of a POST, never more than the limit. Raises UnreadableBody, _TooLarge."""
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() != "identity":
        raise UnreadableBody("content encoding")
    stream: BinaryIO = environ["wsgi.input"]
    declared = environ.get("CONTENT_LENGTH", "")
    if not declared and environ.get("wsgi.input_terminated"):  # it came in chunks
        body = stream.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            raise _TooLarge
        return body
    if not _LENGTH.fullmatch(declared):
        raise UnreadableBody("content length")
    length = int(declared)
    if length > BODY_LIMIT:
        raise _TooLarge
    body = stream.read(length)
    if len(body) != length:
        raise UnreadableBody("content length")
    return body


def _still_there() -> bool:
    """Under a server that cannot say whether the client has gone."""
    return False
