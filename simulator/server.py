"""The stand-in's web server: API, control door and page behind one loopback port."""

import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from waitress import wasyncore
from waitress.server import create_server

from simulator.api.answering import PREFIX, Api
from simulator.pages import pages
from simulator.platform import Platform

_LOOPBACK = "127.0.0.1"
_HOSTS = (_LOOPBACK, "localhost", "::1")
THREADS = 48  # a person who says something keeps one until the bot has answered


class Server:
    """Serves one platform. Raises OSError where the port is taken."""

    def __init__(self, platform: Platform, port: int = 0, threads: int = THREADS) -> None:
        self._platform = platform
        self._connections: dict[int, Any] = {}
        self._stopping = threading.Event()
        self._ending = threading.RLock()  # a signal may come to the very thread that ends it
        self._ended = False
        self._thread: threading.Thread | None = None
        self._server: Any = create_server(
            application(platform),
            map=self._connections,
            host=_LOOPBACK,
            port=port,
            threads=threads,
            ident=None,
            connection_limit=2_000,
            backlog=1_024,
            channel_request_lookahead=1,  # so that a caller who hangs up is noticed
            asyncore_use_poll=True,
        )
        platform.base_url = self.url

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://{_LOOPBACK}:{self._server.effective_port}"

    def start(self) -> None:
        """Serve in a thread."""
        self._thread = threading.Thread(target=self.serve, name="stand-in", daemon=True)
        self._thread.start()

    def serve(self) -> None:
        """Serve until `stop`."""
        while not self._stopping.is_set():
            wasyncore.loop(timeout=0.5, use_poll=True, map=self._connections, count=1)
        self._platform.close()
        self._server.task_dispatcher.shutdown(timeout=1)
        with self._ending:
            self._ended = True
            wasyncore.close_all(self._connections)

    def stop(self) -> None:
        """Ask the server to end; may be called from a signal handler."""
        self._stopping.set()
        with self._ending:
            if not self._ended:  # else it saw by itself that it is to stop, and what would wake it is closed
                self._server.pull_trigger()

    def close(self) -> None:
        """End the server and wait until it has."""
        self.stop()
        if self._thread:
            self._thread.join()


def application(platform: Platform) -> WSGIApplication:
    """The WSGI application of a platform."""
    api, others = Api(platform), pages(platform)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if urlsplit(f"//{environ.get('HTTP_HOST', _LOOPBACK)}").hostname not in _HOSTS:
            # A page elsewhere that has its own name point here shall not reach it.
            start_response("403 Forbidden", [("Content-Length", "0")])
            return [b""]
        if environ["PATH_INFO"].startswith(PREFIX):
            return api(environ, start_response)
        return others(environ, start_response)

    return answer
