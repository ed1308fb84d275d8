"""The stand-in's page and its control door, as one Flask application.

The door is JSON under /_control/. Posts need the content type application/json, which no foreign page can
send here.
"""

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urljoin

import yaml
from flask import Flask, Response, abort, render_template, request
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from werkzeug.routing import Map, Rule

from simulator.api.media import guess_type
from simulator.control import people, rehearsal, switches
from simulator.fields import FieldsError
from simulator.platform import Platform
from simulator.storybook import stories

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SHOWN = ("image/", "audio/", "video/")


class _Json(DefaultJSONProvider):
    ensure_ascii = False
    sort_keys = False


def pages(platform: Platform) -> Flask:
    """The application for everything but the platform's own API."""
    app = Flask("simulator", template_folder="page", static_folder=None)
    app.static_folder = "page"
    app.json = _Json(app)

    def media(media_id: str) -> Response:
        kept = platform.media.get(media_id)
        if kept is None:
            abort(404)
        guessed = guess_type(kept.name)
        content_type = guessed if guessed.startswith(_SHOWN) else "application/octet-stream"
        return Response(kept.content, content_type=content_type)

    def kept(response: Response) -> Response:
        if request.method != "GET":
            with platform.lock:
                platform.keep()
        return response

    def page() -> str:
        console = urljoin(platform.settings.route.bot_url, "/console/")
        return render_template("chat.html", words=_words(), console=console)

    views: list[tuple[str, str, Callable[..., ResponseReturnValue]]] = [
        ("GET", "/", page),
        ("GET", "/_control/stories", lambda: list(stories())),
        ("GET", "/_media/<media_id>", media),
    ]
    for method, path, view in (*people.routes(platform), *switches.routes(platform), *rehearsal.routes(platform)):
        views.append((method, f"/_control/{path}", view))
    app.url_map = _addresses(tuple((method, path) for method, path, _ in views))
    app.view_functions = {f"{method} {path}": view for method, path, view in views}
    app.view_functions["static"] = app.send_static_file
    app.register_error_handler(FieldsError, lambda wrong: ({"error": str(wrong)}, 400))
    app.after_request(_protect)
    app.after_request(kept)
    return app


@cache
def _addresses(known: tuple[tuple[str, str], ...]) -> Map:
    """Which view each method and path leads to: worked out once a process, in which there may be thousands of stand-ins."""
    rules = [Rule(path, endpoint=f"{method} {path}", methods=[method]) for method, path in known]
    return Map([*rules, Rule("/_page/<path:filename>", endpoint="static", methods=["GET"])])


@cache
def _words() -> Any:
    return yaml.safe_load(resources.files("simulator").joinpath("page/words.yaml").read_text(encoding="utf-8"))


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
