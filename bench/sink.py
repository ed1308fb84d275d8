"""The least of a platform: it grants a token, takes every message, and remembers what was sent to whom."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.servers import HOST


class Sink(ThreadingHTTPServer):
    """A server on loopback that answers each API call with success."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Call)
        self.port = int(self.server_address[1])
        self.sent: list[
            tuple[str, str]
        ] = []  # openid, words of each customer-service text, in order of arrival

    def handle_error(self, request: object, client_address: object) -> None:
        """A server that is killed leaves its connections cut: that is what the run is for, and no news."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Call(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body leave in two pieces
    server: Sink

    def do_GET(self) -> None:
        self._grant({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = json.loads(body) if body else {}
        if self.path.startswith("/cgi-bin/message/custom/send") and "text" in asked:
            self.server.sent.append((asked["touser"], asked["text"]["content"]))
        self._grant({"msgid": 1})

    def _grant(self, more: dict[str, object]) -> None:
        answer = {
            "errcode": 0,
            "errmsg": "ok",
            "access_token": "token-of-the-sink",
            "expires_in": 7200,
        } | more
        raw = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the figures are the output."""


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink that answers while the block runs."""
    sink = Sink()
    thread = threading.Thread(target=sink.serve_forever, name="sink", daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.shutdown()
        sink.server_close()
