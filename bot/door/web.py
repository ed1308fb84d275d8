"""The Flask application beside the door, and what leads a request to the one or the other.

/healthz, /readyz and /metrics answer the machine itself, or whoever shows the token: figures about an
office are not for everybody. A request that came through a proxy has the proxy's address, so it needs
the token.
"""

import threading
from collections.abc import Callable, Iterable
from hmac import compare_digest
from ipaddress import ip_address
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException

from bot.metrics import CONTENT_TYPE, Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WEBHOOK_PATH = "/wechat"
CONSOLE_PATH = "/console"

_SIGNS_OF_A_PROXY = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
    "Via",
)

log = structlog.get_logger(__name__)


def create_application(metrics: Metrics, unready: Callable[[], str], token: str = "") -> Flask:
    """The Flask application.

    `unready` says in a word what is missing before pushes can be booked ("database", "schema"), or nothing.
    `token` opens the probes to other machines (Authorization: Bearer …); empty: to none.
    """
    application = Flask("hexi", static_folder=None, template_folder=None)

    def guard() -> None:
        if not _may_probe(token):
            abort(403)

    @application.get("/healthz")
    def healthz() -> Response:
        guard()
        return _plain("ok")

    @application.get("/readyz")
    def readyz() -> Response:
        guard()
        try:
            missing = unready()
        except Exception as error:  # a probe answers, whatever it finds
            log.error("readiness_unknown", error=type(error).__name__)
            missing = "error"
        return _plain(missing, 503) if missing else _plain("ready")

    @application.get("/metrics")
    def show_metrics() -> Response:
        guard()
        return Response(metrics.text(), content_type=CONTENT_TYPE)

    @application.errorhandler(HTTPException)
    def on_refusal(error: HTTPException) -> Response:
        response = Response("", content_type="text/plain; charset=utf-8", status=error.code or 500)
        for name, value in error.get_headers(request.environ):
            if name in {"Location", "Allow"}:
                response.headers[name] = value
        return response

    @application.errorhandler(Exception)
    def on_defect(error: Exception) -> Response:
        log.error("page_failed", path=request.path, error=type(error).__name__)
        return _plain("", 500)

    @application.after_request
    def harden(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response

    return application


def _plain(words: str, status: int = 200) -> Response:
    return Response(f"{words}\n" if words else "", status=status, content_type="text/plain; charset=utf-8")


def _may_probe(token: str) -> bool:
    shown = request.headers.get("Authorization", "")
    if token and compare_digest(shown.encode(), f"Bearer {token}".encode()):
        return True
    return is_from_this_machine()


def is_from_this_machine() -> bool:
    """Whether the current request comes from this machine itself and through no proxy."""
    if any(name in request.headers for name in _SIGNS_OF_A_PROXY):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


class Dispatcher:
    """Sends /wechat to the door, /console/ to the office's pages and everything else to the rest.

    A push takes no way through Flask. The pages are made by `console` when somebody first asks for them; without it there
    are none.
    """

    def __init__(
        self,
        webhook: "WSGIApplication",
        rest: "WSGIApplication",
        console: "Callable[[], WSGIApplication] | None" = None,
    ) -> None:
        self._webhook = webhook
        self._rest = rest
        self._make_console = console or (lambda: rest)
        self._console: WSGIApplication | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """One request."""
        path: str = environ["PATH_INFO"]
        if path == WEBHOOK_PATH:
            return self._webhook(environ, start_response)
        if path == CONSOLE_PATH or path.startswith(f"{CONSOLE_PATH}/"):
            below = {"SCRIPT_NAME": CONSOLE_PATH, "PATH_INFO": path.removeprefix(CONSOLE_PATH)}
            return self._pages()({**environ, **below}, start_response)
        return self._rest(environ, start_response)

    def _pages(self) -> "WSGIApplication":
        with self._lock:
            if self._console is None:
                self._console = self._make_console()
            return self._console
