"""Answers API calls over WSGI: fault or not, token, quota, endpoint, and the log of what was asked.

It stands in front of the pages' framework because the bot's calls are many and should cost little.
"""

import io
import json
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote
from wsgiref.types import StartResponse, WSGIEnvironment

from waitress.channel import ClientDisconnected
from werkzeug.formparser import parse_form_data

from simulator.api import ENDPOINTS
from simulator.api.request import Answer, Binary, NotFound, Request, Upload
from simulator.errors import ApiError, error_answer
from simulator.faults import Fault
from simulator.fields import FieldsError
from simulator.platform import Platform
from simulator.records import Call

PREFIX = "/cgi-bin/"
_HTML = b"<html><head><title>weixin</title></head><body><h1>Busy</h1></body></html>"
_MOST_BYTES = 12 << 20
_DROPPING = ("timeout", "refuse", "reset")
_LOOK = 0.02  # seconds between two looks whether the caller has gone


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back to the caller."""

    status: str
    content_type: str
    body: bytes
    errcode: int = 0
    name: str = ""


_NOTHING = Response("000", "", b"")  # how a call is logged that was dropped before anything was done


class Api:
    """The WSGI application for everything under /cgi-bin/."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = _read(environ)
        fault = self._platform.faults.take(request.path)
        if fault and not fault.done:
            if fault.kind in _DROPPING:
                self._log(request, _NOTHING, fault)
            response = self._strike(fault, environ) or self._perform(request)
        else:
            response = self._perform(request)
        self._log(request, response, fault)
        if fault and fault.done:
            response = self._strike(fault, environ) or response
        headers = [("Content-Type", response.content_type), ("Content-Length", str(len(response.body)))]
        if response.name:
            headers.append(("Content-Disposition", f"attachment; filename*=UTF-8''{quote(response.name)}"))
        start_response(response.status, headers)
        return [response.body]

    def _perform(self, request: Request) -> Response:
        try:
            answer = self._answer(request)
        except (ApiError, FieldsError) as refused:
            error = refused if isinstance(refused, ApiError) else ApiError(40035, str(refused))
            return _json({**error_answer(error.errcode, error.detail), **error.more}, error.errcode)
        except NotFound:
            return Response("404 Not Found", "text/plain", b"")
        if isinstance(answer, Binary):
            return Response("200 OK", answer.content_type, answer.content, name=answer.name)
        return _json(answer)

    def _answer(self, request: Request) -> Answer | Binary:
        endpoint = ENDPOINTS.get(request.path)
        if endpoint is None:
            raise ApiError(40066)
        if endpoint.method != request.method:
            raise ApiError(43001 if endpoint.method == "GET" else 43002)
        platform = self._platform
        with platform.lock:
            now = platform.clock.now()
            if endpoint.token:
                platform.tokens.check(request.query.get("access_token", ""), now)
            platform.quotas.count(request.path, now)
            if endpoint.verified and not platform.settings.verified:
                raise ApiError(48001)
            answer = endpoint.answer(platform, request)
            platform.keep()
            return answer

    def _strike(self, fault: Fault, environ: WSGIEnvironment) -> Response | None:
        """The response that a fault puts in the place of the real one; None where the real one may go out."""
        if fault.kind == "errcode":
            return _json(error_answer(fault.code), fault.code)
        if fault.kind == "status":
            return Response(f"{fault.code} Fault", "text/html", _HTML)
        if fault.kind == "html":
            return Response("200 OK", "text/html", _HTML)
        if fault.kind == "revoke":
            with self._platform.lock:
                self._platform.tokens.revoke(self._platform.clock.now())
            return None
        if fault.kind in ("slow", "timeout"):
            self._hold(fault.seconds, environ)
        if fault.kind in _DROPPING:
            _drop(environ, reset=fault.kind == "reset")
        return None

    def _hold(self, seconds: float, environ: WSGIEnvironment) -> None:
        """Wait, but not longer than the caller does."""
        ends_at = time.monotonic() + seconds
        gone = environ["waitress.client_disconnected"]
        while time.monotonic() < ends_at and not gone() and not self._platform.closing:
            time.sleep(_LOOK)

    def _log(self, request: Request, response: Response, fault: Fault | None) -> None:
        endpoint = ENDPOINTS.get(request.path)
        asked = _what_was_asked(request) if endpoint and endpoint.token else None
        openid = asked.get("touser", "") if isinstance(asked, dict) else ""
        self._platform.log(
            Call(
                id=next(self._platform.numbers),
                at=self._platform.clock.now(),
                path=request.path,
                openid=str(openid),
                status=int(response.status[:3]),
                errcode=response.errcode,
                fault=fault.kind if fault else "",
                request=asked,
            )
        )


def _read(environ: WSGIEnvironment) -> Request:
    path = environ["PATH_INFO"].removeprefix(PREFIX).strip("/")
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    method, remote = environ["REQUEST_METHOD"], environ.get("REMOTE_ADDR", "")
    if environ.get("CONTENT_TYPE", "").startswith("multipart/form-data"):
        _, _, files = parse_form_data(environ, silent=True, max_content_length=_MOST_BYTES)
        file = files.get("media")
        upload = Upload(file.filename or "", file.read()) if file else None
        for each in files.values():
            each.close()
        return Request(path, method, query, b"", remote, upload)
    length = min(int(environ.get("CONTENT_LENGTH") or 0), _MOST_BYTES)
    stream: io.BufferedIOBase = environ["wsgi.input"]
    return Request(path, method, query, stream.read(length) if length else b"", remote)


def _json(answer: Answer, errcode: int = 0) -> Response:
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return Response("200 OK", "application/json; encoding=utf-8", body, errcode)


def _what_was_asked(request: Request) -> object:
    """The call's body for the log; of an upload its name and size."""
    if request.upload:
        return {"name": request.upload.name, "size": len(request.upload.content)}
    try:
        return json.loads(request.body) if request.body else None
    except ValueError:
        return None


def _drop(environ: WSGIEnvironment, *, reset: bool) -> None:
    """End the connection without an answer, with a reset where wanted. Never returns.

    WSGI has no way to do so; the server's own check for a vanished client is bound to the connection.
    """
    channel = environ["waitress.client_disconnected"].__self__
    if reset:
        channel.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ClientDisconnected
