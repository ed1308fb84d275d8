"""What stands before and behind every page: which hosts are ours, where a form may come from, what a browser may do."""

from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, SecurityError

from console.house import House, house
from console.passwords import Crowded
from console.signed_in import is_signed_in, visitor
from console.words import texts
from knowledge.defects import trace_of
from ledger import Busy, audit
from ledger.records import compact

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
BODY_LIMIT = 64 * 1024
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",  # Bootstrap's signs and the QR code of the second factor
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# What is said of an error has a text in words.yaml; any other is "defect".
_ERRORS = {400: "refused", 403: "refused", 404: "absent", 405: "absent", 410: "link_gone", 413: "too_much"}
_NOT_FOR_THEM = frozenset({403, 404})

log = structlog.get_logger(__name__)


class ForeignOrigin(HTTPException):
    """A form that does not come from a page of ours."""

    code = 400


def guard(application: Flask, here: House) -> None:
    """Put the guards up: of two that refuse, where a form comes from is looked at before its token."""
    address = here.settings.console.address
    application.config.update(
        SECRET_KEY=b"".join(here.ledger.keys.hash(b"console cookie:%d" % half) for half in (1, 2)),
        SESSION_COOKIE_NAME="hexi_console",
        SESSION_COOKIE_PATH="/console",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=here.is_https,
        TRUSTED_HOSTS=[*LOOPBACK, *([urlsplit(address).hostname] if address else [])],
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=False,  # where a form comes from is looked at here
    )
    application.before_request(_refuse_foreign_forms)
    CSRFProtect(application)
    application.register_error_handler(CSRFError, _refused)
    application.register_error_handler(HTTPException, _refused)
    application.register_error_handler(SecurityError, _foreign_host)
    application.register_error_handler(Busy, _busy)
    application.register_error_handler(Crowded, _busy)
    application.register_error_handler(Exception, _defect)
    application.after_request(_harden)


def _refuse_foreign_forms() -> None:
    """A form comes from a page at this very address; without Origin the Referer says where it comes from."""
    if request.method in _SAFE:
        return
    named = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    address = house().settings.console.address
    ours = {f"http://{request.host}", *([address] if address else [])}
    if f"{named.scheme}://{named.netloc}" not in ours:
        raise ForeignOrigin


def _refused(error: HTTPException) -> tuple[str, int] | Response:
    code = error.code or 500
    if code < 400 and error.response is not None:  # the router's own redirect to the address with a slash
        return Response(status=code, headers={"Location": error.get_response().headers["Location"]})
    if code in _NOT_FOR_THEM:
        _note_stranger()
    kind = "form_old" if isinstance(error, CSRFError) else _ERRORS.get(code, "defect")
    return render_template("message.html", kind=kind), code


def _note_stranger() -> None:
    """Somebody signed in asked for what is not theirs, or not there: who, and for what, is on the trail (THREATS A16)."""
    if request.endpoint is None or not is_signed_in():
        return
    here, account = house(), visitor()
    numbers = {name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)}
    about, detail = f"console:{request.endpoint}", compact(numbers) if numbers else ""
    here.ledger.transact(
        lambda db: audit.note(db, here.clock(), account.person_id, account.name, "page refused", about, detail)
    )


def _foreign_host(_error: SecurityError) -> Response:
    """Plain words: for a host that is not ours no address of a page can be made."""
    words = texts().messages["foreign_host"].text
    return Response(f"{words}\n", status=400, content_type="text/plain; charset=utf-8")


def _busy(_error: Busy | Crowded) -> tuple[str, int]:
    return render_template("message.html", kind="busy"), 503


def _defect(error: Exception) -> tuple[str, int]:
    # The path of a link is a secret: the endpoint says enough.
    log.error("page_failed", endpoint=request.endpoint, error=type(error).__name__, trace=trace_of(error))
    return render_template("message.html", kind="defect"), 500


def _harden(response: Response) -> Response:
    response.headers.update(_HEADERS)
    if request.endpoint in {"static", "bootstrap.static"}:
        response.headers["Cache-Control"] = "no-cache"  # kept, and asked whether it is still the same
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
